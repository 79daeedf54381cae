"""Editor schemas: the JSON Schema of every kind of YAML file that the course team writes, by its kind.

Each kit carries them all below `.mooc-kit/`, and the first line of a file names its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mooc_kit.checks.institution_rules import About
from mooc_kit.completion_options.peer_badges.section import BadgeFile
from mooc_kit.completion_options.platform_completion.section import CertificateFile
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.completion_options.self_certificate.certificate import SelfCertificateFile
from mooc_kit.course.goal_themes import GoalThemes
from mooc_kit.course.surveys import SurveyFile
from mooc_kit.plugins import is_extended
from mooc_kit.quizzes.native import quiz_schema
from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.schema import json_schema, kept_schema, tidy_schema
from mooc_kit.targets.registry import ENTRY_POINTS, targets

_FILES: dict[str, tuple[type[SpecModel], str]] = {
    "rubric": (Rubric, "A file in rubrics/: what is judged, and what each level looks like."),
    "survey": (SurveyFile, "A file in surveys/: questions to participants."),
    "badge": (BadgeFile, "A file in badges/: the words of a badge. Its rule stands in course.yaml."),
    "certificate": (CertificateFile, "A file in certificates/: the words of a certificate that the course gives."),
    "self-certificate": (SelfCertificateFile, "The words of the certificate that people make for themselves."),
    "themes": (GoalThemes, "goals.json: what participants want from the course, and what answers it."),
    "template": (About, "mooc-kit.yaml of an institution's template: what its courses begin with and keep to."),
}
OF_A_TEMPLATE = "template"
"""The one kind of file that lies in no kit."""


def schema_of(kind: str) -> dict[str, Any]:
    """The schema (2020-12) of files of this `kind`, one of `KINDS`, as plain data."""
    return _MADE[kind]()


def kit_schemas() -> dict[str, dict[str, Any]]:
    """The schemas that a kit carries, by kind."""
    return {kind: schema_of(kind) for kind in KINDS if kind != OF_A_TEMPLATE}


def _course() -> dict[str, Any]:
    models = sections()
    is_ours = not is_extended(ENTRY_POINTS) and all(m.__module__.startswith("mooc_kit.") for m in models.values())
    return kept_schema(f"course {sorted(models)}", lambda: json_schema(models, _names()), is_ours=is_ours)


def _names() -> dict[str, dict[str, str]]:
    known = targets()
    shown = {key: f"{target.title}. {target.about}" for key, target in known.items()}
    return {
        "options": {key: f"{option.title}. {option.about}" for key, option in options().items()},
        "targets": shown,
        "platforms": {key: words for key, words in shown.items() if known[key].is_full_platform},
    }


def _file(kind: str) -> dict[str, Any]:
    model, about = _FILES[kind]
    return kept_schema(kind, lambda: tidy_schema(model, about))


_MADE: dict[str, Callable[[], dict[str, Any]]] = {
    "course": _course,
    "quiz": quiz_schema,
    **{kind: partial(_file, kind) for kind in _FILES},
}
KINDS = tuple(_MADE)
