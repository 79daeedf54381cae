// Sharing back: people write down what they did in the world, and pass it on in the way that the course has chosen.
"use strict";

(() => {
  const { text, element } = moocKit;
  const tool = document.querySelector("[data-tool]");
  const panel = moocKit.passingOn.panel(tool.querySelector("[data-passing-on]"));

  const today = () => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };
  const slug = (words) => words.normalize("NFKD").replace(/[^\w\s-]/g, "").trim().toLowerCase().replace(/[\s_-]+/g, "-").slice(0, 50).replace(/-+$/, "");
  const quoted = (words) => JSON.stringify(words);
  const listed = (value) => (Array.isArray(value) ? value : []);

  // What is downloaded is the file that the team keeps in share-backs/, as the kit reads it.
  const asFile = (entry) => [
    "---",
    `date: ${today()}`,
    ...(entry.module ? [`module: ${entry.module}`] : []),
    `title: ${quoted(entry.title)}`,
    `evidence: [${listed(entry.kinds).join(", ")}]`,
    `may_be_shown: ${listed(entry.yes).includes("shown")}`,
    `people_agreed: ${listed(entry.yes).includes("agreed")}`,
    `name: ${quoted(entry.name ?? "")}`,
    "---",
    "",
    ...["done", "changed", "link", "next"].filter((name) => entry[name]).flatMap((name) => (name === "done" ? [entry.done, ""] : [`**${entries.label(name)}** ${entry[name]}`, ""])),
  ].join("\n");

  const pass = (entry, title) => {
    const fields = { title: `${text("Share back: ")} ${entry.title}`, done: entry.done, changed: entry.changed, next: entry.next, name: entry.name };
    fields.evidence = [entries.words("kinds", entry.kinds), entry.link].filter(Boolean).join("\n");
    panel.open(entries.asText(entry), { fields, file: `${today()}-${slug(title) || "share-back"}.md`, fileText: asFile(entry) });
  };
  const extra = (entry, title) => {
    const share = element("button", { type: "button", class: "button", "aria-label": text("Share: {title}", { title }) }, text("Share"));
    share.addEventListener("click", () => {
      if (listed(entry.yes).includes("agreed")) pass(entry, title);
      else status.textContent = text("First ask the people who can be recognised. Then tick under “Consent” that they agreed.");
    });
    const status = element("p", { class: "status", role: "status" });
    // What they did, as a file of their own that says so: nothing of it is sent anywhere, shown or not.
    const sign = element("button", { type: "button", class: "button quiet", "aria-label": text("Sign and keep: {title}", { title }) }, text("Sign and keep"));
    sign.addEventListener("click", async () => {
      const told = { name: entry.name, kind: "Achievement", title: `${text("I did this:")} ${entry.title}`, claim: entry.done };
      told.evidence = [entry.done, entry.changed, entry.link].filter(Boolean);
      if (await moocKit.later(status)) moocKit.selfBadge.save(told, `${slug(title) || "i-did-this"}.signed.json`, status);
    });
    return element("div", {}, element("p", { class: "form-actions" }, share, sign), status);
  };
  const entries = moocKit.entries(tool.querySelector("[data-entries]"), { extra, changed: () => panel.close() });
})();
