// Times of live sessions are shown on the participant's own clock as well, where the course names a time zone.
"use strict";

for (const place of document.querySelectorAll("[data-local-time]")) {
  const written = place.dataset.localTime;
  const moment = new Date(written);
  if (/(Z|[+-]\d\d:\d\d)$/.test(written) && !Number.isNaN(moment.getTime())) {
    const words = moment.toLocaleString(moocKit.language, { dateStyle: "long", timeStyle: "short" });
    place.querySelector("span").textContent = words;
    place.hidden = false;
  }
}
