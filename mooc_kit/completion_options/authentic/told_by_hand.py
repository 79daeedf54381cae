"""Paper form of a story: the lines that the page on sharing back teaches to people who do not use its form."""

from __future__ import annotations

LINES = {
    "module": "Part of the course",
    "done": "What I did, where and when",
    "whom": "With whom, or for whom",
    "changed": "What changed, for somebody else or for me",
    "evidence": "What I bring back",
    "next": "What I would do differently next time",
    "shown": "You may show this to later participants",
    "name": "Name me as",
}
"""What each line asks, by what the answer is called in a story."""
CHOICES = {"shown": "yes / no", "name": "my name / a name I choose / not at all"}
"""What stands on a line before anybody chose."""
