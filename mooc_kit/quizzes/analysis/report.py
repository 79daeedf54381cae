"""Item analysis report: one self-contained HTML page; each plot is SVG with a table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mooc_kit.quizzes.analysis.statistics import Analysis, ItemFigures
from mooc_kit.quizzes.analysis.verdicts import EASY, HARD, WEAK, Urgency, reasons, to_mend, urgency

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 48
BINS = 10
SHAPES = {Urgency.MEND: "mend", Urgency.LOOK: "look", Urgency.FINE: "fine"}


@dataclass(frozen=True)
class Dot:
    """An item in the map of difficulty and discrimination. Urgency shows by shape and colour, never by colour alone."""

    x: float
    y: float
    shape: str
    label: str
    anchor: str
    name: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    count: int


def report_html(analysis: Analysis, title: str) -> str:
    """The page for `analysis`. Everything that came from the file of responses is escaped."""
    worst = to_mend(analysis)
    return _template().render(
        title=title,
        analysis=analysis,
        worst=worst,
        urgent=[row for row in worst if row[1][0].urgency is Urgency.MEND],
        words=reliability(analysis.alpha),
        items=[(item, urgency(item), reasons(item), _curve(item)) for item in analysis.items],
        dots=_dots(analysis),
        bars=_bars(analysis),
        box={"w": WIDTH, "h": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM},
        x_lines=[(_x(value), f"{value:.0%}") for value in (0, 0.25, 0.5, 0.75, 1)],
        y_lines=[(_y(value), f"{value:.1f}".replace("-", "−")) for value in (-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8)],
        weak_y=_y(WEAK),
        hard_x=_x(HARD),
        easy_x=_x(EASY),
    )


def reliability(alpha: float | None) -> str:
    """What an alpha means, in a sentence."""
    if alpha is None:
        return (
            "It cannot be computed: it needs two questions, and two people who met all of them with different results."
        )
    if alpha < 0:
        return "Negative: some questions pull against the others. Look for wrong keys first."
    if alpha < 0.5:
        return "Low: the questions check different things, or are few. Do not grade by this quiz alone."
    if alpha < 0.7:
        return "Fair for a self-check or a short quiz; low for a grade that matters."
    if alpha < 0.9:
        return "Good: the total tells people apart dependably."
    return "Very high: dependable. Questions that ask the same twice also raise it."


def _x(value: float) -> float:
    return round(LEFT + value * (WIDTH - LEFT - RIGHT), 1)


def _y(value: float) -> float:
    """From -0.5 at the bottom to 1 at the top."""
    return round(HEIGHT - BOTTOM - (max(value, -0.5) + 0.5) / 1.5 * (HEIGHT - TOP - BOTTOM), 1)


def _dots(analysis: Analysis) -> list[Dot]:
    return [
        Dot(
            _x(item.difficulty),
            _y(item.discrimination),
            SHAPES[urgency(item)],
            str(number),
            "end" if item.difficulty > 0.9 else "start",
            item.id,
        )
        for number, item in enumerate(analysis.items, start=1)
        if item.difficulty is not None and item.discrimination is not None
    ]


def _bars(analysis: Analysis) -> list[Bar]:
    counts = [0] * BINS
    for share in analysis.totals:
        counts[max(0, min(BINS - 1, int(share * BINS)))] += 1
    most = max(counts, default=0) or 1
    width = (WIDTH - LEFT - RIGHT) / BINS
    room = HEIGHT - TOP - BOTTOM - 16
    return [
        Bar(
            round(LEFT + number * width + 2, 1),
            round(HEIGHT - BOTTOM - count / most * room, 1),
            round(width - 4, 1),
            round(count / most * room, 1),
            f"{number * 10}–{number * 10 + 10}%",
            count,
        )
        for number, count in enumerate(counts)
    ]


def _curve(item: ItemFigures) -> list[tuple[float, float, str]]:
    """The difficulty among the five fifths of people, as points of a line in a box of 160 by 60."""
    return [
        (16.0 + number * 32, round(52 - share * 44, 1), f"{share:.0%}")
        for number, share in enumerate(item.by_group)
        if share is not None
    ]


@lru_cache(maxsize=1)
def _template() -> Template:
    from mooc_kit.templating import built_in, environment

    env = environment(built_in("analysis"), is_trusted=True, keep_trailing_newline=False)
    env.filters["percent"] = lambda value: "–" if value is None else f"{value:.0%}"
    env.filters["figure"] = lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−")
    env.filters["amount"] = lambda value: f"{value:g}"
    return env.get_template("report.html.j2")
