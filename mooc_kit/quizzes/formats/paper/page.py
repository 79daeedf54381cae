"""Printable quiz page: one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mooc_kit.content.mathematics import MathError, mathml
from mooc_kit.i18n import messages_for
from mooc_kit.quizzes.base import WrittenQuiz
from mooc_kit.quizzes.formats.losses import Losses
from mooc_kit.quizzes.formats.markup import html_of, inline_html_of
from mooc_kit.quizzes.formats.paper.sheet import PRINTED, sheet_of
from mooc_kit.quizzes.model import QuizFile

if TYPE_CHECKING:
    from jinja2 import Template

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


def page(quiz: QuizFile, media: Mapping[str, bytes], language: str, *, with_answers: bool) -> WrittenQuiz:
    from markupsafe import Markup

    losses = Losses("Paper")
    messages = messages_for(language)

    def address(url: str) -> str:
        data, kind = media.get(unquote(url)), guess_type(unquote(url))[0]
        return f"data:{kind};base64,{b64encode(data).decode()}" if data is not None and kind in PICTURES else url

    def blocks(markdown: str) -> Markup:
        return Markup(_with_pictures(html_of(markdown, formula), media, address))  # noqa: S704 - cleaned by html_of

    def inline(markdown: str) -> Markup:
        return Markup(_with_pictures(inline_html_of(markdown, formula), media, address))  # noqa: S704 - cleaned

    sheet = sheet_of(quiz, messages, losses)
    made = _template().render(
        sheet=sheet,
        language=language,
        dir=messages.dir,
        with_answers=with_answers,
        t=messages.text,
        blocks=blocks,
        inline=inline,
    )
    return WrittenQuiz(made.encode(), [*losses.settings(quiz, PRINTED), *losses.notices()])


def _with_pictures(html: str, media: Mapping[str, bytes], address: object) -> str:
    """Pictures go into the page after it was cleaned: `data:` is no address that an author may write."""
    import re

    def embedded(found: re.Match[str]) -> str:
        made = address(found[2])  # type: ignore[operator]
        # What is not with the quiz is not asked for: a page to print tells nobody that it is read.
        return f"{found[1]}{made}{found[3]}" if made.startswith("data:") else f"{found[1]}{found[3]}"

    return re.sub(r'(<(?:img|source|audio|video)\b[^>]*?\ssrc=")([^"]*)(")', embedded, html)


def formula(tex: str, block: bool) -> str:
    try:
        made = mathml(tex, block=block)
    except MathError:
        return f"<code>{escape(tex)}</code>"
    return f"<p>{made}</p>" if block else made


@lru_cache(maxsize=1)
def _template() -> Template:
    from mooc_kit.templating import built_in, environment

    env = environment(built_in("paper"), is_trusted=True, keep_trailing_newline=False)
    return env.get_template("quiz.html.j2")
