"""Template context: what kit templates know of a course, the parts of its spec and what is computed from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mooc_kit.i18n import N_, messages_for
from mooc_kit.kit.design_record import Record, design_record, evidence_rows
from mooc_kit.kit.workflows import workflow_context
from mooc_kit.spec.course_info import Person, TeamRole
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED
from mooc_kit.spec.meeting import MeetingKind
from mooc_kit.spec.model import ModuleSpec, Spec
from mooc_kit.spec.usual_titles import is_usual_outcome

# fmt: off
_CREATIVE_COMMONS = {
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC-BY-NC-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0", "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    "CC-BY-NC-SA-4.0": (
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    ),
    "CC-BY-ND-4.0": (
        "Creative Commons Attribution-NoDerivatives 4.0", "https://creativecommons.org/licenses/by-nd/4.0/",
    ),
    "CC-BY-NC-ND-4.0": (
        "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0",
        "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    ),
}
# fmt: on

# fmt: off
_PAGES: dict[str, set[str]] = {
    "has_faq": {"faq"},
    "has_orientation": {"orientation"},
    "has_archive": {"public-archiving"},
    "has_groups": {"participant-led-groups"},
    "has_follow_along": {"fully-distributed"},
    "has_making": {
        "resource-building", "participant-contributed", "collaborative-making", "participants-as-producers",
    },
    "has_next_run": {
        "tweak-and-reuse", "reuse-as-is", "focus-and-intensify", "support-others", "publish-findings",
    },
    "has_promotion": {
        "press-kit", "existing-networks", "social-media", "course-directories", "partner-channels", "word-of-mouth",
    },
}
# fmt: on
"""Which choices bring a page of the template that is not always there: the flags in its file names."""


def kit_context(spec: Spec) -> dict[str, Any]:
    """Names for templates. `chosen` holds every choice of the twelve elements, `offered` the options' keys."""
    name, url = license_of(spec.course.license)
    if not url:
        name = messages_for(spec.course.language).text(name)
    choices, about = chosen(spec), (spec.course.title, spec.course.language)
    kinds = {activity.kind for _, _, activity in spec.walk()}
    return {
        **{flag: bool(choices & wanted) for flag, wanted in _PAGES.items()},
        "has_discussions": "discussion" in kinds,
        "spec": spec,
        "course": spec.course,
        "meeting": spec.meeting,
        "meeting_words": meeting_words(spec),
        "is_on_platform_only": spec.has_accounts and not {"site", "scorm", "cmi5"} & set(spec.targets),
        "is_work_sent": bool(kinds & {"assignment", "peer_review"}) and spec.meeting.kind is not MeetingKind.PLATFORM,
        "outcomes": spec.outcomes,
        "modules": spec.modules,
        "weeks": [week_of(spec, module) for module in spec.modules],
        "chosen": choices,
        "offered": list(spec.completion.offered()),
        "kinds": sorted(kinds),
        "record": design_record(spec),
        "usual_outcomes": [each for each in spec.outcomes if is_usual_outcome(each.text, *about)],
        "evidence": evidence_rows(spec),
        "license_name": name,
        "license_url": url,
        "ends": last_day(spec),
        "sessions": [activity for _, _, activity in spec.walk() if activity.kind == "live_session"],
        "roles": [(role, people_with(spec, role)) for role in TeamRole],
        "unfilled_roles": [role.replace("-", " ") for role in TeamRole if not people_with(spec, role)],
        "language": spec.course.language,
        **workflow_context(),
    }


def meeting_words(spec: Spec) -> dict[str, str]:
    """`talk`: where people talk, as the end of a sentence ("" where they do not); `send`: where they hand in.

    Both are Markdown: "in the discussions of this course", "by e-mail to <a@example.org>".
    """
    meeting, text = spec.meeting, messages_for(spec.course.language).text
    to_contact = (
        text("by e-mail to <{address}>", address=meeting.contact) if meeting.contact else text("to the course team")
    )
    match meeting.kind:
        case MeetingKind.PLATFORM:
            talk, send = text("in a discussion of the course"), text("on the learning platform of the course")
            return {"talk": talk, "send": send}
        case MeetingKind.ADDRESS:
            where = text("at <{address}>", address=meeting.address)
            return {"talk": where, "send": where}
        case MeetingKind.REPOSITORY:
            there = text("in the repository of the course, <{address}>", address=meeting.address)
            where = there if meeting.address else to_contact
            return {"talk": where, "send": where}
        case MeetingKind.EMAIL:
            return {"talk": to_contact, "send": to_contact}
    return {"talk": "", "send": to_contact}


def chosen(spec: Spec) -> set[str]:
    return {str(choice) for element in spec.design.decided().values() for choice in element.chosen}


def week_of(spec: Spec, module: ModuleSpec) -> dict[str, Any]:
    """A module with its week and first day (None where the course has no dates)."""
    week = spec.week_of(module)
    opens = spec.course.start + timedelta(weeks=week - 1) if spec.course.start else None
    named = [outcome for outcome in spec.outcomes if outcome.id in module.outcomes]
    return {"module": module, "week": week, "opens": opens, "outcomes": named}


def last_day(spec: Spec) -> date | None:
    end = spec.ends_on()
    return end - timedelta(days=1) if end else None


def people_with(spec: Spec, role: TeamRole) -> list[Person]:
    return [person for person in spec.course.team if person.role is role]


def license_of(spdx: str) -> tuple[str, str]:
    """The licence's full name and its address; for an expression, the expression and the SPDX list. Where all rights
    are reserved there is no address."""
    if spdx == ALL_RIGHTS_RESERVED:
        return N_("All rights reserved"), ""
    if spdx in _CREATIVE_COMMONS:
        return _CREATIVE_COMMONS[spdx]
    return spdx, f"https://spdx.org/licenses/{spdx}.html" if " " not in spdx else "https://spdx.org/licenses/"


__all__ = ["Record", "chosen", "kit_context", "last_day", "license_of", "people_with", "week_of"]
