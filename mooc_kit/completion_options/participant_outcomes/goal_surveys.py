"""Goal surveys: one at sign-up, one at each check-in, one at the end, with answers that fit together.

Goals keep their ids (`goal-1`, `goal-2` …) through all of them, so that answers can be read side by side.
"""

from __future__ import annotations

from mooc_kit.course.surveys import ItemKind, SurveyFile, SurveyItemFile
from mooc_kit.i18n import Messages
from mooc_kit.spec.model import Spec

CONSENT = "share-goals"


def sign_up(spec: Spec, say: Messages, goals: int, *, is_public: bool) -> SurveyFile:
    """What people want from the course, in their own words, before they have seen much of it."""
    title = spec.course.title
    if is_public:
        privacy = say.text(
            "The team reads all answers. Other participants see your goals only if you tick the last box: under the "
            "name that you choose or without one, and nothing else of what you write here."
        )
    else:
        privacy = say.text("Only the team reads the answers, without names. Please do not write your name in them.")
    items = [
        SurveyItemFile(
            id=f"goal-{n}",
            kind=ItemKind.TEXT,
            prompt=_goal_prompt(say, n, title),
            help=say.text("Like: by the end, I can show my neighbours …") if n == 1 else None,
            required=n == 1,
        )
        for n in range(1, goals + 1)
    ]
    items.append(
        SurveyItemFile(
            id="how-you-will-know",
            kind=ItemKind.TEXT,
            prompt=say.text("How will you notice that you have reached it?"),
            help=say.text("Something that you or somebody else could see, hear or hold."),
        )
    )
    if spec.outcomes:
        items.append(
            SurveyItemFile(
                id="course-outcomes",
                kind=ItemKind.CHOICES,
                prompt=say.text("Which of these would help you with your goal?"),
                options=_different([*(outcome.text for outcome in spec.outcomes), say.text("None of them")]),
            )
        )
    items += [
        SurveyItemFile(
            id="expectations",
            kind=ItemKind.TEXT,
            prompt=say.text("What do you expect from the team and from the others?"),
        ),
        SurveyItemFile(
            id="obstacles",
            kind=ItemKind.TEXT,
            prompt=say.text("What could get in your way, and what would help you then?"),
        ),
        SurveyItemFile(
            id="offers",
            kind=ItemKind.TEXT,
            prompt=say.text("What do you know or have that could help somebody else here?"),
        ),
    ]
    if is_public:
        items += [
            SurveyItemFile(
                id="shown-name",
                kind=ItemKind.TEXT,
                prompt=say.text("Under which name may we show your goals?"),
                help=say.text("Leave it empty, and they are shown without a name."),
            ),
            SurveyItemFile(
                id=CONSENT,
                kind=ItemKind.CONSENT,
                prompt=say.text("I agree that my goals are shown to the other participants of {course}.", course=title),
                help=say.text("You can take part in everything without agreeing, and take it back at any time."),
            ),
        ]
    return SurveyFile(
        title=say.text("What do you want from this course?"),
        intro=say.text(
            "{course} has its own outcomes. Yours matter as much: say what you are here for, and we will look together "
            "at how far you come. It takes about eight minutes.",
            course=title,
        )
        + " "
        + privacy,
        items=items,
    )


def check_in(spec: Spec, say: Messages, week: int, goals: int) -> SurveyFile:
    """A look back and a look ahead, in the middle of the course."""
    items: list[SurveyItemFile] = []
    for n in range(1, goals + 1):
        prompt = say.text("How far have you come with your goal?")
        if goals > 1:
            prompt = say.text("How far have you come with goal {n}?", n=n)
        items.append(
            SurveyItemFile(
                id=f"goal-{n}",
                kind=ItemKind.SCALE,
                prompt=prompt,
                options=[
                    say.text("Not begun"),
                    say.text("A first step"),
                    say.text("Half of the way"),
                    say.text("Nearly there"),
                    say.text("Reached"),
                ],
                help=say.text("Leave it empty if you have no such goal.") if n > 1 else None,
            )
        )
    items += [
        SurveyItemFile(
            id="changed-goal",
            kind=ItemKind.TEXT,
            prompt=say.text("Has your goal changed? Write it as it is now."),
            help=say.text("Changing a goal is not failing. It often shows that you have learnt something."),
        ),
        SurveyItemFile(id="helped", kind=ItemKind.TEXT, prompt=say.text("What has helped you most so far?")),
        SurveyItemFile(id="stuck", kind=ItemKind.TEXT, prompt=say.text("Where are you stuck?")),
        SurveyItemFile(
            id="wish",
            kind=ItemKind.CHOICES,
            prompt=say.text("What would help you next?"),
            options=[
                say.text("An example to look at"),
                say.text("Somebody to try it with"),
                say.text("An answer from the team"),
                say.text("More time"),
                say.text("Something that the course does not cover yet"),
            ],
        ),
    ]
    return SurveyFile(
        title=say.text("Check-in, week {week}: how are your goals?", week=week),
        intro=say.text(
            "Take out the goals that you set for {course}. The team reads the answers, without names, and says in the "
            "course what it changes because of them. It takes about three minutes.",
            course=spec.course.title,
        ),
        items=items,
    )


def end_review(spec: Spec, say: Messages, goals: int, *, is_public: bool) -> SurveyFile:
    """Whether people reached what they came for, in their own judgement."""
    items: list[SurveyItemFile] = []
    for n in range(1, goals + 1):
        prompt = say.text("Did you reach your goal?")
        if goals > 1:
            prompt = say.text("Did you reach goal {n}?", n=n)
        items.append(
            SurveyItemFile(
                id=f"goal-{n}",
                kind=ItemKind.CHOICE,
                prompt=prompt,
                options=[
                    say.text("Yes"),
                    say.text("In part"),
                    say.text("Not yet"),
                    say.text("I let it go, because something else became more important"),
                ],
                help=say.text("Leave it empty if you had no such goal.") if n > 1 else None,
            )
        )
    items += [
        SurveyItemFile(
            id="shows", kind=ItemKind.TEXT, prompt=say.text("What can you do or show now that you could not before?")
        ),
        SurveyItemFile(id="made-it-possible", kind=ItemKind.TEXT, prompt=say.text("What made it possible?")),
        SurveyItemFile(
            id="missing", kind=ItemKind.TEXT, prompt=say.text("What did you need for your goal and not find here?")
        ),
        SurveyItemFile(id="next", kind=ItemKind.TEXT, prompt=say.text("What is your next step, and by when?")),
    ]
    if is_public:
        items.append(
            SurveyItemFile(
                id="share-story",
                kind=ItemKind.CONSENT,
                prompt=say.text("You may show these answers, without my name, to people who think about joining."),
                help=say.text("It changes nothing for you if you leave the box empty."),
            )
        )
    return SurveyFile(
        title=say.text("Did you get what you came for?"),
        intro=say.text(
            "Look once more at the goals that you set for {course}. You are the only judge of them. However many "
            "activities you did: if you got what you came for, the course has done its work.",
            course=spec.course.title,
        ),
        items=items,
    )


def _goal_prompt(say: Messages, n: int, title: str) -> str:
    if n == 1:
        return say.text("What do you want to be able to do, or to have done, by the end of {course}?", course=title)
    return say.text("Goal {n}, if you have another one", n=n)


def _different(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))
