// The right answer to a question, as it is shown to those who got another: words from the build and numbers.
"use strict";

moocKit.rightAnswer = (question, values) => {
  const { text, element, fromBuild, scoring, number } = moocKit;
  const list = (tag, items) => element(tag, {}, ...items.map((item) => (typeof item === "string" ? element("li", {}, item) : item)));
  const withUnit = (words) => (question.unit ? `${words} ${question.unit}` : words);
  const full = (entries) => entries.filter((entry) => scoring.within(entry.credit ?? 0) === 1);
  // As many digits as the author wrote: a number has no more than that.
  const shown = (value) => number(value, (String(value).split(".")[1] ?? "").length <= 10 ? (String(value).split(".")[1] ?? "").length : undefined);
  const ofRule = (rule) => (rule.answer !== null ? shown(rule.answer) : text("from {least} to {most}", { least: shown(rule.least), most: shown(rule.most) }));
  const gapWords = (gap) => {
    if (gap.choices.length) return full(gap.choices).map((choice) => choice.label).join(" / ");
    if (gap.numbers.length) return full(gap.numbers).map(ofRule).join(" / ");
    return full(gap.answers).map((answer) => answer.text.replace(/\\\*/g, "*")).join(" / ");
  };
  const choices = () => list("ul", question.choices.filter((choice) => choice.isRight).map((choice) => fromBuild("li", "", choice.html)));
  switch (question.kind) {
    case "multiple_choice": case "multiple_response": return choices();
    case "true_false": return element("p", {}, question.answer ? text("True") : text("False"));
    case "short_answer": return element("p", {}, full(question.answers).map((answer) => answer.text).join(" / "));
    case "numerical": return element("p", {}, withUnit(full(question.numbers).map(ofRule).join(" / ")));
    case "calculated": return element("p", {}, withUnit(number(scoring.wanted(question, values), question.decimals)));
    case "matching": {
      const label = (right) => question.options.find((option) => option.value === right)?.label ?? right;
      return list("ul", question.pairs.map((pair) => `${pair.leftText}: ${label(pair.right)}`));
    }
    case "ordering": return list("ol", question.items.map((item) => fromBuild("li", "", item)));
    case "fill_blanks": return list("ol", question.gaps.map(gapWords));
    default: return element("p", {});
  }
};
