"""Response processing of QTI 1.2: what an item gives for a response, and whether a question here gives the same.

Source: IMS QTI ASI information model 1.2, "response processing"; how Canvas compares words and numbers is its own
importer's way. What is not evaluated here raises `Unreadable`, so that no key is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from mooc_kit.quizzes.formats.safe_xml import below, children, name_of, text_of
from mooc_kit.quizzes.model import Question
from mooc_kit.quizzes.scoring import scores_alike

Given = Mapping[str, Sequence[str]]
"""What somebody answered: response identifier -> values."""
_TESTS = {"varequal", "vargte", "vargt", "varlte", "varlt", "varsubstring"}
_KNOWN = frozenset({"respident", "case", "index", "margintype", "margin"})
_NEAR = 0.02
_MOST_SUBSETS = 300
_NOBODY_WRITES = "nobody writes this"


class Unreadable(ValueError):
    """A part of the scoring that is not evaluated here; its text names the part."""


def points_for(item: Any, given: Given) -> float:
    """What the item gives for the responses. Raises Unreadable."""
    variables: dict[str, float] = {
        var.get("varname", "SCORE"): _number(var.get("defaultval")) or 0 for var in below(item, "decvar")
    }
    typed = {response.get("ident", "") for response in below(item, "response_str", "response_num")}
    for processing in children(item, "resprocessing"):
        answered = False
        for condition in children(processing, "respcondition"):
            holder = next(children(condition, "conditionvar"), None)
            if holder is None or not _all_hold(holder, typed, given, answered=answered):
                continue
            answered = True
            for setting in children(condition, "setvar"):
                _set(variables, setting)
            # Canvas leaves `continue` out and adds all the same, so what only adds never ends it.
            adds = all(setting.get("action") == "Add" for setting in children(condition, "setvar"))
            if condition.get("continue", "Yes" if adds else "No").lower() == "no":
                break
    if not variables:
        raise Unreadable("no variable for the score")
    return variables.get("SCORE", next(iter(variables.values())))


def _set(variables: dict[str, float], setting: Any) -> None:
    name, value = setting.get("varname", "SCORE"), _number(text_of(setting))
    if value is None:
        raise Unreadable(f"`setvar` with {text_of(setting)[:40]!r}")
    before = variables.get(name, 0)
    action = setting.get("action", "Set")
    results = {"Set": value, "Add": before + value, "Subtract": before - value, "Multiply": before * value}
    if action not in results:
        raise Unreadable(f"`setvar` with {action!r}")
    variables[name] = results[action]


def _parts(holder: Any) -> Iterator[Any]:
    return (part for part in holder if name_of(part))


def _all_hold(holder: Any, typed: Collection[str], given: Given, *, answered: bool) -> bool:
    """Whether all parts of a condition hold; several texts for one typed answer are alternatives.

    They could never hold together, and Canvas, Moodle and cc2olx write and read them so.
    """
    alternatives: dict[str, list[bool]] = {}
    for test in _parts(holder):
        holds = _holds(test, given, answered=answered)
        where = test.get("respident", "") if name_of(test) == "varequal" and not test.get("index") else ""
        if where in typed:
            alternatives.setdefault(where, []).append(holds)
        elif not holds:
            return False
    return all(map(any, alternatives.values()))


def _holds(test: Any, given: Given, *, answered: bool) -> bool:
    name = name_of(test)
    if name in ("and", "or"):
        found = [_holds(part, given, answered=answered) for part in _parts(test)]
        return all(found) if name == "and" else any(found)
    if name == "not":
        return not all(_holds(part, given, answered=answered) for part in _parts(test))
    if name == "other":
        return not answered
    if name == "unanswered":
        return not any(given.get(test.get("respident", ""), ()))
    strange = [key for key in test.keys() if key not in _KNOWN]  # noqa: SIM118  # an element's keys are its attributes'
    if name not in _TESTS or strange:
        raise Unreadable(f"`{name}{''.join(f' {key}' for key in strange)}`")
    return any(_fits(name, value, test) for value in given.get(test.get("respident", ""), ()))


def _fits(name: str, value: str, test: Any) -> bool:
    wanted = text_of(test)
    if name in ("varequal", "varsubstring"):
        if test.get("case", "No").lower() != "yes":
            value, wanted = value.casefold(), wanted.casefold()
        if name == "varsubstring":
            return wanted in value
        ours, theirs = _number(value), _number(wanted)
        if ours is None or theirs is None:
            return value.strip() == wanted.strip()
        margin = (_number(test.get("margin")) or 0) * (abs(theirs) / 100 if test.get("margintype") == "percent" else 1)
        return abs(ours - theirs) <= margin * (1 + 1e-12)
    ours, theirs = _number(value), _number(wanted)
    if ours is None or theirs is None:
        return False
    return {"vargte": ours >= theirs, "vargt": ours > theirs, "varlte": ours <= theirs, "varlt": ours < theirs}[name]


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").strip())
    except ValueError:
        return None


# fmt: off
_OF_SCORING = frozenset((
    "resprocessing", "outcomes", "decvar", "interpretvar", "respcondition", "conditionvar", "and", "or", "not", "other",
    "unanswered", "varequal", "varlt", "varlte", "vargt", "vargte", "varsubset", "varsubstring", "varinside",
    "durequal", "durlt", "durlte", "durgt", "durgte", "setvar", "displayfeedback", "qticomment", "respcond_extension",
))
# fmt: on


def strangers(element: Any) -> Iterator[tuple[str, int]]:
    """What stands in the scoring of an item and is no part of one, with its line."""
    for processing in below(element, "resprocessing"):
        for part in processing.iter():
            if name_of(part) and name_of(part) not in _OF_SCORING and (part.attrib or text_of(part)):
                yield f"`{name_of(part)}: {text_of(part)[:40]}` in the scoring", int(part.sourceline or 1)


def scoring_doubt(item: Any, question: Question) -> str:
    """Why the question does not score as the item does; "" where it does, for every response that was tried."""
    element = item.element
    if question.kind == "essay" and any(text_of(test) for test in below(element, *_TESTS)):
        return "It names answers, and nothing says which of them is right."
    if question.kind in ("essay", "calculated"):
        return ""
    if not any(True for _ in below(element, "setvar")):
        return "It has no response processing."
    try:
        tried = list(_responses(item, question))
        points = [points_for(element, theirs) for theirs, _ in tried]
    except Unreadable as error:
        return f"It uses {error}, which is not evaluated here."
    most = max([*points, item.most if question.kind in ("multiple_choice", "multiple_response") else 0])
    if max(points, default=0) <= 0:
        return "No response that was tried gets points."
    worth = [(ours, max(got, 0) / most) for (_, ours), got in zip(tried, points, strict=True)]
    alike = scores_alike(question, worth, _NEAR)
    return "" if alike else "It gives other points for some answers than a question here can."


def _responses(item: Any, question: Question) -> Iterator[tuple[Given, Any]]:
    """Responses to try: as the item takes them, and as `score` does."""
    names = [response.get("ident", "") for response in item.responses]
    first = names[0] if names else ""
    labels = [item.labels(response) for response in item.responses]
    match question.kind:
        case "multiple_choice":
            yield from (({first: [id]}, number) for number, (id, _) in enumerate(labels[0]))
        case "true_false":
            yield from (({first: [id]}, words.strip().lower() == "true") for id, words in labels[0])
        case "multiple_response":
            ids = [id for id, _ in labels[0]]
            if len(ids) != len(question.choices):
                raise Unreadable("choices that belong to no response")
            sets = (chosen for size in range(len(ids) + 1) for chosen in combinations(range(len(ids)), size))
            every = [chosen for chosen, _ in zip(sets, range(_MOST_SUBSETS), strict=False)]
            right = tuple(n for n, choice in enumerate(question.choices) if choice.gives)
            if item.is_canvas:
                every = [()]  # whatever its conditions say, Canvas gives part of the points for part of the answer
            for chosen in dict.fromkeys([*every, right] if item.is_canvas else [*every, right, tuple(range(len(ids)))]):
                yield {first: [ids[n] for n in chosen]}, list(chosen)
        case "short_answer":
            samples = [text_of(test) for test in below(item.element, "varequal", "varsubstring")]
            for sample in dict.fromkeys([*samples, *(f"x{sample}x" for sample in samples), _NOBODY_WRITES]):
                yield {first: [sample]}, sample
        case "numerical":
            yield from _numbers(item, first)
        case "matching":
            lefts = len(question.pairs)
            if lefts != len(names):
                raise Unreadable("a left-hand side without a right answer")
            for left in range(lefts):
                for id, words in labels[left]:
                    answer: list[str | None] = [None] * lefts
                    answer[left] = words
                    yield {names[left]: [id]}, answer
            whole = [pair.right for pair in question.pairs]
            ids = [next((id for id, words in t if words == right), "") for t, right in zip(labels, whole, strict=True)]
            yield {name: [id] for name, id in zip(names, ids, strict=True)}, whole
        case "fill_blanks":
            yield from _gaps(item, question, names, labels)


def _numbers(item: Any, first: str) -> Iterator[tuple[Given, Any]]:
    """Numbers on both sides of every bound that the item names."""
    exact = _values(below(item.element, "varequal"))
    bounds = _values(below(item.element, *_TESTS)) - exact
    for test in below(item.element, "varequal"):
        margin, value = _number(test.get("margin")), _number(text_of(test))
        if margin and value is not None:
            far = margin * (abs(value) / 100 if test.get("margintype") == "percent" else 1)
            bounds |= {value - far, value + far}
    # At a bound itself a last digit decides, so it is tried on both sides.
    values = {*exact, *(bound + d * max(abs(bound), 1) for bound in bounds for d in (-1e-6, 1e-6))}
    values |= {(a + b) / 2 for a in bounds for b in bounds}
    values |= {max(bounds | exact, default=0) + 1e3, min(bounds | exact, default=0) - 1e3}
    for value in sorted(values):
        yield {first: [repr(value)]}, value


def _values(tests: Iterator[Any]) -> set[float]:
    return {number for test in tests if (number := _number(text_of(test))) is not None}


def _gaps(
    item: Any, question: Any, names: Sequence[str], labels: Sequence[Sequence[tuple[str, str]]]
) -> Iterator[tuple[Given, Any]]:
    """All gaps right, and each answer to each gap alone."""
    gaps = question.gaps()
    if len(gaps) != len(names):
        raise Unreadable("gaps that its text does not name")
    whole = [gap.right_answers()[0] if gap.right_answers() else "" for gap in gaps]
    ids = [next((id for id, words in t if words == right), "") for t, right in zip(labels, whole, strict=True)]
    yield {name: [id] for name, id in zip(names, ids, strict=True)}, whole
    every_label = [[*texts, ("", "")] for texts in labels]
    if item.is_canvas and item.type.startswith("fill"):
        # Of a gap to type into Canvas scores the first answer in the file, and takes all when people answer.
        scored = {text_of(test) for test in below(item.element, "varequal")}
        every_label = [[label for label in texts if label[0] in scored] for texts in labels]
    for number, texts in enumerate(every_label):
        for id, words in texts:
            filled: list[str | None] = [None] * len(gaps)
            filled[number] = words or None
            yield {names[number]: [id]} if id else {}, filled
