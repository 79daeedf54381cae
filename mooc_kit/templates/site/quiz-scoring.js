// Scoring gives a response its share of a question's points, from 0 to 1, or null where only a person can judge.
// mooc_kit/quizzes/scoring.py is the truth and tells the forms of responses; this says the same for the browser,
// and a test runs both over the same cases.
"use strict";

moocKit.scoring = (() => {
  // White space and small letters as Python knows them.
  const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

  const own = (table, name) => Object.prototype.hasOwnProperty.call(table, name);

  const normal = (given, caseSensitive) => {
    const folded = given.normalize("NFC").replace(SPACE, " ").replace(/^ | $/g, "");
    return caseSensitive ? folded : folded.toLowerCase();
  };

  // What number a response may say, the likeliest first (typed_numbers.py tells the rules).
  const decimalSign = () => ((0.5).toLocaleString(moocKit.language).includes(",") ? "," : ".");
  const plainNumber = (written) => {
    if (!/^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$/.test(written)) return [];
    return [Number(written)].filter(Number.isFinite);
  };
  const withPoint = (written) => {
    const last = Math.max(written.lastIndexOf("."), written.lastIndexOf(","));
    if (last < 0) return written;
    const sign = written[last];
    const other = sign === "." ? "," : ".";
    const isGrouped = written.split(sign).length > 2 && !written.includes(other);
    const [first, ...rest] = isGrouped ? written.split(sign) : written.slice(0, last).split(other);
    if (rest.length && (!/^[-+]?[0-9]{1,3}$/.test(first) || rest.some((part) => part.length !== 3))) return "";
    return [first, ...rest].join("") + (isGrouped ? "" : `.${written.slice(last + 1)}`);
  };
  const numbersIn = (response) => {
    if (typeof response === "number") return [response].filter(Number.isFinite);
    if (typeof response !== "string") return [];
    let written = response.replace(SPACE, (run, at) => (at === 0 || at + run.length === response.length ? "" : run));
    written = written.replace(/\u2212/g, "-").replace(/[\u00a0\u2009\u202f '’]/g, "");
    const usual = plainNumber(withPoint(written));
    if (!/^[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(written) || written.includes(decimalSign())) return usual;
    return [...plainNumber(written.replace(/[.,]/, "")), ...(written.includes(".") ? usual : [])];
  };
  const number = (response) => numbersIn(response)[0] ?? null;

  const isNear = (given, rule) => {
    if (rule.answer !== null) return Math.abs(given - rule.answer) <= rule.margin + 1e-9 * Math.abs(rule.answer);
    return given >= rule.least - 1e-9 * Math.abs(rule.least) && given <= rule.most + 1e-9 * Math.abs(rule.most);
  };
  // The first of the numbers that takes what was given, which may be read in several ways.
  const fittingNumber = (numbers, given) => given.flatMap((value) => numbers.filter((rule) => isNear(value, rule)))[0];

  // Units: m² is m2, and a metric one is worth its prefixes.
  const spelled = (unit) => unit.normalize("NFKC").replace(SPACE, "").replace(/\.$/, "");
  const PREFIXES = { "": 0, G: 9, M: 6, k: 3, h: 2, d: -1, c: -2, m: -3, "μ": -6, n: -9 };
  const TIMES = { s: 1, min: 60, h: 3600, ms: 1e-3, "μs": 1e-6, ns: 1e-9 };
  const measured = (unit) => {
    let factor = 1;
    const measures = unit.split("/").map((part, place) => {
      const found = /^(|[GMkhdcmμn])(mol|Pa|Hz|[mglLWJVANF])([23]?)$/.exec(part);
      const size = own(TIMES, part) ? TIMES[part] : found ? 10 ** (PREFIXES[found[1]] * Number(found[3] || 1)) : NaN;
      factor = place ? factor / size : size;
      return own(TIMES, part) ? "s" : found && found[2].replace("L", "l") + found[3];
    });
    return { measures: measures.join("/"), factor };
  };
  const factorOf = (question, written) => {
    const wanted = spelled(written);
    const known = [{ name: question.unit, factor: 1 }, ...question.units].find((unit) => spelled(unit.name) === wanted);
    if (known) return known.factor;
    const [theirs, ours] = [measured(wanted), measured(spelled(question.unit))];
    return theirs.measures === ours.measures ? theirs.factor / ours.factor : NaN;
  };

  // A number as people write it, and what follows it: 12,5 mg/l
  const WITH_UNIT = /^([-+\u2212]?[0-9.,][0-9., \u00a0\u2009\u202f'’]*(?:[eE][-+\u2212]?[0-9]{1,3}(?![0-9]))?)([^]*)$/;
  const inOwnUnit = (question, response) => {
    const plain = numbersIn(response);
    if (plain.length) return question.unitNeeded ? [] : plain;
    const isShort = typeof response === "string" && [...response].length <= 200;
    const found = isShort && question.unit ? WITH_UNIT.exec(normal(response, true)) : null;
    const factor = found && normal(found[2], true) ? factorOf(question, found[2]) : NaN;
    return Number.isNaN(factor) ? [] : numbersIn(found[1]).map((value) => value * factor);
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
    const bare = caseSensitive ? "" : words.replace(/[. ]+$/, "");
    const isIt = ({ text }) => fits(text, words, caseSensitive) || (bare && fits(text.replace(/[. ]+$/, ""), bare, false));
    return words ? answers.find(isIt) : undefined;
  };

  // What `given` is in one gap of a text: an entry with credit and feedback, or undefined.
  const inGap = (gap, given) => {
    if (typeof given !== "string") return undefined;
    if (gap.choices.length) return gap.choices.find((choice) => normal(choice.text, true) === normal(given, true));
    return gap.numbers.length ? fittingNumber(gap.numbers, numbersIn(given)) : fittingAnswer(gap.answers, given, gap.caseSensitive);
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
        const rule = { answer, margin: Math.max(question.tolerance, percent) };
        return Number(answer !== null && inOwnUnit(question, response).some((given) => isNear(given, rule)));
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
