"""Script lists: which scripts a page of the site loads, in their order."""

from __future__ import annotations

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
