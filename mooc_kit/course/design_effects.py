"""What choices under `design:` bring into the course by themselves: surveys, and consent where data serve research."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_file import KitFile
from mooc_kit.course.model import Survey
from mooc_kit.course.surveys import ItemKind, SurveyFile, SurveyItemFile, intro_html, items_of, survey_yaml
from mooc_kit.spec.design import Curriculum, Data, Positioning
from mooc_kit.spec.model import Spec

PRE_COURSE, ABOUT_YOU, FEEDBACK, FOLLOW_UP = "pre-course", "about-you", "feedback", "follow-up"
FOLLOW_UP_AFTER = timedelta(days=90)
MINUTES = 5


def design_surveys(spec: Spec) -> Iterator[tuple[str, SurveyFile]]:
    """The surveys that the design asks for, as (id, survey)."""
    title = spec.course.title
    if spec.design.chose(Curriculum.PARTICIPANTS_IDENTIFY):
        yield PRE_COURSE, _pre_course(title)
    profile = spec.design.chose(Data.PARTICIPANT_PROFILING)
    research = spec.design.chose(Positioning.OPEN_RESEARCH_TOOL)
    if profile or research:
        yield ABOUT_YOU, _about_you(title, has_profile=profile, has_research=research)
    if spec.design.chose(Data.PARTICIPANT_SATISFACTION):
        yield FEEDBACK, _feedback(title)
    if spec.design.chose(Data.FOLLOW_UP_SURVEY):
        yield FOLLOW_UP, _follow_up(title)


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


def _pre_course(title: str) -> SurveyFile:
    return SurveyFile(
        title="What should this course be about?",
        intro=f"{title} is still taking shape. Tell us what you need, and we will build it around that.",
        items=[
            _item("need", ItemKind.TEXT, "What would you like to be able to do that you cannot do yet?"),
            _item("situation", ItemKind.TEXT, "Where will you use it: at work, at home, in a group, in your town?"),
            _item("know", ItemKind.TEXT, "What do you know or do already that others could learn from?"),
            _item(
                "time",
                ItemKind.CHOICE,
                "How much time could you give in a week?",
                "Less than an hour",
                "1 to 2 hours",
                "3 to 4 hours",
                "5 hours or more",
            ),
            _item("barriers", ItemKind.TEXT, "What could keep you from taking part? (network, language, time, access)"),
        ],
    )


def _about_you(title: str, *, has_profile: bool, has_research: bool) -> SurveyFile:
    items = []
    if has_profile:
        items += [
            _item("from", ItemKind.TEXT, "From which country or region are you taking part?"),
            _item(
                "why",
                ItemKind.CHOICES,
                f"What brings you to {title}?",
                "My work",
                "My studies",
                "My community",
                "Plain interest",
                "Somebody told me about it",
            ),
            _item(
                "before",
                ItemKind.SCALE,
                "How much do you know about the subject already?",
                "Nothing yet",
                "A little",
                "Some",
                "A lot",
            ),
            _item(
                "online", ItemKind.CHOICE, "Have you taken an online course before?", "Never", "Once", "Several times"
            ),
            _item(
                "access",
                ItemKind.TEXT,
                "Is there anything that would make taking part easier for you?",
                help="A slow network, a screen reader, another language: tell us what helps.",
            ),
        ]
    if has_research:
        items.append(
            _item(
                "research-consent",
                ItemKind.CONSENT,
                "I agree that my answers and contributions are used for research, without my name.",
                help="You can take part in everything without agreeing, and take it back at any time.",
            )
        )
    return SurveyFile(
        title="About you",
        intro="It helps us to make the course fit. Every question is voluntary; leave out what you like.",
        items=items,
    )


def _feedback(title: str) -> SurveyFile:
    return SurveyFile(
        title="How was it for you?",
        intro=f"Whether you did all of {title} or a small part: what you say here changes the next run.",
        items=[
            _item(
                "useful",
                ItemKind.SCALE,
                "How useful was the course to you?",
                "Not at all",
                "A little",
                "Useful",
                "Very useful",
            ),
            _item("took", ItemKind.TEXT, "What did you take from it? It need not be what we planned."),
            _item("best", ItemKind.TEXT, "Which part helped you most?"),
            _item("change", ItemKind.TEXT, "What should we change first?"),
            _item("left", ItemKind.TEXT, "If you stopped before the end (a fine thing to do): what was the reason?"),
        ],
    )


def _follow_up(title: str) -> SurveyFile:
    return SurveyFile(
        title="Some months later",
        intro=f"{title} ended a while ago. What has become of it?",
        items=[
            _item(
                "used",
                ItemKind.CHOICE,
                "Have you used something from the course since?",
                "Often",
                "A few times",
                "Once",
                "Not yet",
            ),
            _item("what", ItemKind.TEXT, "What did you do with it, and what came of it?"),
            _item("people", ItemKind.TEXT, "Are you still in touch with people from the course?"),
            _item(
                "next",
                ItemKind.CHOICES,
                "Where did you go from there?",
                "A further course",
                "Formal study",
                "New tasks at work",
                "A group in my community",
                "Nowhere yet",
            ),
        ],
    )
