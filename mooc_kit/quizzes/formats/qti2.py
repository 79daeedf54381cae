"""QTI 2.1 and 3.0 reader: a question as interactions in its text; packages hold a file for each item.

Both versions say the same in different names (choiceInteraction, qti-choice-interaction): one reader takes both.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.account import Account, XmlConventions
from mooc_kit.quizzes.formats.archive import files_in
from mooc_kit.quizzes.formats.draft_questions import CHECK_SCORING, Drafts
from mooc_kit.quizzes.formats.qti2_items import Qti2Item, fields_of, named, scoring_doubt
from mooc_kit.quizzes.formats.qti2_leftovers import leftovers, test_leftovers
from mooc_kit.quizzes.formats.qti2_processing import attribute, local
from mooc_kit.quizzes.formats.safe_xml import inner_html, read_xml

_ITEM = re.compile(rb"<(?:\w+:)?(?:qti-assessment-item|assessmentItem)[\s>]")
_TEST = re.compile(rb"<(?:\w+:)?(?:qti-assessment-test|assessmentTest)[\s>]")
_HEAD = 20_000
_NO_PLACE = "A question here has no place for it."
_MARKED = f"The question is read as far as it goes and has the tag `{CHECK_SCORING}`."


def read_qti2(data: bytes, file: str) -> ReadQuiz:
    """The items in `data`, of version 2.1 or 3.0."""
    files, problems = files_in(data, file)
    if problems:
        return ReadQuiz(problems=problems)
    reader = _Reader(file, files)
    reader.read()
    reader.drafts.found.notices.extend(reader.account.notices(file))
    return reader.drafts.finished()


class _Reader:
    def __init__(self, file: str, files: Mapping[str, bytes]) -> None:
        self.drafts = Drafts(file)
        self.account = Account(XmlConventions(means_nothing=lambda name, value: True))
        self.file = file
        self.files = files
        self.path = ""
        self.pools: dict[str, str] = {}
        """Item file -> the pool that a section of the test draws it from."""

    def read(self) -> None:
        order = self._order()
        for path in order:
            root, problems = read_xml(self.files[path], f"{self.file}/{path}" if path else self.file)
            self.drafts.found.problems.extend(problems)
            if root is None:
                continue
            self.path = path
            items = [root] if local(root) == "assessmentItem" else list(named(root, "assessmentItem"))
            for item in items:
                self._item(item)
        if not self.drafts.questions and not self.drafts.found.problems:
            hint = "Export the items as a QTI 2.1 or 3.0 package."
            self.drafts.nothing_read("QTI item", hint)

    def _order(self) -> list[str]:
        """The item files in the order of the test, then those that no test names."""
        items = [
            path
            for path, data in self.files.items()
            if (not path or path.endswith(".xml")) and _ITEM.search(data[:_HEAD])
        ]
        first: list[str] = []
        for path, data in self.files.items():
            if path.endswith(".xml") and _TEST.search(data[:_HEAD]):
                root, _ = read_xml(data, path)
                if root is None:
                    continue
                self.drafts.quiz.setdefault("title", root.get("title", ""))
                self._limits(root)
                for what, line in test_leftovers(root):
                    self.account.tell(what, root.get("title") or "the test", line, why=_NO_PLACE)
                for reference in named(root, "assessmentItemRef"):
                    target = posixpath.join(posixpath.dirname(path), unquote(reference.get("href", "")))
                    href = posixpath.normpath(target)
                    if href in items and href not in first:
                        first.append(href)
                        self._note_pool(reference, href)
        return [*first, *sorted(path for path in items if path not in first)]

    def _limits(self, root: Any) -> None:
        for control in named(root, "itemSessionControl"):
            attempts = control.get("maxAttempts") or control.get("max-attempts") or ""
            if re.fullmatch(r"[1-9]\d{0,3}", attempts):
                self.drafts.quiz.setdefault("settings", {})["attempts"] = int(attempts)
        for limits in named(root, "timeLimits"):
            seconds = limits.get("maxTime") or limits.get("max-time") or ""
            if re.fullmatch(r"\d{2,6}(\.\d+)?", seconds) and 60 <= float(seconds) <= 36_000:
                self.drafts.quiz.setdefault("settings", {})["time_limit"] = round(float(seconds) / 60)

    def _note_pool(self, reference: Any, href: str) -> None:
        section = reference.getparent()
        select = next((child for child in section if local(child) == "selection"), None)
        if select is not None:
            drawn = select.get("select", "")
            title = section.get("title") or section.get("identifier") or "Pool"
            self.pools[href] = self.drafts.pool(title, int(drawn) if re.fullmatch(r"[1-9]\d{0,4}", drawn) else None)

    def _item(self, element: Any) -> None:
        line = int(element.sourceline or 1)
        item = Qti2Item(element, lambda html: self.drafts.markdown(html, self._media))
        fields = fields_of(item)
        title = element.get("title", "")
        if fields is None:
            kinds = ", ".join(sorted({local(found) for found in item.interactions})) or "no interaction"
            what = f'The item "{(title or element.get("identifier", "?"))[:60]}" ({kinds})'
            self.drafts.left_out(what, line, "mooc-kit has no such kind of question.")
            return
        fields |= {"id": element.get("identifier"), "title": title, "pool": self.pools.get(self.path)}
        name = (title or element.get("identifier", "?"))[:60]
        told = self.account.told
        if above := self._stimuli(element, name):
            fields["text_above"] = above
        for left, at in leftovers(element):
            self.account.tell(left, name, at, why=_NO_PLACE)
        if self.drafts.add(line, fields):
            before = len(self.drafts.found.notices)
            for words in item.unplaced():
                why = "The item does not show it on an answer that a question here knows."
                self.drafts.notice(f'The feedback "{words[:60]}" of "{title[:60]}"', why, "It is left out.", line)
            self._doubt(item, title or element.get("identifier", "?"), line)
            if len(self.drafts.found.notices) > before or self.account.told > told:
                self.drafts.mark_changed()

    def _stimuli(self, element: Any, name: str) -> str:
        """The texts that an item names to be read before it."""
        found = []
        for reference in named(element, "assessmentStimulusRef"):
            href = attribute(reference, "href")
            path = next((p for p in self._candidates(unquote(href)) if p in self.files), None)
            root, _ = read_xml(self.files[path], path) if path else (None, [])
            body = next(named(root, "stimulusBody"), None) if root is not None else None
            if body is None:
                line = int(reference.sourceline or 1)
                self.account.tell(f"The stimulus {href[:60]}", name, line, why="It is not there.")
            else:
                found.append(self.drafts.markdown(inner_html(body), self._media))
        return "\n\n".join(text for text in found if text)

    def _doubt(self, item: Qti2Item, name: str, line: int) -> None:
        """Mark the question that was just read where its scoring is not the item's."""
        question = self.drafts.questions[-1]
        try:
            why = scoring_doubt(item, question)
        except (KeyError, ValueError):
            why = "Its parts do not fit each other."
        if why:
            self.drafts.notice(f'The scoring of "{name[:60]}" cannot be read', why, _MARKED, line)
            self.drafts.tag_for_check()

    def _media(self, url: str) -> str:
        if re.match(r"[a-z]+:|//|#", url):
            return url
        for path in self._candidates(unquote(url).partition("?")[0]):
            if path in self.files and path:
                return self.drafts.keep(path, self.files[path])
        return url

    def _candidates(self, name: str) -> Iterator[str]:
        yield posixpath.normpath(posixpath.join(posixpath.dirname(self.path), name))
        yield posixpath.normpath(name)
