"""Tally of a package: how many things of each kind arrived, how many of them changed, and how many were left out.

Each block is counted once, so arrived and left out together are what the package holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mooc_kit.importers.open_edx.olx_tree import Block
from mooc_kit.problems import Notice, Place
from mooc_kit.quizzes.formats.account import Account, XmlConventions

_SHOWN = 5
_PLURALS = {kind: f"{kind}s" for kind in ("video", "problem", "discussion", "poll", "chapter", "sequential")}
_PLURALS |= {"html": "pages", "openassessment": "assessments", "vertical": "units", "sequential": "subsections"}
_PLURALS |= {"chapter": "sections"}

_SILENT = frozenset(
    [
        "url_name",
        "display_name",
        "slug",
        "filename",
        "editor",
        "parent_url",
        "parent_sequential_url",
        "index_in_children_list",
        "xblock-family",
        "org",
        "course",
        "run",
        "name",
        "class",
        "style",
        "id",
        "data",
        "markdown",
        "source_code",
        "tags",
        "hide_from_toc_default",
        "in_entrance_exam",
        "last_saved",
        "published_by",
        "published_on",
        "ispublic",
        "subsection_name",
    ]
)
_NOTHING = frozenset({"", "null", "None", "[]", "{}", "false", "False", '""', "0", "00:00:00"})
_FIELDS = [
    "graded",
    "due",
    "start",
    "format",
    "rerandomize",
    "showanswer",
    "max_attempts",
    "graceperiod",
    "xqa_key",
    "giturl",
    "show_reset_button",
    "is_time_limited",
    "is_practice_exam",
    "is_proctored_enabled",
    "is_onboarding_exam",
    "default_time_limit_minutes",
    "exam_review_rules",
    "hide_after_due",
    "group_access",
    "visible_to_staff_only",
    "user_partitions",
    "discussion_enabled",
    "required_content",
    "min_score",
    "prerequisites",
    "completion_mode",
    "relative_weeks_due",
    "highlights",
    "hide_from_toc",
    "is_entrance_exam",
    "show_correctness",
    "prereq_min_score",
    "prereq_min_completion",
    "prereq",
    "is_prerequisite",
    "required_prereq",
    "min_completion",
    "time_limit",
    "course_image",
]

BLOCKS = XmlConventions(
    means_nothing=lambda name, value: True,  # words of blocks are read elsewhere
    silent_attributes=_SILENT,
    attribute_defaults={
        **dict.fromkeys(_FIELDS, _NOTHING),
        "showanswer": _NOTHING | {"finished", "attempted"},
        "start": _NOTHING | {"1970-01-01T00:00:00Z"},
        "format": _NOTHING | {"notgraded"},
        "rerandomize": _NOTHING | {"never"},
        "show_correctness": _NOTHING | {"always"},
        "discussion_enabled": _NOTHING | {"true"},
        "ispublic": _NOTHING | {"true"},
        "hide_from_toc": _NOTHING,
        "is_prerequisite": _NOTHING,
        "min_score": _NOTHING | {"0"},
        "completion_mode": _NOTHING,
        "show_captions": _NOTHING | {"true"},
        "download_video": _NOTHING | {"true"},
        "download_track": _NOTHING | {"true"},
        "only_on_web": _NOTHING,
        "edx_video_id": _NOTHING,
        "from": _NOTHING,
        "to": _NOTHING,
        "start_time": _NOTHING | {"0.0"},
        "end_time": _NOTHING | {"0.0"},
        "sub": _NOTHING,
        "track": _NOTHING,
        "handout": _NOTHING,
        "transcripts": _NOTHING,
        "html5_sources": _NOTHING,
        "youtube": _NOTHING,
    },
    why="A kit has no place for it.",
)


@dataclass
class Tally:
    """What came of every block, and what is told of them."""

    arrived: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    """How many blocks are left out because the package does not hold them, or holds them damaged."""
    account: Account = field(default_factory=lambda: Account(BLOCKS))
    headings: list[str] = field(default_factory=list)
    """Titles of subsections that no activity bears."""

    @staticmethod
    def kind(block: Block) -> str:
        return _PLURALS.get(block.tag, f"{block.tag} components")

    def came(self, block: Block, *, changed: bool = False) -> None:
        self.arrived[self.kind(block)] += 1
        if changed:
            self.changed[self.kind(block)] += 1

    def gone(self, block: Block) -> None:
        self.left[self.kind(block)] += 1

    def settle(self, block: Block, *used: str) -> None:
        """Tell which attributes of a block say something that nobody used; `used` are those that somebody did."""
        for name in used:
            self.account.attribute(block.xml, name)
        inner = {str(child.tag) for child in block.xml if isinstance(child.tag, str)}
        self.account.settle(block.xml, block.title or block.name or block.tag, inner)

    def headed(self, section: Block, titles: list[str]) -> None:
        """Note the title of a subsection, of which `titles` are those of its activities."""
        if section.tag == "sequential" and section.title and titles and section.title not in titles:
            self.headings.append(section.title)

    def notices(self, file: str) -> list[Notice]:
        made = [Notice(n.what, n.why, n.instead, Place()) for n in self.account.notices(file)]
        if self.headings:
            told = ", ".join(f'"{title[:60]}"' for title in self.headings[:_SHOWN])
            more = f" and {len(self.headings) - _SHOWN} more" if len(self.headings) > _SHOWN else ""
            why = "A module of a kit is a list of activities."
            instead = "What stood below them stands in the same order."
            made.append(Notice(f"The headings of subsections: {told}{more}", why, instead))
        return made
