// The store keeps what a participant does in this browser, and nowhere else; texts are what the scripts say.
// Every script of the site hangs its parts on `moocKit`. Pages without a network and from a file work alike.
"use strict";

const moocKit = {};

(() => {
  const page = JSON.parse(document.getElementById("site:texts").textContent);
  const prefix = `mooc-kit/${page.course}/`;
  const inMemory = new Map();
  let isKept = true;
  try {
    localStorage.setItem(`${prefix}probe`, "1");
    localStorage.removeItem(`${prefix}probe`);
  } catch {
    isKept = false;
  }

  const names = () => {
    if (!isKept) return [...inMemory.keys()].sort();
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)).sort();
  };

  // What is kept under `name`; `otherwise` where nothing is, or something of another kind (a list, an object).
  const kindOf = (value) => (Array.isArray(value) ? "list" : value === null ? "none" : typeof value);
  const get = (name, otherwise = null) => {
    try {
      const text = isKept ? localStorage.getItem(prefix + name) : inMemory.get(name);
      const found = text == null ? otherwise : JSON.parse(text);
      return otherwise === null || kindOf(found) === kindOf(otherwise) ? found : otherwise;
    } catch {
      return otherwise;
    }
  };

  const set = (name, value) => {
    const text = JSON.stringify(value);
    try {
      if (isKept) {
        localStorage.setItem(prefix + name, text);
        return true;
      }
    } catch {
      // The browser's space is used up: what is new lives until the page is closed.
    }
    inMemory.set(name, text);
    return false;
  };

  const remove = (name) => {
    inMemory.delete(name);
    if (isKept) localStorage.removeItem(prefix + name);
  };

  moocKit.course = page.course;
  moocKit.language = document.documentElement.lang;
  moocKit.store = { names, get, set, remove, prefix, isKept };

  // The text for `key` with its {names} filled in.
  moocKit.text = (key, values = {}) =>
    (page.texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

  // A number as people write it in the course's language, with the digits that answers are typed in.
  moocKit.number = (value, decimals) => {
    const options = { useGrouping: false, numberingSystem: "latn", maximumFractionDigits: decimals ?? 2 };
    if (decimals != null) options.minimumFractionDigits = decimals;
    try {
      return value.toLocaleString(moocKit.language, options);
    } catch {
      return decimals == null ? String(value) : value.toFixed(decimals);
    }
  };

  // An element with attributes and children; a child that is a string becomes text, never markup.
  moocKit.element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(name, "");
      else if (value !== false && value != null) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child != null && child !== ""));
    return made;
  };

  // HTML that was cleaned when the site was built.
  moocKit.fromBuild = (tag, className, html) => {
    const made = moocKit.element(tag, { class: className });
    made.innerHTML = html;
    return made;
  };

  // A tool stands where its page tells how to do the same by hand, and in its place.
  moocKit.insteadOfPaper = (tool) => {
    const byHand = [...document.querySelectorAll(".by-hand")];
    byHand[0]?.before(tool);
    for (const part of byHand) part.hidden = true;
    tool.hidden = false;
  };

  moocKit.download = (name, type, text) => {
    const link = moocKit.element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
})();
