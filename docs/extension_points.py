"""Extension points: the part of extending.md that follows from the code, a section for each entry-point group."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mooc_kit.cohort.readers import base as gradebook_base
from mooc_kit.cohort.readers.sheets import shipped_readers
from mooc_kit.completion_options import base as option_base
from mooc_kit.completion_options import registry as option_registry
from mooc_kit.importers import base as importer_base
from mooc_kit.importers import registry as importer_registry
from mooc_kit.quizzes import base as quiz_base
from mooc_kit.quizzes import registry as quiz_registry
from mooc_kit.targets import base as target_base
from mooc_kit.targets import registry as target_registry

MARK = "<!-- groups -->"

OPTION = """
from mooc_kit.completion_options.base import CompletionOption, KitFile
from mooc_kit.spec.fields import SpecModel


class ApprenticeshipSpec(SpecModel):
    pass  # its fields carry the questions of the interview: see `mooc_kit.spec.ask`


class Apprenticeship(CompletionOption[ApprenticeshipSpec]):
    key = "apprenticeship"
    title = "Apprenticeship"
    about = "Participants work beside somebody who knows the craft."
    asks = "Names of people who take apprentices."
    gives = "A letter from the person they worked with."
    needs = "Somebody nearby."
    costs = "An hour for each apprentice."
    Spec = ApprenticeshipSpec

    def check(self, spec):
        yield from ()

    def files(self, spec):
        yield KitFile("guides/apprentices.md", text="# For those who take apprentices\\n")

    def contribute(self, spec, course):
        pass  # course.add_activity(...), course.add_page(...)
"""
TARGET = """
from mooc_kit.targets.base import Package, Target


class Titles(Target):
    key = "titles"
    title = "A list of titles"
    about = "The titles of all activities, one a line."

    def render(self, course, kit):
        titles = [activity.title for module in course.modules for activity in module.activities]
        return Package({"titles.txt": "\\n".join(titles).encode()})
"""
IMPORTER = """
from mooc_kit.importers.base import Imported, Importer


class Syllabus(Importer):
    key = "syllabus"
    title = "A syllabus as text"

    def recognises(self, archive):
        return "syllabus.txt" in archive

    def read(self, archive):
        title = archive.text("syllabus.txt").splitlines()[0]
        return Imported({"course": {"title": title}})
"""
FORMAT = """
from mooc_kit.quizzes.base import QuizFormat, WrittenQuiz


class Flashcards(QuizFormat):
    key = "flashcards"
    title = "Flashcards"
    suffixes = (".cards",)
    reads = False

    def write(self, quiz, media, language="en"):
        return WrittenQuiz("\\n".join(question.prompt for question in quiz.questions).encode())
"""
READER = """
from decimal import Decimal

from mooc_kit.cohort.gradebook import Learner, Score
from mooc_kit.cohort.readers.base import GradebookReader


class Campus(GradebookReader):
    key = "campus"
    title = "Campus grades"

    def fits(self, headings, sample, columns):
        return headings == ("Matriculation number", "Essay")

    def read(self, table, columns):
        columns.scored.add("essay")
        for row in table.rows:
            number, percent = row.cells
            yield Learner(number, line=row.line)
            yield Score(number, "essay", Decimal(percent))
"""


@dataclass(frozen=True)
class Group:
    """An entry-point group: what it is called, the class to write, classes that come with it, and what ships."""

    title: str
    name: str
    base: type[Any]
    beside: tuple[type[Any], ...]
    shipped: Mapping[str, str]
    example: str
    """A whole class in Python, as small as can be; a test makes one of it."""

    @property
    def made(self) -> str:
        """The name of the class in the example, its last."""
        return re.findall(r"^class (\w+)", self.example, re.MULTILINE)[-1]


def groups() -> Iterator[Group]:
    yield Group(
        "Completion options",
        option_registry.ENTRY_POINTS,
        option_base.CompletionOption,
        (option_base.KitFile,),
        _titles(option_registry.options().values()),
        OPTION,
    )
    yield Group(
        "Targets",
        target_registry.ENTRY_POINTS,
        target_base.Target,
        (target_base.Package,),
        _titles(target_registry.targets().values()),
        TARGET,
    )
    yield Group(
        "Importers",
        importer_registry.ENTRY_POINTS,
        importer_base.Importer,
        (importer_base.Imported,),
        _titles(importer_registry.importers().values()),
        IMPORTER,
    )
    yield Group(
        "Quiz formats",
        quiz_registry.ENTRY_POINTS,
        quiz_base.QuizFormat,
        (quiz_base.ReadQuiz, quiz_base.WrittenQuiz),
        _titles(quiz_registry.formats().values()),
        FORMAT,
    )
    yield Group(
        "Gradebook readers",
        gradebook_base.ENTRY_POINTS,
        gradebook_base.GradebookReader,
        (),
        dict.fromkeys(shipped_readers(), ""),
        READER,
    )


def _titles(things: Iterable[Any]) -> dict[str, str]:
    return {thing.key: thing.title for thing in things}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page with the sections of all groups in the place of its mark (a hook of mkdocs)."""
    return markdown.replace(MARK, "\n".join(line for group in groups() for line in section(group)))


def section(group: Group) -> Iterator[str]:
    """The section of one group in Markdown."""
    entry = group.made.lower()
    yield f"## {group.title}: `{group.name}`\n"
    yield f"Write a class that extends `{group.base.__module__}.{group.base.__name__}`: {_about(group.base)}\n"
    yield from _members(group.base)
    for kind in group.beside:
        yield f"It works with `{kind.__module__}.{kind.__name__}`: {_about(kind)}\n"
    yield f"```python\n{group.example.strip()}\n```\n"
    yield "Name it in the `pyproject.toml` of your package:\n"
    yield f'```toml\n[project.entry-points."{group.name}"]\n{entry} = "my_package.{entry}:{group.made}"\n```\n'
    shipped = [f"`{key}` ({title})" if title else key for key, title in group.shipped.items()]
    yield f"mooc-kit itself brings: {', '.join(shipped)}.\n"


def _about(kind: type[Any]) -> str:
    return " ".join((inspect.getdoc(kind) or "").split())


def _members(kind: type[Any]) -> Iterator[str]:
    """The table of a class's members, in their order, with what each is for."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    yield "| Member | | What it is |\n| --- | --- | --- |"
    for number, node in enumerate(body.body):
        if isinstance(node, ast.AnnAssign):
            after = body.body[number + 1] if number + 1 < len(body.body) else None
            about = _text(after.value) if isinstance(after, ast.Expr) else ""
            annotation = ast.unparse(node.annotation).removeprefix("ClassVar[").removesuffix("]")
            need = f"default `{ast.unparse(node.value)}`" if node.value is not None else "required"
            yield _row(f"{ast.unparse(node.target)}: {annotation}", need, about)
        elif isinstance(node, ast.FunctionDef):
            given = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
            is_needed = any("abstractmethod" in ast.unparse(mark) for mark in node.decorator_list)
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            about = ast.get_docstring(node) or ""
            yield _row(f"{node.name}({given}){returns}", "required" if is_needed else "optional", about)
    yield ""


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _row(*cells: str) -> str:
    first, *rest = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| `{first}` | {' | '.join(rest)} |"
