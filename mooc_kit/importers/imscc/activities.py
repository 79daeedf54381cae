"""Cartridge activities: resources become activities of course.yaml and files of the kit."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.html_words import words_of
from mooc_kit.importers.imscc.cartridge import Cartridge, Element, child_text, day, number
from mooc_kit.importers.imscc.contents import COUNTED, ContentsItem, Thing
from mooc_kit.importers.imscc.markdown import Texts
from mooc_kit.importers.imscc.own_pages import OwnPages
from mooc_kit.importers.imscc.quizzes import Quizzes
from mooc_kit.importers.imscc.rubrics import CanvasRubrics

Made = dict[str, Any]
_FORMS = {
    "online_text_entry": "text",
    "online_upload": "file",
    "online_url": "link",
    "text": "text",
    "html": "text",
    "file": "file",
    "url": "link",
}
_WEB = re.compile(r"https?://[^\s<>\"]+$")


class CartridgeActivities:
    """Reads the things of a cartridge."""

    def __init__(self, cartridge: Cartridge, texts: Texts) -> None:
        self._cartridge = cartridge
        self._texts = texts
        self.rubrics = CanvasRubrics(cartridge)
        self.quizzes = Quizzes(cartridge, texts)
        self.own_pages = OwnPages(cartridge)
        self.points: dict[str, float] = {}
        """By activity: what can be reached, where it counts in the gradebook."""
        self.groups: dict[str, str] = {}
        """By activity: its assignment group in Canvas."""
        self.omitted: set[str] = set()

    def read(self, row: ContentsItem) -> Made:
        """The activity as course.yaml has it; its files go into the kit."""
        thing = row.thing
        assert thing is not None
        read = {
            "page": self._page,
            "file": self._file,
            "link": self._link,
            "tool": self._tool,
            "topic": self._topic,
            "quiz": self._quiz,
            "assignment": self._assignment,
        }[thing.kind]
        made = read(thing, row)
        title = (row.title or thing.title or thing.activity).strip()[:400]
        head: Made = {"kind": made.pop("kind"), "id": thing.activity, "title": title}
        return {**head, **{key: value for key, value in made.items() if value not in (None, "", [])}}

    def hidden(self, thing: Thing, url: str = "") -> list[str]:
        """What an unpublished thing says, in words for the team. It is counted as left out, its questions too."""
        cartridge, kind = self._cartridge, COUNTED[thing.kind]
        cartridge.counts[kind] -= 1
        cartridge.left_out[kind] += 1
        if thing.kind == "quiz":
            return [html_to_markdown(child_text(thing.settings, "description")), self.quizzes.hidden(thing)]
        if thing.kind == "topic":
            return [html_to_markdown(self.topic_html(thing))]
        if thing.kind == "file":
            cartridge.used.add(thing.file)
            return [f"File in the package: {thing.file}"]
        html = thing.html or (cartridge.html(thing.file)[2] if thing.kind == "assignment" and thing.file else "")
        root = thing.settings
        address = root.find("url") if root is not None else None
        return [html_to_markdown(html), url or ("" if address is None else (address.get("href") or "").strip())]

    def write(self, place: str, words: str) -> None:
        if words.strip():
            self._cartridge.files[place] = f"{words.strip()}\n".encode()

    def _say(self, thing: Thing, html: str) -> None:
        self.write(thing.place, self._texts.markdown(html, thing.place, thing.file))

    # ---- pages, files, links -------------------------------------------------------------------------------

    def _page(self, thing: Thing, row: ContentsItem) -> Made:
        self.page_settings(thing)
        made, html = self.own_pages.read(thing)
        self._say(thing, html)
        return made

    def page_settings(self, thing: Thing) -> None:
        meta = thing.meta
        told = {
            "unlock_at": "The day from which it is open",
            "lock_at": "The day on which it closes",
            "todo_date": "Its day in the to-do list",
        }
        for key, words in told.items():
            if meta.get(key, "").strip():
                self._cartridge.account.tell(words, thing.title, 1, why="A page of a kit has no days.")
        if meta.get("workflow_state") == "unpublished":
            self._tell_hidden(thing, 1)

    def _tell_hidden(self, thing: Thing, line: int) -> None:
        self._cartridge.account.tell(
            "That it is not published",
            thing.title,
            line,
            why="A kit has no hidden parts.",
            instead="It is in the kit; take it out where it should not be seen.",
        )

    def _file(self, thing: Thing, row: ContentsItem) -> Made:
        name = thing.title or thing.file
        address = self._texts.address(f"$IMS-CC-FILEBASE$/{thing.file}".replace("#", "%23"), thing.place)
        if address != "#":
            self.write(
                thing.place,
                self._texts.markdown(f'<p><a href="{escape(address)}">{escape(name)}</a></p>', thing.place)
                if "$" in address
                else f"[{_bare(name)}]({address})",
            )
        return {"kind": "page"}

    def _link(self, thing: Thing, row: ContentsItem) -> Made:
        root = thing.settings
        url = row.url
        if root is not None:
            address = root.find("url")
            url = url or ((address.get("href") or "").strip() if address is not None else "")
        return self._to(thing, url)

    def _tool(self, thing: Thing, row: ContentsItem) -> Made:
        root = thing.settings
        url = row.url or next((u for tag in ("secure_launch_url", "launch_url") if (u := child_text(root, tag))), "")
        words = child_text(root, "description")
        self._cartridge.notice(
            f'The sign-in of the tool "{row.title or thing.title}"',
            "A kit has links, no LTI tools.",
            "It is a link to the tool's address; set the tool up on the platform.",
        )
        if root is not None and (root.find("custom") is not None or root.find("extensions") is not None):
            self._cartridge.notice(
                f'The settings of the tool "{row.title or thing.title}"', "A kit has no place for them.", "Left out."
            )
        if words:
            self._say(thing, words if "<" in words else f"<p>{escape(words)}</p>")
        return self._to(thing, url)

    def _to(self, thing: Thing, url: str) -> Made:
        if _WEB.match(url):
            return {"kind": "link", "url": url}
        self._cartridge.notice(
            f'The address of "{thing.title}"', f"{url[:80]!r} is no web address.", "It is a page without a link."
        )
        return {"kind": "page"}

    # ---- talk ----------------------------------------------------------------------------------------------

    def _topic(self, thing: Thing, row: ContentsItem) -> Made:
        self._say(thing, self.topic_html(thing))
        meta = thing.settings
        if meta is not None and meta.tag == "topicMeta":
            line = int(meta.sourceline or 1)
            graded = meta.find("assignment")
            if graded is not None and number(child_text(graded, "points_possible")):
                self._cartridge.account.tell(
                    f"The {child_text(graded, 'points_possible')} points",
                    thing.title,
                    line,
                    why="Discussions of a kit have no points.",
                )
            self.settle(
                meta,
                thing,
                silent=(
                    "topic_id",
                    "title",
                    "type",
                    "discussion_type",
                    "points_possible",
                    "grading_type",
                    "submission_types",
                ),
            )
        return {"kind": "discussion"}

    def topic_html(self, thing: Thing) -> str:
        root = self._cartridge.xml(thing.file)
        body = root.find("text")
        attached = [a.get("href") or "" for a in root.iterfind("attachments/attachment")]
        words = (body.text or "") if body is not None else ""
        if body is not None and body.get("texttype") == "text/plain":
            words = "".join(f"<p>{escape(part)}</p>" for part in words.split("\n\n") if part.strip())
        links = "".join(f'<li><a href="{escape(a)}">{escape(a.rpartition("/")[2])}</a></li>' for a in attached if a)
        return words + (f"<ul>{links}</ul>" if links else "")

    # ---- quizzes and work ----------------------------------------------------------------------------------

    def _quiz(self, thing: Thing, row: ContentsItem) -> Made:
        made = self.quizzes.read(thing, row.title)
        intro = made.pop("_intro", "")
        if intro:
            self._say(thing, intro)
        graded = made.pop("_points", None)
        meta = thing.settings
        if graded is not None:
            self._grade(thing, meta.find("assignment") if meta is not None else None, graded)
            if row.must == "min_score" and row.least and graded:
                made["pass"] = min(round(row.least / graded * 100), 100)
        return made

    def _grade(self, thing: Thing, element: Element | None, points: float) -> None:
        self.points[thing.activity] = points
        if element is None:
            return
        self.groups[thing.activity] = child_text(element, "assignment_group_identifierref")
        if child_text(element, "omit_from_final_grade") == "true":
            self.omitted.add(thing.activity)

    def _assignment(self, thing: Thing, row: ContentsItem) -> Made:
        root = thing.settings
        assert root is not None
        is_common = root.find("gradable") is not None or root.find("submission_formats") is not None
        html = (
            self._common_task(thing, root) if is_common else self._cartridge.html(thing.file)[2] if thing.file else ""
        )
        points_words = (root.find("gradable").get("points_possible") or "") if root.find("gradable") is not None else ""
        most = number(points_words or child_text(root, "points_possible"))
        forms = (
            [f.get("type") or "" for f in root.iterfind("submission_formats/format")]
            if is_common
            else [form.strip() for form in child_text(root, "submission_types").split(",") if form.strip()]
        )
        tool = child_text(root, "external_tool_url")
        if "external_tool" in forms and tool:
            html += f'<p><a href="{escape(tool)}">{escape(tool)}</a></p>'
        known = list(dict.fromkeys(_FORMS[form] for form in forms if form in _FORMS))
        line = int(root.sourceline or 1)
        tell = self._cartridge.account.tell
        for form in forms:
            if form not in _FORMS and form != "discussion_topic":
                tell(
                    f"The way of handing in `{form}`",
                    thing.title,
                    line,
                    why="In a kit people hand in text, files and links.",
                    instead="Text is asked for." if not known else "The other ways stay.",
                )
        self._say(thing, html)
        if "discussion_topic" in forms:
            return {"kind": "discussion"}
        points = round(most)
        if most and abs(points - most) > 1e-9:
            tell(
                f"The {most:g} points",
                thing.title,
                line,
                why="In a kit points are whole.",
                instead=f"It gives {points}.",
            )
        rubric = self.rubrics.id_of(child_text(root, "rubric_identifierref"))
        made: Made = {
            "kind": "assignment",
            "points": min(points, 10_000) or None,
            "submission": known or ["text"],
            "rubric": rubric,
            "due": _iso(child_text(root, "due_at")),
            "outcomes": self.rubrics.outcomes_of(rubric),
        }
        if child_text(root, "peer_reviews") == "true":
            made["kind"] = "peer_review"
            made["reviews"] = min(max(int(number(child_text(root, "peer_review_count"))), 1), 20)
        if points:
            self._grade(thing, root, float(points))
            if row.must == "min_score" and row.least:
                made["pass"] = min(round(row.least / most * 100), 100)
        if child_text(root, "workflow_state") == "unpublished":
            self._tell_hidden(thing, line)
        grading = child_text(root, "grading_type")
        silent = [
            "title",
            "due_at",
            "submission_types",
            "points_possible",
            "peer_reviews",
            "peer_review_count",
            "rubric_identifierref",
            "rubric_use_for_grading",
            "rubric_hide_score_total",
            "external_tool_url",
            "omit_from_final_grade",
            "automatic_peer_reviews",
            *(("peer_reviews_due_at",) if self._cartridge.is_ours else ()),
            "gradable",
            "format",
            "text",
            "submission_formats",
            "instructor_text",
            "attachments",
            "attachment",
            "peer_reviews_assign_at",
            "max_name_length",
            "turnitin_settings",
            "grader_count",
        ]
        if grading in ("points", "") or (grading == "pass_fail" and self._cartridge.is_ours):
            silent.append("grading_type")
        self.settle(root, thing, silent=tuple(silent))
        return made

    def _common_task(self, thing: Thing, root: Element) -> str:
        """What an assignment of Common Cartridge's own kind asks."""
        body = root.find("text")
        words = (body.text or "") if body is not None else ""
        if body is not None and body.get("texttype") == "text/plain":
            words = f"<p>{escape(words)}</p>"
        for note in root.iterfind("instructor_text"):
            if (note.text or "").strip():
                self._cartridge.account.tell("The words to teachers", thing.title, int(note.sourceline or 1))
        links = "".join(
            f'<li><a href="{escape(a.get("href") or "")}">{escape((a.get("href") or "").rpartition("/")[2])}</a></li>'
            for a in root.iterfind("attachments/attachment")
        )
        return words + (f"<ul>{links}</ul>" if links else "")

    def settle(self, root: Element, thing: Thing, *, silent: tuple[str, ...]) -> None:
        """Tell every setting that nobody used."""
        account = self._cartridge.account
        for part in root.iter():
            if isinstance(part.tag, str):
                for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                    account.attribute(part, key)
                if part.tag in silent:
                    account.used(part)
        account.settle(root, thing.title or words_of(thing.file))


def _iso(moment: str) -> str | None:
    found = day(moment)
    return found.isoformat() if found else None


def _bare(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$~^])", r"\\\1", name)
