"""Question-and-answer texts: what pages of the site hand out, each question on a line with its answer below."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 20_000
"""Characters of one answer."""


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
