"""Checking looks at a course as a whole: the spec's shape, the design, the options' rules, and the kit around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.completion_options.rules import check_all
from mooc_kit.course import codes
from mooc_kit.course.design_rules import check_design
from mooc_kit.course.model import Course
from mooc_kit.problems import Place, Problem, relative_name
from mooc_kit.spec.ignore import apply_ignores
from mooc_kit.spec.load import load_spec
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_tree import read_text

SPEC_FILE = "course.yaml"
_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\"secretKeyMultibase\"|\"privateKeyMultibase\"|\"d\"\s*:\s*\"")
_KEY_NAMES = {".pem", ".key", ".p12", ".pfx", ".jwk", ".json"}


@dataclass(frozen=True)
class Checked:
    """What a check found. `spec` and `course` are None where too much is wrong to have them."""

    spec: Spec | None
    course: Course | None
    problems: list[Problem]
    folder: Path | None = None


def check_text(text: str, file: str) -> Checked:
    """A spec without a kit around it."""
    loaded = load_spec(text, file, sections())
    problems = list(loaded.problems)
    if loaded.draft is not None:
        broken = {(p.place.line, p.place.column) for p in problems}
        found = [*check_design(loaded.draft), *check_all(loaded.draft)]
        # A rule that speaks about a place whose shape is wrong would speak about our stand-in.
        if loaded.spec is None:
            found = [p for p in found if (p.place.line, p.place.column) not in broken]
        problems += found
        problems = list(apply_ignores(loaded.draft, problems))
    return Checked(loaded.spec, None, problems)


def check_path(path: Path) -> Checked:
    """A course.yaml, or the folder of a kit: then with every file of the kit."""
    folder = path if path.is_dir() else path.parent
    file = folder / SPEC_FILE if path.is_dir() else path
    name = relative_name(file)
    text, problems = read_text(file, name)
    if text is None:
        return Checked(None, None, problems)
    checked = check_text(text, name)
    has_kit = path.is_dir() or (file.name == SPEC_FILE and (folder / ".mooc-kit").is_dir())
    if checked.spec is None or not has_kit:
        return checked
    from mooc_kit.course.assemble import assemble

    shown = "" if relative_name(folder) == "." else relative_name(folder)
    assembled = assemble(checked.spec, folder, shown)
    kit_problems = [*assembled.problems, *private_keys(folder, shown)]
    kept = list(apply_ignores(checked.spec, kit_problems))
    return Checked(checked.spec, assembled.course, [*checked.problems, *kept], folder)


def private_keys(folder: Path, name: str) -> Iterator[Problem]:
    """A problem for each file of the kit that holds a private key (PEM, JWK or Multikey)."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in (".git", "build", "node_modules") or not path.is_file() or path.is_symlink():
            continue
        if path.suffix not in _KEY_NAMES and path.stat().st_size > 100_000:
            continue
        with path.open("rb") as stream:
            found = _KEY.search(stream.read(1_000_000))
        if found and (path.suffix in _KEY_NAMES or found.group().startswith(b"-----BEGIN")):
            place = Place(f"{name}/{inside.as_posix()}" if name else inside.as_posix(), 1, 1)
            hint = "Delete it from the repository and its history, and make a new key outside the kit."
            yield codes.PRIVATE_KEY.at(place, hint=hint)
