"""QTI 2.1 and 3.0 items: what an item asks and how it scores, as fields of a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from mooc_kit.quizzes.answers import said_together
from mooc_kit.quizzes.formats.gift import even_out
from mooc_kit.quizzes.formats.qti2_evaluated import evaluated
from mooc_kit.quizzes.formats.qti2_leftovers import is_for_candidates
from mooc_kit.quizzes.formats.qti2_processing import Unreadable, attribute, local
from mooc_kit.quizzes.formats.qti2_scoring import Key, disagreement, feedback_elements, gap_disagreement
from mooc_kit.quizzes.formats.safe_xml import inner_html, name_of, number_of, text_of
from mooc_kit.quizzes.model import Question

_PARTS = frozenset(
    {"prompt", "simpleChoice", "inlineChoice", "feedbackInline", "feedbackBlock", "rubricBlock", "templateInline"}
)


def named(element: Any, *names: str) -> Iterator[Any]:
    for found in element.iter():
        if local(found) in names:
            yield found


class Qti2Item:
    """An item with its declarations and interactions within reach; `markdown` makes Markdown of its HTML."""

    def __init__(self, element: Any, markdown: Callable[[str], str]) -> None:
        self.element, self.markdown = element, markdown
        self.body = next(named(element, "itemBody"), None)
        self._key: Key | None = None
        self.unsure: list[Any] = []
        """Modal feedback whose name does not tell to whom it is shown."""
        self.declared = {attribute(d, "identifier"): d for d in named(element, "responseDeclaration")}
        self.interactions = [
            found
            for found in (self.body.iter() if self.body is not None else ())
            if local(found).endswith("Interaction")
        ]

    def words(self, element: Any | None) -> str:
        return self.markdown(inner_html(element)) if element is not None else ""

    def right(self, interaction: Any) -> list[str]:
        declaration = self.declared.get(attribute(interaction, "responseIdentifier"))
        correct = next(named(declaration, "correctResponse"), None) if declaration is not None else None
        return [text_of(value) for value in named(correct, "value")] if correct is not None else []

    def mapped(self, interaction: Any) -> dict[str, float]:
        declaration = self.declared.get(attribute(interaction, "responseIdentifier"))
        if declaration is None:
            return {}
        entries = named(declaration, "mapEntry")
        return {attribute(e, "mapKey"): number_of(attribute(e, "mappedValue")) or 0 for e in entries}

    def base_type(self, interaction: Any) -> str:
        declaration = self.declared.get(attribute(interaction, "responseIdentifier"))
        return attribute(declaration, "baseType") if declaration is not None else ""

    def points(self) -> float | None:
        """The most points: MAXSCORE, or SCORE's normal maximum, or what the mappings add up to."""
        for declaration in named(self.element, "outcomeDeclaration"):
            if attribute(declaration, "identifier") == "MAXSCORE":
                value = next(named(declaration, "value"), None)
                if value is not None and (number_of(text_of(value)) or 0) > 0:
                    return number_of(text_of(value))
        for declaration in named(self.element, "outcomeDeclaration"):
            most = number_of(attribute(declaration, "normalMaximum"))
            if attribute(declaration, "identifier") == "SCORE" and most:
                return most
        total = sum(self._most(interaction) for interaction in self.interactions)
        return total or None

    def _most(self, interaction: Any) -> float:
        values = [value for value in self.mapped(interaction).values() if value > 0]
        is_single = attribute(interaction, "maxChoices") == "1" or local(interaction) in (
            "textEntryInteraction",
            "inlineChoiceInteraction",
        )
        return (max(values, default=0) if is_single else sum(values)) if values else 0

    def feedback(self) -> dict[str, str]:
        """Modal feedback by what its identifier or outcome tells about when it is shown."""
        found: dict[str, str] = {}
        for modal in feedback_elements(self.element):
            identifier = f"{attribute(modal, 'identifier')} {attribute(modal, 'outcomeIdentifier')}".lower()
            content = next(named(modal, "contentBody"), modal)
            words = ("incorrect", "wrong", "partial", "correct", "general")
            key = next((word for word in words if word in identifier), "").replace("wrong", "incorrect")
            if key and key not in found:
                found[key] = self.words(content)
            else:
                self.unsure.append(modal)
        return found

    def key(self, interaction: Any) -> Key:
        self._key = Key(self.element, interaction)
        return self._key

    def modal_words(self, modal: Any) -> str:
        return self.words(next(named(modal, "contentBody"), modal))

    def unplaced(self) -> list[str]:
        """The words of modal feedback of which it is not clear to whom it is shown."""
        found = [*self.unsure, *(self._key.unplaced if self._key is not None else ())]
        return [words for modal in found if (words := self.modal_words(modal))]

    def modal_for(self, identifier: str) -> str:
        for modal in named(self.element, "modalFeedback"):
            if attribute(modal, "identifier") in (identifier, f"feedback-{identifier}", f"{identifier}-feedback"):
                return self.words(next(named(modal, "contentBody"), modal))
        return ""

    def prompt(self) -> str:
        """The text of the body without its interactions; their own prompts belong to it."""
        if self.body is None:
            return ""
        parts = [self.words(rubric) for rubric in named(self.body, "rubricBlock") if is_for_candidates(rubric)]
        parts.append(self.markdown("".join(_html_without(self.body))))
        parts += [self.words(prompt) for prompt in named(self.body, "prompt")]
        return "\n\n".join(part for part in parts if part)


def fields_of(item: Qti2Item) -> dict[str, Any] | None:
    """The fields of a question; None where the item is of no kind that the model has."""
    kinds = [local(found).removesuffix("Interaction") for found in item.interactions]
    kinds = [kind for kind in kinds if kind != "endAttempt"]
    common: dict[str, Any] = {"prompt": item.prompt(), "feedback": item.feedback()}
    if (points := item.points()) is not None and points > 0:
        common["points"] = points
    if kinds and set(kinds) <= {"textEntry", "inlineChoice"} and (len(kinds) > 1 or kinds[0] == "inlineChoice"):
        return {**common, **_gaps(item)}
    if len(kinds) != 1:
        return None
    interaction = next(found for found in item.interactions if local(found) == f"{kinds[0]}Interaction")
    make = {
        "choice": _choices,
        "textEntry": _entry,
        "extendedText": _essay,
        "upload": _upload,
        "match": _matching,
        "order": _ordering,
    }.get(kinds[0])
    if make is None:
        return None
    made = {**common, **make(item, interaction, common)}
    try:
        found = evaluated(item.key(interaction), made, item.right(interaction), item.modal_words)
    except Unreadable:
        return made  # the check of the scoring tells it
    if "feedback" in found:
        item.unsure.clear()
    return {**made, **found}


def forms_of(item: Qti2Item) -> dict[str, Any]:
    """What responses are called in an item with one interaction: choices, items in their right order, pairs."""
    (interaction,) = [found for found in item.interactions if local(found) != "endAttemptInteraction"]
    choices = {attribute(c, "identifier"): item.words(c) for c in interaction if local(c) == "simpleChoice"}
    sets = [found for found in interaction if local(found) == "simpleMatchSet"]
    texts = [{attribute(c, "identifier"): item.words(c) for c in one} for one in sets]
    lefts, rights = texts if len(texts) == 2 else ({}, {})
    right = [tuple(value.split()[:2]) for value in item.right(interaction) if len(value.split()) > 1]
    right = [(one, other) if one in lefts else (other, one) for one, other in right]
    asked = [left for left, _ in right]
    items = [id for id in item.right(interaction) if id in choices]
    return {"choices": choices, "lefts": lefts, "rights": rights, "right": right, "asked": asked, "items": items}


def scoring_doubt(item: Qti2Item, question: Question) -> str:
    """Why the item's scoring is not the question's; "" where it is."""
    interactions = [found for found in item.interactions if local(found) != "endAttemptInteraction"]
    if question.kind == "fill_blanks":
        return gap_disagreement(
            item.element, [(attribute(i, "responseIdentifier"), item.right(i)) for i in interactions], question
        )
    return disagreement(Key(item.element, interactions[0]), question, forms_of(item))


def _choices(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    right, mapped = item.right(interaction), item.mapped(interaction)
    declaration = item.declared.get(attribute(interaction, "responseIdentifier"))
    many = attribute(interaction, "maxChoices") not in ("1", "") or (
        declaration is not None and attribute(declaration, "cardinality") == "multiple"
    )
    shuffle = {"shuffle": attribute(interaction, "shuffle") == "true"}
    found = []
    total = max(mapped.values(), default=0) if not many else sum(value for value in mapped.values() if value > 0)
    for choice in (c for c in interaction if local(c) == "simpleChoice"):
        id = attribute(choice, "identifier")
        notes = [item.words(note) for note in named(choice, "feedbackInline")]
        text = item.markdown("".join(_html_without(choice)))
        said = "\n\n".join(notes) or item.modal_for(id)
        entry: dict[str, Any] = {"text": text, "correct": id in right, "feedback": said}
        if mapped and total > 0:
            credit = 100 * mapped.get(id, 0) / total
            if many or 0 != credit < 100:
                entry["credit"] = round(credit, 5)
            entry["correct"] = credit > 0 if many else credit >= 100
        found.append(entry)
    texts = sorted(entry["text"].strip().lower() for entry in found)
    rights = [entry for entry in found if entry["correct"]]
    if not many and texts == ["false", "true"] and len(rights) == 1:
        own = {("correct" if e["correct"] else "incorrect"): e["feedback"] for e in found if e["feedback"]}
        feedback = said_together(own, common["feedback"])
        return {"kind": "true_false", "answer": rights[0]["text"].strip().lower() == "true", "feedback": feedback}
    if many and mapped:
        even_out(found)
    return {
        "kind": "multiple_response" if many else "multiple_choice",
        "choices": found,
        **shuffle,
        **({"partial": False} if many and not mapped else {}),
    }


def _entry(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    right, mapped = item.right(interaction), item.mapped(interaction)
    if item.base_type(interaction) in ("float", "integer"):
        return {"kind": "numerical", **_number(item, right)}
    most = max(mapped.values(), default=0)
    answers = [
        {"text": key.replace("*", "\\*"), "credit": round(100 * value / most, 5)}
        for key, value in mapped.items()
        if most > 0 and value > 0
    ]
    known = {answer["text"] for answer in answers}
    starred = [text.replace("*", "\\*") for text in right]
    answers = [*({"text": text, "credit": 100} for text in starred if text not in known), *answers]
    declaration = item.declared.get(attribute(interaction, "responseIdentifier"))
    entries = list(named(declaration, "mapEntry")) if declaration is not None else []
    folded = any(attribute(entry, "caseSensitive") == "false" for entry in entries)
    return {"kind": "short_answer", "answers": answers, "case_sensitive": bool(entries) and not folded}


def _number(item: Qti2Item, right: list[str]) -> dict[str, Any]:
    """The number, with the tolerance or the range that the processing of responses compares with."""
    answer = number_of(right[0]) if right else None
    for test in named(item.element, "equal"):
        mode = attribute(test, "toleranceMode")
        said = map(number_of, attribute(test, "tolerance").split())
        margins = [abs(value) for value in said if value is not None]
        if mode == "absolute" and margins:
            return {"answer": answer, "tolerance": max(margins)}
        if mode == "relative" and margins:
            return {"answer": answer, "tolerance_percent": max(margins)}
    low = [number_of(text_of(v)) for test in named(item.element, "gte", "gt") for v in named(test, "baseValue")]
    high = [number_of(text_of(v)) for test in named(item.element, "lte", "lt") for v in named(test, "baseValue")]
    if low and high and low[0] is not None and high[0] is not None:
        return {"least": low[0], "most": high[0]}
    return {"answer": answer}


def _essay(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    right = item.right(interaction)
    return {"kind": "essay", **({"model_answer": right[0]} if right else {})}


def _upload(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "essay", "submission": "file"}


def _matching(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    sets = [found for found in interaction if local(found) == "simpleMatchSet"]
    texts = {attribute(c, "identifier"): item.words(c) for c in named(interaction, "simpleAssociableChoice")}
    lefts = [attribute(c, "identifier") for c in sets[0]] if sets else []
    rights = [attribute(c, "identifier") for c in sets[1]] if len(sets) > 1 else []
    pairs, used = [], set()
    for value in item.right(interaction):
        left, _, right = value.partition(" ")
        if left not in lefts and right in lefts:
            left, right = right, left
        pairs.append({"left": texts.get(left, ""), "right": texts.get(right.strip(), "")})
        used.add(right.strip())
    rest = [texts[id] for id in rights if id in texts and id not in used]
    return {"kind": "matching", "pairs": pairs, "distractors": rest}


def _ordering(item: Qti2Item, interaction: Any, common: dict[str, Any]) -> dict[str, Any]:
    texts = {attribute(c, "identifier"): item.words(c) for c in interaction if local(c) == "simpleChoice"}
    return {"kind": "ordering", "items": [texts[id] for id in item.right(interaction) if id in texts]}


def _gaps(item: Qti2Item) -> dict[str, Any]:
    blanks: dict[str, Any] = {}
    names: dict[int, str] = {}
    for number, interaction in enumerate(item.interactions, start=1):
        right, name = item.right(interaction), f"gap-{number}"
        names[id(interaction)] = name
        if local(interaction) == "inlineChoiceInteraction":
            choices = [(attribute(c, "identifier"), item.words(c)) for c in named(interaction, "inlineChoice")]
            blanks[name] = {"choices": [{"text": words, "correct": key in right} for key, words in choices]}
        elif item.base_type(interaction) in ("float", "integer"):
            blanks[name] = {"numbers": [{"answer": number_of(value)} for value in right]}
        else:
            mapped = [key for key, value in item.mapped(interaction).items() if value > 0]
            blanks[name] = {"answers": [text.replace("*", "\\*") for text in dict.fromkeys([*right, *mapped])]}
    marks = {key: f"\ue030{name}\ue031" for key, name in names.items()}
    html = "".join(_html_without(item.body, marks)) if item.body is not None else ""
    text = re.sub("\ue030(.+?)\ue031", r"[[#\1]]", item.markdown(html))
    prompts = [item.words(prompt) for prompt in named(item.body, "prompt")] if item.body is not None else []
    prompt = "\n\n".join(prompts) or "Fill in the gaps."
    return {"kind": "fill_blanks", "text": text, "blanks": blanks, "prompt": prompt}


def _html_without(element: Any, marks: dict[int, str] | None = None) -> Iterator[str]:
    """The content of `element` as HTML without interactions, prompts and feedback; `marks` stand for interactions."""
    yield _escaped(element.text)
    for part in element:
        name = local(part)
        if name.endswith("Interaction"):
            yield (marks or {}).get(id(part), "")
        elif name not in _PARTS and name:
            yield from _wrapped(part, marks)
        yield _escaped(part.tail)


def _wrapped(part: Any, marks: dict[int, str] | None) -> Iterator[str]:
    name = name_of(part)
    attributes = "".join(
        f' {key.rpartition("}")[2]}="{_escaped(value).replace(chr(34), "&quot;")}"' for key, value in part.items()
    )
    yield f"<{name}{attributes}>"
    if name not in ("br", "hr", "img", "col"):
        yield from _html_without(part, marks)
        yield f"</{name}>"


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
