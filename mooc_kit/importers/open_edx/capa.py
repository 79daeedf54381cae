"""CAPA problem reader: a problem in document order, and an account of every element and attribute that it has.

What stands before a response is its question, wherever it stands; a solution belongs to the response before it. What
nobody used in the end is told, with the problem's name (`mooc_kit.quizzes.formats.account`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml.html.defs import tags as lxml_tags

from mooc_kit.content.html_to_markdown import Readdress, html_to_markdown
from mooc_kit.importers.formulas import showable
from mooc_kit.importers.open_edx.capa_defaults import OLX
from mooc_kit.importers.open_edx.olx_tree import take_out
from mooc_kit.quizzes.formats.account import Account
from mooc_kit.quizzes.formats.safe_xml import name_of

GROUPS = ("choicegroup", "radiogroup", "checkboxgroup", "optioninput")
INPUTS = (*GROUPS, "textline", "formulaequationinput", "numericalinput", "textbox")
HINTS = (
    "correcthint",
    "stringequalhint",
    "regexphint",
    "compoundhint",
    "optionhint",
    "choicehint",
    "numericalhint",
    "hintgroup",
    "additional_answer",
    "responseparam",
)
_APART = ("solution", "solutionset", "demandhint", "script", "targetedfeedbackset", "style", "meta")
"""What stands in a problem and is no part of what it asks."""
_HTML = frozenset(lxml_tags)
_VOID = frozenset({"img", "br", "hr", "iframe", "input", "video", "audio", "source", "svg", "embed", "object"})


@dataclass
class Place:
    """A place where people answer: the response, and the element of it that holds the answer's field or fields."""

    response: Any
    element: Any
    above: list[str] = field(default_factory=list)
    """Pieces of the question, in Markdown."""
    explained: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return name_of(self.response)


class Capa:
    """One problem on its way into questions."""

    def __init__(self, account: Account, name: str, readdress: Readdress) -> None:
        self.account = account
        self.name = name
        self.readdress = readdress

    # ---- marks -----------------------------------------------------------------------------------------------------

    def tell(self, what: str, element: Any, why: str = "", instead: str = "It is left out.") -> None:
        self.account.tell(what, self.name, int(element.sourceline or 1), why=why, instead=instead)

    def get(self, element: Any, name: str, otherwise: str = "") -> str:
        return self.account.attribute(element, name, otherwise)

    def seen(self, element: Any) -> None:
        """All of the element was used: its words, what lies in it, and how that is laid out."""
        for part in element.iter():
            self.account.used(part)
            for name in part.keys():  # noqa: SIM118  # an element, no dictionary
                self.account.attribute(part, name)

    # ---- words -----------------------------------------------------------------------------------------------------

    def markdown(self, element: Any | None, without: Sequence[str] = ()) -> str:
        """What the element says. It is used with that, but not what lies in elements named in `without`."""
        if element is None:
            return ""
        self._use_words(element, frozenset(without))
        made = _copied(element, lambda part: name_of(part) not in without)
        return self.as_markdown([made] if made is not None else [], element)

    def _use_words(self, element: Any, without: frozenset[str]) -> None:
        is_prose = name_of(element) not in (*INPUTS, *HINTS, "choice", "option", "problem") and not name_of(
            element
        ).endswith("response")
        self.account.used(element)
        for name in element.keys() if is_prose else ():
            self.account.attribute(element, name)
        for part in element:
            if name_of(part) and name_of(part) not in without:
                self._use_words(part, without)

    def as_markdown(self, parts: Sequence[Any], element: Any) -> str:
        from lxml import etree

        root = etree.Element("div")
        for part in parts:
            part.tag = "div"
            part.attrib.clear()
            root.append(part)
        for part in root.iter():
            if name_of(part) in ("label", "description", "legend"):
                part.tag = "p"
            elif name_of(part) and name_of(part) not in _HTML:
                part.tag = "span"  # `<text>` and the like, which hold words

        def lost(tag: str, number: int) -> None:
            why = "A question here holds nothing that runs or is asked of a browser."
            self.tell(f"`{tag}`" if number == 1 else f"{number} `{tag}`", element, why)

        html = etree.tostring(root, encoding="unicode", method="html")
        return showable(html_to_markdown(html, self.readdress, lost), self._unshown(element))

    def _unshown(self, element: Any) -> Callable[[str, str], None]:
        def tell(tex: str, why: str) -> None:
            self.tell(f"The formula `{tex[:80]}`", element, f"It cannot be shown: {why}.", "It stays as its source.")

        return tell


def places_of(root: Any) -> list[Place]:
    """The places where people answer, in document order: one for each list or group, one for each other response."""
    found = []
    for element in root.iter():
        if not name_of(element).endswith("response"):
            continue
        groups = [part for part in element.iter() if name_of(part) in GROUPS]
        if len(groups) > 1:
            found += [Place(element, group) for group in groups]
        else:
            found.append(Place(element, element))
    return found


def lay_out(capa: Capa, root: Any, places: list[Place]) -> tuple[str, list[Any]]:
    """Give each place its question and its solution. Gives what stands below the last one, and what stands apart."""
    order = _Order(capa, places)
    order.walk(root)
    at, starts, ends, apart = order.at, order.starts, order.ends, order.apart
    skipped = {*at, *apart}

    def segment(number: int) -> str:
        def belongs(element: Any, *, is_tail: bool) -> bool:
            return (ends if is_tail else starts).get(element) == number

        made = _cut(root, belongs, skipped)
        return capa.as_markdown([made], root) if made is not None else ""

    for part in starts:
        if part not in at and part is not root and not name_of(part).endswith("response"):
            capa.account.used(part)
            for name in part.keys():  # noqa: SIM118
                capa.account.attribute(part, name)
    capa.account.used(root)
    for number, place in enumerate(places):
        place.above.append(segment(number))
        if place.element is place.response:
            capa.account.used(place.response)
            place.above.append(capa.markdown(place.response, (*INPUTS, *HINTS, *_APART)))
        else:
            capa.account.used(place.response)
    return segment(len(places)), apart


@dataclass
class _Order:
    """Which place every text of a problem stands before, by a walk through it."""

    capa: Capa
    places: list[Place]
    starts: dict[Any, int] = field(default_factory=dict)
    ends: dict[Any, int] = field(default_factory=dict)
    apart: list[Any] = field(default_factory=list)
    count: int = 0

    @property
    def at(self) -> dict[Any, int]:
        return {place.element: number for number, place in enumerate(self.places)}

    def walk(self, element: Any) -> None:
        at = self.at
        self.starts[element] = self.count
        for part in element:
            name = name_of(part)
            if part in at:
                self.starts[part] = self.count
                explained = [self.capa.markdown(solution) for solution in part.iter("solution")]
                self.places[at[part]].explained += explained
                self.count += 1
            elif name == "solution" and self.places:
                self.places[max(self.count - 1, 0)].explained.append(self.capa.markdown(part))
            elif name in _APART:
                self.apart.append(part)
            elif name and name not in HINTS:
                self.walk(part)
            self.ends[part] = self.count


def _cut(element: Any, belongs: Callable[..., bool], skipped: set[Any]) -> Any | None:
    """A copy of `element` with just the texts that belong to one segment; None where there are none."""
    from lxml import etree

    made = etree.Element(name_of(element) or "div", {k: v for k, v in element.items() if not k.startswith("{")})
    has_words = False
    if belongs(element, is_tail=False):
        made.text = element.text
        has_words = bool((element.text or "").strip()) or name_of(element) in _VOID
    for part in element:
        name = name_of(part)
        if name and part not in skipped and name not in HINTS and name not in _APART:
            inner = _cut(part, belongs, skipped)
            if inner is not None:
                made.append(inner)
                has_words = True
        if part.tail and belongs(part, is_tail=True):
            if len(made):
                made[-1].tail = (made[-1].tail or "") + part.tail
            else:
                made.text = (made.text or "") + part.tail
            has_words = has_words or bool(part.tail.strip())
    return made if has_words else None


def _copied(element: Any, keeps: Callable[[Any], bool]) -> Any | None:
    """A copy without the parts that are not kept, whose tails stay."""
    made = copy.copy(element)
    made.tail = None
    for part in list(made.iter()):
        if part is not made and isinstance(part.tag, str) and not keeps(part):
            take_out(part)
    return made


def joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def new_account() -> Account:
    return Account(OLX)


def inputs_of(place: Place) -> Iterator[Any]:
    return (part for part in place.element.iter() if name_of(part) in INPUTS)
