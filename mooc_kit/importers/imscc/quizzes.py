"""Cartridge quizzes, surveys and question banks: the copy that Canvas reads, else the common one (QTI 1.2)."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from lxml import etree

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.course.surveys import SurveyFile, survey_yaml
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.imscc.cartridge import Cartridge, Element, child_text, day, number
from mooc_kit.importers.imscc.contents import Thing
from mooc_kit.importers.imscc.markdown import Texts
from mooc_kit.quizzes.formats.markup import plain_of
from mooc_kit.quizzes.formats.qti12 import read_qti12_files
from mooc_kit.quizzes.formats.qti12_answers import Qti12Item
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.native import write_native

Made = dict[str, Any]
_SURVEYS = ("survey", "graded_survey")
_READ = (
    "title",
    "description",
    "due_at",
    "shuffle_answers",
    "show_correct_answers",
    "one_question_at_a_time",
    "cant_go_back",
    "hide_results",
    "allowed_attempts",
    "time_limit",
    "points_possible",
    "quiz_type",
    "submission_types",
    "grading_type",
    "has_group_category",
    "anonymous_submissions",
    "show_correct_answers_at",
    "scoring_policy",
)
_ITEMS = {
    "multiple_choice_question": "choice",
    "true_false_question": "choice",
    "multiple_answers_question": "choices",
    "essay_question": "text",
    "short_answer_question": "text",
    "numerical_question": "text",
}
_MOST_OPTIONS = 400


class Quizzes:
    """Reads the quizzes of a cartridge into the kit's files."""

    def __init__(self, cartridge: Cartridge, texts: Texts) -> None:
        self._cartridge = cartridge
        self._texts = texts
        self._drawn: set[str] = set()
        """Identifiers of the banks that some quiz draws from."""
        self._banks: dict[str, Element] | None = None
        self._bank_files: dict[str, str] = {}

    def read(self, thing: Thing, title: str) -> Made:
        """The activity of a quiz: `_intro` is its HTML, `_points` what it gives where it counts."""
        meta = thing.settings
        root = self._cartridge.xml(thing.file) if thing.file else etree.Element("none")
        self._with_banks(root, thing)
        items = [item for item in root.iter("item") if item.find("presentation") is not None]
        kind = child_text(meta, "quiz_type")
        if kind in _SURVEYS:
            self._cartridge.count("questions", len(items))
            return self._survey(thing, title, items)
        quiz = self._questions(thing, root, meta)
        if not quiz.questions:
            settings = self._settings(thing, meta) if meta is not None else {}
            return {"kind": "page", "_intro": settings.get("_intro", "")}
        made: Made = {"kind": "quiz"}
        if meta is None:
            if quiz.settings.attempts:
                made["attempts"] = quiz.settings.attempts
            return made
        made |= self._settings(thing, meta)
        assigned = meta.find("assignment")
        is_graded = kind == "assignment" or (not kind and assigned is not None)
        points = number(child_text(meta, "points_possible")) or number(child_text(meta, "assignment/points_possible"))
        if is_graded and points:
            made |= {"points": min(max(round(points), 1), 10_000), "_points": points}
            if made["kind"] != "exam":
                made["graded"] = True
        elif made["kind"] == "exam":
            made["graded"] = False
        return made

    def hidden(self, thing: Thing) -> str:
        """The questions of a quiz that was not published: QTI in a block of code; "" where it has none."""
        if not thing.file:
            return ""
        root = deepcopy(self._cartridge.xml(thing.file))
        self._with_banks(root, thing)
        items = [item for item in root.iter("item") if item.find("presentation") is not None]
        self._cartridge.left_out["questions"] += len(items)
        return f"```xml\n{etree.tostring(root, encoding='unicode', with_tail=False)}\n```"

    # ---- questions -----------------------------------------------------------------------------------------

    def _questions(self, thing: Thing, root: Element, meta: Element | None, to: str = "") -> QuizFile:
        """The quiz's file in the kit."""
        path = to or f"quizzes/{thing.activity}.yaml"
        files = {thing.file or "quiz.xml": etree.tostring(root)}
        if meta is not None:
            settings = deepcopy(meta)
            for description in settings.findall("description"):
                settings.remove(description)
            files["assessment_meta.xml"] = etree.tostring(settings)
        if not any(True for _ in root.iter("item")):
            self._cartridge.notice(f'The quiz "{thing.title or thing.file}"', "It has no question.", "It is a page.")
            return QuizFile()
        found = read_qti12_files(
            files, thing.file, lambda url: self._texts.address(url, path, thing.file, only_files=True)
        )
        asked = sum(item.find("presentation") is not None for item in root.iter("item"))
        self._cartridge.quiz_read(found, asked)
        for problem in found.problems:
            self._cartridge.notice(f'A question of "{thing.title or thing.file}"', problem.message, "It is left out.")
        quiz = found.quiz or QuizFile()
        if quiz.questions:
            self._cartridge.files[path] = write_native(quiz).encode()
        else:
            self._cartridge.notice(
                f'The quiz "{thing.title or thing.file}"', "No question of it can be read.", "It is a page."
            )
        return quiz

    def _with_banks(self, root: Element, thing: Thing) -> None:
        """Puts the questions of a bank where a quiz only names it."""
        for reference in list(root.iter("sourcebank_ref")):
            section = next((e for e in reference.iterancestors("section")), None)
            bank = self._all_banks().get((reference.text or "").strip())
            if bank is None or section is None:
                self._cartridge.notice(
                    f'A group of questions of "{thing.title}"',
                    "The bank that it draws from is not in the package.",
                    "It is left out.",
                )
                if section is not None and (holder := section.getparent()) is not None:
                    holder.remove(section)
                continue
            self._drawn.add((reference.text or "").strip())
            if not section.get("title"):
                section.set("title", _bank_title(bank))
            for item in bank.iter("item"):
                section.append(deepcopy(item))

    def _all_banks(self) -> dict[str, Element]:
        if self._banks is None:
            self._banks = {}
            cartridge = self._cartridge
            named = [part.href for part in cartridge.parts.values() if part.kind == "bank"]
            own = [name for name in cartridge.names() if name.startswith("non_cc_assessments/")]
            for name in dict.fromkeys([*own, *named]):
                bank = _bank_in(cartridge.xml(name), name) if cartridge.has(name) else None
                if bank is not None and bank.get("ident"):
                    self._banks.setdefault(bank.get("ident") or "", bank)
                    self._bank_files.setdefault(bank.get("ident") or "", name)
        return self._banks

    def banks_as_quizzes(self) -> list[Thing]:
        """A quiz for each bank that holds a question, for packages in which nothing asks them."""
        made = []
        for id, bank in self._all_banks().items():
            if bank.find(".//item") is not None:
                self._drawn.add(id)
                made.append(Thing("quiz", id, _bank_title(bank), self._bank_files[id]))
        return made

    def rest(self) -> None:
        """Banks that no quiz draws from become files of questions of their own."""
        for id, bank in self._all_banks().items():
            if id in self._drawn:
                continue
            title = _bank_title(bank)
            items = list(bank.iter("item"))
            if not items:
                self._cartridge.notice(f'The question bank "{title}"', "It has no question.", "It is left out.")
                continue
            name = self._cartridge.free_id("activity", f"bank-{title}", fallback="bank")
            root = etree.Element("questestinterop")
            root.append(deepcopy(bank))
            thing = Thing("bank", id, title, f"{name}.xml")
            self._questions(thing, root, None, f"quizzes/{name}.yaml")
            self._cartridge.notice(
                f'The question bank "{title}"',
                "No quiz of the package draws from it.",
                f"Its questions are in quizzes/{name}.yaml; no activity asks them.",
            )

    # ---- settings ------------------------------------------------------------------------------------------

    def _settings(self, thing: Thing, meta: Element) -> Made:
        account, line = self._cartridge.account, int(meta.sourceline or 1)
        made: Made = {"kind": "quiz", "_intro": child_text(meta, "description")}
        attempts, minutes = number(child_text(meta, "allowed_attempts")), number(child_text(meta, "time_limit"))
        if attempts > 0:
            made["attempts"] = int(attempts)
        if minutes > 0:
            made["time_limit"] = min(int(minutes) or 1, 600)
            if minutes > 600:
                account.tell(
                    f"The {minutes:g} minutes", thing.title, line, why="A kit has at most 600.", instead="It has 600."
                )
        due = day(child_text(meta, "due_at")) or day(child_text(meta, "assignment/due_at"))
        if due:
            made["due"] = due.isoformat()
        if child_text(meta, "access_code"):
            made["kind"] = "exam"
            self._cartridge.notice(
                f'The access code of "{thing.title}"', "A kit holds no secrets.", "Set it again on the platform."
            )
        policy = child_text(meta, "scoring_policy")
        if policy not in ("", "keep_highest"):
            account.tell(f"That the score is `{policy}`", thing.title, line, why="In a kit the best attempt counts.")
        if child_text(meta, "workflow_state") == "unpublished" or child_text(meta, "available") == "false":
            account.tell(
                "That it is not published",
                thing.title,
                line,
                why="A kit has no hidden parts.",
                instead="It is in the kit; take it out where it should not be seen.",
            )
        for part in meta.iter():
            if isinstance(part.tag, str):
                for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                    account.attribute(part, key)
                if part.tag in _READ or part.tag in {"access_code", "omit_from_final_grade"}:
                    account.used(part)
        account.settle(meta, thing.title)
        return made

    # ---- surveys -------------------------------------------------------------------------------------------

    def _survey(self, thing: Thing, title: str, items: list[Element]) -> Made:
        def address(url: str) -> str:
            return self._texts.address(url, thing.place, thing.file, only_files=True)

        meta = thing.settings
        ids = Ids()
        rows: list[Made] = []
        above = ""
        for element in items:
            item = Qti12Item(element, lambda html: html_to_markdown(html, address, names_pictures=False), address)
            prompt = plain_of(item.prompt).strip()[:10_000]
            if item.type == "text_only_question":
                above = f"{above}\n\n{prompt}".strip()
                continue
            wanted = re.sub(r"^g[0-9a-f]{32}_", "", element.get("ident") or "")
            row: Made = {
                "id": ids.new(wanted, fallback="question"),
                "kind": _ITEMS.get(item.type, "text"),
                "prompt": f"{above}\n\n{prompt}".strip() or "…",
            }
            above = ""
            options = [plain_of(words).strip()[:_MOST_OPTIONS] for r in item.responses for _, words in item.labels(r)]
            options = list(dict.fromkeys(option for option in options if option))
            if item.type not in _ITEMS:
                self._cartridge.notice(
                    f'The question "{prompt[:60]}" of "{title}" ({item.type or "unknown"})',
                    "Surveys have no such kind.",
                    "It is answered in own words.",
                )
            if row["kind"] in ("choice", "choices") and options:
                row["options"] = options
            else:
                row["kind"] = "text"
            rows.append(row)
        if child_text(meta, "quiz_type") == "graded_survey":
            self._cartridge.notice(
                f'The {child_text(meta, "points_possible") or "?"} points of "{title}"',
                "Surveys of a kit give none.",
                "Left out.",
            )
        if not rows:
            self._cartridge.notice(f'The survey "{title}"', "It has no question.", "One is in its place.")
            rows = [{"id": "words", "kind": "text", "prompt": title or "…"}]
        survey = SurveyFile.model_validate({"title": (title or thing.activity)[:400], "items": rows[:200]})
        if len(rows) > 200:
            self._cartridge.notice(
                f'The questions of "{title}" after the 200th', "A survey has at most 200.", "Left out."
            )
        self._cartridge.files[f"surveys/{thing.activity}.yaml"] = survey_yaml(survey).encode()
        settings = self._settings(thing, meta) if meta is not None else {}
        is_anonymous = child_text(meta, "anonymous_submissions") == "true"
        return {
            "kind": "survey",
            "_intro": settings.get("_intro", ""),
            **({} if is_anonymous else {"anonymous": False}),
        }


def _bank_in(root: Element, name: str) -> Element | None:
    """The bank in a file of questions; None for a quiz. Canvas has questions of no bank bare in their file."""
    bank = root.find("objectbank")
    if bank is None and root.find("item") is not None:
        bank = etree.Element("objectbank", ident=name)
        bank.extend([deepcopy(item) for item in root.iterchildren("item")])
    return bank


def _bank_title(bank: Element) -> str:
    for found in bank.iter("qtimetadatafield"):
        if child_text(found, "fieldlabel") == "bank_title":
            return child_text(found, "fieldentry")
    return bank.get("title") or "Bank"
