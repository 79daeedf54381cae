"""Success page: what the course counts as success, how far it has come, and where to say what one took from it."""

from __future__ import annotations

from html import escape

from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.design_effects import FEEDBACK, FOLLOW_UP
from mooc_kit.course.model import Group, InfoPage, Survey
from mooc_kit.course.success_figures import FILE, SMALL, PublicFigure, PublicFigures
from mooc_kit.spec.model import Spec, SuccessMeasure
from mooc_kit.spec.schema_errors import read_model

PAGE = "success"


def contribute_success(spec: Spec, course: CourseBuilder) -> None:
    """Add the page, where the course names measures and its team has not written a page of this name itself.

    Called when everything else is there, so that the page can point to it.
    """
    figures = _figures(course)
    if not spec.success or any(page.id == PAGE for page in course.pages):
        return
    say = course.messages.text
    course.add_page(
        InfoPage(
            id=PAGE,
            title=say("What we count as success"),
            body_html=_body(spec, course, figures),
            group=Group.ABOUT,
            summary=say("What the team hopes for beyond finishing, and how to say what you took from the course."),
        )
    )


def _figures(course: CourseBuilder) -> PublicFigures | None:
    """What `mooc-kit report --publish` wrote into the kit; what is wrong with it is kept as a problem."""
    if not course.files.exists(FILE):
        return None
    text = course.files.text(FILE)
    if text is None:
        return None
    found, _, problems = read_model(PublicFigures, text, course.files.place(FILE).file)
    course.files.problems.extend(problems)
    return found


def _body(spec: Spec, course: CourseBuilder, figures: PublicFigures | None) -> str:
    say = course.messages.text
    lead = say(
        "Few people take from an open course just what its plan says, and not everybody needs to finish. This is what "
        "the team of {course} hopes for, and looks at afterwards.",
        course=spec.course.title,
    )
    parts = [f"<p>{escape(lead)}</p>", _table(spec, course, figures)]
    if figures is not None:
        day = course.messages.date(figures.made_on)
        counted = say("Counted on {day}. Nobody is named, and numbers below {n} are not shown.", day=day, n=SMALL)
        parts.append(f"<p>{escape(counted)}</p>")
    parts.append(f"<h2>{escape(say('What did you take from it?'))}</h2>")
    asked = say("Whether you did all of it or one page: tell us. It changes what we do next, and it counts.")
    parts.append(f"<p>{escape(asked)}</p>")
    ways = list(_ways(spec, course))
    parts.append(f"<ul>{''.join(f'<li>{way}</li>' for way in ways)}</ul>" if ways else "")
    return "\n".join(part for part in parts if part)


def _table(spec: Spec, course: CourseBuilder, figures: PublicFigures | None) -> str:
    say = course.messages.text
    reached = {figure.id: figure for figure in figures.measures} if figures else {}
    heads = [say("What we count"), say("What we hope for"), *([say("So far")] if figures else [])]
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    rows = []
    for measure in spec.success:
        cells = [f"<td>{escape(_hoped_for(measure, course))}</td>"]
        if figures:
            cells.append(f"<td>{escape(_so_far(reached.get(measure.id), course))}</td>")
        title = measure.about or say(measure.measure.meaning)
        rows.append(f'<tr><th scope="row">{escape(title)}</th>{"".join(cells)}</tr>')
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>{''.join(rows)}</tbody>\n</table>"


def _hoped_for(measure: SuccessMeasure, course: CourseBuilder) -> str:
    return course.messages.text("at least {target}", target=str(measure.target))


def _so_far(figure: PublicFigure | None, course: CourseBuilder) -> str:
    say = course.messages.text
    if figure is None or not figure.is_known:
        return say("not known yet")
    return say("too few people to tell") if figure.reached is None else str(figure.reached)


def _ways(spec: Spec, course: CourseBuilder) -> list[str]:
    """Links to where people can say it: surveys about it, sharing back, and the course's address."""
    say = course.messages.text
    closing = course.goal_plan.closing if course.goal_plan else ""
    wanted = [id for id in (closing, FEEDBACK, FOLLOW_UP) if id]
    surveys = {activity.id: activity for activity in course.activities() if isinstance(activity, Survey)}
    found = [f'<a href="course:activity/{id}">{escape(surveys[id].title)}</a>' for id in wanted if id in surveys]
    if course.sharing_back:
        page = next((page for page in course.pages if page.id == course.sharing_back.page), None)
        if page is not None:
            found.append(f'<a href="course:page/{page.id}">{escape(page.title)}</a>')
    if spec.course.contact:
        address = escape(spec.course.contact)
        found.append(f'{escape(say("Write to the team:"))} <a href="mailto:{address}">{address}</a>')
    return found
