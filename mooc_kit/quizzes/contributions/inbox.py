"""Contribution inbox: the kit's folder contributions/, a folder for each module, with files that people handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from mooc_kit.problems import Place, Problem, Report
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.check import check_quiz
from mooc_kit.quizzes.contributions import contribution_codes
from mooc_kit.quizzes.contributions.issue_form import is_form, read_form
from mooc_kit.quizzes.contributions.maker_file import read_made
from mooc_kit.quizzes.contributions.near_duplicates import twins
from mooc_kit.quizzes.contributions.sanitize import active_tags, findings, harmless
from mooc_kit.quizzes.contributions.taught_form import is_taught, read_taught
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.read import MAX_BYTES, read_bytes
from mooc_kit.spec.model import Spec

FOLDER = "contributions"
ACCEPTED = "accepted"
SUFFIXES = (".json", ".md", ".gift", ".txt", ".csv", ".yaml", ".yml", ".xml", ".xlsx")
MAX_FILES = 5_000
_HOLDS_HTML = (".gift", ".txt", ".xml")
"""Formats whose texts may be HTML by their own rules: their readers leave out what could run."""


@dataclass
class Contribution:
    """One file that somebody handed in: its module (None where that is not clear), its questions made harmless."""

    path: Path
    name: str
    module: str | None
    questions: list[Question] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return bool(self.questions) and Report(self.problems).is_ok()


def files_in(kit: Path) -> Iterator[Path]:
    """The files that wait in the inbox."""
    folder = kit / FOLDER
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES and path.is_file())
    for number, path in enumerate(found):
        inside = path.relative_to(folder).parts
        if number < MAX_FILES and inside[0] != ACCEPTED and not path.is_symlink() and path.name != "README.md":
            yield path


def read_contribution(path: Path, name: str, spec: Spec, module: str | None = None) -> Contribution:
    """The file `path`, called `name` in problems. `module` goes before what its folder or form says."""
    modules = {found.id: found.title for found in spec.modules}
    folder = path.parent.name
    made = Contribution(path, name, module or (folder if folder in modules else None))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        made.problems.append(
            contribution_codes.INCOMPLETE.at(
                Place(name), f"The file cannot be read: {error.strerror}.", hint="Check it."
            )
        )
        return made
    found, outcome = _read(data, made, spec)
    made.problems += found.problems
    if made.module is None:
        hint = f"Put it into {FOLDER}/MODULE/, with one of: {', '.join(modules)}."
        made.problems.append(contribution_codes.WHICH_MODULE.at(Place(name, 1, 1), hint=hint))
    if found.quiz is None:
        return made
    known = [o.id for o in spec.outcomes]
    made.problems += check_quiz(found.quiz, found.places, known)
    for number, question in enumerate(found.quiz.questions):
        place = found.places.place(("questions", number))
        for rule in findings(question):
            made.problems.append(
                rule.at(place, hint="It is made harmless when it is accepted; better is to change it.")
            )
        try:
            safe = harmless(question)
        except ValidationError:
            hint = "Ask for it without HTML and without pictures from elsewhere."
            made.problems.append(contribution_codes.INCOMPLETE.at(place, "It cannot be made harmless.", hint=hint))
            safe = None
        told = {"outcome": outcome} if outcome and question.outcome is None else {}
        if safe is not None:
            made.places.append(place)
            made.questions.append(safe.model_copy(update={**told, "pool": None}))
    if path.suffix.lower() in _HOLDS_HTML and not any(
        problem.code == contribution_codes.HTML.code for problem in made.problems
    ):
        for line, tag in active_tags(data.decode("utf-8", "replace")):
            message = f"The file holds a <{tag}>, which is left out."
            made.problems.append(
                contribution_codes.HTML.at(Place(name, line, 1), message, hint="Ask its author what it is for.")
            )
    return made


def _read(data: bytes, made: Contribution, spec: Spec) -> tuple[ReadQuiz, str | None]:
    """What the file holds, and the outcome that a form names; the module is set where the file says it."""
    modules = {found.id: found.title for found in spec.modules}
    suffix = made.path.suffix.lower()
    text = data.decode("utf-8-sig", "replace") if suffix in (".md", ".txt") and len(data) < 1_000_000 else ""
    if suffix == ".json":
        sent = read_made(data, made.name)
        made.module = made.module or (sent.module if sent.module in modules else None)
        return sent.read, None
    if text and is_form(text):
        form = read_form(text, made.name)
        by_title = {title.casefold(): id for id, title in modules.items()}
        made.module = made.module or by_title.get(form.module.casefold())
        return form.read, next((o.id for o in spec.outcomes if o.text.casefold() == form.outcome.casefold()), None)
    if text and is_taught(text):
        taught = read_taught(text, made.name)
        lines = {" ".join(line.split()).casefold() for line in taught.module.split("\n")}
        named = [id for id, title in modules.items() if any(line.endswith(title.casefold()) for line in lines if line)]
        made.module = made.module or (named[0] if len(named) == 1 else None)
        made.module = made.module or (next(iter(modules)) if len(modules) == 1 else None)
        return taught.read, None
    return read_bytes(data, made.name), None


def compare(contributions: Sequence[Contribution], known: Sequence[tuple[Question, str]]) -> None:
    """Adds a problem to each contribution that asks what `known` questions (with their places) or earlier ones ask."""
    questions = [question for question, _ in known]
    where = [place for _, place in known]
    owner: list[Contribution | None] = [None] * len(questions)
    places = [Place()] * len(questions)
    for contribution in contributions:
        for question, place in zip(contribution.questions, contribution.places, strict=True):
            questions.append(question)
            where.append(f"{place.file}:{place.line}")
            owner.append(contribution)
            places.append(place)
    for twin in twins(questions, since=len(known)):
        holder = owner[twin.newer]
        if holder is None:
            continue
        rule = contribution_codes.SAME_QUESTION if twin.is_same else contribution_codes.NEAR_TWIN
        words = " ".join(questions[twin.older].prompt.split())[:60]
        message = f"{twin.similarity:.0%} like “{words}” in {where[twin.older]}."
        hint = "Keep the better of the two." if not twin.is_same else "Leave it out."
        holder.problems.append(rule.at(places[twin.newer], message, hint=hint))


def fresh_ids(questions: Sequence[Question], taken: Collection[str]) -> list[Question]:
    """The questions with ids that no other question in the file has."""
    used, made = set(taken), []
    for question in questions:
        id, number = question.id, 2
        while id in used:
            id, number = f"{question.id[:54]}-{number}", number + 1
        used.add(id)
        made.append(question.model_copy(update={"id": id}))
    return made


def with_contributions(quiz: QuizFile, contributions: Sequence[Contribution]) -> QuizFile:
    """`quiz` with the sound contributions added: for courses in which they are open."""
    more = [question for found in contributions if found.is_sound for question in found.questions]
    fresh = fresh_ids(more, {question.id for question in quiz.questions})
    return quiz.model_copy(update={"questions": [*quiz.questions, *fresh]})
