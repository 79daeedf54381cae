"""Quiz checking and conversion: quizzes in any format, checked or written in another."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mooc_kit.console import echo
from mooc_kit.files import write_whole
from mooc_kit.problems import MoocKitError, Notice, Report, Severity, UsageError, relative_name
from mooc_kit.quizzes.base import QuizFormat, ReadQuiz
from mooc_kit.quizzes.check import check_quiz
from mooc_kit.quizzes.media import media_beside, write_media
from mooc_kit.quizzes.pools import gather
from mooc_kit.quizzes.quiz_codes import BLANKS_LEFT
from mooc_kit.quizzes.read import checked, read_path
from mooc_kit.quizzes.registry import format_for_writing, format_named, formats
from mooc_kit.reporters import show_report


def report_on_files(files: Iterable[Path], source: str | None, format_: str, *, strict: bool) -> int:
    """Check the quizzes in `files` and write the report; the exit status."""
    return show_report(check_files(files, source), format_, strict=strict)


def check_files(files: Iterable[Path], source: str | None = None) -> Report:
    """One report over all files; a folder stands for the quizzes in it."""
    from mooc_kit.commands.contributions import check_inbox, kit_of

    report = Report(what="quiz file")
    format_ = wanted_format(source, writing=False) if source else None
    files = list(files)
    inboxes: dict[Path, list[Path]] = {}
    for path in files:
        kit = kit_of(path)
        if kit is not None:
            inboxes.setdefault(kit, []).append(path)
    for kit, paths in inboxes.items():
        found_there = check_inbox(kit, paths)
        report.add(found_there.problems)
        report.checked += found_there.checked
    if inboxes:
        report.what = "contribution" if len(inboxes) == len(files) else "file"
    for path in _spread(path for path in files if kit_of(path) is None):
        found = checked(_gathered(path, read_path(path, relative_name(path), format_)), _outcomes(path))
        report.add(found.problems)
        for quiz in found.others:
            report.add(check_quiz(quiz, found.places, _outcomes(path)))
        report.checked += 1
    return report


def convert_file(source: Path, target: Path, *, to: str | None, from_: str | None, force: bool) -> int:
    """Write the quiz in `source` to `target`; the exit status. Raises MoocKitError where it has errors."""
    if target.exists() and not force:
        raise UsageError(f"{target} exists already. Choose another name, or use --force.")
    writer = wanted_format(to, writing=True) if to else format_for_writing(target.name)
    if writer is None:
        raise UsageError(
            f"The ending of {target} does not tell the format. Name one with --to: {', '.join(_keys(writing=True))}."
        )
    found = _gathered(
        source, read_path(source, relative_name(source), wanted_format(from_, writing=False) if from_ else None)
    )
    if found.quiz is None:
        raise MoocKitError(*found.problems)
    if found.others:
        places = [target, *(target.with_stem(f"{target.stem}-{n}") for n in range(2, len(found.quizzes) + 1))]
        if there := next((place for place in places if place.exists() and not force), None):
            raise UsageError(f"{there} is there already. Choose another name, or use --force.")
    else:
        places = [target]
    # A question that nobody can answer is carried over as it is, and never in silence.
    for quiz in found.quizzes:
        found.problems.extend(
            p for p in check_quiz(quiz, found.places) if p.severity is Severity.ERROR or p.code == BLANKS_LEFT.code
        )
    errors = Report(found.problems).errors
    all_written = []
    notices = list(found.notices)
    for quiz in found.quizzes:
        media, missing = media_beside(quiz, source.parent, found.media)
        written = writer.write(quiz, media)
        all_written.append(written)
        notices += [*missing, *written.notices]
    count = sum(len(quiz.questions) for quiz in found.quizzes)
    if count and sum(written.left_out for written in all_written) >= count:
        _tell_notices(notices, errors=found)
        raise UsageError(f"{writer.title} can hold none of the questions: {target} is not written.")
    for place, written in zip(places, all_written, strict=True):
        write_whole(place, written.data)
    if writer.suffixes[0] in (".yaml", ".md", ".gift", ".csv") and found.media:
        write_media(target.parent, found.media)
    _tell_notices(notices, errors=found)
    echo(found.summary(), error=True)
    for place, quiz, written in zip(places, found.quizzes, all_written, strict=True):
        number = len(quiz.questions)
        asked = f"{number - written.left_out} of {number}" if written.left_out else str(number)
        echo(f"Wrote {place}: {asked} question{'' if number == 1 else 's'} as {writer.title}.", error=True)
    return 1 if errors else 0


def show_formats() -> None:
    from rich.table import Table

    from mooc_kit.console import console

    table = Table(title="Quiz formats", title_justify="left")
    for column in ("Format", "What it is", "Files", "Reads", "Writes"):
        table.add_column(column, no_wrap=column == "Format")
    for key, format_ in formats().items():
        marks = ("yes" if format_.reads else "", "yes" if format_.writes else "")
        table.add_row(key, format_.title, " ".join(format_.suffixes), *marks)
    console().print(table)


def _gathered(path: Path, found: ReadQuiz) -> ReadQuiz:
    """`found` with the questions that its pools take from files beside it."""
    if found.quiz is None or not any(pool.file for pool in found.quiz.pools):
        return found

    def load(name: str, _: object) -> object:
        other = read_path(path.parent / name, relative_name(path.parent / name))
        found.problems.extend(other.problems)
        return other.quiz

    found.quiz, problems = gather(found.quiz, load, found.places)  # type: ignore[arg-type]
    found.problems.extend(problems)
    return found


def _spread(files: Iterable[Path]) -> Iterator[Path]:
    endings = {suffix for format_ in formats().values() if format_.reads for suffix in format_.suffixes}
    for path in files:
        if path.is_dir():
            folder = path / "quizzes" if (path / "quizzes").is_dir() else path
            yield from sorted(p for p in folder.iterdir() if p.suffix.lower() in endings and p.is_file())
        else:
            yield path


def _outcomes(path: Path) -> list[str] | None:
    """The outcomes of the course around the file, where it lies in a kit's quizzes/."""
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.spec import load_spec_file

    spec_file = path.resolve().parent.parent / "course.yaml"
    if path.resolve().parent.name != "quizzes" or not spec_file.is_file():
        return None
    loaded = load_spec_file(spec_file, str(spec_file), sections())
    spec = loaded.spec or loaded.draft
    return [outcome.id for outcome in spec.outcomes] if spec else None


def wanted_format(key: str, *, writing: bool) -> QuizFormat:
    found = format_named(key)
    if found is None or not (found.writes if writing else found.reads):
        raise UsageError(
            f"There is no format {key!r} to {'write' if writing else 'read'}. Known: "
            f"{', '.join(_keys(writing=writing))}."
        )
    return found


def _keys(*, writing: bool) -> Sequence[str]:
    return [key for key, format_ in formats().items() if (format_.writes if writing else format_.reads)]


def _tell_notices(notices: Iterable[Notice], errors: ReadQuiz) -> None:
    from mooc_kit.reporters import write_report

    if errors.problems:
        write_report(Report(list(errors.problems)), "text", sys.stderr)
    for notice in notices:
        echo(f"note: {notice}", error=True)
