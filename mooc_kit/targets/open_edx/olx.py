"""OLX writer: each block in a file of its own, parents pointing at their children by name.

A pointer may carry nothing but its url_name, or Studio takes it for an empty definition. Components that Open edX
keeps as pure XBlocks (assessments, polls, discussions) must stand inside their unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

INLINE = frozenset({"openassessment", "poll", "survey", "discussion"})


@dataclass
class Olx:
    """The files of a course, by their path below its folder, and how many blocks of each kind were written."""

    files: dict[str, bytes | Path] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)

    def block(self, parent: etree._Element | None, tag: str, url_name: str, **fields: object) -> etree._Element:
        """A block below `parent`, to be filled and then written with `done`; empty fields are left out."""
        from lxml import etree

        element = etree.Element(tag)
        self.blocks[tag] = self.blocks.get(tag, 0) + 1
        for name, value in fields.items():
            if value is not None and value != "":
                element.set(name, _written(value))
        if parent is not None:
            if tag in INLINE:
                element.set("url_name", url_name)
                element.set("xblock-family", "xblock.v1")
                parent.append(element)
            else:
                etree.SubElement(parent, tag).set("url_name", url_name)
        return element

    def done(self, element: etree._Element, url_name: str) -> None:
        """Write a block's definition into its file."""
        if element.tag not in INLINE:
            self.files[f"{element.tag}/{url_name}.xml"] = xml_bytes(element)

    def html(self, parent: etree._Element, url_name: str, title: str, content: bytes) -> None:
        """An HTML component."""
        element = self.block(parent, "html", url_name, display_name=title, filename=url_name)
        self.files[f"html/{url_name}.html"] = content
        self.done(element, url_name)


def xml_bytes(element: etree._Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element, encoding="utf-8", pretty_print=not _is_mixed(element)).rstrip(b"\n") + b"\n")


def _is_mixed(element: etree._Element) -> bool:
    return element.tag == "problem"


def _written(value: object) -> str:
    import json

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
