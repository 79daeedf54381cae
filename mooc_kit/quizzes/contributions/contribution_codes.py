"""The problem codes of contributed questions (Q7)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

FOREIGN_PICTURE = Rule(
    "Q701",
    "A contributed question loads a picture from elsewhere.",
    Severity.WARNING,
    "Whoever keeps that picture would see who answers the question, and could change it later. It is left out.",
    "![A river](https://example.org/river.png) What do you see?",
    "Describe the picture in words: What do you see?",
    example_is="files",
)
HTML = Rule(
    "Q702",
    "A contributed question holds HTML.",
    Severity.WARNING,
    "Scripts and forms hide in HTML. It is shown as the letters that were typed.",
    "<b>Which</b> river?",
    "**Which** river?",
    example_is="files",
)
LINK = Rule(
    "Q703",
    "A contributed question links to another site.",
    Severity.WARNING,
    "A reviewer should look at the page first: it may change, or sell something.",
    "See [this page](https://example.org) first. Which river is it?",
    "Which river is it?",
    example_is="files",
)
NOT_AGREED = Rule(
    "Q704",
    "Its author has not agreed that others may use it.",
    Severity.ERROR,
    "Without that, nobody may pass it on, and the course cannot hold it.",
    "The first box of the form is not ticked: `- [ ] I wrote it myself …`",
    "The first box of the form is ticked: `- [x] I wrote it myself …`",
    example_is="files",
)
SAME_QUESTION = Rule(
    "Q705",
    "The same question is there already.",
    Severity.ERROR,
    "Who draws both would be asked the same thing twice.",
    "A contribution asks “How deep do you sample?” with the answers that quizzes/self-check-sampling.yaml has.",
    "A contribution asks something new.",
    example_is="files",
)
NEAR_TWIN = Rule(
    "Q706",
    "A question very much like it is there already.",
    Severity.WARNING,
    "Keep the better one, or let the new one ask for something else.",
    "“At which depth do you take the sample?” beside “At which depth do you take a sample?”",
    "“At which depth do you take the sample?” beside “Why not at the surface?”",
    example_is="files",
)
WHICH_MODULE = Rule(
    "Q707",
    "It is not clear to which module a contribution belongs.",
    Severity.ERROR,
    "Accepted questions go into the self-check of a module.",
    "contributions/kim.gift",
    "contributions/sampling/kim.gift",
    example_is="files",
)
CLOSED = Rule(
    "Q708",
    "The course takes no contributed questions.",
    Severity.ERROR,
    "With `contributions: closed` nobody looks at them.",
    "contributions/sampling/kim.gift is there, and self_check has `contributions: closed`.",
    "self_check has `contributions: reviewed`.",
    example_is="files",
)
INCOMPLETE = Rule(
    "Q709",
    "A form is not filled in so that a question can be made of it.",
    Severity.ERROR,
    "The answers stand one on each line; a right one begins with + and a wrong one with -.",
    "### The answers, one on each line\n\nAt 20 cm",
    "### The answers, one on each line\n\n+ At 20 cm\n- At the surface",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
