"""Open edX course parts around its sections: tabs, handouts, pages about it, textbooks, drafts, and other settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mooc_kit.content.html_words import words_of
from mooc_kit.importers.ids import Ids
from mooc_kit.importers.open_edx.olx_tree import OlxTree
from mooc_kit.problems import Notice

OURS = ("syllabus",)
"""Tabs that our own package makes of the course."""
_ABOUT_READ = frozenset({"overview", "short_description", "title", "subtitle", "duration", "effort"})
_SETTINGS_READ = frozenset(
    [
        "display_name",
        "language",
        "license",
        "display_organization",
        "start",
        "end",
        "self_paced",
        "learning_info",
        "certificates",
        "tabs",
        "pdf_textbooks",
        "html_textbooks",
        "textbooks",
    ]
)
_SETTINGS_SILENT = frozenset(
    [
        "advanced_modules",
        "course_image",
        "banner_image",
        "video_thumbnail_image",
        "cert_html_view_enabled",
        "display_coursenumber",
        "discussion_topics",
        "discussion_link",
        "xml_attributes",
        "show_calculator",
        "highlights_enabled_for_messaging",
        "minimum_grade_credit",
        "enable_ccx",
        "ccx_connector",
        "mobile_available",
        "catalog_visibility",
        "other_course_settings",
        "cert_name_short",
        "cert_name_long",
        "info_sidebar_name",
        "instructor_info",
        "static_asset_path",
        "use_latex_compiler",
        "certificates_display_behavior",
        "certificate_available_date",
        "course_survey_required",
        "advertised_start",
        "announcement",
        "discussions_settings",
        "wiki_slug",
        "is_new",
        "no_grade",
        "url_name",
        "days_early_for_beta",
        "video_upload_pipeline",
        "course_visibility",
        "allow_public_wiki_access",
        "xqa_key",
        "css_class",
        "course_survey_name",
        "force_on_flexible_peer_openassessments",
        "allow_anonymous",
        "allow_anonymous_to_peers",
        "discussion_sort_alpha",
        "discussion_blackouts",
        "user_partitions",
        "enable_timed_exams",
        "enable_proctored_exams",
        "proctoring_provider",
        "allow_proctoring_opt_out",
        "create_zendesk_tickets",
        "show_reset_button",
        "showanswer",
        "ispublic",
        "hide_progress_tab",
        "lti_passports",
        "facebook_url",
        "social_sharing_url",
        "edxnotes",
        "edxnotes_visibility",
        "org",
        "course",
        "relative_grace_period",
        "allow_unsupported_xblocks",
    ]
)
_NOTHING: tuple[Any, ...] = (None, "", [], {}, False, "null", "None")
_PATH_LIMIT = 80

Page = tuple[str, dict[str, Any], str]
"""A page of the kit: its path, its front matter, its HTML."""


def pages_around(tree: OlxTree, notices: list[Notice], *, is_ours: bool) -> Iterator[Page]:
    """Handouts and tabs as pages about the course. `is_ours`: our own package makes some of them of the course."""
    ids = Ids()
    handouts = tree.words("info/handouts.html")
    if _says_something(handouts) and not is_ours:
        yield f"content/pages/{ids.new('handouts')}.md", {"title": "Handouts", "group": "support"}, handouts
    for name, slug in _tabs(tree):
        html = tree.words(f"tabs/{slug}.html")
        if is_ours and slug in OURS:
            continue
        if _says_something(html):
            yield f"content/pages/{ids.new(name, slug, fallback='page')}.md", {"title": name, "group": "about"}, html
        else:
            notices.append(Notice(f'The tab "{name}"', "The package has no words for it.", "It is left out."))


def _tabs(tree: OlxTree) -> Iterator[tuple[str, str]]:
    listed = tree.setting("tabs")
    seen = set()
    for tab in listed if isinstance(listed, list) else ():
        if isinstance(tab, dict) and tab.get("type") == "static_tab" and tab.get("url_slug"):
            seen.add(str(tab["url_slug"]))
            yield " ".join(str(tab.get("name") or tab["url_slug"]).split())[:400], str(tab["url_slug"])
    for file in tree.below("tabs"):
        slug = file.removesuffix(".html")
        if file.endswith(".html") and slug not in seen:
            yield slug.replace("_", " ").replace("-", " ").strip().capitalize()[:400] or "Page", slug


def _says_something(html: str) -> bool:
    return bool(words_of(html).strip() or re.search(r"<(?:img|iframe|video)\b", html, re.IGNORECASE))


def tell_the_rest(tree: OlxTree, notices: list[Notice], *, is_ours: bool) -> None:
    """Tell what the package holds around its sections and a kit does not."""
    for file in tree.below("about"):
        name = file.removesuffix(".html")
        if name not in _ABOUT_READ and file.endswith(".html") and words_of(tree.words(f"about/{file}")).strip():
            what = f"The text about/{file[:_PATH_LIMIT]}"
            notices.append(Notice(what, "A kit has no place for it.", "It is left out."))
    books: list[Any] = [b for key in ("pdf_textbooks", "html_textbooks") for b in _listed(tree.setting(key))]
    books += [part for part in tree.course.xml if part.tag == "textbook"]
    for book in books:
        title = book.get("tab_title") or book.get("title") or "without a title"
        why = "A kit has no textbooks of its own."
        notices.append(Notice(f'The textbook "{title}"', why, "It is left out; link to it from a page."))
    drafts = [name for name in tree.below("drafts") if name.endswith(".xml")]
    if drafts:
        what = f"{len(drafts)} drafts that were never published"
        notices.append(Notice(what, "Participants do not see them.", "They are left out."))
    if not is_ours:
        _tell_settings(tree, notices)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _tell_settings(tree: OlxTree, notices: list[Notice]) -> None:
    given: dict[str, Any] = {str(name): value for name, value in tree.course.xml.items()} | tree.policy
    for name, value in sorted(given.items()):
        if name in _SETTINGS_READ or name in _SETTINGS_SILENT or value in _NOTHING or name.startswith("{"):
            continue
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        what = f"The course setting {name[:_PATH_LIMIT]} ({shown[:_PATH_LIMIT]})"
        notices.append(Notice(what, "A kit has no place for it.", "It is left out."))
