"""CAPA problems: each place to answer becomes a question of the kit, the rest of the problem its words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.content.html_to_markdown import Readdress
from mooc_kit.importers.open_edx.capa import INPUTS, Capa, Place, joined, lay_out, places_of
from mooc_kit.importers.open_edx.capa_responses import options_of, plain_markdown, question_of, unit_of, words
from mooc_kit.importers.open_edx.drawn_numbers import calculated, with_names
from mooc_kit.importers.open_edx.gaps import fill_blanks
from mooc_kit.importers.open_edx.olx_tree import take_out
from mooc_kit.quizzes.formats.account import Account
from mooc_kit.quizzes.formats.draft_questions import NO_WORDS
from mooc_kit.quizzes.formats.safe_xml import name_of

READABLE = (
    "multiplechoiceresponse",
    "truefalseresponse",
    "choiceresponse",
    "stringresponse",
    "numericalresponse",
    "optionresponse",
)
_MOST_WORDS = 10_000


@dataclass
class ReadProblem:
    """The questions of a problem as plain data without ids, and how many places to answer it had."""

    asked: int
    questions: list[dict[str, Any]] = field(default_factory=list)
    is_one: bool = False
    """Whether all its places are parts of one question here, which then counts as much as the problem."""


def read_problem(problem: Any, name: str, account: Account, readdress: Readdress) -> ReadProblem:
    """Read `problem`, called `name`; what has no place in a question is told to `account`."""
    root = deepcopy(problem)
    capa = Capa(account, name, readdress)
    for key in ("display_name", "weight", "max_attempts"):
        capa.get(root, key)
    places = places_of(root)
    drawn = _scripts(capa, root, places)
    made = ReadProblem(len(places))
    if drawn is None:
        account.forget()
        for place in places:
            capa.tell(
                f"The question ({place.kind})", place.response, "A script makes it, and nothing here runs.", _ANEW
            )
        return made
    gaps = _gaps(capa, root, places)
    if gaps is not None:
        made.questions, made.is_one = gaps, True
        for part in root.iter():
            account.used(part)
        account.settle(root, name)
        return made
    below, apart = lay_out(capa, root, places)
    if not places:
        for part in apart:
            if name_of(part) == "solution":
                capa.seen(part)
    elif (pairs := _pairs(capa, places)) is not None:
        above = joined([*places[0].above[:1], below])
        explained = joined([text for place in places for text in place.explained])
        made.questions, made.is_one = [_finished({"kind": "matching", **pairs}, above, explained)], True
    else:
        for place in places:
            question = {**drawn, **unit_of(capa, place.response)} if drawn else question_of(capa, place)
            if question is None:
                why = "" if place.kind in READABLE else "No question of a kit is answered like that."
                capa.tell(f"The question ({place.kind})", place.response, why or "It has no right answer.", _ANEW)
                capa.seen(place.response)
                continue
            prompt = joined([*place.above, *_labels(capa, place), below if place is places[-1] else ""])
            if drawn:
                prompt = with_names(prompt, drawn["variables"])
            if not prompt.strip():
                capa.tell("The words of the question", place.response, "There are none.", "It says “…”; write them.")
            made.questions.append(_finished(question, prompt, joined(place.explained)))
    _hints(capa, apart, made)
    account.settle(root, name)
    return made


_ANEW = "It is left out; write it anew as one of the kit's questions."


def _finished(question: dict[str, Any], prompt: str, explained: str) -> dict[str, Any]:
    kind = question.pop("kind")
    made = {"kind": kind, "prompt": prompt.strip()[:_MOST_WORDS] or NO_WORDS, **question}
    if explained.strip():
        made["feedback"] = {**made.get("feedback", {}), "general": explained[:_MOST_WORDS]}
    return made


def _scripts(capa: Capa, root: Any, places: list[Place]) -> dict[str, Any] | None:
    """What our own writer's script draws, {} without a script that matters, None where another program is at work."""
    drawn: dict[str, Any] = {}
    for script in list(root.iter("script")):
        if "javascript" in (script.get("type") or "").lower():
            capa.tell("A script of the page", script, "Nothing here runs.")
            take_out(script)
            continue
        found = calculated(script)
        if found is None or len(places) != 1 or places[0].kind != "numericalresponse":
            if (script.text or "").strip() or script.get("src"):
                return None
        else:
            capa.seen(script)
            drawn = found
            for part in places[0].response.iter():
                capa.seen(part)
    return drawn


def _gaps(capa: Capa, root: Any, places: list[Place]) -> list[dict[str, Any]] | None:
    """One question of gaps, where every place is a field within a line."""
    if not places or not all(_is_inline(place.response) for place in places):
        return None
    found = [words(capa, place.response) for place in places]
    if not all(found) or any(len(gap) > 3 or any(isinstance(a, dict) for a in gap["answers"]) for gap in found if gap):
        return None
    hints = [capa.markdown(hint) for hint in root.iter("hint")]
    explained = joined([capa.markdown(part) for part in root.iter("solution")])
    sensitive = {bool(gap["case_sensitive"]) for gap in found if gap}
    if len(sensitive) > 1:
        capa.tell("That capital letters matter in some gaps", root, instead="They matter in all.")
    for place in places:
        capa.seen(place.response)
    question = fill_blanks(root, [p.response for p in places], [gap["answers"] for gap in found if gap], capa.readdress)
    if question is None:
        return None
    made = _finished({**question, "case_sensitive": True in sensitive}, question["prompt"], explained)
    return [{**made, **({"hints": [hint for hint in hints if hint][:10]} if any(hints) else {})}]


def _is_inline(response: Any) -> bool:
    fields = response.get("inline"), *(part.get("inline") for part in response.iter("textline"))
    return name_of(response) == "stringresponse" and "1" in fields


def _labels(capa: Capa, place: Place) -> list[str]:
    """What an input's `label=` says, where the words around do not say it."""
    said = " ".join(" ".join(place.above).split())
    found = []
    for part in place.element.iter():
        if name_of(part) in INPUTS and (label := capa.get(part, "label").strip()):
            text = plain_markdown(label)
            if " ".join(text.split()) not in said:
                found.append(text)
    return list(dict.fromkeys(found))


def _hints(capa: Capa, apart: list[Any], made: ReadProblem) -> None:
    """Hints on demand go with every question; other parts that stand apart are explanations, or are told."""
    hints: list[str] = []
    for part in apart:
        match name_of(part):
            case "demandhint":
                capa.account.used(part)
                hints += [text for hint in part.iter("hint") if (text := capa.markdown(hint))]
            case "targetedfeedbackset":
                pass  # what no choice took is left over, and told
            case "solutionset":
                text = joined([capa.markdown(solution) for solution in part.iter("solution")])
                for question in made.questions[-1:]:
                    said = question.get("feedback", {})
                    question["feedback"] = {**said, "general": joined([said.get("general", ""), text])[:_MOST_WORDS]}
    if len(hints) > 10:
        capa.tell(f"{len(hints) - 10} hints beyond the first ten", apart[0])
    for question in made.questions:
        if hints:
            question["hints"] = hints[:10]


def _pairs(capa: Capa, places: list[Place]) -> dict[str, Any] | None:
    """A matching question, where every list offers the same and each has its own right one."""
    if len(places) < 2 or any(place.kind != "optionresponse" for place in places):
        return None
    if any(joined(place.above[:1]) for place in places[1:]):
        return None
    choices = [options_of(capa, place) for place in places]
    offered = [[choice["text"] for choice in each] for each in choices]
    rights = [[choice["text"] for choice in each if choice.get("correct")] for each in choices]
    lefts = [joined([*place.above[1:], *_labels(capa, place)]) for place in places]
    if any(each != offered[0] for each in offered) or any(len(right) != 1 for right in rights) or not all(lefts):
        return None
    if len({right[0] for right in rights}) < len(rights) or any("feedback" in c for each in choices for c in each):
        return None
    pairs = [{"left": left, "right": right[0]} for left, right in zip(lefts, rights, strict=True)]
    taken = {right[0] for right in rights}
    return {"pairs": pairs, "distractors": [text for text in offered[0] if text not in taken]}
