"""Problem codes of reading a spec: Y for YAML itself, S for the shape of what it says."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING

# ---- Y: the file as YAML -------------------------------------------------------------------------------------------

SYNTAX = Rule(
    "Y101",
    "This is not valid YAML.",
    _E,
    "Nothing can be read from a file whose punctuation or indentation is broken; other problems may hide behind it.",
    "course:\n  id: river-watch\n   title: River Watch\n",
    "course:\n  id: river-watch\n  title: River Watch\n",
    example_is="whole file",
)
DUPLICATE_KEY = Rule(
    "Y102",
    "A key stands twice.",
    _E,
    "Of two equal keys a program keeps one and drops the other in silence; a reviewer would not see which.",
    "course:\n  title: River Watch\n  title: River Watchers\n",
    "course:\n  title: River Watch\n",
    example_is="whole file",
)
TOO_LARGE = Rule(
    "Y103",
    "The file is too large to be a course file.",
    _E,
    "A file of this kind is written by people and stays small; a huge one is a mistake or an attack.",
    "(a file of more than 4 MB)",
    "(a file of a few kilobytes)",
    example_is="files",
)
TOO_DEEP = Rule(
    "Y104",
    "The levels are nested too deeply.",
    _E,
    "No part of a course file needs so many levels; such nesting is used to make programs crash.",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
    "course: {id: river-watch}\n",
    example_is="whole file",
)
TOO_MANY_ALIASES = Rule(
    "Y105",
    "Repeated parts (*aliases) grow too large.",
    _E,
    "A few lines of aliases within aliases can stand for billions of values and stop every program that reads them.",
    "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
    "f: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
    "a: [x, x]\n",
    example_is="whole file",
)
NOT_UTF8 = Rule(
    "Y106",
    "The file is not saved as UTF-8.",
    _E,
    "Only UTF-8 holds the letters of every language; in another encoding names arrive broken.",
    "(a file saved as Windows-1252)",
    "(the same file saved as UTF-8)",
    example_is="files",
)
UNREADABLE = Rule(
    "Y107",
    "The file cannot be read.",
    _E,
    "mooc-kit looks for course.yaml in the folder that you name.",
    "mooc-kit validate no-such-folder",
    "mooc-kit validate my-course",
    example_is="files",
)
EMPTY = Rule(
    "Y108",
    "The file is empty.",
    _E,
    "A course needs at least a title, an outcome and a module.",
    "# nothing yet\n",
    "course: {id: river-watch}\n",
    example_is="whole file",
)
SEVERAL_DOCUMENTS = Rule(
    "Y109",
    "The file holds several YAML documents.",
    _E,
    "One file describes one course: a second document would be ignored in silence.",
    "spec: 1\n---\nspec: 1\n",
    "spec: 1\n",
    example_is="whole file",
)
NOT_EDITABLE = Rule(
    "Y110",
    "This part can be read, and cannot be edited by mooc-kit.",
    _E,
    "A command that changes course.yaml keeps its comments and its form; where it could not, it changes nothing.",
    "(a tag such as !!int, or another rare form of YAML)",
    "(plain keys, words, numbers and lists)",
    example_is="files",
)

# ---- S: the shape of the spec ---------------------------------------------------------------------------------------

MISSING = Rule(
    "S101",
    "Something that is needed is missing.",
    _E,
    "Without it, mooc-kit cannot name or place the part.",
    "outcomes:\n  - {id: sample}\n",
    "outcomes:\n  - {id: sample, text: Collect a water sample}\n",
)
UNKNOWN_KEY = Rule(
    "S102",
    "This key is not known here.",
    _E,
    "A misspelt key would otherwise be ignored, and the decision behind it lost.",
    "course:\n  subtitel: Citizen science\n",
    "course:\n  subtitle: Citizen science\n",
)
WRONG_TYPE = Rule(
    "S103",
    "The value is of another kind than expected.",
    _E,
    "A number, a text, a list and a group of keys are read in different ways.",
    "course:\n  weeks: four\n",
    "course:\n  weeks: 4\n",
)
NOT_A_CHOICE = Rule(
    "S104",
    "The value is not one of the possible ones.",
    _E,
    "Only these values have a meaning that mooc-kit can act on.",
    "completion:\n  participant_outcomes:\n    visibility: everyone\n",
    "completion:\n  participant_outcomes:\n    visibility: public\n",
)
OUT_OF_RANGE = Rule(
    "S105",
    "The number is too small or too large.",
    _E,
    "The limits are those beyond which the value has no sense, like a score of 130 percent.",
    "completion:\n  platform_completion:\n    require: {activities: all, score: 130}\n",
    "completion:\n  platform_completion:\n    require: {activities: all, score: 70}\n",
)
BAD_ID = Rule(
    "S106",
    "An id is written in small letters, digits and hyphens.",
    _E,
    "Ids become file names, web addresses and names inside learning platforms: plain characters survive everywhere.",
    "outcomes:\n  - {id: Take Samples, text: Collect a water sample}\n",
    "outcomes:\n  - {id: take-samples, text: Collect a water sample}\n",
)
BAD_DATE = Rule(
    "S107",
    "A date is written year-month-day.",
    _E,
    "03/04/2027 is March in one country and April in another; 2027-04-03 is the same everywhere (ISO 8601).",
    "course:\n  start: 03/04/2027\n",
    "course:\n  start: 2027-04-03\n",
)
BAD_LANGUAGE = Rule(
    "S108",
    "This is not a language code.",
    _E,
    "Screen readers choose a voice, and browsers a direction and a hyphenation, by this code (BCP 47).",
    "course:\n  language: english\n",
    "course:\n  language: en\n",
)
BAD_LICENSE = Rule(
    "S109",
    "This is not an SPDX licence name.",
    _E,
    "An exact licence name tells people and search engines what they may do with the course.",
    "course:\n  license: Creative Commons\n",
    "course:\n  license: CC-BY-4.0\n",
)
BAD_COUNTRY = Rule(
    "S185",
    "This is not the code of a country.",
    _E,
    "A credential tells the issuer's country in a form that machines of every language read.",
    "micro_credential:\n  country: Germany\n",
    "micro_credential:\n  country: DE\n",
)
BAD_URL = Rule(
    "S110",
    "This is not a web address.",
    _E,
    "A link that cannot work is worse than none: participants on a phone cannot repair it.",
    "course:\n  url: rivers.example.org/watch\n",
    "course:\n  url: https://rivers.example.org/watch\n",
)
BAD_EMAIL = Rule(
    "S111",
    "This is not an e-mail address.",
    _E,
    "Participants write to it when they are stuck.",
    "course:\n  contact: rivers at example.org\n",
    "course:\n  contact: rivers@example.org\n",
)
DUPLICATE_ID = Rule(
    "S113",
    "Two things have the same id.",
    _E,
    "Everything that refers to the id would refer to one of the two by chance.",
    "outcomes:\n  - {id: sample, text: Collect a water sample}\n  - {id: sample, text: Analyse a water sample}\n",
    "outcomes:\n  - {id: sample, text: Collect a water sample}\n  - {id: analyse, text: Analyse a water sample}\n",
)
NOT_FOUND = Rule(
    "S114",
    "This refers to something that does not exist.",
    _E,
    "A reference that leads nowhere leaves a gap in the course that nobody sees until participants do.",
    "completion:\n  authenticated_completion:\n    proctoring: {mode: live-remote, activities: [baseline-quizz]}\n",
    "completion:\n  authenticated_completion:\n    proctoring: {mode: live-remote, activities: [baseline-quiz]}\n",
)
EMPTY_TEXT = Rule(
    "S115",
    "A text is needed here.",
    _E,
    "An empty text shows as a gap on the page.",
    'course:\n  title: ""\n',
    "course:\n  title: River Watch\n",
)
SPEC_VERSION = Rule(
    "S116",
    "This version of the spec is not known.",
    _E,
    "The number tells which meaning the keys have; this mooc-kit reads version 1.",
    "spec: 7\n",
    "spec: 1\n",
)
BAD_VALUE = Rule(
    "S117",
    "The value cannot be used here.",
    _E,
    "The field has a form that this value does not follow.",
    "success:\n  - {id: goals, measure: participant-goals-met, target: most}\n",
    "success:\n  - {id: goals, measure: participant-goals-met, target: 60%}\n",
)
ODD_CHARACTER = Rule(
    "S118",
    "The text holds an invisible control character.",
    _E,
    "Control characters turn text around, hide parts of it or break the files of learning platforms.",
    'course:\n  title: "River\\u0007 Watch"\n',
    "course:\n  title: River Watch\n",
)

IGNORED_IN_VAIN = Rule(
    "S119",
    "A code is ignored that does not occur.",
    Severity.NOTE,
    "A line under `ignore:` that nothing needs any more would hide the problem when it comes back.",
    "ignore:\n  - {code: W107, because: Our participants asked for it}\n",
    "ignore: []\n",
)

TAKEN_ALIAS = Rule(
    "S170",
    "An earlier id belongs to something else.",
    Severity.WARNING,
    "A link to an earlier address, and a mark that a learner made then, can lead to one place only.",
    "modules:\n  - {id: sampling, title: Taking a sample, aliases: [baselines]}\n  - {id: baselines, title: Base}\n",
    "modules:\n  - {id: sampling, title: Taking a sample, aliases: [samples]}\n  - {id: baselines, title: Base}\n",
)

OTHER_TYPE = Rule(
    "S123",
    "The value has another type than is meant.",
    Severity.WARNING,
    "A number in quotes is a text in YAML. It is understood here; editors that use the schema refuse it.",
    'course:\n  weeks: "4"\n',
    "course:\n  weeks: 4\n",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
