"""All problem codes of mooc-kit and of the completion options at hand, by code."""

from __future__ import annotations

from mooc_kit.checks import design_codes
from mooc_kit.cohort import gradebook_codes
from mooc_kit.cohort.goals import goal_codes
from mooc_kit.cohort.repository_forms import form_codes as arrival_codes
from mooc_kit.completion_options import option_rules
from mooc_kit.completion_options.registry import options
from mooc_kit.course import kit_codes
from mooc_kit.credentials import credential_codes
from mooc_kit.credentials.peers import peer_codes
from mooc_kit.importers import import_codes
from mooc_kit.problems import Rule
from mooc_kit.quizzes import item_writing_codes, quiz_codes
from mooc_kit.quizzes.analysis import analysis_codes
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.rubrics import rubric_codes
from mooc_kit.spec import spec_codes


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of codes. A built-in code cannot be taken by another package."""
    found: dict[str, Rule] = {}
    for rules in (
        spec_codes.RULES,
        kit_codes.RULES,
        design_codes.RULES,
        quiz_codes.RULES,
        item_writing_codes.RULES,
        analysis_codes.RULES,
        contribution_codes.RULES,
        rubric_codes.RULES,
        goal_codes.RULES,
        arrival_codes.RULES,
        peer_codes.RULES,
        credential_codes.RULES,
        gradebook_codes.RULES,
        import_codes.RULES,
        option_rules.RULES,
        *(option.rules for option in options().values()),
    ):
        for rule in rules:
            found.setdefault(rule.code, rule)
    return dict(sorted(found.items()))
