// The store keeps what a participant does in this browser, and nowhere else. `moocKit.text` is what all scripts speak with.
// Every script of the site hangs its parts on `moocKit`. Pages without a network and from a file work alike.
//
// Nothing is written over: a change is a function of what is kept at that moment, so that two windows never undo each
// other. What the browser does not take waits, is read like the rest, and is tried again with each change; the page says so.
"use strict";

const moocKit = {};

(() => {
  const page = JSON.parse(document.getElementById("site:texts").textContent);
  const root = new URL(".", new URL(page.kept ?? page.root ?? "", location.href)).pathname;
  // Two editions of a course on one origin keep apart by their paths; no path has a space.
  const prefix = `mooc-kit ${page.course} ${root} `;
  // Releases before 0.2 kept by the course's id alone: the first edition that is opened goes on with what is there.
  const old = `mooc-kit/${page.course}/`;
  const OWNER = `mooc-kit-edition ${page.course}`;
  const waiting = new Map(); // by name: changes that the browser did not take

  const attempt = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const keys = () => attempt(() => Object.keys(localStorage), []);
  const ownsOld = attempt(() => {
    const owner = localStorage.getItem(OWNER);
    // A page for missing addresses does not know where the course begins: it claims nothing.
    if (owner === null && page.root && keys().some((key) => key.startsWith(old))) attempt(() => localStorage.setItem(OWNER, root));
    return owner === null || owner === root;
  }, false);

  const kindOf = (value) => (Array.isArray(value) ? "list" : value === null ? "none" : typeof value);
  const fitting = (value, otherwise) => (value != null && (otherwise === null || kindOf(value) === kindOf(otherwise)) ? value : otherwise);
  const stored = (name) => attempt(() => JSON.parse(localStorage.getItem(prefix + name) ?? (ownsOld ? localStorage.getItem(old + name) : null)), null);
  const now = (name) => (waiting.get(name) ?? []).reduce((value, how) => how(value), stored(name));

  const names = () => {
    const found = new Set();
    for (const start of ownsOld ? [prefix, old] : [prefix]) {
      for (const key of keys()) if (key.startsWith(start)) found.add(key.slice(start.length));
    }
    for (const name of waiting.keys()) found[now(name) === null ? "delete" : "add"](name);
    return [...found].sort();
  };

  // What is kept under `name`; `otherwise` where nothing is, or something of another kind (a list, an object).
  const get = (name, otherwise = null) => fitting(now(name), otherwise);

  const write = (name) => attempt(() => {
    const value = now(name);
    const isFirst = localStorage.getItem(prefix + name) === null;
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
    // What a window with older scripts writes there later is not ours to take away: carry.js joins it.
    if (ownsOld && (isFirst || value === null)) localStorage.removeItem(old + name);
    waiting.delete(name);
    return true;
  }, false);
  const tryAgain = () => {
    for (const name of [...waiting.keys()]) write(name);
    tell();
  };
  const wait = (name, hows) => {
    waiting.set(name, hows);
    const isKept = write(name);
    if (isKept && waiting.size) tryAgain();
    tell();
    return isKept;
  };

  // Keeps what `how` makes of what is kept now (`otherwise` where that is nothing); null takes it away. True once it is safe.
  const change = (name, how, otherwise = null) => wait(name, [...(waiting.get(name) ?? []), (value) => how(fitting(value, otherwise)) ?? null]);
  // Keeps just these fields of an object: what another window wrote into the others stays.
  const patch = (name, fields) => {
    const before = waiting.get(name) ?? [];
    const last = before.at(-1);
    if (last?.fields) Object.assign(last.fields, fields);
    else {
      const own = { ...fields };
      before.push(Object.assign((value) => ({ ...fitting(value, {}), ...own }), { fields: own }));
    }
    return wait(name, before);
  };
  const set = (name, value) => wait(name, [() => value]);
  const remove = (name) => set(name, null);

  // "kept": what is written stays. "full": what was written can be read, and no more goes in. "blocked": neither.
  const state = () => attempt(() => {
    localStorage.getItem(prefix);
    return attempt(() => {
      localStorage.setItem(`${prefix}probe`, "1");
      localStorage.removeItem(`${prefix}probe`);
      return "kept";
    }, "full");
  }, "blocked");

  // What nobody wrote, like the seed of chance and the last place: losing it is no loss to warn of.
  const QUIET = ["seed", "last", "look", "quiz-view"];
  const isWritten = (name) => !QUIET.includes(name);
  const isWaiting = () => [...waiting.keys()].some(isWritten);
  let bar = null;
  const warn = (words, hasButtons) => {
    if (!bar) {
      bar = moocKit.element("div", { class: "unkept", role: "alert" });
      document.getElementById("site:main").prepend(bar);
    }
    if (bar.dataset.words === words && bar.dataset.buttons === String(hasButtons)) return;
    Object.assign(bar.dataset, { words, buttons: hasButtons });
    bar.replaceChildren(moocKit.element("p", {}, words));
    if (!hasButtons) return;
    const take = moocKit.element("button", { type: "button", class: "button" }, moocKit.text("Take it with me as a file"));
    const again = moocKit.element("button", { type: "button", class: "button quiet" }, moocKit.text("Try again to keep it"));
    take.addEventListener("click", () => moocKit.takeOut());
    again.addEventListener("click", tryAgain);
    bar.append(moocKit.element("p", { class: "form-actions" }, take, again));
  };
  const whyNot = () => (state() === "blocked" ? moocKit.text("Your browser does not let this site keep anything, so this is lost when you close the page.") : moocKit.text("Your browser has no room left for this site. What you wrote before is safe. What is new is lost when you close the page, unless you take it with you as a file."));
  function tell() {
    if (isWaiting()) warn(whyNot(), true);
    else if (bar?.dataset.buttons === "true") {
      warn(moocKit.text("Everything that you wrote is kept now."), false);
      document.dispatchEvent(new Event("kept"));
    }
  }
  // For a page that keeps something: it says before anything is written that it will not last.
  const keeps = () => { if (state() !== "kept") warn(whyNot(), isWaiting()); };

  // Calls `show` when another window changed something under `start`, or the page comes back as it was left.
  const watch = (start, show) => {
    addEventListener("storage", ({ key }) => { if (!key || key.startsWith(prefix + start)) show(); });
    addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
  };
  addEventListener("storage", () => { if (waiting.size) tryAgain(); });
  addEventListener("beforeunload", (event) => { if (isWaiting()) event.preventDefault(); });

  moocKit.course = page.course;
  moocKit.page = page;
  moocKit.language = document.documentElement.lang;
  moocKit.store = { names, get, set, change, patch, remove, watch, keeps, state, tryAgain, whyNot, prefix, root, old, owner: OWNER, isOwner: ownsOld, isWritten };

  // Everything that is kept, as the file that “My data” takes back; `more` are entries beside the store.
  moocKit.takeOut = (more = {}) => {
    const data = { ...Object.fromEntries(names().map((name) => [name, get(name)])), ...more };
    moocKit.download(`${page.course}-my-data.json`, "application/json", JSON.stringify({ course: page.course, edition: root, data }, null, 2));
  };

  // An English message in the course's language, with its {names} filled in; one that is filled in later goes through here
  // again. Each message stands in a call as one string, which is how translators' tools find it.
  moocKit.text = (message, values = {}) =>
    (page.texts[message] ?? message).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

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

  // Says at a field what is missing or wrong, in sight and to screen readers; without words, that nothing is. The
  // words are those of the first control: it is the one that gets the focus.
  moocKit.complain = (controls, words) => {
    const [first] = controls;
    const id = `${first.id || first.name}-problem`;
    const described = new Set(first.getAttribute("aria-describedby")?.split(" "));
    document.getElementById(id)?.remove();
    described.delete(id);
    if (words) {
      first.closest(".field")?.append(moocKit.element("p", { class: "problem", id }, words));
      described.add(id);
    }
    for (const [control, name, value] of [[first, "aria-describedby", [...described].join(" ")], ...controls.map((control) => [control, "aria-invalid", words && "true"])]) {
      if (value) control.setAttribute(name, value);
      else control.removeAttribute(name);
    }
  };

  // A tool stands where its page tells how to do the same by hand, and in its place.
  moocKit.insteadOfPaper = (tool) => {
    const byHand = [...document.querySelectorAll(".by-hand")];
    byHand[0]?.before(tool);
    for (const part of byHand) part.hidden = true;
    tool.hidden = false;
  };

  // Scripts that a page needs only when somebody does something there: loaded once, in their order. True once they run.
  let later = null;
  const loaded = (src) => new Promise((resolve, reject) => {
    const script = moocKit.element("script", { src });
    script.async = false;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => { script.remove(); reject(new Error(src)); });
    document.head.append(script);
  });
  // What of them cannot be had, `status` says.
  moocKit.later = async (status) => {
    later ??= Promise.all((page.later ?? []).map(loaded));
    try { await later; return true; } catch { later = null; }
    if (status) status.textContent = moocKit.text("What is needed for this could not be loaded. Try again when you have a network.");
    return false;
  };

  moocKit.download = (name, type, text) => {
    const link = moocKit.element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
})();
