"""Problem codes of a course's design: alignment (A), workload and dates (W), the twelve elements (D)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# ---- A: constructive alignment (Biggs, 1996): what is promised is taught, and what is taught is shown --------------

NOT_TAUGHT = Rule(
    "A101",
    "Nothing in the course serves this outcome.",
    _E,
    "An outcome is a promise. If no module or activity works towards it, participants cannot reach it here.",
    "outcomes:\n  - {id: sample, text: Collect a water sample}\n  - {id: analyse, text: Analyse a sample}\n"
    "  - {id: advocate, text: Present findings}\n  - {id: swim, text: Demonstrate safe swimming}\n",
    "outcomes:\n  - {id: sample, text: Collect a water sample}\n  - {id: analyse, text: Analyse a sample}\n"
    "  - {id: advocate, text: Present findings}\n",
)
_SHOW = (
    "completion: {authentic: null, self_check: null, peer_badges: null, authenticated_completion: null, credit: null}\n"
    "modules:\n  - id: river\n    title: River\n    outcomes: [sample, analyse, advocate]\n    activities:\n"
)
NOT_SHOWN = Rule(
    "A102",
    "Nothing lets participants show this outcome.",
    _W,
    "Reading about something does not show that one can do it. A quiz, an assignment, a peer review, a task in the "
    "world or a badge does. With a defined curriculum this is an error.",
    _SHOW + "      - {id: why, kind: page, title: Why}\n"
    "      - {id: numbers, kind: quiz, title: Numbers, outcomes: [sample, analyse], graded: true, points: 10}\n",
    _SHOW + "      - {id: why, kind: page, title: Why}\n"
    "      - {id: numbers, kind: quiz, title: Numbers, outcomes: [sample, analyse], graded: true, points: 10}\n"
    "      - {id: brief, kind: peer_review, title: A brief, outcomes: [advocate], rubric: brief, points: 50}\n",
)
NOT_OBSERVABLE = Rule(
    "A103",
    "The outcome's verb cannot be observed.",
    _W,
    "Nobody can see whether somebody understands or knows. What they then do (explain, compare, build) can be seen, "
    "and says at once what a fitting activity is.",
    "outcomes:\n  - {id: sample, text: Understand water sampling}\n  - {id: analyse, text: Analyse results}\n"
    "  - {id: advocate, text: Present findings}\n",
    "outcomes:\n  - {id: sample, text: Explain how a water sample is taken}\n  - {id: analyse, text: Analyse results}\n"
    "  - {id: advocate, text: Present findings}\n",
)
NO_OUTCOMES = Rule(
    "A104",
    "The course names no outcomes.",
    _W,
    "Outcomes tell people what they will be able to do, and tie activities to evidence. A course imported from a "
    "platform often names none: write them. With a defined curriculum this is an error; a course whose future "
    "participants are asked first (participants-identify) may do without them for now.",
    "outcomes: []\nmodules:\n  - {id: river, title: River, activities: [{id: why, kind: page, title: Why}]}\n"
    "completion: {peer_badges: null, credit: null, authenticated_completion: null}\n",
    "outcomes: []\nmodules:\n  - {id: river, title: River, activities: [{id: why, kind: page, title: Why}]}\n"
    "completion: {peer_badges: null, credit: null, authenticated_completion: null}\n"
    "design:\n  curriculum:\n    choices: [participants-identify]\n",
)
MODULE_WITHOUT_OUTCOME = Rule(
    "A105",
    "The module serves no outcome.",
    _W,
    "Participants will ask what it is for. Name the outcomes that it works towards, or take it out.",
    "modules:\n  - {id: more, title: More, activities: [{id: read, kind: page, title: Read, outcomes: []}]}\n",
    "modules:\n  - {id: more, title: More, outcomes: [sample], activities: [{id: read, kind: page, title: Read}]}\n",
)

ONLY_EXAMINED = Rule(
    "A106",
    "Only an exam serves this outcome.",
    _W,
    "People would be asked for what nothing in the course let them learn or try.",
    "modules:\n  - {id: end, title: End, activities: [{id: exam, kind: exam, title: Exam, outcomes: [sample]}]}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample], activities: [{id: try, kind: quiz, title: Try}]}\n"
    "  - {id: end, title: End, activities: [{id: exam, kind: exam, title: Exam, outcomes: [sample]}]}\n",
)

# ---- W: workload and dates -----------------------------------------------------------------------------------------

_WEEK = (
    "modules:\n  - id: river\n    title: River\n    week: 1\n    outcomes: [sample, analyse, advocate]\n"
    "    activities:\n"
)
WEEK_TOO_FULL = Rule(
    "W101",
    "A week asks for more time than the course promises.",
    _W,
    "People plan with the hours that you name. A week that takes much more is where they leave.",
    _WEEK + "      - {id: project, kind: assignment, title: Project, minutes: 1200}\n",
    _WEEK + "      - {id: project, kind: assignment, title: Project, minutes: 150}\n",
)
TOO_LITTLE = Rule(
    "W102",
    "The course asks for far less time than it promises.",
    _W,
    "The hours are part of what people, and those who recognise the course, rely on. Minutes are estimated from the "
    "words of the pages and the kinds of activities; `minutes:` says better.",
    "weeks: 4, hours_per_week: 10, and pages and activities of 6 hours in all",
    "weeks: 4, hours_per_week: 2, and pages and activities of 6 hours in all",
    example_is="kit",
)
WEEK_OUTSIDE = Rule(
    "W103",
    "The module begins after the course has ended.",
    _E,
    "Its dates would lie outside the course.",
    "course:\n  weeks: 3\n",
    "course:\n  weeks: 4\n",
)
DUE_OUTSIDE = Rule(
    "W104",
    "The date lies outside the course.",
    _E,
    "Participants could not hand in, or would be late on the first day.",
    _WEEK + "      - {id: note, kind: assignment, title: Note, due: 2027-02-01}\n",
    _WEEK + "      - {id: note, kind: assignment, title: Note, due: 2027-03-07}\n",
)
DUE_BEFORE_MODULE = Rule(
    "W105",
    "The activity is due before its module begins.",
    _W,
    "Most participants will see the activity only when its module begins.",
    _WEEK.replace("week: 1", "week: 2") + "      - {id: note, kind: assignment, title: Note, due: 2027-03-02}\n",
    _WEEK.replace("week: 1", "week: 2") + "      - {id: note, kind: assignment, title: Note, due: 2027-03-14}\n",
)
SESSION_OUTSIDE = Rule(
    "W106",
    "The live session lies outside the course.",
    _W,
    "People look for sessions between the first and the last day.",
    _WEEK + '      - {id: meet, kind: live_session, title: Meet, starts: "2028-03-04T18:00+01:00"}\n',
    _WEEK + '      - {id: meet, kind: live_session, title: Meet, starts: "2027-03-04T18:00+01:00"}\n',
)
TOO_LONG = Rule(
    "W107",
    "The course is long.",
    _W,
    "About four weeks sustains participation well. A longer course keeps more people when it is split into parts that "
    "each end with something in hand.",
    "course:\n  weeks: 12\n",
    "course:\n  weeks: 4\n",
)
EMPTY_WEEKS = Rule(
    "W108",
    "No module begins in some of the weeks.",
    _N,
    "If the weeks are for work on a project, say so in the last module; if not, the course is shorter than it says.",
    "course:\n  weeks: 6\n",
    "course:\n  weeks: 4\n",
)
OUT_OF_ORDER = Rule(
    "W109",
    "The modules are not in the order of their weeks.",
    _W,
    "Participants follow the list from the top; calendars follow the weeks.",
    "modules:\n  - {id: late, title: Late, week: 3, outcomes: [sample, analyse], "
    "activities: [{id: a, kind: page, title: A}]}\n"
    "  - {id: early, title: Early, week: 1, outcomes: [advocate], activities: [{id: b, kind: page, title: B}]}\n",
    "modules:\n  - {id: early, title: Early, week: 1, outcomes: [sample, analyse], "
    "activities: [{id: b, kind: page, title: B}]}\n"
    "  - {id: late, title: Late, week: 3, outcomes: [advocate], activities: [{id: a, kind: page, title: A}]}\n",
)
TIME_ZONE = Rule(
    "W110",
    "The live session has no time zone.",
    _W,
    "Participants sit in many zones; a bare 18:00 is right for one of them.",
    _WEEK + '      - {id: meet, kind: live_session, title: Meet, starts: "2027-03-04T18:00"}\n',
    _WEEK + '      - {id: meet, kind: live_session, title: Meet, starts: "2027-03-04T18:00+01:00"}\n',
)
EMPTY_MODULE = Rule(
    "W111",
    "The module has no activities.",
    _W,
    "Begin with what participants do: a module without anything to do is a title only.",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate]}\n",
    "modules:\n  - {id: river, title: River, outcomes: [sample, analyse, advocate], "
    "activities: [{id: walk, kind: page, title: Walk}]}\n",
)
PALE_COLOUR = Rule(
    "W112",
    "A colour of the institution is too pale for text.",
    _W,
    "Links and headings in it could not be read by many people, outdoors by nobody. The web site uses a darker shade.",
    "course:\n  brand: {primary: '#ffd54a'}\n",
    "course:\n  brand: {primary: '#7a5c00'}\n",
)

# ---- D: the twelve elements ----------------------------------------------------------------------------------------

COHORTS_WITHOUT_DATES = Rule(
    "D101",
    "Structured cohorts need a start date.",
    _E,
    "People who go together must know when they set off.",
    "design:\n  enrolment_and_facilitation:\n    choices: [structured-cohorts]\ncourse: {start: null}\n",
    "design:\n  enrolment_and_facilitation:\n    choices: [structured-cohorts]\n",
)
NO_MEASURES = Rule(
    "D102",
    "Evaluation is planned, and nothing says what success is.",
    _E,
    "A measure chosen after the course measures what was easy to reach.",
    "design:\n  data:\n    choices: [evaluation-planning]\nsuccess: []\n",
    "design:\n  data:\n    choices: [evaluation-planning]\n",
)
NO_SESSIONS = Rule(
    "D103",
    "Live facilitation is chosen, and there is no live session.",
    _W,
    "People who come for the sessions look for their dates.",
    "design:\n  enrolment_and_facilitation:\n    choices: [live-facilitation]\n",
    "design:\n  enrolment_and_facilitation:\n    choices: [live-facilitation]\n"
    + _WEEK
    + '      - {id: meet, kind: live_session, title: Meet, starts: "2027-03-04T18:00+01:00"}\n',
)
NO_CONTACT = Rule(
    "D104",
    "A contact point is promised, and no address is given.",
    _E,
    "Somebody who is stuck must find one address that answers.",
    "design:\n  participation_support:\n    choices: [contact-point]\ncourse: {contact: null}\n",
    "design:\n  participation_support:\n    choices: [contact-point]\n",
)
PLATFORM_WITHOUT_TARGET = Rule(
    "D105",
    "A learning platform is chosen, and nothing is built for one.",
    _W,
    "The choice of platform acts through `targets`; the site alone has no accounts and no grades.",
    "design:\n  platform_selection:\n    choices: [hosted-complete]\ntargets: [site]\n"
    "completion: {authenticated_completion: null, credit: null}\n",
    "design:\n  platform_selection:\n    choices: [hosted-complete]\ntargets: [site, moodle]\n",
)
ROLE_NOT_FILLED = Rule(
    "D106",
    "A role is planned that nobody in the team has.",
    _N,
    "The responsibilities table in the kit would have a gap there.",
    "design:\n  resources_and_roles:\n    choices: [learning-designer]\n",
    "design:\n  resources_and_roles:\n    choices: [learning-designer]\n"
    "course:\n  team:\n    - {name: Ama Boateng, role: lead}\n    - {name: Noor Haddad, role: learning-designer}\n",
)
NO_DISCUSSION = Rule(
    "D107",
    "Monitored discussions are chosen, and there is no discussion.",
    _W,
    "There is nothing to monitor, and no place to ask.",
    "design:\n  enrolment_and_facilitation:\n    choices: [monitored-discussions]\n"
    + _WEEK
    + "      - {id: why, kind: page, title: Why}\n",
    "design:\n  enrolment_and_facilitation:\n    choices: [monitored-discussions]\n",
)
OPTION_SUITS = Rule(
    "D108",
    "A completion option would suit what you chose.",
    _N,
    "Some choices of design lead naturally to a kind of evidence. It is a suggestion; leaving it out is fine.",
    "design:\n  strategic_positioning:\n    choices: [community-engagement]\ncompletion: {authentic: null}\n",
    "design:\n  strategic_positioning:\n    choices: [community-engagement]\n",
)
NO_PARTNERS = Rule(
    "D109",
    "Partners are part of the plan, and none is named.",
    _W,
    "Participants and the partners themselves look for the names.",
    "design:\n  strategic_positioning:\n    choices: [partnership-space]\n",
    "design:\n  strategic_positioning:\n    choices: [partnership-space]\n"
    "course:\n  partners:\n    - {name: Lower Valley Anglers}\n",
)
NOT_PUBLIC_DOMAIN = Rule(
    "D110",
    "Only public-domain material is chosen, and the course has another licence.",
    _W,
    "What is made of material that nobody owns can be given on in the same way: CC0-1.0.",
    "design:\n  resources:\n    choices: [public-domain-only]\n",
    "design:\n  resources:\n    choices: [public-domain-only]\ncourse:\n  license: CC0-1.0\n",
)
DIFFERENCE_NOT_MEASURED = Rule(
    "D111",
    "The course wants to make a difference, and does not count what was done.",
    _N,
    "Share-backs tell what participants did in the world; completions do not.",
    "design:\n  strategic_positioning:\n    choices: [making-a-difference]\n"
    "success:\n  - {id: finished, measure: completions, target: 100}\n",
    "design:\n  strategic_positioning:\n    choices: [making-a-difference]\n",
)
UNKNOWN_TARGET = Rule(
    "D112",
    "There is no target of this name.",
    _E,
    "Nothing could be built for it, and nobody would notice until the course is needed.",
    "targets: [sit, open-edx]\n",
    "targets: [site, open-edx]\n",
)
NO_EVIDENCE = Rule(
    "D114",
    "The course offers no evidence of participation or completion.",
    _W,
    "It is the question above all: what will participants hold in the end? The first four options need no marking.",
    "completion: {authentic: null, participant_outcomes: null, self_certificate: null, self_check: null, "
    "peer_badges: null, platform_completion: null, authenticated_completion: null, credit: null}\n",
    "completion: {platform_completion: null, authenticated_completion: null, credit: null}\n",
)
FOLLOW_UP_WITHOUT_DATE = Rule(
    "D115",
    "A follow-up survey needs a date to count from.",
    _W,
    "It is asked some months after the course; without a start date nobody knows when.",
    "design:\n  data:\n    choices: [follow-up-survey]\ncourse: {start: null}\n",
    "design:\n  data:\n    choices: [follow-up-survey]\n",
)
UNFED_MEASURE = Rule(
    "D116",
    "Nothing in the course can tell how far a measure of success is reached.",
    _W,
    "At the end the report would say `not known`, and it would be too late to ask.",
    "success:\n  - {id: badges, measure: badges-awarded, target: 20}\ndesign: {data: null}\n"
    "completion: {peer_badges: null, participant_outcomes: null}\n",
    "success:\n  - {id: shared, measure: share-backs, target: 20}\n",
)
UNSAID_MEASURE = Rule(
    "D117",
    "A measure of another kind does not say what it counts.",
    _W,
    "Whoever counts it, and whoever reads the number, must know what it is a number of.",
    "success:\n  - {id: swaps, measure: other, target: 5}\n",
    "success:\n  - {id: swaps, measure: other, target: 5, about: Street seed swaps held}\n",
)
UNKNOWN_MEASURE = Rule(
    "D118",
    "A question of a survey counts for something that is not there.",
    _E,
    "Its answers would count for nothing, and nobody would notice.",
    "surveys/feedback.yaml has a question with `counts: usefull`.",
    "surveys/feedback.yaml has a question with `counts: useful`, and course.yaml has a measure of this id.",
    example_is="kit",
)

PLANS_ONLY = frozenset({UNKNOWN_MEASURE.code})
"""Codes of mistakes in how a course is evaluated: `validate` refuses them, and nothing that is built is wrong."""

_TALK = "modules:\n  - id: river\n    title: River\n    outcomes: [sample, analyse, advocate]\n    activities:\n"
NOWHERE_TO_TALK = Rule(
    "D119",
    "A discussion is required, and there is nowhere to have it.",
    _W,
    "Participants would be sent to a forum that is not there, and could not complete the course.",
    "course: {meeting_place: nowhere}\n" + _TALK + "      - {id: hello, kind: discussion, title: Hello}\n",
    "course: {meeting_place: https://forum.example.org/rivers}\n"
    + _TALK
    + "      - {id: hello, kind: discussion, title: Hello}\n",
)
PLACE_WITHOUT_ADDRESS = Rule(
    "D120",
    "People are to meet at a place that has no address.",
    _E,
    "Every page that says where to talk and hand in would have nothing to say.",
    "course: {meeting_place: repository}\n",
    "course: {meeting_place: repository, repository: https://github.com/open-rivers/watch}\n",
)
EMBED_WITHOUT_PLACE = Rule(
    "D125",
    "A discussion is to be shown on pages, and the meeting place has no address.",
    _W,
    "Where a browser or a network does not load it, people need a link to the same talk: without one it is not shown.",
    "course: {meeting_embed: https://chat.example.org/rivers}\n",
    "course: {meeting_place: https://chat.example.org/rivers, meeting_embed: https://chat.example.org/rivers}\n",
)
POINTS_FOR_NOTHING = Rule(
    "D121",
    "A quiz has points and does not count.",
    _N,
    "Points make people think that they are collecting something; nothing adds up those of a quiz that is not graded.",
    _TALK + "      - {id: look, kind: quiz, title: Look, points: 10}\n",
    _TALK + "      - {id: look, kind: quiz, title: Look, points: 10, graded: true}\n",
)
STILL_OURS = Rule(
    "D195",
    "A file is still as mooc-kit wrote it.",
    _E,
    "It was made from the outcomes alone, for the team to write over. Told by `mooc-kit validate --ready` only.",
    "rubrics/brief.yaml has the descriptors that it was grown with, and the course begins tomorrow.",
    "rubrics/brief.yaml says what makes a good brief in this course.",
    example_is="files",
)
QUESTIONS_OPEN = Rule(
    "D196",
    "Questions about credit are open.",
    _E,
    "No credit is issued while they are, and people would have worked for it. Told by `validate --ready` only.",
    "course.yaml offers credit, and says neither `settled:` nor `risk_accepted:`.",
    "`settled:` names each question in guides/assessors.md, or `risk_accepted:` says who answers for those left.",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
