"""Design effects: what choices under `design:` add to the course, such as surveys and consent to research."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_file import KitFile
from mooc_kit.course.model import Survey
from mooc_kit.course.surveys import ItemKind, SurveyFile, SurveyItemFile, intro_html, items_of, survey_yaml
from mooc_kit.i18n import N_, Say, messages_for
from mooc_kit.spec.design import Curriculum, Data, Positioning
from mooc_kit.spec.model import Spec

PRE_COURSE, ABOUT_YOU, FEEDBACK, FOLLOW_UP = "pre-course", "about-you", "feedback", "follow-up"
FOLLOW_UP_AFTER = timedelta(days=90)
MINUTES = 5
WENT_ON = (N_("A further course"), N_("Formal study"), N_("New tasks at work"))
"""The answers of the follow-up survey that tell of a pathway taken."""


def design_surveys(spec: Spec) -> Iterator[tuple[str, SurveyFile]]:
    """The surveys that the design asks for, as (id, survey)."""
    title, say = spec.course.title, messages_for(spec.course.language).text
    if spec.design.chose(Curriculum.PARTICIPANTS_IDENTIFY):
        yield PRE_COURSE, _pre_course(title, say)
    profile = spec.design.chose(Data.PARTICIPANT_PROFILING)
    research = spec.design.chose(Positioning.OPEN_RESEARCH_TOOL)
    if profile or research:
        yield ABOUT_YOU, _about_you(title, say, has_profile=profile, has_research=research)
    if spec.design.chose(Data.PARTICIPANT_SATISFACTION):
        yield FEEDBACK, _feedback(title, say)
    if spec.design.chose(Data.FOLLOW_UP_SURVEY):
        yield FOLLOW_UP, _follow_up(title, say)


def design_files(spec: Spec) -> Iterator[KitFile]:
    """The kit's files of those surveys."""
    for id, survey in design_surveys(spec):
        yield KitFile(f"surveys/{id}.yaml", text=survey_yaml(survey))


def contribute_design(spec: Spec, course: CourseBuilder) -> None:
    """Adds the surveys: what is asked before at the beginning of the first module, the rest at the end of the last."""
    if not spec.modules:
        return
    first, last = spec.modules[0].id, spec.modules[-1].id
    end = spec.ends_on()
    wanted = [id for id, _ in design_surveys(spec)]
    early = [id for id in wanted if id in (PRE_COURSE, ABOUT_YOU)]
    # Each early one goes before everything else, so the first of them comes last in this loop.
    for id in [*reversed(early), *(id for id in wanted if id not in early)]:
        place = spec.place("design")
        survey = course.files.survey(f"surveys/{id}.yaml", place)
        if survey is None:
            continue
        activity = Survey(
            id=id,
            title=survey.title,
            body_html=intro_html(survey),
            minutes=MINUTES,
            is_required=False,
            items=items_of(survey),
            opens=end + FOLLOW_UP_AFTER if id == FOLLOW_UP and end else None,
        )
        course.add_activity(first if id in early else last, activity, first=id in early)


def _item(id: str, kind: ItemKind, prompt: str, *options: str, help: str | None = None) -> SurveyItemFile:
    return SurveyItemFile(id=id, kind=kind, prompt=prompt, options=list(options), help=help)


def _pre_course(title: str, say: Say) -> SurveyFile:
    return SurveyFile(
        title=say("What should this course be about?"),
        intro=say(
            "{title} is still taking shape. Tell us what you need, and we will build it around that.", title=title
        ),
        items=[
            _item("need", ItemKind.TEXT, say("What would you like to be able to do that you cannot do yet?")),
            _item(
                "situation", ItemKind.TEXT, say("Where will you use it: at work, at home, in a group, in your town?")
            ),
            _item("know", ItemKind.TEXT, say("What do you know or do already that others could learn from?")),
            _item(
                "time",
                ItemKind.CHOICE,
                say("How much time could you give in a week?"),
                say("Less than an hour"),
                say("1 to 2 hours"),
                say("3 to 4 hours"),
                say("5 hours or more"),
            ),
            _item(
                "barriers",
                ItemKind.TEXT,
                say("What could keep you from taking part? (network, language, time, access)"),
            ),
        ],
    )


def _about_you(title: str, say: Say, *, has_profile: bool, has_research: bool) -> SurveyFile:
    items = []
    if has_profile:
        items += [
            _item("from", ItemKind.TEXT, say("From which country or region are you taking part?")),
            _item(
                "why",
                ItemKind.CHOICES,
                say("What brings you to {title}?", title=title),
                say("My work"),
                say("My studies"),
                say("My community"),
                say("Plain interest"),
                say("Somebody told me about it"),
            ),
            _item(
                "before",
                ItemKind.SCALE,
                say("How much do you know about the subject already?"),
                say("Nothing yet"),
                say("A little"),
                say("Some"),
                say("A lot"),
            ),
            _item(
                "online",
                ItemKind.CHOICE,
                say("Have you taken an online course before?"),
                say("Never"),
                say("Once"),
                say("Several times"),
            ),
            _item(
                "access",
                ItemKind.TEXT,
                say("Is there anything that would make taking part easier for you?"),
                help=say("A slow network, a screen reader, another language: tell us what helps."),
            ),
        ]
    if has_research:
        items.append(
            _item(
                "research-consent",
                ItemKind.CONSENT,
                say("I agree that my answers and contributions are used for research, without my name."),
                help=say("You can take part in everything without agreeing, and take it back at any time."),
            )
        )
    return SurveyFile(
        title=say("About you"),
        intro=say("It helps us to make the course fit. Every question is voluntary; leave out what you like."),
        items=items,
    )


def _feedback(title: str, say: Say) -> SurveyFile:
    return SurveyFile(
        title=say("How was it for you?"),
        intro=say(
            "Whether you did all of {title} or a small part: what you say here changes the next run.", title=title
        ),
        items=[
            _item(
                "useful",
                ItemKind.SCALE,
                say("How useful was the course to you?"),
                say("Not at all"),
                say("A little"),
                say("Useful"),
                say("Very useful"),
            ),
            _item("took", ItemKind.TEXT, say("What did you take from it? It need not be what we planned.")),
            _item("best", ItemKind.TEXT, say("Which part helped you most?")),
            _item("change", ItemKind.TEXT, say("What should we change first?")),
            _item(
                "left", ItemKind.TEXT, say("If you stopped before the end (a fine thing to do): what was the reason?")
            ),
        ],
    )


def _follow_up(title: str, say: Say) -> SurveyFile:
    return SurveyFile(
        title=say("Some months later"),
        intro=say("{title} ended a while ago. What has become of it?", title=title),
        items=[
            _item(
                "used",
                ItemKind.CHOICE,
                say("Have you used something from the course since?"),
                say("Often"),
                say("A few times"),
                say("Once"),
                say("Not yet"),
            ),
            _item("what", ItemKind.TEXT, say("What did you do with it, and what came of it?")),
            _item("people", ItemKind.TEXT, say("Are you still in touch with people from the course?")),
            _item(
                "next",
                ItemKind.CHOICES,
                say("Where did you go from there?"),
                *map(say, WENT_ON),
                say("A group in my community"),
                say("Nowhere yet"),
            ),
        ],
    )
