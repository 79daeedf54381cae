"""Themes page: what participants want from the course, as `goals.json` sums it up, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from mooc_kit.completion_options.participant_outcomes import participant_outcomes_codes
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.goal_themes import FILE, GoalTheme, GoalThemes
from mooc_kit.course.model import Group, InfoPage
from mooc_kit.problems import Problem
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.load import unknown_ids
from mooc_kit.spec.schema_errors import read_model
from mooc_kit.spec.yaml_tree import YamlTree

PAGE = "goal-themes"


def add_themes(spec: spec_model.Spec, course: CourseBuilder, origin: str, *, may_quote: bool) -> str:
    """Add the page of themes where the kit has a goals.json; gives its id, or "" where there is none."""
    if not course.files.exists(FILE):
        return ""
    text = course.files.text(FILE)
    if text is None:
        return ""
    themes, tree, problems = read_model(GoalThemes, text, course.files.place(FILE).file)
    course.files.problems.extend(problems)
    if themes is None or tree is None:
        return ""
    course.files.problems.extend(_check(spec, themes, tree, may_quote=may_quote))
    messages = course.messages
    # What was found is shown once a person has read it: its words come from what people wrote.
    themes = themes.model_copy(update={"themes": [theme for theme in themes.themes if theme.is_named]})
    _answer_in_modules(spec, course, themes)
    course.add_page(
        InfoPage(
            id=PAGE,
            title=messages.text("What participants want"),
            body_html=_body(spec, course, themes, may_quote=may_quote),
            group=Group.EVIDENCE,
            origin=origin,
            summary=messages.plural(
                "What {n} person wants from this course, and what the course does about it.",
                "What {n} people want from this course, and what the course does about it.",
                themes.people,
            ),
        )
    )
    return PAGE


def _check(spec: spec_model.Spec, found: GoalThemes, tree: YamlTree, *, may_quote: bool) -> Iterator[Problem]:
    """What in the file does not fit the course, does not add up, or tells more about people than it may."""
    from mooc_kit.content.personal_data import personal_data_in  # its patterns take long to prepare

    outcomes = [outcome.id for outcome in spec.outcomes]
    modules = [module.id for module in spec.modules]
    seen: set[str] = set()
    if found.others > found.people:
        hint = "Run `mooc-kit goals map` again, or correct the numbers."
        yield participant_outcomes_codes.DOES_NOT_ADD_UP.at(tree.place(("others",)), hint=hint)
    for number, theme in enumerate(found.themes):
        path = ("themes", number)
        if theme.people > found.people:
            message = f'More people are in "{theme.title}" ({theme.people}) than wrote a goal ({found.people}).'
            hint = "Run `mooc-kit goals map` again, or correct the numbers."
            yield participant_outcomes_codes.DOES_NOT_ADD_UP.at(tree.place((*path, "people")), message, hint=hint)
        if theme.id in seen:
            hint = "Give one of the two another id."
            yield participant_outcomes_codes.SAME_THEME.at(
                tree.place((*path, "id")), f'Two themes have the id "{theme.id}".', hint=hint
            )
        seen.add(theme.id)
        yield from unknown_ids(tree, (*path, "outcomes"), theme.outcomes, outcomes, "outcome")
        yield from unknown_ids(tree, (*path, "modules"), theme.modules, modules, "module")
        if theme.quotes and not may_quote:
            hint = "Remove the quotes, or write `visibility: public` and ask people for their yes."
            yield participant_outcomes_codes.QUOTE_WITHOUT_YES.at(tree.place((*path, "quotes")), hint=hint)
        told: list[tuple[str, tuple[str | int, ...], str]] = [("The title", ("title",), theme.title)]
        told += [("A quote", ("quotes", place), quote) for place, quote in enumerate(theme.quotes)]
        for what, where, text in told:
            if private := personal_data_in(text):
                message = f'{what} holds "{private[:40]}", by which a person could be found.'
                hint = "Take it out, or leave the whole quote out."
                yield participant_outcomes_codes.NAMES_SOMEBODY.at(tree.place((*path, *where)), message, hint=hint)
        for place, said in enumerate(theme.answers):
            if said.week > spec.course.weeks:
                message = f'"{theme.title}" is answered in week {said.week}; the course has {spec.course.weeks}.'
                yield participant_outcomes_codes.ANSWER_AFTER_END.at(
                    tree.place((*path, "answers", place, "week")), message, hint="Correct the week."
                )
        if not theme.is_named:
            hint = "Read its quotes, and write in `title` what these people want."
            yield participant_outcomes_codes.NOT_NAMED.at(tree.place((*path, "title")), hint=hint)
        if theme.is_unmet and not theme.answer and not theme.answers:
            message = f'Nothing in the course answers "{theme.title}", and the team says nothing to it.'
            hint = "Add `answer:`; a kind no, or where else to find it, is an answer too."
            yield participant_outcomes_codes.NO_ANSWER.at(tree.place(path), message, hint=hint)


def _body(spec: spec_model.Spec, course: CourseBuilder, found: GoalThemes, *, may_quote: bool) -> str:
    """The page: the size of each theme at a glance, then each with its words and the answer to it."""
    messages = course.messages
    read = messages.plural(
        "{n} person wrote what they want from this course.",
        "{n} people wrote what they want from this course.",
        found.people,
    )
    if found.made_on:
        read += " " + messages.text("The goals were read on {day}.", day=messages.date(found.made_on))
    lines = [
        f"<p>{escape(read)} {escape(messages.text('Nobody is named, and themes of a few people are not shown.'))}</p>"
    ]
    if found.themes:
        heads = (
            messages.text("What people want"),
            messages.text("How many"),
            messages.text("Where the course answers it"),
        )
        rows = "".join(_row(spec, course, theme) for theme in found.themes)
        head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
        lines.append(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>\n</table>")
    if found.others:
        others = messages.plural(
            "{n} more person wants something of their own.",
            "{n} more people want something of their own.",
            found.others,
        )
        others += " " + messages.text("Their goals count as much; they are only not listed.")
        lines.append(f"<p>{escape(others)}</p>")
    lines += [_theme(spec, course, theme, may_quote=may_quote) for theme in found.themes]
    return "\n".join(lines)


def _row(spec: spec_model.Spec, course: CourseBuilder, theme: GoalTheme) -> str:
    answered = _answered_by(spec, theme)
    where = ", ".join(answered) if answered else escape(course.messages.text("Not yet"))
    return (
        f'<tr><th scope="row"><a href="#theme-{escape(theme.id)}">{escape(theme.title)}</a></th>'
        f'<td><span class="bar bar-{_step(theme.share_percent)}">{escape(_size(course, theme))}</span></td>'
        f"<td>{where}</td></tr>"
    )


def _theme(spec: spec_model.Spec, course: CourseBuilder, theme: GoalTheme, *, may_quote: bool) -> str:
    from mooc_kit.course.pages import markdown_html

    messages = course.messages
    parts = [
        f'<h2 id="theme-{escape(theme.id)}">{escape(theme.title)}</h2>',
        f'<p class="theme-size">{escape(_size(course, theme))}</p>',
    ]
    if theme.words:
        parts.append(f"<p>{escape(messages.text('Words that people use: {words}', words=', '.join(theme.words)))}</p>")
    if may_quote:
        parts += [f"<blockquote><p>{escape(quote)}</p></blockquote>" for quote in theme.quotes]
    answered = _answered_by(spec, theme)
    if answered:
        items = "".join(f"<li>{item}</li>" for item in answered)
        parts.append(f"<p>{escape(messages.text('The course answers it here:'))}</p>\n<ul>{items}</ul>")
    else:
        parts.append(f"<p><strong>{escape(messages.text('The course does not answer this yet.'))}</strong></p>")
    if theme.answer:
        parts.append(f"<h3>{escape(messages.text('What the team says'))}</h3>\n{markdown_html(theme.answer, messages)}")
    for said in sorted(theme.answers, key=lambda said: said.week):
        parts.append(f"<h3>{escape(messages.text('Week {n}', n=said.week))}</h3>\n{markdown_html(said.text, messages)}")
    return "\n".join(parts)


def _answer_in_modules(spec: spec_model.Spec, course: CourseBuilder, found: GoalThemes) -> None:
    """Put what the team says in a week onto the page of that week's module: where participants are, then."""
    from mooc_kit.course.pages import markdown_html

    begun = sorted(spec.modules, key=spec.week_of)
    said: dict[str, list[str]] = {}
    for theme in found.themes:
        for answer in theme.answers:
            module = next((m for m in reversed(begun) if spec.week_of(m) <= answer.week), begun[0])
            link = f'<a href="course:page/{PAGE}#theme-{escape(theme.id)}">{escape(theme.title)}</a>'
            said.setdefault(module.id, []).append(f"<h3>{link}</h3>\n{markdown_html(answer.text, course.messages)}")
    heading = f"<h2>{escape(course.messages.text('What you asked for'))}</h2>"
    modules = tuple(
        replace(m, body_html="\n".join([m.body_html, heading, *said[m.id]]) if m.id in said else m.body_html)
        for m in course.course.modules
    )
    course.course = replace(course.course, modules=modules)


def _answered_by(spec: spec_model.Spec, theme: GoalTheme) -> list[str]:
    """Links to the modules that answer the theme; outcomes that no named module has, as words."""
    modules = [module for module in spec.modules if module.id in theme.modules]
    if not modules:
        modules = [module for module in spec.modules if set(module.outcomes) & set(theme.outcomes)]
    found = [f'<a href="course:module/{module.id}">{escape(module.title)}</a>' for module in modules]
    reached = {outcome for module in modules for outcome in module.outcomes}
    found += [escape(o.text) for o in spec.outcomes if o.id in theme.outcomes and o.id not in reached]
    return found


def _size(course: CourseBuilder, theme: GoalTheme) -> str:
    return course.messages.plural(
        "{n} person ({percent}%)", "{n} people ({percent}%)", theme.people, percent=theme.share_percent
    )


def _step(percent: int) -> int:
    """The bar's width in steps of 5 %: a style sheet has a class for each."""
    return min(max(round(percent / 5) * 5, 5), 100)
