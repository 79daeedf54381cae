"""Moodle question bank: written over into Moodle XML, which the kit's own reader then reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from mooc_kit.counting import counted
from mooc_kit.importers.moodle.backup import BackupActivity, Element, MoodleBackupReader, number, text
from mooc_kit.quizzes.formats.moodle_xml import READABLE, read_moodle_xml
from mooc_kit.quizzes.formats.moodle_xml_defaults import MOODLE
from mooc_kit.quizzes.model import Question, QuizFile

# fmt: off
_PLUGINS = {
    "stack": "STACK", "coderunner": "CodeRunner", "formulas": "Formulas", "pmatch": "Pattern match",
    "varnumericset": "Variable numeric set", "multichoiceset": "All-or-nothing multiple choice",
    "mtf": "Multiple true/false", "kprime": "Kprime", "geogebra": "GeoGebra", "recordrtc": "Record audio/video",
    "ddmarker": "Drag and drop markers", "ddimageortext": "Drag and drop onto image", "gapfill": "Gapfill",
    "randomsamatch": "Random short-answer matching",
}
# fmt: on
"""What kinds of questions are called that people know under another name than Moodle's own."""
_TYPES = {"match": "matching", "multianswer": "cloze"}
_LISTS = frozenset({"answers", "matches", "dataset_definitions", "numerical_units", "numerical_records"})
_ROW_NUMBERS = frozenset(
    {"trueanswer", "falseanswer", "answers", "subquestions", "question", "sequence", "selectcount"}
)
"""Names of settings that only say in which row of Moodle's tables something stands."""
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


@dataclass
class Asked:
    """What a quiz asks: questions of its own, and draws: category -> how many."""

    own: list[tuple[Element, str]] = field(default_factory=list)
    draws: dict[str, int] = field(default_factory=dict)


class Bank:
    """The questions of a backup by id, entry and category."""

    def __init__(self, backup: MoodleBackupReader) -> None:
        self._backup = backup
        root = backup.xml("questions.xml")
        self.questions = {q.get("id") or "": q for q in root.iter("question")}
        self.categories = {c.get("id") or "": c for c in root.iter("question_category")}
        self.entries: dict[str, Element] = {}
        self._numbers: dict[str, str] = {}
        for entry in root.iter("question_bank_entry"):
            versions = sorted(entry.iter("question_versions"), key=lambda v: number(text(v, "version")))
            latest = versions[-1].find(".//question") if versions else None
            if latest is not None:
                self.entries[entry.get("id") or ""] = latest
                self._numbers[latest.get("id") or ""] = text(entry, "idnumber")
        self._left: Counter[str] = Counter()
        self._asked_for: set[str] = set()
        """Ids of all questions that a quiz asks or draws from."""

    def tell_unasked(self) -> None:
        """Tell of the questions that no quiz asks."""
        latest = {question.get("id") or "" for question in self.entries.values()}
        old = {q.get("id") or "" for c in self.categories.values() for q in c.iterfind("questions/question")}
        rest = [id for id in (latest | old) - self._asked_for if _is_whole(self.questions[id])]
        if rest:
            self._backup.notice(
                f"{counted(len(rest), 'question')} in the question bank",
                "No quiz asks them, and a kit has questions in its quizzes.",
                "Left out: export them as Moodle XML, and `mooc-kit quiz convert` makes a quiz of them.",
            )

    def quiz(self, item: BackupActivity) -> QuizFile:
        """The quiz of an activity; what cannot be read is told."""
        asked = self._asked(item)
        self._left.clear()
        root = etree.Element("quiz")
        root.extend(self._readable((question, mark) for question, mark in asked.own))
        pools: list[tuple[str, str, int]] = []
        draw = None
        for category_id, count in asked.draws.items():
            category = self.categories.get(category_id)
            if category is None:
                continue
            path = text(category, "idnumber").split("/") if self._backup.is_ours else []
            members = self._members(category)
            if len(path) == 2:  # the quiz's own category: questions outside pools
                draw = count
            else:
                name = path[2] if len(path) == 3 else text(category, "name")
                pools.append((name, text(category, "name"), count))
                part = etree.SubElement(etree.SubElement(root, "question", type="category"), "category")
                etree.SubElement(part, "text").text = f"$course$/top/{name.replace('/', '-')}"
            root.extend(self._readable((question, text(question, "defaultmark")) for question in members))
        for kind, count in sorted(self._left.items()):
            self._backup.notice(
                f'{counted(count, "question")} of the kind {_PLUGINS.get(kind, kind)} in "{item.title}"',
                "A kit has no such kind.",
                "Left out: write them anew, or keep them in Moodle.",
            )
        return self._read(item, root, pools, draw)

    def hidden(self, item: BackupActivity) -> str:
        """The questions of a quiz that participants do not see: Moodle XML in a block of code; "" where none are."""
        asked = self._asked(item)
        drawn = [self.categories[id] for id in asked.draws if id in self.categories]
        members = [(q, text(q, "defaultmark")) for category in drawn for q in self._members(category)]
        root = etree.Element("quiz")
        for question, mark in (*asked.own, *members):
            self._asked_for.add(question.get("id") or "")
            root.append(self._written(question, mark))
        self._backup.lost("questions", len(root))
        etree.indent(root)
        return f"```xml\n{etree.tostring(root, encoding='unicode')}\n```" if len(root) else ""

    def _members(self, category: Element) -> list[Element]:
        """The whole questions of a category."""
        found = [q for entry in category.iter("question_bank_entry") for q in self._latest(entry)]
        # Before Moodle 4.0 questions stood in their category without an entry and versions.
        return [*found, *(q for q in category.iterfind("questions/question") if _is_whole(q))]

    def _readable(self, questions: Iterable[tuple[Element, str]]) -> Iterator[Element]:
        """The questions that a kit can hold, in Moodle XML; the others are counted."""
        for question, mark in questions:
            self._asked_for.add(question.get("id") or "")
            kind = text(question, "qtype")
            if _TYPES.get(kind, kind) in READABLE:
                yield self._written(question, mark)
            else:
                self._left[kind] += 1
                self._backup.lost("questions")

    def _latest(self, entry: Element) -> Iterator[Element]:
        question = self.entries.get(entry.get("id") or "")
        if question is not None and text(question, "parent") in ("", "0"):
            yield question

    def _asked(self, item: BackupActivity) -> Asked:
        asked = Asked()
        for slot in item.body.iter("question_instance"):
            mark = text(slot, "maxmark")
            entry = self.entries.get(text(slot, "question_reference/questionbankentryid"))
            named = text(slot, "questionid")  # before Moodle 4.0
            old = self.questions.get(named) if named else None
            category = _category(text(slot, "question_set_reference/filtercondition"))
            if old is not None and text(old, "qtype") == "random":
                holder = next(old.iterancestors("question_category"), None)
                category, old = "" if holder is None else holder.get("id") or "", None
            if (known := entry if entry is not None else old) is not None:
                asked.own.append((known, mark))
                continue
            if category:
                asked.draws[category] = asked.draws.get(category, 0) + 1
            else:
                self._backup.notice(
                    f'A slot of the quiz "{item.title}"', "What it asks is not in the backup.", "It is left out."
                )
                self._backup.unread += 1
        return asked

    def _read(
        self, item: BackupActivity, root: Element, pools: list[tuple[str, str, int]], draw: int | None
    ) -> QuizFile:
        if all(question.get("type") in ("category", "description") for question in root):
            return QuizFile()
        found = read_moodle_xml(etree.tostring(root), f"quizzes/{item.id}.yaml")
        asked = sum(question.get("type") not in ("category", "description") for question in root)
        self._backup.quiz_read(found, asked)
        for problem in found.problems:
            self._backup.notice(f'A question of "{item.title}"', problem.message, "It is left out.")
        quiz = found.quiz or QuizFile()
        quiz = quiz.model_copy(
            update={"questions": [self._shown(self._known(question), item) for question in quiz.questions]}
        )
        drawn = []
        for pool, (name, title, count) in zip(quiz.pools, pools, strict=False):
            drawn.append(pool.model_copy(update={"draw": count, "title": title if title != name else None}))
        return quiz.model_copy(update={"pools": [*drawn, *quiz.pools[len(drawn) :]], "draw": draw})

    def _known(self, question: Question) -> Question:
        """The question; an outcome that the course does not name stays as a tag."""
        if question.outcome is None or question.outcome in self._backup.outcomes:
            return question
        tags = [*question.tags, f"outcome:{question.outcome}"]
        return question.model_copy(update={"outcome": None, "tags": tags})

    def _shown(self, question: Question, item: BackupActivity) -> Question:
        """The question, its formulas as their source where a kit cannot show them."""
        known = question.model_dump()
        shown = _each_text(known, lambda words: self._backup.showable(words, f'in "{item.title}"'))
        return question if shown == known else type(question).model_validate(shown)

    def _written(self, question: Element, mark: str) -> Element:
        """One question in Moodle XML."""
        kind = text(question, "qtype")
        made = etree.Element("question", type=_TYPES.get(kind, kind))
        _say(made, "name", text(question, "name"))
        _say(made, "questiontext", self._text(question), html=True)
        _say(made, "generalfeedback", text(question, "generalfeedback"), html=True)
        # An essay has no mark where it shall not hold up the grade of an attempt; in a kit none counts anyway.
        is_unmarked = kind == "essay" and not number(mark)
        etree.SubElement(made, "defaultgrade").text = (not is_unmarked and mark) or text(question, "defaultmark")
        idnumber = self._numbers.get(question.get("id") or "", "") or text(question, "idnumber")
        etree.SubElement(made, "idnumber").text = idnumber
        for name in ("penalty", "hidden"):
            etree.SubElement(made, name).text = text(question, name)
        for hint in question.iter("question_hint"):
            element = _say(made, "hint", text(hint, "hint"), html=True)
            for name in ("shownumcorrect", "clearwrong", "options"):
                _setting(element, name, text(hint, name))
        tags = etree.SubElement(made, "tags")
        for word in sorted(text(tag, "rawname") for tag in question.iter("tag")):  # Moodle keeps no order of tags
            etree.SubElement(etree.SubElement(tags, "tag"), "text").text = word
        plugin = question.find(f"plugin_qtype_{kind}_question")
        if plugin is not None:
            _plugin(made, kind, plugin)
        return made

    def _text(self, question: Element) -> str:
        """The question's text; a gap of embedded answers is put back as its author wrote it."""
        words = text(question, "questiontext")
        sequence = text(question, ".//multianswer/sequence").split(",")
        parts = [self.questions.get(id) for id in sequence]

        def code(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            part = parts[index] if 0 <= index < len(parts) else None
            return text(part, "questiontext") if part is not None else found[0]

        return re.sub(r"\{#(\d{1,3})\}", code, words) if text(question, "qtype") == "multianswer" else words


def _each_text(data: Any, change: Callable[[str], str]) -> Any:
    """Plain data with every text in it changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each_text(value, change) for key, value in data.items()}
    return [_each_text(value, change) for value in data] if isinstance(data, list | tuple) else data


def _is_whole(question: Element) -> bool:
    """Whether it is a question of its own: no part of another, and no draw."""
    return text(question, "parent") in ("", "0") and text(question, "qtype") != "random"


def _plugin(made: Element, kind: str, plugin: Element) -> None:
    """What the kind of a question adds."""
    tolerances = {text(record, "answer"): record for record in plugin.iter("numerical_record", "calculated_record")}
    if kind not in ("gapselect", "ddwtos"):
        for answer in plugin.iterfind("answers/answer"):
            words = text(answer, "answertext")
            words = _without_pow(words) if kind.startswith("calculated") else words
            element = _say(made, "answer", words, html=text(answer, "answerformat") == "1")
            element.set("fraction", f"{number(text(answer, 'fraction')) * 100:.5f}")
            _say(element, "feedback", text(answer, "feedback"), html=True)
            record = tolerances.get(answer.get("id") or "")
            if record is not None:
                for name in ("tolerance", "tolerancetype", "correctanswerlength"):
                    etree.SubElement(element, name).text = text(record, name)
    for name in _COMBINED:
        found = plugin.find(f".//{name}")
        if found is not None:
            _say(made, name, found.text or "", html=True)
    for name in ("single", "shuffleanswers", "usecase", "unitgradingtype", "responseformat", "minwordlimit"):
        found = plugin.find(f".//{name}")
        if found is not None:
            etree.SubElement(made, name).text = text(plugin, f".//{name}")
    guidance = text(plugin, ".//graderinfo")
    if guidance:
        _say(made, "graderinfo", guidance, html=True)
    _units(made, plugin)
    _parts(made, kind, plugin)
    _settings(made, plugin)


def _settings(made: Element, plugin: Element) -> None:
    """The further settings of a kind: the reader of Moodle XML tells those that say something."""
    known = {part.tag for part in made} | _ROW_NUMBERS
    for part in (part for options in plugin if options.tag not in _LISTS for part in options):
        if not len(part) and part.tag not in known and not part.tag.endswith("format"):
            _setting(made, part.tag, text(part, "."))


def _setting(made: Element, tag: str, value: str) -> None:
    """A setting as Moodle XML has it: a flag is there or not."""
    if tag not in MOODLE.flags:
        etree.SubElement(made, tag).text = value
    elif value not in ("", "0"):
        etree.SubElement(made, tag)


def _units(made: Element, plugin: Element) -> None:
    units = etree.SubElement(made, "units")
    for unit in plugin.iter("numerical_unit"):
        element = etree.SubElement(units, "unit")
        etree.SubElement(element, "multiplier").text = text(unit, "multiplier")
        etree.SubElement(element, "unit_name").text = text(unit, "unit")


def _parts(made: Element, kind: str, plugin: Element) -> None:
    for match in plugin.iterfind("matches/match"):
        element = _say(made, "subquestion", text(match, "questiontext"), html=True)
        etree.SubElement(etree.SubElement(element, "answer"), "text").text = text(match, "answertext")
    if kind in ("gapselect", "ddwtos"):
        for answer in plugin.iterfind("answers/answer"):
            element = _say(made, "selectoption" if kind == "gapselect" else "dragbox", text(answer, "answertext"))
            found = re.search(r'"draggroup";s:\d+:"(\d+)"', text(answer, "feedback"))
            etree.SubElement(element, "group").text = found[1] if found else text(answer, "feedback")
    definitions = etree.SubElement(made, "dataset_definitions")
    for definition in plugin.iter("dataset_definition"):
        _, least, most, decimals, *_ = [*text(definition, "options").split(":"), "", "", "", ""]
        element = _say(definitions, "dataset_definition", "")
        for name, value in (
            ("name", text(definition, "name")),
            ("minimum", least),
            ("maximum", most),
            ("decimals", decimals),
        ):
            etree.SubElement(etree.SubElement(element, name), "text").text = value


def _say(parent: Element, tag: str, words: str, *, html: bool = False) -> Element:
    element = etree.SubElement(parent, tag)
    if html:
        element.set("format", "html")
    etree.SubElement(element, "text").text = words
    return element


def _category(condition: str) -> str:
    """The category that a slot draws from, in the form of Moodle 4.3 and later or the one before; "" for none."""
    try:
        found = json.loads(condition or "{}")
        value = found["filter"]["category"]["values"][0] if "filter" in found else found["questioncategoryid"]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(value)


def _without_pow(formula: str) -> str:
    """A formula with ** instead of pow(), which kits do not know."""
    at = formula.find("pow(")
    if at < 0 or len(formula) > 2000:
        return formula
    depth, comma = 0, -1
    for index in range(at + 3, len(formula)):
        sign = formula[index]
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 1:
            comma = index
        if depth == 0:
            base, power = formula[at + 4 : comma].strip(), formula[comma + 1 : index].strip()
            return (
                _without_pow(f"{formula[:at]}(({base}) ** ({power})){formula[index + 1 :]}") if comma > 0 else formula
            )
    return formula
