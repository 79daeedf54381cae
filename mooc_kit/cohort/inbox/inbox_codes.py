"""Inbox problem codes: what is wrong with what participants sent (H2)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

NOTHING_IN_IT = Rule(
    "H201",
    "Nothing of this course was found in it.",
    Severity.WARNING,
    "Only what the course's pages and forms make can be told apart by a program. A person has to read the rest.",
    "A mail says: Thank you for the course!",
    "A mail has the file of the sign-up survey with it, or its answers below their questions.",
    example_is="files",
)
OTHER_COURSE = Rule(
    "H202",
    "It was made in another course.",
    Severity.WARNING,
    "Its answers belong to other questions.",
    "sign-up.json says that it is of the course bees, and this is seeds.",
    "sign-up.json says that it is of the course seeds.",
    example_is="files",
)
TAKEN_BEFORE = Rule(
    "H203",
    "It was taken in before.",
    Severity.NOTE,
    "The same words count once, in whatever way they arrive.",
    "A story arrives by mail, and again as a file.",
    "A story arrives once.",
    example_is="files",
)
NO_YES = Rule(
    "H204",
    "Nobody said that it may be shown.",
    Severity.NOTE,
    "It is counted, and its words stay outside the kit until its author says yes.",
    "A story has no tick at: You may show this to later participants.",
    "A story has both ticks.",
    example_is="files",
)
PRIVATE_KEY = Rule(
    "H205",
    "It is somebody's private key.",
    Severity.ERROR,
    "Whoever has it signs in their name. It is not kept: delete the file, and tell its owner to make a new one.",
    "my-badge-key.json comes with a mail.",
    "my-badge-key.json stays with its owner.",
    example_is="files",
)
CANNOT_OPEN = Rule(
    "H206",
    "The file cannot be opened.",
    Severity.WARNING,
    "A damaged or very large file, or a kind that is not read here, has to be looked at by a person.",
    "everything.zip comes with a mail.",
    "The files come one by one.",
    example_is="files",
)

FEED_UNREAD = Rule(
    "H207",
    "A participant's feed could not be read.",
    Severity.WARNING,
    "Only https addresses on the public network are asked, as when credentials are verified.",
    "The blog's server does not answer today.",
    "The address opens in a browser and shows the feed.",
    example_is="files",
)

ANSWERED_AGAIN = Rule(
    "H240",
    "Somebody answered again, and the later answers count.",
    Severity.NOTE,
    "One person counts once. Both are kept; `replaced_by` in the record of the earlier one says so, and can be taken "
    "out where they are of two people.",
    "A mail brings answers to a survey that its sender answered last week.",
    "Everybody answers once.",
    example_is="files",
)
SENDER_UNKNOWN = Rule(
    "H241",
    "Nothing says who sent these answers, so they count by themselves.",
    Severity.NOTE,
    "Whoever sends theirs again is counted twice. Files and texts of the site's present pages carry a number by which "
    "later answers replace earlier ones.",
    "Answers arrive as a text that a page of an earlier release made.",
    "The file that a page of the site downloads arrives.",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
