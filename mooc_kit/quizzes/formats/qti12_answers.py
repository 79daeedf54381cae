"""QTI 1.2 answers: what an item asks and how it scores, as fields of a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.quizzes.answers import said_together
from mooc_kit.quizzes.formats.account import Account, XmlConventions
from mooc_kit.quizzes.formats.qti12_drawn import calculated_fields
from mooc_kit.quizzes.formats.qti12_points import most_points
from mooc_kit.quizzes.formats.safe_xml import below, child, children, inner_html, name_of, number_of, text_of

# fmt: off
_SILENT = frozenset({
    "ident", "title", "rcardinality", "fibtype", "class", "charset", "view", "varname", "vartype", "label", "rows",
    "columns", "linkrefid", "version", "rident", "prompt", "imagtype", "width", "height", "feedbackstyle",
})
# fmt: on
_ATTRIBUTE_DEFAULTS = {
    "rtiming": frozenset({"No", "no"}),
    "rshuffle": frozenset({"Yes", "yes"}),
    "minnumber": frozenset({"0", "1"}),
    "maxnumber": frozenset({"1"}),
    "maxattempts": frozenset({"1"}),
    "texttype": frozenset({"text/plain", "text/html"}),
}
QTI12 = XmlConventions(
    means_nothing=lambda name, value: False,
    words={"solution": "A worked solution", "hint": "A hint", "rubric": "A rubric", "objectives": "Objectives"},
    flags=frozenset({"response_na"}),
    silent_attributes=_SILENT,
    attribute_defaults=_ATTRIBUTE_DEFAULTS,
)
_CC = {
    "cc.multiple_choice": "multiple_choice_question",
    "cc.multiple_response": "multiple_answers_question",
    "cc.true_false": "true_false_question",
    "cc.fib": "short_answer_question",
    "cc.pattern_match": "short_answer_question",
    "cc.essay": "essay_question",
}
_KNOWN_LABELS = frozenset(
    {
        *("question_type", "points_possible", "original_answer_ids", "assessment_question_identifierref"),
        *("cc_profile", "cc_weighting", "qmd_itemtype", "qmd_status", "cc_question_category"),
    }
)
_HTML = ("text/html", "text/xhtml", "html")
"""What `texttype` says of HTML, and `type` in the formatted text of Blackboard's own files."""
_LABEL_DEFAULTS = {"calculator_type": {"none"}, "qmd_computerscored": {"yes", "Yes"}, "is_quiz_question": {"true"}}
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_POINTED_AT = frozenset({"response_xy", "response_grp", "render_hotspot", "render_slider"})


@dataclass
class Condition:
    """One way of scoring: the values that must be given, those that must not, the limits of a number, the credit."""

    equal: list[tuple[str, str]] = field(default_factory=list)
    unequal: list[tuple[str, str]] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    """Words that the answer must hold somewhere."""
    least: float | None = None
    most: float | None = None
    margin: float | None = None
    is_percent: bool = False
    credit: float | None = None
    is_added: bool = False
    notes: list[str] = field(default_factory=list)
    is_case_sensitive: bool = False


class Qti12Item:
    """An item with its parts within reach.

    `markdown` makes Markdown of a piece of HTML, `media` gives the new address of an image. What is read is marked in
    `account`; the scoring is compared as a whole instead (`qti12_scoring`).
    """

    def __init__(
        self, element: Any, markdown: Callable[[str], str], media: Callable[[str], str], account: Account | None = None
    ) -> None:
        self.element, self.markdown, self.media = element, markdown, media
        self.account = account or Account(QTI12)
        self.doubt = ""
        entries = self._metadata()
        profile = entries.get("cc_profile", "").partition(".v0")[0]
        self.is_canvas = "question_type" in entries
        self.type = entries.get("question_type") or _CC.get(profile, "")
        presentation = child(element, "presentation")
        self.responses = list(below(presentation, *_RESPONSES)) if presentation is not None else []
        for response in self.responses:
            for label in below(response, "response_label") if name_of(response) != "response_lid" else ():
                self.account.attribute(label, "rshuffle")  # there is one field to type into
        self.prompt = "\n\n".join(self.words(part) for part in self._materials(presentation))
        self.most, given = most_points(element)
        self.points = number_of(entries.get("points_possible") or entries.get("cc_weighting") or given)
        self.conditions = [self._condition(part) for part in below(element, "respcondition")]
        self._feedback = {self.account.attribute(f, "ident"): f for f in children(element, "itemfeedback")}

    def _metadata(self) -> dict[str, str]:
        """The item's fields of metadata; those that mean something and have no place here are told."""
        entries = {}
        name = self.element.get("title") or self.element.get("ident") or "?"
        for found in below(self.element, "qtimetadatafield"):
            label = self.account.text(child(found, "fieldlabel"))
            entry = entries[label] = self.account.text(child(found, "fieldentry"))
            if (
                entry
                and label.lower() not in _KNOWN_LABELS
                and not (label in _LABEL_DEFAULTS and entry in _LABEL_DEFAULTS[label])
            ):
                self.account.tell(f"`{label}: {entry[:40]}`", name[:60], int(found.sourceline or 1))
        return entries

    def _materials(self, holder: Any) -> Iterator[Any]:
        for part in () if holder is None else holder:
            if name_of(part) == "material":
                yield part
            elif name_of(part) not in _RESPONSES:
                yield from self._materials(part)

    def words(self, material: Any) -> str:
        parts = []
        for text in below(material, "mattext", "matemtext", "mat_formattedtext"):
            self.account.text(text)
            for part in text.iterdescendants():
                for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                    self.account.attribute(part, key)
            if len(text):
                parts.append(self.markdown(inner_html(text)))
            elif (self.account.attribute(text, "texttype") or self.account.attribute(text, "type")).lower() in _HTML:
                parts.append(self.markdown(text.text or ""))
            else:
                parts.append(markdown_of_text((text.text or "").strip()))
        for image in below(material, "matimage"):
            if address := self.account.attribute(image, "uri"):
                label = markdown_of_text(self.account.attribute(image, "label") or self.account.text(image))
                parts.append(f"![{label}]({self.media(address)})")
        return "\n\n".join(part for part in parts if part)

    def said(self, note: str) -> str:
        """The feedback with this identifier; "" where there is none."""
        element = self._feedback.get(note)
        if element is None:
            return ""
        return "\n\n".join(words for material in below(element, "material") if (words := self.words(material)))

    def _condition(self, element: Any) -> Condition:
        made = Condition()
        for test in below(element, "varequal", "vargte", "vargt", "varlte", "varlt", "varsubstring"):
            kind, value = name_of(test), text_of(test)
            negated = any(name_of(parent) == "not" for parent in test.iterancestors())
            if kind == "varsubstring":
                made.within.append(value)
                made.is_case_sensitive |= test.get("case", "").lower() == "yes"
            elif kind == "varequal":
                (made.unequal if negated else made.equal).append((test.get("respident", ""), value))
                made.is_case_sensitive |= test.get("case", "").lower() == "yes"
                made.margin, made.is_percent = number_of(test.get("margin")), test.get("margintype") == "percent"
            elif kind in ("vargte", "vargt"):
                made.least = number_of(value)
            else:
                made.most = number_of(value)
        for setting in children(element, "setvar"):
            value_ = number_of(text_of(setting))
            if value_ is not None:
                made.credit = 100 * value_ / self.most
                made.is_added = setting.get("action", "Set") in ("Add", "Subtract")
                made.credit *= -1 if setting.get("action") == "Subtract" else 1
        made.notes = [note.get("linkrefid", "") for note in children(element, "displayfeedback")]
        return made

    def scoring(self) -> list[Condition]:
        return [condition for condition in self.conditions if condition.credit]

    def labels(self, response: Any) -> list[tuple[str, str]]:
        """Ident and words of each choice."""
        return [
            (
                self.account.attribute(label, "ident"),
                "\n\n".join(w for m in below(label, "material") if (w := self.words(m))),
            )
            for label in below(response, "response_label")
        ]

    def said_on(self, value: str) -> str:
        """Feedback on just this value."""
        for condition in self.conditions:
            is_alone = len(condition.equal) == 1 and not condition.unequal
            if is_alone and condition.equal[0][1] == value:
                for note in condition.notes:
                    if note not in _GENERAL and (words := self.said(note)):
                        return words
        return ""

    def general(self) -> dict[str, str]:
        found = {}
        for key, names in (
            ("general", ("general_fb", "general")),
            ("correct", ("correct_fb", "correct")),
            ("incorrect", ("general_incorrect_fb", "incorrect_fb", "incorrect")),
        ):
            text = next((words for name in names if (words := self.said(name))), "")
            if text:
                found[key] = text
        return found


_GENERAL = frozenset(
    {"general_fb", "correct_fb", "general_incorrect_fb", "incorrect_fb", "general", "correct", "incorrect"}
)


def fields_of(item: Qti12Item) -> dict[str, Any] | None:
    """The fields of a question; None where the item is of no kind that the model has."""
    fields: dict[str, Any] = {"prompt": item.prompt, "feedback": item.general()}
    type_, responses = item.type, item.responses
    choices = [response for response in responses if name_of(response) == "response_lid"]
    if type_ == "calculated_question":
        return calculated_fields(item, fields)
    if type_ == "file_upload_question":
        return {**fields, "kind": "essay", "submission": "file"}
    if any(name_of(part) in _POINTED_AT for response in responses for part in response.iter()):
        return None
    if type_ == "essay_question" or (not type_ and not item.scoring() and not choices):
        return {**fields, "kind": "essay", **_word_limits(item)}
    if type_ == "matching_question":
        return _matching(item, choices, fields)
    if type_ in ("fill_in_multiple_blanks_question", "multiple_dropdowns_question"):
        return _gaps(item, choices, fields, typed=type_.startswith("fill"))
    if len(choices) == 1:
        return _choices(item, choices[0], fields)
    if type_ == "numerical_question" or any(c.least is not None or c.most is not None for c in item.scoring()):
        return _numbers(item, fields)
    if len(responses) == 1 and not choices:
        return _words(item, fields)
    return None


def _word_limits(item: Qti12Item) -> dict[str, Any]:
    """New Quizzes' least number of words; its greatest has no place here."""
    response = next(iter(item.responses), None)
    if response is None or item.account.attribute(response, "word_limit_enabled") != "Yes":
        return {}
    least = number_of(item.account.attribute(response, "word_limit_min"))
    return {"least_words": int(least)} if least else {}


def _choices(item: Qti12Item, response: Any, fields: dict[str, Any]) -> dict[str, Any]:
    labels = item.labels(response)
    many = response.get("rcardinality", "Single") == "Multiple" or item.type == "multiple_answers_question"
    render = next(below(response, "render_choice"), None)
    is_fixed = render is not None and item.account.attribute(render, "shuffle").lower() == "no"
    scoring = item.scoring()
    credits: dict[str, float] = {}
    for condition in scoring:
        if many and not condition.is_added and (condition.credit or 0) >= 100:
            credits.update({value: 100.0 for _, value in condition.equal})
        elif len(condition.equal) == 1:
            credits[condition.equal[0][1]] = condition.credit or 0
    texts = [text.strip().lower() for _, text in labels]
    rights = [text for (id, _), text in zip(labels, texts, strict=True) if credits.get(id, 0) >= 100]
    if not many and sorted(texts) == ["false", "true"] and len(rights) == 1:
        said = {("correct" if credits.get(id, 0) >= 100 else "incorrect"): item.said_on(id) for id, _ in labels}
        return {
            **fields,
            "kind": "true_false",
            "answer": rights == ["true"],
            "feedback": said_together(said, fields["feedback"]),
        }
    is_weighted = many and any(condition.is_added for condition in scoring)
    made = []
    for id, text in labels:
        credit = credits.get(id, 0)
        is_right = credit > 0 if many else credit >= 100
        weight = {"credit": credit} if (credit and not is_right) or is_weighted else {}
        made.append({"text": text, "correct": is_right, "feedback": item.said_on(id), **weight})
    if is_weighted:
        from mooc_kit.quizzes.formats.gift import even_out

        even_out(made)
    kind = "multiple_response" if many else "multiple_choice"
    # Canvas gives part of the points whatever its conditions say; elsewhere they mean what they say.
    whole = {"partial": False} if many and not is_weighted and not item.is_canvas else {}
    return {**fields, "kind": kind, "choices": made, **whole, **({"shuffle": False} if is_fixed else {})}


def _words(item: Qti12Item, fields: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {}
    for condition in item.scoring():
        credit = min(condition.credit or 0, 100)
        for _, value in condition.equal:
            said = item.said_on(value)
            answers.setdefault(value, {"text": value.replace("*", "\\*"), "credit": credit, "feedback": said})
        for value in condition.within:
            text = f"*{value.replace('*', chr(92) + '*')}*"
            answers.setdefault(text, {"text": text, "credit": credit})
    for condition in item.conditions:  # A wrong answer that has something said to it.
        for _, value in condition.equal if not condition.credit else ():
            if said := item.said_on(value):
                answers.setdefault(value, {"text": value.replace("*", "\\*"), "credit": 0, "feedback": said})
    sensitive = any(condition.is_case_sensitive for condition in item.scoring())
    return {**fields, "kind": "short_answer", "answers": list(answers.values()), "case_sensitive": sensitive}


def _numbers(item: Qti12Item, fields: dict[str, Any]) -> dict[str, Any]:
    from mooc_kit.quizzes.formats.gift import split_numbers

    rules = []
    for condition in item.scoring():
        exact = next((number for _, value in condition.equal if (number := number_of(value)) is not None), None)
        said = next((words for n in condition.notes if n not in _GENERAL and (words := item.said(n))), "")
        least, most = condition.least, condition.most
        if exact is not None and condition.margin is not None:
            key = "tolerance_percent" if condition.is_percent else "tolerance"
            rule: dict[str, Any] = {"answer": exact, key: condition.margin}
        elif exact is not None:
            far = max([abs(exact - limit) for limit in (least, most) if limit is not None] or [0])
            rule = {"answer": exact, "tolerance": float(f"{far:.12g}")}
        else:
            rule = {"least": least, "most": most}
        rules.append({**rule, "credit": min(condition.credit or 0, 100), "feedback": said})
    made = split_numbers(rules)
    return {**fields, **made, "feedback": said_together(made.get("feedback", {}), fields["feedback"])}


def _matching(item: Qti12Item, responses: list[Any], fields: dict[str, Any]) -> dict[str, Any]:
    right = {where: value for condition in item.scoring() for where, value in condition.equal}
    pairs, used, every = [], set(), {}
    for response in responses:
        labels = dict(item.labels(response))
        every.update(labels)
        ident = response.get("ident", "")
        left = "\n\n".join(item.words(m) for m in children(response, "material"))
        if right.get(ident) in labels:
            used.add(labels[right[ident]])
            pairs.append({"left": left, "right": labels[right[ident]]})
    rest = [text for text in dict.fromkeys(every.values()) if text not in used]
    return {**fields, "kind": "matching", "pairs": pairs, "distractors": rest}


def _gaps(item: Qti12Item, responses: list[Any], fields: dict[str, Any], *, typed: bool) -> dict[str, Any]:
    credits: dict[tuple[str, str], float] = {
        pair: condition.credit or 0 for condition in item.scoring() for pair in condition.equal
    }
    worth: dict[str, float] = {}
    text = re.sub(r"\\([\[\]_])", r"\1", fields["prompt"])
    blanks: dict[str, Any] = {}
    for number, response in enumerate(responses, start=1):
        ident = response.get("ident", "")
        name = ident.removeprefix("response_")
        labels = item.labels(response)
        if f"[{name}]" not in text or not labels:
            continue
        holder = child(response, "material")
        if text_of(holder) == name:
            item.account.text(holder)  # the name once more
        text = text.replace(f"[{name}]", f"[[#gap-{number}]]", 1)
        worth[f"gap-{number}"] = max(credits.get((ident, id), 0) for id, _ in labels)
        is_menu = not typed or any(
            item.account.attribute(label, "answer_type") in ("dropdown", "wordbank")
            for label in below(response, "response_label")
        )
        right = [credits.get((ident, id), 0) > 0 for id, _ in labels]
        answers = [{"text": words, "feedback": item.said_on(id)} for id, words in labels]
        if is_menu:
            blanks[f"gap-{number}"] = {
                "choices": [{**answer, "correct": is_right} for answer, is_right in zip(answers, right, strict=True)]
            }
        else:
            # Canvas takes every answer to a gap, and names the first in its scoring.
            taken = [a for a, is_right in zip(answers, right, strict=True) if is_right or item.is_canvas]
            said = [answer for answer in taken or answers if answer["text"].strip()]  # Canvas keeps fields left empty
            blanks[f"gap-{number}"] = {"answers": said}
    for gap, weight in _weights(worth).items():
        blanks[gap]["weight"] = weight
    return {**fields, "kind": "fill_blanks", "text": text, "blanks": blanks, "prompt": "Fill in the gaps."}


def _weights(worth: Mapping[str, float]) -> dict[str, int]:
    """What gaps count beside each other, as whole numbers; nothing where they count alike or no whole numbers fit."""
    least = min(worth.values(), default=0)
    if least <= 0 or max(worth.values()) < least * 1.01:
        return {}
    for times in range(1, 13):
        found = {gap: value / least * times for gap, value in worth.items()}
        if all(abs(weight - round(weight)) < 0.02 and weight < 100.5 for weight in found.values()):
            return {gap: round(weight) for gap, weight in found.items()}
    return {}
