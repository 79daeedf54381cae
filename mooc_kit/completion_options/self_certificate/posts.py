"""Posts of participants: a page of what they wrote on their own blogs, from the file that `receive --feeds` gathers."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from mooc_kit.completion_options.self_certificate import self_certificate_codes
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Group, InfoPage
from mooc_kit.spec.fields import SpecModel, Url

PATH = "feeds/posts.json"
PAGE = "participants-posts"
MOST = 500


class Post(SpecModel):
    """A post that its author agreed to have shown: words as plain text, `by` as they wish to be called."""

    by: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(max_length=300)]
    url: Url
    date: date
    words: Annotated[str, Field(max_length=400)] = ""


POSTS: TypeAdapter[list[Post]] = TypeAdapter(Annotated[list[Post], Field(max_length=MOST)])


def posts_json(posts: list[Post]) -> str:
    """The file: the newest first, the same posts give the same text."""
    ordered = sorted(posts, key=lambda post: (post.date, post.url), reverse=True)[:MOST]
    return POSTS.dump_json(ordered, indent=1).decode() + "\n"


def add_posts(course: CourseBuilder, origin: str) -> None:
    """Add the page, where posts were gathered."""
    if not course.files.exists(PATH):
        return
    text = course.files.text(PATH)
    try:
        posts = POSTS.validate_json(text or "[]")
    except ValidationError:
        hint = "Gather the posts again: mooc-kit receive --feeds."
        course.files.problems.append(self_certificate_codes.BROKEN_POSTS.at(course.files.place(PATH, 1, 1), hint=hint))
        return
    if not posts:
        return
    say = course.messages.text
    course.add_page(
        InfoPage(
            id=PAGE,
            title=say("What participants write elsewhere"),
            body_html="\n".join(_post_html(course, post) for post in posts),
            group=Group.EVIDENCE,
            origin=origin,
            summary=say("Posts from the participants' own blogs, shown because they said yes."),
        )
    )


def _post_html(course: CourseBuilder, post: Post) -> str:
    facts = course.messages.text("{name}, {day}", name=post.by, day=course.messages.date(post.date))
    words = f"\n<p>{escape(post.words)}</p>" if post.words else ""
    title = f'<a href="{escape(post.url)}" rel="noopener nofollow">{escape(post.title)}</a>'
    return f'<article class="story">\n<h2>{title}</h2>\n<p class="story-facts">{escape(facts)}</p>{words}\n</article>'
