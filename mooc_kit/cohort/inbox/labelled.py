"""Question-and-answer texts: what pages of the site hand out, each question on a line with its answer below."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mooc_kit.i18n import Messages

LONGEST = 20_000
"""Characters of one answer."""


def told_beside(messages: Messages) -> dict[str, str]:
    """What a story tells beside what was done: name -> the question, as the site's page asks it."""
    return {
        "changed": messages.text("What changed, for somebody else or for you?"),
        "link": messages.text("Where can it be seen?"),
        "next": messages.text("What would you do differently next time?"),
    }


def answers_below(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    """The words below each of `labels` (id -> question), as far as they stand in `text`; each once, in their order.

    Mail programs fold long lines and put marks before quoted ones: a question is found across both.
    """
    text = re.sub(r"^(?:[ \t]*>)+[ \t]?", "", text, flags=re.MULTILINE)
    found: list[tuple[int, int, str]] = []
    for id, label in labels.items():
        words = r"\s+".join(re.escape(word) for word in label.split())
        match = re.search(rf"^[ \t*_#]*{words}[ \t*_]*$", text, re.MULTILINE) if words else None
        if match:
            found.append((match.start(), match.end(), id))
    found.sort()
    ends = [*(start for start, _, _ in found[1:]), len(text)][: len(found)]
    return {id: text[end:stop].strip()[:LONGEST] for (_, end, id), stop in zip(found, ends, strict=True)}
