// The page that checks a credential: drop a file, paste it, or follow a link; nothing of it leaves this browser.
"use strict";

(() => {
  const { text, element, proof } = moocKit;
  const form = document.querySelector("[data-verify]");
  const result = document.querySelector("[data-verify-result]");
  const added = form.querySelector("[data-added]");
  const LARGEST = 60000000; // Bytes; what is larger than a badge with its whole chain is no credential

  const present = (title, ...parts) => {
    result.replaceChildren(element("h2", { tabindex: "-1" }, title), ...parts);
    result.hidden = false;
    result.querySelector("h2").focus();
  };
  const shortened = (words, most) => { const all = [...proof.paragraphs(words)]; return all.length > most ? `${all.slice(0, most).join("")}…` : all.join(""); };
  const aboutOf = (found) => {
    const about = found.credentialSubject?.achievement ?? found.credentialSubject?.verifiableCredential?.[0]?.credentialSubject?.achievement ?? {};
    const told = (words, ...before) => (words ? element("p", { dir: "auto", class: "said" }, ...before, shortened(words, 2000)) : null);
    const name = found.name ?? about.name;
    return [name ? element("p", { class: "lead", dir: "auto" }, shortened(name, 300)) : null, told(about.description, text("In its own words:"), " "), told(about.criteria?.narrative, text("What had to be done:"), " ")].filter(Boolean);
  };
  const ownerForm = (found) => {
    const input = element("input", { type: "text", id: "owner", autocomplete: "off" });
    const said = element("p", { role: "status" });
    const ask = element("form", { class: "owner" }, element("label", { for: "owner" }, text("Was it given to the person who shows it? Type their name or address:")), input,
      element("button", { type: "submit", class: "button quiet" }, text("Compare")), said);
    ask.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = input.value.trim();
      const isTheirs = moocKit.credentials.isOwner(found, input.value);
      said.textContent = !name ? "" : isTheirs ? text("Yes: it was given to {name}.", { name }) : text("No: it was not given to {name}, spelt like this.", { name });
    });
    return ask;
  };
  const show = async (bytes) => {
    added.textContent = text("It is being checked.");
    if (!await moocKit.later(added)) return;
    const { state, title, rows, document: found } = await moocKit.verdict(bytes);
    added.textContent = "";
    const isShown = found && state === "ok";
    present(title, ...(isShown ? aboutOf(found) : []), moocKit.checkList(rows), ...(isShown && found.credentialSubject?.identifier ? [ownerForm(found)] : []));
  };

  const take = async (file) => {
    added.textContent = "";
    if (file.size > LARGEST) { present(text("It cannot be judged here"), element("p", {}, text("This file is too large to be a credential."))); return; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let said = null;
    if (!await moocKit.later(added)) return;
    try { said = moocKit.trust.add(proof.readJson(proof.utf8(bytes))); } catch { /* not JSON: a picture, a PDF, an envelope */ }
    if (said) added.textContent = said; else await show(bytes);
  };

  form.elements.file.addEventListener("change", async () => {
    for (const file of form.elements.file.files) await take(file);
    form.elements.file.value = "";
  });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    for (const file of event.dataTransfer.files) await take(file);
  });
  const follow = async (...addresses) => {
    for (const address of addresses) {
      try {
        const answer = await fetch(address, { credentials: "omit" });
        if (!answer.ok) continue;
        await show(new Uint8Array(await answer.arrayBuffer()));
        return;
      } catch { /* the next one, or it is said below */ }
    }
    present(text("It cannot be judged here"), element("p", {}, text("The link cannot be read from here. Save the file, and drop it above.")));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const written = form.elements.link.value.trim();
    if (!written) { added.textContent = text("Choose a file, or paste a link or a text, first."); return; }
    added.textContent = "";
    if (written.startsWith("{") || /^[\w-]+\.[\w-]+\.[\w-]+$/.test(written)) await show(proof.bytesOf(written));
    else await follow(written);
  });
  // A link from a certificate or a share page names the credential; another such link, followed later, changes only this part.
  const fromLink = () => {
    const shared = /^#c=([0-9a-f-]{36})$/.exec(location.hash);
    if (shared) follow(`credentials/${shared[1]}.json`, `credentials/${shared[1]}.jwt`);
  };
  window.addEventListener("hashchange", fromLink);
  fromLink();
  proof.inability().then((unable) => {
    const note = document.querySelector("[data-unable]");
    if (unable) { note.textContent = proof.whyUnable(unable); note.hidden = false; }
  });
  if (moocKit.store.get("badge-key") !== null) moocKit.later().then(() => moocKit.badgeKey?.migrate());
  form.hidden = false;
})();
