// The session: holds what the learner does in the pages of the frame, reports it at each change, and says what arrived.
// It outlives the pages, so that one session of the platform covers the whole visit. lms-scorm.js or lms-cmi5.js speak to
// the platform: { limit, start, send, stop, again }, of which `start` and `send` may take time.
"use strict";

(async () => {
  const plan = { ...moocKitLms.course, ...JSON.parse(document.getElementById("launch:plan").textContent) };
  const { state: codec, outcome: outcomeOf } = moocKitLms;
  const frame = document.getElementById("launch:course");
  const line = document.getElementById("launch:status");
  const ids = plan.activities.map(([id]) => id);
  const root = new URL(".", location.href);
  const sitePrefix = `mooc-kit ${plan.course} ${root.pathname} `;
  const text = (message, values = {}) => (plan.texts[message] ?? message).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  const attempt = (work, otherwise) => { try { return work(); } catch { return otherwise; } };

  const say = (words, tone = "") => {
    if (line.textContent === words && line.dataset.tone === tone) return;
    line.textContent = words;
    line.dataset.tone = tone;
  };
  const show = (id) => {
    const at = plan.activities.find(([other]) => other === id)?.[2] ?? plan.start;
    frame.src = new URL(at, root).href;
  };

  const driver = moocKitLms.driver(plan);
  const found = driver ? await Promise.resolve(driver.start()).catch(() => null) : null;
  if (!found) {
    // The course works like its web site, and keeps to the browser.
    globalThis.moocKitSession = { storage: null, isViewed: () => false, shown: () => {} };
    say(driver ? text("Your learning platform did not open the course: nothing is reported. Close it and open it again there.") : text("No learning platform answers: the course works, what you do is kept in this browser, and nothing is reported."), "bad");
    show("");
    return;
  }

  // What the pages take for the browser's storage: this learner's own, whoever else uses the browser. `kept` survives in the
  // browser under a key without the learner's name; the platform's state is joined to it.
  const own = `mooc-kit-lms ${plan.course} ${codec.hash(found.learner).toString(36)}${codec.hash(`${found.learner}.`).toString(36)} `;
  const entries = {}; // by name, as the pages keep them
  const backup = await moocKitLms.backup(own);
  for (const [name, json] of Object.entries(backup.entries)) attempt(() => { entries[name] = JSON.parse(json); });
  const keep = (name, json) => {
    backup.put(name, json);
    localStorage.setItem(own + name, json);
  };
  for (const key of attempt(() => Object.keys(localStorage), [])) {
    if (key.startsWith(own)) attempt(() => { entries[key.slice(own.length)] = JSON.parse(localStorage.getItem(key)); });
  }
  const BASE = `.reported ${plan.part}`; // what this device and the platform agreed on last, for this part of the course
  const base = entries[BASE] ?? {};
  for (const name of Object.keys(entries)) if (name.startsWith(".reported ")) delete entries[name];
  const isPart = (name) => !plan.parts || !name.startsWith("quiz/") || plan.own.includes(name.slice(5));
  const sent = () => codec.sent(entries, isPart);
  let isUnread = false;
  let theirs = {};
  try {
    theirs = await codec.decode(found.state, ids);
  } catch {
    isUnread = true; // of a later version, or of other software: it is not written over
  }
  for (const [name, value] of Object.entries(theirs)) {
    const joined = codec.join(name, base[name], entries[name] ?? null, value);
    entries[name] = joined;
    attempt(() => keep(name, JSON.stringify(joined)));
  }

  const methods = {
    getItem: (key) => (Object.hasOwn(storage, key) ? storage[key] : null),
    setItem: (key, value) => {
      if (!key.startsWith(sitePrefix)) {
        storage[key] = String(value);
        return;
      }
      const name = key.slice(sitePrefix.length);
      // What the platform keeps too is safe without the browser. Of the rest the page must hear that it is not.
      if (codec.isSent(name)) attempt(() => keep(name, String(value)));
      else keep(name, String(value));
      storage[key] = String(value);
      entries[name] = JSON.parse(value);
      if (codec.isSent(name)) changed();
    },
    removeItem: (key) => {
      delete storage[key];
      if (!key.startsWith(sitePrefix)) return;
      const name = key.slice(sitePrefix.length);
      delete entries[name];
      backup.put(name, null);
      attempt(() => localStorage.removeItem(own + name));
      if (codec.isSent(name)) changed();
    },
  };
  const storage = Object.create(methods);
  for (const [name, value] of Object.entries(entries)) storage[sitePrefix + name] = JSON.stringify(value);

  const started = Date.now();
  // What the page of a quiz knows of its questions, for platforms that are told about each.
  const asked = () => attempt(() => frame.contentWindow.moocKitQuestions?.(entries) ?? null, null);
  const report = (state) => ({ state, place: String(entries.last ?? ""), outcome: outcomeOf(plan.rule, entries), seconds: (Date.now() - started) / 1000, entries, questions: asked() });
  const listed = (names) => names.map((name) => plan.activities.find(([id]) => `quiz/${id}` === name)?.[1] ?? name).join(", ");
  let lost = [];
  const tell = (isSafe) => {
    const { all, left, percent, isDone, isPassed, canPass, isFailed } = outcomeOf(plan.rule, entries);
    if (!found.isNormal) return say(text("You are looking at this course again: nothing is reported."));
    if (found.isEnded) return say(text("This visit has ended. To have reported what you do, open the course again on your learning platform."), "bad");
    if (!isSafe) return say(text("Not reported yet: your learning platform cannot be reached. What you do is kept in this browser, and reported as soon as it can be, or when you open the course here again."), "bad");
    const parts = [all ? text("{done} of {all} done", { done: all - left, all }) : "", percent === null ? "" : text("score {percent}%", { percent: percent.toLocaleString(document.documentElement.lang) })];
    const state = isDone && isPassed ? text("completed and passed") : isDone && !canPass ? text("completed") : isFailed ? text("not passed, and no attempt is left") : "";
    const what = [...parts, state].filter(Boolean).join(" · ") || text("you have begun");
    const words = text("Reported to your learning platform: {what}.", { what });
    if (isUnread) return say(`${words} ${text("What it keeps of your answers comes from another version of this course, and was left as it is.")}`, "bad");
    return lost.length ? say(`${words} ${text("It has no room for all answers. Kept in this browser only: {what}.", { what: listed(lost) })}`, "bad") : say(words);
  };

  let isWaiting = false; // something has not arrived yet
  let running = null;
  let isAsked = false;
  let round = 0;
  const agree = (kept) => attempt(() => keep(BASE, JSON.stringify(kept)));
  // One report at a time; what changes meanwhile goes with the next one.
  const flush = async () => {
    while (isAsked) {
      isAsked = false;
      round += 1;
      const found_ = isUnread ? { text: null, lost: [], kept: sent() } : await codec.encode(sent(), ids, driver.limit);
      lost = found_.lost;
      const isThere = navigator.onLine !== false && await driver.send(report(found_.text));
      isWaiting = !isThere;
      if (isThere) agree(found_.kept);
      tell(isThere);
    }
    running = null;
  };
  function changed() {
    if (!found.isNormal) return undefined;
    if (found.isEnded) return tell(false);
    isWaiting = true;
    isAsked = true;
    running ??= Promise.resolve().then(flush).catch(() => { running = null; tell(false); });
    return running;
  }
  // When the page may be about to go there is no time to make anything small.
  const hurry = () => {
    if (!found.isNormal || !isWaiting || navigator.onLine === false) return;
    const quick = isUnread ? null : codec.encodeQuickly(sent(), ids, driver.limit);
    const isThere = driver.send(report(quick?.text ?? null));
    if (isThere === true && quick) {
      agree(quick.kept);
      isWaiting = false;
    }
  };

  globalThis.moocKitSession = {
    storage,
    isViewed: (id) => found.isNormal && plan.viewed.includes(id) && !(entries.done ?? []).includes(id),
    shown: (window_, id) => {
      document.title = window_.document.title;
      driver.shown?.(id, report(null));
    },
    settled: () => running ?? Promise.resolve(),
  };
  addEventListener("online", () => { if (isWaiting) changed(); });
  addEventListener("offline", () => tell(false));
  setInterval(() => { if (isWaiting) changed(); }, 20000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") hurry(); });
  // Not `unload`: browsers leave it out. After `pagehide` a page may come back as it was.
  addEventListener("pagehide", () => {
    if (found.isEnded) return;
    if (driver.leave) {
      if (found.isNormal) driver.leave(report(isUnread ? null : codec.encodeQuickly(sent(), ids, driver.limit)?.text ?? null));
      else driver.end(report(null));
      return;
    }
    hurry();
    if (found.isNormal && navigator.onLine !== false) driver.send(report(null));
    driver.stop();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    if (driver.again()) changed();
    else say(text("This visit has ended. To have reported what you do, open the course again on your learning platform."), "bad");
  });
  show(entries.last ?? found.place);
  if (found.isNormal) changed();
  else tell(true);
})();
