"""Canvas rubrics and learning outcomes: files in rubrics/ and the outcomes of course.yaml."""

from __future__ import annotations

from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.imscc.cartridge import Cartridge, Element, child_text, number
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.write import rubric_yaml

_USED = (
    "title",
    "points_possible",
    "description",
    "long_description",
    "points",
    "criterion_id",
    "id",
    "learning_outcome_identifierref",
    "mastery_points",
    "hide_points",
    "rating_order",
)


class CanvasRubrics:
    """The outcomes of a cartridge, and its rubrics by Canvas's identifiers."""

    def __init__(self, cartridge: Cartridge) -> None:
        self._cartridge = cartridge
        self.outcomes: list[dict[str, str]] = []
        self._outcome: dict[str, str] = {}
        self._id: dict[str, str] = {}
        self._served: dict[str, list[str]] = {}
        self._read_outcomes(cartridge.xml("course_settings/learning_outcomes.xml"))
        for element in cartridge.xml("course_settings/rubrics.xml").iter("rubric"):
            cartridge.count("rubrics")
            self._rubric(element)

    def id_of(self, identifier: str) -> str | None:
        return self._id.get(identifier)

    def outcomes_of(self, id: str | None) -> list[str]:
        """The outcomes that a rubric judges."""
        return self._served.get(id or "", [])

    def _read_outcomes(self, root: Element) -> None:
        cartridge, ids = self._cartridge, Ids()
        for element in root.iter("learningOutcome"):
            cartridge.count("outcomes")
            words = words_of(child_text(element, "description"))
            title = child_text(element, "title") or words or "Outcome"
            said = words if words and (cartridge.is_ours or len(words) <= 400) else title
            if words and said != words:
                cartridge.notice(
                    f'The description of the outcome "{title[:60]}"',
                    "An outcome of a kit is a sentence.",
                    "Its title stands for it.",
                )
            identifier = element.get("identifier") or ""
            own = cartridge.own.of(identifier, title, "outcome")
            id = ids.new(own.id if own else title[:40], fallback="outcome")
            self._outcome[identifier] = id
            self.outcomes.append({"id": id, "text": said[:400]})
        groups = [child_text(group, "title") for group in root.iter("learningOutcomeGroup")]
        if groups:
            cartridge.count("groups of outcomes", len(groups))
            cartridge.notice(
                f"The groups of outcomes {', '.join(groups)[:200]}",
                "Outcomes of a kit are one list.",
                "They stand in one list.",
            )
        if self.outcomes and not cartridge.is_ours:
            cartridge.notice("The mastery scales of the outcomes", "A kit judges outcomes by rubrics.", "Left out.")

    def _rubric(self, element: Element) -> None:
        cartridge, account = self._cartridge, self._cartridge.account
        title = child_text(element, "title") or "Rubric"
        ids = Ids()
        rows = []
        for criterion in element.iterfind("criteria/criterion"):
            row = self._criterion(criterion, title, ids)
            if row is None:
                name = child_text(criterion, "description")
                cartridge.notice(
                    f'The criterion "{name[:60]}" of the rubric "{title}"', "It has no two levels.", "It is left out."
                )
            else:
                rows.append(row)
        for part in element.iter():
            if isinstance(part.tag, str):
                for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                    account.attribute(part, key)
                if part.tag in _USED:
                    account.used(part)
        account.settle(element, title)
        if not rows:
            cartridge.notice(f'The rubric "{title}"', "None of its criteria has two levels.", "It is left out.")
            return
        identifier = element.get("identifier") or ""
        own = cartridge.own.of(identifier, title, "rubric")
        id = cartridge.free_id("rubric", own.id if own else title, fallback="rubric")
        self._id[identifier] = id
        if len(rows) > 50:
            cartridge.notice(f'The criteria of "{title}" after the 50th', "A rubric has at most 50.", "Left out.")
        rubric = Rubric.model_validate({"id": id, "title": title[:400], "criteria": rows[:50]})
        self._served[id] = sorted(rubric.outcomes)
        cartridge.files[f"rubrics/{id}.yaml"] = rubric_yaml(rubric).encode()

    def _criterion(self, element: Element, rubric: str, ids: Ids) -> dict[str, Any] | None:
        title = words_of(child_text(element, "description")) or "Criterion"
        levels: list[dict[str, Any]] = []
        level_ids = Ids()
        found = sorted(element.iterfind("ratings/rating"), key=lambda rating: number(child_text(rating, "points")))
        for rating in found:
            exact = number(child_text(rating, "points"))
            points = max(round(exact), 0)
            if levels and points <= levels[-1]["points"]:
                points = levels[-1]["points"] + 1
            if points != exact:
                self._cartridge.notice(
                    f'The {exact:g} points of a level of "{title[:60]}" in the rubric "{rubric}"',
                    "In a kit each level gives more whole points than the one below.",
                    f"It gives {points}.",
                )
            name = words_of(child_text(rating, "description"))[:400] or f"Level {len(levels) + 1}"
            words = words_of(child_text(rating, "long_description")) or name
            own = self._cartridge.own.of(child_text(rating, "id"), "", "level")
            levels.append(
                {
                    "id": level_ids.new(own.id if own else name[:40], fallback="level"),
                    "title": name,
                    "points": points,
                    "descriptor": markdown_of_text(words)[:10_000],
                }
            )
        if len(levels) < 2:
            return None
        if len(levels) > 10:
            self._cartridge.notice(f'The lowest levels of "{title[:60]}" in "{rubric}"', "A kit has ten.", "Left out.")
            levels = levels[-10:]
        _tell_apart(levels)
        outcome = self._outcome.get(child_text(element, "learning_outcome_identifierref"))
        about = words_of(child_text(element, "long_description"))
        if about:
            self._cartridge.notice(
                f'The explanation of the criterion "{title[:60]}" in "{rubric}"',
                "A criterion of a kit is described by its levels.",
                f"It read: {about[:300]}",
            )
        own = self._cartridge.own.of(child_text(element, "criterion_id"), "", "criterion")
        id = ids.new(own.id if own else title[:40], fallback="criterion")
        row: dict[str, Any] = {"id": id, "title": title[:400], "levels": levels}
        return {**row, "outcomes": [outcome]} if outcome else row


def _tell_apart(levels: list[dict[str, Any]]) -> None:
    """Levels must say different things: where two do not, each gets its name in front."""
    said = [" ".join(str(level["descriptor"]).casefold().split()) for level in levels]
    for level, words in zip(levels, said, strict=True):
        if said.count(words) > 1:
            level["descriptor"] = f"{level['title']} ({level['points']}): {level['descriptor']}"
