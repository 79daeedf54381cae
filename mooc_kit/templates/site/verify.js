// The page that checks a credential: drop a file, paste it, or follow a link; nothing of it leaves this browser.
"use strict";

(() => {
  const { text, element, credentials } = moocKit;
  const form = document.querySelector("[data-verify]");
  const result = document.querySelector("[data-verify-result]");
  const { contexts } = JSON.parse(document.getElementById("credential-data").textContent);
  const documents = [], lists = new Map();
  let last = null;

  const load = async (address) => {
    try {
      const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  };
  // The issuer's keys lie beside this page. A file that somebody drops may add keys, and is never taken for the course's own.
  const home = (async () => {
    if (!location.protocol.startsWith("http")) return;
    const found = await load("did.json") ?? await load(".well-known/did.json");
    if (found?.id && addressOf(found.id) === new URL(".", location.href).href.replace(/\/$/, "")) documents.push({ ...found, isHome: true });
    else if (found?.id) documents.push(found);
  })();
  const addressOf = (did) => did.startsWith("did:web:")
    ? ["https:", "", ...did.slice(8).split(":").map(decodeURIComponent)].join("/") : "";

  const list = async (address) => {
    if (lists.has(address)) return lists.get(address);
    // Where this page is the course's own site, the list lies beside it, whatever the site is called here.
    const own = /\/status\/(\d+)\.json$/.exec(address);
    const found = (own && location.protocol.startsWith("http") ? await load(`status/${own[1]}.json`) : null);
    return found?.id === address ? found : await load(address);
  };

  const MARK = { ok: "✓", failed: "✗", unknown: "?" };
  const show = async (bytes) => {
    await home;
    const { document: found, checks } = await credentials.check(bytes, { contexts, documents, list });
    last = found;
    const states = checks.map(([state]) => state);
    const verdict = states.includes("failed") ? "failed" : checks[0][0] === "unknown" ? "unknown" : "ok";
    const title = { ok: "holds", failed: "holdsNot", unknown: "cannotTell" }[verdict];
    const rows = checks.map(([state, key, values]) => element("li", { class: `check ${state}` },
      element("span", { class: "mark", "aria-hidden": "true" }, MARK[state]), element("span", {}, text(key, values))));
    const facts = [];
    if (found && verdict === "ok") {
      const about = found.credentialSubject?.achievement ?? found.credentialSubject?.verifiableCredential?.[0]?.credentialSubject?.achievement ?? {};
      facts.push(element("p", { class: "lead" }, String(found.name ?? about.name ?? "")));
      if (about.description) facts.push(element("p", {}, String(about.description)));
      if (about.criteria?.narrative) facts.push(element("p", {}, text("criteria"), " ", String(about.criteria.narrative)));
    }
    result.replaceChildren(element("h2", { tabindex: "-1" }, text(title)), ...facts, element("ul", { class: "checks" }, ...rows));
    if (found && verdict === "ok" && found.credentialSubject?.identifier) {
      const input = element("input", { type: "text", id: "owner", autocomplete: "off" });
      const said = element("p", { role: "status" });
      const ask = element("form", { class: "owner" }, element("label", { for: "owner" }, text("whose")), input,
        element("button", { type: "submit", class: "button quiet" }, text("compare")), said);
      ask.addEventListener("submit", (event) => {
        event.preventDefault();
        said.textContent = input.value.trim() ? text(credentials.isOwner(last, input.value) ? "isTheirs" : "isNotTheirs", { name: input.value.trim() }) : "";
      });
      result.append(ask);
    }
    result.hidden = false;
    result.querySelector("h2").focus();
  };

  const take = async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      const found = JSON.parse(new TextDecoder().decode(bytes));
      if (found.verificationMethod) { documents.push({ ...found, isHome: false }); form.querySelector("[data-added]").textContent = text("keysAdded", { issuer: found.id }); return; }
      if ([].concat(found.type).includes("BitstringStatusListCredential")) { lists.set(found.id, found); form.querySelector("[data-added]").textContent = text("listAdded"); return; }
    } catch { /* not JSON: a picture, a PDF, an envelope */ }
    await show(bytes);
  };

  form.elements.file.addEventListener("change", async () => { for (const file of form.elements.file.files) await take(file); });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    for (const file of event.dataTransfer.files) await take(file);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const written = form.elements.link.value.trim();
    if (!written) return;
    if (written.startsWith("{") || /^[\w-]+\.[\w-]+\.[\w-]+$/.test(written)) return show(new TextEncoder().encode(written));
    await follow(written);
  });
  const follow = async (address) => {
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      await show(new Uint8Array(await answer.arrayBuffer()));
    } catch {
      result.replaceChildren(element("h2", { tabindex: "-1" }, text("cannotTell")), element("p", {}, text("linkUnreachable")));
      result.hidden = false;
    }
  };
  const shared = /^#c=([0-9a-f-]{36})$/.exec(location.hash);
  if (shared) follow(`credentials/${shared[1]}.json`);
  form.hidden = false;
})();
