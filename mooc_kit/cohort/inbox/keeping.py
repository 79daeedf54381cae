"""Keeping what was received: stories and questions in the kit, what is private in a folder outside of it, each once.

The private folder holds `items/` (one file for each thing taken, by which it is known again), and what the team works
with: `answers/SURVEY.csv`, `goal-responses.csv`, `stories/`, `evidence/` and `badges/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mooc_kit.cohort.inbox import inbox_codes
from mooc_kit.cohort.inbox.kinds import Item
from mooc_kit.cohort.inbox.labelled import told_beside
from mooc_kit.cohort.repository_forms.share_backs import plain_markdown
from mooc_kit.course.model import Course, Survey
from mooc_kit.files import write_private
from mooc_kit.i18n import Messages
from mooc_kit.problems import Place, Problem, UsageError
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec.fields import slug
from mooc_kit.spec.yaml_text import yaml_text
from mooc_kit.tables import csv_text

GOALS_FILE = "goal-responses.csv"
_COUNTED = frozenset({"survey", "goals"})
"""Kinds of which one person has one: what they answer again takes the place of what they answered before."""


@dataclass
class Keeper:
    """Puts items into their places. `has_agreed(question)` asks a person where consent is missing; usually no."""

    kit: Path
    private: Path
    course: Course
    messages: Messages
    has_agreed: Callable[[str], bool]
    today: date
    written: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _nameless: list[str] = field(default_factory=list)
    _changed: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.private.resolve().is_relative_to(self.kit.resolve()):
            raise UsageError(
                f"{self.private} lies in the course's folder. What people write for the team alone is kept outside."
            )

    def take(self, item: Item) -> bool:
        """Whether `item` was new and is taken."""
        record = self._record(item.kind, item.key)
        known = self._known(item) if item.kind in _COUNTED else ""
        if known and record.exists() and json.loads(record.read_text("utf-8")).get("sender", known) != known:
            record = self._record(item.kind, f"{item.key}-{known[-6:]}")  # another person, who says the same
        if record.exists():
            self.problems.append(
                inbox_codes.TAKEN_BEFORE.at(Place(item.place), hint=f"Delete {record} to take it in anew.")
            )
            return False
        words: dict[str, Any] = dict(item.words)
        match item.kind:
            case "story":
                self._story(item)
            case "question":
                self._question(item)
            case "evidence":
                self._private(f"evidence/{item.key}.md", self._evidence(item))
            case "completion":
                self._private(f"completions/{item.key}.csv", item.words["text"])
                words = {}
            case "application":
                text = json.dumps(item.words["document"], indent=2, ensure_ascii=False) + "\n"
                self._private(f"applications/{item.key}.application.json", text)
                words = {}
            case "badge":
                text = json.dumps(item.words["document"], indent=2, ensure_ascii=False) + "\n"
                self._private(f"badges/{item.key}.{item.of}.json", text)
                words = {}
            case "goals":
                if "may_quote" not in words:
                    count = len(item.words["goals"])
                    asked = f"{item.place}: {count} goal{'' if count == 1 else 's'} without a yes to being quoted."
                    words["may_quote"] = self.has_agreed(f"{asked} Did the person say yes to you, in writing?")
                if not words["may_quote"]:
                    self._no_yes(item, "Its goals are counted, and not quoted.")
        data = {"kind": item.kind, "of": item.of, "sent_on": str(item.sent_on or ""), "words": words}
        if item.kind in _COUNTED:
            data |= self._once_a_person(item, known, record.stem.removeprefix(f"{item.kind}-"))
        record.parent.mkdir(parents=True, exist_ok=True)
        write_private(record, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        self._changed.add((item.kind, item.of))
        return True

    def _record(self, kind: str, key: str) -> Path:
        return self.private / "items" / f"{kind}-{key}.json"

    def _once_a_person(self, item: Item, sender: str, own: str) -> dict[str, str]:
        """What the record called `own` says so that of one sender's answers only the latest count."""
        if not sender:
            self._nameless.append(item.place)
            return {}
        said = {"sender": sender, "moment": item.moment}
        for key, data in self._records(item.kind, item.of):
            if data.get("sender") != sender:
                continue
            is_later = not item.moment or item.moment >= data.get("moment", "")
            if is_later:
                write_private(
                    self._record(item.kind, key),
                    json.dumps({**data, "replaced_by": own}, indent=1, ensure_ascii=False) + "\n",
                )
            else:
                said["replaced_by"] = key
            earlier = "those that were taken in before" if is_later else "these: later ones are here already"
            hint = "Where they are of two people, take `replaced_by` out of the record in items/."
            message = f"{item.place}: the same sender answered twice; {earlier} do not count."
            self.problems.append(inbox_codes.ANSWERED_AGAIN.at(Place(item.place), message, hint=hint))
        return said

    def _known(self, item: Item) -> str:
        """What the sender is called in records; "" where nobody is known, or the survey promises to keep nobody."""
        if item.sender.startswith("reply "):
            return item.sender
        survey = next((a for _, a in self.course.activities() if a.id == item.of and isinstance(a, Survey)), None)
        is_team = item.sender in {address.casefold() for address in self._team()}
        if not item.sender or is_team or (survey is not None and survey.is_anonymous):
            return ""
        return hashlib.sha256(f"{self.course.id}/{item.kind}/{item.of}/{item.sender}".encode()).hexdigest()[:16]

    def _team(self) -> Iterator[str]:
        """Addresses that pass on what others wrote."""
        yield self.course.contact
        yield from (person.email for person in self.course.team if person.email)

    def finish(self) -> None:
        """Write the tables of what was taken anew, and say what nobody is known of."""
        if self._nameless:
            many = len(self._nameless)
            message = (
                f"{many} of the answers name{'s' if many == 1 else ''} no sender, like that in {self._nameless[0]}."
            )
            self.problems.append(
                inbox_codes.SENDER_UNKNOWN.at(
                    Place(self._nameless[0]), message, hint="Look in the table whether somebody stands in it twice."
                )
            )
        for kind, of in sorted(self._changed):
            if kind == "survey":
                self._private(f"answers/{slug(of) or 'survey'}.csv", self._survey_table(of))
        if ("goals", "") in self._changed:
            self._private(GOALS_FILE, self._goals_table())

    # ---- each kind --------------------------------------------------------------------------------------------------

    def _story(self, item: Item) -> None:
        words = item.words
        title = words.get("title", "")
        shown, agreed = words["shown"], words["agreed"]
        named = f"“{title[:80]}”" if title else "a story"
        if not shown:
            shown = self.has_agreed(
                f"{item.place}: {named} has no yes to being shown. Did its author say yes to you, in writing?"
            )
        if shown and not agreed:
            agreed = self.has_agreed(f"{item.place}: did everybody who can be recognised in {named} agree?")
        is_open = shown and agreed
        day = item.sent_on or self.today
        module = words.get("module")
        meta = {
            "date": day,
            "module": module if module in {module.id for module in self.course.modules} else None,
            "title": title[:200] or None if is_open else None,
            "may_be_shown": shown,
            "people_agreed": agreed,
            "name": words.get("name", "")[:200] if is_open else "",
        }
        head = f"---\n{yaml_text({name: value for name, value in meta.items() if value is not None})}---\n"
        text = f"\n{self._story_body(words)}\n"
        stem = "-".join(part for part in (str(day), slug(title)[:40].strip("-") if is_open else "", item.key) if part)
        self.written.append(write_inside(self.kit, f"share-backs/{stem}.md", head + text if is_open else head))
        if not is_open:
            full = f"---\n{yaml_text({**words, 'date': day})}---\n{text}"
            self._private(f"stories/{stem}.md", full)
            self._no_yes(item, f"{named} is counted, and its words are in {self.private.name}/stories.")

    def _story_body(self, words: dict[str, Any]) -> str:
        labels = told_beside(self.messages)
        parts = [plain_markdown(words.get("done", ""))]
        parts += [f"**{label}** {plain_markdown(words[name])}" for name, label in labels.items() if words.get(name)]
        return "\n\n".join(part for part in parts if part)

    def _question(self, item: Item) -> None:
        from mooc_kit.quizzes.contributions.inbox import FOLDER

        text, modules = item.words["text"], {module.title: module.id for module in self.course.modules}
        lines = {" ".join(line.split()) for line in text.split("\n")}
        named = [id for title, id in modules.items() if any(line.endswith(title) for line in lines)]
        named = [item.words["module"]] if item.words.get("module") in modules.values() else named
        folder = f"{named[0]}/" if len(named) == 1 else f"{next(iter(modules.values()))}/" if len(modules) == 1 else ""
        path = f"{FOLDER}/{folder}{item.sent_on or self.today}-{item.key}{item.words['suffix']}"
        self.written.append(write_inside(self.kit, path, text))

    def _evidence(self, item: Item) -> str:
        parts = []
        for entry in item.words["evidence"]:
            heading = plain_markdown(entry.get("what", "")).partition("\n")[0][:200]
            parts.append(f"## {heading or '…'}")
            parts += [plain_markdown(text) for text in entry.values()]
        return "\n\n".join(parts) + "\n"

    # ---- tables -----------------------------------------------------------------------------------------------------

    def _records(self, kind: str, of: str) -> list[tuple[str, dict[str, Any]]]:
        found = []
        for path in sorted((self.private / "items").glob(f"{kind}-*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            if data.get("of") == of and "replaced_by" not in data:
                found.append((path.stem.removeprefix(f"{kind}-"), data))
        return found

    def _survey_table(self, of: str) -> str:
        survey = next(a for _, a in self.course.activities() if a.id == of and isinstance(a, Survey))
        heads = [item.id for item in survey.items]
        rows: list[list[object]] = [["id", "date", *heads]]
        for key, data in self._records("survey", of):
            who = data.get("sender", "")
            who = who if who.startswith("reply ") else key
            rows.append([who, data["sent_on"], *(" ".join(str(data["words"].get(id, "")).split()) for id in heads)])
        return csv_text(rows)

    def _goals_table(self) -> str:
        records = self._records("goals", "")
        most = max(len(data["words"]["goals"]) for _, data in records)
        rows: list[list[object]] = [["id", *(f"goal-{n}" for n in range(1, most + 1)), "share-goals"]]
        for key, data in records:
            goals = [" ".join(goal.get("goal", "").split()) for goal in data["words"]["goals"]]
            rows.append([key, *goals, *[""] * (most - len(goals)), "yes" if data["words"].get("may_quote") else "no"])
        return csv_text(rows)

    def _private(self, name: str, text: str) -> None:
        path = self.private / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, text)
        self.written.append(path)

    def _no_yes(self, item: Item, message: str) -> None:
        self.problems.append(inbox_codes.NO_YES.at(Place(item.place), message, hint="Ask its author, if you want it."))
