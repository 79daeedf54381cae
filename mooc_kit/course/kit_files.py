"""Kit files: the authored files around the spec, read once each; what is missing or wrong becomes a Problem.

A reader asks for a file by its path in the kit; the reader's answer is None where the file cannot be had, and the
problem is kept in `problems`. Files that nobody asked for are the orphans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from mooc_kit.cache import Cache
from mooc_kit.content.file_kinds import why_not
from mooc_kit.content.plain_data import texts_at
from mooc_kit.course import kit_codes
from mooc_kit.course.kit_page import KitPage
from mooc_kit.course.own_source import FOLDERS
from mooc_kit.course.quiz_files import PLAIN, quiz_paths, read_quiz_file, with_assets
from mooc_kit.course.surveys import SurveyFile
from mooc_kit.course.translation import Left, Translation, beside, is_beside
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Place, Problem
from mooc_kit.quizzes.check import check_quiz
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.pools import gather
from mooc_kit.quizzes.quiz_codes import TWO_FILES
from mooc_kit.quizzes.source_places import Path_, Places
from mooc_kit.quizzes.starter_questions import without_blanks
from mooc_kit.rubrics.check import read_rubric
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.rubric_codes import OTHER_NAME
from mooc_kit.spec.schema_errors import read_model
from mooc_kit.spec.yaml_tree import load_tree, read_text

M = TypeVar("M", bound=BaseModel)

AUTHORED = FOLDERS
"""Folders whose files belong to the course; a file in them that nothing refers to is a problem."""


@dataclass
class KitFiles:
    """The kit around a spec. `name` is how the folder is called in problems' places ("" for the current one)."""

    folder: Path
    name: str = ""
    problems: list[Problem] = field(default_factory=list)
    outcomes: tuple[str, ...] | None = None
    """Ids that the course knows, for checking what refers to them (None: not checked)."""
    messages: Messages = field(default_factory=lambda: messages_for("en"))
    """The words of the course's language, for labels that authors do not write."""
    cache: Cache | None = None
    """Pages that an earlier run read."""
    translation: Translation | None = None
    """What the texts become in another language than the course's own."""
    others: Sequence[str] = ()
    """The languages whose pages lie beside those of the course's own."""
    _left: dict[str, Left] = field(default_factory=dict)
    _quizzes: dict[str, QuizFile | None] = field(default_factory=dict)
    _rubrics: dict[str, Rubric | None] = field(default_factory=dict)
    _pages: dict[str, KitPage | None] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _assets: dict[str, Path] = field(default_factory=dict)

    def place(self, path: str, line: int = 0, column: int = 0) -> Place:
        return Place(f"{self.name}/{path}" if self.name else path, line, column)

    def exists(self, path: str) -> bool:
        return (self.folder / path).is_file()

    def text(self, path: str, wanted_by: Place | None = None) -> str | None:
        """The file's text. `wanted_by` is where the spec asks for it, for the problem when it is missing."""
        self._used.add(path)
        if not self.exists(path):
            hint = f"Write the file {path}, or run `mooc-kit update`, which makes it."
            at = wanted_by or self.place(path)
            self.problems.append(kit_codes.MISSING_FILE.at(at, f"{path} is missing.", hint=hint, about=path))
            return None
        text, problems = read_text(self.folder / path, self.place(path).file)
        self.problems.extend(problems)
        return text

    def page(self, path: str, wanted_by: Place | None = None) -> KitPage | None:
        """A Markdown page with front matter, as safe HTML; links to other files of the kit are kept as kit paths."""
        if path not in self._pages:
            from mooc_kit.course.pages import read_page

            text = self._page_text(path, wanted_by)
            self._pages[path] = None if text is None else read_page(self, path, text)
        return self._pages[path]

    def _page_text(self, path: str, wanted_by: Place | None) -> str | None:
        """The page in the language that is wanted: its own file there, else its passages as they are translated."""
        self._used.update(other for tag in self.others if self.exists(other := beside(path, tag)))
        if self.translation is None:
            return self.text(path, wanted_by)
        if self.exists(own := beside(path, self.translation.language)):
            self.translation.replace(self.text(path) or "")
            return self.text(own)
        text = self.text(path, wanted_by)
        if text is None:
            return None
        self._left[path] = self.translation.left(text)
        return self.translation.page(text, path)

    def translated(self, found: M, path: str) -> M:
        """What was read from the file at `path`, in the language that is wanted."""
        return found if self.translation is None else self.translation.model(found, path)

    def left(self, path: str) -> Left:
        """What of a page is still in the course's own language."""
        return self._left.get(path, Left())

    def own_pages(self, folder: str) -> Iterator[Path]:
        """The pages in a folder, in order, without those of other languages that lie beside them."""
        tags = [*self.others, *([self.translation.language] if self.translation is not None else [])]
        found = sorted((self.folder / folder).glob("*.md"))
        return (path for path in found if not is_beside(path.name, tags))

    def model(
        self, path: str, model: type[M], wanted_by: Place | None = None, markdown: tuple[str, ...] = ()
    ) -> M | None:
        """A YAML file as a `model`. `markdown` are its keys whose texts are Markdown."""
        text = self.text(path, wanted_by)
        if text is None:
            return None
        found, tree, problems = read_model(model, text, self.place(path).file)
        self.problems.extend(problems)
        if found is not None and tree is not None and markdown:
            self.problems.extend(_taken_out(found, tree, markdown))
        return None if found is None else self.translated(found, path)

    def quiz(self, path: str, wanted_by: Place | None = None) -> QuizFile | None:
        """The quiz at `path` (quizzes/ID.yaml), or of the same name in another format; read once.

        It is checked against the course's outcomes. It has the questions that its pools take from other files, and none
        that still have blanks for their authors.
        """
        if path not in self._quizzes:
            self._quizzes[path] = None  # where a pool's file leads back here, it ends
            quiz = self._read_quiz(path, wanted_by)
            self._quizzes[path] = None if quiz is None else self.translated(quiz, path)
        return self._quizzes[path]

    def _read_quiz(self, path: str, wanted_by: Place | None) -> QuizFile | None:
        paths = quiz_paths(self.folder, path)
        if not paths:
            self.text(path, wanted_by)  # tells that it is missing
            return None
        used, *others = paths
        self._used.add(used)
        for other in others:
            hint = f"Keep one of {used} and {other}."
            self.problems.append(TWO_FILES.at(self.place(other, 1, 1), f"{used} is used.", hint=hint))
        found = read_quiz_file(self.folder / used, self.place(used).file)
        self.problems.extend(found.problems)
        if found.quiz is None:
            return None
        self.problems.extend(check_quiz(found.quiz, found.places, self.outcomes))
        places, folder = found.places, PurePosixPath(path).parent
        self.problems.extend(_taken_out(found.quiz, places))

        def load(name: str, at: Path_) -> QuizFile | None:
            return self.quiz(str(folder / name), places.place(at))

        def broken(url: str) -> Problem:
            hint = "Check the name; paths are as seen from the quiz file or from the kit's folder."
            return kit_codes.BROKEN_LINK.at(places.place(()), f"{url[:120]} is not in the kit.", hint=hint)

        shown, wrong = with_assets(without_blanks(found.quiz), used, self.asset, broken)
        quiz, problems = gather(shown, load, places)
        self.problems.extend([*wrong, *problems])
        return quiz

    def rubric(self, id: str, wanted_by: Place | None = None) -> Rubric | None:
        """The rubric in `rubrics/ID.yaml`, checked; read once."""
        if id not in self._rubrics:
            path = f"rubrics/{id}.yaml"
            text = self.text(path, wanted_by)
            found, problems = (None, []) if text is None else read_rubric(text, self.place(path).file, self.outcomes)
            self.problems.extend(problems)
            if found is not None and text and "<" in text and (tree := load_tree(text, self.place(path).file)[0]):
                self.problems.extend(_taken_out(found, tree))
            if found is not None and found.id != id:
                hint = f"Write `id: {id}`, or rename the file to {found.id}.yaml."
                self.problems.append(OTHER_NAME.at(self.place(path, 1, 1), hint=hint))
            self._rubrics[id] = None if found is None else self.translated(found, f"rubrics/{id}.yaml")
        return self._rubrics[id]

    def survey(self, path: str, wanted_by: Place | None = None) -> SurveyFile | None:
        return self.model(path, SurveyFile, wanted_by)

    def asset(self, path: str, wanted_by: Place | None = None) -> str | None:
        """Mark a file (an image, a download) as used, so that it travels with the course; its kit path, or None.

        One that could act as a page of the course's site is a problem, at the place `wanted_by` that asks for it.
        """
        file = self.folder / path
        if not file.resolve().is_relative_to(self.folder.resolve()) or not file.is_file():
            return None
        self._used.add(path)
        if path not in self._assets:
            self._assets[path] = file
            if (why := why_not(file, path)) is not None:
                hint = "Put it into a zip file; save a drawing as plain SVG without scripts, or as PNG."
                message = f"{path} could run a script: {why}."
                self.problems.append(kit_codes.ACTIVE_FILE.at(wanted_by or self.place(path), message, hint=hint))
        return path

    def assets(self) -> dict[str, Path]:
        return dict(sorted(self._assets.items()))

    def orphans(self) -> Iterator[Problem]:
        """A problem for each authored file that nothing refers to."""
        for top in AUTHORED:
            for path in sorted((self.folder / top).rglob("*")):
                name = path.relative_to(self.folder).as_posix()
                if path.is_file() and not path.name.startswith(".") and name not in self._used:
                    hint = "Link to it from a page, name it in course.yaml, or delete it."
                    yield kit_codes.ORPHAN_FILE.at(self.place(name), hint=hint, about=name)


def _taken_out(found: BaseModel, places: Places, keys: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A problem for all that is taken out of the Markdown of a YAML file: below these `keys`, or everywhere."""
    from mooc_kit.course.pages import taken_out

    for path, text in texts_at(found.model_dump(mode="json", exclude_defaults=True)):
        if "<" in text and path[-1] not in PLAIN and (not keys or path[0] in keys):
            yield from taken_out(text, places.place(path))
