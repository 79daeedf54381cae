"""The problem codes of peer_badges (C2xx)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_HEAD = "completion:\n  peer_badges:\n    badges:\n"

NO_OUTCOME = Rule(
    "C203",
    "The badge stands for no outcome.",
    _E,
    "A badge tells a stranger what its holder can do. Without an outcome there is nothing to judge or to tell.",
    _HEAD + "      - {id: field-observer, name: Field Observer, judged_by: completion}\n",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: completion}\n",
)
QUALITY_NEEDS_RUBRIC = Rule(
    "C204",
    "A badge judged by quality needs a rubric.",
    _E,
    "Participants judge each other. Without a rubric each would have a measure of their own, and the badge would "
    "depend on who happened to look.",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: quality}\n",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: quality, "
    "rubric: field-notes}\n",
)
RUBRIC_MISSES_OUTCOME = Rule(
    "C205",
    "The rubric does not cover the badge's outcomes.",
    _E,
    "The badge would claim something that no judge has looked at.",
    "The badge has outcomes: [sample, analyse], and no criterion in rubrics/field-notes.yaml names analyse.",
    "A criterion in rubrics/field-notes.yaml has outcomes: [analyse].",
    example_is="files",
)
ONE_FRIEND = Rule(
    "C206",
    "One holder alone can award the badge.",
    _W,
    "One friend is enough then, and two friends can award each other everything. Two who agree keep a badge "
    "worth having.",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], awards_needed: 1}\n",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], awards_needed: 2}\n",
)
RUBRIC_UNUSED = Rule(
    "C207",
    "The badge has a rubric that nobody uses.",
    _W,
    "With judged_by: completion a judge only looks whether everything is there; the rubric would be read in vain.",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: completion, "
    "rubric: field-notes}\n",
    _HEAD + "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: completion}\n",
)
OTHER_NAME = Rule(
    "C208",
    "The badge's file calls it by another name than course.yaml.",
    _W,
    "The guide for judges and the badge itself would name two different things.",
    "course.yaml has name: River Voice, and badges/river-voice.yaml has name: Voice of the River.",
    "Both say River Voice.",
    example_is="files",
)
NO_IMAGE = Rule(
    "C209",
    "The badge has no image.",
    _E,
    "The image is what people show and recognise; badge wallets refuse a badge without one.",
    "course.yaml lists the badge river-voice, and badges/river-voice.svg is not there.",
    "badges/river-voice.svg is there: the one that mooc-kit drew, or your own.",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
