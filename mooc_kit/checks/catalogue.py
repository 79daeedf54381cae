"""Problem code catalogue: all codes of mooc-kit and of the completion options at hand, in order."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from mooc_kit.installed import are_extended
from mooc_kit.problems import Rule

# By name, since rooms above this one have codes too, and imports run downward only. Those of the built-in options are
# here as well: to explain a code, no option needs to be loaded.
_MODULES = (
    "mooc_kit.table_codes",
    "mooc_kit.spec.spec_codes",
    "mooc_kit.course.kit_codes",
    "mooc_kit.course.review_codes",
    "mooc_kit.checks.design_codes",
    "mooc_kit.checks.micro_credential_codes",
    "mooc_kit.checks.language_codes",
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
    "mooc_kit.completion_options.option_codes",
    "mooc_kit.completion_options.authentic.authentic_codes",
    "mooc_kit.completion_options.participant_outcomes.participant_outcomes_codes",
    "mooc_kit.completion_options.self_certificate.self_certificate_codes",
    "mooc_kit.completion_options.self_check.self_check_codes",
    "mooc_kit.completion_options.peer_badges.peer_badges_codes",
    "mooc_kit.completion_options.platform_completion.platform_completion_codes",
    "mooc_kit.completion_options.authenticated_completion.authenticated_completion_codes",
    "mooc_kit.completion_options.credit.credit_codes",
)


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of codes. A built-in code cannot be taken by another package."""
    found: dict[str, Rule] = {}
    for rules in (*(import_module(name).RULES for name in _MODULES), *_rules_of_others()):
        for rule in rules:
            found.setdefault(rule.code, rule)
    return dict(sorted(found.items()))


def _rules_of_others() -> Iterator[tuple[Rule, ...]]:
    if are_extended():
        from mooc_kit.completion_options.registry import options

        yield from (option.rules for option in options().values())
