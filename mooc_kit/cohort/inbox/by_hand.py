"""Stories on paper forms: labelled lines with the answer behind the label or below it, as people send them by mail."""

from __future__ import annotations

import re

from mooc_kit.completion_options.authentic.told_by_hand import CHOICES, LINES

_LEAST = 3
"""Lines of the form that must stand in a text before it is taken for one."""
_QUOTED = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)


def story_by_hand(text: str) -> tuple[dict[str, str], bool] | None:
    """What stands on the lines, by name, and whether its author wrote yes to its being shown; None for another text.

    A choice that was left as it is printed is none. Of people who can be recognised the form does not ask.
    """
    said = _answers(_QUOTED.sub("", text))
    if len(said) < _LEAST or not said.get("done"):
        return None
    chosen = {name: said.get(name, "") for name in CHOICES}
    chosen = {name: "" if _same(words, CHOICES[name]) else words for name, words in chosen.items()}
    name = "" if _same(chosen["name"], "not at all") else chosen["name"]
    whom = said.get("whom", "")
    words = {part: said.get(part, "") for part in ("module", "changed", "next")}
    words |= {"done": "\n\n".join(filter(None, (said["done"], whom))), "name": " ".join(name.split())}
    return words, re.match(r"yes\b", chosen["shown"].casefold()) is not None and "no" not in _words(chosen["shown"])


def _answers(text: str) -> dict[str, str]:
    found: list[tuple[int, int, str]] = []
    for name, label in LINES.items():
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
    return " ".join(text.casefold().split()) == printed
