"""Goal clustering, measured: how well goals are grouped that were labelled by hand, beside the first-word rule.

    python -m benchmarks.goals [LABELLED.csv ...]

`benchmarks/goals.csv` holds 120 goals for a course on repairing, in three languages and eight themes, labelled as they
were written. Each is said three times as people say things, with openings, politeness and asides that belong to no
theme: 360 goals. Whoever is in no theme counts as a group of one, so that leaving goals out earns nothing.

The plain rule beside it: goals whose first telling word is the same are one group, and those of fewer than five are
in none. Measures: V-measure and the adjusted Rand index, 1 for the labels' own grouping; the second is 0 for chance.
`within` is the mean over the languages, since no language is translated: a theme in three languages is three groups at
best. `pure` is the share of the goals in groups whose label is that of most in their group; `placed` the share of all
goals that are in a group.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.cohort.goals.responses import Goal
from mooc_kit.cohort.goals.themes import find_themes
from mooc_kit.cohort.goals.tokens import stem, tokens
from mooc_kit.course.goal_themes import SMALL

OWN = Path(__file__).with_name("goals.csv")
SUBJECT = "Repair together"
FRAMES = {
    "en": (
        *("{}", "I would like to {}", "Hi, my goal: {}. Thanks!", "{} please", "By the end of the course I can {}"),
        *("Honestly? {} - that is all", "{}, and also learn more in general", "for years I wanted to {}"),
    ),
    "de": (
        *("{}", "Ich möchte {}", "Hallo, mein Ziel: {}. Danke!", "{} bitte", "Am Ende des Kurses kann ich {}"),
        *("Ehrlich gesagt {}, mehr nicht", "{} und überhaupt mehr lernen", "seit Jahren will ich {}"),
    ),
    "es": (
        *("{}", "Me gustaría {}", "Hola, mi objetivo: {}. ¡Gracias!", "{} por favor", "Al final del curso puedo {}"),
        *("Sinceramente {}, nada más", "{} y también aprender más en general", "desde hace años quiero {}"),
    ),
}


@dataclass(frozen=True)
class Labelled:
    theme: str
    language: str
    goal: str


def read(path: Path) -> list[Labelled]:
    """The labelled goals in `path`: a table theme, language, goal."""
    with path.open(newline="", encoding="utf-8") as stream:
        return [Labelled(row["theme"], row["language"], row["goal"]) for row in csv.DictReader(stream)]


def as_people_say(goals: Sequence[Labelled], times: int = 3, seed: int = 20) -> list[Labelled]:
    """Each of `goals` said `times` times, in different words around the same wish."""
    chance = random.Random(seed)
    said = [
        Labelled(goal.theme, goal.language, frame.format(goal.goal))
        for goal in goals
        for frame in chance.sample(FRAMES[goal.language], times)
    ]
    chance.shuffle(said)
    return said


def by_first_word(goals: Sequence[str], subject: str = "") -> list[int]:
    """The plain rule: a group for each first telling word that `SMALL` goals share; -1 for all others."""
    common = {stem(word) for word in tokens(subject)}
    first = [next((stem(w) for w in tokens(goal) if stem(w) not in common), "") for goal in goals]
    often = Counter(first)
    numbers = {word: n for n, word in enumerate(sorted(often)) if word and often[word] >= SMALL}
    return [numbers.get(word, -1) for word in first]


def grouped(goals: Sequence[str], subject: str = "") -> list[int]:
    """The groups of mooc-kit; -1 for goals in none."""
    return find_themes([Goal(str(n), goal) for n, goal in enumerate(goals)], subject=subject).labels


@dataclass(frozen=True)
class Scores:
    v_measure: float
    rand: float
    within: float
    pure: float
    placed: float
    groups: int


def scores(goals: Sequence[Labelled], labels: Sequence[int]) -> Scores:
    """How well `labels` (-1 for none) group `goals`."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    alone = [label if label >= 0 else -2 - n for n, label in enumerate(labels)]
    themes = [goal.theme for goal in goals]
    within = []
    for language in sorted({goal.language for goal in goals}):
        own = [n for n, goal in enumerate(goals) if goal.language == language]
        within.append(adjusted_rand_score([themes[n] for n in own], [alone[n] for n in own]))
    placed = [n for n, label in enumerate(labels) if label >= 0]
    most = Counter(dict.fromkeys(labels, 0))
    for label in set(labels) - {-1}:
        most[label] = Counter(themes[n] for n in placed if labels[n] == label).most_common(1)[0][1]
    return Scores(
        v_measure=v_measure_score(themes, alone),
        rand=adjusted_rand_score(themes, alone),
        within=sum(within) / len(within),
        pure=sum(most.values()) / len(placed) if placed else 0.0,
        placed=len(placed) / len(labels),
        groups=len(set(labels) - {-1}),
    )


def measured(goals: Sequence[Labelled], subject: str = "") -> dict[str, Scores]:
    """The scores of mooc-kit and of the plain rule on `goals`."""
    texts = [goal.goal for goal in goals]
    return {
        "mooc-kit": scores(goals, grouped(texts, subject)),
        "first word": scores(goals, by_first_word(texts, subject)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="*", type=Path, help="Tables theme,language,goal, taken as they are.")
    parser.add_argument("--subject", default="", help="The title of the course that they are for.")
    arguments = parser.parse_args()
    sets = [(path.name, read(path), arguments.subject) for path in arguments.labelled]
    if not sets:
        sets = [("goals.csv, 360", as_people_say(read(OWN)), SUBJECT)]
    for name, goals, subject in sets:
        print(f"{name}: {len(goals)} goals, {len({goal.theme for goal in goals})} themes")
        for rule, found in measured(goals, subject).items():
            print(
                f"  {rule:12} V {found.v_measure:.2f}  ARI {found.rand:.2f}  ARI within {found.within:.2f}  "
                f"pure {found.pure:.2f}  placed {found.placed:.2f}  groups {found.groups}"
            )


if __name__ == "__main__":
    main()
