"""Safe XML: strangers' files are read without entities, document types or network; ours are built as trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes import quiz_codes

_ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
"""A document type that declares something of its own. One that only names a type is ordinary; its file is not read."""


def read_xml(data: bytes, file: str) -> tuple[Any | None, list[Problem]]:
    """The root element of `data`, or the problem that stands in the way."""
    sample = data[:400].replace(b"\x00", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    if _ENTITIES.search(sample):
        hint = "Export the file anew; no question needs entities of its own."
        return None, [quiz_codes.UNSAFE_FILE.at(Place(file, 1, 1), "The file defines entities.", hint=hint)]
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (1, 1)
        message = f"This is not valid XML: {_told(error.msg or '')}."
        hint = "Export the file anew, or mend it at this place."
        return None, [quiz_codes.BROKEN_FILE.at(Place(file, max(line, 1), max(column, 1)), message, hint=hint)]
    except (etree.LxmlError, ValueError, LookupError):
        return None, [
            quiz_codes.BROKEN_FILE.at(Place(file, 1, 1), "This is not valid XML.", hint="Export the file anew.")
        ]
    docinfo = root.getroottree().docinfo
    declared: Any = docinfo.internalDTD
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None or (declared is not None and list(declared.iterentities())):
        place = Place(file, int(getattr(unknown, "sourceline", 0) or 1), 1)
        hint = "Export the file anew, with the characters themselves instead of entities."
        return None, [quiz_codes.UNSAFE_FILE.at(place, "The file uses entities of its own.", hint=hint)]
    return root, []


def _told(message: str) -> str:
    return re.sub(r", line \d+, column \d+.*", "", message).strip().rstrip(".")[:120] or "it cannot be parsed"


def name_of(element: Any) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children with one of the names, whatever their namespace."""
    for child in element:
        if name_of(child) in names:
            yield child


def child(element: Any, *path: str) -> Any | None:
    """The first descendant along the path of names, or None."""
    for name in path:
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def inside(element: Any, holder: str, name: str) -> Iterator[Any]:
    """The children called `name` of the element's child `holder`, where it has one."""
    found = child(element, holder)
    return children(found, name) if found is not None else iter(())


def below(element: Any, *names: str) -> Iterator[Any]:
    """All descendants with one of the names, in document order."""
    wanted = set(names)
    for found in element.iter():
        if name_of(found) in wanted:
            yield found


def text_of(element: Any | None) -> str:
    """All words in the element, or ""."""
    return "".join(element.itertext()).strip() if element is not None else ""


def inner_html(element: Any) -> str:
    """The content of an element that holds XHTML, as HTML without namespaces."""
    parts = [_escaped(element.text or "")]
    parts += [_html(part) for part in element]
    return "".join(parts).strip()


_VOID = frozenset({"br", "hr", "img", "col", "source", "track", "wbr"})


def _html(element: Any, depth: int = 0) -> str:
    tail = _escaped(element.tail or "")
    name = name_of(element)
    if not name or depth > 100:
        return tail
    attributes = "".join(f' {key.rpartition("}")[2]}="{_escaped(value, quote=True)}"' for key, value in element.items())
    if name in _VOID:
        return f"<{name}{attributes}>{tail}"
    inner = _escaped(element.text or "") + "".join(_html(part, depth + 1) for part in element)
    return f"<{name}{attributes}>{inner}</{name}>{tail}"


def _escaped(text: str, *, quote: bool = False) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


def sub(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    """A new child of `parent`, in its namespace."""
    above: str = parent.tag
    made = etree.SubElement(parent, above[: above.find("}") + 1] + tag, attributes)
    if text is not None:
        made.text = text
    return made


def xml_bytes(root: Any, *, indent: bool = True) -> bytes:
    if indent:
        etree.indent(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made + b"\n"


def number_of(text: str | None) -> float | None:
    """The number that a text says; None where it says none."""
    try:
        value = float((text or "").strip())
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None
