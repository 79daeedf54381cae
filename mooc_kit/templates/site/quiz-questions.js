// A question's controls: how each kind is shown, how its answer is read and put back, and what is said about it.
// `controls[kind](question, context)` gives { parts, read, write, lock, review? }; the player does the rest.
"use strict";

moocKit.questionControls = (() => {
  const { text, element, fromBuild, scoring } = moocKit;

  const lockAll = (root) => (isLocked) => {
    for (const control of root.querySelectorAll("input, select, textarea, .order-move")) control.disabled = isLocked;
  };

  // What was right and what not, as a sign beside the control: colour alone tells some people nothing.
  const sign = (control, isRight) => {
    unsign(control);
    control.after(element("span", { class: "sign", "aria-hidden": "true" }, isRight ? "✓" : "✗"));
  };
  const unsign = (control) => { if (control.nextElementSibling?.className === "sign") control.nextElementSibling.remove(); };

  const choiceList = (question, context, type, labels) => {
    const order = labels.map((_, index) => index);
    if (question.shuffle) context.shuffle(order);
    const list = element("div", { class: "choices" });
    const boxes = [];
    const notes = [];
    for (const index of order) {
      const box = element("input", { type, name: context.name, value: index });
      const words = typeof labels[index] === "string" ? element("span", {}, labels[index]) : fromBuild("span", "choice-words", labels[index].html);
      const note = element("div", { class: "choice-feedback", hidden: true });
      boxes[index] = box;
      notes[index] = note;
      list.append(element("div", { class: "choice-row" }, element("label", { class: "choice" }, box, words), note));
    }
    const review = () => {
      boxes.forEach((box, index) => {
        const feedback = question.choices?.[index].feedback;
        notes[index].hidden = !(box.checked && feedback);
        notes[index].replaceChildren();
        if (box.checked && feedback) {
          const yours = element("span", { class: "visually-hidden" }, `${text("Your choice:")} `);
          notes[index].append(yours, fromBuild("div", "", feedback));
        }
        box.closest(".choice").classList.toggle("is-chosen", box.checked);
      });
    };
    const clear = () => notes.forEach((note) => { note.hidden = true; });
    return { list, boxes, review, clear };
  };

  const one = (labelsOf, valueOf, indexOf) => (question, context) => {
    const { list, boxes, review, clear } = choiceList(question, context, "radio", labelsOf(question));
    return {
      parts: [element("p", { class: "ask" }, text("Choose one answer.")), list],
      read: () => {
        const index = boxes.findIndex((box) => box.checked);
        return index < 0 ? null : valueOf(index);
      },
      write: (response) => { const box = boxes[indexOf(response)]; if (box) box.checked = true; },
      lock: lockAll(list),
      review,
      clear,
    };
  };

  const multipleResponse = (question, context) => {
    const { list, boxes, review, clear } = choiceList(question, context, "checkbox", question.choices);
    return {
      parts: [element("p", { class: "ask" }, text("Choose all answers that are right.")), list],
      read: () => boxes.flatMap((box, index) => (box.checked ? [index] : [])),
      write: (response) => boxes.forEach((box, index) => { box.checked = response.includes(index); }),
      lock: lockAll(list),
      review,
      clear,
    };
  };

  const line = (isNumber) => (question, context) => {
    const attributes = { type: "text", id: `${context.name}-answer`, autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 1000, "aria-describedby": context.promptId };
    if (isNumber) attributes.inputmode = "text";
    const input = element("input", attributes);
    const unit = question.unit ? element("span", { class: "unit", id: `${context.name}-unit` }, question.unit) : null;
    if (unit) input.setAttribute("aria-describedby", `${context.promptId} ${unit.id}`);
    const row = element("div", { class: isNumber ? "line number" : "line" }, input, unit);
    const units = [question.unit, ...(question.units ?? []).map((other) => other.name)].filter(Boolean);
    const advice = question.unitNeeded ? text("Write the unit, too: {units}.", { units: units.join(", ") }) : units.length > 1 ? text("You can answer in any of these units: {units}.", { units: units.join(", ") }) : "";
    const help = advice ? element("p", { class: "help", id: `${context.name}-units` }, advice) : null;
    if (help) input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} ${help.id}`);
    return {
      parts: [element("label", { for: input.id }, text("Your answer")), ...(help ? [help] : []), row],
      read: () => input.value.trim() || null,
      problem: () => (isNumber && !scoring.inOwnUnit({ ...question, unitNeeded: false }, input.value).length ? text("Write a number, such as 12 or 3.5.") : ""),
      write: (response) => { input.value = response; },
      lock: lockAll(row),
    };
  };

  const matching = (question, context) => {
    const options = context.shuffle([...question.options]);
    const list = element("ul", { class: "pairs" });
    const label = (select, index, words) => select.setAttribute("aria-label", text(words, { item: question.pairs[index].leftText }));
    const selects = question.pairs.map((pair, index) => {
      const select = element("select", { id: `${context.name}-${index}` });
      label(select, index, text("What belongs to: {item}"));
      select.append(element("option", { value: "" }, text("Choose …")));
      options.forEach((option, number) => select.append(element("option", { value: number + 1 }, option.label)));
      list.append(element("li", {}, fromBuild("div", "pair-left", pair.left), element("div", { class: "pair-right" }, select)));
      return select;
    });
    return {
      parts: [list],
      read: () => (selects.some((select) => !select.value) ? null : selects.map((select) => options[select.value - 1].value)),
      write: (response) => selects.forEach((select, index) => {
        const number = options.findIndex((option) => option.value === response[index]);
        select.value = number < 0 ? "" : String(number + 1);
      }),
      lock: lockAll(list),
      review: () => selects.forEach((select, index) => {
        const isRight = scoring.normal(options[select.value - 1].value) === scoring.normal(question.pairs[index].right);
        select.closest("li").className = isRight ? "is-right" : "is-wrong";
        label(select, index, isRight ? text("Right: what belongs to {item}") : text("Not right yet: what belongs to {item}"));
        sign(select, isRight);
      }),
      clear: () => selects.forEach((select, index) => {
        select.closest("li").className = "";
        label(select, index, text("What belongs to: {item}"));
        unsign(select);
      }),
    };
  };

  const ordering = (question, context) => {
    let order = question.items.map((_, index) => index);
    context.shuffle(order);
    if (order.every((item, place) => item === place)) order.push(order.shift());
    const list = element("ol", { class: "order" });
    const said = element("p", { class: "visually-hidden", role: "status" });
    const rows = question.items.map((html, item) => {
      const words = fromBuild("div", "order-words", html);
      const name = words.textContent.trim();
      const move = (step) => {
        const from = order.indexOf(item);
        const to = from + step;
        if (to < 0 || to >= order.length) return;
        [order[from], order[to]] = [order[to], order[from]];
        const button = step < 0 ? up : down;
        arrange();
        button.focus();
        said.textContent = text("{item} is now number {n} of {all}.", { item: name, n: to + 1, all: order.length });
      };
      const up = element("button", { type: "button", class: "order-move", "aria-label": text("Move up: {item}", { item: name }) }, "↑");
      const down = element("button", { type: "button", class: "order-move", "aria-label": text("Move down: {item}", { item: name }) }, "↓");
      up.addEventListener("click", () => move(-1));
      down.addEventListener("click", () => move(1));
      return element("li", {}, words, element("span", { class: "order-buttons" }, up, down));
    });
    // Buttons at the ends stay in reach of the keyboard; they only say that they can do no more.
    const arrange = () => {
      order.forEach((item, place) => {
        const [up, down] = rows[item].querySelectorAll(".order-move");
        up.setAttribute("aria-disabled", String(place === 0));
        down.setAttribute("aria-disabled", String(place === order.length - 1));
        list.append(rows[item]);
      });
    };
    arrange();
    return {
      parts: [element("p", { class: "ask" }, text("Put these in the right order.")), list, said],
      read: () => [...order],
      write: (response) => { order = [...response]; arrange(); },
      lock: lockAll(list),
    };
  };

  const fillBlanks = (question, context) => {
    const body = fromBuild("div", "blanks", question.text);
    const notes = element("div", { class: "gap-notes" });
    const inputs = [];
    for (const gap of body.querySelectorAll("[data-gap]")) {
      const number = Number(gap.dataset.gap);
      const { answers, choices, numbers } = question.gaps[number];
      const name = text("Gap {n}", { n: number + 1 });
      let input;
      if (choices.length) {
        input = element("select", { "aria-label": name }, element("option", { value: "" }, text("Choose …")));
        for (const choice of context.shuffle([...choices])) input.append(element("option", { value: choice.text }, choice.label));
      } else {
        const longest = Math.max(...answers.map((answer) => answer.text.length), numbers.length ? 8 : 4);
        input = element("input", { type: "text", size: Math.min(longest + 2, 24), autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 300, "aria-label": name });
      }
      inputs[number] = input;
      gap.replaceWith(input);
    }
    const label = (index, words) => inputs[index]?.setAttribute("aria-label", text(words, { n: index + 1 }));
    return {
      parts: [body, notes],
      read: () => (question.gaps.every((_, index) => inputs[index]?.value.trim()) ? question.gaps.map((_, index) => inputs[index].value) : null),
      write: (response) => inputs.forEach((input, index) => { input.value = response[index] ?? ""; }),
      lock: lockAll(body),
      review: () => { notes.replaceChildren(); inputs.forEach((input, index) => {
        const fitting = scoring.inGap(question.gaps[index], input.value);
        const isRight = scoring.within(fitting?.credit ?? 0) === 1;
        input.className = isRight ? "is-right" : "is-wrong";
        label(index, isRight ? text("Gap {n}: right") : text("Gap {n}: not right yet"));
        sign(input, isRight);
        if (fitting?.feedback) notes.append(fromBuild("div", "choice-feedback", fitting.feedback));
      }); },
      clear: () => {
        notes.replaceChildren();
        inputs.forEach((input, index) => { input.className = ""; label(index, text("Gap {n}")); unsign(input); });
      },
    };
  };

  const essay = (question, context) => {
    const area = element("textarea", { id: `${context.name}-answer`, rows: 7, maxlength: 20000, "aria-describedby": `${context.promptId} ${context.name}-words` });
    const counter = element("p", { class: "small", id: `${context.name}-words` });
    const count = () => (area.value.match(/\S+/g) ?? []).length;
    const tell = () => {
      counter.textContent = question.leastWords ? text("Words: {n} (at least {least})", { n: count(), least: question.leastWords }) : text("Words: {n}", { n: count() });
    };
    area.addEventListener("input", tell);
    tell();
    const isFile = question.submission === "file";
    const advice = isFile ? element("p", { class: "help" }, text("This question asks for a file. Keep notes on it here, and the file with your other work.")) : null;
    const root = element("div", { class: "essay" }, element("label", { for: area.id }, isFile ? text("Notes on your file") : text("Your answer")), advice, area, counter);
    return {
      parts: [root],
      read: () => area.value.trim() || null,
      problem: () => (count() < question.leastWords ? text("Write at least {least} words. You have {n}.", { least: question.leastWords, n: count() }) : ""),
      write: (response) => { area.value = response; tell(); },
      lock: lockAll(root),
    };
  };

  return {
    multiple_choice: one((question) => question.choices, (index) => index, (response) => response),
    true_false: one(() => [text("True"), text("False")], (index) => index === 0, (response) => (response ? 0 : 1)),
    multiple_response: multipleResponse,
    short_answer: line(false),
    numerical: line(true),
    calculated: line(true),
    matching,
    ordering,
    fill_blanks: fillBlanks,
    essay,
  };
})();
