"""Style sheet parts: which of them a page loads, by the classes and elements that it and its scripts use.

Half of the rules are for a few kinds of page. Nobody has to list which: a rule's own selectors tell where it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from markupsafe import Markup

from mooc_kit.targets.site.page_scripts import EVERY_PAGE
from mooc_kit.targets.site.theme import FOLDER, PARTS, STYLE

PLACE = Markup("<!--parts of the style-->")
"""Stands in a page, below the first style sheet, until it is known what the page uses."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BODY = re.compile(r"\{[^{}]*\}")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_STRING = re.compile(r'"([^"\n]*)"|`([^`]*)`')
_GIVEN = re.compile(r"\bclass(?:Name)?\s*[:=]\s*([^,}\n]*)|classList\.\w+\(([^)]*)\)|fromBuild\([^,]*,([^,]*),")
"""Where a script gives an element its classes."""
_USED = re.compile(r'\bclass=\\?"([^"\\]*)|(?:<|\\u003c)([a-z][a-z0-9]*)')
_ELEMENTS = {
    "tables.css": frozenset({"table"}),
    "content.css": frozenset({"math", "video", "audio"}),
    "forms.css": frozenset({"form", "fieldset"}),
}
"""What a part styles by the element alone."""


def with_styles(html: str, scripts: Iterable[str], parts: Iterable[str], own: Callable[[str], str]) -> str:
    """`html` with links to those of the `parts` that it needs; `own` gives the address of a file of the site's own."""
    classes: set[str] = set()
    elements: set[str] = set()
    for named, element in _USED.findall(html):
        classes.update(named.split())
        elements.add(element)
    for script in scripts:
        classes |= given_by_script(script)
    needed = [
        p for p in parts if not (styled_by(p).isdisjoint(classes) and _ELEMENTS.get(p, set()).isdisjoint(elements))
    ]
    links = "\n".join(f'<link rel="stylesheet" href="{own(part)}">' for part in needed)
    return html.replace(f"{PLACE}\n", f"{links}\n" if links else "", 1)


@cache
def styled_by(part: str) -> frozenset[str]:
    """The classes that only this part of the style sheet knows."""
    own = _classes(part)
    return own - _classes(STYLE) if part in PARTS else own


@cache
def given_by_script(name: str) -> frozenset[str]:
    """The classes that a script gives; what every page runs gives only those of the first style sheet."""
    if name in EVERY_PAGE or not (FOLDER / name).is_file():
        return frozenset()
    given = " ".join(part for parts in _GIVEN.findall((FOLDER / name).read_text("utf-8")) for part in parts)
    texts = _STRING.findall(given)
    return frozenset(word for pair in texts for text in pair for word in re.findall(r"[\w-]+", text))


@cache
def _classes(name: str) -> frozenset[str]:
    selectors = _COMMENT.sub("", (FOLDER / name).read_text("utf-8"))
    return frozenset(_CLASS.findall(_BODY.sub(" ", selectors)))
