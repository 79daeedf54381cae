"""Design decisions: what a team decided, element by element, and why (`design:` in the spec).

Eleven elements stand here, in the kit's order; the tenth of the twelve, the completion options, has its own section.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import LongText, SpecModel, empty_list


class Positioning(Choice):
    INFORMAL_COMMUNITIES = "informal-communities", "Support study, interest and peer groups around formal education"
    OPEN_RESEARCH_TOOL = "open-research-tool", "A ground for research and for big conversations"
    COMMUNITY_ENGAGEMENT = "community-engagement", "Where disciplines meet; local and global issues; activism"
    MAKING_A_DIFFERENCE = "making-a-difference", "Participants do something for people or causes"
    EDUCATIONAL_PATHWAYS = "educational-pathways", "A taste of a subject, a career, or formal study"
    RESOURCE_BUILDING = "resource-building", "The participants make an open resource together"
    PARTNERSHIP_SPACE = "partnership-space", "A meeting ground with industry and organisations"


class Roles(Choice):
    SMALL_AGILE_TEAM = "small-agile-team", "A few people who do a bit of everything"
    CONTENT_EXPERTS = "content-experts", "People who know the subject"
    LEARNING_DESIGNER = "learning-designer", "Someone who designs how people learn"
    MEDIA_PRODUCTION = "media-production", "Someone who makes video, audio and images"
    TECHNICAL_SUPPORT = "technical-support", "Someone who runs the platform and answers technical questions"
    FACILITATORS_AND_MENTORS = "facilitators-and-mentors", "People who accompany the participants"
    PARTICIPANTS_AS_PRODUCERS = "participants-as-producers", "Participants who make parts of the course"
    EXTERNAL_PARTNERS = "external-partners", "Organisations that bring people, places or know-how"


class Curriculum(Choice):
    DEFINED_CURRICULUM = "defined-curriculum", "Clear objectives and criteria, set by the team"
    BROAD_INTEREST_AREA = "broad-interest-area", "Broad objectives; participants set their own goals"
    PARTICIPANTS_IDENTIFY = "participants-identify", "Ask future participants first what they need"


class ActivityStyle(Choice):
    PARTICIPANT_DRIVEN = "participant-driven", "Participants choose what to do, and share it"
    RESPONSIVE_DESIGN = "responsive-design", "Activities follow what participants bring up"
    PROBLEM_BASED_CHALLENGES = "problem-based-challenges", "A real problem each module, with a brief"
    DISCOVERY = "discovery", "A question to look into, before any answer is given"
    SCAFFOLDED = "scaffolded", "Small steps with worked examples"
    COLLABORATIVE_MAKING = "collaborative-making", "Groups make something together"
    REFLECTIVE_PRACTICE = "reflective-practice", "People think about what they did, and try again"


class Platform(Choice):
    DISTRIBUTED_OPEN = "distributed-open", "A free hub of your own, with third-party tools around it"
    FULLY_DISTRIBUTED = "fully-distributed", "No platform: linked free tools, gathered by feeds and tags"
    HOSTED_COMPLETE = "hosted-complete", "A complete learning platform, your own or hosted"
    COMMERCIAL_PARTNERSHIP = "commercial-partnership", "A MOOC provider under an agreement"


class Materials(Choice):
    LINK_TO_EXISTING = "link-to-existing", "Link to what is there already"
    ADAPT_OPEN_RESOURCES = "adapt-open-resources", "Change open resources to fit"
    MAKE_NEW_MEDIA = "make-new-media", "Make new video, audio, images or texts"
    PARTICIPANT_CONTRIBUTED = "participant-contributed", "Participants bring and share materials"
    PUBLIC_DOMAIN_ONLY = "public-domain-only", "Only what nobody owns"


class Promotion(Choice):
    EXISTING_NETWORKS = "existing-networks", "People and mailing lists that you know"
    SOCIAL_MEDIA = "social-media", "Posts that others can share"
    COURSE_DIRECTORIES = "course-directories", "Sites where people look for courses"
    PARTNER_CHANNELS = "partner-channels", "Newsletters and sites of partners"
    PRESS_KIT = "press-kit", "A page, an image and short texts for journalists"
    WORD_OF_MOUTH = "word-of-mouth", "Participants who tell others"


class Facilitation(Choice):
    FLEXIBLE_PARTICIPATION = "flexible-participation", "Join at any time, do what serves you"
    LIVE_FACILITATION = "live-facilitation", "Sessions at set times"
    SELF_PACED = "self-paced", "Everyone at their own pace, with self-checks"
    STRUCTURED_COHORTS = "structured-cohorts", "Dates, and groups that go together"
    MONITORED_DISCUSSIONS = "monitored-discussions", "Experts and technical help in the forums"
    RESPONSIVE_FACILITATION = "responsive-facilitation", "Help goes where participants ask for it, by vote"
    PARTICIPANT_LED_GROUPS = "participant-led-groups", "Partners and small groups run themselves"


class Support(Choice):
    PEER_SUPPORT = "peer-support", "Participants help each other first"
    FAQ = "faq", "Common questions answered on a page that grows"
    CONTACT_POINT = "contact-point", "One address for everything"
    INDIVIDUAL_SUPPORT = "individual-support", "Personal help, for whom and how much said clearly"
    ACCESSIBILITY_SUPPORT = "accessibility-support", "Help for people who meet a barrier"
    ORIENTATION = "orientation", "A first page for people new to learning online"


class Data(Choice):
    EVALUATION_PLANNING = "evaluation-planning", "Measures of success, set from the start"
    PLATFORM_ACTIVITY_REPORTS = "platform-activity-reports", "What the platform counts by itself"
    PARTICIPANT_PROFILING = "participant-profiling", "Sign-up questions on who takes part"
    PARTICIPANT_SATISFACTION = "participant-satisfaction", "A feedback survey at the end"
    FOLLOW_UP_SURVEY = "follow-up-survey", "A survey on the effect, months later"


class Sustaining(Choice):
    PUBLIC_ARCHIVING = "public-archiving", "The course stays readable after it ends"
    SOCIAL_RIPPLING = "social-rippling", "Communities that live on"
    REUSE_AS_IS = "reuse-as-is", "Run it again unchanged"
    TWEAK_AND_REUSE = "tweak-and-reuse", "Review it after the first run, then run it again"
    PUBLISH_FINDINGS = "publish-findings", "Write about what was learnt"
    JOIN_WITH_OTHERS = "join-with-others", "Link up with other courses and teams"
    FOCUS_AND_INTENSIFY = "focus-and-intensify", "A smaller, deeper course out of it"
    SUPPORT_OTHERS = "support-others", "Help other teams with what you learnt"


class Element(SpecModel):
    """One of the kit's elements: a title and the words with which the interview introduces it."""

    title: ClassVar[str]
    about: ClassVar[str]

    notes: Annotated[LongText | None, Ask("Why? A sentence or two for those who come after you.")] = None

    @classmethod
    def shown(cls) -> Any:
        """What an editor shows of it."""
        return Field(description=f"{cls.title}. {cls.about}")

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(getattr(self, "choices", ()))


class StrategicPositioning(Element):
    title = "Strategic positioning"
    about = "Why an open course, why this subject, for which community first, and how does it serve your aims?"
    choices: Annotated[list[Positioning], Ask("What is the course for?")] = Field(default_factory=empty_list)


class ResourcesAndRoles(Element):
    title = "Resources and roles"
    about = "Who will make it and run it, with what time and money? Which skills are missing?"
    choices: Annotated[list[Roles], Ask("Who takes part in making and running it?")] = Field(default_factory=empty_list)


class CurriculumElement(Element):
    title = "Curriculum"
    about = "Who decides what the course covers, and how is it kept to a size that people can finish?"
    choices: Annotated[list[Curriculum], Ask("Who shapes the curriculum?")] = Field(default_factory=empty_list)


class ActivitiesElement(Element):
    title = "Activities"
    about = "Begin with what participants do and bring back, not with media to produce. Link offline and online."
    choices: Annotated[list[ActivityStyle], Ask("How will participants learn?")] = Field(default_factory=empty_list)


class PlatformSelection(Element):
    title = "Platform selection"
    about = "Which platforms are open to you, and how do people reach them? Choose after the activities, not before."
    choices: Annotated[list[Platform], Ask("Where will the course live?")] = Field(default_factory=empty_list)


class ResourcesElement(Element):
    title = "Resources"
    about = "Which materials exist already? What will you link to, adapt or make, under which licence?"
    choices: Annotated[list[Materials], Ask("Where do the materials come from?")] = Field(default_factory=empty_list)


class PromotionElement(Element):
    title = "Promotion"
    about = "How will the people it is for hear of it, and from whom?"
    choices: Annotated[list[Promotion], Ask("How will people hear of it?")] = Field(default_factory=empty_list)


class EnrolmentAndFacilitation(Element):
    title = "Enrolment and facilitation"
    about = "How do people take part, and how will you be there for them?"
    choices: Annotated[list[Facilitation], Ask("How do people take part?")] = Field(default_factory=empty_list)


class ParticipationSupport(Element):
    title = "Participation support"
    about = "A large and diverse crowd expects different things. What help is there, and for whom?"
    choices: Annotated[list[Support], Ask("Which support will you give?")] = Field(default_factory=empty_list)


class DataElement(Element):
    title = "Data"
    about = "What will you collect, is ethics approval needed, and how will you know what the course achieved?"
    choices: Annotated[list[Data], Ask("What will you collect?")] = Field(default_factory=empty_list)


class SustainingElement(Element):
    title = "Sustaining"
    about = "How is quality judged, and how does the work live on? About four weeks sustains participation well."
    choices: Annotated[list[Sustaining], Ask("What happens after the first run?")] = Field(default_factory=empty_list)


ELEMENT_BEFORE_COMPLETION = "participation_support"
"""The completion options are the tenth element; their section of the spec is their own."""


class DesignSpec(SpecModel):
    """`design:`, the elements of the kit by their names. Every element may be left out."""

    strategic_positioning: Annotated[StrategicPositioning | None, StrategicPositioning.shown()] = None
    resources_and_roles: Annotated[ResourcesAndRoles | None, ResourcesAndRoles.shown()] = None
    curriculum: Annotated[CurriculumElement | None, CurriculumElement.shown()] = None
    activities: Annotated[ActivitiesElement | None, ActivitiesElement.shown()] = None
    platform_selection: Annotated[PlatformSelection | None, PlatformSelection.shown()] = None
    resources: Annotated[ResourcesElement | None, ResourcesElement.shown()] = None
    promotion: Annotated[PromotionElement | None, PromotionElement.shown()] = None
    enrolment_and_facilitation: Annotated[EnrolmentAndFacilitation | None, EnrolmentAndFacilitation.shown()] = None
    participation_support: Annotated[ParticipationSupport | None, ParticipationSupport.shown()] = None
    data: Annotated[DataElement | None, DataElement.shown()] = None
    sustaining: Annotated[SustainingElement | None, SustainingElement.shown()] = None

    def chose(self, choice: Choice) -> bool:
        """Whether any element holds `choice`."""
        return any(choice in element.chosen for element in self.decided().values())

    def decided(self) -> dict[str, Element]:
        """The elements that were answered, by key, in the kit's order."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: element for name, element in found.items() if element is not None}
