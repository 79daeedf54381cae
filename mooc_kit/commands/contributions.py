"""Contributed questions: check what waits in a kit's inbox, and accept it into a module's pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.completion_options.self_check.section import Contributions
from mooc_kit.console import echo
from mooc_kit.counting import counted
from mooc_kit.problems import MoocKitError, Place, Problem, Report, UsageError, relative_name
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.contributions.inbox import (
    ACCEPTED,
    FOLDER,
    Contribution,
    compare,
    files_in,
    fresh_ids,
    read_contribution,
)
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.native import write_native
from mooc_kit.quizzes.read import read_path
from mooc_kit.safe_paths import inside, write_inside
from mooc_kit.spec import load_spec_file
from mooc_kit.spec.entry_lines import with_appended
from mooc_kit.spec.model import Spec


def kit_of(path: Path) -> Path | None:
    """The kit in whose inbox `path` lies; None where it lies in no inbox."""
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        if folder.name == FOLDER and (folder.parent / "course.yaml").is_file():
            return folder.parent
    return None


def check_inbox(kit: Path, only: Iterable[Path] = ()) -> Report:
    """What is to be said of the contributions in `kit` (of `only` some, where they are named)."""
    spec = _spec(kit)
    wanted = {path.resolve() for path in only}
    found = [read_contribution(path, relative_name(path), spec) for path in files_in(kit)]
    compare(found, _known(kit))
    kept = [
        c for c in found if not wanted or any(w == c.path.resolve() or w in c.path.resolve().parents for w in wanted)
    ]
    report = Report([problem for contribution in kept for problem in contribution.problems], len(kept), "contribution")
    section = getattr(spec.completion, "self_check", None)
    if kept and (section is None or section.contributions is Contributions.CLOSED):
        hint = "Write `contributions: reviewed` below `completion: self_check:`, or remove the files."
        report.add([contribution_codes.CLOSED.at(spec.place("completion", "self_check", key=True), hint=hint)])
    return report


def accept(files: Sequence[Path], kit: Path, module: str | None) -> int:
    """Take the questions in `files` into their modules' self-checks; nothing is taken where one has errors."""
    spec = _spec(kit)
    if module is not None and module not in {found.id for found in spec.modules}:
        raise UsageError(f"There is no module {module!r}. The course has: {', '.join(m.id for m in spec.modules)}.")
    found = [read_contribution(path, relative_name(path), spec, module) for path in files]
    compare(found, _known(kit))
    errors = [problem for contribution in found for problem in Report(contribution.problems).errors]
    if errors:
        raise MoocKitError(*errors)
    for contribution in found:
        _take(kit, contribution)
    return 0


def _take(kit: Path, contribution: Contribution) -> None:
    file = kit / "quizzes" / f"self-check-{contribution.module}.yaml"
    text = file.read_text(encoding="utf-8") if file.is_file() else write_native(QuizFile())
    there = read_path(file, relative_name(file)).quiz if file.is_file() else QuizFile()
    if there is None:
        raise MoocKitError(*read_path(file, relative_name(file)).problems)
    for question in fresh_ids(contribution.questions, {question.id for question in there.questions}):
        text = with_appended(text, ("questions",), _as_written(question))
    write_inside(kit, f"quizzes/{file.name}", text)
    credited = ", ".join(dict.fromkeys(question.author for question in contribution.questions if question.author))
    by = f" by {credited}" if credited else ""
    count = len(contribution.questions)
    echo(f"{relative_name(file)}: {counted(count, 'question')}{by}", error=True)
    inbox = kit_of(contribution.path)
    if inbox is not None:
        # The file is kept: what somebody wrote stays beside what became of it.
        name = contribution.path.resolve().relative_to(inbox / FOLDER)
        target = inside(inbox, f"{FOLDER}/{ACCEPTED}/{name.as_posix()}", "The inbox")
        if not target.exists() and name.parts[0] != ACCEPTED:
            target.parent.mkdir(parents=True, exist_ok=True)
            contribution.path.rename(target)


def _as_written(question: Question) -> dict[str, object]:
    plain = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    first = {"id": question.id, "kind": question.kind, "prompt": question.prompt}
    return {**first, **{key: value for key, value in plain.items() if key not in first}}


def _known(kit: Path) -> list[tuple[Question, str]]:
    """Every question of the kit's quizzes, with the file it stands in."""
    known = []
    for file in sorted((kit / "quizzes").glob("*.yaml")):
        quiz = read_path(file, relative_name(file)).quiz
        known += [(question, relative_name(file)) for question in (quiz.questions if quiz else ())]
    return known


def _spec(kit: Path) -> Spec:
    file = kit / "course.yaml"
    if not file.is_file():
        raise UsageError(f"{relative_name(file)} is not there. Name the kit's folder with --kit.")
    loaded = load_spec_file(file, relative_name(file), sections())
    spec = loaded.spec or loaded.draft
    if spec is None:
        problems: list[Problem] = list(loaded.problems)
        raise MoocKitError(
            *(problems or [contribution_codes.CLOSED.at(Place(relative_name(file)), hint="Fix course.yaml first.")])
        )
    return spec
