// Passing on: a text of the participant's leaves this browser when, and only when, they take it out themselves.
"use strict";

(() => {
  const { text } = moocKit;
  const MAIL_LIMIT = 1800; // Longer addresses are cut off by some mail programs.
  const FORM_LIMIT = 7000; // Longer addresses are refused by the service.

  const copy = async (words, status) => {
    try {
      await navigator.clipboard.writeText(words);
      status.textContent = text("Your answers are copied.");
    } catch {
      status.textContent = text("Your browser does not allow copying. Download the answers instead.");
    }
  };

  const mail = (address, subject, words, status) => {
    const link = `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(words)}`;
    if (link.length > MAIL_LIMIT) status.textContent = text("Your answers are too long for a mail link. Download them and attach the file to an e-mail.");
    else location.href = link;
  };

  // A form on another site, its fields filled in as far as its address may be long.
  const openForm = (address, fields, words, status) => {
    const url = new URL(address);
    for (const [name, value] of Object.entries(fields)) if (value) url.searchParams.set(name, value);
    if (url.href.length > FORM_LIMIT) {
      copy(words, status).then(() => { status.textContent = text("Your answers are too long to fill in the form. They are copied: paste them into it."); });
      window.open(address, "_blank", "noopener");
    } else window.open(url.href, "_blank", "noopener");
  };

  // The panel of a page: `open` shows it with a text; `fields` are the same words for a form's fields, `fileText` for a file.
  const panel = (root) => {
    const area = root.querySelector("textarea");
    const status = root.querySelector(".status");
    const { subject, channel, address } = root.dataset;
    let fields = {};
    let file = root.dataset.file;
    let fileText = null;
    const actions = {
      copy: () => copy(area.value, status),
      download: () => moocKit.download(file, "text/plain;charset=utf-8", fileText ?? area.value),
      mail: () => mail(address, subject, area.value, status),
      repository: () => openForm(address, fields, area.value, status),
    };
    for (const button of root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => { status.textContent = ""; actions[button.dataset.do]?.(); });
    }
    const fill = (words, other = {}) => {
      area.value = words;
      fields = other.fields ?? {};
      file = other.file ?? root.dataset.file;
      fileText = other.fileText ?? null;
      status.textContent = "";
    };
    const open = (words, other) => {
      fill(words, other);
      root.hidden = false;
      root.querySelector("h3").focus();
    };
    return { open, fill, close: () => { root.hidden = true; }, isOpen: () => !root.hidden, channel };
  };

  moocKit.passingOn = { copy, mail, panel };
})();
