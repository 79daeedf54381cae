"""EPUB package (3.3): the package document with its accessibility metadata (1.1), the navigation, and the container."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from mooc_kit.course.model import Course
from mooc_kit.i18n import Messages
from mooc_kit.spec.accessibility import Conformance
from mooc_kit.targets.book.chapters import Chapter
from mooc_kit.targets.book.files import media_type
from mooc_kit.targets.epub.documents import OPS, XHTML, Documents, file_of, written
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.site.page_facts import page_facts

FOLDER = "EPUB"
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_TYPE = f"{{{OPS}}}type"
_NAMES: Mapping[Any, str] = {None: _OPF, "dc": _DC}
_CONTAINER_NAMES: Mapping[Any, str] = {None: _CONTAINER}
_FIRST_DAY = date(2000, 1, 1)


def identifier(course: Course) -> str:
    """The same for every build of the course, so that a newer one takes the place of the older in a library."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'mooc-kit:book:{course.url}:{course.id}')}"


def container() -> bytes:
    """The file by which readers find the package document."""
    root = etree.Element(f"{{{_CONTAINER}}}container", nsmap=_CONTAINER_NAMES, version="1.0")
    files = etree.SubElement(root, f"{{{_CONTAINER}}}rootfiles")
    values = {"full-path": f"{FOLDER}/package.opf", "media-type": "application/oebps-package+xml"}
    etree.SubElement(files, f"{{{_CONTAINER}}}rootfile", values)
    return _xml(root)


def package(course: Course, messages: Messages, made: Documents, spine: list[str], print_id: str) -> bytes:
    """The package document. `spine` are the documents in reading order, `print_id` the print that pages are of."""
    root = etree.Element(f"{{{_OPF}}}package", nsmap=_NAMES, version="3.0")
    root.set("unique-identifier", "id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", course.language)
    root.set("dir", messages.dir)
    about = etree.SubElement(root, f"{{{_OPF}}}metadata")
    for name, value, id in _described(course, messages):
        etree.SubElement(about, f"{{{_DC}}}{name}", {"id": id} if id else {}).text = value
    for name, value in (("dcterms:modified", f"{_day(course)}T00:00:00Z"), *_accessibility(course, messages, made)):
        etree.SubElement(about, f"{{{_OPF}}}meta", property=name).text = value
    if print_id:
        etree.SubElement(about, f"{{{_OPF}}}meta", property="pageBreakSource").text = print_id
    if is_claimed(course):
        _claim(about, course)
    manifest = etree.SubElement(root, f"{{{_OPF}}}manifest")
    properties = {"nav.xhtml": "nav", "cover.png": "cover-image"}
    ids = {name: f"f{number}" for number, name in enumerate([*spine, *sorted({*made.files} - {*spine})], start=1)}
    for name, id in ids.items():
        values = {"id": id, "href": name, "media-type": media_type(name)}
        held = properties.get(name, "mathml" if name in made.with_formulas else "")
        etree.SubElement(manifest, f"{{{_OPF}}}item", values | ({"properties": held} if held else {}))
    order = {"page-progression-direction": messages.dir}
    listed = etree.SubElement(root, f"{{{_OPF}}}spine", order)
    for name in spine:
        etree.SubElement(listed, f"{{{_OPF}}}itemref", idref=ids[name])
    return _xml(root)


def navigation(messages: Messages, made: Documents, chapters: list[Chapter]) -> bytes:
    """The navigation document: contents, landmarks, and the pages of the printed course."""
    root, body = made.page(messages.text("Contents"))
    toc = _nav(body, "toc", messages.text("Contents"), "doc-toc")
    last: Any = None
    for chapter in chapters:
        if chapter.level == 1 or last is None:
            last = _entry(toc, file_of(chapter.key), chapter.title)
            continue
        below = last.find(f"{{{XHTML}}}ol")
        _entry(
            below if below is not None else etree.SubElement(last, f"{{{XHTML}}}ol"),
            file_of(chapter.key),
            chapter.title,
        )
    marks = _nav(body, "landmarks", messages.text("Landmarks"), hidden=True)
    first = next((c for c in chapters if c.key.startswith("module/")), chapters[0])
    for kind, address, title in (
        ("cover", "title.xhtml", messages.text("Cover")),
        ("toc", "nav.xhtml", messages.text("Contents")),
        ("bodymatter", file_of(first.key), first.title),
    ):
        _entry(marks, address, title, kind)
    if made.page_list:
        pages = _nav(body, "page-list", messages.text("Pages of the printed course"), "doc-pagelist", hidden=True)
        for page, address in made.page_list:
            _entry(pages, address, str(page))
    return written(root)


def _nav(body: Any, kind: str, title: str, role: str = "", *, hidden: bool = False) -> Any:
    """A list of links; what only programs read is hidden."""
    nav = etree.SubElement(body, f"{{{XHTML}}}nav", {_TYPE: kind} | ({"role": role} if role else {}))
    nav.set("aria-labelledby", kind)
    if hidden:
        nav.set("hidden", "hidden")
    etree.SubElement(nav, f"{{{XHTML}}}h1" if kind == "toc" else f"{{{XHTML}}}h2", id=kind).text = title
    return etree.SubElement(nav, f"{{{XHTML}}}ol")


def _entry(above: Any, address: str, title: str, kind: str = "") -> Any:
    item = etree.SubElement(above, f"{{{XHTML}}}li")
    link = etree.SubElement(item, f"{{{XHTML}}}a", {_TYPE: kind} if kind else {}, href=address)
    link.text = title
    return item


def _described(course: Course, messages: Messages) -> Iterator[tuple[str, str, str]]:
    """Dublin Core: (name, value, id)."""
    yield "identifier", identifier(course), "id"
    yield "title", course.title, "title"
    yield "language", course.language, ""
    people = [person.name for person in course.team] or [course.institution]
    yield from (("creator", name, "") for name in people if name)
    if course.institution:
        yield "publisher", course.institution, ""
    name, url = Labels(messages).license(course)
    yield "rights", f"{name} ({url})" if url else name, ""
    if about := course.summary or course.subtitle:
        yield "description", about, ""
    if course.url:
        yield "source", course.url, ""


def _day(course: Course) -> date:
    """When the book was changed. No build knows, and the same course is to give the same book: its latest known day."""
    return max([told.told_on for told in course.announcements] or [course.start or _FIRST_DAY])


def _accessibility(course: Course, messages: Messages, made: Documents) -> Iterable[tuple[str, str]]:
    """What readers and libraries want to know, counted from the book itself (EPUB Accessibility 1.1, schema.org)."""
    found = page_facts(course)
    has_pictures = any(name.startswith("media/") and media_type(name).startswith("image/") for name in made.files)
    has_sound = any(media_type(name).startswith(("audio/", "video/")) for name in made.files)
    has_films = any(media_type(name).startswith("video/") for name in made.files)
    yield from (("schema:accessMode", mode) for mode in ["textual", *(["visual"] if has_pictures or has_films else [])])
    if has_sound:
        yield "schema:accessMode", "auditory"
    if not has_sound or found.recordings == found.with_transcript:
        yield "schema:accessModeSufficient", "textual"
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    if has_pictures:
        features.append("alternativeText")
    if made.with_formulas:
        features += ["MathML", "describedMath"]
    if made.page_list:
        features += ["pageNavigation", "pageBreakMarkers"]
    if found.recordings and found.recordings == found.with_transcript:
        features.append("transcript")
    yield from (("schema:accessibilityFeature", feature) for feature in features)
    # Whether a film flashes, nobody has looked.
    yield "schema:accessibilityHazard", "unknown" if has_films else "none"
    yield (
        "schema:accessibilitySummary",
        messages.text(
            "Headings, lists and tables are marked as such, and pictures have the words that their authors gave them."
        ),
    )


def is_claimed(course: Course) -> bool:
    """Whether somebody looked, and found that the course meets WCAG: a build alone cannot say so."""
    told = course.accessibility
    return told.conformance is Conformance.FULL and bool(told.assessed_on and told.method and course.institution)


def _claim(about: Any, course: Course) -> None:
    """What the team found, by whom and when; the words of `method` are theirs."""
    etree.SubElement(about, f"{{{_OPF}}}meta", property="dcterms:conformsTo", id="conforms").text = CONFORMS
    told = course.accessibility
    for name, value in (
        ("a11y:certifiedBy", course.institution),
        ("dcterms:date", str(told.assessed_on)),
        ("dcterms:description", told.method or ""),
    ):
        refined = {"refines": "#conforms", "property": name}
        etree.SubElement(about, f"{{{_OPF}}}meta", refined).text = " ".join(re.split(r"\s+", value))


def _xml(root: Any) -> bytes:
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made
