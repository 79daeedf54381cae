"""Message catalogues: the template (.pot) that translators work from, each language's .po, and how far each one is.

`python docs/translations.py` (what `make translations` calls) finds every message that is marked, renews the template,
brings each language up to it and tells what is translated and what is stale. A changed English sentence keeps its old
translation as "fuzzy", with the sentence that it translated, until somebody has looked at it. With `--check` nothing is
written: the exit status is 1 where something would be, or where a language that calls itself complete is not.

Marks: `text("…")`, `say("…")` and `plural("…", "…", n)`, as functions or methods, and `N_("…")` in Python; `t("…")`,
`plural("…", "…", n)` and `{% trans %}` in templates; `text("…")` in scripts. Passages of
the kits' Markdown templates need none (mooc_kit/content/template_passages.py).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from mooc_kit.content.po_files import brought_up, written
from mooc_kit.content.template_passages import passages
from mooc_kit.i18n import DOMAIN, LOCALE_FOLDER, fits, is_whole

PACKAGE = LOCALE_FOLDER.parent
TEMPLATE = LOCALE_FOLDER / f"{DOMAIN}.pot"
KEYWORDS = {
    **dict.fromkeys(("text", "say", "t", "N_", "gettext", "TeamCommand")),
    **dict.fromkeys(("plural", "ngettext"), (1, 2)),
}
"""The marks: which arguments of which call are messages, as Babel writes it."""
SAYING = {"Choice", "Element", "CompletionOption"}
"""Classes whose members say what they mean, without a mark (`_of_classes`)."""
COMPLETE, REVIEWED = "# State: complete", "# Reviewed by: "
"""Lines at the head of a .po: CI holds it complete, and who has read all of it."""


def in_python(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The marked messages of a Python file, for Babel, whose own reader does not look into f-strings before 3.12."""
    tree = ast.parse(file.read())
    yield from _of_classes(tree)
    for call in _calls(tree):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in keywords:
            words = (arg.value if isinstance(arg, ast.Constant) else None for arg in call.args)
            yield call.lineno, name, tuple(word if isinstance(word, str) and word else None for word in words), []


def in_sections(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The same for the section of an option, whose questions stand in DESIGN.md too, with what was decided."""
    yield from in_python(file, keywords, comment_tags, options)
    file.seek(0)
    for call in _calls(ast.parse(file.read())):
        if getattr(call.func, "id", "") == "Ask" and isinstance(call.args[0], ast.Constant):
            yield call.lineno, "N_", (call.args[0].value,), []


def _calls(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _of_classes(tree: ast.Module) -> Iterator[tuple[Any, ...]]:
    """What a class says of itself by its place: what each choice means, what an element or an option is about."""
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        bases = {getattr(getattr(base, "value", base), "id", "") for base in made.bases}
        for part in (node for node in made.body if isinstance(node, ast.Assign | ast.AnnAssign) and bases & SAYING):
            target, value = part.targets[0] if isinstance(part, ast.Assign) else part.target, part.value
            name = getattr(target, "id", "")
            if "Choice" in bases and isinstance(value, ast.Tuple):
                value = value.elts[1]
            elif name not in ("title", "about"):
                continue
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, "N_", (value.value,), []


def in_passages(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The passages of a Markdown template of a kit: whatever people read there is a message, without a mark."""
    for passage in passages(file.read().decode("utf-8")):
        yield passage.first + 1, None, passage.message, []


METHODS = [
    ("completion_options/*/section.py", in_sections),
    ("spec/academic_level.py", in_sections),  # a part of credit's
    ("**.py", in_python),
    ("**.j2", "jinja2"),
]
KIT_TEXTS = (
    "templates/course/en/**.md",
    "templates/course/en/**.md.j2",
    "templates/course/en/**.md{% endif %}",
    "completion_options/*/templates/en/*.md.j2",
)
IN_KITS = [(pattern, in_passages) for pattern in KIT_TEXTS]
MARKED_IN_KITS = [(pattern, "jinja2") for pattern in KIT_TEXTS if not pattern.endswith(".j2")]
MARKED_IN_KITS += [("templates/course/en/**.yml", "jinja2")]
IN_SCRIPTS, SCRIPT_KEYWORDS = [("templates/**.js", "javascript")], {"text": None}
OPTIONS = {
    "**.j2": {"trim_blocks": "true", "lstrip_blocks": "true", "trimmed": "true", "silent": "false"},
    "templates/**.js": {"parse_template_string": True},
}


def template() -> Catalog:
    """Every message with the files that use it, in the order of the files; of kits, what lies in `.github`, too."""
    made = Catalog(project="mooc-kit", version="", charset="utf-8", fuzzy=False)
    made.header_comment = "# What mooc-kit says, in English. `make translations` makes this file from the sources."
    found = chain(
        extract_from_dir(PACKAGE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS),
        extract_from_dir(PACKAGE, method_map=IN_KITS, keywords={}, directory_filter=bool),
        extract_from_dir(
            PACKAGE, method_map=MARKED_IN_KITS, options_map=OPTIONS, keywords=KEYWORDS, directory_filter=bool
        ),
        extract_from_dir(PACKAGE, method_map=IN_SCRIPTS, options_map=OPTIONS, keywords=SCRIPT_KEYWORDS),
    )
    for name, _, message, _, context in found:
        if message:
            made.add(message, locations=[(f"{PACKAGE.name}/{name}", None)], context=context)
    return made


@dataclass(frozen=True)
class State:
    """How far a language is. `stale` are translations whose English sentence has changed since."""

    tag: str
    all: int
    translated: int
    stale: tuple[str, ...]
    unfit: tuple[str, ...]
    """Translations with other {names} than their message: they are not used."""
    reviewed_by: str
    is_held: bool

    @property
    def is_complete(self) -> bool:
        return self.translated == self.all

    def __str__(self) -> str:
        share = f"{self.tag}: {100 * self.translated // max(self.all, 1)}% translated ({self.translated} of {self.all})"
        return f"{share}, stale: {len(self.stale)}, unfit: {len(self.unfit)}, reviewed by: {self.reviewed_by}"


def renewed(file: Path, messages: Catalog) -> tuple[bytes, State]:
    """A language's .po brought up to `messages`, and how far it is."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.parents[1].name)
    brought_up(catalogue, messages)
    entries = [entry for entry in catalogue if entry.id]
    filled = [entry for entry in entries if is_whole(entry.string)]
    heads = catalogue.header_comment.splitlines()
    return written(catalogue), State(
        tag=file.parents[1].name.replace("_", "-"),
        all=len(entries),
        translated=sum(1 for entry in filled if not entry.fuzzy and fits(entry)),
        stale=tuple(_name(entry.id) for entry in filled if entry.fuzzy),
        unfit=tuple(_name(entry.id) for entry in filled if not entry.fuzzy and not fits(entry)),
        reviewed_by=next((line.removeprefix(REVIEWED) for line in heads if line.startswith(REVIEWED)), "nobody yet"),
        is_held=COMPLETE in heads,
    )


def _name(id: str | tuple[str, ...] | list[str]) -> str:
    return id if isinstance(id, str) else id[0]


def renewal() -> Iterator[tuple[Path, bytes, State | None]]:
    """Each file of the catalogues as it should be, and the state of its language."""
    messages = template()
    yield TEMPLATE, written(messages), None
    for file in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        yield file, *renewed(file, messages)


def main(arguments: list[str]) -> int:
    is_check, status = "--check" in arguments, 0
    for file, data, state in renewal():
        is_old = not file.is_file() or file.read_bytes() != data
        if is_old and is_check:
            print(f"{file.relative_to(PACKAGE.parent)} is behind the sources: run `make translations`.")
            status = 1
        elif is_old:
            file.write_bytes(data)
        if state is not None:
            print(state, *(f"  stale: {words}" for words in state.stale), *state.unfit, sep="\n")
            status |= state.is_held and not state.is_complete
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
