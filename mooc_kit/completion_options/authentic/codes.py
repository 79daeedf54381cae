"""The problem codes of authentic, real-world evidence (C5)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NO_COMMUNITY = Rule(
    "C501", "Participants are sent to an online community, and none is named.", Severity.WARNING,
    "A newcomer who has to search for a community often gives up, or walks into one that did not expect a whole "
    "course. A named one can be asked first.",
    "completion:\n  authentic:\n    venues: [online-community]\n    communities: []\n",
    "completion:\n  authentic:\n    venues: [online-community]\n    communities:\n"
    '      - {name: River photo group, url: "https://www.example.org/rivers"}\n',
)  # fmt: skip
NOWHERE_TO_SHARE = Rule(
    "C502", "The way to share back leads nowhere.", Severity.ERROR,
    "People come back with something to show. If the address is missing, what they did stays unseen.",
    "completion:\n  authentic:\n    share_back: form\n",
    'completion:\n  authentic:\n    share_back: form\n    share_url: "https://rivers.example.org/share"\n',
)  # fmt: skip
ID_IN_USE = Rule(
    "C503", "An activity has an id that this option uses itself.", Severity.ERROR,
    "Each module gets a brief in the file in-the-world.md. An activity of that name would write into the same file.",
    "modules:\n  - id: sampling\n    title: Taking a sample\n    outcomes: [sample, analyse, advocate]\n"
    "    activities:\n      - {id: in-the-world, kind: page, title: Rivers of the world}\n"
    "      - {id: baseline-quiz, kind: quiz, title: Read the numbers, graded: true, points: 30, pass: 60}\n",
    "modules:\n  - id: sampling\n    title: Taking a sample\n    outcomes: [sample, analyse, advocate]\n"
    "    activities:\n      - {id: rivers-of-the-world, kind: page, title: Rivers of the world}\n"
    "      - {id: baseline-quiz, kind: quiz, title: Read the numbers, graded: true, points: 30, pass: 60}\n",
)  # fmt: skip
UNREACHABLE_COMMUNITY = Rule(
    "C504", "A community has neither an address nor a person to ask.", Severity.WARNING,
    "A name alone is hard to find, and easily mistaken for another group of the same name.",
    "completion:\n  authentic:\n    communities:\n      - {name: The anglers}\n",
    "completion:\n  authentic:\n    communities:\n      - {name: The anglers, contact: Mr Osei at the boat house}\n",
)  # fmt: skip

RULES: tuple[Rule, ...] = (NO_COMMUNITY, NOWHERE_TO_SHARE, ID_IN_USE, UNREACHABLE_COMMUNITY)
