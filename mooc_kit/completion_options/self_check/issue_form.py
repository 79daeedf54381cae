"""Question form: a question with its answers, as a participant hands it in."""

from __future__ import annotations

from typing import Any

from mooc_kit.completion_options.issue_forms import area, boxes, choice, form, introduction, line
from mooc_kit.i18n import N_, Messages
from mooc_kit.spec import model as spec_model

KINDS = (
    ("multiple_choice", N_("One answer is right")),
    ("multiple_response", N_("Several answers are right")),
    ("true_false", N_("A statement, true or false")),
    ("short_answer", N_("A word or a short phrase")),
    ("numerical", N_("A number")),
    ("matching", N_("Pairs that belong together")),
    ("ordering", N_("Steps to bring into order")),
    ("essay", N_("An answer in own words")),
)


BEYOND_THE_FORM = (
    ("fill_blanks", N_("A text with gaps")),
    ("calculated", N_("A number that is computed from drawn values")),
)
"""Kinds that lines with + and - cannot say: they travel as a file."""


def question_kinds(messages: Messages) -> tuple[tuple[str, str, str], ...]:
    """Every kind that a quiz holds: its key, its words, and how the form lists it ("" where it does not)."""
    say = messages.text
    known = [(key, say(words), f"{key}: {say(words)}") for key, words in KINDS]
    return (*known, *((key, say(words), "") for key, words in BEYOND_THE_FORM))


def question_form(spec: spec_model.Spec, messages: Messages) -> str:
    """The form's file, valid for GitHub, with this course's modules and outcomes to choose from."""
    say = messages.text
    course = spec.course
    outcomes = [outcome.text for outcome in spec.outcomes]
    thanks = say(
        "Thank you for writing a question for {course}. Everybody can read what you write here.", course=course.title
    )
    body = [
        introduction(thanks),
        choice("module", say("For which part of the course is it?"), [module.title for module in spec.modules]),
    ]
    if outcomes:
        body.append(choice("outcome", say("Which outcome does it check?"), [*outcomes, say("I am not sure")]))
    marks = say(
        "Begin a right answer with + and a wrong one with -. After :: say why somebody may have chosen it and "
        "what is true."
    )
    own = say(
        "I wrote it myself or say where it is from, and others may use and change it under {license}.",
        license=course.license,
    )
    body += [
        choice("kind", say("What kind of question is it?"), [f"{key}: {say(words)}" for key, words in KINDS]),
        area("prompt", say("The question"), help=say("Ask one thing, in plain words.")),
        area("answers", say("The answers, one on each line"), help=marks, example=_example(say)),
        area(
            "feedback",
            say("What should people know after they answered?"),
            help=say("Why is it so? Where is more?"),
        ),
        area(
            "source",
            say("Where does it come from?"),
            help=say("Your own idea, a page of the course, a book …"),
            is_required=False,
        ),
        line(
            "author",
            say("How shall we name you as its author?"),
            help=say("Leave it empty if you do not wish to be named."),
            is_required=False,
        ),
        boxes("agreed", say("Before you send it"), (own, True), (say("Somebody else has tried to answer it."), False)),
    ]
    about = say("Add a question that helps others to check what they know.")
    return form(say("A question for a self-check"), about, title=say("Question: "), label="question", body=body)


def _example(say: Any) -> str:
    return "\n".join(
        (
            say("+ The right answer :: why it is right"),
            say("- A wrong answer :: which mistake leads to it"),
            say("- Another wrong answer :: what is true instead"),
        )
    )
