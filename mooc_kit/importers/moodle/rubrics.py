"""Moodle rubrics: from advanced grading and from workshops, into files in rubrics/."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.i18n import messages_for
from mooc_kit.importers.moodle.backup import BackupActivity, Element, MoodleBackupReader, number, text
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.write import rubric_yaml
from mooc_kit.spec.fields import slug

NOTHING_YET = "The work shows nothing of this that could be judged."
"""The words of the level that the target puts below all others, in English."""


class MoodleRubrics:
    """Writes each rubric once, and knows it by its id."""

    def __init__(self, backup: MoodleBackupReader) -> None:
        self._backup = backup
        language = text(backup.course, "lang").replace("_", "-") or "en"
        self._nothing = {NOTHING_YET, messages_for(language).text(NOTHING_YET)}
        self._known: dict[str, str] = {}

    def of_assignment(self, item: BackupActivity) -> str | None:
        definition = self._backup.xml(f"{item.folder}/grading.xml").find(".//definition")
        if definition is None:
            return None
        if text(definition, "method") != "rubric":
            self._backup.notice(f'The marking guide of "{item.title}"', "A kit has rubrics.", "It is left out.")
            return None
        criteria = [
            (words_of(text(c, "description")), [(number(text(x, "score")), *self._named(x)) for x in c.iter("level")])
            for c in definition.iter("criterion")
        ]
        return self._write(text(definition, "name") or item.title, words_of(text(definition, "description")), criteria)

    def of_workshop(self, item: BackupActivity) -> str | None:
        dimensions = list(item.body.iter("workshopform_rubric_dimension"))
        if not dimensions:
            if text(item.body, "strategy") not in ("comments", ""):
                self._backup.notice(f'How work is judged in "{item.title}"', "A kit has rubrics.", "Give it a rubric.")
            return None
        criteria = [
            (
                words_of(text(d, "description")),
                [(number(text(x, "grade")), *self._marked(x)) for x in d.iter("workshopform_rubric_level")],
            )
            for d in dimensions
        ]
        return self._write(item.title, "", criteria)

    def _named(self, level: Element) -> tuple[str, str]:
        """A level's title and descriptor: where the definition has two lines, the first is the title."""
        first, _, rest = unescape(self._backup.words(text(level, "definition"))).strip().partition("\n")
        return (first.strip(), rest.strip()) if rest.strip() else ("", words_of(first) or first)

    def _marked(self, level: Element) -> tuple[str, str]:
        html = text(level, "definition")
        found = re.match(r"\s*<p><strong>(.*?)</strong></p>(.+)", html, re.DOTALL)
        return (words_of(found[1]), words_of(found[2])) if found else ("", words_of(html))

    def _write(self, title: str, about: str, criteria: list[tuple[str, list[tuple[float, str, str]]]]) -> str | None:
        rows = [row for row in (self._criterion(n, *pair) for n, pair in enumerate(criteria, 1)) if row is not None]
        if not rows:
            self._backup.notice(f'The rubric "{title}"', "None of its criteria has two levels.", "It is left out.")
            return None
        key = repr(rows)
        if key in self._known:
            return self._known[key]
        self._backup.count("rubrics")
        id = self._backup.free_id("rubric", title, "rubric")
        self._known[key] = id
        rubric = Rubric.model_validate(
            {"id": id, "title": self._backup.words(title)[:400], "about": about or None, "criteria": rows}
        )
        self._backup.files[f"rubrics/{id}.yaml"] = rubric_yaml(rubric).encode()
        return id

    def _criterion(self, position: int, title: str, levels: list[tuple[float, str, str]]) -> dict[str, Any] | None:
        rows: list[dict[str, Any]] = []
        for score, name, words in sorted(levels, key=lambda level: level[0]):
            if score == 0 and words in self._nothing:
                continue
            points = max(round(score), 0)
            if rows and points <= rows[-1]["points"]:
                points = rows[-1]["points"] + 1
                self._backup.notice(
                    f'The {score:g} points of a level of "{title}"',
                    "In a kit each level gives more whole points.",
                    f"It gives {points}.",
                )
            step = len(rows) + 1
            label = name[:400] or f"Level {step}"
            rows.append(
                {
                    "id": _id(name, step, rows),
                    "title": label,
                    "points": points,
                    "descriptor": markdown_of_text(words or label),
                }
            )
        if len(rows) < 2:
            return None
        words = (self._backup.words(title) or f"Criterion {position}")[:400]
        return {"id": f"{(slug(words) or 'criterion')[:50].strip('-')}-{position}", "title": words, "levels": rows[:10]}


def _id(name: str, step: int, rows: list[dict[str, Any]]) -> str:
    wanted = slug(name)[:40].strip("-") or f"level-{step}"
    return wanted if all(row["id"] != wanted for row in rows) else f"level-{step}"
