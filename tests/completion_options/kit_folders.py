"""A kit folder for one option: the sound spec with changes, its files rendered, and the option's part of the course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from mooc_kit.completion_options.base import CompletionOption, KitFile
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.model import Course, Module, Outcome
from mooc_kit.i18n import messages_for
from mooc_kit.kit.render import environment
from mooc_kit.kit.template_context import meeting_words
from mooc_kit.kit.workflows import workflow_context
from mooc_kit.problems import Problem
from mooc_kit.spec.load import load_spec
from mooc_kit.spec.model import Spec

SOUND = Path(__file__).parent.parent / "spec" / "sound.yaml"

ODD = "Ríos: \"agua\" & 'vida' * <b>no|sí</b> # المياه"
ODD_COURSE: dict[str, Any] = {
    "course": {
        "id": "odd",
        "title": ODD,
        "subtitle": None,
        "summary": None,
        "institution": None,
        "url": None,
        "contact": None,
        "audience": None,
        "start": None,
        "weeks": 2,
        "team": [],
        "language": "ar",
    },
    "outcomes": [{"id": "one", "text": "اجمع عيّنة: من *النهر* | <i>قريب</i>"}],
    "modules": [
        {"id": "first", "title": ODD, "outcomes": ["one"], "activities": []},
        {"id": "second", "title": "- 1. الوحدة: `الثانية`", "activities": []},
    ],
    "success": [],
    "targets": ["site"],
}


def merged(base: Any, change: Any) -> Any:
    """`change` over `base`: groups of keys are merged, everything else is replaced, None takes a key out."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    found = {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}
    return {key: value for key, value in found.items() if value is not None}


def spec_text(option: CompletionOption[Any], change: str | dict[str, Any] = "") -> str:
    """The sound spec, offering `option` only, with `change` merged in."""
    sound = yaml.safe_load(SOUND.read_text("utf-8"))
    sound["completion"] = {option.key: sound["completion"][option.key]}
    fragment = yaml.safe_load(change) or {} if isinstance(change, str) else change
    return yaml.safe_dump(merged(sound, fragment), allow_unicode=True, sort_keys=False)


def spec_for(option: CompletionOption[Any], change: str | dict[str, Any] = "") -> Spec:
    loaded = load_spec(spec_text(option, change), "course.yaml", {option.key: option.Spec})
    assert loaded.spec is not None, loaded.problems
    return loaded.spec


def codes_of(option: CompletionOption[Any], change: str | dict[str, Any] = "") -> list[str]:
    return [problem.code for problem in option.check(spec_for(option, change))]


def rendered(option: CompletionOption[Any], spec: Spec, folder: Path) -> dict[str, str]:
    """The option's files below `folder`, and their texts by path."""
    templates = environment(option.templates(), spec.course.language)
    texts: dict[str, str] = {}
    for file in option.files(spec):
        assert file.path not in texts, f"{file.path} is made twice"
        texts[file.path] = _text(file, templates, _names(spec))
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[file.path], "utf-8")
    return texts


def _names(spec: Spec) -> dict[str, Any]:
    """What every template of an option may count on."""
    return {
        "spec": spec,
        "course": spec.course,
        "outcomes": spec.outcomes,
        "modules": spec.modules,
        "meeting": spec.meeting,
        "meeting_words": meeting_words(spec),
        **workflow_context(),
    }


def _text(file: KitFile, templates: Any, context: dict[str, Any]) -> str:
    if file.text is not None:
        return file.text
    return templates.get_template(file.template).render({**context, **file.context})


def contributed(option: CompletionOption[Any], spec: Spec, folder: Path) -> tuple[Course, list[Problem]]:
    """The course with only what the option adds to it, and the problems of the kit's files."""
    files = KitFiles(folder)
    course = Course(
        id=spec.course.id,
        title=spec.course.title,
        language=spec.course.language,
        license=spec.course.license,
        outcomes=tuple(Outcome(id=outcome.id, text=outcome.text) for outcome in spec.outcomes),
        modules=tuple(
            Module(id=m.id, title=m.title, week=spec.week_of(m), outcomes=tuple(m.outcomes)) for m in spec.modules
        ),
    )
    builder = CourseBuilder(spec, files, messages_for(spec.course.language), course)
    builder.modules = {module.id: [] for module in spec.modules}
    option.contribute(spec, builder)
    return builder.finished(), [*files.problems, *files.orphans()]
