"""Typst: PDFs to print or keep, typeset from a template and data; authors' words are data and never markup.

Rich text is safe HTML as a tree of plain data, which the templates walk. A node is a text, or {"t": tag, "c": children}
with "a" for the few attributes that print: `alt`, `start`, `src`. MathML travels the same way; a formula's "alt" is its
LaTeX source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree, html

from mooc_kit.files import write_fresh

PAPERS = ("a4", "us-letter")
"""Sizes of paper, by the names that Typst knows."""
Node = str | dict[str, Any]

_KEPT = ("alt", "start", "src", "display")
_KEPT_OF_BOOKS = (
    *_KEPT,
    "class",
    "id",
    "l",
    "n",
    "dest",
    "url",
    "foot",
    "type",
    "colspan",
    "rowspan",
    "dir",
    "data-lines",
)
"""What else a template for whole books reads."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_DEPTH = 200


def rich_markdown(markdown: str, language: str = "en") -> list[Node]:
    """Markdown as rich text."""
    from mooc_kit.content.markdown import markdown_tokens, unsafe_markdown_html
    from mooc_kit.content.safe_html import clean
    from mooc_kit.i18n import messages_for

    if _is_plain(markdown):
        return [{"t": "p", "c": [" ".join(markdown.split())]}]
    return rich(clean(unsafe_markdown_html(markdown_tokens(markdown), messages_for(language))))


def rich(safe_html: str) -> list[Node]:
    """Safe HTML as rich text."""
    if not safe_html.strip():
        return []
    root = html.fragment_fromstring(safe_html, create_parent="div")
    return _children(root, is_code=False, depth=0)


def rich_tree(element: Any) -> list[Node]:
    """What is inside `element`, a tree of safe HTML, as rich text with everything that a book needs."""
    return _children(element, is_code=False, depth=0, kept=_KEPT_OF_BOOKS)


def _children(element: Any, *, is_code: bool, depth: int, kept: tuple[str, ...] = _KEPT) -> list[Node]:
    nodes: list[Node] = []
    _add_text(nodes, element.text, is_code)
    for child in element:
        if isinstance(child.tag, str) and depth < _MAX_DEPTH:
            nodes.append(_node(child, is_code=is_code, depth=depth + 1, kept=kept))
        _add_text(nodes, child.tail, is_code)
    return nodes


def _node(element: Any, *, is_code: bool, depth: int, kept: tuple[str, ...]) -> Node:
    tag = etree.QName(element).localname
    attributes = {name: element.get(name) for name in kept if element.get(name) is not None}
    if tag == "math":
        source = element.find(".//annotation")
        attributes["alt"] = (source.text or "") if source is not None else "".join(element.itertext())
    inside = _children(element, is_code=is_code or tag == "pre", depth=depth, kept=kept)
    node: dict[str, Any] = {"t": tag, "c": inside}
    if attributes:
        node["a"] = attributes
    return node


def _add_text(nodes: list[Node], text: str | None, is_code: bool) -> None:
    if text:
        shown = text if is_code else _SPACE.sub(" ", text)
        if shown.strip() or nodes or is_code:
            nodes.append(shown)


def _is_plain(markdown: str) -> bool:
    """Whether the text is one paragraph without any mark that Markdown or HTML would read."""
    return re.fullmatch(r"(?![-+*#>\d=|:~\t ])[^\n*_`\[\]<>&$\\{}~|!]*", markdown) is not None


class TypesettingError(ValueError):
    """Typst could not show something: a picture that is damaged, or of a kind that it does not know."""


def typeset(template: str, data: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that `templates/paper/TEMPLATE.typ` makes of `data` (JSON values).

    `files` are pictures by the names under which rich text mentions them: `assets/NAME`. The same data gives the same
    bytes. Raises TypesettingError where Typst cannot show one of the `files`.
    """
    return Sheets(template, data, files or {}).pdf()


@cache
def fonts(*folders: str, has_own: bool = True) -> Any:
    """The fonts of the system, of the `folders`, and those that typst brings along where it `has_own`.

    Looking for them takes longer than most sheets do, and typst would do it for each: a process looks once.
    """
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=has_own, font_paths=list(folders))


@dataclass(frozen=True)
class Sheets:
    """A template with its data and pictures, as `typeset` takes them. All methods raise TypesettingError."""

    template: str
    data: Mapping[str, Any]
    files: Mapping[str, bytes]

    def pdf(self, standards: Sequence[str] = ("ua-1",)) -> bytes:
        return self._made(format="pdf", pdf_standards=list(standards), timestamp=0)

    def png(self, ppi: float) -> bytes:
        """The only page as a picture, `ppi` pixels an inch."""
        return self._made(format="png", ppi=ppi)

    def _made(self, **how: Any) -> bytes:
        made: bytes | list[bytes] = self._with(
            lambda typst, main, root: typst.compile(main, root=root, font_paths=fonts(), **how)
        )
        return made if isinstance(made, bytes) else made[0]  # pictures come one a page: a title may need two

    def asked(self, label: str) -> Any:
        """The value that the template leaves under `label`."""
        found = self._with(
            lambda typst, main, root: typst.query(
                main, f"<{label}>", field="value", one=True, root=root, font_paths=fonts()
            )
        )
        return json.loads(found)

    def _with(self, work: Callable[[Any, Path, Path], Any]) -> Any:
        import typst

        folder = package_files("mooc_kit") / "templates" / "paper"
        # Typst reads from a folder of its own and cannot leave it.
        with TemporaryDirectory(prefix="mooc-kit-") as name:
            root = Path(name)
            for source in (f"{self.template}.typ", "rich.typ", "fonts.typ", "look.typ"):
                write_fresh(root / source, (folder / source).read_bytes())
            write_fresh(root / "data.json", json.dumps(self.data, ensure_ascii=False))
            (root / "assets").mkdir()
            for path, content in self.files.items():
                write_fresh(root / "assets" / path, content)
            try:
                return work(typst, root / f"{self.template}.typ", root)
            except (typst.TypstError, RuntimeError) as error:  # the latter is what a query raises
                raise TypesettingError(str(error)) from None
            except BaseException as error:
                if type(error).__module__ != "pyo3_runtime":  # what Typst's own faults are raised as is no Exception
                    raise
                raise TypesettingError(f"Typst stopped: {error}") from None
