"""Open response assessments (ORA2): read as assignments, peer reviews and rubrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mooc_kit.content.plain_markdown import markdown_of_text
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx.olx_tree import Block, day_of

if TYPE_CHECKING:
    from lxml import etree

_MOST_LEVELS = 10
NEVER = 2090
"""From this year on, a date means that nothing is due; ORA2 needs one all the same."""


def activity_of(block: Block) -> dict[str, Any]:
    """The fields of the activity, without id, title and rubric."""
    xml = block.xml
    steps = {step.get("name"): step for step in xml.iter("assessment")}
    submission = []
    if (xml.get("text_response") or "required") in ("required", "optional"):
        submission.append("text")
    if xml.get("file_upload_response") in ("required", "optional") or xml.get("file_upload_type"):
        submission.append("file")
    fields: dict[str, Any] = {"kind": "assignment", "submission": submission or ["text"]}
    peers = steps.get("peer-assessment")
    if peers is not None:
        given = _count(peers.get("must_grade"))
        needed = _count(peers.get("must_be_graded_by"))
        fields |= {"kind": "peer_review", "reviews": given}
        if needed != given:
            fields["reviewed_by"] = needed
    due = day_of(xml.get("submission_due"))
    if due and due.year < NEVER:
        fields["due"] = due.isoformat()
    return fields


def prompts_html(block: Block) -> str:
    """What is asked, as HTML."""
    from html import escape

    is_html = block.xml.get("prompts_type") == "html"
    parts = [text for text in (_text(part.find("description")) for part in block.xml.iter("prompt")) if text]
    return "".join(part if is_html else f"<p>{escape(part)}</p>" for part in parts)


def rubric_of(block: Block, id: str, title: str) -> tuple[dict[str, Any] | None, list[str]]:
    """The rubric as the kit's file has it, and what it cannot hold: levels with the points of another.

    A criterion that has no two different levels, or more than ten, is left out as a whole.
    """
    criteria: list[dict[str, Any]] = []
    lost: list[str] = []
    ids = Ids()
    for criterion in block.xml.iter("criterion"):
        tags = ("label", "prompt", "name")
        label = next((words for tag in tags if (words := _text(criterion.find(tag)))), "")
        level_ids = Ids()
        levels: list[dict[str, Any]] = []
        for option in sorted(criterion.iter("option"), key=_points):
            name, said = _text(option.find("label")) or _text(option.find("name")), _text(option.find("explanation"))
            points = _points(option)
            if levels and levels[-1]["points"] == points:
                lost.append(f"{label or 'a criterion'}: {name or points}")
                continue
            levels.append(
                {
                    "id": level_ids.new(_text(option.find("name")), name, fallback="level"),
                    "title": name[:400] or str(points),
                    "points": points,
                    "descriptor": markdown_of_text(said or name or str(points)),
                }
            )
        _tell_apart(levels)
        if len(levels) < 2 or len(levels) > _MOST_LEVELS:
            lost.append(label or "a criterion")
            continue
        id_ = ids.new(_text(criterion.find("name")), label, fallback="criterion")
        criteria.append({"id": id_, "title": (label or id_)[:400], "levels": levels})
    if not criteria:
        return None, lost
    return {"id": id, "title": title, "criteria": criteria}, lost


def _tell_apart(levels: list[dict[str, Any]]) -> None:
    """Levels must say different things: where two do not, each gets its name in front."""
    said = [" ".join(str(level["descriptor"]).casefold().split()) for level in levels]
    for level, words in zip(levels, said, strict=True):
        if said.count(words) > 1:
            level["descriptor"] = f"{level['title']} ({level['points']}): {level['descriptor']}"


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _points(option: etree._Element) -> int:
    text = option.get("points") or "0"
    return min(int(text), 10_000) if text.isdigit() else 0


def _count(text: str | None) -> int:
    return min(max(int(text), 1), 20) if text and text.isdigit() else 3
