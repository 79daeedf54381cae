"""Evaluating a QTI 2.x or 3.0 item: credits and feedback as its response processing gives them for each answer.

What stands in the declarations alone (a correct response, the name of a feedback) is only a hint; what happens decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mooc_kit.quizzes.answers import said_together
from mooc_kit.quizzes.formats.gift import even_out, split_numbers
from mooc_kit.quizzes.formats.qti2_processing import Unreadable, attribute, local
from mooc_kit.quizzes.formats.qti2_scoring import Key, choice_credits, percent, typed_answers
from mooc_kit.quizzes.formats.safe_xml import number_of, text_of

Words = Callable[[Any], str]
"""The words of a modal feedback as Markdown."""
_FAR = 1e6
_MANY_PIECES = 200


def evaluated(key: Key, made: Mapping[str, Any], right: Sequence[str], words: Words) -> dict[str, Any]:
    """What the response processing says of the key of `made`, where it says anything. Raises Unreadable."""
    if not key.processing.scores:
        return {}
    match made["kind"]:
        case "short_answer":
            found = typed_answers(key, words)
            return {k: v for k, v in found.items() if v or k == "case_sensitive"} if found["answers"] else {}
        case "numerical":
            return _numbers(key, right, words)
        case "true_false":
            return _true_false(key, made, words)
        case "multiple_choice":
            return _one_of(key, made, words)
        case "multiple_response":
            return _some_of(key, made, right, words)
    return {}


def _ids(key: Key) -> list[str]:
    return [attribute(c, "identifier") for c in key.interaction if local(c) == "simpleChoice"]


def _one_of(key: Key, made: Mapping[str, Any], words: Words) -> dict[str, Any]:
    ids = _ids(key)
    credits = choice_credits(key, ids)
    placed = {id: choice["feedback"] for id, choice in zip(ids, made["choices"], strict=True)}
    feedback, own = _said(key, credits, words, placed)
    choices = [{name: value for name, value in choice.items() if name != "credit"} for choice in made["choices"]]
    for choice, id in zip(choices, ids, strict=True):
        choice["correct"] = credits[id] >= 100
        texts = dict.fromkeys(text for text in (choice["feedback"], own[id]) if text)
        choice["feedback"] = "\n\n".join(texts)
        if 0 != credits[id] < 100:
            choice["credit"] = credits[id]
    return {"choices": choices, "feedback": feedback}


def _true_false(key: Key, made: Mapping[str, Any], words: Words) -> dict[str, Any]:
    ids = _ids(key)
    worth = {id: key.points(id) for id in ids}
    rights = [id for id in ids if worth[id] > 0]
    if len(rights) != 1:
        return {}
    feedback, own = _said(key, {id: 100.0 * (id in rights) for id in ids}, words, {})
    single = {"correct" if id in rights else "incorrect": text for id, text in own.items()}
    inline = {name: text for name, text in made["feedback"].items() if name in ("correct", "incorrect")}
    if key.modals and not any(local(part) == "feedbackInline" for part in key.interaction.iter()):
        inline = {}  # guessed by the names of modal feedback, which was evaluated since
    is_swapped = next((c for c in key.interaction if attribute(c, "identifier") == rights[0]), None)
    says = text_of(is_swapped).lower() if is_swapped is not None else ""
    answer = {"answer": says == "true"} if says in ("true", "false") else {}
    return {**answer, "feedback": said_together(inline, single, feedback)}


def _some_of(key: Key, made: Mapping[str, Any], right: Sequence[str], words: Words) -> dict[str, Any]:
    ids = _ids(key)
    choices = [dict(choice) for choice in made["choices"]]
    found: dict[str, Any] = {"choices": choices}
    if made.get("partial") is False or not key.is_mapped:
        for choice, id in zip(choices, ids, strict=True):
            choice.pop("credit", None)
            choice["correct"] = id in right
        found["partial"] = False
    else:
        credits = choice_credits(key, ids)
        for choice, id in zip(choices, ids, strict=True):
            choice["credit"], choice["correct"] = credits[id], credits[id] > 0
        even_out(choices)
    rights = [id for id, choice in zip(ids, choices, strict=True) if choice["correct"]]
    wrongs = [id for id in ids if id not in rights]
    tried = {"right": key.shown(rights or None), "none": key.shown(None), "wrong": key.shown(wrongs or None)}
    alone = {id: key.shown([id]) for id in ids}
    feedback: dict[str, str] = {}
    for text, modals in _by_words(key, words).items():
        where = {name for name, shown in tried.items() if any(modal in shown for modal in modals)}
        singles = [id for id in ids if any(modal in alone[id] for modal in modals)]
        if singles and all(choices[ids.index(id)]["feedback"] == text for id in singles):
            continue
        if len(where) == len(tried):
            _add(feedback, "general", text)
        elif where == {"right"} and singles in ([], rights):
            _add(feedback, "correct", text)
        elif "right" not in where and where and len(singles) >= len(wrongs):
            _add(feedback, "incorrect", text)
        elif "none" not in where and len(singles) == 1:
            choice = choices[ids.index(singles[0])]
            choice["feedback"] = "\n\n".join(dict.fromkeys(part for part in (choice["feedback"], text) if part))
        elif not where and singles and set(singles) <= set(rights):
            _add(feedback, "partial", text)
        else:
            key.unplaced += modals
    return {**found, "feedback": feedback}


def _said(
    key: Key, credits: Mapping[str, float], words: Words, placed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Feedback on any, right and wrong answers, and what is said on single choices, where one is chosen.

    `placed` is what the choices say already: what stands at all where it is shown stands nowhere else.
    """
    ids = list(credits)
    rights = [id for id in ids if credits[id] >= 100]
    wrongs = [id for id in ids if id not in rights]
    partly = [id for id in ids if 0 < credits[id] < 100]
    shown = {id: key.shown(id) for id in ids}
    feedback: dict[str, str] = {}
    own = dict.fromkeys(ids, "")
    for text, modals in _by_words(key, words).items():
        where = [id for id in ids if any(modal in shown[id] for modal in modals)]
        names = " ".join(_name(modal) for modal in modals)
        is_wrong = "incorrect" in names or "wrong" in names
        if not where:
            key.unplaced += modals
        elif all(placed.get(id) == text for id in where):
            continue
        elif len(where) == len(ids):
            _add(feedback, "general", text)
        elif where == rights and (len(rights) > 1 or ("correct" in names and not is_wrong)):
            _add(feedback, "correct", text)
        elif where == wrongs and (len(wrongs) > 1 or is_wrong):
            _add(feedback, "incorrect", text)
        elif where == partly and "partial" in names:
            _add(feedback, "partial", text)
        else:
            for id in where:
                own[id] = "\n\n".join(part for part in (own[id], text) if part)
    return feedback, own


def _name(modal: Any) -> str:
    return f"{attribute(modal, 'identifier')} {attribute(modal, 'outcomeIdentifier')}".lower()


def _by_words(key: Key, words: Words) -> dict[str, list[Any]]:
    """The modal feedbacks by what they say: a writer may say one thing in several cases."""
    found: dict[str, list[Any]] = {}
    for modal in key.modals:
        if text := words(modal):
            found.setdefault(text, []).append(modal)
    return found


def _add(feedback: dict[str, str], name: str, words: str) -> None:
    feedback[name] = "\n\n".join(part for part in (feedback.get(name), words) if part)


def _numbers(key: Key, right: Sequence[str], words: Words) -> dict[str, Any]:
    """The numbers that count, piece by piece: between two numbers that the item compares with, nothing changes."""
    bounds = _breaks(key, right)
    if not bounds or len(bounds) > _MANY_PIECES:
        return {}
    samples: list[tuple[float, float, float]] = []
    """(from, to, a number to try) of each piece: the points themselves, and what lies between them."""
    for low, high in pairwise([bounds[0] - _FAR, *bounds, bounds[-1] + _FAR]):
        samples += [(low, high, (low + high) / 2), (high, high, high)]
    samples = samples[:-1]
    results = [
        (key.points(value), tuple(dict.fromkeys(text for modal in key.shown(value) if (text := words(modal)))))
        for *_, value in samples
    ]
    most = max(points for points, _ in results)
    if most <= 0 or results[0][0] > 0 or results[-1][0] > 0:
        return {}  # no number counts, or any does: the check of the scoring tells it
    otherwise = results[0][1]
    always = [text for text in otherwise if all(text in shown for _, shown in results)]
    feedback = {
        "general": "\n\n".join(always),
        "incorrect": "\n\n".join(text for text in otherwise if text not in always),
    }
    rules: list[dict[str, Any]] = []
    for points, shown in sorted(dict.fromkeys(results), key=lambda found: -found[0]):
        said = "\n\n".join(text for text in shown if text not in (always if points > 0 else otherwise))
        if points <= 0 and not said:
            continue
        for first, last in _runs(results, (points, shown)):
            rule = _range(_tidy(samples[first][0]), _tidy(samples[last][1]), right)
            rules.append({**rule, "credit": percent(max(points, 0), most), "feedback": said})
    told = {text for _, shown in results for text in shown}
    key.unplaced += [modal for text, modals in _by_words(key, words).items() if text not in told for modal in modals]
    return {
        **dict.fromkeys(("answer", "least", "most", "tolerance", "tolerance_percent")),
        **_with_feedback(split_numbers(rules), feedback),
    }


def _with_feedback(fields: dict[str, Any], feedback: Mapping[str, str]) -> dict[str, Any]:
    said = {name: text for name, text in {**feedback, **fields.get("feedback", {})}.items() if text}
    return {**fields, "feedback": said}


def _breaks(key: Key, right: Sequence[str]) -> list[float]:
    """Every number with which the item may compare."""
    found = {number for text in right if (number := number_of(text)) is not None}
    rules = key.processing.rules
    for part in rules.iter() if rules is not None else ():
        if local(part) == "baseValue" and (number := number_of(text_of(part))) is not None:
            found.add(number)
    centres = set(found)
    for part in rules.iter() if rules is not None else ():
        margins = [m for text in attribute(part, "tolerance").split() if (m := number_of(text)) is not None]
        is_relative = attribute(part, "toleranceMode") == "relative"
        for margin in margins:
            found |= {c + s * margin * (abs(c) / 100 if is_relative else 1) for c in centres for s in (-1, 1)}
    declaration = key.processing.declared.get(key.name)
    for part in declaration.iter() if declaration is not None else ():
        if local(part) == "mapEntry" and (number := number_of(attribute(part, "mapKey"))) is not None:
            found.add(number)
    return sorted(found)


def _runs(results: Sequence[tuple[float, Any]], wanted: tuple[float, Any]) -> list[tuple[int, int]]:
    """From where to where `wanted` holds, passing over what is better within it: that is tried first."""
    runs: list[tuple[int, int]] = []
    for number, found in enumerate(results):
        if found != wanted:
            continue
        between = results[runs[-1][1] + 1 : number] if runs else ()
        if runs and all(points > wanted[0] for points, _ in between):
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _range(low: float, high: float, right: Sequence[str]) -> dict[str, Any]:
    if low == high:
        return {"answer": low}
    middle = _tidy((low + high) / 2)
    if any(number_of(text) == middle for text in right):
        return {"answer": middle, "tolerance": _tidy((high - low) / 2)}
    return {"least": low, "most": high}


def _tidy(value: float) -> float:
    """A number without the last digits that writers add to bounds, so that these are met in floating point."""
    short = (float(f"{value:.{digits}g}") for digits in range(1, 13))
    return next((found for found in short if abs(value - found) <= 2e-9 * abs(value)), float(f"{value:.14g}"))


__all__ = ["Unreadable", "evaluated"]
