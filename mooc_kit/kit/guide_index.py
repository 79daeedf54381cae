"""Index of guides: one page for the team that names every guide of a kit and what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mooc_kit.completion_options.team_commands import VALIDATE
from mooc_kit.course.kit_file import TeamCommand
from mooc_kit.i18n import N_, Messages
from mooc_kit.kit.guide_commands import ending

PATH = "guides/README.md"
_TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)
_GROUPS = (
    (
        N_("Before the course begins"),
        (
            "before-you-publish",
            "responsibilities",
            "writing-pages",
            "materials",
            "accessible",
            "spreading",
            "community",
            "consent",
            "partner",
            "first-holders",
            "credit",
            "identity",
            "open-questions",
        ),
    ),
    (N_("While it runs"), ()),
    (N_("After it"), ("evaluation", "after-the-first-run")),
)
"""Guides by how their names begin; those that no other group names are for the time of the course."""


def guide_index(files: Mapping[str, bytes], messages: Messages) -> bytes:
    """The index of the guides among the rendered `files`, by their paths in the kit."""
    guides = {p: d.decode() for p, d in files.items() if p.startswith("guides/") and p.endswith(".md") and p != PATH}
    say = messages.text
    about = say("Participants never see this folder. Nobody has to read all of it: take the guide when its time comes.")
    made = f"# {say('For the team')}\n\n{about}\n"
    for title, _ in _GROUPS:
        mine = [path for path in sorted(guides) if _group(path) == title]
        if mine:
            made += f"\n## {say(title)}\n\n" + "".join(_line(path, guides[path]) for path in mine)
    commands = (TeamCommand("See what is left to write, and whom it waits for:", "todo"), VALIDATE)
    return (made + ending(commands, messages)).encode()


def _group(path: str) -> str:
    name = path.removeprefix("guides/")
    return next((title for title, names in _GROUPS if names and name.startswith(names)), _GROUPS[1][0])


def _line(path: str, text: str) -> str:
    found = _TITLE.search(text)
    return f"- [{found[1] if found else path}]({path.removeprefix('guides/')})\n"
