"""Paper form of a story: the lines that the page on sharing back teaches to people who do not use its form."""

from __future__ import annotations

from mooc_kit.i18n import N_

LINES = {
    "module": N_("Part of the course"),
    "done": N_("What I did, where and when"),
    "whom": N_("With whom, or for whom"),
    "changed": N_("What changed, for somebody else or for me"),
    "evidence": N_("What I bring back"),
    "next": N_("What I would do differently next time"),
    "shown": N_("You may show this to later participants"),
    "name": N_("Name me as"),
}
"""What each line asks, by what the answer is called in a story."""
CHOICES = {"shown": N_("yes / no"), "name": N_("my name / a name I choose / not at all")}
"""What stands on a line before anybody chose: the first is yes or a name, the last is no."""
