"""Gradebooks: what a platform reports about its learners, who they are, and what they scored, did and when.

Readers turn each export into `Learner`, `Score` and `Count` records, in the order of the file, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from html import unescape

from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.activity_names import ActivityNames, plain
from mooc_kit.course.model import Activity, Assignment, Course, Quiz
from mooc_kit.credentials.person_names import clean_text
from mooc_kit.problems import Place, Problem

LONGEST_ID = 320
_MOST_PREFIXES = 8
"""Colons in front of an activity's title."""

MEASURES = (
    "share-backs",
    "participant-goals-met",
    "badges-awarded",
    "contributions",
    "peers-helped",
    "self-certificates",
    "satisfaction",
    "pathways-taken",
)
"""Measures of success that a column or a statement can tell, beside completions and taking part."""


PEOPLE = ("email", "learner", "name")
"""What `--map` may call a column that says who a row is about."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody in a gradebook. `id` is the address in small letters, else the platform's own name for them."""

    id: str
    name: str = ""
    email: str = ""
    line: int = 0
    """Where it says so."""


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody did in an activity: `percent` where it was scored, `is_done` where the platform says so.

    `at` is an ISO 8601 time or "".
    """

    learner: str
    activity: str
    percent: Decimal | None = None
    is_done: bool | None = None
    at: str = ""
    exact: Fraction | None = None
    """The percent as a fraction where four places do not hold it: two thirds of the points."""
    is_excused: bool = False
    """Whether the team excused this learner from the activity: it counts as done, and is left out of the score."""

    @classmethod
    def of_points(cls, learner: str, activity: str, earned: Decimal, possible: Decimal) -> Score | None:
        """`earned` of `possible` points; None where that is not from 0 to 100 percent."""
        percent = percent_of(earned, possible)
        if percent is None:
            return None
        exact = Fraction(earned) * 100 / Fraction(possible)
        return cls(learner, activity, percent, exact=exact if exact != percent else None)


@dataclass(frozen=True, slots=True)
class Count:
    """`amount` more of a measure of success, by one learner: a share-back, somebody helped."""

    learner: str
    measure: str
    amount: Decimal


Record = Learner | Score | Count


@dataclass(frozen=True)
class Wide:
    """A table with a column for each activity that DuckDB reads where it lies: SQL for what stands behind FROM, for a
    row's learner, name and address, and for each activity the percent and whether it is said to be done."""

    source: str
    learner: str
    name: str
    email: str
    percent: dict[str, str]
    done: dict[str, str]
    told: frozenset[str]
    """The activities for which it has at least one value."""
    is_unique: bool
    """Whether everybody has one row."""


@dataclass
class Columns:
    """Which column holds which activity: by `--map`, by the activity's id, or by its title."""

    course: Course
    mapped: dict[str, str]
    written: Callable[[str], Iterable[tuple[str, str]]] = lambda platform: ()
    """The names that the target of this key gave to activities, where a report of its platform has those: (name, id of
    the activity). Titles go without saying."""
    problems: list[Problem] = field(default_factory=list)
    wide: list[Wide] = field(default_factory=list)
    """Tables that are not copied row by row, since they may be large."""
    long: list[str] = field(default_factory=list)
    """The same, with a row for each score: SELECTs of learner, name, email, activity, percent, done and moment."""

    def __post_init__(self) -> None:
        self.activities: dict[str, Activity] = {activity.id: activity for _, activity in self.course.activities()}
        self._ids = ActivityNames((id, id) for id in self.activities)
        self._titles = ActivityNames((activity.title, activity.id) for activity in self.activities.values())
        self._written: dict[str, ActivityNames] = {}
        self._of_several: dict[str, set[str]] = {}
        """Headings that fit more than one activity."""
        self._mapped = {plain(heading): id for heading, id in self.mapped.items()}
        self.scored: set[str] = set()
        """Activities for whose scores a gradebook has a column, be it empty."""
        self.bare: set[str] = set()
        """Activities of plain tables, whose numbers say no scale."""
        self.has_unread_moments = False

    def check(self) -> Iterable[Problem]:
        for heading, id in self.mapped.items():
            if id not in self.activities and id not in MEASURES and id not in PEOPLE:
                hint = f"Name one of: {', '.join((*self.activities, *PEOPLE))}."
                message = f'--map gives "{heading}" to `{id}`, and the course has no such activity.'
                yield gradebook_codes.BAD_MAP.at(Place("--map"), message, hint=hint)

    def called(self, heading: str) -> str:
        """`heading`, or what `--map` says that it is: the column that tells who it is about, or their name."""
        found = self._mapped.get(plain(heading), "")
        return found if found in PEOPLE and found not in self.activities else heading

    def find(self, heading: str, platform: str = "") -> str:
        """The activity or measure in the column `heading`; "" where there is none.

        `platform` is the key of the target whose platform wrote the report, where it writes titles in its own way.
        """
        # Platforms write what kind of thing it is, or which number, in front: "Quiz: Read the numbers".
        pieces = heading.split(":", _MOST_PREFIXES)
        for name in (":".join(pieces[n:]) for n in range(len(pieces))):
            if found := self._named(name, heading, platform):
                return "" if self.called(name) != name else found
        return ""

    def as_written(self, heading: str, platform: str) -> str:
        """The activity to which the target of `platform` gave the name `heading`, just so; "" where there is none."""
        found = self._mapped.get(plain(heading), "")
        return found or self._only(self._names(platform).of(heading), heading)

    def _named(self, name: str, heading: str, platform: str) -> str:
        """What `name` means just as it stands, or as it would without a target's changes to a title."""
        for key in dict.fromkeys((plain(name), plain(unescape(name)))):
            if key and key in self._mapped:
                return self._mapped[key]
        for names in (self._names(platform), self._ids, self._titles):
            if found := self._only(names.of(name), heading):
                return found
        for measure in MEASURES:
            if plain(name) == plain(measure):
                return measure
        return self._only(self._titles.beginning(name), heading)

    def _names(self, platform: str) -> ActivityNames:
        if platform not in self._written:
            self._written[platform] = ActivityNames(self.written(platform) if platform else ())
        return self._written[platform]

    def _only(self, found: set[str], heading: str) -> str:
        if len(found) > 1:
            self._of_several.setdefault(heading, set()).update(found)
        return next(iter(found)) if len(found) == 1 else ""

    def unknown(self, heading: str, place: Place) -> None:
        hint = f'If it holds an activity, say which: --map "{heading}=ID".'
        message = f'The column "{heading}" fits no activity.'
        if several := self._of_several.get(heading):
            ids = ", ".join(f"`{id}`" for id in self.activities if id in several)
            message = f'The column "{heading}" fits several activities: {ids}.'
            hint = f'Call them differently, or say which it is: --map "{heading}=ID".'
        self.problems.append(gradebook_codes.NO_ACTIVITY.at(place, message, hint=hint))

    def again(self, heading: str, activity: str, place: Place) -> None:
        """Report that a second column says that it is about `activity`; it is left out."""
        message = f'The column "{heading}" is a second one for `{activity}`; it is left out.'
        hint = "If it is the right one, take the first out, or call them differently on the platform."
        self.odd(place, message, hint)

    def odd(self, place: Place, message: str, hint: str = "Correct the line, or leave it out.") -> None:
        self.problems.append(gradebook_codes.ODD_ROW.at(place, message, hint=hint))

    def odd_cell(self, place: Place, text: str, heading: str, *, is_amount: bool = False) -> None:
        """Report a value of the column `heading` that cannot be understood."""
        hint = "Write percent from 0 to 100, points like 17/20, or `done`."
        if is_amount:
            self.odd(place, f'"{text[:40]}" in "{heading}" is not a number.', "Write how many, or leave it empty.")
            return
        if re.match(r"\d{4}-\d\d-\d\d", text):
            hint = "A spreadsheet makes a date of points like 3/5. Format the column as text, and export it again."
        self.odd(place, f'"{text[:40]}" in "{heading}" is not a score.', hint)

    def odd_moment(self, place: Place, text: str) -> None:
        self.has_unread_moments = True
        message = f'"{text[:40]}" is not a date; what is scored there counts without one.'
        self.odd(place, message, "Write it like 2027-03-14, or 2027-03-14T18:30:00+01:00.")

    def steering(self, place: Place, learner: str) -> None:
        hint = "Nothing to do, if the name looks right in the list of completions."
        self.odd(place, f"The name of {learner} has hidden letters; they are left out.", hint)

    def twice(self, learner: str, count: int, place: Place) -> None:
        hint = "Take one of the rows out, if they are not the same person's."
        message = f"{learner} stands in it {count} times; the better value of each activity counts."
        self.problems.append(gradebook_codes.TWICE.at(place, message, hint=hint))

    def points(self, activity: str) -> int:
        """The most points that `activity` gives; 0 where it gives none."""
        found = self.activities.get(activity)
        return found.points if isinstance(found, Quiz | Assignment) else 0


def learner_id(email: str, other: str = "") -> str:
    """How somebody is told apart: the address in small letters, else the platform's name for them."""
    return clean_text(email or other).lower()[:LONGEST_ID]


@lru_cache(maxsize=1 << 16)
def number(text: str) -> Decimal | None:
    """A number as people and platforms write it, with a point or a comma; None where it is none, or not finite."""
    cleaned = text.strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", cleaned):
        cleaned = cleaned.replace(",", "")
    elif re.fullmatch(r"[-+]?\d+,\d+", cleaned):
        cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d{1,9}(\.\d*)?|\.\d+)(e[-+]?\d{1,2})?", cleaned, re.IGNORECASE):
        return None
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        return None


def percent_of(earned: Decimal, possible: Decimal) -> Decimal | None:
    """`earned` of `possible` in percent, as `four_places` says; None where that is not from 0 to 100."""
    return four_places(earned * 100 / possible) if possible > 0 else None


def four_places(percent: Decimal) -> Decimal | None:
    """`percent` cut to four places, so that nobody passes by rounding; None where it is not from 0 to 100.

    Programs that count in binary write 57 as 56.99999999999999. What lies beyond the ninth place is theirs.
    """
    if not -1 < percent < 101:
        return None
    exact = percent.quantize(Decimal("0.000000001"), rounding="ROUND_HALF_UP")
    return exact.quantize(Decimal("0.0001"), rounding="ROUND_DOWN") if 0 <= exact <= 100 else None


def iso_moment(text: str) -> str:
    """An ISO 8601 date or time in UTC, without its zone; "" where `text` is none. No zone means UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found.astimezone(UTC) if found.tzinfo else found).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):
        return ""


_DONE = {
    "done",
    "yes",
    "y",
    "x",
    "true",
    "completed",
    "complete",
    "passed",
    "✓",
    "✔",
    "submitted",
    "completed achieved pass grade",
}
_NOT_DONE = {"no", "n", "false", "not done", "not completed", "incomplete", "not submitted"}
_FAILED = {"completed did not achieve pass grade", "failed", "not passed"}
_NOTHING = {"", "not attempted", "not available", "not accessible", "n a", "na", "null", "none", "ex", "excused"}


@lru_cache(maxsize=1 << 16)
def value_of(text: str, points: int = 0) -> Score | str | None:
    """A cell as a Score without learner and activity, None where it says nothing, or the text where it is odd.

    Understands percent (`85`, `85 %`), points (`17/20`), and words (`done`, `not completed`). `points`, where
    given, says that a bare number is points of that many.
    """
    cleaned = text.strip()
    # `plain` takes signs away, so that a lone tick would look like an empty cell.
    if cleaned in ("-", "–", "—") or (plain(cleaned) in _NOTHING and cleaned not in ("✓", "✔")):
        return None
    word = plain(cleaned) or cleaned
    if word in _DONE:
        return Score("", "", None, True)
    if word in _NOT_DONE or word in _FAILED:
        return Score("", "", None, False)
    parts = re.fullmatch(r"\s*([\d.,]+)\s*(?:/|of)\s*([\d.,]+)\s*", cleaned)
    if parts:
        earned, possible = number(parts[1]), number(parts[2])
        whole = Score.of_points("", "", earned, possible) if earned is not None and possible is not None else None
        return whole or cleaned
    bare = number(cleaned.removesuffix("%"))
    if bare is None:
        return cleaned
    is_percent = cleaned.endswith("%") or not points
    if not is_percent and (whole := Score.of_points("", "", bare, Decimal(points))):
        return whole
    found = four_places(bare) if is_percent else None
    comma = re.fullmatch(r"(\d{1,3}),(\d{3})\s*%?", cleaned)
    if found is None and comma:  # as thousands it is too much, so the comma stands before a fraction: 65,536
        exact = Decimal(f"{comma[1]}.{comma[2]}")
        if not is_percent:
            return Score.of_points("", "", exact, Decimal(points)) or cleaned
        found = four_places(exact)
    if found is None:
        return cleaned
    return Score("", "", found, None)
