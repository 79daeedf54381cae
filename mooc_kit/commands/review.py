"""Review by colleagues: a course as one file for those who open no repository, and what they say, kept in the kit."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from mooc_kit.console import console, echo, styled
from mooc_kit.content.links import rewrite
from mooc_kit.counting import counted
from mooc_kit.course.model import Course
from mooc_kit.course.review_pages import ReviewPage, review_pages
from mooc_kit.course.review_record import RECORD, Remark, SaidOfPage, Unreadable, read_record
from mooc_kit.files import write_whole
from mooc_kit.problems import UsageError, relative_name
from mooc_kit.spec.fields import Date, Id, SpecModel, Text

LARGEST = 2_000_000  # bytes of a file that somebody sends
LARGEST_PICTURE = 3_000_000  # bytes
_HEAD = """---
# What colleagues said of the pages, gathered by `mooc-kit review take`. `of` tells which words they read: where a page
# has changed since, a yes is stale. Set `done: true` when a comment is dealt with.
"""


class ReviewFile(SpecModel):
    """What a reviewer's browser saves."""

    version: Literal[1] = Field(alias="mooc-kit-review")
    course: Id
    by: Text
    on: Date
    pages: Annotated[list[SaidOfPage], Field(max_length=5000)]


def make(kit: Path, output: Path, *, since: str | None, changed: bool) -> int:
    """Write the pages to be reviewed into `output`: all, those whose files differ from `since` (a revision or a
    folder), or those that nobody has said yes to as they are now (`changed`)."""
    from mooc_kit.commands.validate import whole_course

    course = whole_course(kit)
    pages = list(review_pages(course))
    if since is not None:
        pages = _since(since, kit, pages)
    if changed:
        agreed = {(remark.page, remark.of) for remark in _record(kit) if remark.yes}
        pages = [page for page in pages if (page.key, page.digest) not in agreed]
    if not pages:
        echo("No page is to be reviewed: nothing changed.")
        return 0
    write_whole(output, review_html(course, pages, is_part=since is not None or changed, made=date.today().isoformat()))
    echo(f"{relative_name(output)}: {counted(len(pages), 'page')}. Send it to your colleagues;")
    echo("they open it in a browser, and send you the small file that it saves. Then: mooc-kit review take FILE...")
    return 0


def review_html(course: Course, pages: Sequence[ReviewPage], *, is_part: bool, made: str) -> str:
    """One self-contained HTML file: pictures lie in it, and it may ask for nothing (Content Security Policy)."""
    from importlib.resources import files as package_files

    from mooc_kit.templating import built_in, environment

    source = package_files("mooc_kit").joinpath("templates/review/review.js").read_text(encoding="utf-8")
    script = source.replace("__COURSE__", course.id)
    inside = {page.key: page.anchor for page in pages}

    def shown(page: ReviewPage) -> dict[str, Any]:
        html = rewrite(page.html, lambda url: _address(url, course, inside))
        names = ("key", "title", "where", "anchor", "digest")
        return {**{name: getattr(page, name) for name in names}, "html": html}  # cleaned when it was read

    template = environment(built_in("review"), is_trusted=True).get_template("review.html.j2")
    return template.render(
        course=course,
        pages=[shown(page) for page in pages],
        is_part=is_part,
        made=made,
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode("ascii"),
    )


def take(kit: Path, files: Sequence[Path]) -> int:
    """Record what the `files` say, once, and show what is open. Raises UsageError for a file that is no review of
    this course; nothing is recorded then."""
    from mooc_kit.commands.validate import kit_to_read

    _, course = kit_to_read(kit)
    pages = {page.key: page for page in review_pages(course)}
    known = _record(kit)
    have = {_same(remark) for remark in known}
    new: list[Remark] = []
    for file in files:
        review = _read(file, course.id)
        for said in review.pages:
            remark = Remark(**said.model_dump(), by=review.by, on=review.on)
            if said.page not in pages:
                echo(f"{file.name}: the course has no page {said.page} any more; what was said of it is kept.")
            if _same(remark) not in have and (remark.yes or remark.words):
                have.add(_same(remark))
                new.append(remark)
    if new:
        write_whole(kit / RECORD, _written([*known, *new]))
    echo(f"{counted(len(new), 'new remark')}, recorded in {relative_name(kit / RECORD)}.")
    _tell([*known, *new], pages)
    return 0


def _tell(remarks: Sequence[Remark], pages: dict[str, ReviewPage]) -> None:
    """What is open, page by page; words of strangers are never markup."""
    out = console()
    for key, page in pages.items():
        here = [remark for remark in remarks if remark.page == key and not remark.done]
        stale = sorted({r.by for r in here if r.yes and r.of != page.digest})
        agreed = sorted({r.by for r in here if r.yes and r.of == page.digest})
        words = [r for r in here if r.words]
        if not (stale or agreed or words):
            continue
        out.print(styled((page.title, "bold"), f"  {key}"))
        if agreed:
            out.print(styled(f"  yes: {', '.join(agreed)}"))
        if stale:
            out.print(styled(f"  yes to an earlier version, the page has changed since: {', '.join(stale)}"))
        for remark in words:
            old = "" if remark.of == page.digest else " (of an earlier version)"
            out.print(styled(f"  {remark.by}, {remark.on.isoformat()}{old}: {' '.join(remark.words.split())}"))


def _since(since: str, kit: Path, pages: Sequence[ReviewPage]) -> list[ReviewPage]:
    from mooc_kit.kit.revisions import version

    old, new = version(since, kit), version(str(kit), kit)
    before = {name: old.read(name) for name in old.files}
    now = {name: new.read(name) for name in new.files}
    return [page for page in pages if any(before.get(name) != now.get(name) for name in page.files)]


def _address(url: str, course: Course, inside: dict[str, str]) -> str:
    """Where a link or picture leads in the file: pictures lie in it, pages are further up or down."""
    kind, _, rest = url.partition(":")
    path = rest.partition("#")[0]
    if kind == "course":
        return f"#{inside[path]}" if path in inside else "#"
    data = course.carried.get(path)
    mime = guess_type(path)[0] or ""
    if isinstance(data, Path) and data.is_file() and data.stat().st_size <= LARGEST_PICTURE:
        data = data.read_bytes()
    if not isinstance(data, bytes) or not mime.startswith("image/"):
        return "#"
    return f"data:{mime};base64,{b64encode(data).decode('ascii')}"


def _read(file: Path, course: str) -> ReviewFile:
    name = relative_name(file)
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"{name} is larger than a review can be.")
        data = json.loads(file.read_text(encoding="utf-8"))
        json.dumps(data, ensure_ascii=False).encode()  # half a letter (\ud800) can be written nowhere
        review = ReviewFile.model_validate(data)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else ""
        at = f" ({where[:80]})" if where else ""
        raise UsageError(f"{name} is no review that `mooc-kit review make` began{at}. Nothing was recorded.") from None
    if review.course != course:
        raise UsageError(f"{name} is a review of the course {review.course}; this one is {course}.")
    return review


def _record(kit: Path) -> list[Remark]:
    read = read_record(kit)
    if isinstance(read, Unreadable):
        raise UsageError(f"{relative_name(kit / RECORD)} cannot be read. Mend it, or take it away to begin anew.")
    return read[0]


def _same(remark: Remark) -> tuple[object, ...]:
    return remark.page, remark.by, remark.of, remark.yes, remark.words


def _written(remarks: Sequence[Remark]) -> str:
    from mooc_kit.spec.yaml_text import yaml_text

    return _HEAD + yaml_text({"reviews": list(_entries(remarks))})


def _entries(remarks: Sequence[Remark]) -> Iterator[dict[str, Any]]:
    for remark in remarks:
        entry: dict[str, Any] = {"page": remark.page, "by": remark.by, "on": remark.on.isoformat(), "of": remark.of}
        entry |= {"yes": True} if remark.yes else {}
        entry |= {"words": remark.words} if remark.words else {}
        yield entry | ({"done": True} if remark.done else {})
