"""Problem code catalogue: all codes of mooc-kit and of the completion options at hand, in order."""

from __future__ import annotations

from importlib import import_module

from mooc_kit.completion_options.registry import options
from mooc_kit.problems import Rule

# By name, since rooms above this one have codes too, and imports run downward only.
_MODULES = (
    "mooc_kit.table_codes",
    "mooc_kit.spec.spec_codes",
    "mooc_kit.course.kit_codes",
    "mooc_kit.course.review_record",
    "mooc_kit.checks.design_codes",
    "mooc_kit.checks.micro_credential_codes",
    "mooc_kit.checks.outcome_codes",
    "mooc_kit.quizzes.quiz_codes",
    "mooc_kit.quizzes.item_writing_codes",
    "mooc_kit.quizzes.analysis.analysis_codes",
    "mooc_kit.quizzes.contributions.contribution_codes",
    "mooc_kit.rubrics.rubric_codes",
    "mooc_kit.cohort.goals.goal_codes",
    "mooc_kit.cohort.inbox.inbox_codes",
    "mooc_kit.cohort.repository_forms.form_codes",
    "mooc_kit.credentials.peers.peer_codes",
    "mooc_kit.credentials.credential_codes",
    "mooc_kit.cohort.gradebook_codes",
    "mooc_kit.importers.import_codes",
    "mooc_kit.completion_options.option_rules",
)


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of codes. A built-in code cannot be taken by another package."""
    found: dict[str, Rule] = {}
    for rules in (
        *(import_module(name).RULES for name in _MODULES),
        *(option.rules for option in options().values()),
    ):
        for rule in rules:
            found.setdefault(rule.code, rule)
    return dict(sorted(found.items()))
