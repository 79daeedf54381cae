"""Rubric generator: a criterion for each performance in the outcomes, in the words of its verb's family.

English frames take the outcome into their sentence ("Can bake a loaf"). Those of another language quote it, since its
verb would have to be inflected: from the language's own table (`bloom/languages`), where it has one; else the frame
that fits any verb, from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mooc_kit.bloom import OutcomePart, Performance, Said, in_third_person, is_english, parts_said, table_for
from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.i18n import ENGLISH, N_, messages_for
from mooc_kit.rubrics.model import LEVELS, Criterion, Rubric, RubricLevel
from mooc_kit.spec.fields import slug

# Per family of performances: (criterion's title, descriptors lowest first). {do} is the performance without its
# condition and criterion, {whole} with them: a condition sets the third level apart from the second, so no other
# names it. Each step adds something that one can see, not only a stronger adverb.
_QUALITY: dict[Performance, tuple[str, tuple[str, str, str, str]]] = {
    Performance.RECALL: (
        "What is named",
        (
            "Names a few parts, and leaves out or mixes up others that matter.",
            "Can mostly {do}; looks some of it up.",
            "Can {whole}; nothing is missing or mixed up.",
            "All this, and says where to find more or what is often confused with it.",
        ),
    ),
    Performance.EXPLAIN: (
        "How well it is explained",
        (
            "Repeats words from the course; it is not clear yet whether they are understood.",
            "Explains a part of it; one step or one reason is missing.",
            "Can {whole}; gives an example that fits.",
            "All this so that somebody new to the subject follows it; says where it stops being true.",
        ),
    ),
    Performance.PERFORM: (
        "How it is done",
        (
            "Has tried to {do}; important steps are missing, and the result cannot be used yet.",
            "With the instructions at hand, can {do}; small slips remain and are noticed.",
            "Can {whole}; somebody else could follow the steps and repeat them.",
            "All this, also in a place or case that the course did not show; says what was changed for it, and why.",
        ),
    ),
    Performance.MAKE: (
        "What is made",
        (
            "Has a first attempt or a part of it; what it is for cannot be seen yet.",
            "With a model from the course, can {do}; it works in part.",
            "Can {whole}; the result works for the people it is meant for.",
            "All this in a way of their own, tried out with other people and improved by what they said.",
        ),
    ),
    Performance.ANALYSE: (
        "How far the analysis goes",
        (
            "Lists single facts about it; they are not put side by side yet.",
            "Puts the facts side by side and sees one difference or pattern; what it means stays open.",
            "Can {whole}: shows what was found, the evidence for it, and what follows from it.",
            "All this, and weighs a second explanation; says which further evidence would decide between them.",
        ),
    ),
    Performance.JUDGE: (
        "How the judgement is made",
        (
            "States an opinion; no reason or measure is given.",
            "Gives reasons from one side; the measure behind them is not named.",
            "Can {whole}: names the measure, the evidence for each point, and what speaks for the other side.",
            "All this so that people who disagree find their view treated fairly; says what would change it.",
        ),
    ),
    Performance.DECIDE: (
        "How the decision is made",
        (
            "Names a choice; other choices and the reasons are missing.",
            "Compares two choices; the reasons speak for one of them only.",
            "Can {whole}: names the choices, the reasons for and against each, and what tipped the balance.",
            "All this, also where facts are missing or people disagree; says how it will be checked later.",
        ),
    ),
    Performance.COMMUNICATE: (
        "How it reaches other people",
        (
            "Says or writes something about it; the people it is meant for would not know yet what to do with it.",
            "With a model or notes to hold on to, can {do}; a part of it is not understood at the first time.",
            "Can {whole}; the people it is meant for understand it, and their questions are answered.",
            "All this, fitted to other people or another occasion; shows what was changed, and why.",
        ),
    ),
    Performance.COOPERATE: (
        "How people work together",
        (
            "Takes part when asked; who does what is not clear yet.",
            "Keeps to the tasks that were agreed, and asks when something is unclear.",
            "Can {whole}: shares the work fairly, listens, and tells the others what is done and what is late.",
            "All this, and helps others to contribute and to agree; names what the group has learned.",
        ),
    ),
    Performance.REFLECT: (
        "How far the reflection goes",
        (
            "Tells what happened.",
            "Tells what happened and how it went; what follows from it stays open.",
            "Can {whole}: links what happened to its reasons, and says what will be done differently.",
            "All this, and looks at it from another person's side as well; shows what has changed already.",
        ),
    ),
    Performance.OTHER: (
        N_("How it is shown"),
        (
            N_("Has begun with it: “{do}”. What matters most is still missing."),
            N_("A part of it is there: “{do}”. The rest follows a model from the course."),
            N_("The whole of it is there: “{whole}”. Others can see it and could check it."),
            N_(
                "All this, also in a place or case that the course did not show; says what was changed for it, and why."
            ),
        ),
    ),
}
_NOT_YET = "Can {do}, but not yet {condition}."
_NOT_YET_BY_WORD = {
    "given": "Can {do}, but does not heed yet what is given: “{condition}”.",
    "at": "Can {do}, but not yet as many or as well as the outcome asks.",
}
"""By the condition's first word, where "not yet" before it would not be English."""
_EVIDENCE = (
    N_("What is shown for it"),
    (
        N_("Says that it was done; others cannot see it."),
        N_("Shows a result, without where, when or how."),
        N_("Shows the result and how it came about: what was done, where, when, and with what."),
        N_("Shows the result, how it came about, what did not work, and what would be done differently next time."),
    ),
)
_TITLES = (N_("Beginning"), N_("Developing"), N_("Secure"), N_("Extending"))
_STEPS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class _Frames:
    """What a rubric says in one language: `of` gives the title of a criterion and what each level looks like."""

    of: Callable[[Performance], tuple[str, tuple[str, ...]]]
    evidence: tuple[str, tuple[str, ...]]
    titles: tuple[str, ...]
    not_yet: str
    """With {do} and {condition}, for the second level of what is done under a condition; "" where it says nothing."""

    def second(self, part: OutcomePart, met: str, missing: str) -> str:
        """The second level of a performance whose condition or criterion is `missing`."""
        frame = _NOT_YET_BY_WORD.get(missing.split(" ", 1)[0].lower(), _NOT_YET) if part.read is None else self.not_yet
        return frame.format(do=met, condition=missing)


def _frames(language: str) -> _Frames:
    if is_english(language):
        return _Frames(_QUALITY.__getitem__, _EVIDENCE, _TITLES, _NOT_YET)
    if (table := table_for(language)) is not None:
        made = table.rubric
        named = {family: (made[family][0], tuple(made[family][1:])) for family in (*Performance, "evidence")}
        return _Frames(named.__getitem__, named["evidence"], tuple(made["titles"]), made["not_yet"])
    say = messages_for(language).text
    (heading, levels), (evidence, shown) = _QUALITY[Performance.OTHER], _EVIDENCE
    any_verb = say(heading), tuple(map(say, levels))
    return _Frames(lambda _: any_verb, (say(evidence), tuple(map(say, shown))), tuple(map(say, _TITLES)), "")


def rubric_for(
    id: str, title: str, outcomes: Sequence[tuple[str, Said]], points: int | None = None, language: str = ENGLISH
) -> Rubric:
    """A rubric in `language` for `outcomes`, pairs of an id and its text or parts: a criterion for each, one for
    the evidence.

    `points` is the most that work can get (4 a criterion where nothing is said); each criterion gets at least 4.
    """
    names = [oid for oid, _ in outcomes]
    rows = [(oid, part) for oid, said in outcomes for part in parts_said(said, language)]
    frames = _frames(language)
    total = max(points or 0, 4 * (len(rows) + 1))
    share, rest = divmod(total, len(rows) + 1)
    shares = [share + (1 if position < rest else 0) for position in range(len(rows) + 1)]
    criteria: list[Criterion] = []
    for (oid, part), most in zip(rows, shares, strict=False):
        heading, _ = frames.of(part.performance)
        name = f"{heading}: {_short(in_third_person(part.in_short))}" if len(rows) > 1 else heading
        taken = [criterion.id for criterion in criteria]
        free, words = _free_id(slug(oid) or "outcome", taken), _descriptors(part, frames)
        criteria.append(_criterion(free, name, [oid], words, most, names=frames.titles))
    heading, descriptors = frames.evidence
    taken = [*names, *(criterion.id for criterion in criteria)]
    last = _free_id("evidence", taken)
    criteria.append(_criterion(last, heading, names, list(descriptors), shares[-1], names=frames.titles))
    return Rubric(id=id, title=title, criteria=criteria)


def _descriptors(part: OutcomePart, frames: _Frames) -> list[str]:
    """What each level of `part` looks like, lowest first."""
    _, levels = frames.of(part.performance)
    # Descriptors are Markdown, outcomes are words.
    do, whole, condition, criterion = (
        inline_escaped(in_third_person(words)) for words in (part.doing, part.whole, part.condition, part.criterion)
    )
    words = [level.format(do=do, whole=whole) for level in levels]
    if (condition or criterion) and part.performance is not Performance.OTHER and frames.not_yet:
        # Where an outcome says how and how well, the second level has reached the how, and the third the how well.
        met, missing = (f"{do} {condition}", criterion) if condition and criterion else (do, condition or criterion)
        words[1] = frames.second(part, met, missing)
    return words


def _criterion(
    id: str, title: str, outcomes: list[str], descriptors: list[str], most: int, *, names: Sequence[str]
) -> Criterion:
    # Rounding must keep each level above the one before it, and the last one at the full points.
    points = [max(1, round(most * step)) for step in _STEPS]
    points[0] = min(points[0], max(points[1] - 1, 0))
    return Criterion(
        id=id,
        title=title,
        outcomes=outcomes,
        levels=[
            RubricLevel(id=level, title=name, points=p, descriptor=words)
            for level, name, p, words in zip(LEVELS, names, points, descriptors, strict=True)
        ],
    )


def _short(text: str, most: int = 60) -> str:
    text = text.strip().rstrip(".")
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _free_id(wanted: str, taken: list[str]) -> str:
    """`wanted`, or with a number where it is taken: a criterion's second part is "find-out-2"."""
    id, number = wanted, 2
    while id in taken:
        id, number = f"{wanted}-{number}", number + 1
    return id
