"""Badge texts: the badge's file, what its image shows, and the form with which people request it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mooc_kit.completion_options.issue_forms import area, boxes, choice, form, introduction
from mooc_kit.completion_options.peer_badges.badge_svg import Look
from mooc_kit.completion_options.peer_badges.section import Badge, JudgedBy, PeerBadgesSpec
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.spec.model import Spec
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$]")
_LIST_MARK = re.compile(r"^(?P<before>\d*)(?P<mark>[-+=:]|(?<=\d)[.)])")
_MOST_IN_FORM = 200
_MOST_DESCRIBED = 300


def image_words(messages: Messages, look: Look, name: str) -> str:
    """What the drawing shows, for people who cannot see it."""
    return messages.text(
        'The words "{name}" on a white plate. Behind it a shape: {shape}, {colour}, with a pattern of {pattern}.',
        name=name,
        shape=messages.text(look.shape),
        colour=messages.text(look.colour.name),
        pattern=messages.text(look.pattern),
    )


def badge_yaml(spec: Spec, badge: Badge, image_alt: str) -> str:
    """The badge's file, with a word to its authors on top."""
    messages = messages_for(spec.course.language)
    text = messages.text
    outcomes = [outcome.text for outcome in spec.outcomes if outcome.id in badge.outcomes]
    lines = []
    if outcomes:
        lines += [text("The holder of this badge has shown evidence of this:"), ""]
        lines += [f"- {_markdown(outcome)}" for outcome in outcomes]
        lines.append("")
    if badge.judged_by is JudgedBy.QUALITY:
        lines.append(
            text("Each judge compared the evidence with the rubric and found every criterion secure or better.")
        )
    else:
        lines.append(text("Each judge looked at the evidence and found it complete."))
    if spec.option("peer_badges").holders_may_award:
        who = messages.plural(
            "{n} person who holds the badge, or belongs to the course team, agreed.",
            "{n} people who hold the badge, or belong to the course team, agreed.",
            badge.awards_needed,
        )
    else:
        who = messages.plural(
            "{n} person of the course team agreed.", "{n} people of the course team agreed.", badge.awards_needed
        )
    lines.append(who)
    description = badge.description or _description(text, outcomes)
    data = {
        "name": badge.name,
        "description": description,
        "criteria": "\n".join(_short_lines(lines)),
        "image_alt": image_alt,
    }
    head = "# What the badge tells the world. Its outcomes and the rule for awarding it\n# stand in course.yaml.\n"
    return with_modeline("badge", head + yaml_text(data))


def _description(text: Callable[..., str], outcomes: list[str]) -> str:
    told = text("What its holder can do: {outcomes}.", outcomes="; ".join(o.rstrip(".") for o in outcomes))
    if outcomes and len(told) <= _MOST_DESCRIBED:
        return told
    return text("Its holder has shown evidence, and other participants looked at it and agreed.")


def _short_lines(lines: list[str]) -> Iterator[str]:
    """The Markdown lines, broken so that the file stays readable in a narrow editor."""
    from textwrap import wrap

    for line in lines:
        indent = "  " if line.startswith("- ") else ""
        yield from wrap(line, 74, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def request_form(spec: Spec, section: PeerBadgesSpec) -> str:
    """A form for GitHub issues, for courses whose kit lives in a repository that participants can reach."""
    text = messages_for(spec.course.language).text
    asked = text(
        "You ask for a badge of {title}. Everybody can read what you write here: leave out what is private, "
        "and ask people in your photos first.",
        title=spec.course.title,
    )
    body = [
        introduction(asked),
        choice("badge", text("Which badge?"), [badge.name[:_MOST_IN_FORM] for badge in section.badges]),
        area("did", text("What did you do, where and when?")),
        area("evidence", text("Your evidence: links, photos, notes that others can open")),
        area("why", text("For each outcome of the badge: where can a judge see it in your evidence?")),
        area("next", text("What did not work, or what would you do in another way?"), is_required=False),
        boxes(
            "agree",
            text("Please tick"),
            (text("It is my own work, and I name those who helped."), True),
            (text("The people who can be seen or heard in it agreed."), True),
        ),
    ]
    about = text("Show what you did, and ask those who hold the badge to award it to you.")
    return form(text("Ask for a badge"), about, title=text("Badge request:") + " ", label="badge-request", body=body)


def rubrics_html(course: CourseBuilder, origin: str) -> str:
    """The rubrics of the badges that `origin` added, for those who judge."""
    from mooc_kit.course.pages import markdown_html

    lines: list[str] = []
    for credential in course.credentials:
        if credential.origin != origin or credential.rubric is None:
            continue
        heading = course.messages.text("The rubric for {name}", name=credential.title)
        lines += [f"## {_markdown(heading)}", ""]
        for criterion in credential.rubric.criteria:
            lines += [f"### {_markdown(criterion.title)}", ""]
            for level in criterion.levels:
                points = course.messages.plural("{n} point", "{n} points", criterion.points_of(level))
                lines.append(f"- **{_markdown(level.title)}** ({points}): {' '.join(level.descriptor.split())}")
            lines.append("")
    return markdown_html("\n".join(lines)) if lines else ""


def _markdown(text: str) -> str:
    """`text` inside Markdown so that it shows just these characters, also at the start of a line."""
    escaped = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()).replace("&", "&amp;"))
    return _LIST_MARK.sub(r"\g<before>\\\g<mark>", escaped)
