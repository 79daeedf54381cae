"""Activity files: pages, quizzes, rubrics and surveys that follow from the spec's modules and activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mooc_kit.bloom import Performance, has_table, parts_said, topic_of
from mooc_kit.completion_options.base import KitFile
from mooc_kit.completion_options.registry import options
from mooc_kit.course.design_effects import design_files
from mooc_kit.course.surveys import survey_yaml, usual_survey
from mooc_kit.i18n import messages_for
from mooc_kit.kit.template_context import week_of
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import write_native
from mooc_kit.quizzes.starter_questions import COMMENTS, FIRST_QUESTION, UNWRITTEN, stub_questions
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.write import rubric_yaml
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.model import AnyActivity, ModuleSpec, OutcomeSpec, Spec
from mooc_kit.spec.repository import github, is_gitlab
from mooc_kit.spec.turns import turn_of
from mooc_kit.spec.usual_titles import is_label
from mooc_kit.spec.yaml_text import yaml_text

QUESTIONS = 5
"""Starter questions of a quiz that gives no points."""


def kit_files(spec: Spec) -> Iterator[KitFile]:
    """Every file beside the course template: the activities' own first, then the design's and the options'.

    Where two yield the same path, the first one counts.
    """
    for number, module in enumerate(spec.modules):
        yield from _module_files(spec, number, module)
    yield from _rubrics(spec)
    yield from _repository_files(spec)
    yield from design_files(spec)


def option_files(spec: Spec) -> Iterator[tuple[str, KitFile]]:
    """The files of each offered option, with the option's key."""
    known = options()
    for key in spec.completion.offered():
        for file in known[key].files(spec):
            yield key, file


def _module_files(spec: Spec, number: int, module: ModuleSpec) -> Iterator[KitFile]:
    before = spec.modules[number - 1] if number else None
    after = spec.modules[number + 1] if number + 1 < len(spec.modules) else None
    again, earlier = turn_of(spec, module)
    about = {**week_of(spec, module), "before": before, "after": after, "again": again, "earlier": earlier}
    opening = {
        "work": _work(module),
        "earlier_work": _work(earlier) if earlier else None,
        "readings": [activity for activity in module.activities if activity.kind == "page"],
        "family": _family(spec, module),
        "hook": _hook(spec, module),
    }
    folder = f"content/modules/{module.id}"
    yield KitFile(f"{folder}/index.md", template="module.md.j2", context={**about, **opening})
    for activity in module.activities:
        serves = _outcomes(spec, module, activity)
        context = {
            **about,
            "activity": activity,
            "serves": serves,
            "topic": _topic(spec, serves, module, activity),
            "is_first": number == 0,
        }
        yield KitFile(f"{folder}/{activity.id}.md", template=f"{activity.kind}.md.j2", context=context)
        if activity.kind in ("quiz", "exam"):
            yield _quiz(spec, module, activity)
        if isinstance(activity, spec_model.SurveyActivity):
            survey = usual_survey(activity.title, spec.course.title, messages_for(spec.course.language).text)
            yield KitFile(f"surveys/{activity.id}.yaml", text=survey_yaml(survey))


def _work(module: ModuleSpec) -> spec_model.AssignmentActivity | None:
    """What is handed in first in a module."""
    return next((a for a in module.activities if isinstance(a, spec_model.AssignmentActivity)), None)


def _family(spec: Spec, module: ModuleSpec) -> str:
    """The family of performances of a module's first outcome."""
    first = next((outcome for outcome in spec.outcomes if outcome.id in module.outcomes), None)
    if first is None or not has_table(spec.course.language):
        return Performance.OTHER.value
    return parts_said(first.said_in(spec.course.language), spec.course.language)[0].performance.value


def _hook(spec: Spec, module: ModuleSpec) -> str:
    """With which question a module begins: that of its family, or where an earlier one has asked it, a number from 1 to
    4, so that no two of a usual course begin alike."""
    asked: list[str] = []
    for each in spec.modules[: spec.modules.index(module) + 1]:
        if each.outcomes and not turn_of(spec, each)[0]:
            asked.append(_family(spec, each))
    repeats = len(asked) - len(set(asked))
    is_new = not asked or asked[-1] not in asked[:-1]
    return asked[-1] if asked and is_new else str(1 + (repeats - 1) % 4)


def _topic(spec: Spec, serves: Sequence[OutcomeSpec], module: ModuleSpec, activity: AnyActivity) -> str:
    """What a page is about, for use inside its sentences: its title, unless that is a mere label."""
    if not is_label(activity.title, spec.course.language):
        return activity.title
    is_one = len(serves) == 1 and has_table(spec.course.language)
    return topic_of(serves[0].said_in(spec.course.language), 80, spec.course.language) if is_one else module.title


def _repository_files(spec: Spec) -> Iterator[KitFile]:
    """What checks and publishes the course where the kit lies, and what lets participants hand things in on GitHub:
    the options add their forms to it."""
    is_github = bool(github(spec.course.repository))
    if is_github or not spec.course.repository:
        yield KitFile(".github/workflows/course.yml", "course.yml.j2")
        yield KitFile(".github/dependabot.yml", "dependabot.yml.j2")
    elif is_gitlab(spec.course.repository):
        yield KitFile(".gitlab-ci.yml", "gitlab-ci.yml")
    if not is_github:
        return
    goals = spec.option("participant_outcomes")
    has_goals = goals is not None and goals.visibility.value == "public"
    yield KitFile(".github/workflows/participants.yml", "participants.yml.j2", {"has_goals": has_goals})
    say = messages_for(spec.course.language).text
    contact = {
        "name": spec.course.title,
        "url": spec.course.url,
        "about": say("The course itself, and whom to write to."),
    }
    config = {"blank_issues_enabled": False, **({"contact_links": [contact]} if spec.course.url else {})}
    yield KitFile(".github/ISSUE_TEMPLATE/config.yml", text="---\n" + yaml_text(config))


def _quiz(spec: Spec, module: ModuleSpec, activity: AnyActivity) -> KitFile:
    if _counts(spec, activity):
        # What is marked or watched is written whole by its team, or it would certify what nobody has shown.
        text = write_native(QuizFile(title=activity.title), UNWRITTEN) + FIRST_QUESTION
        return KitFile(f"quizzes/{activity.id}.yaml", text=text)
    outcomes = _outcomes(spec, module, activity) or spec.outcomes
    pairs = [(outcome.id, outcome.said_in(spec.course.language)) for outcome in outcomes]
    questions = stub_questions(pairs or [("course", spec.course.title)], QUESTIONS, messages_for(spec.course.language))
    if not pairs:
        questions = [question.model_copy(update={"outcome": None}) for question in questions]
    quiz = QuizFile(title=activity.title, questions=questions)
    return KitFile(f"quizzes/{activity.id}.yaml", text=write_native(quiz, COMMENTS))


def _counts(spec: Spec, activity: AnyActivity) -> bool:
    """Whether the answers are marked or watched."""
    watched = spec.option("authenticated_completion")
    is_watched = watched is not None and activity.id in watched.proctoring.activities
    return is_watched or activity.kind == "exam" or (isinstance(activity, spec_model.QuizActivity) and activity.graded)


def _rubrics(spec: Spec) -> Iterator[KitFile]:
    uses: dict[str, list[tuple[ModuleSpec, Any]]] = {}
    for _, module, activity in spec.walk():
        if isinstance(activity, spec_model.AssignmentActivity) and activity.rubric:
            uses.setdefault(activity.rubric, []).append((module, activity))
    known = options()
    judged = [known[key].judges(spec) for key in spec.completion.offered()]
    for id, used in uses.items():
        wanted = {o.id for module, activity in used for o in _outcomes(spec, module, activity)}
        wanted.update(outcome for rubrics in judged for outcome in rubrics.get(id, ()))
        pairs = [(o.id, o.said_in(spec.course.language)) for o in spec.outcomes if o.id in wanted] or [
            ("work", used[0][1].title)
        ]
        points = max((activity.points or 0 for _, activity in used), default=0)
        rubric = rubric_for(id, used[0][1].title, pairs, points or None, spec.course.language)
        if not wanted:
            plain = [c.model_copy(update={"outcomes": []}) for c in rubric.criteria]
            rubric = rubric.model_copy(update={"criteria": plain})
        yield KitFile(f"rubrics/{id}.yaml", text=rubric_yaml(rubric))


def _outcomes(spec: Spec, module: ModuleSpec, activity: AnyActivity) -> list[spec_model.OutcomeSpec]:
    wanted = module.outcomes if activity.outcomes is None else activity.outcomes
    return [outcome for outcome in spec.outcomes if outcome.id in wanted]
