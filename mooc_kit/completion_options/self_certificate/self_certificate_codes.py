"""The problem codes of self-serve certificates (C7)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

READS_AS_INSTITUTIONAL = Rule(
    "C701",
    "A self-made certificate reads as if an institution had given it.",
    Severity.ERROR,
    "Nobody has checked it but the person. Words that promise more harm the people who show it in good faith, and "
    "every real certificate of the institution.",
    "completion:\n  self_certificate:\n"
    "    statement: Open Rivers Institute certifies that the holder completed River Watch.\n",
    "completion:\n  self_certificate:\n"
    "    statement: I certify that I took part in River Watch, and can show the evidence.\n",
)
NO_EVIDENCE = Rule(
    "C702",
    "No evidence is named for the self-made certificate.",
    Severity.WARNING,
    "A certificate that one gives to oneself is worth what one can show for it. Without named evidence, people do not "
    "know what to keep.",
    "completion:\n  self_certificate:\n    evidence: []\n",
    "completion:\n  self_certificate:\n    evidence: [three-field-notes]\n",
)
SAME_FEED = Rule(
    "C703",
    "A feed stands twice.",
    Severity.WARNING,
    "Everything from that blog would show up twice for all who use the list.",
    "completion:\n  self_certificate:\n    feeds:\n"
    '      - {name: Ama, url: "https://ama.example.org/feed/"}\n'
    '      - {name: Ama Boateng, url: "https://ama.example.org/feed"}\n',
    "completion:\n  self_certificate:\n    feeds:\n"
    '      - {name: Ama, url: "https://ama.example.org/feed/"}\n'
    '      - {name: Luis, url: "https://luis.example.org/feed/"}\n',
)
BROKEN_FEED_LIST = Rule(
    "C704",
    "The list of feeds cannot be read.",
    Severity.ERROR,
    "Feed readers refuse a list with a broken line as a whole, so that nobody's posts are seen.",
    'feeds/participants.opml holds <outline text="Ama" xmlUrl="https://ama.example.org/feed/"> without its end.',
    'feeds/participants.opml holds <outline text="Ama" xmlUrl="https://ama.example.org/feed/"/>.',
    example_is="kit",
)

RULES: tuple[Rule, ...] = (READS_AS_INSTITUTIONAL, NO_EVIDENCE, SAME_FEED, BROKEN_FEED_LIST)
