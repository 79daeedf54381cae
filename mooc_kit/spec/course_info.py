"""Course facts: who offers the course, for whom, when and where (`course:` in the spec)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.accessibility import AccessibilityInfo
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Date, Email, Id, Language, License, LongText, SpecModel, Text, Url, empty_list
from mooc_kit.spec.meeting import MeetingEmbed, MeetingPlace


class TeamRole(Choice):
    LEAD = "lead", "Answers for the course as a whole"
    FACILITATOR = "facilitator", "Accompanies participants"
    CONTENT_EXPERT = "content-expert", "Knows the subject"
    LEARNING_DESIGNER = "learning-designer", "Designs how people learn"
    MEDIA_PRODUCER = "media-producer", "Makes video, audio and images"
    TECHNICAL_SUPPORT = "technical-support", "Runs the platform"
    ASSESSOR = "assessor", "Judges work for credit"
    PARTNER_CONTACT = "partner-contact", "Keeps the contact with the partner platform or institution"
    MENTOR = "mentor", "Helps groups and newcomers"


class Person(SpecModel):
    name: Annotated[Text, Ask("Name")]
    role: Annotated[TeamRole, Ask("Role in the team")] = TeamRole.FACILITATOR
    email: Annotated[Email | None, Ask("E-mail address", "Shown to participants only for the contact address.")] = None


class Partner(SpecModel):
    name: Annotated[Text, Ask("Name of the partner")]
    url: Annotated[Url | None, Ask("Web address of the partner")] = None
    contribution: Annotated[Text | None, Ask("What does the partner bring?")] = None


class Brand(SpecModel):
    """How the institution looks: its logo (a file of the kit) and two colours."""

    logo: Annotated[Text | None, Ask("Path of the logo inside the kit", "SVG or PNG.", depth="file")] = None
    primary: Annotated[str, Ask("Main colour", "As #rrggbb.", depth="file"), Field(pattern=r"^#[0-9a-fA-F]{6}$")] = (
        "#1d4f5c"
    )
    accent: Annotated[str, Ask("Second colour", "As #rrggbb.", depth="file"), Field(pattern=r"^#[0-9a-fA-F]{6}$")] = (
        "#8a4b12"
    )


class Download(Choice):
    EPUB = "epub", "The whole course as an e-book"
    PRINT = "print", "The whole course as a PDF to print"


class CourseInfo(SpecModel):
    id: Annotated[Id, Ask("Short id of the course", "Used in file names and addresses.", depth="core")]
    title: Annotated[
        Text,
        Ask(
            "What is the course called?",
            depth="core",
            more="Like: River Watch. It stands on every page, package and certificate, and the short id comes from it.",
        ),
    ]
    subtitle: Annotated[
        Text | None,
        Ask(
            "A subtitle?",
            depth="core",
            more="Like: Look after the river near you. It stands under the title; leave it empty for none.",
        ),
    ] = None
    summary: Annotated[
        LongText | None,
        Ask(
            "What will people get from it, in one or two sentences?",
            depth="core",
            more="Like: You take a water sample and know what it says. It stands on the first page and in search "
            "results.",
        ),
    ] = None
    language: Annotated[
        Language,
        Ask(
            "In which language?",
            "A language code such as en, fr or pt-BR.",
            depth="core",
            more="The texts that mooc-kit writes for participants come in it, where it has them.",
        ),
    ] = "en"
    languages: Annotated[
        list[Language],
        Ask(
            "In which languages is it, all in all?",
            "Its texts in the others are in translations/: `mooc-kit translate` makes the files.",
            depth="file",
        ),
    ] = Field(default_factory=list, max_length=60)
    license: Annotated[
        License,
        Ask(
            "Under which licence can others reuse it?",
            "CC-BY-4.0 asks only for credit.",
            depth="core",
            more="It stands on every page, and in the packages, so that others know what they may do.",
        ),
    ] = "CC-BY-4.0"
    institution: Annotated[
        Text | None,
        Ask(
            "Which institution or group offers it?",
            depth="core",
            more="Like: Open Rivers Network. It stands on certificates and badges as the one who gives them.",
        ),
    ] = None
    url: Annotated[
        Url | None,
        Ask(
            "At which web address will it be?",
            "Credentials and shared links point there.",
            depth="core",
            more="Like https://rivers.example.org/watch. Leave it empty until you know; badges need it before they are "
            "awarded.",
        ),
    ] = None
    contact: Annotated[
        Email | None,
        Ask(
            "Which address may participants write to?",
            depth="core",
            more="Like rivers@example.org. Every page sends people there who need help, so let it be one that somebody "
            "reads.",
        ),
    ] = None
    repository: Annotated[
        Url | None,
        Ask(
            "In which repository does the team keep it?",
            "Like https://github.com/open-rivers/watch. On GitHub, participants can hand things in with forms there.",
            more="Leave it empty where there is none.",
        ),
    ] = None
    meeting_place: Annotated[
        MeetingPlace | None,
        Ask(
            "Where will people talk, and where do they hand in?",
            "platform, repository, email, nowhere, or the address of a forum or chat. Pages promise just that. "
            "Where nothing is said, it is the learning platform among the targets, else nowhere.",
            depth="core",
        ),
    ] = None
    meeting_embed: Annotated[
        MeetingEmbed | None,
        Ask(
            "At which address can a page show the discussion itself?",
            "Of a chat, a pad or a topic that may stand inside of other pages. Pages of the site load it on a click, "
            "and say so before; beside it stands the link to the meeting place.",
            depth="file",
        ),
    ] = None
    level: Annotated[
        Text | None, Ask("How advanced is it?", "In a word that people search for, like Beginner.", depth="file")
    ] = None
    prerequisites: Annotated[
        list[Text], Ask("What should people know or have before?", "One on each line.", depth="file")
    ] = Field(default_factory=empty_list)
    audience: Annotated[
        Text | None,
        Ask(
            "For whom is it, first of all?",
            depth="core",
            more="Like: people who live near a river and never took a sample. It stands on the first page: they should "
            "find themselves in it.",
        ),
    ] = None
    start: Annotated[
        Date | None,
        Ask(
            "When does it start?",
            "Leave empty for a course without dates.",
            depth="core",
            more="Weeks, deadlines and the calendar follow from it.",
        ),
    ] = None
    weeks: Annotated[
        int,
        Ask(
            "How many weeks?",
            "About four sustains participation well.",
            depth="core",
            more="A module a week is grown where you name no modules; the calendar follows from it.",
        ),
        Field(ge=1, le=52),
    ] = 4
    hours_per_week: Annotated[
        float,
        Ask(
            "How many hours a week for a participant?",
            "Most open courses ask 2 to 5.",
            depth="core",
            more="Like 3. The estimate of the work is compared with it, and told where it does not fit.",
        ),
        Field(gt=0, le=40),
    ] = 3
    team: Annotated[
        list[Person],
        Ask(
            "Who is in the team?",
            more="Like: Ana Lopes | lead | ana@example.org. The page about the course names them.",
        ),
    ] = Field(default_factory=empty_list)
    partners: Annotated[
        list[Partner],
        Ask(
            "Which partners take part?",
            more="Like: River Trust | https://rivers.example.org | samples and volunteers. The page about the course "
            "names them.",
        ),
    ] = Field(default_factory=empty_list)
    brand: Annotated[Brand, Ask("Logo and colours", depth="file")] = Field(default_factory=Brand)
    downloads: Annotated[
        list[Download],
        Ask(
            "What can people take away from the web site?",
            "The whole course in one file; each build of the site makes it.",
            depth="file",
        ),
    ] = Field(default_factory=empty_list)
    accessibility: Annotated[AccessibilityInfo, Ask("What the accessibility statement says", depth="file")] = Field(
        default_factory=AccessibilityInfo
    )
