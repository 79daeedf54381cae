"""Units of an Open edX course: what stands in one, in order, and what becomes of each component."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import words_of
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx.capa import new_account
from mooc_kit.importers.open_edx.media_blocks import VIDEO_FIELDS, video_html, with_links_for_frames, without_place
from mooc_kit.importers.open_edx.olx_tree import MAX_DEPTH, Block, OlxTree
from mooc_kit.importers.open_edx.questions import read_problem
from mooc_kit.importers.open_edx.tally import Tally
from mooc_kit.problems import MoocKitError, Notice
from mooc_kit.quizzes.formats.account import Account

_POOLS = ("library_content", "itembank", "randomize")
_TO_READ = ("html", "video", "videoalpha")
MORE = "+"
"""Stands behind the name of a unit that goes on after its first questions; no url_name of Open edX holds it."""
_WRAPPERS = ("vertical", "wrapper", "problemset", "videosequence", "conditional", "sequential")


@dataclass
class Unit:
    """What one unit holds, in order."""

    title: str
    name: str
    html: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    pools: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    works: list[Block] = field(default_factory=list)
    attempts: set[int] = field(default_factory=set)
    talks: bool = False

    def is_read_on_by(self, part: Block) -> bool:
        """Whether `part` is to be read after questions. Pages show their text above the questions: a new one begins."""
        return bool(self.questions) and part.tag in _TO_READ and not (part.hidden or part.broken)

    def going_on(self) -> Unit:
        """What follows in this unit, on a page of its own."""
        return Unit(self.title, f"{self.name}{MORE}")

    def ask(self, quiz: dict[str, Any]) -> None:
        """Put the questions into `quiz`: of one pool it draws as a whole, beside fixed questions pools stay pools."""
        fixed = [question for question in self.questions if "pool" not in question]
        filled = {question.get("pool") for question in self.questions}
        pools = [pool for pool in self.pools if pool["id"] in filled]
        if len(pools) == 1 and not fixed:
            if "draw" in pools[0]:
                quiz["draw"] = pools[0]["draw"]
            pools = []
            for question in self.questions:
                del question["pool"]
        if pools:
            quiz["pools"] = pools
        quiz["questions"] = self.questions


@dataclass
class Components:
    """Reads components into units. `readdress` gives the addresses inside questions."""

    tree: OlxTree
    notices: list[Notice]
    tally: Tally
    readdress: Callable[[str], str]
    brings: Callable[[str], bool]
    """Takes a file below static/ into the kit; whether it could."""
    hidden: Callable[[Block], bool]
    """Takes a block that participants do not see out of the course; whether it was one."""
    account: Account = field(default_factory=new_account)
    places: dict[str, str] = field(default_factory=dict)
    """Name of a block -> the unit that it stands in."""
    again: list[str] = field(default_factory=list)
    """Titles of blocks that stand in the course once more."""

    def read(self, block: Block, unit: Unit, depth: int = 0, pool: str = "") -> None:
        if self.hidden(block) or self.is_broken(block):
            return
        if block.file and block.name in self.places:
            self.again.append(block.title or block.name)
        self.places[block.name] = unit.name
        match block.tag:
            case "html":
                self._html(block, unit)
            case "video" | "videoalpha":
                self._video(block, unit)
            case "problem":
                self._problem(block, unit, pool)
            case tag if tag in _POOLS and depth < MAX_DEPTH:
                self._pool(block, unit, depth)
            case "split_test" if depth < MAX_DEPTH:
                self._experiment(block, unit, depth)
            case tag if tag in _WRAPPERS and depth < MAX_DEPTH:
                self.tally.came(block, changed=block.tag == "conditional")
                if block.tag == "conditional":
                    self.tell(block, "It is shown under a condition on the platform.", "It is shown to everybody.")
                    self.tally.settle(block, *(str(name) for name in block.xml.keys()))  # noqa: SIM118
                self.tally.settle(block)
                for child in self.tree.children(block):
                    self.read(child, unit, depth + 1, pool)
            case "openassessment":
                unit.works.append(block)
                self.tally.came(block)
            case "discussion":
                unit.talks = True
                self.tally.came(block)
            case "poll":
                self._poll(block, unit)
            case _:
                self.no_place(block, unit.title)

    def is_broken(self, block: Block) -> bool:
        """Whether the block cannot be read, which is told."""
        if not block.broken:
            return False
        self.gone(block)
        self.tally.unread += 1
        what = f'{block.tag} "{block.title or block.name}"'
        self.notices.append(Notice(what, block.broken, "It is left out, with all that lies in it."))
        return True

    def gone(self, block: Block) -> int:
        """Count a block that is left out, with all that lies in it; gives how many lie in it."""
        self.tally.gone(block)
        inside = list(self.tree.below_block(block))
        for part in inside:
            self.tally.gone(part)
        return len(inside)

    def tell(self, block: Block, why: str, instead: str) -> None:
        self.notices.append(Notice(f'{block.tag} "{block.title or block.name}"', why, instead))

    def tell_repeated(self) -> None:
        if self.again:
            which = ", ".join(dict.fromkeys(self.again))[:200]
            what = f"What stands in the course more than once ({which})"
            self.notices.append(Notice(what, "A kit has no block in two places.", "Each is a copy of its own."))

    def no_place(self, block: Block, where: str = "") -> None:
        inside = self.gone(block)
        place = f' in "{where}"' if where else ""
        address = next((value for key in _ADDRESSES if (value := block.xml.get(key))), "")
        more = f" It leads to {address[:200]}." if address else ""
        counted = f", with the {inside} blocks that lie in it" if inside else ""
        self.notices.append(
            Notice(
                f'{block.tag} "{block.title or block.name}"{place}',
                "A kit has nothing of that kind.",
                f"It is left out{counted}; link to it, or describe on the page what people do there.{more}",
            )
        )

    def _html(self, block: Block, unit: Unit) -> None:
        if not self.tree.has_html(block):
            self.gone(block)
            self.tally.unread += 1
            self.tell(block, f"The file {block.xml.get('filename')} is not in the package.", "It is left out.")
            return
        try:
            html = self.page_html(block)
        except MoocKitError as error:
            self.gone(block)
            self.tally.unread += 1
            self.tell(block, str(error.problems[0].message), "It is left out.")
            return
        unit.html.append(html)
        self.tally.came(block)
        self.tally.settle(block)

    def page_html(self, block: Block) -> str:
        html, frames = with_links_for_frames(self.tree.html(block))
        if frames:
            shown = "A frame" if frames == 1 else f"{frames} frames"
            why = "Pages of a kit hold no frames of other sites."
            self.notices.append(
                Notice(f'{shown} in "{block.title or block.name}"', why, "A link, or the player of its site.")
            )
        return html

    def _video(self, block: Block, unit: Unit) -> None:
        html = video_html(block, self.brings)
        if not html:
            self.gone(block)
            self.tell(block, "The package does not say where it is.", "It is left out; link to it.")
            return
        unit.html.append(html)
        self.tally.came(block)
        for what, why in without_place(block, self.brings):
            self.notices.append(Notice(f'{what}, of "{block.title or block.name}"', why, "It is left out."))
        self.tally.settle(block, *VIDEO_FIELDS)

    def _problem(self, block: Block, unit: Unit, pool: str) -> None:
        name = block.title or block.name
        told = self.account.told
        read = read_problem(block.xml, f"{unit.title}: {name}", self.account, self.readdress)
        if not read.asked:
            unit.html.append(self._words_of_problem(block))
        if read.asked and not read.questions:
            self.gone(block)
            return
        self.tally.came(block, changed=self.account.told > told)
        ids = Ids({question["id"] for question in unit.questions})
        weight = min(_number(block.xml.get("weight")) or float(read.asked or 1), 1000.0)
        for question in read.questions:
            wanted = block.name.rpartition("__")[2] if "__" in block.name else (block.title or "question")
            points = round(weight if read.is_one else weight / read.asked, 3)
            said: dict[str, Any] = {"points": points} if points > 0 and points != 1 else {}
            said |= {"pool": pool} if pool else {}
            unit.questions.append({"id": ids.new(wanted, "question"), **question, **said})
        attempts = block.xml.get("max_attempts") or ""
        unit.attempts.add(int(attempts) if attempts.isdigit() else 0)

    @staticmethod
    def _words_of_problem(block: Block) -> str:
        """The HTML of a problem that asks nothing."""
        from lxml import etree

        parts = [part for part in block.xml if part.tag not in ("script", "demandhint")]
        return escape(block.xml.text or "", quote=False) + "".join(
            etree.tostring(part, encoding="unicode", method="html") for part in parts
        )

    def _pool(self, block: Block, unit: Unit, depth: int) -> None:
        children = list(self.tree.children(block))
        if not children:
            self.gone(block)
            self.tell(block, "Its questions lie in a library that is not in the package.", "It is left out.")
            return
        count = block.xml.get("max_count") or block.xml.get("count") or ("1" if block.tag == "randomize" else "")
        id = Ids({pool["id"] for pool in unit.pools}).new(block.title[:40], "pool", fallback="pool")
        before = len(unit.questions)
        self.tally.came(block)
        for child in children:
            self.read(child, unit, depth + 1, id)
        members = len(unit.questions) - before
        drawn = min(int(count), members) if count.isdigit() and int(count) > 0 else members
        if members:
            unit.pools.append({"id": id, **({"draw": drawn} if drawn < members else {})})
        self.tally.settle(
            block, "max_count", "count", "source_library_id", "source_library_version", "mode", "capa_type", "has_score"
        )

    def _experiment(self, block: Block, unit: Unit, depth: int) -> None:
        """Groups of people see different things there; a course for everybody shows what the first group sees."""
        groups = list(self.tree.children(block))
        self.tally.came(block, changed=True)
        for group in groups[:1]:
            self.read(group, unit, depth + 1)
        for group in groups[1:]:
            self.gone(group)
        self.tell(
            block,
            f"It shows {len(groups)} groups of people different things.",
            "What the first group sees is in the kit, the rest is left out.",
        )

    def _poll(self, block: Block, unit: Unit) -> None:
        try:
            told = [answer[1] for answer in json.loads(block.xml.get("answers") or "[]")]
            answers = [str(answer["label"]).strip() or _picture(answer) for answer in told]
        except (ValueError, TypeError, KeyError, IndexError):
            answers = []
        answers = list(dict.fromkeys(answer for answer in answers if answer))
        prompt = words_of(re.sub(r"\\([\\`*_{}\[\]()<>#+.!-])", r"\1", block.xml.get("question") or block.title or ""))
        if len(answers) < 2 or not prompt.strip():
            self.no_place(block, unit.title)
            return
        wanted = block.name.rpartition("__")[2] if "__" in block.name else "choice"
        id = Ids({item["id"] for item in unit.items}).new(wanted, fallback="choice")
        unit.items.append({"id": id, "kind": "choice", "prompt": prompt.strip(), "options": answers[:50]})
        self.tally.came(block)
        if (block.xml.get("feedback") or "").strip():
            self.tell(block, "Polls of a kit say nothing after the vote.", "What it says is left out.")


_STRUCTURE = ("chapter", "sequential", "vertical")


def note_of(block: Block, tree: OlxTree) -> str:
    """A hidden block in words for the team."""
    if block.tag in _STRUCTURE or block.broken:
        return ""
    if block.tag == "html":
        try:
            return html_to_markdown(tree.html(block))
        except MoocKitError:
            return ""
    from lxml import etree

    source = etree.tostring(block.xml, encoding="unicode", with_tail=False)
    return f"```xml\n{source}\n```"


_ADDRESSES = ("launch_url", "url", "href", "embed_code", "scorm_pkg", "html_file")


def _picture(answer: Any) -> str:
    """The words for an answer that is only a picture: what it says in place of it, else the picture's name."""
    described = str(answer.get("img_alt") or "").strip()
    return described or str(answer.get("img") or "").rpartition("/")[2].rpartition(".")[0].replace("_", " ")


def _number(text: str | None) -> float:
    try:
        return max(float(text or 0), 0.0)
    except ValueError:
        return 0.0
