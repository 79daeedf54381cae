"""QTI 1.2: quizzes of Canvas, Blackboard and Common Cartridge as XML items, alone or in a package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from lxml import etree

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.account import Account
from mooc_kit.quizzes.formats.archive import files_in
from mooc_kit.quizzes.formats.draft_questions import CHECK_SCORING, Drafts
from mooc_kit.quizzes.formats.qti12_answers import QTI12, Qti12Item, fields_of
from mooc_kit.quizzes.formats.qti12_scoring import scoring_doubt, strangers
from mooc_kit.quizzes.formats.safe_xml import below, child, children, inside, name_of, read_xml

_FILE_BASES = ("$IMS-CC-FILEBASE$/", "%24IMS-CC-FILEBASE%24/", "$IMS_CC_FILEBASE$/", "%24IMS_CC_FILEBASE%24/")
_OF_QUIZ = re.compile(r"^g[0-9a-f]{32}_(?=.)")
"""What mooc-kit's own cartridges put before a question's id: the id of the quiz, for items must differ in a course."""

_SETTLED_APART = ("item", "itemref", "assessment", "objectbank")
_JUDGED = ("resprocessing",)
"""The scoring is compared as a whole."""
_USUAL = {
    "cc_profile": ("cc.exam.v0p1",),
    "qmd_assessmenttype": ("Examination",),
    "qmd_scoretype": ("Percentage",),
    "qmd_feedbackpermitted": ("Yes",),
    "qmd_hintspermitted": ("Yes",),
    "qmd_solutionspermitted": ("Yes",),
    "cc_maxattempts": ("unlimited", "Unlimited"),
    "bank_type": (),
    "bank_state": ("active",),
}
_OF_THE_COURSE = ("assignment", "assignment_overrides")
"""What a Canvas export says of the activity around the quiz."""
_SETTINGS_SAY_NOTHING = frozenset(
    {
        "points_possible",
        "quiz_type",
        "assignment_group_identifierref",
        "workflow_state",
        "position",
        "available",
        "module_locked",
        "lockdown_browser_monitor_data",
    }
)
# fmt: off
_USUAL_SETTINGS = {
    "scoring_policy": ("keep_highest",), "hide_results": ("",), "all_day": ("false",),
    "could_be_locked": ("true", "false"),
    "only_visible_to_overrides": ("false",), "show_correct_answers_last_attempt": ("false",),
    "cant_go_back": ("false",),
    "one_time_results": ("false",), "disable_timer_autosubmission": ("false",), "anonymous_submissions": ("false",),
    "require_lockdown_browser": ("false",), "require_lockdown_browser_for_results": ("false",),
    "require_lockdown_browser_monitor": ("false",), "allowed_attempts": ("-1", "1"), "post_to_sis": ("false",),
}
# fmt: on


def read_qti12(data: bytes, file: str) -> ReadQuiz:
    files, problems = files_in(data, file)
    if problems:
        return ReadQuiz(problems=problems)
    return read_qti12_files(files, file)


def read_qti12_files(files: Mapping[str, bytes], file: str, readdress: Callable[[str], str] | None = None) -> ReadQuiz:
    """The quizzes in `files`, by path. `readdress` gives the addresses in their texts where these files do not.

    Who hands it in accounts for the settings, and for the files of the package, himself.
    """
    reader = _Reader(file, files, readdress)
    reader.read()
    found = reader.drafts.found
    if not reader.drafts.questions and not reader.drafts.quizzes and not found.problems:
        hint = "Export a quiz as QTI 1.2; a package has files with `questestinterop` in them."
        reader.drafts.nothing_read("QTI 1.2 question", hint)
    reader.drafts.found.notices.extend([*reader.account.notices(file), *reader.around.notices(file)])
    return reader.drafts.finished()


def _is_xml(path: str) -> bool:
    return path.lower().endswith((".xml", ".qti", ".dat"))


class _Reader:
    def __init__(self, file: str, files: Mapping[str, bytes], readdress: Callable[[str], str] | None = None) -> None:
        self.drafts = Drafts(file)
        self.account = Account(QTI12)
        """What was used of the item that is being read."""
        self.around = Account(QTI12)
        """What was used of all that stands around items."""
        self.readdress = readdress
        self.files = files
        self.path = ""
        self.used: set[str] = set()
        self.banks: dict[str, Any] = {}
        self.drawn: set[str] = set()
        """Identifiers of the banks that some quiz draws from."""

    def read(self) -> None:
        roots: dict[str, Any] = {}
        settings: dict[str, Any] = {}
        for path, content in self.files.items():
            is_meta = posixpath.basename(path) == "assessment_meta.xml"
            if path and not is_meta and not (_is_xml(path) and b"questestinterop" in content[:6000]):
                continue
            root, problems = read_xml(content, f"{self.drafts.places.file}/{path}" if path else self.drafts.places.file)
            self.drafts.found.problems.extend(problems)
            self.used.add(path)
            if root is not None:
                (settings if is_meta else roots)[path] = root
        self.banks = {bank.get("ident", ""): bank for root in roots.values() for bank in below(root, "objectbank")}
        for path, root in roots.items():
            # A Canvas export has the items of a quiz twice: as Common Cartridge has them, and as Canvas reads them.
            for assessment in below(root, "assessment"):
                if self._is_twin(path, assessment, roots):
                    continue
                self.drafts.next_quiz()
                self._assessment(assessment, path)
                beside = [meta for other, meta in settings.items() if self._belongs(other, path, assessment, meta)]
                for meta in beside if len(roots) > 1 else settings.values():
                    self.settings(meta)
            if name_of(root) == "questestinterop":
                self.path = path
                if next(children(root, "section"), None) is not None:
                    self._assessment(root, path)
                    continue
                for item in children(root, "item"):
                    self._item(item, None, None)
        for id, bank in self.banks.items():
            if id not in self.drawn:
                self.drafts.next_quiz()
                self._assessment(bank, next(path for path, root in roots.items() if bank in list(root.iter())))
        self._rest()

    @staticmethod
    def _is_twin(path: str, assessment: Any, roots: Mapping[str, Any]) -> bool:
        """Whether Canvas's own file has this assessment too, with more in it."""
        id = assessment.get("ident", "")
        return "non_cc_assessments/" not in path and any(
            "non_cc_assessments/" in other and any(a.get("ident") == id for a in below(root, "assessment"))
            for other, root in roots.items()
        )

    @staticmethod
    def _belongs(other: str, path: str, assessment: Any, meta: Any) -> bool:
        return meta.get("identifier") == assessment.get("ident") or posixpath.dirname(other) == posixpath.dirname(path)

    def _assessment(self, holder: Any, path: str) -> None:
        """A quiz, or a bank of questions as one."""
        self.path = path
        title = holder.get("title", "")
        for found in inside(holder, "qtimetadata", "qtimetadatafield"):
            label, entry = self.around.text(child(found, "fieldlabel")), self.around.text(child(found, "fieldentry"))
            if label == "bank_title":
                title = title or entry
            elif not self._limit(label, entry) and entry not in _USUAL.get(label, ()):
                self.around.tell(f"`{label}: {entry[:40]}`", title[:60] or "the quiz", int(found.sourceline or 1))
        if title:
            self.drafts.quiz["title"] = title
        intro = [words for found in self._intro(holder) if (words := self._words(found))]
        if intro:
            self.drafts.quiz["intro"] = "\n\n".join(intro)
        self._section(holder, None)
        self.around.settle(holder, title[:60] or "the quiz", without=_SETTLED_APART)

    def _intro(self, holder: Any) -> Iterator[Any]:
        """What is said above the questions."""
        for part in children(holder, "presentation_material", "rubric"):
            yield from below(part, "material")

    def _words(self, material: Any) -> str:
        return Qti12Item(etree.Element("item"), self.markdown, self._media, self.around).words(material)

    def _rest(self) -> None:
        """Files of the package that nobody asked for."""
        if self.readdress or "" in self.files:
            return
        left = [path for path in self.files if path not in self.used and posixpath.basename(path) != "imsmanifest.xml"]
        if left:
            shown = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
            why = "No question names them; `mooc-kit import` reads whole courses."
            self.drafts.notice(f"{len(left)} files of the package: {shown}", why, "They are left out.")

    def settings(self, root: Any) -> None:
        """The settings of a Canvas quiz, which lie in a file beside the items."""
        found = self.drafts.quiz.setdefault("settings", {})
        text = self.around.text
        for tag, key in (
            ("shuffle_answers", "shuffle_answers"),
            ("show_correct_answers", "show_correct"),
            ("one_question_at_a_time", "one_at_a_time"),
        ):
            if (value := text(child(root, tag))) in ("true", "false"):
                found[key] = value == "true"
        if text(child(root, "cant_go_back")) == "true":
            found["go_back"] = False
        if text(child(root, "hide_results")) == "always":
            found["feedback"] = "never"
        for tag, key in (("allowed_attempts", "attempts"), ("time_limit", "time_limit")):
            value = text(child(root, tag))
            if re.fullmatch(r"[1-9]\d{0,3}", value):
                found[key] = int(value)
        if title := text(child(root, "title")):
            self.drafts.quiz["title"] = title
        if intro := text(child(root, "description")):
            self.drafts.quiz["intro"] = self.markdown(intro)
        if self.readdress is None:
            for part in root.iter():
                name, value = name_of(part), (part.text or "").strip()
                if name in _SETTINGS_SAY_NOTHING or value in _USUAL_SETTINGS.get(name, ()):
                    self.around.used(part)
            self.around.attribute(root, "identifier")
            self.around.settle(root, title[:60] or "the quiz", without=_OF_THE_COURSE)

    def _limit(self, label: str, entry: str) -> bool:
        keys = {"cc_maxattempts": "attempts", "qmd_timelimit": "time_limit"}
        if label in keys and re.fullmatch(r"[1-9]\d{0,3}", entry):
            self.drafts.quiz.setdefault("settings", {})[keys[label]] = int(entry)
            return True
        return False

    def _section(self, holder: Any, pool: str | None, points: float | None = None) -> None:
        for part in holder:
            if name_of(part) == "section":
                ordering = child(part, "selection_ordering", "selection")
                if ordering is None:
                    self._section(part, pool)
                    continue
                drawn = self.around.text(child(ordering, "selection_number"))
                draw = int(drawn) if re.fullmatch(r"[1-9]\d{0,4}", drawn) else None
                each = self.around.text(child(ordering, "selection_extension", "points_per_item"))
                given = float(each) if re.fullmatch(r"\d{1,4}(\.\d+)?", each) else None
                title = part.get("title") or part.get("ident") or "Group"
                source = self.around.text(child(ordering, "sourcebank_ref"))
                if source and source not in self.banks and next(below(part, "item"), None) is None:
                    worth = f" and {given * (draw or 1):g} points" if given else ""
                    what = f'The group "{title[:60]}" with {draw or "all its"} questions{worth}'
                    why = f"It draws from the bank {source[:60]}, which is not in the file."
                    self.drafts.notice(what, why, "It is left out.", int(part.sourceline or 1))
                    continue
                named_pool = self.drafts.pool(title, draw)
                if source in self.banks:
                    self.drawn.add(source)
                    self._section(self.banks[source], named_pool, given)
                self._section(part, named_pool, given)
            elif name_of(part) == "item":
                self._item(part, pool, points)

    def _item(self, element: Any, pool: str | None, points: float | None) -> None:
        before = self.account.told
        item = Qti12Item(element, self.markdown, self._media, self.account)
        line = int(element.sourceline or 1)
        title = element.get("title", "")
        name = (title or element.get("ident") or "?")[:60]
        if item.type == "text_only_question":
            self.drafts.above(item.prompt)
            self.account.settle(element, name, without=_JUDGED)
            return
        fields = fields_of(item)
        if fields is None:
            self.drafts.left_out(f'The question "{name}" ({item.type or "unknown"})', line)
            self.account.forget()
            return
        id = _OF_QUIZ.sub("", element.get("ident", ""))
        fields |= {"pool": pool, "id": id, "title": title if title.lower() != "question" else None}
        value = points if points is not None else item.points
        if value is not None and value > 0:
            fields["points"] = value
        elif value == 0:
            why = "Questions give points here."
            self.account.tell("That it gives no points", name, line, why=why, instead="It gives 1.")
        is_there = self.drafts.add(line, fields)
        if is_there and (doubt := item.doubt or scoring_doubt(item, self.drafts.questions[-1])):
            marked = f"It has the tag `{CHECK_SCORING}`."
            self.account.tell("The scoring, which cannot be read,", name, line, why=doubt, instead=marked)
            self.drafts.tag_for_check()
        for what, at in strangers(element):
            self.account.tell(what, name, at)
        self.account.settle(element, name, without=_JUDGED)
        if is_there and self.account.told > before:
            self.drafts.mark_changed()

    def markdown(self, html: str) -> str:
        return self.drafts.markdown(html, self._media)

    def _media(self, url: str) -> str:
        """The path under which a file of the package is kept, for an address in a text."""
        if self.readdress:
            return self.readdress(url)
        for base in _FILE_BASES:
            if url.startswith(base):
                name = unquote(url.removeprefix(base)).partition("?")[0]
                for path in self._candidates(name):
                    if path in self.files:
                        self.used.add(path)
                        return self.drafts.keep(path, self.files[path])
                return f"media/{posixpath.basename(name)}"
        return url

    def _candidates(self, name: str) -> Iterator[str]:
        name = posixpath.normpath(name)
        yield from (name, f"web_resources/{name}", posixpath.join(posixpath.dirname(self.path), name))
