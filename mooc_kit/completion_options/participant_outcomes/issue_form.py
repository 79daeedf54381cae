"""Goal form: goals as people set them, shared in the repository that holds the course."""

from __future__ import annotations

from mooc_kit.completion_options.issue_forms import area, boxes, choice, form, introduction
from mooc_kit.completion_options.participant_outcomes.section import ParticipantOutcomesSpec
from mooc_kit.i18n import Messages
from mooc_kit.spec.model import Spec


def goal_form(spec: Spec, section: ParticipantOutcomesSpec, messages: Messages) -> str:
    """The form's file, valid for GitHub. Its fields are called as in the sign-up survey: answers fit together."""
    say = messages.text
    thanks = say(
        "Share your goals for {course}. Everybody can read this, with the name of your account beside it: "
        "write nothing that you would not tell a stranger on a train.",
        course=spec.course.title,
    )
    body = [introduction(thanks)]
    for number in range(1, section.goals_max + 1):
        label = say("Your goal") if number == 1 else say("Goal {n}, if you have another one", n=number)
        body.append(area(f"goal-{number}", label, is_required=number == 1))
    body.append(area("how-you-will-know", say("How will you notice that you have reached it?"), is_required=False))
    if spec.outcomes:
        wanted = say("Which of these would help you with your goal?")
        options = [*(outcome.text for outcome in spec.outcomes), say("None of them")]
        body.append(choice("course-outcomes", wanted, options, takes_several=True, is_required=False))
    quoted = say("The course team may quote my goals, without my name, on the page of themes.")
    body.append(boxes("share-goals", say("Consent"), (quoted, False)))
    about = say("Tell the others what you want from the course.")
    return form(say("Share my goals"), about, title=say("Goal: "), label="goal", body=body)
