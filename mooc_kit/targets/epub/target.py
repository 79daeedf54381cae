"""EPUB target: a course as one e-book."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from mooc_kit.course.model import Course
from mooc_kit.targets.base import Package, Target


class Epub(Target):
    """One file for phones, e-readers and screen readers, which needs no network and no account."""

    key = "epub"
    title = "E-book"
    about = "An EPUB 3 to read anywhere without a network, with quizzes to answer on paper and answers at the end."

    def render(self, course: Course, kit: Path) -> Package:
        from mooc_kit.archive import zip_bytes
        from mooc_kit.i18n import messages_for
        from mooc_kit.targets.book.chapters import Chapters
        from mooc_kit.targets.book.links import BookLinks
        from mooc_kit.targets.book.notices import book_notices
        from mooc_kit.targets.book.trees import chapter_trees
        from mooc_kit.targets.epub.documents import Documents, file_of
        from mooc_kit.targets.epub.package import FOLDER, container, identifier, navigation, package
        from mooc_kit.targets.print.layout import cover, printed

        messages, package_ = messages_for(course.language).for_pages(), Package()
        notices = package_.notices
        made = Chapters(course, messages, notices)
        chapters = made.all()
        trees = chapter_trees(chapters, messages, notices)
        paper = printed(made.course, messages, trees, [])
        links = BookLinks(made.course, trees)
        documents = Documents(made.course, messages, links, paper.pages, notices)
        written = {file_of(tree.key): documents.document(tree) for tree in trees}
        front = documents.title_page(cover_alt=course.title)
        shown: dict[str, Any] = {"title.xhtml": front, **written, "book.css": style(course), "cover.png": cover(course)}
        spine = ["title.xhtml", "nav.xhtml", *written]
        documents.files.update(shown)
        documents.files["nav.xhtml"] = navigation(messages, documents, chapters)
        opf = package(
            made.course,
            messages.for_plain_text(),
            documents,
            spine,
            f"{identifier(course)}:print" if paper.pages else "",
        )
        members: dict[str, bytes | Path] = {f"{FOLDER}/{name}": data for name, data in documents.files.items()}
        members |= {f"{FOLDER}/package.opf": opf, "META-INF/container.xml": container()}
        members["mimetype"] = b"application/epub+zip"
        package_.files[f"{course.id}.epub"] = zip_bytes(members, first=("mimetype",), is_stored=("mimetype",))
        package_.notices = sorted({*notices, *links.notices(), *book_notices(course, "An e-book")})
        return package_


def style(course: Course) -> bytes:
    """The look of the book: the institution's colours over our rules."""
    from mooc_kit.content.contrast import legible

    rules = files("mooc_kit").joinpath("templates", "book", "book.css").read_text("utf-8")
    colours = {"primary": legible(course.brand.primary, "#ffffff"), "accent": legible(course.brand.accent, "#ffffff")}
    for name, value in colours.items():
        rules = rules.replace(f"var(--{name})", value)
    return rules.encode()
