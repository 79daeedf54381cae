"""Survey responses: who answered what in which survey, from the tables and files that platforms and the site give.

Tables with a column for each question (Moodle's feedback, Canvas, form tools: by a question's id, its words, or both),
Open edX's open responses (JSON in a cell, its parts in the order of the questions) and polls (a row for each answer),
and what the site keeps in a browser and hands out as a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mooc_kit.cohort.activity_names import plain
from mooc_kit.course.model import Survey, SurveyItem
from mooc_kit.tables import Row

Answer = str | tuple[str, ...]
_PEOPLE = (
    "email",
    "e mail",
    "email address",
    "username",
    "user_name",
    "user",
    "learner",
    "id",
    "user full name",
    "anonymized student id",
    "user_id",
    "student id",
    "user_email",
)
_LABELLED = re.compile(r"\((?P<id>[a-z0-9][a-z0-9-]*)\)\s*(?P<words>.*)", re.DOTALL)
_NUMBERED = re.compile(r"\d+:\s*(?P<words>.*)", re.DOTALL)
_ENOUGH = 20
"""Letters from which the beginning of a question tells it from others."""


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers, by the ids of a survey's items. `person` is "" where nothing says who it is."""

    survey: str
    person: str
    answers: Mapping[str, Answer]

    def chose(self, item: SurveyItem) -> tuple[str, ...]:
        """What was answered: the options chosen, in the survey's own words, or the text."""
        said = self.answers.get(item.id, "")
        if not isinstance(said, str):
            return said
        return _options_in(said, item)


@dataclass
class TableOfAnswers:
    """A table that was recognised as answers to `survey`; `left` are headings that are no question of it."""

    survey: Survey
    responses: list[Response] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def answers_in_table(headings: Sequence[str], rows: Sequence[Row], surveys: Sequence[Survey]) -> TableOfAnswers | None:
    """The answers in a table of any of the forms above; None where it is no table of answers to these surveys."""
    low = [heading.strip().casefold() for heading in headings]
    if "submission id" in low and "response" in low:
        return _open_responses(low, rows, surveys)
    if "question" in low and "answer" in low:
        return _polls(low, rows, surveys)
    return _wide(headings, rows, surveys)


def answers_in_data(data: Any, surveys: Sequence[Survey]) -> list[Response]:
    """The answers in a file that the site wrote: what one person keeps there, or one survey's answers alone."""
    if not isinstance(data, dict):
        return []
    kept = data.get("data")
    if isinstance(kept, dict):
        found = {name.removeprefix("survey/"): said for name, said in kept.items() if name.startswith("survey/")}
    else:
        found = {str(data.get("survey")): answers_by_id(data.get("answers"))}
    known = {survey.id: survey for survey in surveys}
    responses = []
    for id, said in found.items():
        if id in known and isinstance(said, dict):
            answers = {item.id: answer for item in known[id].items if (answer := _kept(said.get(item.id)))}
            if answers:
                responses.append(Response(id, "", answers))
    return responses


def answers_by_id(answers: Any) -> Any:
    """The answers of a survey's download: a list that names each question, or by their ids."""
    if not isinstance(answers, list):
        return answers
    return {str(one["id"]): one.get("answer") for one in answers if isinstance(one, dict) and "id" in one}


def answers_in_text(text: str, surveys: Sequence[Survey]) -> Response | None:
    """The answers in a text that a site of an earlier release wrote: the survey's title, and each question above its
    answer."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    survey = next((survey for survey in surveys if lines and plain(survey.title) == plain(lines[0])), None)
    if survey is None:
        return None
    asked = {plain(item.prompt): item.id for item in survey.items}
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines[1:]:
        if (id := asked.get(plain(line))) and id not in found:
            current = found.setdefault(id, [])
        else:
            current.append(line)
    answers = {id: said for id, parts in found.items() if (said := "\n".join(parts).strip())}
    return Response(survey.id, "", answers) if answers else None


def in_words(survey: Survey) -> tuple[SurveyItem, ...]:
    """The questions that Open edX asks in one open response: what its polls cannot ask."""
    polled = {"choice", "scale", "consent"}
    return tuple(item for item in survey.items if item.kind not in polled or len(item.options) == 1)


def unpacked(text: str) -> list[str]:
    """The parts of an open response, as Open edX keeps them in a cell."""
    try:
        parts = json.loads(text)["parts"]
        return [str(part.get("text", "")) for part in parts]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return [text] if text.strip() else []


def _wide(headings: Sequence[str], rows: Sequence[Row], surveys: Sequence[Survey]) -> TableOfAnswers | None:
    fits = [(columns_of(headings, survey), survey) for survey in surveys]
    fits = [(columns, survey) for columns, survey in fits if columns]
    if not fits:
        return None
    # Surveys of one course share ids (goal-1): the one that most columns fit, by words before ids alone.
    columns, survey = max(fits, key=lambda fit: (sum(fit[0].values()), -len(fit[1].items)))
    best = sum(columns.values())
    if sum(sum(other.values()) == best for other, _ in fits) > 1:
        ties = [(found, each) for found, each in fits if sum(found.values()) == best]
        told = [(found, each) for found, each in ties if _speaks_of(headings, rows, found, each)]
        if len(told) != 1:
            return None
        columns, survey = told[0]
    place_of = dict(list(columns))
    who = next((n for known in _PEOPLE for n, h in enumerate(headings) if plain(h) == plain(known)), None)
    made = TableOfAnswers(survey, left=[h for n, h in enumerate(headings) if n not in place_of.values()])
    for row in rows:
        cells = (*row.cells, *[""] * (len(headings) - len(row.cells)))
        answers = {item: said for item, place in place_of.items() if (said := cells[place].strip())}
        if answers:
            person = cells[who].strip().casefold() if who is not None else ""
            made.responses.append(Response(survey.id, person, answers))
    return made


def columns_of(headings: Sequence[str], survey: Survey) -> dict[tuple[str, int], int]:
    """(item, column) of each question of `survey` among the headings: 3 where its words stand there, 1 for its id."""
    found: dict[tuple[str, int], int] = {}
    taken: set[str] = set()
    for place, heading in enumerate(headings):
        best = max(((_fit(heading, item), item.id) for item in survey.items if item.id not in taken), default=(0, ""))
        if best[0]:
            found[best[1], place] = best[0]
            taken.add(best[1])
    return found


def _fit(heading: str, item: SurveyItem) -> int:
    whole = heading.strip()
    labelled, numbered = _LABELLED.fullmatch(whole), _NUMBERED.fullmatch(whole)
    words = plain(labelled["words"] if labelled else numbered["words"] if numbered else whole)
    asked = plain(item.prompt)
    if words == asked or words == plain(f"{item.prompt} {item.help}"):
        return 3
    is_long = min(len(words), len(asked)) >= _ENOUGH
    if is_long and (words.startswith(asked) or asked.startswith(words)):
        return 3
    if plain(whole) == plain(item.id):
        return 1
    return 2 if labelled and labelled["id"] == item.id else 0


def _speaks_of(
    headings: Sequence[str], rows: Sequence[Row], columns: Mapping[tuple[str, int], int], survey: Survey
) -> bool:
    """Whether what stands in the cells are answers to this survey: its options where it has some, words where not."""
    items = {item.id: item for item in survey.items}
    for (id, place), _ in columns.items():
        said = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place].strip()]
        options = {plain(option) for option in items[id].options}
        if said and bool(options) != all(plain(cell) in options for cell in said):
            return False
    return True


def _open_responses(low: Sequence[str], rows: Sequence[Row], surveys: Sequence[Survey]) -> TableOfAnswers | None:
    response = low.index("response")
    names = [low.index(name) for name in ("problem name", "location") if name in low]
    who = next((low.index(n) for n in ("username", "anonymized student id") if n in low), None)
    made: TableOfAnswers | None = None
    for row in rows:
        cells = (*row.cells, *[""] * (len(low) - len(row.cells)))
        named = [plain(cells[n].rsplit("@", 1)[-1]) for n in names]
        survey = next((s for s in surveys if {plain(s.title), plain(s.id), plain(f"survey_{s.id}")} & set(named)), None)
        if survey is None or (made is not None and made.survey.id != survey.id):
            continue
        made = made or TableOfAnswers(survey)
        parts = unpacked(cells[response])
        asked = in_words(survey)
        answers = {item.id: said.strip() for item, said in zip(asked, parts, strict=False) if said.strip()}
        if answers:
            person = cells[who].strip().casefold() if who is not None else ""
            made.responses.append(Response(survey.id, person, answers))
    return made


def _polls(low: Sequence[str], rows: Sequence[Row], surveys: Sequence[Survey]) -> TableOfAnswers | None:
    question, answer = low.index("question"), low.index("answer")
    who = next((low.index(n) for n in ("user_email", "email", "username", "user_id") if n in low), None)
    people: dict[tuple[str, str], dict[str, Answer]] = {}
    chosen: Survey | None = None
    for row in rows:
        cells = (*row.cells, *[""] * (len(low) - len(row.cells)))
        found = next(
            ((s, i) for s in surveys for i in s.items if _fit(cells[question].replace("\\", ""), i) == 3), None
        )
        if found is None or (chosen is not None and found[0].id != chosen.id) or not cells[answer].strip():
            continue
        chosen = found[0]
        person = cells[who].strip().casefold() if who is not None else ""
        key = (person, "" if person else str(row.line))
        people.setdefault(key, {})[found[1].id] = cells[answer].strip()
    if chosen is None:
        return None
    id = chosen.id
    return TableOfAnswers(chosen, [Response(id, person, answers) for (person, _), answers in people.items()])


def _options_in(said: str, item: SurveyItem) -> tuple[str, ...]:
    """The options of `item` that a cell names: one, or several with a comma, a semicolon or a line between them."""
    if not item.options:
        return (said,)
    of = {plain(option): option for option in item.options}
    if plain(said) in of:
        return (of[plain(said)],)
    left, found = f" {plain(said)} ", []
    for key in sorted(of, key=len, reverse=True):  # an option may hold another one, or a comma
        if key and f" {key} " in left:
            left = left.replace(f" {key} ", " | ", 1)
            found.append(of[key])
    return tuple(option for option in item.options if option in found)


def _kept(said: Any) -> Answer:
    if said is True:
        return "yes"
    if isinstance(said, list):
        return tuple(part for part in said if isinstance(part, str))
    return said.strip() if isinstance(said, str) else ""
