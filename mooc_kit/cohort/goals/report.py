"""Goal report: a page for the team with a map to look at, and a facilitator's brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from mooc_kit.cohort.goals.coverage import Coverage
from mooc_kit.cohort.goals.responses import Goal
from mooc_kit.course.goal_themes import SMALL
from mooc_kit.course.model import Course

if TYPE_CHECKING:
    from mooc_kit.cohort.goals.themes import ThemeMap

EXAMPLES = 4
MOST_LEFTOVER = 60
# Okabe and Ito's colours, which people with colour blindness can tell apart, darkened for text-size signs on white;
# each theme has a shape of its own as well.
_COLOURS = ("#0072b2", "#d55e00", "#007a5a", "#b4589a", "#8a6d00", "#2f8fc7", "#7a4b12", "#555555")
_SHAPES = ("circle", "square", "triangle", "diamond", "cross", "ring", "down")
_WIDTH, _HEIGHT, _EDGE = 900, 520, 16


@dataclass(frozen=True)
class ThemeRow:
    """A theme as the report shows it. `percent` is its share of all people."""

    title: str
    people: int
    goals: int
    percent: int
    words: tuple[str, ...]
    examples: tuple[str, ...]
    meeting: Coverage
    is_found: bool
    sign: Any

    @property
    def is_small(self) -> bool:
        return self.people < SMALL


def rows_of(found: ThemeMap, goals: Sequence[Goal], meetings: Sequence[Coverage]) -> list[ThemeRow]:
    from markupsafe import Markup

    everyone = len({goal.person for goal in goals}) or 1
    rows = []
    for number, (theme, meeting) in enumerate(zip(found.themes, meetings, strict=True)):
        people = len({goals[i].person for i in theme.goals})
        texts = tuple(dict.fromkeys(goals[i].text for i in theme.goals))[:EXAMPLES]
        title = theme.seed.title if theme.seed else ", ".join(theme.words[:3])
        sign = Markup(  # noqa: S704  # made of our own numbers
            f'<svg viewBox="-8 -8 16 16" aria-hidden="true">{_sign(number, 0, 0, 1.4)}</svg>'
        )
        percent = round(100 * people / everyone)
        rows.append(
            ThemeRow(title, people, len(theme.goals), percent, theme.words, texts, meeting, theme.seed is None, sign)
        )
    return rows


def report_html(course: Course, found: ThemeMap, goals: Sequence[Goal], rows: Sequence[ThemeRow]) -> str:
    from markupsafe import Markup

    left = [goal.text for goal, label in zip(goals, found.labels, strict=True) if label < 0]
    return _render(
        "goals.html.j2",
        course=course,
        people=len({goal.person for goal in goals}),
        goals=len(goals),
        themes=rows,
        unmet=[row for row in rows if row.meeting.is_unmet],
        outside=len(left),
        leftover=left[:MOST_LEFTOVER],
        leftover_more=len(left) > MOST_LEFTOVER,
        map_svg=Markup(_map_svg(found)),  # noqa: S704  # made of our own numbers
        to_name=_to_name(found),
    )


def brief_markdown(
    course: Course, rows: Sequence[ThemeRow], goals: Sequence[Goal], check_in_weeks: Sequence[int]
) -> str:
    unmet = [row for row in rows if row.meeting.is_unmet]
    met = [row for row in rows if not row.meeting.is_unmet]
    weeks = {module.id: module.week for module in course.modules}
    calendar: list[dict[str, str]] = []
    if rows:
        names = _listed(row.title for row in rows[:3])
        calendar.append({"when": "Now", "what": f"Thank people for their goals; name the largest themes: {names}."})
    by_week: dict[int, list[str]] = {}
    for row in met:
        for id, _, _ in row.meeting.modules:
            by_week.setdefault(weeks[id], []).append(row.title)
    for week in sorted({*by_week, *check_in_weeks}):
        parts = [f"The module speaks of {_listed(dict.fromkeys(by_week[week]))}: say so."] if week in by_week else []
        if week in check_in_weeks:
            wanted = f" Say what became of {_listed(row.title for row in unmet)}." if unmet else ""
            parts.append(f"Check-in: say what you changed because of people's goals.{wanted}")
        calendar.append({"when": f"Week {week}", "what": " ".join(parts)})
    people = len({goal.person for goal in goals})
    return _render(
        "goals-brief.md.j2", course=course, people=people, goals=len(goals), calendar=calendar, unmet=unmet, met=met
    )


def _listed(titles: Iterable[str]) -> str:
    return "; ".join(f"“{title}”" for title in titles)


def _render(name: str, **context: Any) -> str:
    from mooc_kit.templating import built_in, environment

    return environment(built_in("reports"), escapes_html=name.endswith(".html.j2")).get_template(name).render(**context)


def _map_svg(found: ThemeMap) -> str:
    """Every goal as a sign at its place; leftovers as small grey dots."""
    marks = []
    for (x, y), label in zip(found.places, found.labels, strict=True):
        across = _EDGE + x * (_WIDTH - 2 * _EDGE)
        down = _EDGE + (1 - y) * (_HEIGHT - 2 * _EDGE)
        if label < 0:
            marks.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="2" fill="#8b949a" fill-opacity=".6"/>')
        else:
            marks.append(_sign(label, across, down, 1.0))
    said = escape(f"A map of {len(found.labels)} goals in {len(found.themes)} themes; the table above tells the same.")
    frame = f'<rect width="{_WIDTH}" height="{_HEIGHT}" rx="8" fill="none" stroke="#8b949a"/>'
    body = "".join(marks)
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{said}">{frame}{body}</svg>'


def _sign(number: int, x: float, y: float, size: float) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    shape = _SHAPES[number % len(_SHAPES)]
    r = 4.2 * size
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{colour}" fill-opacity=".8"/>'
    if shape == "ring":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if shape == "cross":
        path = f"M{x - r:.1f} {y:.1f}h{2 * r:.1f}M{x:.1f} {y - r:.1f}v{2 * r:.1f}"
        return f'<path d="{path}" stroke="{colour}" stroke-width="2.2"/>'
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
        "down": ((0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[shape]
    points = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" fill="{colour}" fill-opacity=".8"/>'


def _to_name(found: ThemeMap) -> str:
    """The discovered themes as they would stand in course.yaml, for the team to name."""
    from mooc_kit.spec.yaml_text import yaml_text

    new = [theme for theme in found.themes if theme.seed is None]
    entries = [
        {"id": f"theme-{n}", "title": ", ".join(theme.words[:3]), "words": list(theme.words[:8])}
        for n, theme in enumerate(new, 1)
    ]
    return yaml_text({"completion": {"participant_outcomes": {"themes": entries}}}) if entries else ""
