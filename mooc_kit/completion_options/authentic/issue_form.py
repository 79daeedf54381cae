"""Share-back form: the questions of the share-back page, answered in the course's repository."""

from __future__ import annotations

from mooc_kit.completion_options.authentic.section import AuthenticSpec
from mooc_kit.completion_options.issue_forms import area, boxes, choice, form, introduction, line
from mooc_kit.i18n import Messages
from mooc_kit.spec.model import Spec


def share_back_form(spec: Spec, section: AuthenticSpec, messages: Messages) -> str:
    """The form's file. Everything in an issue is public: the form says so before the first field."""
    say = messages.text
    thanks = say(
        "Thank you for sharing what you did with {course}. Everybody can read this: name other people "
        "only if they agreed, and leave out addresses and telephone numbers.",
        course=spec.course.title,
    )
    kinds = ", ".join(say(kind.meaning) for kind in section.evidence)
    body = [
        introduction(thanks),
        choice("module", say("Which part of the course does it belong to?"), [m.title for m in spec.modules]),
        area("done", say("What did you do, where, and with whom?")),
        area("changed", say("What changed, for somebody else or for you?")),
        area("evidence", say("What do you bring back?"), help=kinds),
        area("next", say("What would you do differently next time?"), is_required=False),
        line("name", say("How shall we name you? Leave it empty to stay unnamed."), is_required=False),
        boxes(
            "consent",
            say("Consent"),
            (say("Everybody who can be recognised here agreed to it, and nobody is in danger."), True),
            (say("The course team may show this to later participants."), False),
        ),
    ]
    about = say("Tell the others what you did in the world.")
    return form(say("Share back"), about, title=say("Share back: "), label="share-back", body=body)
