"""Interview steps for outcomes: what people will be able to do, and how each was understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mooc_kit.bloom import (
    OutcomePart,
    first_verb,
    has_table,
    is_english,
    is_observable,
    parts_of,
    parts_said,
    suggest_observable,
)
from mooc_kit.interview.defaults import PARTS, said_of
from mooc_kit.interview.step import Answers, InterviewStep, Kind, Refused, found
from mooc_kit.spec.fields import slug

_NAMES = ("what is done", "with or to what", "how or with which help", "how well")
_FIT = "_parts_fit"


def outcomes_steps(answers: Answers) -> Iterator[InterviewStep]:
    yield outcomes_step(answers)
    yield from parts_steps(answers)


def outcomes_step(answers: Answers) -> InterviewStep:
    given = answers.get("outcomes") or []

    def read(lines: list[str]) -> list[Answers]:
        known = {outcome["text"]: outcome for outcome in given}
        taken: set[str] = set()
        made = []
        for line in lines:
            if len(line) > 400:
                raise Refused("An outcome is one sentence; this one is longer than 400 letters.")
            before = known.get(line, {})
            wanted = before.get("id") or slug(first_verb(line)) or slug(line)[:20] or "outcome"
            made.append({**before, "id": free(wanted, taken), "text": line})
        return made

    return InterviewStep(
        "outcomes",
        ("outcomes",),
        Kind.LINES,
        "What will participants be able to do?",
        help="One line each, like: Collect a water sample with a repeatable protocol. Say what people do, and under "
        "which condition or how well. Pages, tasks and rubrics are grown from these words.",
        form="a verb that one can see, like: Collect a water sample",
        default=[outcome["text"] for outcome in given],
        is_own=bool(given),
        read=read,
        after=_tell_verbs,
    )


def parts_steps(answers: Answers) -> Iterator[InterviewStep]:
    """One question for all outcomes; where something was understood otherwise than it is meant, the parts as lines."""
    outcomes = answers.get("outcomes") or []
    if not outcomes or not is_english(_language(answers)):  # no other text is taken apart
        return
    yield InterviewStep(
        "outcomes",
        (_FIT,),
        Kind.YES_NO,
        "Is that what you mean?",
        help="Rubrics, starter questions and titles are made from these parts: a rubric asks for what is done, sets a "
        "level apart by how it is done, and another by how well. If one is wrong, say no and write it anew.",
        shown=list(_understood(outcomes)),
        default=True,
    )
    if answers.get(_FIT) is not False:
        return
    yield InterviewStep(
        "outcomes",
        ("_parts",),
        Kind.LINES,
        "Which parts have the outcomes?",
        help="One line for each thing that is done, with the number of its outcome first: 1 | bake | a loaf | without "
        "a recipe | within an hour. What an outcome does not say stays empty between the bars.",
        form=f"number | {' | '.join(_NAMES)}",
        default=[_line(number, part) for number, part in _all_parts(outcomes)],
        is_own=True,
        read=lambda lines: _read(lines, len(outcomes)),
        store=_store,
    )


def _understood(outcomes: Sequence[Answers]) -> Iterator[str]:
    yield "Your outcomes were understood like this:"
    for number, outcome in enumerate(outcomes, 1):
        yield f"{number}. {outcome['text']}"
        for part in parts_said(said_of(outcome)):
            facts = zip(_NAMES, (part.verb, part.object, part.condition, part.criterion), strict=True)
            yield "   " + "; ".join(f"{name}: {words}" for name, words in facts if words)


def _all_parts(outcomes: Sequence[Answers]) -> Iterator[tuple[int, OutcomePart]]:
    for number, outcome in enumerate(outcomes, 1):
        yield from ((number, part) for part in parts_said(said_of(outcome)))


def _line(number: int, part: OutcomePart) -> str:
    return f"{number} | {' | '.join(getattr(part, field) for field in PARTS)}".rstrip(" |")


def _read(lines: list[str], count: int) -> list[tuple[int, Answers]]:
    made = []
    for position, line in enumerate(lines, 1):
        number, *facts = (piece.strip() for piece in line.split("|"))
        if not number.isdigit() or not 1 <= int(number) <= count:
            raise Refused(f"Line {position} begins with the number of its outcome, from 1 to {count}, and a bar.")
        if not facts or not facts[0] or len(facts) > len(PARTS):
            raise Refused(f"Line {position}: write {number} | {' | '.join(_NAMES)}. Only what is done is needed.")
        made.append((int(number), {field: words for field, words in zip(PARTS, facts, strict=False) if words}))
    return made


def _store(answers: Answers, lines: list[tuple[int, Answers]]) -> None:
    """Keep the parts of an outcome where they are others than its text is read to have."""
    for number, outcome in enumerate(answers["outcomes"], 1):
        parts = [part for of, part in lines if of == number]
        outcome.pop("parts", None)
        read = [
            {field: getattr(part, field) for field in PARTS if getattr(part, field)}
            for part in parts_of(outcome["text"])
        ]
        if parts and parts != read:
            outcome["parts"] = parts


def _language(answers: Answers) -> str:
    return str(found(answers, ("course", "language")) or "en")


def _tell_verbs(answers: Answers) -> Sequence[str]:
    language = _language(answers)
    if not has_table(language):
        return ()
    told = []
    for outcome in answers.get("outcomes") or ():
        if is_observable(outcome["text"], language) is False:
            better = ", ".join(suggest_observable(outcome["text"], language))
            verb = first_verb(outcome["text"], language)
            told.append(f'Nobody can see whether people "{verb}". What would show it? {better} …')
    return told


def free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
