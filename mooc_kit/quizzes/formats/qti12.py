"""QTI 1.2: quizzes of Canvas, Blackboard and Common Cartridge as XML items, alone or in a package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from mooc_kit.quizzes import quiz_codes
from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.archive import files_in
from mooc_kit.quizzes.formats.draft_questions import CHECK_SCORING, Drafts
from mooc_kit.quizzes.formats.qti12_answers import Qti12Item, fields_of
from mooc_kit.quizzes.formats.safe_xml import below, child, children, inside, name_of, read_xml, text_of

_FILE_BASES = ("$IMS-CC-FILEBASE$/", "%24IMS-CC-FILEBASE%24/", "$IMS_CC_FILEBASE$/", "%24IMS_CC_FILEBASE%24/")
_OF_QUIZ = re.compile(r"^g[0-9a-f]{32}_(?=.)")
"""What mooc-kit's own cartridges put before a question's id: the id of the quiz, for items must differ in a course."""


def read_qti12(data: bytes, file: str) -> ReadQuiz:
    files, problems = files_in(data, file)
    if problems:
        return ReadQuiz(problems=problems)
    return read_qti12_files(files, file)


def read_qti12_files(files: Mapping[str, bytes], file: str, readdress: Callable[[str], str] | None = None) -> ReadQuiz:
    """The quiz in `files`, by path. `readdress` gives the addresses in its texts where these files do not."""
    reader = _Reader(file, files, readdress)
    for path, content in files.items():
        if not path or (_is_xml(path) and b"questestinterop" in content[:6000]):
            root, problems = read_xml(content, f"{file}/{path}" if path else file)
            reader.drafts.found.problems.extend(problems)
            if root is not None:
                reader.document(root, path)
        elif posixpath.basename(path) == "assessment_meta.xml":
            root, _ = read_xml(content, path)
            if root is not None:
                reader.settings(root)
    if not reader.drafts.questions and not reader.drafts.found.problems:
        hint = "Export a quiz as QTI 1.2; a package has files with `questestinterop` in them."
        reader.drafts.problem(quiz_codes.NOT_READ, 1, "There are no QTI 1.2 questions in it.", hint=hint)
    return reader.drafts.finished()


def _is_xml(path: str) -> bool:
    return path.lower().endswith((".xml", ".qti", ".dat"))


class _Reader:
    def __init__(self, file: str, files: Mapping[str, bytes], readdress: Callable[[str], str] | None = None) -> None:
        self.drafts = Drafts(file)
        self.readdress = readdress
        self.files = files
        self.path = ""

    def document(self, root: Any, path: str) -> None:
        self.path = path
        for holder in (*below(root, "assessment"), *below(root, "objectbank")):
            title = holder.get("title", "")
            if title:
                self.drafts.quiz.setdefault("title", title)
            for field in inside(holder, "qtimetadata", "qtimetadatafield"):
                self._limit(text_of(child(field, "fieldlabel")), text_of(child(field, "fieldentry")))
            self._section(holder, None)
        if name_of(root) == "questestinterop":
            for item in children(root, "item"):
                self._item(item, None, None)

    def settings(self, root: Any) -> None:
        """The settings of a Canvas quiz, which lie in a file beside the items."""
        found = self.drafts.quiz.setdefault("settings", {})
        for tag, key in (
            ("shuffle_answers", "shuffle_answers"),
            ("show_correct_answers", "show_correct"),
            ("one_question_at_a_time", "one_at_a_time"),
        ):
            if text_of(child(root, tag)) in ("true", "false"):
                found[key] = text_of(child(root, tag)) == "true"
        if text_of(child(root, "cant_go_back")) == "true":
            found["go_back"] = False
        if text_of(child(root, "hide_results")) == "always":
            found["feedback"] = "never"
        for tag, key in (("allowed_attempts", "attempts"), ("time_limit", "time_limit")):
            value = text_of(child(root, tag))
            if re.fullmatch(r"[1-9]\d{0,3}", value):
                found[key] = int(value)
        if title := text_of(child(root, "title")):
            self.drafts.quiz["title"] = title
        if intro := text_of(child(root, "description")):
            from mooc_kit.quizzes.formats.html_reader import markdown_of

            self.drafts.quiz["intro"] = markdown_of(intro, self._media)

    def _limit(self, label: str, entry: str) -> None:
        keys = {"cc_maxattempts": "attempts", "qmd_timelimit": "time_limit"}
        if label in keys and re.fullmatch(r"[1-9]\d{0,3}", entry):
            self.drafts.quiz.setdefault("settings", {})[keys[label]] = int(entry)

    def _section(self, holder: Any, pool: str | None, points: float | None = None) -> None:
        for part in holder:
            if name_of(part) == "section":
                ordering = child(part, "selection_ordering", "selection")
                if ordering is None:
                    self._section(part, pool)
                    continue
                drawn = text_of(child(ordering, "selection_number"))
                draw = int(drawn) if re.fullmatch(r"[1-9]\d{0,4}", drawn) else None
                each = text_of(child(ordering, "selection_extension", "points_per_item"))
                given = float(each) if re.fullmatch(r"\d{1,4}(\.\d+)?", each) else None
                title = part.get("title") or part.get("ident") or "Group"
                self._section(part, self.drafts.pool(title, draw), given)
            elif name_of(part) == "item":
                self._item(part, pool, points)

    def _item(self, element: Any, pool: str | None, points: float | None) -> None:
        item = Qti12Item(element, self._media)
        if item.type == "text_only_question":
            self.drafts.above(item.prompt)
            return
        fields = fields_of(item)
        line = int(element.sourceline or 1)
        if fields is None:
            name = element.get("title") or element.get("ident") or "?"
            what = f'The question "{name[:60]}" ({item.type or "unknown"})'
            self.drafts.notice(what, "mooc-kit has no such kind.", "It is left out.", line)
            return
        title = element.get("title", "")
        id = _OF_QUIZ.sub("", element.get("ident", ""))
        fields |= {"pool": pool, "id": id, "title": title if title.lower() != "question" else None}
        value = points if points is not None else item.points
        if value is not None and value > 0:
            fields["points"] = value
        if item.doubt:
            what = f'The scoring of "{(title or element.get("ident") or "?")[:60]}" cannot be read'
            self.drafts.notice(what, item.doubt, f"It has the tag `{CHECK_SCORING}`.", line)
            fields["tags"] = [*fields.get("tags", ()), CHECK_SCORING]
        self.drafts.add(line, fields)

    def _media(self, url: str) -> str:
        """The path under which a file of the package is kept, for an address in a text."""
        if self.readdress:
            return self.readdress(url)
        for base in _FILE_BASES:
            if url.startswith(base):
                name = unquote(url.removeprefix(base)).partition("?")[0]
                for path in self._candidates(name):
                    if path in self.files:
                        return self.drafts.keep(path, self.files[path])
                return f"media/{posixpath.basename(name)}"
        return url

    def _candidates(self, name: str) -> Iterator[str]:
        name = posixpath.normpath(name)
        yield from (name, f"web_resources/{name}", posixpath.join(posixpath.dirname(self.path), name))
