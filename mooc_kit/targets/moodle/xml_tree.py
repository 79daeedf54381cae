"""Moodle XML trees: one file of the backup, elements with fields, in Moodle's way of writing values."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Value: TypeAlias = "str | int | bool | None"

NULL = "$@NULL@$"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
"""With double quotes: Moodle knows a backup by just these characters at its beginning."""
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new(tag: str, /, **attributes: str | int) -> Element:
    return etree.Element(tag, {name: str(value) for name, value in attributes.items()})


def below(parent: Element, tag: str, /, **attributes: str | int) -> Element:
    """A new last child of `parent`."""
    return etree.SubElement(parent, tag, {name: str(value) for name, value in attributes.items()})


def put(parent: Element, /, **values: Value) -> Element:
    """Fields below `parent`, in the order given; gives `parent`."""
    for name, value in values.items():
        etree.SubElement(parent, name).text = written(value)
    return parent


def nothing(parent: Element, *tags: str) -> Element:
    """Lists without members below `parent`."""
    for tag in tags:
        etree.SubElement(parent, tag)
    return parent


def written(value: Value) -> str:
    """A value as Moodle's backups write it."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "1" if value else "0"
    return _NOT_IN_XML.sub("", str(value))


def number(value: float | Fraction | Decimal, places: int = 5) -> str:
    """A number with a fixed count of decimals, as Moodle's database gives it."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def file_bytes(root: Element) -> bytes:
    """The tree as a file."""
    etree.indent(root)
    return DECLARATION + bytes(etree.tostring(root, encoding="UTF-8"))
