"""Discussions and announcements: a topic of Common Cartridge each, with Canvas's own settings beside it."""

from __future__ import annotations

from mooc_kit.course.model import Announcement, Discussion
from mooc_kit.quizzes.formats.xml_fragments import Fragment, tag
from mooc_kit.targets.canvas.cartridge_builder import CANVAS, CartridgeBuilder, associated, fields
from mooc_kit.targets.canvas.dates import start_of
from mooc_kit.targets.imscc.manifest import TOPIC_TYPE, Resource, topic


def put_discussion(builder: CartridgeBuilder, activity: Discussion, position: int) -> str:
    """The topic of a discussion; gives its identifier."""
    settings = fields(
        type="topic",
        discussion_type="threaded",
        require_initial_post=False,
        pinned=False,
        position=position,
        workflow_state="active",
        locked=False,
    )
    return _put(builder, builder.id("activity", activity.id), activity.title, activity.body_html, settings)


def put_announcement(builder: CartridgeBuilder, told: Announcement, position: int) -> str:
    """News: posted on its day, at once where the day is past when the cartridge is imported."""
    settings = fields(
        type="announcement", discussion_type="side_comment", delayed_post_at=start_of(told.told_on), position=position
    )
    return _put(builder, builder.id("announcement", told.id), told.title, told.body_html, settings)


def _put(builder: CartridgeBuilder, id: str, title: str, html: str, settings: list[Fragment]) -> str:
    title = builder.title(title)
    path, meta_id = f"{id}.xml", f"{id}_meta"
    builder.files[path] = topic(title, builder.html(html))
    builder.resources.append(Resource(id, TOPIC_TYPE, (path,), (meta_id,), has_href=False))
    meta = tag("topicMeta", *fields(topic_id=id, title=title), *settings, identifier=meta_id, xmlns=CANVAS)
    builder.resources.append(associated(meta_id, builder.put_xml(f"{meta_id}.xml", meta)))
    return id
