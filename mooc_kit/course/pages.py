"""Kit pages: Markdown with front matter in, HTML out that no script can hide in."""

from __future__ import annotations

import glob
import json
import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel

from mooc_kit.cache import key_of
from mooc_kit.content.front_matter import FRONT_MATTER
from mooc_kit.content.links import SCHEMES
from mooc_kit.content.markdown import formula_of, markdown_tokens, media_of, unsafe_markdown_html
from mooc_kit.content.mathematics import MathError, mathml
from mooc_kit.content.pictures import PictureError, is_raster, measured
from mooc_kit.content.safe_html import ALLOWED_TAGS, clean
from mooc_kit.course import kit_codes
from mooc_kit.course.kit_page import KitPage, PageFiles, PageMeta
from mooc_kit.course.near_files import near_file
from mooc_kit.course.page_structure import check_structure, heading_problem
from mooc_kit.course.untranslated import name_language
from mooc_kit.i18n import Messages, language_name, messages_for
from mooc_kit.problems import Place, Problem, Rule
from mooc_kit.spec.schema_errors import read_model

if TYPE_CHECKING:
    from markdown_it.token import Token

M = TypeVar("M", bound=BaseModel)

_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w-]*)([^>]*)>")
_LOOKED_AT = frozenset(
    {
        "link_open",
        "image",
        "html_block",
        "html_inline",
        "fence",
        "math_inline",
        "math_inline_double",
        "math_block",
        "math_block_label",
    }
)
"""Kinds of Markdown token that may have something wrong about them, beside recordings."""
_ADDRESS = re.compile(r"""(?P<name>\s(?:href|src|poster))\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_RECORDINGS = {"video": (".mp4", ".webm", ".mov", ".m4v", ".ogv"), "audio": (".mp3", ".ogg", ".m4a", ".wav", ".opus")}
MAX_DOWNLOAD = 25_000_000
_EVENT = re.compile(r"\son\w+\s*=|javascript:", re.IGNORECASE)


def markdown_html(text: str, messages: Messages | None = None) -> str:
    """Markdown without front matter or links into the kit (a question, a descriptor) as safe HTML.

    `messages` say what authors do not: the names of callouts.
    """
    return clean(unsafe_markdown_html(markdown_tokens(text), messages or messages_for("en")))


def markdown_line(text: str, messages: Messages | None = None) -> str:
    """As `markdown_html`, without a paragraph around a single line."""
    html = markdown_html(text, messages).strip()
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1
    return html[3:-4] if is_one else html


def read_page(files: PageFiles, path: str, text: str) -> KitPage:
    """The page at `path` of the kit. Whatever is wrong with it is added to `files.problems`."""
    meta, body, offset = front_matter(files, path, text, PageMeta)
    html, words = body_html(files, path, body, offset)
    return KitPage(path, meta or PageMeta(), html, words)


def body_html(files: PageFiles, path: str, body: str, offset: int = 0) -> tuple[str, int]:
    """The Markdown `body` of the kit's file at `path` as safe HTML, and its number of words.

    `offset` counts the lines of the file above it.
    """
    key = key_of("page", files.messages.language, path, body) if files.cache else ""
    if files.cache and (found := _from_kept(files, key)):
        return found
    env: dict[str, Any] = {}
    tokens = markdown_tokens(body, env)
    words = 0
    problems_before = len(files.problems)
    led: list[str] | None = []
    inside: list[tuple[str, Place]] = []
    files.problems.extend(check_structure(tokens, body, files.place(path).file, offset))
    walked = list(_walk(tokens, offset))
    following = [token for token, _ in walked[1:]]
    for number, (token, line) in enumerate(walked):
        if token.type in ("text", "code_inline"):
            words += len(token.content.split())
            continue
        if token.type not in _LOOKED_AT and not token.type.startswith("container_"):
            continue
        place = files.place(path, line, 1)
        if token.type in ("link_open", "image"):
            name = "href" if token.type == "link_open" else "src"
            address = _resolve(files, path, str(token.attrs.get(name, "")), place)
            token.attrs[name] = address
            if address.startswith("#") and token.type == "link_open":
                inside.append((unquote(address[1:]), place))
            if led is not None:
                led.append(address)
            if token.type == "image":
                files.problems.extend(_check_image(files, token, place))
        elif token.type == "html_inline" and "task-list-item-checkbox" in token.content:
            # The plugin writes an input, which no page may hold: show the box as a sign instead.
            token.content = f'<span class="task-box">{"☑" if "checked=" in token.content else "☐"}</span>'
        elif token.type in ("html_block", "html_inline"):
            files.problems.extend(_unsafe(token.content, place))
            token.content = _resolve_html(files, path, token.content, place)
        elif (media := media_of(token)) is not None:
            token.meta = _media_files(files, path, media, place)
            led = None  # captions and the like may come to lie beside it
            has_transcript = following[number].type != f"container_{media[0]}_close"
            files.problems.extend(_check_media(media, token.meta, place, has_transcript=has_transcript))
        elif (tex := formula_of(token)) is not None:
            files.problems.extend(_wrong_formula(files, path, tex, line))
    name_language(tokens, body, files.messages, files.left(path))
    html = clean(unsafe_markdown_html(tokens, files.messages, env))
    found_ill = [problem for to, place in inside if (problem := heading_problem(to, html, place))]
    files.problems.extend(found_ill)
    # A page with problems is not kept, since every run has to tell them again.
    if files.cache and led is not None and len(files.problems) == problems_before:
        _keep(files, key, html, words, led)
    return html, words


def _keep(files: PageFiles, key: str, html: str, words: int, led: list[str]) -> None:
    """Keep a page without problems, together with what it leads to in the kit: it holds while that is as it was."""
    pages = [url.removeprefix("kit:").partition("#")[0] for url in led if url.startswith("kit:")]
    assets = {}
    for url in led:
        if url.startswith("asset:"):
            name = url.removeprefix("asset:").partition("#")[0]
            facts = (files.folder / name).stat()
            assets[name] = [facts.st_size, facts.st_mtime_ns]
    if files.cache:
        made = {"html": html, "words": words, "pages": pages, "assets": assets}
        files.cache.put(key, json.dumps(made, ensure_ascii=False))


def _from_kept(files: PageFiles, key: str) -> tuple[str, int] | None:
    """What an earlier run made of the same page, where all that it leads to is as it was."""
    found = files.cache.get(key) if files.cache else None
    if found is None:
        return None
    made = json.loads(found)
    if not all(files.exists(page) for page in made["pages"]):
        return None
    for name, was in made["assets"].items():
        if not files.exists(name):
            return None
        facts = (files.folder / name).stat()
        if [facts.st_size, facts.st_mtime_ns] != was or files.asset(name) is None:
            return None
    return made["html"], made["words"]


def front_matter(files: PageFiles, path: str, text: str, model: type[M]) -> tuple[M | None, str, int]:
    """The settings between --- as a `model`, the body below them, and the number of lines above the body.

    None where the file has no settings, or wrong ones: then the problems are kept.
    """
    found = FRONT_MATTER.match(text)
    if found is None:
        if text.startswith("---"):
            hint = "Close the settings with a line that holds only ---."
            files.problems.append(kit_codes.FRONT_MATTER.at(files.place(path, 1, 1), hint=hint))
        return None, text, 0
    above = text.count("\n", 0, found.end())
    meta_text = found["meta"]
    if not meta_text.strip():
        return None, text[found.end() :], above
    meta, _, problems = read_model(model, "\n" + meta_text, files.place(path).file)
    for problem in problems:
        rule: Rule = kit_codes.FRONT_MATTER
        files.problems.append(
            Problem(
                problem.code if problem.code.startswith("S") else rule.code,
                problem.severity,
                problem.message,
                problem.place,
                problem.hint,
            )
        )
    return meta, text[found.end() :], above


def _walk(tokens: list[Token], offset: int) -> Iterator[tuple[Token, int]]:
    """Every token with its 1-based line in the file."""
    line = offset + 1
    for token in tokens:
        if token.map:
            line = token.map[0] + offset + 1
        yield token, line
        here = line
        for child in token.children or ():
            yield child, here
            if child.type in ("softbreak", "hardbreak"):
                here += 1


def _resolve(files: PageFiles, page: str, url: str, place: Place) -> str:
    """The address as it is, or as an internal link when it leads into the kit."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or parts.scheme in SCHEMES:
        hint = "Write the path of the file as seen from this page, like ../sampling/protocol.md."
        files.problems.append(kit_codes.BROKEN_LINK.at(place, f'"{url[:80]}" is not an address.', hint=hint))
        return "#"
    if parts.scheme or parts.netloc or not parts.path:
        return url
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if target.startswith(("../", "/")) or target == "..":
        hint = "Copy the file into the kit and link to the copy."
        files.problems.append(kit_codes.OUTSIDE_KIT.at(place, f'"{url[:80]}" lies outside the kit.', hint=hint))
        return "#"
    if target.endswith(".md") and files.exists(target):
        return f"kit:{target}{fragment}"
    if files.asset(target, place) is not None:
        files.problems.extend(_check_asset(files, target, place))
        return f"asset:{target}"
    if parts.path.lower().startswith("www."):
        hint = f"Begin with https://, like https://{url[:80]}."
        files.problems.append(kit_codes.BROKEN_LINK.at(place, f'"{url[:80]}" is no web address.', hint=hint))
        return "#"
    hint = "Check the name and the folder; paths are as seen from this page."
    stem, _, ending = target.rpartition(".")
    if "@" in target:
        hint = f"For an e-mail address begin with mailto:, like mailto:{parts.path[:80]}."
    elif ending in ("html", "htm") and files.exists(f"{stem}.md"):
        hint = f"Link to the file of the kit: {parts.path.rpartition('.')[0][:80]}.md."
    elif near := near_file(files.folder, target):
        hint = f"Did you mean {posixpath.relpath(near, posixpath.dirname(page) or '.')}?"
    files.problems.append(kit_codes.BROKEN_LINK.at(place, f"{target} is not in the kit.", hint=hint, about=target))
    return "#"


def _resolve_html(files: PageFiles, page: str, html: str, place: Place) -> str:
    """Raw HTML with its links and media resolved like those of Markdown."""

    def resolved(found: re.Match[str]) -> str:
        url = unescape(found["double"] if found["double"] is not None else found["single"])
        return f'{found["name"]}="{escape(_resolve(files, page, url, place))}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(resolved, tag[0]), html)


def _check_image(files: PageFiles, token: Token, place: Place) -> Iterator[Problem]:
    if not token.content.strip() and "decorative" not in str(token.attrs.get("class", "")).split():
        hint = (
            "Write in the square brackets what the image shows: ![what it shows](file.png). "
            "One that only adorns the page gets ![](file.png){.decorative}."
        )
        yield kit_codes.NO_ALT_TEXT.at(place, hint=hint)
    scheme, _, name = str(token.attrs["src"]).partition(":")
    kind = next((kind for kind, endings in _RECORDINGS.items() if name.lower().endswith(endings)), "")
    if scheme == "asset" and kind:
        hint = f"Write `::: {kind} {posixpath.basename(name)} Its title`, the transcript below it, and a line with :::."
        yield kit_codes.BROKEN_IMAGE.at(place, f"{name} is no image but {kind}.", hint=hint)
    if scheme == "asset" and is_raster(name):
        try:
            measured(files.folder / name)
        except PictureError as error:
            hint = "Open it in an image program, make it smaller or save it anew as JPEG or PNG."
            yield kit_codes.BROKEN_IMAGE.at(place, f"The image {name} {error}.", hint=hint)


def _media_files(files: PageFiles, path: str, media: tuple[str, str, str], place: Place) -> dict[str, Any]:
    """Where a recording lies, and what lies beside it: captions (name.vtt, name.de.vtt) and a picture to begin with."""
    kind, address, _ = media
    src = _resolve(files, path, address, place)
    if not src.startswith("asset:"):
        return {"src": src}
    name = src.removeprefix("asset:")
    stem = name.rpartition(".")[0]
    found: dict[str, Any] = {"src": src, "captions": []}
    for file in sorted((files.folder / name).parent.glob(f"{glob.escape(posixpath.basename(stem))}*.vtt")):
        beside = posixpath.join(posixpath.dirname(name), file.name)
        if not beside.startswith(f"{stem}."):
            continue
        tag = beside[len(stem) :].removesuffix(".vtt").strip(".") or files.messages.language
        files.asset(beside)
        found["captions"].append((f"asset:{beside}", tag, language_name(tag)))
    if kind == "video":
        picture = next((f"{stem}{ending}" for ending in (".jpg", ".png", ".webp") if files.exists(stem + ending)), None)
        if picture and files.asset(picture):
            found["poster"] = f"asset:{picture}"
    return found


def _check_media(
    media: tuple[str, str, str], found: dict[str, Any], place: Place, *, has_transcript: bool
) -> Iterator[Problem]:
    kind, address, title = media
    if not title:
        hint = f"Write the title after the address: ::: {kind} {address} What it is about."
        yield kit_codes.NO_TITLE.at(place, hint=hint)
    is_ours = found["src"].startswith("asset:")
    if kind == "video" and is_ours and not found["captions"]:
        name = posixpath.basename(found["src"].rpartition(".")[0])
        yield kit_codes.NO_CAPTIONS.at(
            place, hint=f"Put {name}.vtt beside it; video tools and sites can make a first version."
        )
    if not has_transcript:
        hint = f"Write what is said and shown between `::: {kind} …` and `:::`."
        yield kit_codes.NO_TRANSCRIPT.at(place, hint=hint)


def _check_asset(files: PageFiles, name: str, place: Place) -> Iterator[Problem]:
    """What speaks against handing out the file `name` of the kit."""
    size = (files.folder / name).stat().st_size
    if size > MAX_DOWNLOAD:
        hint = "Make it smaller, split it, or put it on a site for large files and link there."
        yield kit_codes.LARGE_FILE.at(place, f"{name} has {size / 1_000_000:.0f} MB.", hint=hint)


def _wrong_formula(files: PageFiles, path: str, tex: str, line: int) -> Iterator[Problem]:
    """A problem where the LaTeX that begins on `line` cannot be shown."""
    try:
        mathml(tex.strip())
    except MathError as error:
        start = tex[: len(tex) - len(tex.lstrip())].count("\n")
        place = files.place(path, line + start + tex.strip().count("\n", 0, error.at), 1)
        shown = " ".join(tex.split())
        message = f"The formula {shown[:60]}{'…' if len(shown) > 60 else ''} cannot be shown: {error.reason}."
        hint = "Correct the LaTeX. If the dollar signs are money, write \\$ for each."
        yield kit_codes.WRONG_FORMULA.at(place, message, hint=hint)


def taken_out(markdown: str, place: Place) -> Iterator[Problem]:
    """A problem for all that is taken out of a piece of Markdown which is no page (a question, a level's words)."""
    if "<" in markdown:
        for token, _ in _walk(markdown_tokens(markdown), 0):
            if token.type in ("html_block", "html_inline"):
                yield from _unsafe(token.content, place, "text")


def _unsafe(html: str, place: Place, what: str = "page") -> Iterator[Problem]:
    hint = "Remove it, or say the same in Markdown. Videos and the like can be linked to."
    for found in _TAG.finditer(html):
        tag = found[1].lower()
        if found[0].lstrip("< ").startswith("/"):
            continue  # told where it began
        if tag not in ALLOWED_TAGS:
            yield kit_codes.UNSAFE_HTML.at(place, f"<{tag}> is taken out of this {what}.", hint=hint)
        elif _EVENT.search(found[2]):
            yield kit_codes.UNSAFE_HTML.at(place, f"A script in <{tag}> is taken out of this {what}.", hint=hint)
