"""Moodle XML: whole question banks in Moodle's own format, with images inside."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.answers import said_together
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.account import Account
from mooc_kit.quizzes.formats.cloze import FILL_IN, UNREAD_GAP, questions_of_cloze, read_cloze
from mooc_kit.quizzes.formats.draft_questions import CHECK_SCORING, Drafts
from mooc_kit.quizzes.formats.gift import GIVEN, even_out, gives_no_whole, split_numbers
from mooc_kit.quizzes.formats.moodle_xml_defaults import MOODLE
from mooc_kit.quizzes.formats.safe_xml import name_of, number_of, read_xml

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_PLUGIN_ADDRESS = re.compile(r"@@PLUGINFILE@@/[^\s()<>\"']*")
MODEL_ANSWER = "mooc-kit-model-answer"
"""The class of the part of the general feedback that is a model answer: Moodle keeps classes."""
_MODEL_ANSWER = re.compile(rf'<div class="{MODEL_ANSWER}">(.*)</div>\s*\Z', re.DOTALL)


def read_moodle_xml(data: bytes, file: str) -> ReadQuiz:
    root, problems = read_xml(data, file)
    if root is None:
        return ReadQuiz(problems=problems)
    reader = _Reader(file)
    if name_of(root) != "quiz":
        hint = "Export the questions from Moodle as Moodle XML."
        reader.drafts.problem(quiz_codes.NOT_READ, 1, "This is not a Moodle XML file.", hint=hint)
    for element in root:
        if name_of(element) == "question":
            reader.question(element)
        elif name_of(element):
            what = f"`{name_of(element)}` among the questions"
            reader.drafts.notice(what, "It is no question.", "It is left out.", int(element.sourceline or 1))
    reader.drafts.found.notices.extend(reader.account.notices(file))
    if not reader.drafts.questions and not reader.drafts.found.problems:
        hint = "Export the category with its questions."
        reader.drafts.problem(quiz_codes.NOT_READ, 1, "There are no questions in the file.", hint=hint)
    return reader.drafts.finished()


# fmt: off
READABLE = frozenset((
    "multichoice", "truefalse", "shortanswer", "numerical", "matching", "essay", "cloze", "calculated",
    "calculatedsimple", "ordering", "gapselect", "ddwtos", "description",
))
# fmt: on
"""Types of questions that become some of a kit's."""


class _Reader:
    def __init__(self, file: str) -> None:
        self.drafts = Drafts(file, all_are_named=True)
        self.account = Account(MOODLE)
        self.pool: str | None = None
        self._kinds: dict[str, Callable[[Any, dict[str, Any]], None]] = {
            "multichoice": self._multichoice,
            "truefalse": self._truefalse,
            "shortanswer": self._shortanswer,
            "numerical": self._numerical,
            "matching": self._matching,
            "essay": self._essay,
            "cloze": self._cloze,
            "calculated": self._calculated,
            "calculatedsimple": self._calculated,
            "ordering": self._ordering,
            "gapselect": self._gapselect,
            "ddwtos": self._gapselect,
        }

    def question(self, element: Any) -> None:
        kind = self.account.attribute(element, "type")
        line = int(element.sourceline or 1)
        name = self.account.text(self.account.child(element, "name", "text"))
        self.name = name or f"question {len(self.drafts.questions) + 1}"
        if kind == "category":
            path = self.account.text(self.account.child(element, "category", "text"))
            path = path.removeprefix("$course$").strip("/")
            group = re.sub(r"^top/?", "", path)
            self.pool = self.drafts.pool(group) if group and not group.lower().startswith("default") else None
            self.account.settle(element, group or "the category")
            return
        before = self.account.told
        prompt = self.words(self.account.child(element, "questiontext"))
        if kind == "description":
            self.drafts.above(prompt)
            self.account.text(self.account.child(element, "defaultgrade"))
            self.account.settle(element, self.name[:60])
            return
        reader = self._kinds.get(kind)
        if reader is None:
            self.drafts.left_out(f'The question "{name[:60]}" ({kind})', line)
            self.account.forget()
            return
        fields: dict[str, Any] = {
            "title": markdown_plain(name),
            "prompt": prompt,
            "pool": self.pool,
            "id": self.account.text(self.account.child(element, "idnumber")),
            "hints": [self.words(hint) for hint in self.account.children(element, "hint")],
            "tags": [
                self.account.text(self.account.child(tag, "text"))[:400] for tag in self._inside(element, "tags", "tag")
            ],
            "feedback": {
                key: self.words(self.account.child(element, tag))
                for key, tag in (
                    ("general", "generalfeedback"),
                    ("correct", "correctfeedback"),
                    ("incorrect", "incorrectfeedback"),
                    ("partial", "partiallycorrectfeedback"),
                )
            },
        }
        grade = self.account.text(self.account.child(element, "defaultgrade"))
        points = _float(grade)
        if points is not None and points > 0:
            fields["points"] = points
        elif grade and points is None:
            self._tell(f"The points {grade[:40]}", element, "That is no number.", "It gives 1.")
        elif points == 0:
            self.drafts.notice(f'"{name[:60]}" gives no points', "Questions give points here.", "It gives 1.", line)
        self._more: list[dict[str, Any]] = []
        reader(element, fields)
        is_there = self.drafts.add(line, fields)
        self.account.settle(element, self.name[:60])
        if is_there and self.account.told > before:
            self.drafts.mark_changed()
        for more in self._more:
            self.drafts.add_part(line, more)

    def _tell(self, what: str, element: Any, why: str, instead: str) -> None:
        self.account.tell(what, self.name[:60], int(element.sourceline or 1), why=why, instead=instead)

    def _inside(self, element: Any, holder: str, name: str) -> Iterator[Any]:
        found = self.account.child(element, holder)
        return self.account.children(found, name) if found is not None else iter(())

    def words(self, element: Any | None) -> str:
        """A text with its format, as Markdown; files in it are kept."""
        if element is None:
            return ""
        files = dict(self._files(element))
        holder = self.account.child(element, "text")
        text = self.account.text(holder)
        if holder is None:
            text = (element.text or "").strip()
            self.account.used(element)
        return self._markdown(text, self.account.attribute(element, "format", "html"), files)

    def _markdown(self, text: str, format_: str, files: Mapping[str, str]) -> str:
        def address(url: str) -> str:
            name = unquote(url.removeprefix(_PLUGIN_FILE)).partition("?")[0]
            return files.get(name, url) if url.startswith(_PLUGIN_FILE) else url

        if format_ == "markdown":
            return _PLUGIN_ADDRESS.sub(lambda found: address(found[0]), text)
        if format_ == "plain_text":
            return markdown_of_text(text)
        return self.drafts.markdown(text, address)

    def _files(self, element: Any) -> Iterator[tuple[str, str]]:
        """The name by which the text calls each of its files, and where it is kept."""
        for file in self.account.children(element, "file"):
            name, folder = file.get("name", ""), file.get("path", "/").strip("/")
            try:
                data = base64.b64decode("".join(self.account.text(file).split()), validate=True)
            except (binascii.Error, ValueError):
                data = b""
            if name and data and file.get("encoding") == "base64":
                yield f"{folder}/{name}".lstrip("/"), self.drafts.keep(name, data)
            else:
                self._tell(f"The file {name[:60]}", file, "It is damaged or not inside.", "The text names it still.")

    def _general(self, element: Any) -> tuple[str, str]:
        """The general feedback and, where mooc-kit wrote one into it, the model answer."""
        holder = self.account.child(element, "generalfeedback")
        found = (
            _MODEL_ANSWER.search(self.account.text(self.account.child(holder, "text"))) if holder is not None else None
        )
        if found is None:
            return self.words(holder), ""
        files = dict(self._files(holder))
        return (self._markdown(found.string[: found.start()], "html", files), self._markdown(found[1], "html", files))

    def _answers(self, element: Any) -> list[tuple[float, Any]]:
        return [
            (_float(self.account.attribute(answer, "fraction")) or 0, answer)
            for answer in self.account.children(element, "answer")
        ]

    def _multichoice(self, element: Any, fields: dict[str, Any]) -> None:
        is_one = self.account.text(self.account.child(element, "single")).lower() not in ("false", "0")
        fields["kind"] = "multiple_choice" if is_one else "multiple_response"
        fields["shuffle"] = self.account.text(self.account.child(element, "shuffleanswers")).lower() not in (
            "false",
            "0",
        )
        fields["choices"] = [
            {
                "text": self.words(answer),
                "correct": credit >= 100,
                "feedback": self.words(self.account.child(answer, "feedback")),
                **({"credit": credit} if credit and credit < 100 else {}),
            }
            for credit, answer in self._answers(element)
        ]
        if not is_one:
            even_out(fields["choices"])

    def _truefalse(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "true_false"
        answers = self._answers(element)
        words = [self.account.text(self.account.child(answer, "text")).lower() for _, answer in answers]
        if sorted(words) != ["false", "true"] or sorted(credit for credit, _ in answers) != [0, 100]:
            said = ", ".join(f"{word}: {credit:g} %" for word, (credit, _) in zip(words, answers, strict=True))
            why = f"True and false are wanted, one right and one wrong; there is: {said or 'nothing'}."
            self._tell("The scoring", element, why, "See whether it is right.")
            fields["tags"].append(CHECK_SCORING)
        for word, (credit, answer) in zip(words, answers, strict=True):
            if credit >= 100:
                fields["answer"] = word == "true"
            outcome = "correct" if credit >= 100 else "incorrect"
            own = {outcome: self.words(self.account.child(answer, "feedback"))}
            fields["feedback"] = said_together(own, fields["feedback"])

    def _shortanswer(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "short_answer"
        fields["case_sensitive"] = self.account.text(self.account.child(element, "usecase")) == "1"
        fields["answers"] = [
            {
                "text": self.account.text(self.account.child(answer, "text")),
                "credit": credit,
                "feedback": self.words(self.account.child(answer, "feedback")),
            }
            for credit, answer in self._answers(element)
        ]

    def _numerical(self, element: Any, fields: dict[str, Any]) -> None:
        rules = []
        for credit, answer in self._answers(element):
            text, said = (
                self.account.text(self.account.child(answer, "text")),
                self.words(self.account.child(answer, "feedback")),
            )
            if text == "*":
                if credit > 0:
                    self._tell(
                        "Points for any number at all",
                        answer,
                        "A number that counts is a number here.",
                        "None are given.",
                    )
                fields["feedback"] = said_together(fields["feedback"], {"incorrect": said})
                continue
            tolerance = _float(self.account.text(self.account.child(answer, "tolerance"))) or 0
            rules.append({"answer": _float(text), "tolerance": abs(tolerance), "credit": credit, "feedback": said})
        found = split_numbers(rules)
        fields |= {**found, "feedback": said_together(found.get("feedback", {}), fields["feedback"])}
        if gives_no_whole(rules):
            self._tell("The scoring", element, "No number gives all the points.", GIVEN)
            fields["tags"].append(CHECK_SCORING)
        self._units(element, fields)

    def _units(self, element: Any, fields: dict[str, Any]) -> None:
        units = [
            (
                self.account.text(self.account.child(unit, "unit_name")),
                _float(self.account.text(self.account.child(unit, "multiplier"))) or 1,
            )
            for unit in self._inside(element, "units", "unit")
        ]
        own = next((name for name, factor in units if factor == 1), None)
        if own is None:
            return
        fields["unit"] = own
        # Moodle's multiplier tells how many of the other unit one of the question's own is.
        fields["units"] = [{"name": name, "factor": 1 / factor} for name, factor in units if name != own]
        fields["unit_needed"] = self.account.text(self.account.child(element, "unitgradingtype")) in ("1", "2")

    def _matching(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "matching"
        found = [
            (self.words(part), markdown_plain(self.account.text(self.account.child(part, "answer", "text"))))
            for part in self.account.children(element, "subquestion")
        ]
        if self.account.text(self.account.child(element, "shuffleanswers")).lower() in ("false", "0"):
            self._tell("A fixed order of the answers", element, "Right-hand sides are mixed.", "They are mixed.")
        fields["pairs"] = [{"left": left, "right": right} for left, right in found if left]
        fields["distractors"] = [right for left, right in found if not left and right]

    def _essay(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "essay"
        form = self.account.child(element, "responseformat")
        if form is not None and (form.text or "").strip() == "noinline":
            fields["submission"] = "file"
            self.account.text(form)
            for flag in ("attachments", "attachmentsrequired", "responserequired"):
                found = self.account.child(element, flag)
                if found is not None and (found.text or "").strip() in ("0", "1"):
                    self.account.text(found)  # one file is what handing in a file means
        # What graders read is not for participants: a model answer is shown to them, grader information is not.
        info = self.words(self.account.child(element, "graderinfo"))
        if info:
            self._tell(
                "Information for graders",
                element,
                f"A kit shows participants all it has: {info[:200]}",
                "It is left out; put it into a rubric.",
            )
        fields["feedback"]["general"], fields["model_answer"] = self._general(element)
        least = _float(self.account.text(self.account.child(element, "minwordlimit")))
        if least:
            fields["least_words"] = int(least)

    def _cloze(self, element: Any, fields: dict[str, Any]) -> None:
        cloze = read_cloze(fields["prompt"])
        if cloze.several:
            why = "A gap here takes one choice."
            self._tell(
                "A gap with several right choices", element, why, "It is a question of its own, with its points."
            )
        if cloze.weightless:
            self._tell("Gaps that count for nothing", element, "Every gap counts here.", "They count once.")
        for gap in UNREAD_GAP.findall(cloze.text):
            self._tell(f"The gap {gap[:60]}", element, "Its kind is not known.", "It stands in the text as it is.")
        first, *self._more = questions_of_cloze(fields, cloze)
        fields |= first

    def _calculated(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "calculated"
        answer = next((found for credit, found in self._answers(element) if credit >= 100), None)
        if answer is None:
            return
        formula = self.account.text(self.account.child(answer, "text"))
        fields["formula"] = re.sub(r"\{(\w+)\}", r"\1", formula).replace("pi()", "pi")
        tolerance = abs(_float(self.account.text(self.account.child(answer, "tolerance"))) or 0)
        is_relative = self.account.text(self.account.child(answer, "tolerancetype")) in ("1", "relative")
        fields |= {"tolerance": 0, "tolerance_percent": tolerance * 100} if is_relative else {"tolerance": tolerance}
        fields["decimals"] = int(_float(self.account.text(self.account.child(answer, "correctanswerlength"))) or 0)
        fields["variables"] = {
            self.account.text(self.account.child(part, "name", "text")): {
                "least": _float(self.account.text(self.account.child(part, "minimum", "text"))),
                "most": _float(self.account.text(self.account.child(part, "maximum", "text"))),
                "decimals": int(_float(self.account.text(self.account.child(part, "decimals", "text"))) or 0),
            }
            for part in self._inside(element, "dataset_definitions", "dataset_definition")
        }
        self._units(element, fields)

    def _ordering(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "ordering"
        answers = sorted(self._answers(element), key=lambda found: found[0])  # the fraction is the place in the order
        fields["items"] = [self.words(answer) for _, answer in answers]

    def _gapselect(self, element: Any, fields: dict[str, Any]) -> None:
        options = [
            (self.account.text(self.account.child(o, "text")), self.account.text(self.account.child(o, "group")))
            for o in self.account.children(element, "selectoption", "dragbox")
        ]
        blanks: dict[str, Any] = {}

        def gap(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            if not 0 <= index < len(options):
                return found[0]
            right, group = options[index]
            same = [text for text, other in dict.fromkeys(options) if other == group]
            choices = [{"text": text, "correct": text == right} for text in same]
            name = f"gap-{len(blanks) + 1}"
            blanks[name] = {"choices": choices} if len(choices) > 1 else {"answers": [right]}
            return f"[[#{name}]]"

        text = re.sub(r"\[\[(\d{1,3})\]\]", gap, fields["prompt"].replace("\\[", "[").replace("\\]", "]"))
        fields |= {"kind": "fill_blanks", "text": text, "blanks": blanks, "prompt": FILL_IN}


def markdown_plain(text: str) -> str:
    return " ".join(text.split())


def _float(text: str | None) -> float | None:
    """A number with a point or, as some languages of Moodle write it, a comma."""
    return number_of((text or "").replace(",", "."))
