"""Goal mapping: survey answers in; a public file, a report and a brief out, with a summary on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.cohort.goals.coverage import what_meets
from mooc_kit.cohort.goals.goal_codes import ANSWERS_IN_KIT
from mooc_kit.cohort.goals.public import goals_json, public_themes, read_goals_json
from mooc_kit.cohort.goals.report import ThemeRow, brief_markdown, report_html, rows_of
from mooc_kit.cohort.goals.responses import Goal, Wanted, read_responses
from mooc_kit.commands.validate import whole_course
from mooc_kit.console import console
from mooc_kit.counting import counted
from mooc_kit.course.goal_themes import FILE
from mooc_kit.course.model import Course
from mooc_kit.extras import require
from mooc_kit.files import write_private, write_whole
from mooc_kit.problems import MoocKitError, Place, Report, UsageError, relative_name

if TYPE_CHECKING:
    from mooc_kit.cohort.goals.themes import Seed, ThemeMap

REPORT, BRIEF = "goals-report.html", "goals-brief.md"


def map_goals(
    answers: Sequence[Path],
    kit: Path,
    output: Path,
    *,
    columns: Sequence[str],
    consent: str | None,
    made_on: date | None,
    publish: bool,
) -> int:
    """Write the report and the brief into `output`, and goals.json into the kit where `publish`; the exit status."""
    for path in answers:
        if not path.is_file():
            raise UsageError(f"There is no file {path}.")
    find = _grouping()
    course = whole_course(kit)
    found = read_responses(answers, _wanted(course, columns, consent))
    for path in answers:
        if path.resolve().is_relative_to(kit.resolve()):
            hint = "Move the file out of the kit's folder before you commit."
            found.problems.append(ANSWERS_IN_KIT.at(Place(relative_name(path)), hint=hint))
    report = Report(found.problems)
    if not report.is_ok():
        raise MoocKitError(*found.problems)
    seeds, check_ins = _from_spec(kit)
    themes = find(found.goals, seeds, f"{course.title} {course.subtitle}")
    meetings = [what_meets(theme, course) for theme in themes.themes]
    rows = rows_of(themes, found.goals, meetings)
    public = public_themes(themes, found.goals, meetings, made_on, read_goals_json(kit / FILE))
    output.mkdir(parents=True, exist_ok=True)
    written = {
        output / REPORT: report_html(course, themes, found.goals, rows),
        output / BRIEF: brief_markdown(course, rows, found.goals, check_ins),
    }
    for path, text in written.items():
        write_private(path, text)
    if publish:
        written[kit / FILE] = goals_json(public)
        write_whole(kit / FILE, written[kit / FILE])
    _tell(report, rows, found.goals, found.columns)
    for path in written:
        console().print(f"Written: {relative_name(path)}")
    return 0


def _tell(report: Report, rows: Sequence[ThemeRow], goals: Sequence[Goal], columns: Sequence[str]) -> None:
    import sys

    from rich.table import Table

    from mooc_kit.reporters import write_report

    if report.problems:
        write_report(report, "text", sys.stderr)
    out = console()
    people = len({goal.person for goal in goals})
    out.print(f"{counted(people, 'person', 'people')} wrote {counted(len(goals), 'goal')} (in: {', '.join(columns)}).")
    table = Table("Theme", "People", "Answered by")
    for row in rows:
        meeting = row.meeting
        names = [title for _, title, _ in (*meeting.outcomes, *meeting.modules)]
        table.add_row(row.title, str(row.people), "nothing yet" if meeting.is_unmet else "; ".join(names))
    out.print(table)


def _grouping() -> Callable[[Sequence[Goal], Sequence[Seed], str], ThemeMap]:
    require("goals", "Grouping goals")
    from mooc_kit.cohort.goals.themes import find_themes

    return find_themes


def _wanted(course: Course, columns: Sequence[str], consent: str | None) -> Wanted:
    """The goal items and the consent of the course's sign-up survey, as the kit has it now."""
    from mooc_kit.completion_options.participant_outcomes.goal_surveys import CONSENT
    from mooc_kit.completion_options.participant_outcomes.option import SIGN_UP
    from mooc_kit.course.model import Survey

    survey = next((a for _, a in course.activities() if a.id == SIGN_UP and isinstance(a, Survey)), None)
    items = survey.items if survey else ()
    goals = [(item.id, item.prompt) for item in items if item.id.startswith("goal-")]
    boxes = [(item.id, item.prompt) for item in items if item.kind == "consent" and item.id == CONSENT]
    box = (consent, "") if consent else (boxes[0] if boxes else (CONSENT, ""))
    return Wanted(goals, box, columns, survey)


def _from_spec(kit: Path) -> tuple[list[Seed], list[int]]:
    """The themes that the team expects, and the weeks of the check-ins."""
    from mooc_kit.cohort.goals.themes import Seed
    from mooc_kit.completion_options.participant_outcomes.section import ParticipantOutcomesSpec
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.spec.load import load_spec_file

    spec = load_spec_file(kit / "course.yaml", "course.yaml", sections()).spec
    section = spec.option("participant_outcomes") if spec else None
    if not isinstance(section, ParticipantOutcomesSpec):
        return [], []
    seeds = [Seed(theme.id, theme.title, theme.words, theme.outcomes) for theme in section.themes]
    return seeds, section.check_in_weeks
