"""Course assembly: one course out of a spec, the kit around it, and what the offered options contribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from mooc_kit.cache import Cache
from mooc_kit.content.links import rewrite
from mooc_kit.course import kit_codes
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.design_effects import contribute_design
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.kit_page import KitPage
from mooc_kit.course.model import (
    Activity,
    Announcement,
    Assignment,
    Counts,
    Course,
    CredentialKind,
    Discussion,
    Exam,
    InfoPage,
    Link,
    LiveSession,
    Measure,
    Module,
    Outcome,
    Page,
    PeerReview,
    Quiz,
    Survey,
)
from mooc_kit.course.page_structure import heading_problem
from mooc_kit.course.participation import EvidenceWay
from mooc_kit.course.success_page import contribute_success
from mooc_kit.course.surveys import items_of
from mooc_kit.course.translation import Translation, other_languages
from mooc_kit.course.workload import estimate_minutes
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes.model import QuizFile, QuizSettings
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.model import Spec


@dataclass(frozen=True)
class Assembled:
    """The course, and what was wrong with the kit's files on the way."""

    course: Course
    problems: list[Problem]


class Contributor(Protocol):
    """What a completion option is to a course in the making: something that adds to it."""

    def contribute(self, spec: Spec, course: CourseBuilder) -> None:
        """Adds activities, pages, requirements and credentials to the course."""

    def way(self, spec: Spec, course: CourseBuilder) -> EvidenceWay | None:
        """The option in a participant's words."""


def assemble(
    spec: Spec,
    folder: Path,
    options: Mapping[str, Contributor],
    name: str = "",
    cache: Cache | None = None,
    *,
    translation: Translation | None = None,
) -> Assembled:
    """The course of `spec` and the kit in `folder`, with what the offered ones of `options` (by key) add to it.

    `name` is how the folder is called in places. With `translation` it is the same course in another language.
    """
    own, others = spec.course.language, other_languages(spec)
    spec = spec if translation is None else translation.spec(spec)
    messages = messages_for(spec.course.language)
    outcomes = tuple(outcome.id for outcome in spec.outcomes)
    files = KitFiles(
        folder, name, outcomes=outcomes, messages=messages, cache=cache, translation=translation, others=others
    )
    builder = CourseBuilder(spec, files, messages, _frame(spec, files))
    for number, module in enumerate(spec.modules):
        builder.modules[module.id] = [
            _activity(spec, files, module, item, ("modules", number, "activities", position))
            for position, item in enumerate(module.activities)
        ]
    for page in _info_pages(files):
        builder.add_page(page)
    contribute_design(spec, builder)
    for key in spec.completion.offered():
        options[key].contribute(spec, builder)
        if way := options[key].way(spec, builder):
            builder.add_way(way)
    contribute_success(spec, builder)
    builder.say_elements()
    course = _linked(replace(builder.finished(), announcements=tuple(_announcements(files))), files)
    if others:
        course = replace(course, editions=(own, *others))
    course = replace(course, assets=files.assets(), aliases=dict(_aliases(spec, files, course)))
    return Assembled(course, [*files.problems, *_same_ids(course, spec.place()), *files.orphans()])


def _aliases(spec: Spec, files: KitFiles, course: Course) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The earlier ids of modules, activities, badges and pages that have some; pages say them in their front matter.

    The page on which a badge is asked for is called after it, and so had another name where the badge had.
    """
    things = [(f"module/{module.id}", module.aliases) for module in spec.modules]
    things += [(f"activity/{activity.id}", activity.aliases) for _, _, activity in spec.walk()]
    asked: dict[str, list[str]] = {}
    for badge in spec.badges():
        things.append((f"credential/{CredentialKind.BADGE.value}/{badge.id}", badge.aliases))
        asked[f"ask-for-{badge.id}"] = [f"ask-for-{was}" for was in badge.aliases]
    owner = {page.id: page.id for page in course.pages}
    for page in course.pages:
        found = files.page(page.source) if page.source.endswith(".md") else None
        said = found.meta.aliases if found else []
        for was in said:
            if (other := owner.setdefault(was, page.id)) != page.id:
                hint = f"Links to it lead to {other}. Take it out of `aliases`, or give that page another name."
                message = f'The earlier name "{was}" belongs to the page "{other}".'
                files.problems.append(kit_codes.TAKEN_PAGE_NAME.at(files.place(page.source, 1), message, hint=hint))
        things.append((f"page/{page.id}", [*said, *asked.get(page.id, ())]))
    for key, aliases in things:
        if aliases:
            yield key, tuple(aliases)


def _frame(spec: Spec, files: KitFiles) -> Course:
    """The course with everything but activities, pages and what options add."""
    info = spec.course
    home = files.page("content/index.md", spec.place("course"))
    if info.brand.logo and files.asset(info.brand.logo) is None:
        hint = "Put the logo there, or correct `logo`."
        place = spec.place("course", "brand", "logo")
        files.problems.append(kit_codes.MISSING_FILE.at(place, f"{info.brand.logo} is missing.", hint=hint))
    return Course(
        id=info.id,
        title=info.title,
        subtitle=info.subtitle or "",
        summary=info.summary or "",
        language=info.language,
        license=info.license,
        institution=info.institution or "",
        url=info.url or "",
        contact=info.contact or "",
        repository=info.repository or "",
        meeting=spec.meeting,
        packages=spec.packages,
        audience=info.audience or "",
        downloads=tuple(download.value for download in info.downloads),
        level=info.level or "",
        prerequisites=tuple(info.prerequisites),
        accessibility=info.accessibility,
        start=info.start,
        weeks=info.weeks,
        hours_per_week=info.hours_per_week,
        team=tuple(info.team),
        partners=tuple(info.partners),
        brand=info.brand,
        home_html=home.body_html if home else "",
        outcomes=tuple(Outcome(id=outcome.id, text=outcome.text) for outcome in spec.outcomes),
        modules=tuple(_module(spec, files, number, module) for number, module in enumerate(spec.modules)),
        success=tuple(
            Measure(id=m.id, measure=m.measure.value, target=m.target, about=m.about or m.measure.meaning)
            for m in spec.success
        ),
        options=tuple(spec.completion.offered()),
        design={key: element.chosen for key, element in spec.design.decided().items()},
    )


def _module(spec: Spec, files: KitFiles, number: int, module: spec_model.ModuleSpec) -> Module:
    page = files.page(f"content/modules/{module.id}/index.md", spec.place("modules", number))
    week = spec.week_of(module)
    start = spec.course.start
    return Module(
        id=module.id,
        title=module.title,
        week=week,
        summary=module.summary or (page.meta.summary if page else "") or "",
        body_html=page.body_html if page else "",
        outcomes=tuple(module.outcomes),
        opens=start + timedelta(weeks=week - 1) if start else None,
    )


def _activity(
    spec: Spec,
    files: KitFiles,
    module: spec_model.ModuleSpec,
    item: spec_model.AnyActivity,
    path: tuple[str | int, ...],
) -> Activity:
    place = spec.place(*path)
    source = f"content/modules/{module.id}/{item.id}.md"
    page = files.page(source, place)
    named = item.outcomes if item.outcomes is not None else (page.meta.outcomes if page else None)
    is_quiz = isinstance(item, spec_model.QuizActivity)
    quiz = (files.quiz(f"quizzes/{item.id}.yaml", place) if is_quiz else None) or QuizFile()
    common: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "body_html": page.body_html if page else "",
        "outcomes": tuple(module.outcomes if named is None else named),
        "minutes": _minutes(item, page, quiz.asked),
        "is_required": item.required,
        "source": source,
    }
    due = _due(spec, module, item)
    match item:
        case spec_model.ExamActivity():
            return Exam(**common, **_quiz_parts(quiz, item), due=due)
        case spec_model.QuizActivity():
            return Quiz(**common, **_quiz_parts(quiz, item), due=due)
        case spec_model.PeerReviewActivity():
            needed = item.reviewed_by or item.reviews
            parts = _work_parts(spec, files, item, path)
            return PeerReview(**common, **parts, due=due, reviews_given=item.reviews, reviews_needed=needed)
        case spec_model.AssignmentActivity():
            return Assignment(**common, **_work_parts(spec, files, item, path), due=due)
        case spec_model.DiscussionActivity():
            return Discussion(**common)
        case spec_model.SurveyActivity():
            survey = files.survey(f"surveys/{item.id}.yaml", place)
            return Survey(**common, items=items_of(survey), is_anonymous=item.anonymous)
        case spec_model.LiveSessionActivity():
            return LiveSession(**{**common, "is_required": False}, starts=item.starts, url=item.url or "")
        case spec_model.LinkActivity():
            return Link(**common, url=item.url)
        case _:
            return Page(**common)


def _quiz_parts(quiz: QuizFile, item: spec_model.QuizActivity) -> dict[str, Any]:
    said = item.model_dump(include=set(QuizSettings.model_fields))
    settings = QuizSettings.model_validate(said).over(quiz.settings)
    return {
        "quiz": quiz,
        "is_graded": item.graded,
        "points": item.points or (quiz.points if item.graded else 0),
        "settings": settings,
        "counts": Counts.PASSED if item.graded and settings.pass_percent else Counts.SUBMITTED,
    }


def _work_parts(
    spec: Spec, files: KitFiles, item: spec_model.AssignmentActivity, path: tuple[str | int, ...]
) -> dict[str, Any]:
    rubric = files.rubric(item.rubric, spec.place(*path, "rubric")) if item.rubric else None
    return {
        "rubric": rubric,
        "points": item.points or 0,
        "pass_percent": item.pass_percent,
        "submission": tuple(kind.value for kind in item.submission),
        "counts": Counts.PASSED if item.points and item.pass_percent else Counts.SUBMITTED,
    }


def _minutes(item: spec_model.AnyActivity, page: KitPage | None, questions: int) -> int:
    if item.minutes is None and page is not None and page.meta.minutes is not None:
        return page.meta.minutes
    return estimate_minutes(item, words=page.words if page else 0, questions=questions)


def _due(spec: Spec, module: spec_model.ModuleSpec, item: spec_model.AnyActivity) -> date | None:
    """The day as written, else the last day of the module's week where the course has dates."""
    written: date | None = getattr(item, "due", None)
    if written or not spec.course.start:
        return written
    return spec.course.start + timedelta(weeks=spec.week_of(module), days=-1)


def _info_pages(files: KitFiles) -> Iterator[InfoPage]:
    for path in files.own_pages("content/pages"):
        source = f"content/pages/{path.name}"
        page = files.page(source)
        if page is not None:
            title = page.meta.title or path.stem.replace("-", " ").capitalize()
            summary = page.meta.summary or ""
            yield InfoPage(
                id=path.stem,
                title=title,
                body_html=page.body_html,
                group=page.meta.group,
                summary=summary,
                source=source,
            )


def _announcements(files: KitFiles) -> list[Announcement]:
    """The announcements in the kit, the latest first."""
    found = []
    for path in files.own_pages("content/announcements"):
        source = f"content/announcements/{path.name}"
        page = files.page(source)
        if page is None:
            continue
        if page.meta.date is None:
            hint = "Write its day between the lines of --- at the top, like date: 2027-03-01."
            files.problems.append(kit_codes.NO_DATE.at(files.place(source, 1, 1), hint=hint))
            continue
        found.append(
            Announcement(
                id=path.stem,
                title=page.meta.title or path.stem.replace("-", " ").capitalize(),
                told_on=page.meta.date,
                body_html=page.body_html,
                summary=page.meta.summary or "",
                source=source,
            )
        )
    return sorted(found, key=lambda told: (told.told_on, told.id), reverse=True)


def _linked(course: Course, files: KitFiles) -> Course:
    """The course with links to the kit's files turned into links to what the files became."""
    places = {"content/index.md": "course:home"}
    for module in course.modules:
        places[f"content/modules/{module.id}/index.md"] = f"course:module/{module.id}"
        places.update({a.source: f"course:activity/{a.id}" for a in module.activities if a.source})
    places.update({page.source: f"course:page/{page.id}" for page in course.pages if page.source})
    places.update({told.source: f"course:announcement/{told.id}" for told in course.announcements})

    def relink(html: str, where: str) -> str:
        def resolve(url: str) -> str:
            if not url.startswith("kit:"):
                return url
            path, hash, fragment = url.removeprefix("kit:").partition("#")
            if path in places:
                shown = files.page(path) if fragment else None
                problem = (
                    heading_problem(unquote(fragment), shown.body_html, files.place(where), path) if shown else None
                )
                files.problems.extend([problem] if problem else [])
                return places[path] + hash + fragment
            hint = "Link to a page that participants see; guides and notes stay with the team."
            message = f"{path} is not a page of the course."
            files.problems.append(kit_codes.BROKEN_LINK.at(files.place(where), message, hint=hint, about=path))
            return "#"

        return rewrite(html, resolve) if "kit:" in html else html

    def relinked(activity: Activity) -> Activity:
        changed = replace(activity, body_html=relink(activity.body_html, activity.source))
        if isinstance(changed, Exam):  # its rules come from a page of their own, with links
            return replace(changed, rules_html=relink(changed.rules_html, changed.source))
        return changed

    modules = tuple(
        replace(
            module,
            body_html=relink(module.body_html, f"content/modules/{module.id}/index.md"),
            activities=tuple(relinked(activity) for activity in module.activities),
        )
        for module in course.modules
    )
    return replace(
        course,
        home_html=relink(course.home_html, "content/index.md"),
        modules=modules,
        pages=tuple(replace(page, body_html=relink(page.body_html, page.source)) for page in course.pages),
        announcements=tuple(replace(a, body_html=relink(a.body_html, a.source)) for a in course.announcements),
        credentials=tuple(replace(c, criteria_html=relink(c.criteria_html, "course.yaml")) for c in course.credentials),
    )


def _same_ids(course: Course, place: Place) -> Iterator[Problem]:
    from mooc_kit.spec.spec_codes import DUPLICATE_ID

    seen: set[str] = set()
    for _, activity in course.activities():
        if activity.id in seen:
            hint = "Give the activity in course.yaml another id: the completion option uses this one."
            yield DUPLICATE_ID.at(place, f'Two activities have the id "{activity.id}".', hint=hint)
        seen.add(activity.id)
