"""Root causes: what stands behind many problems is told, and what only follows from it is not told beside it.

A conflict that git left, an id that stands twice, or a course.yaml that changed since the files were made each bring
dozens of problems, all of which go when their cause does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mooc_kit.checks.design_codes import NOT_SHOWN, NOT_TAUGHT
from mooc_kit.course import kit_codes
from mooc_kit.course.near_files import near_file
from mooc_kit.course.rendered_files import FOLDER, SPEC, TEXT, entries_of, was_made
from mooc_kit.problems import Place, Problem, Severity
from mooc_kit.spec import spec_codes

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
    base = entries_of(folder)
    return _spec_changed(_renamed_files(found, folder, base), base, name, text)


_WITHOUT_CONTACT = ("D104", "C802")
"""What follows where a course has no address to write to: it has one, which is only written wrongly."""


def without_echo(problems: list[Problem]) -> list[Problem]:
    """Without what only follows: "nothing serves this outcome" where a misspelt reference to it is told already, and
    "there is no contact" where the contact is no address."""
    meant = {problem.about for problem in problems if problem.code == spec_codes.NOT_FOUND.code}
    told = [p for p in problems if p.code not in (NOT_TAUGHT.code, NOT_SHOWN.code) or p.about not in meant]
    if any(p.code == spec_codes.BAD_EMAIL.code and p.message.startswith("contact:") for p in told):
        return [p for p in told if p.code not in _WITHOUT_CONTACT]
    return told


def _without_conflicts(problems: list[Problem]) -> list[Problem]:
    """Of a file that holds both versions of a conflict nothing else can be said."""
    files = {problem.place.file for problem in problems if problem.code == kit_codes.CONFLICT_LEFT.code}
    kept = (kit_codes.CONFLICT_LEFT.code, kit_codes.PRIVATE_KEY.code)
    return [problem for problem in problems if problem.place.file not in files or problem.code in kept]


def _without_doubles(problems: list[Problem]) -> list[Problem]:
    """An id that stands twice takes files from one of the two: they are neither lost nor missing."""
    told = [p for p in problems if p.code == spec_codes.DUPLICATE_ID.code and p.about]
    if not told:
        return problems
    follows = (kit_codes.MISSING_FILE, kit_codes.ORPHAN_FILE, kit_codes.BROKEN_LINK, spec_codes.DUPLICATE_ID)
    codes = {rule.code for rule in follows}
    lost = ("module:", "activity:")
    return [p for p in problems if p in told or (p.code not in codes and not p.about.startswith(lost))]


def _renamed_files(problems: list[Problem], folder: Path, base: Mapping[str, bytes]) -> list[Problem]:
    """Each file that is missing with what there is to do: give it back its name, or have it made."""
    unused = {p.about: p for p in problems if p.code == kit_codes.ORPHAN_FILE.code}
    changed: dict[Problem, Problem] = {}
    follows: list[Problem] = []
    for problem in problems:
        path = problem.about
        if problem.code != kit_codes.MISSING_FILE.code or not path:
            continue
        near = near_file(folder, path)
        if near in unused:
            hint = f"`{near.rpartition('/')[2]}` looks like it: call that file `{path.rpartition('/')[2]}` again."
            changed[problem] = replace(problem, hint=hint)
            follows += [unused[near], *(p for p in problems if _leads_to(p, {path}))]
        elif was_made(base, path):
            changed[problem] = replace(problem, hint="Run `mooc-kit update --restore`: it makes the file anew.")
    return [changed.get(problem, problem) for problem in problems if problem not in follows]


def _spec_changed(problems: list[Problem], base: Mapping[str, bytes], name: str, text: str) -> list[Problem]:
    """With one problem for all files that wait for `mooc-kit update`, where course.yaml is another than it was."""
    then = base.get(f"{FOLDER}/{SPEC}{TEXT}")
    if then is None or then.replace(b"\r\n", b"\n") == text.replace("\r\n", "\n").encode():
        return problems
    spec_file = f"{name}/{SPEC}" if name else SPEC
    unmade = [p for p in problems if _is_unmade(p, base, spec_file)]
    left = [p for p in problems if p.code == kit_codes.ORPHAN_FILE.code and was_made(base, p.about)]
    gone = {p.about for p in (*unmade, *left)}
    folders = {p.about.rpartition("/")[0] for p in left}
    links = [p for p in problems if _leads_to(p, gone) or (_leads_to(p) and p.about.rpartition("/")[0] in folders)]
    if not unmade and not left:
        return problems
    follows = [*unmade, *left, *links]
    does = [f"it makes {_some(unmade)}"] if unmade else []
    does += [f"it takes out {_some(left)}, or asks where you changed them"] if left else []
    hint = f"Run `mooc-kit update` first: {'; '.join(does)}."
    if links:
        hint += f" Then see to the links that are still broken (today {len(links)})."
    severity = max((p.severity for p in follows), key=[Severity.NOTE, Severity.WARNING, Severity.ERROR].index)
    place = unmade[0].place if unmade else Place(spec_file, 1, 1)
    cause = replace(kit_codes.SPEC_CHANGED.at(place, hint=hint), severity=severity)
    return [cause, *(problem for problem in problems if problem not in follows)]


def _is_unmade(problem: Problem, base: Mapping[str, bytes], spec_file: str) -> bool:
    is_asked_for = problem.code == kit_codes.MISSING_FILE.code and bool(problem.about)
    return is_asked_for and problem.place.file == spec_file and not was_made(base, problem.about)


def _leads_to(problem: Problem, paths: Collection[str] | None = None) -> bool:
    """Whether it is a broken link into the kit (to one of `paths`, where they are given)."""
    is_link = problem.code == kit_codes.BROKEN_LINK.code and bool(problem.about)
    return is_link and (paths is None or problem.about in paths)


def _some(problems: list[Problem]) -> str:
    paths = sorted({problem.about for problem in problems})
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")
