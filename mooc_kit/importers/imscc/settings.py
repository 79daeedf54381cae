"""Cartridge settings: title, language, licence and dates, as far as a cartridge says them."""

from __future__ import annotations

import re
from typing import Any

from mooc_kit.importers.imscc.cartridge import Cartridge, child_text, day
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED, slug

_CLOSED = ("hidden", "locked", "lock_at", "unlock_at", "visibility_level")
_URL = re.compile(r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)|publicdomain/(zero))/(\d\.\d)")
_CODE = re.compile(r"cc_(by(?:_nc)?(?:_nd|_sa)?)(?:_(\d)\.?(\d))?")
_SPDX = re.compile(r"(CC-[A-Z-]+-\d\.\d|CC0-1\.0)")
_READ = (
    "title",
    "course_code",
    "start_at",
    "conclude_at",
    "license",
    "locale",
    "group_weighting_scheme",
    "image_identifier_ref",
    "image_url",
    "default_view",
    "grading_standard_enabled",
    "grading_standard_identifier_ref",
    "is_public",
    "storage_quota",
    "tab_configuration",
    "syllabus_course_summary",
    "default_post_policy",
    "post_manually",
    "root_account_uuid",
    "allow_student_wiki_edits",
    "organize_epub_by_content_type",
    "hide_distribution_graphs",
    "enable_offline_web_export",
    "show_total_grade_as_points",
    "allow_final_grade_override",
    "show_announcements_on_home_page",
    "home_page_announcement_limit",
    "lock_all_announcements",
    "enable_course_paces",
    "conditional_release",
    "time_zone",
    "overridden_course_visibility",
    "restrict_student_future_view",
    "restrict_student_past_view",
    "restrict_enrollments_to_course_dates",
    "usage_rights_required",
    "homeroom_course",
    "grade_passback_setting",
    "indexed",
    "public_description",
    "is_public_to_auth_users",
    "public_syllabus",
    "public_syllabus_to_auth",
    "allow_wiki_comments",
    "allow_student_forum_attachments",
    "allow_student_organized_groups",
    "hide_final_grade",
    "allow_student_discussion_topics",
    "allow_student_discussion_editing",
    "allow_student_discussion_reporting",
    "allow_student_anonymous_discussion_topics",
    "filter_speed_grader_by_student_group",
    "alt_name",
    "disable_csp",
)
"""What is read, and what says how one Canvas site shows a course and nothing about the course itself."""


_READ_METADATA = ("general/title", "general/description", "general/language", "rights", "lifeCycle/contribute/date")
"""What of the manifest's metadata is read, and the day of the export."""


def tell_metadata(cartridge: Cartridge) -> None:
    """Tell what the manifest and Canvas's list of files say that nobody reads."""
    lom = cartridge.manifest.find("metadata/lom")
    if lom is not None and not cartridge.is_ours:
        account = cartridge.account
        words = [text for found in lom.iterfind("general/keyword/string") if (text := child_text(found))]
        if words:
            account.tell(f"The keywords {', '.join(words)[:200]}", "the course", int(lom.sourceline or 1))
        read = (part for path in (*_READ_METADATA, "general/keyword") for part in lom.iterfind(path))
        for part in (*(inner for found in read for inner in found.iter()), *lom.iter("source")):
            account.used(part)
        for part in lom.iter():
            for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                account.attribute(part, key)
        account.settle(lom, "the course")
    files = list(cartridge.xml("course_settings/files_meta.xml").iter("file", "folder"))
    closed = [part for part in files if any(child_text(part, tag) not in ("", "false", "inherit") for tag in _CLOSED)]
    if closed:
        names = ", ".join(child_text(part, "display_name") or part.get("path") or "?" for part in closed)[:200]
        cartridge.notice(
            f"That {len(closed)} files or folders are hidden or locked ({names})",
            "A kit's files are open to all who read its pages.",
            "What pages use of them is in the kit.",
        )
    if owned := [part for part in files if part.find("usage_rights") is not None]:
        cartridge.notice(
            f"The rights in {len(owned)} files",
            "A kit has one licence, for the course as a whole.",
            "Name whose work is in the course on its page about the licence.",
        )


def language_of(cartridge: Cartridge) -> str:
    """The course's language; "" where the cartridge does not say it."""
    from langcodes import tag_is_valid

    said = child_text(cartridge.xml("course_settings/course_settings.xml"), "locale") if cartridge.is_canvas else ""
    told = child_text(cartridge.manifest, "metadata/lom/general/language")
    for tag in (told, said) if cartridge.is_ours else (said, told):
        named = tag.replace("_", "-")
        if named and tag_is_valid(named):
            return named
    return ""


def course_of(cartridge: Cartridge) -> tuple[dict[str, Any], dict[str, Any]]:
    """`course:` and `design:` of course.yaml. What is not said is told where the kit has to say something."""
    lom = cartridge.manifest.find("metadata/lom")
    root = cartridge.xml("course_settings/course_settings.xml")
    title = " ".join((child_text(root, "title") or child_text(lom, "general/title/string")).split())[:400]
    if not title:
        cartridge.notice("The course's title", "The package does not say it.", "Write it in course.yaml.")
        title = "Imported course"
    course: dict[str, Any] = {
        "id": slug(child_text(root, "course_code"))[:60].strip("-") or slug(title) or "course",
        "title": title,
    }
    summary = " ".join(
        (child_text(lom, "general/description/string") or child_text(root, "public_description")).split()
    )
    if summary:
        course["summary"] = summary[:5000]
    language = language_of(cartridge)
    if language:
        course["language"] = language
    else:
        cartridge.notice(
            "The course's language", "The package does not say it.", "course.yaml says English; change it there."
        )
    if license := _license(cartridge):
        course["license"] = license
    _dates(cartridge, course)
    account = cartridge.account
    for part in root.iter():
        if isinstance(part.tag, str) and (part.tag in _READ or part is root):
            account.used(part)
            for key in part.keys():  # noqa: SIM118  # an element's keys are its attributes'
                account.attribute(part, key)
    account.settle(root, title)
    return course, _design(cartridge)


def _license(cartridge: Cartridge) -> str:
    """The licence that the package names; "" for none that a kit can name."""
    holder = cartridge.manifest.find("metadata/lom/rights")
    words = " ".join(t.strip() for t in holder.itertext() if t.strip()) if holder is not None else ""
    found = _URL.search(words.lower())
    code = child_text(cartridge.xml("course_settings/course_settings.xml"), "license")
    named = _SPDX.search(words)
    if found:
        return "CC0-1.0" if found[2] else f"CC-{found[1].upper()}-{found[3]}"
    if named:
        return named[1]
    by_code = _CODE.fullmatch(code)
    if by_code:
        version = f"{by_code[2]}.{by_code[3]}" if by_code[2] else "4.0"
        return f"CC-{by_code[1].upper().replace('_', '-')}-{version}"
    if code == "private" or ALL_RIGHTS_RESERVED in words:
        return ALL_RIGHTS_RESERVED
    if words:
        cartridge.notice("The words about rights", "They name no licence that a kit knows.", words[:200])
    return ""


def _dates(cartridge: Cartridge, course: dict[str, Any]) -> None:
    root = cartridge.xml("course_settings/course_settings.xml")
    start, end = day(child_text(root, "start_at")), day(child_text(root, "conclude_at"))
    if start:
        course["start"] = start.isoformat()
    if start and end and end > start:
        course["weeks"] = max(1, min(52, -(-((end - start).days + 1) // 7)))


def _design(cartridge: Cartridge) -> dict[str, Any]:
    """What the team of a cartridge of mooc-kit chose, as far as its modules tell."""
    if not cartridge.is_ours or not cartridge.is_canvas:
        return {}
    modules = cartridge.xml("course_settings/module_meta.xml")
    made: dict[str, Any] = {}
    if any(child_text(module, "require_sequential_progress") == "true" for module in modules):
        made["activities"] = {"choices": ["scaffolded"]}
    if any(child_text(module, "unlock_at") for module in modules):
        made["enrolment_and_facilitation"] = {"choices": ["structured-cohorts"]}
    return made
