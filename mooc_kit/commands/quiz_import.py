"""Quiz import: a quiz file, a page for it, and an activity in course.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mooc_kit.commands.quiz import wanted_format
from mooc_kit.completion_options.registry import sections
from mooc_kit.console import echo
from mooc_kit.counting import counted
from mooc_kit.files import write_whole
from mooc_kit.problems import MoocKitError, Notice, Report, UsageError, relative_name
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.media import media_beside, write_media
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import write_native
from mooc_kit.quizzes.read import read_path
from mooc_kit.safe_paths import inside, write_inside
from mooc_kit.spec import load_spec
from mooc_kit.spec.entry_lines import with_appended
from mooc_kit.spec.fields import slug
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_text import yaml_text


def import_files(
    files: tuple[Path, ...], kit: Path, module: str, *, id_: str | None, graded: bool, source: str | None
) -> int:
    """Import all `files` into `module` of the kit, or none of them where one cannot be read; the exit status."""
    if id_ and len(files) > 1:
        raise UsageError("--id names one quiz; import the files one by one.")
    spec_file = kit / "course.yaml"
    if not spec_file.is_file():
        raise UsageError(f"{spec_file} is not there. Name the kit's folder with --kit.")
    text = spec_file.read_text(encoding="utf-8")
    spec = _spec(text, relative_name(spec_file))
    number = next((n for n, found in enumerate(spec.modules) if found.id == module), None)
    if number is None:
        raise UsageError(f"There is no module {module!r}. The course has: {', '.join(m.id for m in spec.modules)}.")
    format_ = wanted_format(source, writing=False) if source else None
    quizzes = [(path, each) for path in files for each in _one_by_one(read_path(path, relative_name(path), format_))]
    errors = [problem for _, found in quizzes for problem in Report(found.problems).errors]
    if errors:
        raise MoocKitError(*errors)
    taken = {activity.id for _, _, activity in spec.walk()}
    ids = _ids(quizzes, id_)
    for id in ids:
        if id in taken or (kit / f"quizzes/{id}.yaml").exists():
            raise UsageError(f"The course has an activity {id!r} already. Name another with --id.")
        for place in (f"quizzes/{id}.yaml", f"content/modules/{module}/{id}.md"):
            inside(kit, place, "The quiz")
        taken.add(id)
    for (path, found), id in zip(quizzes, ids, strict=True):
        _keep_known_outcomes(found, {outcome.id for outcome in spec.outcomes})
        text = with_activity(text, number, id, found.quiz or QuizFile(), graded=graded)
        if found.quiz is not None:
            found.media, missing = media_beside(found.quiz, path.parent, found.media)
            found.notices += missing
        _write_files(kit, module, id, found)
        _tell(path, id, found)
    write_whole(spec_file, text.encode())
    return 0


def _one_by_one(found: ReadQuiz) -> Iterator[ReadQuiz]:
    """A file of several quizzes as several; what is told of the file is told with the first."""
    yield found
    yield from (ReadQuiz(quiz, media=found.media) for quiz in found.others)


def _ids(quizzes: Sequence[tuple[Path, ReadQuiz]], wanted: str | None) -> list[str]:
    """The ids of the activities: as wanted or as the file is called; further quizzes of a file have a number."""
    seen: Counter[str] = Counter()
    made = []
    for path, _ in quizzes:
        base = wanted or slug(path.name.split(".")[0]) or "quiz"
        seen[str(path)] += 1
        made.append(base if seen[str(path)] == 1 else f"{base}-{seen[str(path)]}")
    return made


def with_activity(spec_text: str, module: int, id: str, quiz: QuizFile, *, graded: bool) -> str:
    """The text of course.yaml with an activity for the quiz at the end of the module with this index."""
    activity: dict[str, Any] = {"id": id, "kind": "quiz", "title": _title(id, quiz)}
    if graded:
        activity |= {"graded": True, "points": quiz.points}
    text = with_appended(spec_text, ("modules", module, "activities"), activity)
    _spec(text, "course.yaml")
    return text


def _write_files(kit: Path, module: str, id: str, found: ReadQuiz) -> None:
    quiz = found.quiz or QuizFile()
    write_inside(kit, f"quizzes/{id}.yaml", write_native(quiz))
    write_media(kit / "quizzes", found.media)
    page = f"content/modules/{module}/{id}.md"
    if not (kit / page).exists():
        write_inside(kit, page, f"---\n{yaml_text({'title': _title(id, quiz)})}---\n")


def _title(id: str, quiz: QuizFile) -> str:
    return quiz.title or id.replace("-", " ").capitalize()


def _keep_known_outcomes(found: ReadQuiz, known: set[str]) -> None:
    """Take outcomes that this course does not have out of the questions, and say so."""
    quiz = found.quiz
    lost = sorted({q.outcome for q in quiz.questions if q.outcome} - known) if quiz else []
    if quiz is None or not lost:
        return
    questions = [q.model_copy(update={"outcome": None}) if q.outcome in lost else q for q in quiz.questions]
    found.quiz = quiz.model_copy(update={"questions": questions})
    found.notices.append(
        Notice(f"The outcomes {', '.join(lost)}", "The course does not have them.", "The questions name no outcome.")
    )


def _spec(text: str, name: str) -> Spec:
    loaded = load_spec(text, name, sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    return loaded.spec


def _tell(path: Path, id: str, found: ReadQuiz) -> None:
    count = len(found.quiz.questions) if found.quiz else 0
    for notice in found.notices:
        echo(f"note: {notice}", error=True)
    if found.left_out or found.changed or found.others:
        echo(found.summary(), error=True)
    echo(f"{path}: {counted(count, 'question is', 'questions are')} now in quizzes/{id}.yaml.")
