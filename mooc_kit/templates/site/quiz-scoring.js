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

  const isNear = (response, wanted, margin) => {
    const given = number(response);
    return given !== null && Math.abs(given - wanted) <= margin + 1e-9 * Math.max(1, Math.abs(wanted));
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

  const anyFits = (answers, given, caseSensitive) => {
    const words = normal(given, caseSensitive);
    return answers.some((answer) => fits(answer, words, caseSensitive));
  };

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
    const hits = [...picked].filter((index) => right.has(index)).length;
    if (!question.partial || !right.size) return Number(hits === right.size && picked.size === right.size);
    return Math.max((hits - (picked.size - hits)) / right.size, 0);
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
        return Number(Number.isInteger(response) && Boolean(question.choices[response]?.isRight));
      case "multiple_response": return many(question, response);
      case "true_false": return Number(response === question.answer);
      case "short_answer":
        return Number(typeof response === "string" && anyFits(question.answers, response, question.caseSensitive));
      case "numerical": {
        const percent = Math.abs(question.answer) * (question.tolerancePercent ?? 0) / 100;
        return Number(isNear(response, question.answer, Math.max(question.tolerance, percent)));
      }
      case "calculated": {
        if (!values || !Object.keys(values).length) return 0;
        const right = wanted(question, values);
        return Number(right !== null && isNear(response, right, question.tolerance));
      }
      case "matching": return share(question.pairs, response, (pair, given) => normal(given) === normal(pair.right));
      case "ordering": return ordered(question, response);
      case "fill_blanks":
        return share(question.gaps, response, (answers, given) => anyFits(answers, given, question.caseSensitive));
      default: return null;
    }
  };

  const isGapRight = (question, index, given) => anyFits(question.gaps[index], given, question.caseSensitive);

  return { score, number, normal, rounded, compute, wanted, isGapRight };
})();
