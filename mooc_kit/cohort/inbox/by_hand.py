"""Stories on paper forms: labelled lines with the answer behind the label or below it, as people send them by mail."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mooc_kit.completion_options.authentic.told_by_hand import CHOICES, LINES
from mooc_kit.i18n import ENGLISH, Messages

_LEAST = 3
"""Lines of the form that must stand in a text before it is taken for one."""
_QUOTED = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)


def story_by_hand(text: str, messages: Messages) -> tuple[dict[str, str], bool] | None:
    """What stands on the lines, by name, and whether its author wrote yes to its being shown; None for another text.

    The lines may be those of the course's language or the English ones. A choice that was left as it is printed is
    none. Of people who can be recognised the form does not ask.
    """
    return _story(text, messages) or _story(text, Messages(ENGLISH))


def _story(text: str, messages: Messages) -> tuple[dict[str, str], bool] | None:
    said = _answers(_QUOTED.sub("", text), {name: messages.text(label) for name, label in LINES.items()})
    if len(said) < _LEAST or not said.get("done"):
        return None
    printed = {name: messages.text(words) for name, words in CHOICES.items()}
    (yes, *_, no), not_at_all = printed["shown"].split(" / "), printed["name"].split(" / ")[-1]
    chosen = {name: "" if _same(said.get(name, ""), words) else said.get(name, "") for name, words in printed.items()}
    name = "" if _same(chosen["name"], not_at_all) else chosen["name"]
    whom = said.get("whom", "")
    words = {part: said.get(part, "") for part in ("module", "changed", "next")}
    words |= {"done": "\n\n".join(filter(None, (said["done"], whom))), "name": " ".join(name.split())}
    is_yes = re.match(rf"{re.escape(yes.casefold())}\b", chosen["shown"].casefold()) is not None
    return words, is_yes and _words(no).isdisjoint(_words(chosen["shown"]))


def _answers(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    found: list[tuple[int, int, str]] = []
    for name, label in labels.items():
        words = r"\s+".join(re.escape(word) for word in label.split())
        line = rf"^[ \t*_]*{words}[ \t*_]*(?:\([^()]*\))?[ \t*_]*:[ \t*_]*"
        match = re.search(line, text, re.MULTILINE | re.IGNORECASE)
        if match:
            found.append((match.start(), match.end(), name))
    found.sort()
    ends = [*(start for start, _, _ in found[1:]), len(text)][: len(found)]
    parts = {name: text[end:stop] for (_, end, name), stop in zip(found, ends, strict=True)}
    return {name: re.split(r"^-- ?$", part, maxsplit=1, flags=re.MULTILINE)[0].strip() for name, part in parts.items()}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _same(text: str, printed: str) -> bool:
    return " ".join(text.casefold().split()) == " ".join(printed.casefold().split())
