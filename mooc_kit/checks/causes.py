"""Root causes: what stands behind many problems is told, and what only follows from it is not told beside it.

A conflict that git left, an id that stands twice, or a course.yaml that changed since the files were made each bring
dozens of problems, all of which go when their cause does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mooc_kit.course import kit_codes
from mooc_kit.course.near_files import near_file
from mooc_kit.problems import Place, Problem, Severity
from mooc_kit.spec import spec_codes

_BASE = ".mooc-kit/base"
_ENDINGS = (".base", ".sha256", ".own")
"""Where `mooc_kit.kit.merge_base`, a room above this one, keeps what was rendered."""
_PATH = re.compile(r"(\S+) is (?:missing|not a page of the course)\.\Z")
_LOST = re.compile(r"is not a page of the course\.|There is no (?:module|activity) ")
_MEANT = re.compile(r"Did you mean `([^`]+)`\?")
_NAMED = 3


def causes_first(problems: Iterable[Problem], folder: Path, name: str, text: str) -> list[Problem]:
    """`problems` of the kit in `folder` without those that another of them explains.

    `name` is how the folder is called in places, `text` its course.yaml.
    """
    found = _without_conflicts(list(problems))
    found = without_echo(found)
    spec_file = f"{name}/course.yaml" if name else "course.yaml"
    if any(problem.code == spec_codes.DUPLICATE_ID.code and problem.place.file == spec_file for problem in found):
        return _without_doubles(found)
    return _spec_changed(_renamed_files(found, folder, name), folder, name, text)


def without_echo(problems: list[Problem]) -> list[Problem]:
    """Without "nothing serves this outcome" where a misspelt reference to it is told already."""
    meant = {
        found[1]
        for problem in problems
        if problem.code == spec_codes.NOT_FOUND.code and (found := _MEANT.search(problem.hint))
    }
    return [p for p in problems if p.code not in ("A101", "A102") or not any(f'"{id}"' in p.message for id in meant)]


def _without_conflicts(problems: list[Problem]) -> list[Problem]:
    """Of a file that holds both versions of a conflict nothing else can be said."""
    files = {problem.place.file for problem in problems if problem.code == kit_codes.CONFLICT_LEFT.code}
    kept = (kit_codes.CONFLICT_LEFT.code, kit_codes.PRIVATE_KEY.code)
    return [problem for problem in problems if problem.place.file not in files or problem.code in kept]


def _without_doubles(problems: list[Problem]) -> list[Problem]:
    """An id that stands twice takes files from one of the two: they are neither lost nor missing."""
    told = [p for p in problems if p.code == spec_codes.DUPLICATE_ID.code and "already used" in p.hint]
    if not told:
        return problems
    follows = (kit_codes.MISSING_FILE.code, kit_codes.ORPHAN_FILE.code, spec_codes.DUPLICATE_ID.code)
    return [p for p in problems if p in told or (p.code not in follows and not _LOST.search(p.message))]


def _renamed_files(problems: list[Problem], folder: Path, name: str) -> list[Problem]:
    """Each file that is missing with what there is to do: give it back its name, or have it made."""
    unused = {_path(p, name): p for p in problems if p.code == kit_codes.ORPHAN_FILE.code}
    changed: dict[Problem, Problem] = {}
    follows: list[Problem] = []
    for problem in problems:
        path = _path(problem, name)
        if problem.code != kit_codes.MISSING_FILE.code or not problem.hint.startswith("Write the file"):
            continue
        near = near_file(folder, path)
        if near in unused:
            hint = f"`{near.rpartition('/')[2]}` looks like it: call that file `{path.rpartition('/')[2]}` again."
            changed[problem] = replace(problem, hint=hint)
            follows += [unused[near], *(p for p in problems if p.message == f"{path} is not in the kit.")]
        elif was_made(folder, path):
            changed[problem] = replace(problem, hint="Run `mooc-kit update --restore`: it makes the file anew.")
    return [changed.get(problem, problem) for problem in problems if problem not in follows]


def was_made(folder: Path, path: str) -> bool:
    """Whether mooc-kit made the kit's file at `path` when it last wrote files."""
    return any((folder / _BASE / f"{path}{ending}").is_file() for ending in _ENDINGS)


def _spec_changed(problems: list[Problem], folder: Path, name: str, text: str) -> list[Problem]:
    """With one problem for all files that wait for `mooc-kit update`, where course.yaml is another than it was."""
    then = folder / _BASE / "course.yaml.base"
    if not then.is_file() or then.read_bytes().replace(b"\r\n", b"\n") == text.replace("\r\n", "\n").encode():
        return problems
    spec_file = f"{name}/course.yaml" if name else "course.yaml"
    unmade = [p for p in problems if _is_unmade(p, folder, name, spec_file)]
    left = [p for p in problems if _is_left(p, folder, name)]
    links = [p for p in problems if p.code == kit_codes.BROKEN_LINK.code and _leads_to(p, unmade, left, name)]
    if not unmade and not left:
        return problems
    follows = [*unmade, *left, *links]
    does = [f"it makes {_some(unmade, name)}"] if unmade else []
    does += [f"it takes out {_some(left, name)}, or asks where you changed them"] if left else []
    hint = f"Run `mooc-kit update` first: {'; '.join(does)}."
    if links:
        hint += f" Then see to the links that are still broken (today {len(links)})."
    severity = max((p.severity for p in follows), key=[Severity.NOTE, Severity.WARNING, Severity.ERROR].index)
    place = unmade[0].place if unmade else Place(spec_file, 1, 1)
    cause = replace(kit_codes.SPEC_CHANGED.at(place, hint=hint), severity=severity)
    return [cause, *(problem for problem in problems if problem not in follows)]


def _is_unmade(problem: Problem, folder: Path, name: str, spec_file: str) -> bool:
    is_asked_for = problem.code == kit_codes.MISSING_FILE.code and problem.hint.startswith("Write the file")
    return is_asked_for and problem.place.file == spec_file and not was_made(folder, _path(problem, name))


def _is_left(problem: Problem, folder: Path, name: str) -> bool:
    return problem.code == kit_codes.ORPHAN_FILE.code and was_made(folder, _path(problem, name))


def _leads_to(problem: Problem, unmade: list[Problem], left: list[Problem], name: str) -> bool:
    found = re.match(r"(\S+) is not (?:a page of the course|in the kit)\.\Z", problem.message)
    if found is None:
        return False
    path = found[1]
    folders = {_path(p, name).rpartition("/")[0] for p in left}
    return path in {_path(p, name) for p in (*unmade, *left)} or path.rpartition("/")[0] in folders


def _some(problems: list[Problem], name: str) -> str:
    paths = sorted({_path(problem, name) for problem in problems})
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _path(problem: Problem, name: str) -> str:
    """The path in the kit that a problem about a file is about."""
    found = _PATH.match(problem.message)
    if found:
        return found[1]
    return problem.place.file.removeprefix(f"{name}/") if name else problem.place.file
