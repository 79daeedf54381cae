"""The goal form is a GitHub issue form: goals as people set them, shared in the repository that holds the course."""

from __future__ import annotations

from typing import Any

from mooc_kit.completion_options.participant_outcomes.section import ParticipantOutcomesSpec
from mooc_kit.messages import Messages
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_text import yaml_text


def goal_form(spec: Spec, section: ParticipantOutcomesSpec, messages: Messages) -> str:
    """The form's file, valid for GitHub. Its fields are called as in the sign-up survey: answers fit together."""
    say = messages.text
    body: list[dict[str, Any]] = [
        {
            "type": "markdown",
            "attributes": {
                "value": say(
                    "Share your goals for {course}. Everybody can read this, with the name of your account beside it: "
                    "write nothing that you would not tell a stranger on a train.",
                    course=spec.course.title,
                )
            },
        }
    ]
    for number in range(1, section.goals_max + 1):
        label = say("Your goal") if number == 1 else say("Goal {n}, if you have another one", n=number)
        body.append(_field(f"goal-{number}", label, is_required=number == 1))
    body.append(_field("how-you-will-know", say("How will you notice that you have reached it?"), is_required=False))
    if spec.outcomes:
        options = [*(outcome.text for outcome in spec.outcomes), say("None of them")]
        body.append(
            {
                "type": "dropdown",
                "id": "course-outcomes",
                "attributes": {
                    "label": say("Which of these would help you with your goal?"),
                    "options": list(dict.fromkeys(options)),  # GitHub refuses a drop-down whose options repeat.
                    "multiple": True,
                },
                "validations": {"required": False},
            }
        )
    body.append(
        {
            "type": "checkboxes",
            "id": "share-goals",
            "attributes": {
                "label": say("Consent"),
                "options": [
                    {
                        "label": say("The course team may quote my goals, without my name, on the page of themes."),
                        "required": False,
                    }
                ],
            },
        }
    )
    form = {
        "name": say("Share my goals"),
        "description": say("Tell the others what you want from the course."),
        "title": say("Goal: "),
        "labels": ["goal"],
        "body": body,
    }
    return "---\n" + yaml_text(form)


def _field(id: str, label: str, *, is_required: bool) -> dict[str, Any]:
    return {
        "type": "textarea",
        "id": id,
        "attributes": {"label": label},
        "validations": {"required": is_required},
    }
