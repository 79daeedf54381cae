"""Interview defaults: missing answers get those that fit the others; answers that exist are not changed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from mooc_kit.bloom import OutcomePart, Said, parts_said, topic_of
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.i18n import ENGLISH, N_, Messages, messages_for
from mooc_kit.spec.course_info import CourseInfo
from mooc_kit.spec.fields import slug
from mooc_kit.spec.load import draft_spec
from mooc_kit.spec.meeting import meeting_at
from mooc_kit.spec.model import Spec
from mooc_kit.spec.turns import way_named
from mooc_kit.spec.usual_titles import INTRODUCTION, USUAL_OUTCOMES, ideas_title

Answers = dict[str, Any]

USUAL_OPTION = "self_check"
"""What a course offers where nothing is said about evidence: it needs no marking and suits every course."""

PARTS = ("verb", "object", "condition", "criterion")
MOST_MODULES = 6
QUIZ = {"graded": True, "points": 20, "pass": 60, "attempts": 3}
EXAM = {"points": 40, "pass": 60, "attempts": 1, "time_limit": 60}


def complete(answers: Mapping[str, Any], folder_name: str) -> Answers:
    """`answers`, a course.yaml in part as plain data, made whole. `folder_name` gives a title where there is none."""
    whole: Answers = {"spec": 1, **deepcopy(dict(answers))}
    course = whole["course"] = _group(whole.get("course"))
    if not course.get("title"):
        course["title"] = folder_name.replace("-", " ").replace("_", " ").strip().capitalize() or "My course"
    course["id"] = course.get("id") or slug(str(course["title"])) or slug(folder_name) or "course"
    for key in ("language", "license", "weeks", "hours_per_week"):
        if course.get(key) is None:
            course[key] = CourseInfo.model_fields[key].get_default()
    if whole.get("outcomes") is None:
        whole["outcomes"] = [] if "participants-identify" in _choices(whole) else _usual_outcomes(course)
    whole["completion"] = _offered(whole)
    _complete_modules(whole)
    if not whole.get("targets"):
        whole["targets"] = ["site"]
    _complete_options(whole)
    return whole


def bring_required(completion: Answers) -> list[tuple[str, str]]:
    """Adds the options that offered ones need. Gives (option, needed) for each that was added."""
    known = options()
    brought = []
    for key in [key for key, value in completion.items() if value is not None and key in known]:
        for needed in known[key].requires:
            if completion.get(needed) is None:
                completion[needed] = {}
                brought.append((key, needed))
    return brought


def draft_of(answers: Answers) -> Spec | None:
    """The answers so far as a spec, with stand-ins where something is still missing."""
    return draft_spec(answers, sections())


def draft_without(whole: Answers, key: str) -> Spec | None:
    """The draft that the option `key` takes its defaults from: without its own section, and where the sections of
    other options still lack needed answers, without those too."""
    others = {name: value for name, value in _group(whole.get("completion")).items() if name != key}
    return draft_of({**whole, "completion": others}) or draft_of({**whole, "completion": {}})


def _offered(whole: Answers) -> Answers:
    given = whole.get("completion")
    completion = {USUAL_OPTION: {}} if given is None else _group(given)
    bring_required(completion)
    known = options()
    return {
        key: completion[key]
        for key in [*(k for k in known if k in completion), *(k for k in completion if k not in known)]
    }


def _complete_options(whole: Answers) -> None:
    """Fill each offered option's section by what fits this course."""
    completion = whole["completion"]
    names = [key for key, value in completion.items() if isinstance(value, dict) and key in options()]
    for key in names:
        others = {name: value for name, value in completion.items() if name != key}
        draft = draft_of({**whole, "completion": {name: value for name, value in others.items() if name not in names}})
        if draft is None:
            continue
        section = completion[key]
        _fill(section, options()[key].fitting(draft, section))
        platform = _platform_of(key, section)
        if isinstance(platform, str) and isinstance(whole["targets"], list) and platform not in whole["targets"]:
            whole["targets"].append(platform)


def _platform_of(key: str, section: Answers) -> Any:
    """The platform that the option `key` is for, as said or by its default; None where it is for every one."""
    field = options()[key].Spec.model_fields.get("platform")
    return section.get("platform") or (field.get_default() if field and not field.is_required() else None)


def _fill(section: Answers, fitting: Mapping[str, Any]) -> None:
    """Give what `section` and the groups in it lack; what is there stays."""
    for name, value in fitting.items():
        if section.get(name) is None:
            section[name] = deepcopy(value)
        elif isinstance(section[name], dict) and isinstance(value, Mapping):
            _fill(section[name], value)


def _complete_modules(whole: Answers) -> None:
    course = whole["course"]
    outcomes = [outcome for outcome in whole["outcomes"] or [] if isinstance(outcome, dict) and outcome.get("id")]
    if whole.get("modules") is None:
        whole["modules"] = _usual_modules(outcomes, course)
    modules = whole["modules"]
    if not isinstance(modules, list):
        return
    known = [module for module in modules if isinstance(module, dict) and module.get("id")]
    bare = [module for module in known if module.get("activities") is None]
    for module in bare:
        if module.get("outcomes") is None and outcomes:
            module["outcomes"] = _share(outcomes, known.index(module), len(known))
        before = known[: known.index(module)]
        module["activities"] = _usual_activities(module, before, outcomes, course, may_talk=_may_talk(whole))
    if bare and _needs_score(whole["completion"]) and not _has_graded_quiz(known):
        kind = "exam" if whole["completion"].get("authenticated_completion") is not None else "quiz"
        last = bare[-1]
        say = _messages(course).text
        title = say("Final exam") if kind == "exam" else say("Final quiz")
        extra = {"outcomes": [outcome["id"] for outcome in outcomes]} if outcomes else {}
        last["activities"].append(
            {"id": f"final-{kind}", "kind": kind, "title": title, **extra, **(EXAM if kind == "exam" else QUIZ)}
        )


def _messages(course: Answers) -> Messages:
    return messages_for(str(course["language"]))


def _usual_outcomes(course: Answers) -> list[Answers]:
    say = _messages(course).text
    return [{"id": id, "text": say(text, title=course["title"])} for id, text in USUAL_OUTCOMES.items()]


def _usual_modules(outcomes: list[Answers], course: Answers) -> list[Answers]:
    """A module a week (six at most, spread over the weeks), the outcomes shared out among them in order."""
    weeks = course["weeks"] if isinstance(course["weeks"], int) else 4
    count = max(1, min(weeks, MOST_MODULES))
    modules = []
    for number in range(count):
        served = _share(outcomes, number, count)
        title = _title(served, outcomes, number, count, course)
        week = 1 + number * weeks // count
        modules.append({"id": f"part-{number + 1}", "title": title, "week": week, "outcomes": served})
    return modules


def _share(outcomes: list[Answers], number: int, count: int) -> list[str]:
    """The ids of the outcomes that the module of this number serves, of `count` modules."""
    if not outcomes:
        return []
    total = len(outcomes)
    if total <= count:
        return [str(outcomes[number * total // count]["id"])]
    return [str(outcome["id"]) for outcome in outcomes[number * total // count : (number + 1) * total // count]]


# fmt: off
_USUAL_TITLES = (
    N_("First steps"), N_("Looking closer"), N_("Trying it yourself"), N_("With others"), N_("Further on"),
    N_("Looking back"),
)
# fmt: on


def _title(served: list[str], outcomes: list[Answers], number: int, count: int, course: Answers) -> str:
    messages = _messages(course)
    if not served or _is_usual(served[0], outcomes, course):
        return messages.text(_USUAL_TITLES[number])
    said = _said_of(served[0], outcomes)
    earlier = sum(_share(outcomes, before, count) == served for before in range(number))
    title = topic_of(said, language=messages.language)
    if not earlier:
        return title
    again = way_named(earlier, messages.text)
    return f"{title} – {again[:1].lower()}{again[1:]}"


def _said_of(id: str, outcomes: list[Answers]) -> Said:
    return said_of(next((outcome for outcome in outcomes if outcome["id"] == id), {"text": id}))


def _is_usual(id: str, outcomes: list[Answers], course: Answers) -> bool:
    """Whether the outcome is one of ours, which says nothing of what the course is about. Ids may well be the same."""
    said = _said_of(id, outcomes)
    for language in (str(course["language"]), ENGLISH):
        before, found, after = messages_for(language).text(USUAL_OUTCOMES.get(id, "")).partition("{title}")
        if found and isinstance(said, str) and said.startswith(before) and said.endswith(after):
            return True
    return False


def said_of(outcome: Answers) -> Said:
    """The outcome by its parts where the team gave them, else by its text."""
    given = outcome.get("parts")
    if isinstance(given, list) and given and all(isinstance(part, dict) and part.get("verb") for part in given):
        facts: list[Answers] = [{field: str(part.get(field) or "") for field in PARTS} for part in given]
        return tuple(OutcomePart(**each) for each in facts)
    return str(outcome.get("text") or outcome["id"])


def _may_talk(whole: Answers) -> bool:
    """Whether participants can read and answer each other somewhere."""
    place = whole["course"].get("meeting_place")
    listed = whole.get("targets")
    targets = [key for key in listed if isinstance(key, str)] if isinstance(listed, list) else []
    for key, section in whole["completion"].items():  # an option's platform joins the targets later
        if isinstance(section, dict) and key in options():
            targets += [platform] if isinstance(platform := _platform_of(key, section), str) else []
    return meeting_at(place if isinstance(place, str) else None, targets, None, None).has_discussions


def _usual_activities(
    module: Answers, before: list[Answers], outcomes: list[Answers], course: Answers, *, may_talk: bool
) -> list[Answers]:
    """Read, talk, do: a page, a discussion in the first module where there is a place for it, and work that shows the
    module's outcomes. Their titles say what they are about, so that no two of a course are alike; `before` are the
    modules before this one."""
    id, about = str(module["id"])[:48], str(module.get("title") or module["id"])
    say = _messages(course).text
    found: list[Answers] = [{"id": f"{id}-ideas", "kind": "page", "title": ideas_title(about, say)}]
    if may_talk and not before:
        found.append({"id": f"{id}-hello", "kind": "discussion", "title": say(INTRODUCTION), "outcomes": []})
    if outcomes:
        served = module.get("outcomes") or []
        found.append(
            {
                "id": f"{id}-work",
                "kind": "assignment",
                "title": _work_title(served, sum(m.get("outcomes") == served for m in before), about, outcomes, course),
                "rubric": f"{id}-work",
                "points": 20,
            }
        )
    elif may_talk:
        title = say("What do you take from it? {title}", title=about)
        found.append({"id": f"{id}-talk", "kind": "discussion", "title": title})
    return found


def _work_title(served: list[str], times_before: int, about: str, outcomes: list[Answers], course: Answers) -> str:
    """What is done, where one outcome is served; with a word that sets it apart where that is done once more."""
    messages = _messages(course)
    shown = messages.text("Show what you can do: {title}", title=about)
    if len(served) != 1 or _is_usual(served[0], outcomes, course):
        return shown
    doing = parts_said(_said_of(served[0], outcomes), messages.language)[0].in_short
    if len(doing) > 60:
        return shown
    again = way_named(times_before, messages.text)
    return f"{again}: {doing}" if again else doing[:1].upper() + doing[1:]


def _needs_score(completion: Answers) -> bool:
    return any(completion.get(key) is not None for key in ("platform_completion", "authenticated_completion", "credit"))


def _has_graded_quiz(modules: list[Answers]) -> bool:
    activities = [a for module in modules for a in module.get("activities") or [] if isinstance(a, dict)]
    return any(a.get("kind") == "exam" or (a.get("kind") == "quiz" and a.get("graded")) for a in activities)


def _choices(whole: Answers) -> set[str]:
    design = whole.get("design")
    elements = design.values() if isinstance(design, dict) else ()
    listed = [element.get("choices") for element in elements if isinstance(element, dict)]
    return {str(choice) for choices in listed if isinstance(choices, list) for choice in choices}


def _group(value: Any) -> Answers:
    """A group of keys as it is; anything else is left for the check to speak about."""
    return dict(value) if isinstance(value, Mapping) else {}
