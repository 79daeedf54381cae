"""Moodle XML: whole question banks in Moodle's own format, with images inside."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.cloze import read_cloze
from mooc_kit.quizzes.formats.draft_questions import Drafts
from mooc_kit.quizzes.formats.gift import even_out, split_numbers
from mooc_kit.quizzes.formats.html_reader import markdown_of
from mooc_kit.quizzes.formats.markup import markdown_of_text
from mooc_kit.quizzes.formats.safe_xml import child, children, inside, name_of, read_xml, text_of

_PLUGIN_FILE = "@@PLUGINFILE@@/"


def read_moodle_xml(data: bytes, file: str) -> ReadQuiz:
    root, problems = read_xml(data, file)
    if root is None:
        return ReadQuiz(problems=problems)
    reader = _Reader(file)
    if name_of(root) != "quiz":
        hint = "Export the questions from Moodle as Moodle XML."
        reader.drafts.problem(quiz_codes.NOT_READ, 1, "This is not a Moodle XML file.", hint=hint)
    for question in children(root, "question"):
        reader.question(question)
    if not reader.drafts.questions and not reader.drafts.found.problems:
        hint = "Export the category with its questions."
        reader.drafts.problem(quiz_codes.NOT_READ, 1, "There are no questions in the file.", hint=hint)
    return reader.drafts.finished()


class _Reader:
    def __init__(self, file: str) -> None:
        self.drafts = Drafts(file)
        self.pool: str | None = None
        self._kinds: dict[str, Callable[[Any, dict[str, Any]], None]] = {
            "multichoice": self._multichoice, "truefalse": self._truefalse, "shortanswer": self._shortanswer,
            "numerical": self._numerical, "matching": self._matching, "essay": self._essay, "cloze": self._cloze,
            "calculated": self._calculated, "calculatedsimple": self._calculated, "ordering": self._ordering,
            "gapselect": self._gapselect, "ddwtos": self._gapselect,
        }  # fmt: skip

    def question(self, element: Any) -> None:
        kind = element.get("type", "")
        if kind == "category":
            path = text_of(child(element, "category", "text")).removeprefix("$course$").strip("/")
            name = re.sub(r"^top/?", "", path)
            self.pool = self.drafts.pool(name) if name and not name.lower().startswith("default") else None
            return
        prompt = self.words(child(element, "questiontext"))
        if kind == "description":
            self.drafts.above(prompt)
            return
        reader = self._kinds.get(kind)
        name = text_of(child(element, "name", "text"))
        line = int(element.sourceline or 1)
        if reader is None:
            what = f'The question "{name[:60]}" ({kind})'
            self.drafts.notice(what, "mooc-kit has no such kind.", "It is left out.", line)
            return
        fields: dict[str, Any] = {
            "title": markdown_plain(name), "prompt": prompt or name, "pool": self.pool,
            "id": text_of(child(element, "idnumber")),
            "hints": [self.words(hint) for hint in children(element, "hint")],
            "tags": [text_of(tag)[:400] for tag in inside(element, "tags", "tag")],
            "feedback": {
                key: self.words(child(element, tag))
                for key, tag in (("general", "generalfeedback"), ("correct", "correctfeedback"),
                                 ("incorrect", "incorrectfeedback"), ("partial", "partiallycorrectfeedback"))
            },
        }  # fmt: skip
        points = _float(text_of(child(element, "defaultgrade")))
        if points is not None and points > 0:
            fields["points"] = points
        elif points == 0:
            self.drafts.notice(f'"{name[:60]}" gives no points', "Questions give points here.", "It gives 1.", line)
        reader(element, fields)
        self.drafts.add(line, fields)

    def words(self, element: Any | None) -> str:
        """A text with its format, as Markdown; files in it are kept."""
        if element is None:
            return ""
        for file in children(element, "file"):
            self._keep(file)
        text = text_of(child(element, "text")) or ("" if child(element, "text") is not None else text_of(element))
        format_ = element.get("format", "html")
        if format_ == "markdown":
            return text.replace(_PLUGIN_FILE, "media/")
        if format_ == "plain_text":
            return markdown_of_text(text)
        return markdown_of(text.replace(_PLUGIN_FILE, "media/"))

    def _keep(self, file: Any) -> None:
        name = re.sub(r"[^\w.()-]", "-", file.get("name", "")).strip(".")
        try:
            data = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            return
        if name and file.get("encoding") == "base64":
            self.drafts.found.media[f"media/{name}"] = data

    def _answers(self, element: Any) -> list[tuple[float, Any]]:
        return [(_float(answer.get("fraction")) or 0, answer) for answer in children(element, "answer")]

    def _multichoice(self, element: Any, fields: dict[str, Any]) -> None:
        is_one = text_of(child(element, "single")).lower() not in ("false", "0")
        fields["kind"] = "multiple_choice" if is_one else "multiple_response"
        fields["shuffle"] = text_of(child(element, "shuffleanswers")).lower() not in ("false", "0")
        fields["choices"] = [
            {"text": self.words(answer), "correct": credit >= 100, "feedback": self.words(child(answer, "feedback")),
             **({"credit": credit} if credit and credit < 100 else {})}
            for credit, answer in self._answers(element)
        ]  # fmt: skip
        if not is_one:
            even_out(fields["choices"])

    def _truefalse(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "true_false"
        for credit, answer in self._answers(element):
            if credit >= 100:
                fields["answer"] = text_of(child(answer, "text")).lower() == "true"
            fields["feedback"]["correct" if credit >= 100 else "incorrect"] = self.words(child(answer, "feedback"))

    def _shortanswer(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "short_answer"
        fields["case_sensitive"] = text_of(child(element, "usecase")) == "1"
        fields["answers"] = [
            {
                "text": text_of(child(answer, "text")),
                "credit": credit,
                "feedback": self.words(child(answer, "feedback")),
            }
            for credit, answer in self._answers(element)
        ]

    def _numerical(self, element: Any, fields: dict[str, Any]) -> None:
        rules = []
        for credit, answer in self._answers(element):
            text, said = text_of(child(answer, "text")), self.words(child(answer, "feedback"))
            if text == "*":
                fields["feedback"].setdefault("incorrect", said)
                continue
            tolerance = _float(text_of(child(answer, "tolerance"))) or 0
            rules.append({"answer": _float(text), "tolerance": abs(tolerance), "credit": credit, "feedback": said})
        feedback = fields["feedback"]
        fields.update(split_numbers(rules))
        fields["feedback"] = {**feedback, **{k: v for k, v in fields["feedback"].items() if v}}
        self._units(element, fields)

    def _units(self, element: Any, fields: dict[str, Any]) -> None:
        units = [
            (text_of(child(unit, "unit_name")), _float(text_of(child(unit, "multiplier"))) or 1)
            for unit in inside(element, "units", "unit")
        ]
        own = next((name for name, factor in units if factor == 1), None)
        if own is None:
            return
        fields["unit"] = own
        # Moodle's multiplier tells how many of the other unit one of the question's own is.
        fields["units"] = [{"name": name, "factor": 1 / factor} for name, factor in units if name != own]
        fields["unit_needed"] = text_of(child(element, "unitgradingtype")) in ("1", "2")

    def _matching(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "matching"
        found = [
            (self.words(part), markdown_plain(text_of(child(part, "answer", "text"))))
            for part in children(element, "subquestion")
        ]
        fields["pairs"] = [{"left": left, "right": right} for left, right in found if left]
        fields["distractors"] = [right for left, right in found if not left and right]

    def _essay(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "essay"
        if text_of(child(element, "responseformat")) == "noinline":
            fields["submission"] = "file"
        fields["model_answer"] = self.words(child(element, "graderinfo"))
        least = _float(text_of(child(element, "minwordlimit")))
        if least:
            fields["least_words"] = int(least)

    def _cloze(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "fill_blanks"
        text, blanks = read_cloze(fields["prompt"])
        fields |= {"text": text, "blanks": blanks, "prompt": fields["title"] or "Fill in the gaps."}

    def _calculated(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "calculated"
        answer = next((found for credit, found in self._answers(element) if credit >= 100), None)
        if answer is None:
            return
        formula = text_of(child(answer, "text"))
        fields["formula"] = re.sub(r"\{(\w+)\}", r"\1", formula).replace("pi()", "pi")
        tolerance = abs(_float(text_of(child(answer, "tolerance"))) or 0)
        is_relative = text_of(child(answer, "tolerancetype")) in ("1", "relative")
        fields |= {"tolerance": 0, "tolerance_percent": tolerance * 100} if is_relative else {"tolerance": tolerance}
        fields["decimals"] = int(_float(text_of(child(answer, "correctanswerlength"))) or 0)
        fields["variables"] = {
            text_of(child(part, "name", "text")): {
                "least": _float(text_of(child(part, "minimum", "text"))),
                "most": _float(text_of(child(part, "maximum", "text"))),
                "decimals": int(_float(text_of(child(part, "decimals", "text"))) or 0),
            }
            for part in inside(element, "dataset_definitions", "dataset_definition")
        }
        self._units(element, fields)

    def _ordering(self, element: Any, fields: dict[str, Any]) -> None:
        fields["kind"] = "ordering"
        fields["items"] = [self.words(answer) for _, answer in self._answers(element)]

    def _gapselect(self, element: Any, fields: dict[str, Any]) -> None:
        options = [(text_of(child(o, "text")), text_of(child(o, "group")))
                   for o in children(element, "selectoption", "dragbox")]  # fmt: skip
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
        prompt = fields["title"] or "Fill in the gaps."
        fields |= {"kind": "fill_blanks", "text": text, "blanks": blanks, "prompt": prompt}


def markdown_plain(text: str) -> str:
    return " ".join(text.split())


def _float(text: str | None) -> float | None:
    try:
        value = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None
