"""The share-back form is a GitHub issue form: the questions of the share-back page, answered in the repository."""

from __future__ import annotations

from typing import Any

from mooc_kit.completion_options.authentic.section import AuthenticSpec
from mooc_kit.messages import Messages
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_text import yaml_text


def share_back_form(spec: Spec, section: AuthenticSpec, messages: Messages) -> str:
    """The form's file, valid for GitHub. Everything in an issue is public: the form says so before the first field."""
    say = messages.text
    evidence = ", ".join(say(kind.meaning) for kind in section.evidence)
    body: list[dict[str, Any]] = [
        {
            "type": "markdown",
            "attributes": {
                "value": say(
                    "Thank you for sharing what you did with {course}. Everybody can read this: name other people "
                    "only if they agreed, and leave out addresses and telephone numbers.",
                    course=spec.course.title,
                )
            },
        },
        _choice("module", say("Which part of the course does it belong to?"), [m.title for m in spec.modules]),
        _field("done", say("What did you do, where, and with whom?"), is_long=True),
        _field("changed", say("What changed, for somebody else or for you?"), is_long=True),
        _field("evidence", say("What do you bring back?"), is_long=True, help=evidence),
        _field("next", say("What would you do differently next time?"), is_long=True, is_required=False),
        _field("name", say("How shall we name you? Leave it empty to stay unnamed."), is_required=False),
        {
            "type": "checkboxes",
            "id": "consent",
            "attributes": {
                "label": say("Consent"),
                "options": [
                    {
                        "label": say("Everybody who can be recognised here agreed to it, and nobody is in danger."),
                        "required": True,
                    },
                    {"label": say("The course team may show this to later participants."), "required": False},
                ],
            },
        },
    ]
    form = {
        "name": say("Share back"),
        "description": say("Tell the others what you did in the world."),
        "title": say("Share back: "),
        "labels": ["share-back"],
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


def _field(id: str, label: str, *, is_long: bool = False, is_required: bool = True, help: str = "") -> dict[str, Any]:
    attributes = {"label": label, **({"description": help} if help else {})}
    return {
        "type": "textarea" if is_long else "input",
        "id": id,
        "attributes": attributes,
        "validations": {"required": is_required},
    }
