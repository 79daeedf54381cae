"""Hostile words: texts that mean something in every language that they end up in, and a reader that finds them again.

Each text has a number, so that where it arrives it can be told whole from cut, and words from markup.
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml
from lxml import etree, html
from markdown_it import MarkdownIt
from pypdf import PdfReader

from mooc_kit.archive import ArchiveLimits, is_zip, read_all
from mooc_kit.course.pages import markdown_html
from mooc_kit.spec.json_patterns import TEXT

# fmt: off
HEADS = (
    "",
    "=1+1 ", "@SUM(1) ", "+1 ", "-2 ", "- ", "# ", "> ", "1. ", "::: tip ", "| a | ", "[/bold]", "%x ", "&a ", "*a ",
    "!!python/name:os.system ", "--- ", "```sh ", "{% raw %}", "<!-- ", "~~~ ", "' ", '" ', "$", "![a](", ": ",
    "[x]: y ",
)
# fmt: on
"""What a text can begin with: a formula of a spreadsheet, a block of Markdown, a tag of YAML, the end of markup."""
BODY = (
    "</title></script></textarea><pwn-tag a='1'><img src=x onerror=pwn()> [bold]x[/] #panic(\"pwn\") {{ 7*7 }}"
    " $(touch pwn) `touch pwn` ${{ pwn }} ]]> &lt; & \\n %(x)s *b* _e_ [a](javascript:pwn()) $x$ --> {x} [[y]]"
    " ::set-output::"
)


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
LIMITS = ArchiveLimits(files=20_000, bytes=100_000_000)


@dataclass
class HostileWords:
    """Texts that were given out, by their numbers."""

    given: dict[int, str] = field(default_factory=dict)

    def text(self, head: str = "") -> str:
        number = len(self.given)
        self.given[number] = f"{head}{HEADS[number % len(HEADS)]}w{number}q {BODY} q{number}w"
        return self.given[number]

    def spec(self, value: Any, schema: dict[str, Any]) -> Any:
        """`value`, data that `schema` describes, with every free text of it hostile, those that are absent as well."""
        return self._filled(value, schema, schema["$defs"])

    def _filled(self, value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
        schema = _fitting(value, schema, defs)
        if isinstance(value, dict) and "properties" in schema:
            made = {key: self._filled(one, schema["properties"].get(key, {}), defs) for key, one in value.items()}
            for key, part in schema["properties"].items():
                items = _fitting([], part, defs).get("items", {})
                if key == "logo":  # the name of a file
                    continue
                if key not in value and _is_free(_fitting("", part, defs)):
                    made[key] = self.text("I certify: " if key == "statement" else "")
                elif key not in value and _is_free(_fitting("", items, defs)):
                    made[key] = [self.text()]
            return made
        if isinstance(value, list):
            return [self._filled(one, schema.get("items", {}), defs) for one in value]
        return self.text() if isinstance(value, str) and _is_free(schema) else value


def _fitting(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """The part of `schema` that describes a value like this one."""
    if "$ref" in schema:
        return _fitting(value, defs[schema["$ref"].rpartition("/")[2]], defs)
    kind = {dict: "object", list: "array", str: "string"}.get(type(value), "")
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found = _fitting(value, one, defs)
        wanted = found.get("properties", {}).get("kind", {}).get("const")
        if found.get("type") == kind and (wanted is None or value.get("kind") == wanted):
            return found
    return schema


def _is_free(schema: dict[str, Any]) -> bool:
    is_text = schema.get("type") == "string" and schema.get("maxLength", 0) >= 400
    return is_text and schema.get("pattern") == TEXT


@dataclass
class Found:
    """What a file holds of the texts: faults, and the kinds of places where words stand as they are, unescaped."""

    words: HostileWords
    faults: list[str] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)

    def file(self, name: str, data: bytes) -> None:
        """Read a file by its ending, and what is in it by theirs."""
        inside = unpacked(data)
        if inside is not None:
            for path, member in inside.items() if "search/" not in name else ():  # an index of words in small letters
                self.file(f"{name}!{path}", member)
            return
        if name.endswith(".pdf"):
            self._pdf(name, data)
            return
        if name.endswith((".png", ".jpg", ".webp", ".woff2")) or data.startswith(_PICTURES):  # Moodle's have no ending
            return
        if not re.search(rb"w\d+q", data) or PurePosixPath(name).stem.endswith("mooc_kit_source"):
            return
        ending = PurePosixPath(name).suffix[1:].lower() or _kind(data)
        try:
            getattr(self, f"_{ending}")(name, data.decode())
        except Exception as error:  # of whatever kind: the file is none that its readers can read
            self.faults.append(f"{name}: {error!r}"[:300])

    def leaf(self, where: str, text: str, *, reads: tuple[str, ...] = ()) -> None:
        """A text as its reader gets it: each number in it stands in the whole of its words.

        `reads` are the languages ("html", "markdown", "commonmark") in which it may be meant where it is not plain.
        """
        flat = _flat(text)
        for found in re.finditer(r"w(\d+)q", flat):
            number = int(found[1])
            self.seen.add(number)
            whole = _flat(self.words.given[number])
            before = whole.index(found[0])
            if flat[max(found.start() - before, 0) :].startswith(whole) or _is_cut(
                flat[found.start() :], whole[before:]
            ):
                self.plain.add(re.sub(r"\d+", "N", where))
            elif reads:
                made = _READ[reads[0]](text)
                self._markup(where, html.fromstring(f"<div>{made}</div>"), reads[1:])
                return
            else:
                self.faults.append(f"{where}: {flat[max(found.start() - 30, 0) : found.start() + 300]!r}")

    def _markup(self, name: str, root: Any, reads: tuple[str, ...] = ()) -> None:
        for node in root.iter():
            if not isinstance(node.tag, str):
                if re.search(r"w\d+q", node.text or ""):
                    self.faults.append(f"{name}: in a comment: {(node.text or '')[:200]!r}")
                continue
            if "pwn" in node.tag or any("pwn" in key or key.startswith("on") for key in node.attrib):
                self.faults.append(f"{name}: a tag came alive: {html.tostring(node, encoding='unicode')[:200]}")
            for key, value in node.attrib.items():
                if key in ("href", "src", "action") and value.strip().lower().startswith("javascript:"):
                    self.faults.append(f"{name}: a link came alive: {value[:200]}")
                if value[:1] in ("[", "{") and key.startswith("data-") and _is_json(value):
                    self._json(f"{node.tag}@{key}", value)
                elif key != "id":  # made of a title's letters and digits
                    self.leaf(f"{node.tag}@{key}", value)
            if node.tag in ("script", "style"):
                self._script(name, node)
        for node in root.xpath("//script | //style"):
            node.text = ""
        self.leaf(f"{name} text", root.text_content(), reads=reads)

    def _script(self, name: str, node: Any) -> None:
        if not re.search(r"w\d+q", node.text or ""):
            return
        if node.get("type", "").endswith("json"):
            self._json(name, node.text)
        elif node.get("type") == "loncapa/python":
            self._py(name, node.text)
        else:
            self.faults.append(f"{name}: in a script: {node.text[:200]!r}")

    def _html(self, name: str, text: str) -> None:
        self._markup(name, html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")))

    def _xml(self, name: str, text: str) -> None:
        for node in etree.fromstring(text.encode()).iter():
            if not isinstance(node.tag, str):
                if re.search(r"w\d+q", node.text or ""):
                    self.faults.append(f"{name}: in a comment")
                continue
            tag = etree.QName(node).localname
            if "pwn" in tag or any("pwn" in key for key in node.attrib):
                self.faults.append(f"{name}: an element came alive: {tag}")
            for key, value in node.attrib.items():
                # Polls of Open edX are Markdown.
                self.leaf(
                    f"{tag}@{etree.QName(key).localname}", value, reads=("commonmark",) if tag == "poll" else ("html",)
                )
            for words in (node.text, node.tail):
                self.leaf(tag, words or "", reads=("html",))

    def _json(self, name: str, text: str) -> None:
        for where, words in _strings(json.loads(text)):
            if where != ".words":  # of an index: small letters alone
                self.leaf(where, words, reads=("markdown",) if where.endswith(".descriptor") else ("html",))

    def _yaml(self, name: str, text: str) -> None:
        for where, words in _strings(yaml.load(text, Loader=yaml.BaseLoader)):
            if where.endswith(".run"):
                self.faults.append(f"{name}: in a command: {words[:200]!r}")
            self.leaf(where, words, reads=("markdown",))

    def _csv(self, name: str, text: str) -> None:
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))):
            for cell in row:
                if cell[:1] in tuple("=+-@\t\r") and re.search(r"w\d+q", cell):
                    self.faults.append(f"{name}: a formula: {cell[:100]}")
                self.leaf("cell", cell.removeprefix("'"))

    def _md(self, name: str, text: str) -> None:
        head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        if head:
            self._yaml(name, head[1])
        self._markup(name, html.fromstring(f"<div>{markdown_html(text[head.end() :] if head else text)}</div>"))

    def _py(self, name: str, text: str) -> None:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Name | ast.Attribute) and "pwn" in ast.dump(node):
                self.faults.append(f"{name}: a name of Python")
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.leaf("constant", node.value, reads=("html",))

    def _js(self, name: str, text: str) -> None:
        self._json(name, re.sub(r"(?m)^[^=]*=|;$", "", text.strip()))

    def _ics(self, name: str, text: str) -> None:
        for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
            if not re.match(r"[A-Z-]+[;:]", line):
                self.faults.append(f"{name}: no line of a calendar: {line[:100]}")
            value = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], line)
            self.leaf(line.partition(":")[0], value)

    def _txt(self, name: str, text: str) -> None:
        self.leaf(name, text)

    def _pdf(self, name: str, data: bytes) -> None:
        """Each text stands there whole at least once; headers and the ends of lines stand between the others."""
        pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        shown = "".join(_flat(pages).split())
        for number in {int(one) for one in re.findall(r"w(\d+)q", shown)}:
            self.seen.add(number)
            whole = _flat(self.words.given[number])
            if "".join(whole[whole.index(f"w{number}q") :].split()) not in shown:
                self.faults.append(f"{name}: {shown[shown.index(f'w{number}q') :][:300]}")

    _yml = _yaml
    _xhtml = _html
    _svg = _opml = _opf = _ncx = _qti = _xml
    _webmanifest = _json


def unpacked(data: bytes) -> dict[str, bytes] | None:
    """The files in an archive by their names; None where it is none."""
    if is_zip(data):
        return read_all(data, LIMITS)
    if data[:2] != b"\x1f\x8b":
        return None
    whole = gzip.decompress(data)
    return read_all(data, LIMITS) if whole[257:262] == b"ustar" else {"x": whole}


def _kind(data: bytes) -> str:
    """The ending that a file without one would have: Moodle names files by their sums."""
    head = data.lstrip()[:200].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    with suppress(ValueError):
        json.loads(data)
        return "json"
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(data)
        return "xml"
    return "html" if head.startswith(b"<") else "txt"


def _is_json(text: str) -> bool:
    with suppress(ValueError):
        return json.loads(text) is not None
    return False


def _strings(data: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, list):
        for one in data:
            yield from _strings(one, where)
    elif isinstance(data, dict):
        for key, one in data.items():
            yield f"a key below {where}", str(key)
            yield from _strings(one, f"{where}.{key}")


_READ: dict[str, Callable[[str], str]] = {
    "html": str,
    "markdown": markdown_html,
    "commonmark": MarkdownIt("commonmark").render,
}


def _is_cut(found: str, whole: str) -> bool:
    """Whether the words that begin here end with the sign that they were cut, or with all that there is."""
    begun = found.split("…", maxsplit=1)[0].strip()
    return ("…" in found or found == begun) and whole.startswith(begun)


_SAME = {**str.maketrans("“”‘’\u00a0‹›|", "\"\"'' <>/", "\u200b`"), ord("—"): "---", ord("–"): "--"}
"""Letters that stand for each other: quotes, dashes, and what Moodle's plain titles and options have for `<`, `>`
and `|`. Backticks go: a pair of them in a notice is code, with the same words in it."""


def _flat(text: str) -> str:
    """Without what typography and the breaking of lines change."""
    return " ".join(text.translate(_SAME).split())
