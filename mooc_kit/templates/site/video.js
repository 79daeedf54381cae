// Videos on other sites load when a participant asks for it, and not before. Without a script, or from a file,
// the link to the video stays as it is.
"use strict";

(() => {
  if (!/^https?:$/.test(location.protocol)) return;

  for (const link of document.querySelectorAll("a.embed[data-player]")) {
    const bare = link.cloneNode(true);
    bare.querySelector(".file-facts")?.remove();
    const title = bare.textContent.trim();
    const place = link.closest("p") ?? link;
    const box = document.createElement("div");
    box.className = "player";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = moocKit.text("play", { title });
    const words = document.createElement("p");
    words.className = "small";
    words.id = `site:player-${crypto.randomUUID ? crypto.randomUUID() : Math.random().toString(36).slice(2)}`;
    words.textContent = moocKit.text("playFrom", { host: link.dataset.host });
    button.setAttribute("aria-describedby", words.id);
    box.append(button, words);
    place.before(box);

    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      const address = new URL(link.dataset.player);
      address.searchParams.set("autoplay", "1");
      frame.src = address.href;
      frame.title = title;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
      box.replaceChildren(frame);
      box.classList.add("is-playing");
      frame.focus();
    });
  }
})();
