// Videos and discussions on other sites load when a participant asks for it, and not before. Without a script, or
// from a file, the link to them stays as it is. The page gives the words of a discussion, and the course's spec its address.
"use strict";

(() => {
  if (!/^https?:$/.test(location.protocol)) return;

  for (const link of document.querySelectorAll("a.embed[data-player]")) {
    const bare = link.cloneNode(true);
    bare.querySelector(".file-facts")?.remove();
    const isTalk = "button" in link.dataset;
    const title = link.dataset.title ?? bare.textContent.trim();
    const place = link.closest("p") ?? link;
    const box = document.createElement("div");
    box.className = "player";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = link.dataset.button ?? moocKit.text("Play: {title}", { title });
    const words = document.createElement("p");
    words.className = "small";
    words.id = `site:player-${crypto.randomUUID ? crypto.randomUUID() : Math.random().toString(36).slice(2)}`;
    words.textContent = link.dataset.words ?? moocKit.text("Playing it loads the video from {host}. That site then learns that you watch it.", { host: link.dataset.host });
    button.setAttribute("aria-describedby", words.id);
    box.append(button, words);
    if (isTalk) place.after(box);
    else place.before(box);

    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      const address = new URL(link.dataset.player);
      if (!isTalk) address.searchParams.set("autoplay", "1");
      frame.src = address.href;
      frame.title = title;
      if (!isTalk) {
        frame.allow = "autoplay; fullscreen; picture-in-picture";
        frame.allowFullscreen = true;
      }
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      const more = isTalk ? "allow-forms allow-popups-to-escape-sandbox" : "allow-presentation";
      frame.setAttribute("sandbox", `allow-scripts allow-same-origin allow-popups ${more}`);
      box.replaceChildren(frame);
      box.classList.add("is-playing", ...(isTalk ? ["is-talk"] : []));
      frame.focus();
    });
  }
})();
