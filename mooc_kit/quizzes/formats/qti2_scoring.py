"""QTI answer key: what response processing gives for each answer, or that it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from mooc_kit.quizzes.answers import share
from mooc_kit.quizzes.formats.qti2_processing import Processing, Unreadable, attribute, local, simple_pattern
from mooc_kit.quizzes.formats.safe_xml import text_of
from mooc_kit.quizzes.model import Question
from mooc_kit.quizzes.scoring import scores_alike

_NEAR = 1e-4
_MOST_SUBSETS = 200
_FEEDBACK = frozenset({"modalFeedback", "feedbackBlock", "feedbackInline"})
_NOBODY_WRITES = "\u2603 \u2603"


class Key:
    """How the one interaction of an item, whose response is called `name`, is scored."""

    def __init__(self, item: Any, interaction: Any) -> None:
        self.item, self.interaction = item, interaction
        self.processing = Processing(item)
        self.name = attribute(interaction, "responseIdentifier")
        self.kind = local(interaction).removesuffix("Interaction")
        declaration = self.processing.declared.get(self.name)
        self.is_many = declaration is not None and attribute(declaration, "cardinality") in ("multiple", "ordered")
        self.type = attribute(declaration, "baseType") if declaration is not None else ""
        self.modals = feedback_elements(item)
        self.unplaced: list[Any] = []
        """Modal feedback of which it is not clear to whom it is shown."""

    @property
    def is_mapped(self) -> bool:
        """Whether a mapping gives the points, and not the whole answer alone."""
        rules = self.processing.rules
        inside = rules.iter() if rules is not None else ()
        return self.processing.template.startswith("map_response") or any(local(p) == "mapResponse" for p in inside)

    def outcomes(self, response: Any) -> dict[str, Any]:
        """Raises Unreadable."""
        return self.processing.run({self.name: response})

    @property
    def _score(self) -> str:
        """The outcome that is the score: SCORE, or the only number that there is."""
        numbers = [
            name
            for name, declared in self.processing.outcomes.items()
            if attribute(declared, "baseType") in ("float", "integer") and name != "MAXSCORE"
        ]
        return numbers[0] if "SCORE" not in numbers and len(numbers) == 1 else "SCORE"

    def points(self, response: Any) -> float:
        found = self.outcomes(response).get(self._score)
        if not isinstance(found, float | int):
            raise Unreadable("no outcome SCORE but other ones")
        return float(found)

    def shown(self, response: Any) -> list[Any]:
        """The modal feedbacks that the response brings."""
        values = self.outcomes(response)
        made = []
        for modal in self.modals:
            value = values.get(attribute(modal, "outcomeIdentifier"))
            holds = attribute(modal, "identifier") in (value if isinstance(value, list) else [value])
            if holds == (attribute(modal, "showHide") != "hide"):
                made.append(modal)
        return made

    def texts(self) -> Iterator[tuple[str, str]]:
        """What the item compares a typed text with: an answer, with `*` for any letters, and a text that fits it."""
        found: list[str] = []
        declaration = self.processing.declared.get(self.name)
        if declaration is not None:
            found += [text_of(part) for part in declaration.iter() if local(part) == "value"]
            found += [attribute(part, "mapKey") for part in declaration.iter() if local(part) == "mapEntry"]
        rules = self.processing.rules
        for part in rules.iter() if rules is not None else ():
            if local(part) == "baseValue" and attribute(part, "baseType") == "string":
                found.append(text_of(part))
            elif local(part) == "patternMatch" and (made := simple_pattern(attribute(part, "pattern"))) is not None:
                yield made, made.replace("\\*", "\ue000").replace("*", "").replace("\ue000", "*")
        for text in dict.fromkeys(found):
            yield text.replace("*", "\\*"), text


def feedback_elements(item: Any) -> list[Any]:
    """What an item says after an answer, beside its body and in it; what stands in a choice belongs to that."""
    return [
        part
        for part in item.iter()
        if local(part) in _FEEDBACK
        and not any(local(above) in ("simpleChoice", "inlineChoice") for above in part.iterancestors())
    ]


def typed_answers(key: Key, words: Callable[[Any], str]) -> dict[str, Any]:
    """The answers of a short answer, in the order in which the item names them, and the feedback on anything else.

    Raises Unreadable.
    """
    candidates = list(dict(key.texts()).items())
    worth = {answer: key.points(sample) for answer, sample in candidates}
    most = max([*worth.values(), 0])
    if most <= 0:
        return {"answers": [], "feedback": {}}
    shown = {answer: key.shown(sample) for answer, sample in candidates}
    otherwise = key.shown(_NOBODY_WRITES)
    full = [answer for answer, points in worth.items() if points >= most - _NEAR]
    always = [modal for modal in key.modals if modal in otherwise and all(modal in s for s in shown.values())]
    right = [
        modal
        for modal in key.modals
        if modal not in always
        and all(modal in shown[a] for a in full)
        and modal not in otherwise
        and all(modal not in s for a, s in shown.items() if a not in full)
    ]
    wrong = [modal for modal in otherwise if modal not in always]
    answers = []
    for answer, points in worth.items():
        own = [modal for modal in shown[answer] if modal not in (*always, *right)]
        if points > 0 or own != wrong:
            said = _said(own if points > 0 else [m for m in own if m not in wrong], words)
            answers.append({"text": answer, "credit": percent(points, most), "feedback": said})
    feedback = {"general": _said(always, words), "correct": _said(right, words), "incorrect": _said(wrong, words)}
    sample = next(iter(s for a, s in candidates if a in full), "")
    folded = any(key.points(form) >= most - _NEAR for form in {sample.swapcase(), sample.upper()} - {sample})
    return {"answers": answers, "feedback": feedback, "case_sensitive": sample.swapcase() != sample and not folded}


def choice_credits(key: Key, ids: list[str]) -> dict[str, float]:
    """What each choice is worth, in percent of the most points. Raises Unreadable."""
    if not key.is_many:
        worth = {id: key.points(id) for id in ids}
        most = max([*worth.values(), 0])
        return {id: percent(points, most) for id, points in worth.items()}
    declaration = key.processing.declared[key.name]
    mapping = next((part for part in declaration if local(part) == "mapping"), None)
    default = float(attribute(mapping, "defaultValue") or 0) if mapping is not None else 0
    entries = (
        {attribute(e, "mapKey"): float(attribute(e, "mappedValue") or 0) for e in mapping}
        if mapping is not None
        else {}
    )
    worth = {id: entries.get(id, default) for id in ids}
    most = sum(points for points in worth.values() if points > 0)
    return {id: percent(points, most) for id, points in worth.items()}


def percent(points: float, most: float) -> float:
    """Points as percent of the most points; thirds and the like are what they stand for, however often rounded."""
    return round(100 * float(share(100 * points / most)), 5) if most > 0 else 0


def _said(modals: list[Any], words: Callable[[Any], str]) -> str:
    return "\n\n".join(text for modal in modals if (text := words(modal)))


def disagreement(key: Key, question: Question, forms: Mapping[str, Any]) -> str:
    """Why the question would not score as the item does; "" where every response that was tried scores alike.

    `forms` are what responses are called in the item, in the order of the question's parts.
    """
    if not key.processing.scores:
        return "" if question.kind == "essay" else "It has no response processing."
    if question.kind == "essay":
        return ""
    try:
        tried = list(_responses(key, question, forms))
        points = [key.points(theirs) for theirs, _ in tried]
    except Unreadable as error:
        return f"It uses {error}, which is not evaluated here."
    most = max(points, default=0)
    if most <= 0:
        return "No response that was tried gets points."
    worth = [(ours, max(got, 0) / most) for (_, ours), got in zip(tried, points, strict=True)]
    alike = scores_alike(question, worth, _NEAR)
    return "" if alike else "It gives other points for some answers than a question here can."


def gap_disagreement(item: Any, rights: list[tuple[str, list[str]]], question: Question) -> str:
    """The same for a text with gaps: all of them right, and each of them alone."""
    processing = Processing(item)
    if not processing.scores:
        return "It has no response processing."
    numeric = {
        name
        for name, declared in processing.declared.items()
        if attribute(declared, "baseType") in ("float", "integer")
    }
    given: dict[str, Any] = {}
    for name, values in rights:
        if not values:
            return "A gap has no right answer."
        given[name] = float(values[0]) if name in numeric else values[0]
    gaps = question.gaps()  # type: ignore[union-attr]
    try:
        most = processing.run(given).get("SCORE")
        if not isinstance(most, float) or most <= 0:
            return "All right answers together give no points."
        for gap, name in zip(gaps, given, strict=True):
            alone = processing.run({name: given[name]}).get("SCORE")
            share = gap.weight / sum(other.weight for other in gaps)
            if not isinstance(alone, float) or abs(alone / most - share) > _NEAR:
                return "It gives other points for some gaps than a question here can."
    except Unreadable as error:
        return f"It uses {error}, which is not evaluated here."
    except (TypeError, ValueError):
        return "It does not fit its values."
    return ""


def _responses(key: Key, question: Question, forms: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Responses to try: as the item takes them, and as `score` does."""
    match question.kind:
        case "multiple_choice":
            yield from ((id, number) for number, id in enumerate(forms["choices"]))
        case "true_false":
            yield from ((id, words.strip().lower() == "true") for id, words in forms["choices"].items())
        case "multiple_response":
            ids = list(forms["choices"])
            # n choices have 2**n sets: the smallest are tried, and those that matter most whatever their size.
            sets = (chosen for size in range(len(ids) + 1) for chosen in combinations(range(len(ids)), size))
            every = [chosen for chosen, _ in zip(sets, range(_MOST_SUBSETS), strict=False)]
            right = tuple(n for n, choice in enumerate(question.choices) if choice.gives)
            for chosen in dict.fromkeys([*every, right, tuple(range(len(ids)))]):
                yield [ids[n] for n in chosen] or None, list(chosen)
        case "short_answer":
            yield from ((sample, sample) for _, sample in key.texts())
            yield _NOBODY_WRITES, _NOBODY_WRITES
        case "numerical":
            rules = question.numbers()
            for rule in rules:
                low, high = rule.bounds()
                far = max(abs(high - low), 1)
                # At the edges, in the middle and well outside: where two ways of writing a rule would differ.
                for value in (low, high, (low + high) / 2, low - far, high + far):
                    yield value, value
        case "matching":
            lefts, rights = forms["lefts"], forms["rights"]
            pairs = [(left, right) for left in lefts for right in rights]
            for chosen in ([], *[[pair] for pair in pairs], forms["right"], forms["right"][:1], forms["right"][1:]):
                given = {left: rights[right] for left, right in chosen}
                yield (
                    [f"{left} {right}" for left, right in chosen] or None,
                    [given.get(left) for left in forms["asked"]],
                )
        case "ordering":
            ids = forms["items"]
            yield list(ids), list(range(len(ids)))
            yield list(reversed(ids)), list(reversed(range(len(ids))))
