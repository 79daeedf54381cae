"""Rubric generator: from the outcomes to be judged; the verb's level decides what better work looks like."""

from __future__ import annotations

from collections.abc import Sequence

from mooc_kit.bloom import Level, in_sentence, level_of
from mooc_kit.rubrics.model import LEVELS, Criterion, Rubric, RubricLevel
from mooc_kit.spec.fields import slug

# Per level: (criterion's title, descriptors lowest first). {do} is the outcome as it stands, with a small first
# letter. Each step adds something that one can see, not only a stronger adverb.
_QUALITY: dict[Level, tuple[str, tuple[str, str, str, str]]] = {
    Level.REMEMBER: (
        "What is named",
        (
            "Names a few parts, and leaves out or mixes up others that matter.",
            "Names most parts correctly; looks some of them up.",
            "Can {do}, complete and correct, without looking it up.",
            "Can {do}, and adds where to find more or what is often confused with it.",
        ),
    ),
    Level.UNDERSTAND: (
        "How well it is explained",
        (
            "Repeats words from the course; it is not clear yet whether they are understood.",
            "Can {do} in part; one step or one reason is missing.",
            "Can {do}, in own words and with an example that fits.",
            "Can {do}, also for people new to the subject, with examples of their own and where it stops being true.",
        ),
    ),
    Level.APPLY: (
        "How it is done",
        (
            "Has tried to {do}; important steps are missing or done in another order, and the result cannot be used "
            "yet.",
            "Can {do}, with help or with the instructions in hand; small slips remain and are noticed.",
            "Can {do}, alone and step by step, so that somebody else could follow and repeat it.",
            "Can {do}, also in a place or case that the course did not show; says what was changed for it, and why.",
        ),
    ),
    Level.ANALYSE: (
        "How far the analysis goes",
        (
            "Lists single facts about it; they are not put side by side yet.",
            "Puts the parts side by side and sees one difference or pattern; what it means stays open.",
            "Can {do}: shows the pattern, the evidence for it, and what follows from it.",
            "Can {do}, weighs a second explanation, and says which further evidence would decide between them.",
        ),
    ),
    Level.EVALUATE: (
        "How the judgement is made",
        (
            "States an opinion; no reason or measure is given.",
            "Gives reasons from one side; the measure behind them is not named.",
            "Can {do}, with named criteria, evidence for each, and the strongest point of the other side.",
            "Can {do}, so that people who disagree find their view treated fairly; says what would change it.",
        ),
    ),
    Level.CREATE: (
        "What is made",
        (
            "Has a first idea or a part of it; for whom and for what it is cannot be seen yet.",
            "Can {do}, after a model from the course; it works in part.",
            "Can {do}, as a whole that works for the people it is meant for.",
            "Can {do}, in a way of their own, tried out with other people and improved by what they said.",
        ),
    ),
}
_EVIDENCE = (
    "What is shown for it",
    (
        "Says that it was done; others cannot see it.",
        "Shows a result, without where, when or how.",
        "Shows the result and how it came about: what was done, where, when, and with what.",
        "Shows the result, how it came about, what did not work, and what would be done in another way next time.",
    ),
)
_TITLES = ("Beginning", "Developing", "Secure", "Extending")
_STEPS = (0.25, 0.5, 0.75, 1.0)


def rubric_for(id: str, title: str, outcomes: Sequence[tuple[str, str]], points: int | None = None) -> Rubric:
    """A rubric for `outcomes`, as (id, text) pairs: one criterion each, and one for the evidence that is shown.

    `points` is the most that work can get (4 a criterion where nothing is said); each criterion gets at least 4.
    """
    names = [oid for oid, _ in outcomes]
    rows = [(oid, text, level_of(text) or Level.APPLY) for oid, text in outcomes]
    total = max(points or 0, 4 * (len(rows) + 1))
    share, rest = divmod(total, len(rows) + 1)
    shares = [share + (1 if position < rest else 0) for position in range(len(rows) + 1)]
    criteria = []
    for (oid, text, level), most in zip(rows, shares, strict=False):
        heading, descriptors = _QUALITY[level]
        name = f"{heading}: {_short(text)}" if len(rows) > 1 else heading
        words = [descriptor.format(do=in_sentence(text)) for descriptor in descriptors]
        criteria.append(_criterion(slug(oid) or "outcome", name, [oid], words, most))
    heading, descriptors = _EVIDENCE
    criteria.append(_criterion(_free_id("evidence", names), heading, names, list(descriptors), shares[-1]))
    return Rubric(id=id, title=title, criteria=criteria)


def _criterion(id: str, title: str, outcomes: list[str], descriptors: list[str], most: int) -> Criterion:
    # Rounding must keep each level above the one before it, and the last one at the full points.
    points = [max(1, round(most * step)) for step in _STEPS]
    points[0] = min(points[0], max(points[1] - 1, 0))
    return Criterion(
        id=id,
        title=title,
        outcomes=outcomes,
        levels=[
            RubricLevel(id=level, title=name, points=p, descriptor=words)
            for level, name, p, words in zip(LEVELS, _TITLES, points, descriptors, strict=True)
        ],
    )


def _short(text: str, most: int = 60) -> str:
    text = text.strip().rstrip(".")
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _free_id(wanted: str, taken: list[str]) -> str:
    while wanted in taken:
        wanted += "-shown"
    return wanted
