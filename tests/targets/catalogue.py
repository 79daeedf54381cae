"""The English catalogue lists every message of mooc-kit. `python -m tests.targets.catalogue` renews it.

Messages are found in the syntax of the sources: `.text("…")` and `.plural("…", "…", n)` in Python, `t("…")` and
`plural("…", "…", n)` in templates.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

import mooc_kit

PACKAGE = Path(mooc_kit.__file__).parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "mooc_kit.po"

TEMPLATES = (PACKAGE / "templates" / "site", PACKAGE / "templates" / "open_edx")

Message = str | tuple[str, str]


def messages() -> dict[Message, set[str]]:
    """Every message with the files that use it."""
    found: dict[Message, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE.parent).as_posix()
        if path.suffix == ".py":
            keys = _in_python(path.read_text(encoding="utf-8"))
        elif path.suffix == ".j2" and path.parent in TEMPLATES:
            keys = _in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for key in keys:
            found.setdefault(key, set()).add(name)
    return found


def _in_python(source: str) -> Iterator[Message]:
    if "messages" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.func, ast.Attribute) and "messages" not in ast.unparse(node.func.value):
            continue
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        yield from _key(name == "text", name == "plural", words)


def _in_template(source: str) -> Iterator[Message]:
    for call in Environment().parse(source).find_all(nodes.Call):
        name = getattr(call.node, "name", "")
        words = [a.value for a in call.args if isinstance(a, nodes.Const) and isinstance(a.value, str)]
        yield from _key(name == "t", name == "plural", words)


def _key(is_text: bool, is_plural: bool, words: list[str]) -> Iterator[Message]:
    if is_text and words:
        yield words[0]
    elif is_plural and len(words) >= 2:
        yield words[0], words[1]


def listed() -> set[Message]:
    """The messages that the catalogue has."""
    with CATALOGUE.open("rb") as stream:
        return {tuple(entry.id) if entry.pluralizable else entry.id for entry in read_po(stream) if entry.id}


def main() -> None:
    catalogue = Catalog(locale="en", project="mooc-kit", fuzzy=False, charset="utf-8")
    catalogue.header_comment = "# What participants read, in English. A copy of this file, translated, adds a language."
    for key, files in sorted(messages().items(), key=str):
        catalogue.add(key, string=key, locations=[(name, None) for name in sorted(files)])
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as stream:
        write_po(stream, catalogue, width=120, omit_header=False, include_lineno=False)
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines(keepends=True)
    dated = (
        '"Report-Msgid',
        '"Project-Id',
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Last-Translator',
        '"Language-Team',
        '"Generated-By',
    )
    CATALOGUE.write_text("".join(line for line in lines if not line.startswith(dated)), encoding="utf-8")


if __name__ == "__main__":
    main()
