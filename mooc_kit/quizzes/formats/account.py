"""Accounting for other people's XML: what a reader used is marked, and what is left over is reported.

A reader reaches every element through its `Account`: `child` and `children` lead there, `text` and `attribute` use what
stands there. `settle` then walks the question once more. A text, an attribute or a flag that nobody used has a meaning
that the model does not hold, and becomes a notice with its place, unless its value is the one that means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.problems import Notice, Place
from mooc_kit.quizzes.formats.safe_xml import name_of, text_of

_SHOWN = 3
_WHY = "A question here has no place for it."
_OUT = "It is left out."


@dataclass(frozen=True)
class XmlConventions:
    """What an account knows about a format.

    `means_nothing` tells for an element's name whether a text in it may be left unused without a word. `flags` are
    elements that mean something by being there. `words` are what people call an element.
    """

    means_nothing: Callable[[str, str], bool]
    flags: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    silent_attributes: frozenset[str] = frozenset()
    attribute_defaults: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Attributes with the values that mean nothing."""
    has_plain_texts: bool = False
    """Whether no element stands in a text: what does is no part of it, and left over."""
    why: str = _WHY
    """Why what is left over has no place."""


class Account:
    """What was used of one file, question by question."""

    def __init__(self, dialect: XmlConventions) -> None:
        self.dialect = dialect
        self._used: set[Any] = set()
        """Elements whose texts were used. lxml gives the same object for an element as long as somebody holds it."""
        self._attributes: set[tuple[Any, str]] = set()
        self.told = 0
        """How often something was told."""
        self._left: dict[tuple[str, str, str], list[tuple[str, int]]] = {}

    # ---- ways to what the file says --------------------------------------------------------------------------------

    def children(self, element: Any, *names: str) -> Iterator[Any]:
        """The children with one of the names."""
        for part in element:
            if name_of(part) in names:
                yield part

    def child(self, element: Any, *path: str) -> Any | None:
        """The first descendant along the path of names, or None."""
        for name in path:
            element = next(self.children(element, name), None)
            if element is None:
                return None
        return element

    def text(self, element: Any | None) -> str:
        """All words in the element, which are used with that; "" for None."""
        if element is None:
            return ""
        if self.dialect.has_plain_texts:
            self._used.add(element)
            return "".join((element.text or "", *(part.tail or "" for part in element))).strip()
        self._used.update(element.iter())
        return text_of(element)

    def used(self, element: Any) -> None:
        """The element's own text was used, not what lies in it."""
        self._used.add(element)

    def attribute(self, element: Any, name: str, otherwise: str = "") -> str:
        self._attributes.add((element, name))
        found: str = element.get(name, otherwise)
        return found

    # ---- what is left over -----------------------------------------------------------------------------------------

    def tell(self, what: str, question: str, line: int, *, why: str = "", instead: str = _OUT) -> None:
        """A notice about something that the reader itself found to have no place."""
        self.told += 1
        self._left.setdefault((what, why or self.dialect.why, instead), []).append((question, line))

    def settle(self, element: Any, question: str, without: Collection[str] = ()) -> None:
        """Tell what nobody used of `element`, one question, and forget its marks.

        `without` names elements that are accounted for in another way, with all that lies in them.
        """
        for part in _parts(element, frozenset(without)):
            name = name_of(part)
            if not name:
                continue
            line = int(part.sourceline or 1)
            for key, value in part.items():
                is_usual = key in self.dialect.silent_attributes or value in self.dialect.attribute_defaults.get(
                    key, ()
                )
                if (part, key) not in self._attributes and not is_usual and not key.startswith("{"):
                    self.tell(f"`{name} {key}={value[:40]}`", question, line)
            if part in self._used or (len(part) and not (part.text or "").strip()):
                continue
            value = (part.text or "").strip()
            known = self._named(part)
            if (value and not self.dialect.means_nothing(known, value)) or (not value and known in self.dialect.flags):
                words = self.dialect.words.get(known)
                self.tell(words or (f"`{known}: {value[:40]}`" if value else f"`{known}`"), question, line)
        self.forget()

    def forget(self) -> None:
        """A question that is left out as a whole needs no word about its parts."""
        self._used.clear()
        self._attributes.clear()

    def _named(self, part: Any) -> str:
        """The name that says what a text is: `text` alone says nothing, what it stands in does."""
        while name_of(part) == "text" and part.getparent() is not None:
            part = part.getparent()
        return name_of(part)

    def notices(self, file: str) -> list[Notice]:
        """One notice for each thing that is left over, with the first place and the questions that it is about."""
        made = []
        for (what, why, instead), found in self._left.items():
            names = list(dict.fromkeys(name for name, _ in found))
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            told = ", ".join(f'"{name}"' for name in names[:_SHOWN])
            made.append(Notice(f"{what} of {told}{more}", why, instead, Place(file, found[0][1], 1)))
        return made


def _parts(element: Any, without: frozenset[str]) -> Iterator[Any]:
    """The element and all below it in document order, but nothing of the elements with the names in `without`."""
    yield element
    for part in element:
        if name_of(part) not in without:
            yield from _parts(part, without)
