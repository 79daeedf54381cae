// What the steps of the award page share: its sections, files and pasted texts, and links that carry signed documents in the
// part of an address that browsers send to nobody (the fragment), packed with DEFLATE.
"use strict";

moocKit.award = (() => {
  const { text, element, peers, proof } = moocKit;
  const place = document.querySelector("[data-award]");
  const find = (selector) => place.querySelector(selector);
  const say = (part, ...words) => { find(`[data-status="${part}"]`).replaceChildren(...words); };
  const safe = (name) => name.normalize("NFKD").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "badge";
  const LARGEST = 60000000; // Bytes; longer chains are for the command line
  const LONGEST_LINK = 16000; // Letters: what forums and messages still pass on whole
  const LARGEST_UNPACKED = 4000000; // Bytes: a few letters may be packed to unfold without end

  // What went wrong on purpose: words for the participant.
  class Stop extends Error {}
  // Runs what a button or a chosen file asks for, one after the other, so that nothing is lost when somebody is quicker than
  // the browser; a second click on the same button is no second wish. What goes wrong is said in words beside it.
  let turn = Promise.resolve();
  const attempt = (part, work) => {
    let isWaiting = false;
    return (event) => {
      event.preventDefault();
      if (isWaiting && event.type !== "change") return;
      isWaiting = true;
      turn = turn.then(async () => {
        say(part, "");
        const next = find(`[data-next="${part}"]`);
        if (next) next.hidden = true;
        try { await work(event); } catch (error) { say(part, error instanceof Stop ? error.message : text("This file cannot be read. Use the file as it was saved.")); }
        isWaiting = false;
      });
    };
  };

  // ----- one step at a time -----
  // Shows the sections `names`, and no others.
  const show = (...names) => { for (const part of place.querySelectorAll("[data-part]")) part.hidden = !names.includes(part.dataset.part); };
  const isShown = (name) => !find(`[data-part="${name}"]`).hidden;

  // ----- links -----
  const through = async (bytes, stream, most) => {
    const parts = [];
    let size = 0;
    for (const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return proof.join(...parts);
      size += value.length;
      if (size > most) { reader.cancel().catch(() => {}); throw new Stop(text("This file is too large for a browser. On a computer, the command mooc-kit badge verify can check it.")); }
      parts.push(value);
    }
  };
  // The address at which others find this page: where it is, or for a copy on a disk where the course says that it is.
  const address = () => {
    if (/^https?:$/.test(location.protocol)) return location.href.split("#")[0];
    return document.querySelector("link[rel=canonical]")?.href ?? "";
  };
  // A link that opens this page with `documents`; "" where it would be too long, or nobody else could open it.
  const linkTo = async (documents) => {
    const base = address();
    if (!base || typeof CompressionStream === "undefined") return "";
    const packed = await through(proof.bytesOf(documents.map(proof.jcs).join("\n")), new CompressionStream("deflate-raw"), LONGEST_LINK);
    const link = `${base}#p=${proof.base64url(packed)}`;
    return link.length <= LONGEST_LINK ? link : "";
  };
  const LINK = /#p=([\w-]+)/;
  // The words that a link carries. Throws Stop where it was cut.
  const unpacked = async (words) => {
    try { return proof.utf8(await through(proof.fromBase64(LINK.exec(words)[1]), new DecompressionStream("deflate-raw"), LARGEST_UNPACKED)); } catch (error) {
      throw error instanceof Stop ? error : new Stop(text("This link was cut on the way. Copy all of it, or ask for the file."));
    }
  };

  // ----- files and texts -----
  // Several documents may stand in one text, one after the other, with other words between them.
  const documentsIn = (words) => {
    try { return [proof.readJson(words)]; } catch { /* perhaps several */ }
    const found = [];
    for (let begin = words.indexOf("{"); begin >= 0; begin = words.indexOf("{", begin)) {
      let depth = 0, isText = false, at = begin;
      for (; at < words.length; at += 1) {
        const letter = words[at];
        if (isText) { if (letter === "\\") at += 1; else if (letter === '"') isText = false; } else if (letter === '"') isText = true;
        else if (letter === "{") depth += 1;
        else if (letter === "}" && (depth -= 1) === 0) break;
      }
      if (depth) break;
      try { found.push(proof.readJson(words.slice(begin, at + 1))); } catch { /* words in braces, or a broken document */ }
      begin = at + 1;
    }
    return found;
  };
  const read = async (file) => {
    if (file.size > LARGEST) throw new Stop(text("This file is too large for a browser. On a computer, the command mooc-kit badge verify can check it."));
    const bytes = new Uint8Array(await file.arrayBuffer());
    let words = "";
    try { words = proof.utf8(bytes); } catch { throw new Stop(text("“{file}” is a picture or another kind of file. Here the small file that ends in .json is used.", { file: file.name })); }
    if (words.trimStart().startsWith("<")) throw new Stop(text("“{file}” is a picture or another kind of file. Here the small file that ends in .json is used.", { file: file.name }));
    const found = documentsIn(words);
    if (!found.length) throw new Stop(text("“{file}” is no file of this page, or it was changed on the way. Ask for it again, or paste its text.", { file: file.name }));
    return found;
  };
  // Calls `work(documents)` for what is chosen or pasted at the source `id`; a link that is pasted is opened.
  const source = (id, part, work) => {
    const field = find(`[data-source="${id}"]`);
    const input = field.querySelector("input"), area = field.querySelector("textarea");
    input.addEventListener("change", attempt(part, async () => {
      const found = [];
      try { for (const file of input.files) found.push(...await read(file)); } finally { input.value = ""; }
      if (found.length) await work(found);
    }));
    field.querySelector("[data-take]").addEventListener("click", attempt(part, async () => {
      const found = documentsIn(LINK.test(area.value) ? await unpacked(area.value) : area.value);
      if (!found.length) throw new Stop(text("This text cannot be read. Copy all of it, from the first { to the last }."));
      await work(found);
      area.value = "";
    }));
  };
  const IS = {
    request: text("This is a request for a badge."),
    judgement: text("This is a judgement, one judge's yes."),
    badge: text("This is a badge."),
    key: text("This is a key file: keep it to yourself, and send it to nobody."),
    credential: text("This is a credential of another kind. The page “Check a credential” can read it."),
    other: text("This is no file of this page."),
  };
  const NEED = { request: text("Choose the request: its name ends in .request.json."), badge: text("Choose the badge: its name ends in .badge.json."), key: text("Choose your key file: my-badge-key.json."), gathered: text("Choose the request (.request.json) and the judgements (.judgement.json).") };
  // Stops where what was `found` is not of the kind that is needed; `needed` is that kind, or several gathered.
  const stop = (found, needed) => { throw new Stop(`${IS[peers.kindOf(found)]} ${NEED[needed]}`); };
  const mustBe = (found, kind) => {
    if (peers.kindOf(found) !== kind) stop(found, kind);
    return found;
  };

  // What was just signed, and where it goes: as a link, which is copied at once, else as a file, which is saved at once. `file`
  // is its name, `document` what goes into it; `documents` are what the link carries.
  const hand = async (part, { file, document: main, documents, steps }) => {
    const words = documents.map(proof.jcs).join("\n");
    const link = await linkTo(documents);
    const save = () => moocKit.download(file, "application/json", proof.jcs(main));
    const copied = element("span", { role: "status" });
    const button = (label, work, kind = "button quiet") => {
      const made = element("button", { type: "button", class: kind }, label);
      made.addEventListener("click", work);
      return made;
    };
    const copy = (what, done) => async () => {
      try { await navigator.clipboard.writeText(what); copied.textContent = done; } catch { copied.textContent = text("Your browser does not allow copying. Mark it and copy it yourself, or save it as a file."); }
    };
    const others = element("p", { class: "form-actions" }, button(link ? text("Save it as a file") : text("Save the file again"), save), button(text("Copy it as text"), copy(words, text("Copied. Paste it where you post it."))));
    const field = element("input", { type: "url", readonly: true, value: link, "aria-label": text("The link"), "data-link": true, dir: "ltr" });
    field.addEventListener("focus", () => field.select());
    const next = find(`[data-next="${part}"]`);
    next.replaceChildren(element("p", {}, element("strong", {}, text("What to do next"))),
      element("ol", {}, ...steps.filter(Boolean).map((step) => element("li", {}, ...[].concat(step)))),
      ...(link ? [element("p", {}, field), element("p", { class: "form-actions" }, button(text("Copy the link"), copy(link, text("Copied. Paste it where you post it.")), "button")), copied,
        element("details", {}, element("summary", {}, text("Where links do not work: as a file or text")), others)] : [others, copied]));
    next.hidden = false;
    if (link) {
      let isCopied = true;
      try { await navigator.clipboard.writeText(link); } catch { isCopied = false; }
      say(part, isCopied ? text("Signed. The link is copied: paste it where you post it.") : text("Signed. Now copy the link."));
    } else {
      save();
      say(part, text("Signed, and saved as {file}.", { file }));
    }
    next.scrollIntoView({ block: "nearest" });
  };

  return { LINK, Stop, attempt, documentsIn, find, hand, isShown, mustBe, place, read, safe, say, show, source, stop, unpacked };
})();
