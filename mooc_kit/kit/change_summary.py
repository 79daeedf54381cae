"""Change summary: each difference between two courses in a course team's words, breaking ones marked.

A change breaks a running cohort where somebody who has begun now needs more than they were promised, or loses
something: a completion rule made harder, an outcome, an activity or a kind of evidence taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from mooc_kit.checks.design_rules import SHOWS
from mooc_kit.completion_options.platform_completion.score import graded_activities, shares, shown
from mooc_kit.completion_options.registry import options
from mooc_kit.kit.activity_files import option_files
from mooc_kit.kit.spec_diff import ORDER, Difference, differences
from mooc_kit.spec.ask import asked_fields
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.spec.design import DesignSpec
from mooc_kit.spec.model import Spec

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Meaning:
    """One change in words. `hurts` says why it is worse for somebody, if it is; `key` is a path in the spec."""

    area: str
    what: str
    key: str = ""
    hurts: str = ""


AREAS = ("Course", "Outcomes", "Modules and activities", "Evidence", "Design", "Success", "Targets", "Files", "Checks")


def meanings(old: Spec, new: Spec) -> list[Meaning]:
    """Every difference of the two specs in words, by area."""
    found = [meaning for difference in differences(old, new) for meaning in _describe(difference, old, new)]
    found += _assessments(old, new)
    return sorted(found, key=lambda meaning: AREAS.index(meaning.area))


def is_running(spec: Spec, today: date) -> bool:
    """Whether participants may be inside: after the start, or always where a course has no dates."""
    return spec.course.start is None or spec.course.start <= today


def _describe(difference: Difference, old: Spec, new: Spec) -> Iterator[Meaning]:
    match difference.path:
        case ("course", *rest):
            yield _course(difference, rest)
        case ("outcomes", *rest):
            yield _outcome(difference, rest)
        case ("modules", *rest):
            yield from _module(difference, rest, old, new)
        case ("completion", *rest):
            yield from _evidence(difference, rest, old, new)
        case ("design", element, *rest):
            yield _design(difference, element, rest)
        case ("success", *rest):
            yield _listed(difference, rest, "Success", "measure")
        case ("targets", *_):
            yield _listed(difference, difference.path[1:], "Targets", "target")
        case ("ignore", *rest):
            yield _listed(difference, rest, "Checks", "ignored code")
        case _:
            yield Meaning("Checks", _step(difference.key, difference), difference.key)


def _course(difference: Difference, rest: list[str]) -> Meaning:
    labels = {field.key: field.ask.question.rstrip("?") for field in asked_fields(CourseInfo)}
    # fmt: off
    names = {
        "title": "Title", "subtitle": "Subtitle", "summary": "Summary", "start": "Start", "weeks": "Length in weeks",
        "hours_per_week": "Hours a week", "license": "Licence", "contact": "Contact", "url": "Web address",
        "language": "Language", "institution": "Institution", "audience": "Audience", "id": "Id of the course",
        "team": "Team", "partners": "Partners", "brand": "Look",
    }
    # fmt: on
    name = names.get(rest[0], labels.get(rest[0], rest[0])) if rest else "Course"
    if len(rest) == 2 and (difference.is_added or difference.is_removed) and rest[0] in ("team", "partners"):
        word = "is new" if difference.is_added else "is gone"
        return Meaning("Course", f"{name}: {rest[1]} {word}", difference.key)
    if len(rest) > 1:
        return Meaning("Course", _step(f"{name}: {' '.join(rest[1:])}", difference), difference.key)
    hurts = ""
    if rest == ["start"] and difference.old and difference.new and difference.new < difference.old:
        hurts = "who planned for the old date misses the beginning"
    if rest == ["weeks"] and difference.new < difference.old:
        hurts = "there is less time than was promised"
    if rest == ["id"]:
        hurts = "platforms take it for another course, with nobody enrolled"
    return Meaning("Course", _step(name, difference), difference.key, hurts)


def _outcome(difference: Difference, rest: list[str]) -> Meaning:
    if rest and rest[0] == ORDER:
        return Meaning("Outcomes", "Outcomes stand in another order", "outcomes")
    if len(rest) == 1 and difference.is_added:
        return Meaning("Outcomes", f'New outcome "{rest[0]}": {difference.new["text"]}', difference.key)
    if len(rest) == 1 and difference.is_removed:
        hurts = "participants may have worked for it, and badges may name it"
        return Meaning("Outcomes", f'Outcome "{rest[0]}" is gone: {difference.old["text"]}', difference.key, hurts)
    return Meaning("Outcomes", _step(f'Outcome "{rest[0]}"' if rest else "Outcomes", difference), difference.key)


def _module(difference: Difference, rest: list[str], old: Spec, new: Spec) -> Iterator[Meaning]:
    area, key = "Modules and activities", difference.key
    titles = {module.id: module.title for spec in (old, new) for module in spec.modules}
    match rest:
        case [name] if name == ORDER:
            yield Meaning(area, "Modules stand in another order", "modules")
        case [id] if difference.is_added:
            count = len(difference.new.get("activities", []))
            yield Meaning(area, f'New module "{titles[id]}" with {_many(count, "activity", "activities")}', key)
            for activity in difference.new.get("activities", []):
                yield from _new_activity(Difference((*difference.path, "", activity["id"]), None, activity), old, new)
        case [id] if difference.is_removed:
            count = len(difference.old.get("activities", []))
            hurts = "who has begun it loses their way" if count else ""
            gone = _many(count, "activity", "activities")
            yield Meaning(area, f'Module "{titles[id]}" is gone, with {gone}', key, hurts)
        case [id, "activities", name] if name == ORDER:
            yield Meaning(area, f'"{titles[id]}": activities stand in another order', key)
        case [id, "activities", _] if difference.is_added:
            yield from _new_activity(difference, old, new)
        case [id, "activities", name] if difference.is_removed:
            yield _gone_activity(difference, id, name, new)
        case [_, "activities", name, *field]:
            yield _changed_activity(difference, name, field, old, new)
        case [id, *field]:
            yield Meaning(area, _step(f'Module "{titles.get(id, id)}": {_words(field)}', difference), key)
        case _:
            yield Meaning(area, _step("Modules", difference), key)


def _new_activity(difference: Difference, old: Spec, new: Spec) -> Iterator[Meaning]:
    entry = difference.new
    was = next((module for _, module, activity in old.walk() if activity.id == entry["id"]), None)
    if was is not None:
        return  # moved from another module: told where it is gone
    kind = entry["kind"].replace("_", " ")
    asked = old.offers("platform_completion") and _is_required(new, entry["id"])
    hurts = "completion now asks for it, too" if asked else ""
    yield Meaning("Modules and activities", f'New {kind} "{entry["title"]}"', difference.key, hurts)


def _gone_activity(difference: Difference, module: str, name: str, new: Spec) -> Meaning:
    entry = difference.old
    now = next((m for _, m, activity in new.walk() if activity.id == name), None)
    if now is not None:
        what = f'"{entry["title"]}" moved from "{module}" to "{now.id}"'
        return Meaning("Modules and activities", what, difference.key)
    renamed = next(
        (a.id for _, _, a in new.walk() if a.kind == entry["kind"] and a.title == entry["title"] and a.id != name), None
    )
    if renamed:
        hurts = "platforms take it for a new activity and keep the old results apart"
        what = f'"{entry["title"]}" has another id: {name} → {renamed}'
        return Meaning("Modules and activities", what, difference.key, hurts)
    hurts = "work and scores that participants have for it no longer count"
    return Meaning("Modules and activities", f'"{entry["title"]}" is gone', difference.key, hurts)


_FIELDS = {"pass": "pass mark", "points": "points", "attempts": "attempts", "due": "due", "required": "required"}


def _changed_activity(difference: Difference, name: str, field: list[str], old: Spec, new: Spec) -> Meaning:
    title = next((a.title for spec in (new, old) for _, _, a in spec.walk() if a.id == name), name)
    what = _FIELDS.get(field[0] if field else "", _words(field))
    hurts = ""
    before, now = difference.old, difference.new
    match field:
        case ["pass"] if (now or 0) > (before or 0):
            hurts = "the pass mark is harder to reach"
        case ["attempts"] if now is not None and (before is None or now < before):
            hurts = "there are fewer attempts"
        case ["due"] if now is not None and (before is None or now < before):
            hurts = "there is less time"
        case ["time_limit"] if now is not None and (before is None or now < before):
            hurts = "there is less time"
        case ["required"] if now and _is_required(new, name):
            hurts = "completion now asks for it"
        case ["graded"] if now:
            hurts = "it counts towards the score now"
        case ["reviews"] if now > before:
            hurts = "each participant has more to review"
        case ["kind"]:
            hurts = "what was handed in so far does not fit it any more"
        case _:
            pass
    return Meaning("Modules and activities", _step(f'"{title}": {what}', difference), difference.key, hurts)


def _evidence(difference: Difference, rest: list[str], old: Spec, new: Spec) -> Iterator[Meaning]:
    area, key = "Evidence", difference.key
    if not rest:
        yield Meaning(area, _step("Evidence", difference), key)
        return
    option = options()[rest[0]]
    title = option.title[:1].lower() + option.title[1:]
    if len(rest) == 1 and (difference.is_added or difference.is_removed):
        spec = new if difference.is_added else old
        mine = {file.path for name, file in option_files(spec) if name == rest[0]}
        files = _many(len(mine), "file", "files")
        if difference.is_added:
            yield Meaning(area, f"Adds {title}: {files}", key)
        else:
            hurts = "participants were promised this evidence"
            yield Meaning(area, f"No more {title}: {files} no longer needed", key, hurts)
        return
    field = rest[1:]
    if rest[0] == "platform_completion" and field == ["require", "score"]:
        yield _score(difference, old, new)
        return
    hurts = ""
    before, now = difference.old, difference.new
    match field:
        case ["require", "activities", *_] if not difference.is_removed or now == "all":
            hurts = "completion asks for more activities" if _asks_more(old, new) else ""
        case ["weights", *_]:
            hurts = "scores that participants have count differently"
        case ["badges", _] if difference.is_removed:
            hurts = "nobody can earn it any more"
        case ["badges", _, "awards_needed"] if now > before:
            hurts = "more people must agree"
        case ["holders_may_award"] if before and not now:
            hurts = "holders can no longer award it"
        case ["badges", _, "judged_by"] if now == "quality":
            hurts = "it is judged by a rubric now"
        case _:
            pass
    yield Meaning(area, _step(f"{option.title}: {_words(field)}", difference), key, hurts)


def _score(difference: Difference, old: Spec, new: Spec) -> Meaning:
    """The overall score: and which activities can no longer be missed."""
    before, now = difference.old or 0, difference.new or 0
    what = f"Pass mark {before} → {now}"
    section = new.option("platform_completion")
    points = {g.activity.id: g.points for g in graded_activities(new) if g.points}
    if section is not None and points:
        parts = shares(points, section.weights)
        titles = {g.activity.id: g.activity.title for g in graded_activities(new)}
        total = 100 * sum(parts.values(), Fraction(0))
        if total < now:
            what += f": nobody can reach it, all activities together give {shown(total)}"
        else:
            needed = [id for id, part in parts.items() if before <= total - 100 * part < now]
            freed = [id for id, part in parts.items() if now <= total - 100 * part < before]
            if needed:
                cannot = ", ".join(f'"{titles.get(id, id)}"' for id in needed)
                what += f": {_many(len(needed), 'activity', 'activities')} can no longer be missed ({cannot})"
            elif freed:
                may = ", ".join(f'"{titles.get(id, id)}"' for id in freed)
                what += f": {_many(len(freed), 'activity', 'activities')} may be missed now ({may})"
    return Meaning(
        "Evidence", what, difference.key, "the rule for completion is harder to meet" if now > before else ""
    )


def _asks_more(old: Spec, new: Spec) -> bool:
    before = {a.id for _, _, a in old.walk() if _is_required(old, a.id)}
    return any(_is_required(new, a.id) and a.id not in before for _, _, a in new.walk())


def _is_required(spec: Spec, id: str) -> bool:
    """Whether the completion rule asks for the activity."""
    section = spec.option("platform_completion")
    if section is None:
        return False
    wanted: Any = section.require.activities
    if isinstance(wanted, list | tuple):
        return id in wanted
    activity = next((a for _, _, a in spec.walk() if a.id == id), None)
    return activity is not None and activity.required and activity.kind != "live_session"


def _design(difference: Difference, element: str, rest: list[str]) -> Meaning:
    info = DesignSpec.model_fields.get(element)
    kind = next((part for part in info.annotation.__args__ if hasattr(part, "title")), None) if info else None  # type: ignore[union-attr]
    title = kind.title if kind is not None else element
    if rest[:1] == ["choices"] and len(rest) == 2 and rest[1] != ORDER:
        word = "chosen" if difference.is_added else "no longer chosen"
        return Meaning("Design", f"{title}: {rest[1]} {word}", difference.key)
    if not rest and difference.is_added:
        chosen = ", ".join(difference.new.get("choices", [])) or "notes"
        return Meaning("Design", f"{title}: decided ({chosen})", difference.key)
    if not rest and difference.is_removed:
        return Meaning("Design", f"{title}: open again", difference.key)
    return Meaning("Design", _step(f"{title}: {_words(rest)}", difference), difference.key)


def _listed(difference: Difference, rest: list[str] | tuple[str, ...], area: str, what: str) -> Meaning:
    if len(rest) == 1 and rest[0] != ORDER and (difference.is_added or difference.is_removed):
        entry = difference.new if difference.is_added else difference.old
        because = f" (because: {entry['because']})" if isinstance(entry, dict) and entry.get("because") else ""
        if difference.is_added:
            return Meaning(area, f"New {what} {rest[0]}{because}", difference.key)
        hurts = "participants use the course there" if area == "Targets" else ""
        return Meaning(area, f"{what[:1].upper()}{what[1:]} {rest[0]} is gone", difference.key, hurts)
    return Meaning(area, _step(f"{area}: {_words(list(rest))}", difference), difference.key)


def _assessments(old: Spec, new: Spec) -> Iterator[Meaning]:
    """Outcomes that lost the only thing by which participants could show them, or got one."""
    before, now = _shown_outcomes(old), _shown_outcomes(new)
    for outcome in new.outcomes:
        if old.outcome(outcome.id) is None:
            continue
        if outcome.id in before and outcome.id not in now:
            what = f'Outcome "{outcome.id}" lost its only assessment'
            yield Meaning("Outcomes", what, f"outcomes.{outcome.id}", "participants cannot show it any more")
        elif outcome.id not in before and outcome.id in now:
            yield Meaning("Outcomes", f'Outcome "{outcome.id}" can be shown now', f"outcomes.{outcome.id}")


def _shown_outcomes(spec: Spec) -> set[str]:
    found = {
        outcome
        for _, module, activity in spec.walk()
        if activity.kind in SHOWS
        for outcome in (module.outcomes if activity.outcomes is None else activity.outcomes)
    }
    for key in spec.completion.offered():
        found.update(options()[key].evidences(spec))
    return found


def _step(name: str, difference: Difference) -> str:
    if difference.path[-1] == ORDER:
        return f"{name.removesuffix(ORDER).rstrip(' :')}: another order"
    if difference.is_added:
        return f"{name}: now {_value(difference.new)}"
    if difference.is_removed:
        return f"{name}: no longer {_value(difference.old)}"
    return f"{name} {_value(difference.old)} → {_value(difference.new)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(next((value[key] for key in ("title", "name", "text", "id") if value.get(key)), "set"))
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value) or "nothing"
    text = str(value)
    text = text if len(text) <= LONGEST else text[: LONGEST - 4].rsplit(" ", 1)[0] + " ..."
    return f'"{text}"' if isinstance(value, str) and " " in text else text


def _words(path: list[str]) -> str:
    return " ".join(step.replace("_", " ") for step in path)


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
