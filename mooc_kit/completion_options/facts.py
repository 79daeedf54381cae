"""Option facts: what people read about the completion options, kept from an earlier run.

The options themselves bring the whole course model with them, which takes ten times as long as telling of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from mooc_kit.cache import install_time, kept_json
from mooc_kit.installed import are_extended

if TYPE_CHECKING:
    from mooc_kit.completion_options.registry import AnyOption


@dataclass(frozen=True)
class OptionFacts:
    """The words of an option, as `CompletionOption` has them; its questions and rules as pairs of name and words."""

    key: str
    title: str
    about: str
    asks: str
    gives: str
    needs: str
    costs: str
    requires: list[str]
    suits: list[str]
    fields: list[list[str]]
    rules: list[list[str]]


def option_facts() -> dict[str, OptionFacts]:
    """The facts of all options by key, in their order. Where other packages add options, nothing is kept."""
    if are_extended():
        return _facts()
    kept = kept_json(lambda: [asdict(facts) for facts in _facts().values()], "option facts", install_time())
    try:
        return {entry["key"]: OptionFacts(**entry) for entry in kept}
    except (KeyError, TypeError):  # what lay in the cache is none of ours
        return _facts()


def _facts() -> dict[str, OptionFacts]:
    from mooc_kit.completion_options.registry import options

    return {key: _of(option) for key, option in options().items()}


def _of(option: AnyOption) -> OptionFacts:
    from mooc_kit.spec.ask import asked_fields

    return OptionFacts(
        key=option.key,
        title=option.title,
        about=option.about,
        asks=option.asks,
        gives=option.gives,
        needs=option.needs,
        costs=option.costs,
        requires=list(option.requires),
        suits=[str(choice) for choice in option.suits],
        fields=[
            [field.key, field.ask.question + (f" {field.ask.help}" if field.ask.help else "")]
            for field in asked_fields(option.Spec)
        ],
        rules=[[rule.code, rule.title] for rule in option.rules],
    )
