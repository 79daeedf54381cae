"""Open edX course settings: dates, licence, outcomes, the rule and the certificate as answers of a spec."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx.olx_tree import OlxTree, day_of
from mooc_kit.importers.percents import whole_percents
from mooc_kit.problems import Notice
from mooc_kit.spec.fields import slug

_EPOCH, _LONG_PAST, _NEVER = 1970, date(2020, 1, 1), date(2030, 1, 1)
"""Dates that mean none: what computers begin with, and what Studio writes until somebody sets a start."""
_LICENSE = re.compile(r"creative-commons: ver=(\d\.\d) ([A-Z ]+)")


def answers_of(tree: OlxTree, graded: dict[str, tuple[str, float, str]], notices: list[Notice]) -> dict[str, Any]:
    """course.yaml without its modules, as plain data.

    `graded` says of each activity its assignment type, its points and its subsection.
    """
    title = str(tree.setting("display_name") or tree.number or "Imported course").strip()
    course: dict[str, Any] = {"title": title[:400], "id": slug(tree.number) or slug(title) or "course"}
    summary = words_of(tree.words("about/short_description.html"))
    if summary:
        course["summary"] = summary[:2000]
    language = str(tree.setting("language") or "")
    if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", language) and _is_language(language):
        course["language"] = language.replace("_", "-")
    found = _LICENSE.match(str(tree.setting("license") or ""))
    if found:
        course["license"] = f"CC-{found[2].strip().replace(' ', '-')}-{found[1]}"
    course["institution"] = str(tree.setting("display_organization") or tree.organisation or "Institution")[:400]
    _dates(tree, course, notices)
    answers: dict[str, Any] = {"course": course, "targets": ["open-edx"], "completion": {}}
    learnt = tree.setting("learning_info")
    ids = Ids()
    words = [str(text).strip() for text in learnt if str(text).strip()] if isinstance(learnt, list) else []
    answers["outcomes"] = [{"id": ids.new(text[:40], fallback="outcome"), "text": text[:400]} for text in words]
    rule = _rule(tree, graded, notices)
    if rule:
        answers["completion"] = {"platform_completion": rule}
    elif signed := ", ".join(str(person["name"]) for person in _signatories(tree)):
        why = "A kit has a certificate where it has a rule."
        notices.append(Notice(f"Who signs the certificate ({signed[:200]})", why, "It is left out."))
    return answers


def _dates(tree: OlxTree, course: dict[str, Any], notices: list[Notice]) -> None:
    start, end = (day_of(tree.setting(name)) for name in ("start", "end"))
    if tree.setting("self_paced") in (True, "true", "True"):
        start = None
    elif start and _LONG_PAST < start < _NEVER:
        course["start"] = start.isoformat()
        if end and end > start:
            course["weeks"] = min(max(-(-((end - start).days + 1) // 7), 1), 52)
            return
    elif start and start.year > _EPOCH and start != _NEVER:
        notices.append(Notice(f"The start of the course on {start}", "That run is over.", "The course has no dates."))
    if end:
        notices.append(Notice(f"The end of the course on {end}", "It needs a start before it.", "It is left out."))


def _rule(tree: OlxTree, graded: dict[str, tuple[str, float, str]], notices: list[Notice]) -> dict[str, Any]:
    """The section `platform_completion`: the least score, the weights, and who signs."""
    letters = tree.grading.get("GRADE_CUTOFFS") or {}
    cutoffs = {str(name): c for name, c in letters.items() if isinstance(c, int | float) and c > 0}
    graders = [g for g in tree.grading.get("GRADER") or [] if isinstance(g, dict)]
    weights = {str(g.get("type")): _weight(g.get("weight")) for g in graders}
    shares: dict[str, float] = {}
    for kind, weight in weights.items():
        shares |= _equal_shares(weight, {id: facts for id, facts in graded.items() if facts[0] == kind})
    _tell_grading(graders, weights, graded, notices)
    if not shares or not cutoffs:
        if cutoffs and weights:
            notices.append(Notice("The grading", "Nothing that is graded came.", "The kit has no rule about a score."))
        return {}
    for id in graded:
        shares.setdefault(id, 0.0)
    if len(cutoffs) > 1:
        told = ", ".join(f"{name} from {round(c * 100)} %" for name, c in cutoffs.items())
        what = f"The grades {told}"
        notices.append(
            Notice(what, "A kit knows one score to reach.", f"It is {round(min(cutoffs.values()) * 100)} %.")
        )
    rule: dict[str, Any] = {
        "require": {"activities": [], "score": round(min(cutoffs.values()) * 100)},
        "weights": whole_percents(shares),
    }
    signed = _signatories(tree)
    if signed:
        rule["signatories"] = signed[:4]
    return rule


def _signatories(tree: OlxTree) -> list[dict[str, str]]:
    """Who signs the first certificate of the course."""
    setting = tree.setting("certificates")
    certificates = setting.get("certificates") if isinstance(setting, dict) else None
    first = certificates[0] if certificates else {}
    return [
        {
            "name": str(s.get("name")).strip()[:400],
            **({"role": str(s["title"]).strip()[:400]} if s.get("title") else {}),
        }
        for s in first.get("signatories", [])
        if str(s.get("name") or "").strip()
    ]


def _weight(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _equal_shares(weight: float, of_kind: dict[str, tuple[str, float, str]]) -> dict[str, float]:
    """Subsections of one assignment type count the same; within one, its activities by their points."""
    sections = {section for _, _, section in of_kind.values()}
    shares: dict[str, float] = {}
    for section in sections:
        inside = {id: points for id, (_, points, where) in of_kind.items() if where == section}
        total = sum(inside.values())
        shares |= {id: weight / len(sections) * points / total for id, points in inside.items()}
    return shares


def _tell_grading(
    graders: list[dict[str, Any]],
    weights: dict[str, float],
    graded: dict[str, tuple[str, float, str]],
    notices: list[Notice],
) -> None:
    for grader in graders:
        kind = str(grader.get("type"))
        sections = len({section for name, _, section in graded.values() if name == kind})
        if not sections and weights[kind]:
            what = f'The assignment type "{kind}" ({weights[kind]:.0%} of the grade)'
            instead = "The weights of the others grow, so that they add up to 100 %."
            notices.append(Notice(what, "Nothing of it that is graded came.", instead))
        if (dropped := grader.get("drop_count")) and sections:
            what = f'The lowest scores of "{kind}" that are dropped ({dropped})'
            notices.append(Notice(what, "In a kit every graded activity counts.", "All count now."))
        wanted = grader.get("min_count")
        if isinstance(wanted, int) and 0 < sections < wanted:
            what = f'The {wanted} subsections of "{kind}" that count'
            notices.append(Notice(what, f"The package has {sections}.", "Those that are there share the weight."))
    for kind in sorted({name for name, _, _ in graded.values() if name not in weights}):
        what = f'What is graded as "{kind}"' if kind else "What is graded without an assignment type"
        notices.append(Notice(what, "The grading of the course has no such type.", "It counts 0 % of the grade."))


def _is_language(tag: str) -> bool:
    from langcodes import tag_is_valid

    return bool(tag_is_valid(tag))
