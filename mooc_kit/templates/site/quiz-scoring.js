// Scoring gives a response its share of a question's points, from 0 to 1, or null where only a person can judge.
// mooc_kit/quizzes/scoring.py is the truth and tells the forms of responses; this says the same for the browser,
// and a test runs both over the same cases.
"use strict";

moocKit.scoring = (() => {
  // White space and small letters as Python knows them.
  const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

  const normal = (given, caseSensitive) => {
    const folded = given.normalize("NFC").replace(SPACE, " ").replace(/^ | $/g, "");
    return caseSensitive ? folded : folded.toLowerCase();
  };

  const number = (response) => {
    if (typeof response === "number") return Number.isFinite(response) ? response : null;
    if (typeof response !== "string") return null;
    let written = response.replace(SPACE, (run, at) => (at === 0 || at + run.length === response.length ? "" : run));
    written = written.replace(/\u2212/g, "-").replace(/[\u00a0 ]/g, "");
    if (written.split(",").length === 2 && !written.includes(".")) written = written.replace(",", ".");
    if (!/^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$/.test(written)) return null;
    const value = Number(written);
    return Number.isFinite(value) ? value : null;
  };

  const isNear = (given, rule) => {
    if (rule.answer !== null) return Math.abs(given - rule.answer) <= rule.margin + 1e-9 * Math.abs(rule.answer);
    return given >= rule.least - 1e-9 * Math.abs(rule.least) && given <= rule.most + 1e-9 * Math.abs(rule.most);
  };
  // The first of the numbers that takes `given`.
  const fittingNumber = (numbers, given) => (given === null ? undefined : numbers.find((rule) => isNear(given, rule)));

  // A number as people write it, and what follows it: 12,5 mg/l
  const WITH_UNIT = /^([-+\u2212]?[0-9.,][0-9., \u00a0]*(?:[eE][-+\u2212]?[0-9]{1,3}(?![0-9]))?)([^]*)$/;
  const inOwnUnit = (question, response) => {
    const plain = number(response);
    if (plain !== null) return question.unitNeeded ? null : plain;
    const isShort = typeof response === "string" && [...response].length <= 200;
    const found = isShort && question.unit ? WITH_UNIT.exec(normal(response, true)) : null;
    const value = found ? number(found[1]) : null;
    if (value === null) return null;
    const written = normal(found[2], true);
    const units = [{ name: question.unit, factor: 1 }, ...question.units];
    const unit = units.find((other) => written && normal(other.name, true) === written);
    return unit ? value * unit.factor : null;
  };

  // An answer in pieces between its stars; \* is the star itself.
  const pieces = (answer, caseSensitive) => {
    const found = [""];
    const written = normal(answer, caseSensitive);
    for (let at = 0; at < written.length; at += 1) {
      if (written[at] !== "*") found[found.length - 1] += written[at];
      else if (at > 0 && written[at - 1] === "\\") found[found.length - 1] = `${found[found.length - 1].slice(0, -1)}*`;
      else {
        while (written[at + 1] === "*") at += 1;
        found.push("");
      }
    }
    return found;
  };

  // Whether `words` begins with the first piece, ends with the last, and holds the others in between, in order.
  const fits = (answer, words, caseSensitive) => {
    const parts = pieces(answer, caseSensitive);
    if (parts.length === 1) return words === parts[0];
    const last = parts.pop();
    const first = parts.shift();
    if (!words.startsWith(first) || words.length < first.length + last.length || !words.endsWith(last)) return false;
    const end = words.length - last.length;
    let at = first.length;
    for (const part of parts) {
      const found = words.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };

  // The first of the answers that the words fit. No words are no answer.
  const fittingAnswer = (answers, given, caseSensitive) => {
    if (typeof given !== "string") return undefined;
    const words = normal(given, caseSensitive);
    return words ? answers.find((answer) => fits(answer.text, words, caseSensitive)) : undefined;
  };

  // What `given` is in one gap of a text: an entry with credit and feedback, or undefined.
  const inGap = (gap, given) => {
    if (typeof given !== "string") return undefined;
    if (gap.choices.length) return gap.choices.find((choice) => normal(choice.text, true) === normal(given, true));
    return gap.numbers.length ? fittingNumber(gap.numbers, number(given)) : fittingAnswer(gap.answers, given, gap.caseSensitive);
  };

  const within = (share) => (share > 1 - 1e-9 ? 1 : Math.max(share, 0));

  // Python's round: exact, and to the even neighbour when the value lies just between two.
  const rounded = (value, decimals) => {
    if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
    const digits = Math.abs(value).toFixed(decimals + 40);
    const tail = digits.slice(digits.length - 40);
    let result = Number(Math.abs(value).toFixed(decimals));
    if (/^50*$/.test(tail)) {
      const below = digits.slice(0, digits.length - 40).replace(/\.$/, "");
      const isEven = "02468".includes(below[below.length - 1]);
      result = isEven ? Number(below) : Number(Math.abs(value).toFixed(decimals));
    }
    return value < 0 ? -result : result;
  };

  const FUNCTIONS = {
    sqrt: Math.sqrt, abs: Math.abs, round: (x) => rounded(x, 0), min: Math.min, max: Math.max, log10: Math.log10,
    log: (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)), exp: Math.exp,
    sin: Math.sin, cos: Math.cos, tan: Math.tan, floor: Math.floor, ceil: Math.ceil,
  };
  const CONSTANTS = { pi: Math.PI, e: Math.E };
  const own = (table, name) => Object.prototype.hasOwnProperty.call(table, name);

  // The value of a formula tree: a number, a name, or a list of operator or function and its operands.
  const compute = (tree, values) => {
    if (typeof tree === "number") return tree;
    if (typeof tree === "string") {
      if (own(values, tree)) return values[tree];
      return own(CONSTANTS, tree) ? CONSTANTS[tree] : NaN;
    }
    const [head, ...rest] = tree;
    const operands = rest.map((part) => compute(part, values));
    const [a, b] = operands;
    switch (head) {
      case "+": return a + b;
      case "-": return operands.length === 1 ? -a : a - b;
      case "*": return a * b;
      case "/": return b === 0 ? NaN : a / b;
      case "**": return Math.abs(b) > 100 || Math.abs(a) > 1e100 ? NaN : a ** b;
      default: return own(FUNCTIONS, head) ? FUNCTIONS[head](...operands) : NaN;
    }
  };

  // The right answer of a calculated question for its drawn values; null where there is none.
  const wanted = (question, values) => {
    const value = compute(question.formula, values);
    return Number.isFinite(value) ? rounded(value, question.decimals) : null;
  };

  const many = (question, response) => {
    const picked = new Set(Array.isArray(response) ? response.filter(Number.isInteger) : []);
    const right = new Set(question.choices.flatMap((choice, index) => (choice.isRight ? [index] : [])));
    if (!question.partial || !right.size) return Number(picked.size === right.size && [...picked].every((index) => right.has(index)));
    const credits = [...picked].map((index) => question.choices[index]?.credit ?? -1 / right.size);
    return within(credits.reduce((sum, credit) => sum + credit, 0));
  };

  const ordered = (question, response) => {
    const size = question.items.length;
    const isWhole = Array.isArray(response) && response.length === size && new Set(response).size === size
      && response.every((index) => Number.isInteger(index) && index >= 0 && index < size);
    if (!isWhole) return 0;
    let hits = 0;
    for (let item = 0; item + 1 < size; item += 1) hits += response.indexOf(item) < response.indexOf(item + 1);
    return size > 1 ? hits / (size - 1) : 1;
  };

  const share = (list, response, isRight) => {
    const given = Array.isArray(response) ? response : [];
    const hits = list.filter((entry, index) => typeof given[index] === "string" && isRight(entry, given[index]));
    return hits.length / list.length;
  };

  const score = (question, response, values) => {
    switch (question.kind) {
      case "essay": return null;
      case "multiple_choice":
        return within((Number.isInteger(response) && question.choices[response]?.credit) || 0);
      case "multiple_response": return many(question, response);
      case "true_false": return Number(response === question.answer);
      case "short_answer": return within(fittingAnswer(question.answers, response, question.caseSensitive)?.credit ?? 0);
      case "numerical": return within(fittingNumber(question.numbers, inOwnUnit(question, response))?.credit ?? 0);
      case "calculated": {
        if (!values || !Object.keys(values).length) return 0;
        const answer = wanted(question, values);
        const percent = (Math.abs(answer) * (question.tolerancePercent ?? 0)) / 100;
        const given = inOwnUnit(question, response);
        return Number(answer !== null && given !== null && isNear(given, { answer, margin: Math.max(question.tolerance, percent) }));
      }
      case "matching": return share(question.pairs, response, (pair, given) => normal(given) === normal(pair.right));
      case "ordering": return ordered(question, response);
      case "fill_blanks": {
        const given = Array.isArray(response) ? response : [];
        const all = question.gaps.reduce((sum, gap) => sum + gap.weight, 0);
        const got = question.gaps.reduce((sum, gap, index) => sum + gap.weight * within(inGap(gap, given[index])?.credit ?? 0), 0);
        return within(got / all);
      }
      default: return null;
    }
  };

  // What is said about this very answer, as HTML from the build, or "".
  const feedbackOn = (question, response) => {
    if (question.kind === "short_answer") return fittingAnswer(question.answers, response, question.caseSensitive)?.feedback ?? "";
    if (question.kind === "numerical") return fittingNumber(question.numbers, inOwnUnit(question, response))?.feedback ?? "";
    return "";
  };

  return { score, number, normal, rounded, compute, wanted, inGap, within, feedbackOn, inOwnUnit };
})();
