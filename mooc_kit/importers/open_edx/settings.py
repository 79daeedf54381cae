"""The settings of an Open edX course as answers of a spec: dates, licence, outcomes, the rule and the certificate."""

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

_LICENSE = re.compile(r"creative-commons: ver=(\d\.\d) ([A-Z ]+)")


def answers_of(tree: OlxTree, graded: dict[str, tuple[str, float]], notices: list[Notice]) -> dict[str, Any]:
    """course.yaml without its modules, as plain data. `graded`: activity -> its assignment type and points."""
    title = str(tree.setting("display_name") or tree.number or "Imported course").strip()
    course: dict[str, Any] = {"title": title[:400], "id": slug(tree.number) or slug(title) or "course"}
    summary = words_of(tree.text("about/short_description.html"))
    if summary:
        course["summary"] = summary[:2000]
    language = str(tree.setting("language") or "")
    if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", language) and _is_language(language):
        course["language"] = language.replace("_", "-")
    found = _LICENSE.match(str(tree.setting("license") or ""))
    if found:
        course["license"] = f"CC-{found[2].strip().replace(' ', '-')}-{found[1]}"
    course["institution"] = str(tree.setting("display_organization") or tree.organisation or "Institution")[:400]
    _dates(tree, course)
    answers: dict[str, Any] = {"course": course, "targets": ["open-edx"], "completion": {}}
    learnt = tree.setting("learning_info")
    ids = Ids()
    words = [str(text).strip() for text in learnt if str(text).strip()] if isinstance(learnt, list) else []
    if not words:
        words = [f"Explain the main ideas of {title[:200]} in your own words"]
        what = "Learning outcomes"
        notices.append(Notice(what, "The package names none.", "A first one is in course.yaml; write your own."))
    answers["outcomes"] = [{"id": ids.new(text[:40], fallback="outcome"), "text": text[:400]} for text in words]
    rule = _rule(tree, graded, notices)
    if rule:
        answers["completion"] = {"platform_completion": rule}
    return answers


def _dates(tree: OlxTree, course: dict[str, Any]) -> None:
    start, end = (day_of(tree.setting(name)) for name in ("start", "end"))
    if start and start > date(2020, 1, 1) and start < date(2030, 1, 1) and tree.setting("self_paced") is not True:
        course["start"] = start.isoformat()
        if end and end > start:
            course["weeks"] = min(max(-(-((end - start).days + 1) // 7), 1), 52)


def _rule(tree: OlxTree, graded: dict[str, tuple[str, float]], notices: list[Notice]) -> dict[str, Any]:
    """The section `platform_completion`: the least score, the weights, and who signs."""
    cutoffs = [c for c in (tree.grading.get("GRADE_CUTOFFS") or {}).values() if isinstance(c, int | float) and c > 0]
    types = {g.get("type"): float(g.get("weight") or 0) for g in tree.grading.get("GRADER") or []}
    shares: dict[str, float] = {}
    for kind, weight in types.items():
        of_kind = {id: points for id, (name, points) in graded.items() if name == kind}
        total = sum(of_kind.values())
        shares |= {id: weight * points / total for id, points in of_kind.items() if total}
    if not shares or not cutoffs:
        return {}
    for id in graded:
        shares.setdefault(id, 0.0)
    rule: dict[str, Any] = {
        "require": {"activities": [], "score": round(min(cutoffs) * 100)},
        "weights": whole_percents(shares),
    }
    dropped = [g.get("type") for g in tree.grading.get("GRADER") or [] if g.get("drop_count")]
    if dropped:
        what = f"The lowest scores that are dropped ({', '.join(map(str, dropped))})"
        notices.append(Notice(what, "In a kit every graded activity counts.", "All count now."))
    certificates = (
        (tree.setting("certificates") or {}).get("certificates")
        if isinstance(tree.setting("certificates"), dict)
        else None
    )
    first = certificates[0] if certificates else {}
    signed = [
        {
            "name": str(s.get("name")).strip()[:400],
            **({"role": str(s["title"]).strip()[:400]} if s.get("title") else {}),
        }
        for s in first.get("signatories", [])
        if str(s.get("name") or "").strip()
    ]
    if signed:
        rule["signatories"] = signed[:4]
    return rule


def _is_language(tag: str) -> bool:
    from langcodes import tag_is_valid

    return bool(tag_is_valid(tag))
