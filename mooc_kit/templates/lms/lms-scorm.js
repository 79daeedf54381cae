// SCORM 1.2 and 2004: finds the platform's API, and writes the outcome in the words of either version.
// `moocKitLms.driver(plan)` gives null where no API answers, else what lms-session.js speaks to.
"use strict";

globalThis.moocKitLms = globalThis.moocKitLms ?? {};

moocKitLms.driver = (plan) => {
  const is2004 = plan.version === "2004";
  const NAME = is2004 ? "API_1484_11" : "API";
  const MOST_UP = 500; // SCORM 2004 says where to stop; 1.2's example stops after 7
  const SUSPENDED = is2004 ? 64000 : 4096;

  // Up through the frames around this one, then through the window that opened it and the frames around that.
  const upwards = (from) => {
    let place = from;
    for (let step = 0; place && step < MOST_UP; step += 1) {
      try {
        if (place[NAME]) return place[NAME];
        if (place.parent === place) return null;
        place = place.parent;
      } catch {
        return null; // a frame of another site
      }
    }
    return null;
  };
  const openers = (from, step = 0) => {
    try {
      const opener = from?.opener ?? from?.top?.opener;
      if (!opener || step > 7) return null;
      return upwards(opener) ?? openers(opener.top, step + 1);
    } catch {
      return null;
    }
  };
  const found = upwards(window.parent === window ? null : window.parent) ?? openers(window);
  if (!found) return null;

  const call = (name, ...values) => {
    try {
      return found[is2004 ? name : `LMS${name}`](...values);
    } catch {
      return ""; // a platform whose page has gone, or that cannot be reached
    }
  };
  const isYes = (answer) => String(answer) === "true";
  const get = (name) => String(call("GetValue", name) ?? "");
  const put = (name, value) => isYes(call("SetValue", name, String(value)));
  const error = () => Number(call("GetLastError")) || 0;
  const IN_SESSION = is2004 ? 103 : 101;
  const begin = () => isYes(call("Initialize", "")) || (error() === IN_SESSION && (is2004 || Boolean(get("cmi.core.lesson_status"))));

  const NAMES = is2004
    ? { learner: "cmi.learner_id", place: "cmi.location", time: "cmi.session_time", exit: "cmi.exit", mode: "cmi.mode", score: "cmi.score" }
    : { learner: "cmi.core.student_id", place: "cmi.core.lesson_location", time: "cmi.core.session_time", exit: "cmi.core.exit", mode: "cmi.core.lesson_mode", score: "cmi.core.score" };
  const two = (value) => String(value).padStart(2, "0");
  const time = (seconds) => {
    const whole = Math.max(0, Math.round(seconds));
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return is2004 ? `PT${h}H${m}M${s}S` : `${String(Math.min(h, 9999)).padStart(4, "0")}:${two(m)}:${two(s)}.00`;
  };
  // A number without a trailing zero or an exponent, in at most seven digits behind the point.
  const decimal = (value, digits) => String(Number(value.toFixed(digits)));

  let before = ""; // 1.2's one status, as the platform had it
  let isOver = false;
  const statusOf = ({ isDone, canPass, isPassed, isFailed }) => {
    if (isDone && isPassed) return "passed";
    if (isDone && !canPass) return "completed";
    return isFailed ? "failed" : "incomplete";
  };
  const RANK = ["", "not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
  let completed = "";
  let succeeded = "";

  const score = (percent) => {
    if (percent === null) return true;
    const scaled = !is2004 || put(`${NAMES.score}.scaled`, decimal(percent / 100, 7));
    const raw = put(`${NAMES.score}.raw`, decimal(percent, 2));
    put(`${NAMES.score}.min`, 0);
    put(`${NAMES.score}.max`, 100);
    return scaled && raw;
  };
  // The score goes first: some platforms take it only with, or before, the status (Open edX, for one).
  const status = (outcome) => {
    if (!is2004) {
      const now = statusOf(outcome);
      // What was earned is never taken back by a build with another rule, or by a mark that was taken away.
      if (RANK.indexOf(now) < RANK.indexOf(before)) return true;
      before = now;
      return put("cmi.core.lesson_status", now);
    }
    if (completed !== "completed") completed = outcome.isDone || (!outcome.all && outcome.isPassed) ? "completed" : "incomplete";
    if (succeeded !== "passed") succeeded = outcome.isPassed ? "passed" : outcome.isFailed ? "failed" : "unknown";
    put("cmi.progress_measure", decimal(outcome.all ? (outcome.all - outcome.left) / outcome.all : Number(outcome.isPassed), 4));
    return put("cmi.success_status", succeeded) && put("cmi.completion_status", completed);
  };

  return {
    limit: SUSPENDED,
    start: async () => {
      if (!begin()) return null;
      const mode = get(NAMES.mode); // some platforms do not have it
      if (is2004) [completed, succeeded] = [get("cmi.completion_status"), get("cmi.success_status")];
      else before = get("cmi.core.lesson_status");
      return { learner: get(NAMES.learner), state: get("cmi.suspend_data"), place: get(NAMES.place), isNormal: !["browse", "review"].includes(mode) };
    },
    // Whether all of it arrived. A session that the platform has lost is begun anew, once.
    send: ({ state, place, outcome, seconds }) => {
      if (isOver) return false;
      const write = () => {
        const parts = [score(outcome.percent), status(outcome), state === null || put("cmi.suspend_data", state)];
        put(NAMES.place, place);
        put(NAMES.time, time(seconds));
        // Also when all is done: on some platforms anything else begins an empty attempt at the next visit.
        put(NAMES.exit, "suspend");
        return isYes(call("Commit", "")) && parts.every(Boolean);
      };
      return write() || (begin() && write());
    },
    stop: () => {
      if (!isOver) call(is2004 ? "Terminate" : "Finish", "");
      isOver = true;
    },
    // A page that comes back from the browser's memory goes on where it was.
    again: () => {
      if (isOver && begin()) isOver = false;
      return !isOver;
    },
  };
};
