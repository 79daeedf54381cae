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

TEMPLATES = (
    PACKAGE / "templates" / "site",
    PACKAGE / "templates" / "open_edx",
    PACKAGE / "templates" / "moodle",
    PACKAGE / "templates" / "imscc",
    PACKAGE / "templates" / "lms",
    PACKAGE / "templates" / "book",
)

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
    for module, text in _in_tables():
        found.setdefault(text, set()).add(module.replace(".", "/") + ".py")
    return found


def _in_python(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    short = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and _tells(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if isinstance(node.func, ast.Attribute) and _tells(node.func):
            yield from _key(name == "text", name == "plural", words)
        elif name == "OpenQuestion":
            yield from words[-2:]  # What is open, and whom to ask.
        elif isinstance(node.func, ast.Name):
            yield from _key(name == "text" or name in short, name == "plural", words)


def _tells(found: ast.Attribute) -> bool:
    """Whether it is the `text` or `plural` of messages: of something with that name, or known under a shorter one."""
    owner = ast.unparse(found.value)
    return found.attr in {"text", "plural"} and (
        "messages" in owner or owner in {"say", "draft", "self._draft", "builder"}
    )


def _in_tables() -> Iterator[tuple[str, str]]:
    """Messages that stand in a table and are looked up by a variable: the module, and the text."""
    from mooc_kit.completion_options.authentic import section as authentic
    from mooc_kit.completion_options.authenticated_completion import section as authenticated
    from mooc_kit.completion_options.credit import hours
    from mooc_kit.completion_options.peer_badges import badge_svg
    from mooc_kit.completion_options.self_check import issue_form, question_rubric
    from mooc_kit.spec.model import MeasureKind

    tables = (authentic.EvidenceKind, authenticated.Identity, authenticated.Mode, authenticated.Agreement, MeasureKind)
    for choices in tables:
        yield from ((choices.__module__, choice.meaning) for choice in choices)
    yield from ((hours.__name__, unit) for units in hours.UNITS.values() for unit in units)
    looks = (*badge_svg.SHAPES, *badge_svg.PATTERNS, *(colour.name for colour in badge_svg.COLOURS))
    yield from ((badge_svg.__name__, look) for look in looks)
    yield from ((issue_form.__name__, words) for _, words in (*issue_form.KINDS, *issue_form.BEYOND_THE_FORM))
    for _, title, descriptors in question_rubric.CRITERIA:
        yield from ((question_rubric.__name__, words) for words in (title, *descriptors))
    yield from ((question_rubric.__name__, title) for title in question_rubric.TITLES)


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
