// My badges is a collection of badge files that the participant brings in; it is kept in this browser.
// What reads and checks a file is loaded with the first one: verify(source) gives { tone, words }.
"use strict";

(() => {
  const { store, text, element } = moocKit;
  const place = document.querySelector("[data-my-badges]");
  const list = place.querySelector("[data-collected]");
  const status = place.querySelector(".status");
  const input = place.querySelector("input[type='file']");
  const drop = place.querySelector("[data-drop]");
  const offered = [...place.querySelectorAll("[data-badge]")];
  const MAX_IMAGE = 300000; // Characters of a picture that is kept; a larger one is left in the file.

  const day = (written) => {
    const moment = new Date(`${written}T00:00:00`);
    return Number.isNaN(moment.getTime()) ? written : moment.toLocaleDateString(moocKit.language, { dateStyle: "long" });
  };
  const { all, isOffered } = moocKit.badgeCollection;

  const card = (badge) => {
    const { about } = badge;
    const facts = element("dl", {});
    const fact = (label, said) => said && facts.append(element("div", {}, element("dt", {}, label), element("dd", {}, said)));
    fact(text("Issued by"), about.issuer);
    fact(text("Issued on"), about.from && day(about.from));
    fact(text("Valid until"), about.until && day(about.until));
    const download = element("button", { type: "button", class: "button quiet", "aria-label": text("Download: {title}", { title: about.name }) }, text("Download"));
    download.addEventListener("click", () => moocKit.download(`${about.name.replace(/[^\w-]+/g, "-") || "badge"}.${badge.source.startsWith("{") ? "json" : "jwt"}`, "application/json", badge.source));
    const remove = element("button", { type: "button", class: "button quiet", "aria-label": text("Remove: {title}", { title: about.name }) }, text("Remove"));
    remove.addEventListener("click", () => {
      const kept = store.get(badge.name);
      const isGone = store.remove(badge.name);
      show();
      const back = element("button", { type: "button", class: "as-link" }, text("Take it back"));
      back.addEventListener("click", () => { const isKept = store.set(badge.name, kept); show(); status.textContent = isKept ? text("It is back.") : store.whyNot(); });
      status.replaceChildren(isGone ? text("“{title}” is removed.", { title: about.name }) : store.whyNot(), " ", back);
      back.focus();
    });
    const verdict = element("p", { class: "small", role: "status" }, text("It is being checked."));
    moocKit.later(verdict).then(async (isThere) => {
      if (!isThere) return;
      const { tone, words } = await moocKit.verify(badge.source);
      verdict.className = `verdict ${tone}`;
      verdict.textContent = words;
    }).catch(() => {});
    const image = badge.image ?? offered.find((item) => isOffered(item, badge))?.querySelector("img")?.src;
    const picture = image ? element("img", { class: "badge-image", src: image, alt: "", width: 96, height: 96 }) : null;
    return element("li", { class: "entry collected" }, picture, element("div", {},
      element("h3", { tabindex: "-1" }, about.name || text("A badge without a name")), about.description ? element("p", {}, about.description) : null,
      facts, verdict, element("p", { class: "form-actions" }, download, remove)));
  };

  const show = () => {
    const badges = all();
    list.replaceChildren(...badges.map(card));
    place.querySelector("[data-none]").hidden = badges.length > 0;
    for (const item of offered) {
      const has = badges.some((badge) => isOffered(item, badge));
      item.querySelector(".state").textContent = has ? text("In your collection") : "";
      item.classList.toggle("is-done", has);
    }
  };

  const hash = async (words) => {
    if (crypto.subtle) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));
      return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    // A page that came without encryption has no digests; any number that tells files apart will do.
    let sum = 2166136261;
    for (const character of words) sum = Math.imul(sum ^ character.codePointAt(0), 16777619);
    return (sum >>> 0).toString(16);
  };
  const bringIn = async (files) => {
    const said = [];
    if (!await moocKit.later(status)) return;
    const { badgeFile } = moocKit;
    for (const file of files) {
      const found = await badgeFile.read(file);
      if (!found) {
        said.push(text("No badge was found in {file}.", { file: file.name.slice(0, 80) }));
        continue;
      }
      const about = badgeFile.describe(found.credential);
      const image = found.image && found.image.length <= MAX_IMAGE ? found.image : null;
      const isKept = store.set(`badge/${await hash(found.source)}`, { source: found.source, about, image });
      said.push(isKept ? text("“{title}” is in your collection.", { title: about.name || text("A badge without a name") }) : store.whyNot());
    }
    show();
    status.textContent = said.join(" ");
  };

  input.addEventListener("change", async () => {
    await bringIn([...input.files]);
    input.value = "";
  });
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    bringIn([...event.dataTransfer.files]);
  });
  place.querySelector("[data-collection]").hidden = false;
  if (store.get("badge-key") !== null) moocKit.later().then(() => moocKit.badgeKey?.migrate());
  store.watch("badge/", show);
  store.keeps();
  show();
})();
