// cmi5: the session by its rules (fetch once, initialized first, terminated last), and a statement for each page, quiz and
// question by our own profile (docs/cmi5.md). `moocKitLms.driver(plan)` gives null where nothing launched the page.
"use strict";

globalThis.moocKitLms = globalThis.moocKitLms ?? {};

moocKitLms.driver = (plan) => {
  const asked = new URLSearchParams(location.search);
  const [endpoint, fetchUrl, actorText, registration, activity] = ["endpoint", "fetch", "actor", "registration", "activityId"].map((name) => asked.get(name));
  if (!endpoint || !fetchUrl || !actorText || !registration || !activity) return null;
  const actor = JSON.parse(actorText);
  const base = endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
  const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
  const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
  const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
  const PROFILE = "urn:mooc-kit:xapi-profile:1";
  const ADL = "http://adlnet.gov/expapi";
  const MOST = 60000; // bytes that a browser still sends when the page is left

  const memory = `mooc-kit-cmi5 ${fetchUrl}`; // for a reload: the token is given out once
  const remember = (facts) => { try { sessionStorage.setItem(memory, JSON.stringify({ ...remembered(), ...facts })); } catch { /* a reload ends the session */ } };
  const remembered = () => { try { return JSON.parse(sessionStorage.getItem(memory)) ?? {}; } catch { return {}; } };

  let token = "";
  let launch = {};
  let doc = {}; // our state on the platform: { text, place, told, completed, passed }
  let isOver = false;

  const request = (path, query, settings = {}) => {
    const url = `${base}${path}?${new URLSearchParams(query)}`;
    const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3", ...(settings.body ? { "Content-Type": "application/json" } : {}) };
    return fetch(settings.body === undefined && !Object.keys(query).length ? base + path : url.replace(/\?$/, ""), { cache: "no-store", ...settings, headers });
  };
  const ofState = (stateId) => ({ activityId: activity, agent: actorText, registration, stateId });
  const document_ = async (stateId) => {
    const answer = await request("activities/state", ofState(stateId));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`state ${answer.status}`);
    return answer.json();
  };

  const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const duration = (seconds) => `PT${Math.max(0, Math.round(seconds))}S`;
  const score = (percent) => ({ scaled: Number((percent / 100).toFixed(7)), raw: percent, min: 0, max: 100 });
  const statement = (verb, target, result, categories, extensions = {}) => {
    const given = launch.contextTemplate ?? {};
    const before = given.contextActivities ?? {};
    return {
      id: uuid(),
      actor,
      verb: { id: verb, display: { en: verb.split("/").pop() } },
      object: target,
      ...(result ? { result } : {}),
      context: {
        ...given,
        registration,
        contextActivities: { ...before, category: [...[before.category ?? []].flat(), ...categories.map((id) => ({ id }))] },
        extensions: { ...given.extensions, ...extensions },
      },
      timestamp: new Date().toISOString(),
    };
  };
  const unit = { id: activity, objectType: "Activity" };
  const ours = (name, result, ...categories) => statement(`${ADL}/verbs/${name}`, unit, result, [CMI5, ...categories], categories.length && launch.masteryScore != null && name !== "completed" ? { [MASTERY]: launch.masteryScore } : {});
  const ofPart = (id, name, type) => ({ id: `${plan.iri}/activity/${encodeURIComponent(id)}`, objectType: "Activity", definition: { type: `${ADL}/activities/${type}`, name: { [document.documentElement.lang]: name } } });

  const TYPES = { true_false: "true-false", numerical: "numeric", calculated: "numeric", short_answer: "fill-in", fill_blanks: "fill-in", essay: "long-fill-in" };
  const ofAnswer = (quiz, id, answer, question) => {
    const target = ofPart(`${quiz}/question/${id}`, question?.prompt ?? id, "cmi.interaction");
    target.id = `${plan.iri}/activity/${encodeURIComponent(quiz)}/question/${encodeURIComponent(id)}`;
    target.definition.interactionType = TYPES[question?.kind] ?? "other";
    const share = question?.share ?? null;
    const response = String(answer?.words ?? (typeof answer?.said === "string" ? answer.said : JSON.stringify(answer?.said ?? "")));
    return statement(`${ADL}/verbs/answered`, target, { response, ...(share === null ? {} : { success: share >= 1, score: { scaled: Number(share.toFixed(4)) } }) }, [PROFILE]);
  };

  // What is new since the last time that something arrived: [statements, what is then told].
  const news = (entries, questions) => {
    const told = new Set(doc.told ?? []);
    const found = [];
    const say = (key, make) => {
      if (told.has(key)) return;
      told.add(key);
      found.push(make());
    };
    const titles = new Map(plan.activities.map(([id, title]) => [id, title]));
    const done = new Set(Array.isArray(entries.done) ? entries.done : []);
    for (const [id, title] of titles) {
      const kept = entries[`quiz/${id}`];
      if (kept && typeof kept === "object") {
        const asked_ = questions?.quiz === id ? questions.of : {};
        for (const [name, answer] of Object.entries(kept.answers ?? {})) say(`a ${id} ${kept.attempt} ${name}`, () => ofAnswer(id, name, answer, asked_[name]));
        for (const { attempt, percent } of Array.isArray(kept.results) ? kept.results : []) {
          if (Number.isFinite(percent)) say(`r ${id} ${attempt} ${percent} ${done.has(id)}`, () => statement(`${ADL}/verbs/scored`, ofPart(id, title, "assessment"), { score: score(Math.round(percent * 100) / 100), completion: done.has(id) }, [PROFILE]));
        }
        if ((kept.results ?? []).length) continue;
      }
      if (done.has(id)) say(`d ${id}`, () => statement(`${ADL}/verbs/experienced`, ofPart(id, title, "lesson"), { completion: true }, [PROFILE]));
    }
    return [found, [...told]];
  };
  const verdicts = ({ isDone, isPassed, isFailed, percent, all }, seconds) => {
    const found = [];
    const next = {};
    const scaled = (percent ?? 0) / 100;
    const mastery = launch.masteryScore ?? null;
    if (isDone && !doc.completed) {
      found.push(ours("completed", { completion: true, duration: duration(seconds) }, MOVE_ON));
      next.completed = true;
    }
    // The platform may have set another mark than the course: a verdict that would deny it is not sent.
    if (isPassed && !doc.passed && (mastery === null || scaled + 1e-9 >= mastery)) {
      found.push(ours("passed", { success: true, score: score(percent ?? 100), duration: duration(seconds) }, MOVE_ON));
      next.passed = true;
    }
    if (isFailed && !doc.passed && !hasFailed && (mastery === null || scaled < mastery)) {
      found.push(ours("failed", { success: false, score: score(percent ?? 0), duration: duration(seconds) }, MOVE_ON));
      next.failed = true;
    }
    return [found, next];
  };
  let hasFailed = false; // in this session; a later one may say it again

  const put = (found, settings) => request("activities/state", ofState("mooc-kit"), { method: "PUT", body: JSON.stringify(found), ...settings });
  const post = (statements, settings) => request("statements", {}, { method: "POST", body: JSON.stringify(statements), ...settings });

  const isSaid = async (verb) => {
    try {
      const answer = await request("statements", { agent: actorText, registration, activity, verb: `${ADL}/verbs/${verb}`, limit: "1" });
      return answer.ok && (await answer.json()).statements.length > 0;
    } catch {
      return false; // a store that lets nobody read: its own word in our state is all there is
    }
  };

  return {
    limit: Infinity,
    start: async () => {
      const before = remembered();
      if (before.isOver) {
        isOver = true;
        return { learner: JSON.stringify(actor.account ?? actor), state: "", place: "", isNormal: true, isEnded: true };
      }
      token = before.token ?? "";
      if (!token) {
        const answer = await (await fetch(fetchUrl, { method: "POST" })).json();
        token = answer["auth-token"];
        if (!token) throw new Error(answer["error-text"] ?? "no token");
        remember({ token });
      }
      launch = (await document_("LMS.LaunchData")) ?? {};
      // Asked for by the specification, whether or not anything in it is used.
      await request("agents/profile", { agent: actorText, profileId: "cmi5LearnerPreferences" }).catch(() => null);
      doc = (await document_("mooc-kit")) ?? {};
      // A visit that was cut off may have said more than its state tells: no verdict is given twice.
      for (const verb of ["completed", "passed"]) doc[verb] = doc[verb] || await isSaid(verb);
      const isNormal = (launch.launchMode ?? "Normal") === "Normal";
      if (!before.isBegun) {
        const answer = await post([ours("initialized")]);
        if (!answer.ok) throw new Error(`initialized ${answer.status}`);
        remember({ isBegun: true });
      }
      return { learner: JSON.stringify(actor.account ?? actor), state: doc.text ?? "", place: doc.place ?? "", isNormal };
    },
    send: async ({ state, place, outcome, seconds, entries, questions }) => {
      if (isOver) return false;
      const [statements, told] = news(entries, questions);
      const [judged, next] = verdicts(outcome, seconds);
      const { failed, ...flags } = next;
      const found = { text: state ?? doc.text, place, told, completed: doc.completed, passed: doc.passed, ...flags };
      try {
        if (statements.length || judged.length) {
          const answer = await post([...statements, ...judged]);
          if (!answer.ok) return false;
        }
        hasFailed = hasFailed || Boolean(failed);
        doc = found;
        return (await put(found)).ok;
      } catch {
        return false;
      }
    },
    // All in one request, which the browser sends although the page is going; terminated is the last that is said.
    leave: ({ state, place, outcome, seconds, entries, questions }) => {
      if (isOver) return;
      isOver = true;
      remember({ isOver: true });
      const [statements, told] = news(entries, questions);
      const [judged, next] = verdicts(outcome, seconds);
      const last = ours("terminated", { duration: duration(seconds) });
      const whole = [...statements, ...judged, last];
      const isSmall = JSON.stringify(whole).length < MOST;
      const { failed, ...flags } = next;
      const kept = { text: state ?? doc.text, place, told, completed: doc.completed, passed: doc.passed, ...flags };
      // Where it is too much for that, what is kept here is reported at the next visit.
      if (isSmall && JSON.stringify(kept).length < MOST) put(kept, { keepalive: true }).catch(() => {});
      post(isSmall ? whole : [last], { keepalive: true }).catch(() => {});
    },
    end: ({ seconds }) => {
      isOver = true;
      remember({ isOver: true });
      post([ours("terminated", { duration: duration(seconds) })], { keepalive: true }).catch(() => {});
    },
    again: () => false,
  };
};
