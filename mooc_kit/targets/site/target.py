"""Site target: a course as a folder of static pages, with its assets and its calendar."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from mooc_kit.cache import Cache, current_folder, key_of
from mooc_kit.content.html_words import first_words_of
from mooc_kit.course.model import Course
from mooc_kit.i18n import messages_for
from mooc_kit.problems import MoocKitError, Problem
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED
from mooc_kit.spec.repository import form_address, github
from mooc_kit.targets.base import Package, Target
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses, asset_path
from mooc_kit.targets.site.announcements import feed
from mooc_kit.targets.site.calendar import calendar
from mooc_kit.targets.site.colours import brand_css, icon_svg
from mooc_kit.targets.site.downloads import made_downloads, shown_downloads
from mooc_kit.targets.site.editions import folder_of, other_editions, top
from mooc_kit.targets.site.inline_code import shown_anywhere
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.site.learning_resource import accessibility_data, oer_metadata, page_data
from mooc_kit.targets.site.metadata import SHARE_PICTURE, absolute, course_data, open_graph, robots, sitemap
from mooc_kit.targets.site.moved import redirects
from mooc_kit.targets.site.notices import site_notices
from mooc_kit.targets.site.offline import service_worker
from mooc_kit.targets.site.outline import outline_script
from mooc_kit.targets.site.page_cache import PageCache, Rendered, frame_of
from mooc_kit.targets.site.page_facts import page_facts
from mooc_kit.targets.site.page_host import WEB, PageHost
from mooc_kit.targets.site.page_plan import SitePage, SitePages
from mooc_kit.targets.site.page_scripts import EARLY, OUTLINE, SHAPING, TOOLS, now_and_later
from mooc_kit.targets.site.page_styles import PLACE, with_styles
from mooc_kit.targets.site.pictures import ResponsivePictures
from mooc_kit.targets.site.press_pack import press_files, press_of, wants_press
from mooc_kit.targets.site.quiz_data import json_script
from mooc_kit.targets.site.script_texts import script_texts
from mooc_kit.targets.site.search import search_index
from mooc_kit.targets.site.social_image import share_picture
from mooc_kit.targets.site.theme import MATH_STYLE, WORKER, SiteTheme, own_templates
from mooc_kit.targets.site.web_app_manifest import app_files

REPORT_FORM = "broken-page.yml"
"""The kit's issue form for a mistake on a page."""
MOST_DESCRIBED = 160
"""Characters of a page's description."""
MOST_KEPT_OF_THE_INDEX = 30_000_000
"""Bytes."""


class Site(Target):
    """A web site without a server: for any web space, a memory stick, or a phone without a network."""

    key = "site"
    title = "Web site"
    about = "A folder of pages that any web server can show, from any address, and that can be read without one."

    def render(self, course: Course, kit: Path) -> Package:
        return self.render_again(course, kit, Cache())

    def render_again(self, course: Course, kit: Path, cache: Cache) -> Package:
        whole, notices = made_downloads(course, kit)
        sizes = {path: len(data) for path, data in whole.items() if isinstance(data, bytes)}
        built = self.pages(course, kit, cache, downloads=sizes)
        built.package.notices = sorted({*built.package.notices, *notices})
        files = built.package.files
        files.update(indexed(built.searched, cache))
        if course.url:
            files[at.SITEMAP] = sitemap(course, files)
            files[at.ROBOTS] = robots(course)
        files.update(_redirects(course, SiteTheme(kit)))
        files[WORKER] = service_worker(course.id, files)
        # Not among what the worker keeps: keys and lists of what was taken back are asked for anew each time.
        # Nor the course as one file: whoever wants it takes it, and it would double what is kept.
        files.update({**course.published, **whole})
        for other in course.translations:
            made = self.render_again(replace(other, published=course.published), kit, cache)
            folder = folder_of(course, other.language)
            files.update({f"{folder}{path}": data for path, data in made.files.items() if path != at.ROBOTS})
            built.package.notices = sorted({*built.package.notices, *made.notices})
        return built.package

    def refusals(self, course: Course, kit: Path) -> Iterable[Problem]:
        if own_templates(kit):
            try:
                self.pages(course, kit, Cache())
            except MoocKitError as error:
                yield from error.problems

    def pages(
        self, course: Course, kit: Path, cache: Cache, *, downloads: dict[str, int] | None = None, host: PageHost = WEB
    ) -> SiteBuild:
        """The site but for what is made from all of its pages: the search, the offline copy, the sitemap.

        `downloads` are the sizes in bytes of the files that hold the whole course, by their path.
        """
        messages = messages_for(course.language).for_pages()
        in_words = messages.for_plain_text()
        addresses = Addresses(course)
        events = calendar(course, in_words)
        theme = SiteTheme(kit)
        env = theme.environment(messages)
        # Outside of the kit: one that came from elsewhere would bring along what its pictures are replaced by.
        pictures = ResponsivePictures(course.assets, current_folder("pictures"))
        sheets = SitePages(course, addresses, messages, events is not None, env, pictures, host, downloads or {})
        package = Package()
        searched: dict[str, str] = {}
        has_formulas = False
        for page in _rendered(sheets, theme, cache):
            package.files[page.path] = page.html.encode()
            has_formulas |= MATH_STYLE in page.html
            if page.is_searched:
                searched[page.path] = page.html
        for name, data in [
            ("brand.css", brand_css(course.brand).encode()),
            ("icon.svg", icon_svg(course)),
            (OUTLINE, outline_script(course, addresses)),
            *theme.own_files(),
            *(theme.math_files() if has_formulas else ()),
        ]:
            package.files[f"{at.OWN_FILES}/{name}"] = data
        package.files.update(app_files(course, in_words))
        for kit_path, file in course.assets.items():
            if not pictures.is_replaced(kit_path):
                package.files[asset_path(kit_path)] = file
        package.files.update(pictures.files)
        if events is not None:
            package.files[at.CALENDAR] = events
        picture = share_picture(course, in_words)
        package.files[SHARE_PICTURE] = picture
        if wants_press(course):
            package.files.update(press_files(course, press_of(course, Labels(in_words)), picture))
        if (news := feed(course, addresses, in_words)) is not None:
            package.files[at.FEED] = news
        if course.url:
            package.files[at.OER_METADATA] = oer_metadata(course, Labels(in_words))
        package.notices = sorted({*site_notices(course), *theme.notices(), *sheets.notices})
        return SiteBuild(package, searched)


@dataclass(frozen=True)
class SiteBuild:
    """A site without its search; `searched` are the pages that the search finds words on."""

    package: Package
    searched: dict[str, str]


def _rendered(sheets: SitePages, theme: SiteTheme, cache: Cache) -> Iterator[Rendered]:
    """Every page as it is written, those that did not change from what is kept."""
    pictures = sheets.pictures
    known = PageCache(cache, frame_of(sheets.course, f"{theme.digest} {sheets.host}"), pictures, sheets.notices)
    for plan in sheets.plans():
        key = known.key(plan.own) if plan.own else ""
        if key and (found := known.find(key)):
            yield found
            continue
        before, linked, pictures.linked = len(sheets.notices), pictures.linked, set()
        pictures.asked.clear()
        sheet = plan.make()
        context = _context(sheet, sheets.course, sheets, theme)
        html = theme.render(sheet.template, sheets.env, context)
        html = with_styles(html, context["all_scripts"], theme.parts, context["own"])
        page = Rendered(sheet.path, html, sheet.is_searched)
        if key:
            known.keep(key, page, sheets.notices[before:], pictures.asked, pictures.linked)
        pictures.linked |= linked
        yield page


def _redirects(course: Course, theme: SiteTheme) -> Iterator[tuple[str, bytes]]:
    """A page at each earlier address, which leads to the one of today."""
    messages, addresses = messages_for(course.language).for_pages(), Addresses(course)
    for path, (target, title) in redirects(course, addresses).items():
        href = addresses.link(path, target)
        canonical = absolute(course, target) if course.url else ""
        facts = {"lang": course.language, "dir": messages.dir, "href": href, "title": title, "canonical": canonical}
        yield path, theme.render("moved.html.j2", theme.environment(messages), facts).encode()


def indexed(searched: dict[str, str], cache: Cache) -> dict[str, bytes]:
    """The search index of the pages, from what is kept where none of them changed."""
    key = key_of("search", *(part for page in searched.items() for part in page))
    found = cache.get(key)
    if found is not None:
        return {name: b64decode(data) for name, data in json.loads(found).items()}
    index = search_index(searched, cache)
    if sum(map(len, index.values())) < MOST_KEPT_OF_THE_INDEX:
        cache.put(key, json.dumps({name: b64encode(data).decode() for name, data in index.items()}))
    return index


def _report_href(course: Course, title: str) -> str:
    """Where somebody tells the team of a mistake on the page with this title; "" without issue forms."""
    forge = github(course.repository)
    return form_address(forge, REPORT_FORM, page=title) if forge else ""


def _said(sheet: SitePage) -> str:
    """What a page says first, in as many characters as search engines show; else what it is and of which course."""
    words = first_words_of(str(sheet.context.get("body", "")), MOST_DESCRIBED)
    if len(words) > MOST_DESCRIBED:
        words = f"{words[: MOST_DESCRIBED - 2].rpartition(' ')[0].rstrip(',;:')} …"
    course = sheet.views.course
    return words or f"{sheet.title} · {course.title}. {course.summary or course.subtitle}".strip()[:MOST_DESCRIBED]


def _context(sheet: SitePage, course: Course, sheets: SitePages, theme: SiteTheme) -> dict[str, Any]:
    """What every template can use, and what this one needs."""
    views = sheet.views
    license_name, license_url = views.wording.license(course)

    is_anywhere = sheet.path == at.NOT_FOUND
    root = f"{urlsplit(course.url or '').path.rstrip('/')}/" if is_anywhere else ""

    def link(target: str) -> str:
        # A web server shows the page for missing addresses at any depth, where relative links would lead astray.
        return f"{root}{quote(target)}" if is_anywhere else views.link(target)

    def own(name: str) -> str:
        return link(f"{at.OWN_FILES}/{name}")

    canonical = absolute(course, sheet.path) if course.url and not is_anywhere else ""
    description = sheet.description or _said(sheet)
    if sheet.path == at.HOME:
        accessibility = accessibility_data(page_facts(course))
        data = course_data(course, sheets.addresses, views.wording, accessibility)
    elif sheet.is_searched:
        part = sheet.context.get("activity") or getattr(sheet.context.get("part"), "module", None)
        data = page_data(course, views.wording, sheet.path, title=sheet.title, description=description, part=part)
    else:
        data = {}
    course_json = json_script(data) if data else ""
    locale = str(sheets.messages.locale)
    host = sheets.host
    has_editions = not is_anywhere and not host.is_reported  # a platform gets a package for each language
    # What participants do is kept at the top, for all languages together.
    kept = {"kept": top(course, sheet.path)} if has_editions and folder_of(course, course.language) else {}
    scripts = host.scripts(
        *sheet.scripts,
        *((TOOLS,) if views.bodies.has_tools else ()),
        *(("terms.js",) if views.bodies.explainer and views.bodies.explainer.done else ()),
        *(("video.js",) if views.bodies.frames else ()),
    )
    at_once, later = now_and_later(scripts)
    return {
        "course": course,
        "sheet": sheet,
        "scripts": at_once,
        "all_scripts": scripts,
        "early_scripts": (*host.first_scripts, *EARLY),
        "is_shaped": not SHAPING.isdisjoint(scripts),
        "is_reported": host.is_reported,
        "has_talk": False,
        "lang": course.language,
        "dir": sheets.messages.dir,
        "editions": other_editions(course, sheet.path) if has_editions else [],
        "wording": views.wording,
        "link": link,
        "at": {
            "home": at.HOME,
            "syllabus": at.SYLLABUS,
            "evidence": at.EVIDENCE,
            "information": at.INFORMATION,
            "verify": at.VERIFY,
            "my_data": at.MY_DATA,
            "my_badges": at.MY_BADGES,
            "award": at.AWARD,
            "calendar": at.CALENDAR,
            "search": at.SEARCH,
            "manifest": at.MANIFEST,
            "news": at.NEWS,
            "feed": at.FEED,
            "press": at.PRESS,
            "statement": at.STATEMENT,
        },
        "own": own,
        "logo": f"{root}{views.asset(logo)}" if (logo := course.brand.logo) else "",
        "anywhere": shown_anywhere(course, theme, root) if is_anywhere else None,
        "has_calendar": sheets.has_calendar,
        "downloads": list(shown_downloads(sheets.downloads, sheets.messages)),
        "canonical": canonical,
        "description": description,
        "open_graph": open_graph(course, sheet.title, description, canonical, locale),
        "course_json": course_json,
        "has_formulas": views.bodies.has_formulas,
        "parts_of_style": PLACE,
        "report_href": _report_href(course, sheet.title) if not host.is_reported else "",
        "has_extra_style": theme.has_extra_style,
        "has_news": bool(course.announcements),
        "has_press": wants_press(course),
        "glossary": views.to("page/glossary") if "page/glossary" in sheets.addresses.of else "",
        "license_name": license_name,
        "license_url": license_url,
        "is_reserved": course.license == ALL_RIGHTS_RESERVED,
        "frames": " ".join(sorted(views.bodies.frames)),
        "page_json": json_script(
            {
                "course": course.id,
                # The page for missing addresses is shown at any of them: from there it cannot be told.
                "root": "" if is_anywhere else link(at.HOME),
                **kept,
                "texts": script_texts(sheets.messages, scripts, host.instead),
                **({"later": [own(script) for script in later]} if later else {}),
            }
        ),
        **sheet.context,
    }
