// A question in the making: what was typed as a question of the kit's own form, as something that can be tried, and how much
// it is like another one. Texts are letters here, never markup: they come from whoever writes them.
"use strict";

moocKit.questionDraft = (() => {
  const { scoring, element } = moocKit;

  // ----- a formula, as the tree that scoring computes: ["+", left, right], numbers, names, ["sqrt", argument] -----
  const FUNCTIONS = ["sqrt", "abs", "round", "min", "max", "log", "log10", "exp", "sin", "cos", "tan", "floor", "ceil"];
  const tree = (formula) => {
    const tokens = formula.match(/\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|[A-Za-z_]\w*|\*\*|[-+*/(),]|\S/g) ?? [];
    let at = 0;
    const take = (...wanted) => (wanted.includes(tokens[at]) ? tokens[at++] : null);
    const need = (wanted) => { if (!take(wanted)) throw new SyntaxError(wanted); };
    const chain = (lower, ...signs) => () => {
      let left = lower();
      for (let sign = take(...signs); sign; sign = take(...signs)) left = [sign, left, lower()];
      return left;
    };
    const atom = () => {
      if (take("(")) { const inner = sum(); need(")"); return inner; }
      const token = tokens[at++] ?? "";
      if (/^[\d.]/.test(token) && Number.isFinite(Number(token))) return Number(token);
      if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(token);
      if (!take("(")) return token;
      if (!FUNCTIONS.includes(token)) throw new SyntaxError(token);
      const values = [sum()];
      while (take(",")) values.push(sum());
      need(")");
      return [token, ...values];
    };
    const power = () => { const base = atom(); return take("**") ? ["**", base, signed()] : base; };
    const signed = () => (take("-") ? ["-", signed()] : take("+") ? signed() : power());
    const product = chain(signed, "*", "/");
    const sum = chain(product, "+", "-");
    const found = sum();
    if (at < tokens.length) throw new SyntaxError(tokens[at]);
    return found;
  };
  const namesIn = (found) => (Array.isArray(found) ? found.slice(1).flatMap(namesIn) : typeof found === "string" && !["pi", "e"].includes(found) ? [found] : []);

  // ----- from the fields of the form to a question of the kit's own form; `missing` names what is needed still -----
  const kept = (rows, ...needed) => rows.filter((row) => needed.every((name) => row[name]));
  const number = (words) => { const found = scoring.number(words ?? ""); return found === null || Number.isNaN(found) ? null : found; };
  const withUnit = (made, unit) => (unit ? { ...made, unit } : made);
  const note = (row, made) => (row.feedback ? { ...made, feedback: row.feedback } : made);
  const GAP = /\[\[([^[\]]+)\]\]/g;
  const KINDS = {
    multiple_choice: ({ rows }) => {
      const choices = kept(rows, "text");
      const isReady = choices.length > 1 && choices.filter((row) => row.right).length === 1;
      return isReady ? { choices: choices.map((row) => note(row, { text: row.text, correct: Boolean(row.right) })) } : "oneRight";
    },
    multiple_response: ({ rows }) => {
      const choices = kept(rows, "text");
      const isReady = choices.length > 1 && choices.some((row) => row.right);
      return isReady ? { choices: choices.map((row) => note(row, { text: row.text, correct: Boolean(row.right) })) } : "someRight";
    },
    true_false: ({ truth }) => (truth ? { answer: truth === "true" } : "saysTrue"),
    short_answer: ({ rows }) => {
      const answers = kept(rows, "text");
      return answers.length ? { answers: answers.map((row) => note(row, { text: row.text })) } : "oneAnswer";
    },
    numerical: ({ answer, tolerance, unit }) => {
      const value = number(answer);
      return value === null ? "aNumber" : withUnit({ answer: value, tolerance: Math.abs(number(tolerance) ?? 0) }, unit);
    },
    matching: ({ rows }) => {
      const pairs = kept(rows, "text", "other");
      return pairs.length > 1 ? { pairs: pairs.map((row) => ({ left: row.text, right: row.other })) } : "twoPairs";
    },
    ordering: ({ rows }) => {
      const items = kept(rows, "text").map((row) => row.text);
      return items.length > 1 ? { items } : "twoSteps";
    },
    fill_blanks: ({ gaps }) => ([...(gaps ?? "").matchAll(GAP)].length ? { text: gaps } : "oneGap"),
    essay: ({ model }) => (model ? { model_answer: model } : {}),
    calculated: ({ rows, formula, tolerance, unit }) => {
      const variables = {};
      for (const row of rows) {
        const [least, most] = [number(row.least), number(row.most)];
        if (/^[A-Za-z_]\w*$/.test(row.text ?? "") && least !== null && most !== null && least <= most) {
          const decimals = Math.max(...[row.least, row.most].map((words) => (/[.,](\d+)/.exec(words)?.[1].length ?? 0)));
          variables[row.text] = { least, most, decimals: Math.min(decimals, 6) };
        }
      }
      try {
        const used = namesIn(tree(formula ?? ""));
        if (used.length && used.every((name) => name in variables)) {
          return withUnit({ variables, formula, tolerance: Math.abs(number(tolerance) ?? 0.01) }, unit);
        }
      } catch { /* told below */ }
      return "aFormula";
    },
  };
  const slug = (words) => words.normalize("NFKD").replace(/[^a-z0-9]+/gi, "-").toLowerCase().slice(0, 50).replace(/^-+|-+$/g, "");
  // { question } or { missing: a key of what question-maker.js says }.
  const make = (fields) => {
    if (!fields.prompt) return { missing: "askFirst" };
    const own = KINDS[fields.kind](fields);
    if (typeof own === "string") return { missing: own };
    const question = { id: slug(fields.prompt) || "question", kind: fields.kind, prompt: fields.prompt, ...own };
    if (fields.outcome) question.outcome = fields.outcome;
    if (fields.general) question.feedback = { general: fields.general };
    if (fields.author) question.author = fields.author;
    return { question };
  };

  // ----- to be tried: the same question as quiz data -----
  const html = (words) => { const place = element("p", {}, words ?? ""); place.style.whiteSpace = "pre-line"; return words ? place.outerHTML : ""; };
  const inline = (words) => element("span", {}, words).outerHTML;
  const answer = (row) => ({ text: row.text, credit: 1, feedback: html(row.feedback) });
  const playable = (question) => {
    const general = html(question.feedback?.general);
    const base = { id: "draft", kind: question.kind, prompt: html(question.prompt), points: 1, hints: [], shuffle: true, partial: true,
      feedback: { general, correct: "", incorrect: "", partial: "" }, unit: question.unit ?? "", units: [], unitNeeded: false };
    switch (question.kind) {
      case "multiple_choice": case "multiple_response": {
        const right = question.choices.filter((choice) => choice.correct).length;
        const wrong = question.choices.length - right;
        const credit = (choice) => (question.kind === "multiple_choice" ? Number(choice.correct) : choice.correct ? 1 / right : -1 / Math.max(wrong, 1));
        return { ...base, choices: question.choices.map((choice) => ({ html: inline(choice.text), isRight: choice.correct, credit: credit(choice), feedback: html(choice.feedback) })) };
      }
      case "true_false": return { ...base, answer: question.answer };
      case "short_answer": return { ...base, answers: question.answers.map(answer), caseSensitive: false };
      case "numerical": return { ...base, numbers: [{ answer: question.answer, margin: question.tolerance, least: null, most: null, credit: 1, feedback: "" }] };
      case "matching": return { ...base,
        pairs: question.pairs.map((pair) => ({ left: inline(pair.left), leftText: pair.left, right: pair.right })),
        options: [...new Set(question.pairs.map((pair) => pair.right))].map((right) => ({ value: right, label: right })) };
      case "ordering": return { ...base, items: question.items.map(inline) };
      case "fill_blanks": {
        const gaps = [];
        const parts = question.text.split(GAP).map((words, at) => {
          if (at % 2 === 0) return inline(words);
          gaps.push({ answers: words.split("|").map((one) => answer({ text: one.trim() })), choices: [], numbers: [], caseSensitive: false, weight: 1 });
          return `<span class="gap" data-gap="${gaps.length - 1}">____</span>`;
        });
        return { ...base, text: parts.join(""), gaps };
      }
      case "calculated": return { ...base, variables: question.variables, formula: tree(question.formula), decimals: 2, tolerance: question.tolerance, tolerancePercent: null };
      default: return { ...base, submission: "text", modelAnswer: html(question.model_answer), leastWords: 0, rubric: "" };
    }
  };

  // ----- likeness: the measure of `mooc-kit quiz check`, Jaccard over pieces of four letters (near_duplicates.py) -----
  const LEFT_OUT = ["id", "kind", "outcome", "feedback", "author", "tolerance", "decimals", "formula", "unit", "model_answer"];
  const texts = (value) => {
    if (typeof value === "string") return [value];
    if (Array.isArray(value)) return value.flatMap(texts);
    return value && typeof value === "object" ? Object.entries(value).flatMap(([name, part]) => (LEFT_OUT.includes(name) ? [] : texts(part))) : [];
  };
  const pieces = (words) => new Set(Array.from({ length: Math.max(words.length - 3, 1) }, (_, at) => words.slice(at, at + 4)));
  const wordsOf = (question) => texts(question).flatMap((part) => part.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
  const likeness = (one, other) => {
    const [a, b] = [pieces(one), pieces(other)];
    const both = [...a].filter((piece) => b.has(piece)).length;
    return both / (a.size + b.size - both);
  };
  const NEAR = 0.7;
  // The one of `known` ({ words, prompt }) that is most like `question`, where it is a near twin.
  const twin = (question, known) => {
    const own = wordsOf(question);
    const best = known.map((one) => ({ ...one, alike: likeness(own, one.words) })).sort((a, b) => b.alike - a.alike)[0];
    return best && best.alike >= NEAR - 1e-9 ? best : null;
  };

  return { make, playable, slug, tree, twin, wordsOf };
})();
