"""Language of parts (WCAG 3.1.2): English among another language carries its own `lang` and `dir` in HTML.

`Messages.for_pages` sets signs around a text that has no translation. Here they become an element that names the
language and keeps the text's direction and full stop in place; where no element can stand (attributes, titles, choices,
drawings) what is left of them is what keeps the direction.
"""

from __future__ import annotations

import re

from mooc_kit.i18n import ISOLATED, MARKED

_NO_ELEMENTS = re.compile(
    r"<!--.*?-->|<(script|style|title|textarea|option|svg|math)\b.*?</\1\s*>|</?[a-zA-Z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)
ELEMENT = ('<bdi lang="en" dir="ltr">', "</bdi>")


def with_languages(html: str, direction: str) -> str:
    """The page `html`, whose own text runs in `direction` ("ltr" or "rtl"), with English named where it stands."""
    if MARKED[0] not in html and MARKED[1] not in html:
        return html
    instead = ISOLATED if direction == "rtl" else ("", "")
    html = _NO_ELEMENTS.sub(lambda found: _put(found[0], instead), html)
    # A text that was cut short lost its second sign: then no element can be closed.
    return _put(html, ELEMENT if html.count(MARKED[0]) == html.count(MARKED[1]) else instead)


def without_signs(text: str) -> str:
    """The same words for what is no page."""
    return _put(text, ("", ""))


def _put(text: str, instead: tuple[str, str]) -> str:
    return text.replace(MARKED[0], instead[0]).replace(MARKED[1], instead[1])
