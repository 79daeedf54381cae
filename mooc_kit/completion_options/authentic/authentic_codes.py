"""The problem codes of authentic, real-world evidence (C5)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NO_COMMUNITY = Rule(
    "C501",
    "Participants are sent to an online community, and none is named.",
    Severity.WARNING,
    "A newcomer who has to search for a community often gives up, or walks into one that did not expect a whole "
    "course. A named one can be asked first.",
    "completion:\n  authentic:\n    venues: [online-community]\n    communities: []\n",
    "completion:\n  authentic:\n    venues: [online-community]\n    communities:\n"
    '      - {name: River photo group, url: "https://www.example.org/rivers"}\n',
)
NOWHERE_TO_SHARE = Rule(
    "C502",
    "The way to share back leads nowhere.",
    Severity.ERROR,
    "People come back with something to show. If the address is missing, what they did stays unseen.",
    "completion:\n  authentic:\n    share_back: form\n",
    'completion:\n  authentic:\n    share_back: form\n    share_url: "https://rivers.example.org/share"\n',
)
ID_IN_USE = Rule(
    "C503",
    "An activity has an id that this option uses itself.",
    Severity.ERROR,
    "Each module gets a brief in the file in-the-world.md. An activity of that name would write into the same file.",
    "modules:\n  - id: sampling\n    title: Taking a sample\n    outcomes: [sample, analyse, advocate]\n"
    "    activities:\n      - {id: in-the-world, kind: page, title: Rivers of the world}\n"
    "      - {id: baseline-quiz, kind: quiz, title: Read the numbers, graded: true, points: 30, pass: 60}\n",
    "modules:\n  - id: sampling\n    title: Taking a sample\n    outcomes: [sample, analyse, advocate]\n"
    "    activities:\n      - {id: rivers-of-the-world, kind: page, title: Rivers of the world}\n"
    "      - {id: baseline-quiz, kind: quiz, title: Read the numbers, graded: true, points: 30, pass: 60}\n",
)
UNREACHABLE_COMMUNITY = Rule(
    "C504",
    "A community has neither an address nor a person to ask.",
    Severity.WARNING,
    "A name alone is hard to find, and easily mistaken for another group of the same name.",
    "completion:\n  authentic:\n    communities:\n      - {name: The anglers}\n",
    "completion:\n  authentic:\n    communities:\n      - {name: The anglers, contact: Mr Osei at the boat house}\n",
)
NO_SETTINGS = Rule(
    "C505",
    "A share-back does not say when it came and whether it may be shown.",
    Severity.ERROR,
    "Only what a participant agreed to is shown, so a file without their answer cannot be used.",
    "share-backs/2027-03-09-first-try.md begins with the story.",
    "share-backs/2027-03-09-first-try.md begins with `date:` and `may_be_shown:` between two lines of ---.",
    example_is="kit",
)
UNKNOWN_MODULE = Rule(
    "C506",
    "A share-back names a module that the course does not have.",
    Severity.ERROR,
    "The gallery shows stories beside the module that they grew from.",
    "share-backs/2027-03-09-first-try.md says `module: samplings`.",
    "share-backs/2027-03-09-first-try.md says `module: sampling`.",
    example_is="kit",
)
PICTURE_WITHOUT_YES = Rule(
    "C507",
    "A picture is kept of somebody who did not say yes to showing it.",
    Severity.ERROR,
    "Whatever lies in the kit can be seen by all who can see the kit, and in a public repository that is everybody.",
    "share-backs/2027-03-09-first-try.md shows a picture and says `may_be_shown: false`.",
    "share-backs/2027-03-09-first-try.md says `may_be_shown: true`, or shows no picture.",
    example_is="kit",
)
PEOPLE_NOT_ASKED = Rule(
    "C508",
    "A picture is shown, and nothing says that the people in it agreed.",
    Severity.ERROR,
    "The participant can say yes for themselves, not for others who can be recognised.",
    "share-backs/2027-03-09-first-try.md shows a picture without `people_agreed: true`.",
    "share-backs/2027-03-09-first-try.md says `people_agreed: true`.",
    example_is="kit",
)
STRAY_PICTURE = Rule(
    "C509",
    "A picture lies among the share-backs, and none of them shows it.",
    Severity.WARNING,
    "It may have been kept without the yes of whoever is in it.",
    "share-backs/2027-03-09-first-try.jpg is there, and no share-back shows it.",
    "share-backs/2027-03-09-first-try.md shows it with ![A jar of river water](2027-03-09-first-try.jpg).",
    example_is="kit",
)

RULES: tuple[Rule, ...] = (
    NO_COMMUNITY,
    NOWHERE_TO_SHARE,
    ID_IN_USE,
    UNREACHABLE_COMMUNITY,
    NO_SETTINGS,
    UNKNOWN_MODULE,
    PICTURE_WITHOUT_YES,
    PEOPLE_NOT_ASKED,
    STRAY_PICTURE,
)
