"""Course import: a kit grown around a platform's export, and a list of what had no place in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mooc_kit.commands.own_course import Settled, settled
from mooc_kit.console import console
from mooc_kit.course.own_source import SPEC
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported
from mooc_kit.importers.registry import importer_for
from mooc_kit.problems import MoocKitError, Notice, Problem, Severity, relative_name

NOTES = "IMPORT-NOTES.md"


def import_course(package: Path, folder: Path, *, with_hidden: bool = False) -> int:
    """Read `package` into the new kit `folder`, and tell what was made.

    `with_hidden` keeps what only the team saw on the platform, as notes in team-notes/. Gives the exit status: 1 where
    the kit is there but cannot be built yet, or where the package is not whole.
    """
    from mooc_kit.commands.new import tell
    from mooc_kit.kit.render import refuse_existing

    refuse_existing(folder)
    with CoursePackage(package) as archive:
        importer = importer_for(archive)
        imported = importer.read(archive)
        title = importer.title
        own = settled(imported, importer)
    if with_hidden:
        imported.files.update(imported.hidden)
    if own is None:
        grow_imported(imported, folder, title)
    else:
        own.files.update(imported.hidden if with_hidden else {})
        grow_own(own, imported, folder, title)
    out = console()
    errors = _errors(folder)
    if errors:
        word = "error" if len(errors) == 1 else "errors"
        out.print(f"The kit cannot be built yet: {len(errors)} {word} are listed below. Mend them, then build it.")
    if imported.unread:
        parts = "1 part" if imported.unread == 1 else f"{imported.unread} parts"
        out.print(f"The package is not whole: {parts} of it cannot be read. The rest is in the kit.")
    out.print(f"Read from {relative_name(package)} ({title}): {_counted(imported)}.")
    for notice in sorted(set(imported.notices)):
        out.print(f"  no place in the kit: {notice}")
    tell(folder)
    return 1 if errors or imported.unread else 0


def _errors(folder: Path) -> list[Problem]:
    from mooc_kit.checks.course_check import check_path
    from mooc_kit.targets.registry import targets

    return [problem for problem in check_path(folder, targets()).problems if problem.severity is Severity.ERROR]


def grow_imported(imported: Imported, folder: Path, origin: str) -> None:
    """The kit of an imported course. `origin` is what it was read from. Raises MoocKitError where it has no kit."""
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.importers.open_questions import answered, commented, open_questions
    from mooc_kit.interview.defaults import complete
    from mooc_kit.kit.render import render_kit
    from mooc_kit.spec import load_spec
    from mooc_kit.spec.write import spec_text

    questions = open_questions(imported)
    text = commented(spec_text(complete(answered(imported.answers, questions), folder.resolve().name)), questions)
    imported.notices += [question.notice for question in questions]
    loaded = load_spec(text, "course.yaml", sections())
    if loaded.spec is None or any(problem.severity is Severity.ERROR for problem in loaded.problems):
        raise MoocKitError(*loaded.problems)
    notes = "\n".join(_notes(imported, origin)).encode()
    render_kit(loaded.spec, folder, spec_text=text, authored={**imported.files, NOTES: notes})


def grow_own(own: Settled, imported: Imported, folder: Path, origin: str) -> None:
    """The kit out of the source that its own package carried. Raises MoocKitError where it has no kit."""
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.kit.render import render_kit
    from mooc_kit.spec import load_spec

    text = own.files.pop(SPEC).decode()
    loaded = load_spec(text, SPEC, sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    imported.notices = own.notices
    notes = "\n".join(_notes(imported, origin)).encode()
    render_kit(loaded.spec, folder, spec_text=text, authored={**own.files, NOTES: notes}, is_ours=True)


def _counted(imported: Imported) -> str:
    """What the package held by kinds, and how much of each kind changed or did not come."""
    told = []
    for kind in dict.fromkeys([*imported.counts, *imported.left_out]):
        came, left = imported.counts.get(kind, 0), imported.left_out.get(kind, 0)
        parts = [(imported.changed.get(kind, 0), "changed"), (left, "left out")]
        more = ", ".join(f"{number} {word}" for number, word in parts if number)
        if came + left:
            told.append(f"{came + left} {kind}{f' ({more})' if more else ''}")
    return ", ".join(told) or "nothing"


def _notes(imported: Imported, origin: str) -> Iterator[str]:
    yield f"# What was imported from {origin}\n"
    yield f"The package held: {_counted(imported)}.\n"
    if not imported.notices:
        yield "Everything in it has its place in this kit."
        return
    yield "These had no place in the kit, or a different one than before. Delete this file once you have read it.\n"
    for notice in sorted(set(imported.notices)):
        yield _line(notice)


def _line(notice: Notice) -> str:
    where = f" ({notice.place})" if notice.place.file else ""
    return f"- **{notice.what}**{where}: {notice.why} {notice.instead}".rstrip()
