"""The site target writes a course as a folder of static pages, together with its assets and its calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

from mooc_kit.course.model import Course
from mooc_kit.messages import messages_for
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses, asset_path
from mooc_kit.targets.site.app import app_files
from mooc_kit.targets.site.calendar import calendar
from mooc_kit.targets.site.colours import brand_css, icon_svg
from mooc_kit.targets.site.notices import site_notices
from mooc_kit.targets.site.offline import service_worker
from mooc_kit.targets.site.pictures import Pictures
from mooc_kit.targets.site.quiz_data import json_script
from mooc_kit.targets.site.script_texts import script_texts
from mooc_kit.targets.site.search import search_index
from mooc_kit.targets.site.sheets import Sheet, Sheets
from mooc_kit.targets.site.theme import WORKER, environment, own_files

CACHE = ".mooc-kit/cache"
"""What later builds need not make again, below the kit. It may be deleted at any time."""


class Site(Target):
    """A web site without a server: for any web space, a memory stick, or a phone without a network."""

    key = "site"
    title = "Web site"
    about = "A folder of pages that any web server can show, from any address, and that can be read without one."

    def render(self, course: Course, kit: Path) -> Package:
        messages = messages_for(course.language)
        addresses = Addresses(course)
        events = calendar(course, messages)
        env = environment(messages)
        cache = kit / CACHE
        pictures = Pictures(course.assets, cache / "pictures" if cache.parent.is_dir() else None)
        sheets = Sheets(course, addresses, messages, events is not None, env, pictures)
        package = Package()
        searched: dict[str, str] = {}
        for sheet in sheets:
            html = env.get_template(sheet.template).render(_context(sheet, course, sheets))
            package.files[sheet.path] = html.encode()
            if sheet.is_searched:
                searched[sheet.path] = html
        package.files.update(search_index(searched))
        for name, data in own_files():
            package.files[f"{at.OWN_FILES}/{name}"] = data
        package.files[f"{at.OWN_FILES}/brand.css"] = brand_css(course.brand).encode()
        package.files[f"{at.OWN_FILES}/icon.svg"] = icon_svg(course)
        package.files.update(app_files(course, messages))
        for kit_path, file in course.assets.items():
            if not pictures.is_replaced(kit_path):
                package.files[asset_path(kit_path)] = file
        package.files.update(pictures.files)
        if events is not None:
            package.files[at.CALENDAR] = events
        if course.url:
            package.files[at.SITEMAP] = _sitemap(course, sorted(package.files))
        package.files[WORKER] = service_worker(course.id, package.files)
        package.notices = sorted({*site_notices(course), *sheets.notices})
        return package


def _context(sheet: Sheet, course: Course, sheets: Sheets) -> dict[str, Any]:
    """What every template can use, and what this one needs."""
    views = sheet.views
    license_name, license_url = views.wording.license(course)

    def link(target: str) -> str:
        # A web server shows the page for missing addresses at any depth, where relative links would lead astray.
        if sheet.path == at.NOT_FOUND and course.url:
            return f"{urlsplit(course.url).path.rstrip('/')}/{quote(target)}"
        return views.link(target)

    scripts = (*sheet.scripts, "video.js") if views.bodies.frames else sheet.scripts
    return {
        "course": course,
        "sheet": sheet,
        "scripts": scripts,
        "lang": course.language,
        "dir": sheets.messages.dir,
        "wording": views.wording,
        "link": link,
        "at": {"home": at.HOME, "syllabus": at.SYLLABUS, "evidence": at.EVIDENCE, "information": at.INFORMATION,
               "verify": at.VERIFY, "my_data": at.MY_DATA, "my_badges": at.MY_BADGES, "award": at.AWARD,
               "calendar": at.CALENDAR, "search": at.SEARCH, "manifest": at.MANIFEST},
        "own": lambda name: link(f"{at.OWN_FILES}/{name}"),
        "logo": views.asset(course.brand.logo or ""),
        "has_calendar": sheets.has_calendar,
        "canonical": _absolute(course, sheet.path) if course.url and sheet.path != at.NOT_FOUND else "",
        "license_name": license_name,
        "license_url": license_url,
        "frames": " ".join(sorted(views.bodies.frames)),
        "page_json": json_script({"course": course.id, "texts": script_texts(sheets.messages, scripts)}),
        **sheet.context,
    }  # fmt: skip


def _absolute(course: Course, path: str) -> str:
    """The public address of a file of the site."""
    return urljoin(course.url.rstrip("/") + "/", quote("" if path == at.HOME else path))


def _sitemap(course: Course, paths: list[str]) -> bytes:
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in paths:
        if (
            path.endswith(".html")
            and not path.startswith("assets/")
            and path not in (at.NOT_FOUND, at.MY_DATA, at.MY_BADGES)
        ):
            ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = _absolute(course, path)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
