"""Script lists: which scripts a page of the site loads, in their order."""

from __future__ import annotations

from collections.abc import Iterable

OUTLINE = "course-outline.js"
"""Made anew for each course: its modules and activities as data, once for all pages."""
EARLY = ("store.js", "appearance.js")
"""What runs before the page is shown, so that it never flashes in the look that the reader does not want."""
SHAPING = frozenset(["award.js", "how-far.js", "my-badges.js", "search.js", "verify.js", "ways.js"])
"""What makes most of what stands on its page: there the foot begins out of sight, or it would be pushed down while one
reads. (Waiting with a page until its scripts have run took a slow phone one to four seconds more.)"""
TOOLS = "page-tools.js"
"""For pages with code to copy or tasks to tick."""
EVERY_PAGE = (*EARLY, OUTLINE, "progress.js", "navigation.js", "offline.js")
PROOF = ("credential-rdf.js", "credential-shape.js", "credential-proof.js")
PEERS = (
    "check-list.js",
    "badge-key.js",
    "badge-signing.js",
    "badge-documents.js",
    "badge-chain.js",
    "badge-verdict.js",
)
AWARDING = (*EVERY_PAGE, *PROOF, *PEERS, "badge-file.js", "award-tools.js", "award-key.js", "award.js")
BY_KIND = {
    "quiz": (
        "quiz-scoring.js",
        "quiz-kept.js",
        "quiz-questions.js",
        "quiz-right.js",
        "quiz-steps.js",
        "quiz-player.js",
    ),
    "survey": ("passing-on.js", "survey.js"),
    "live_session": ("times.js",),
}
SIGNING = (
    "credential-rdf.js",
    "credential-shape.js",
    "credential-proof.js",
    "badge-key.js",
    "badge-signing.js",
    "self-badge.js",
)
"""What a page needs on which people sign a badge about their own work."""
_CHECKING = ("credential-check.js", "credential-trust.js", "credential-verdict.js")
LATER = {
    # Whether this browser can check anything (credential-proof.js) the page says at once.
    "verify.js": frozenset(["credential-rdf.js", "credential-shape.js", *PEERS, *_CHECKING]),
    "my-badges.js": frozenset([*PROOF, *PEERS, *_CHECKING, "badge-file.js"]),
    "certificate.js": frozenset(SIGNING),
    "share-back.js": frozenset(SIGNING),
}
"""What a script of a page loads itself (`moocKit.later`), when somebody first does something that needs it."""


def now_and_later(scripts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The scripts of a page: those that it loads at once, and those that its own script loads."""
    named = tuple(scripts)
    waiting = frozenset[str]().union(*(LATER.get(script, ()) for script in named))
    return tuple(s for s in named if s not in waiting), tuple(s for s in named if s in waiting)
