"""The question form is a GitHub issue form: a question with its answers, as a participant hands it in."""

from __future__ import annotations

from typing import Any

from mooc_kit.messages import Messages
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.yaml_text import yaml_text

KINDS = (
    ("multiple_choice", "One answer is right"),
    ("multiple_response", "Several answers are right"),
    ("true_false", "A statement, true or false"),
    ("short_answer", "A word or a short phrase"),
    ("numerical", "A number"),
    ("matching", "Pairs that belong together"),
    ("ordering", "Steps to bring into order"),
    ("essay", "An answer in own words"),
)


def question_form(spec: spec_model.Spec, messages: Messages) -> str:
    """The form's file, valid for GitHub, with this course's modules and outcomes to choose from."""
    say = messages.text
    course = spec.course
    outcomes = [outcome.text for outcome in spec.outcomes]
    body: list[dict[str, Any]] = [
        {
            "type": "markdown",
            "attributes": {
                "value": say(
                    "Thank you for writing a question for {course}. Everybody can read what you write here.",
                    course=course.title,
                )
            },
        },
        _choice("module", say("For which part of the course is it?"), [module.title for module in spec.modules]),
    ]
    if outcomes:
        body.append(_choice("outcome", say("Which outcome does it check?"), [*outcomes, say("I am not sure")]))
    body += [
        _choice("kind", say("What kind of question is it?"), [f"{key}: {say(words)}" for key, words in KINDS]),
        _area("prompt", say("The question"), say("Ask one thing, in plain words.")),
        _area(
            "answers",
            say("The answers, one on each line"),
            say(
                "Begin a right answer with + and a wrong one with -. After :: say why somebody may have chosen it and "
                "what is true."
            ),
            example=_example(say),
        ),
        _area("feedback", say("What should people know after they answered?"), say("Why is it so? Where is more?")),
        _area("source", say("Where does it come from?"), say("Your own idea, a page of the course, a book …"), False),
        {
            "type": "input",
            "id": "author",
            "attributes": {
                "label": say("How shall we name you as its author?"),
                "description": say("Leave it empty if you do not wish to be named."),
            },
            "validations": {"required": False},
        },
        {
            "type": "checkboxes",
            "id": "agreed",
            "attributes": {
                "label": say("Before you send it"),
                "options": [
                    {
                        "label": say(
                            "I wrote it myself or say where it is from, and others may use and change it under "
                            "{license}.",
                            license=course.license,
                        ),
                        "required": True,
                    },
                    {"label": say("Somebody else has tried to answer it."), "required": False},
                ],
            },
        },
    ]
    form = {
        "name": say("A question for a self-check"),
        "description": say("Add a question that helps others to check what they know."),
        "title": say("Question: "),
        "labels": ["question"],
        "body": body,
    }
    return "---\n" + yaml_text(form)


def _choice(id: str, label: str, options: list[str]) -> dict[str, Any]:
    # GitHub refuses a drop-down whose options repeat.
    return {
        "type": "dropdown",
        "id": id,
        "attributes": {"label": label, "options": list(dict.fromkeys(options))},
        "validations": {"required": True},
    }


def _area(id: str, label: str, help: str, is_required: bool = True, *, example: str = "") -> dict[str, Any]:
    attributes = {"label": label, "description": help, **({"placeholder": example} if example else {})}
    return {"type": "textarea", "id": id, "attributes": attributes, "validations": {"required": is_required}}


def _example(say: Any) -> str:
    return "\n".join(
        (
            say("+ The right answer :: why it is right"),
            say("- A wrong answer :: which mistake leads to it"),
            say("- Another wrong answer :: what is true instead"),
        )
    )
