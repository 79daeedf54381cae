"""Problem codes of micro-credential elements (D185 to D187)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING

LEVEL_OF_NONE = Rule(
    "D185",
    "There is no such level in the framework.",
    _E,
    "A level is worth something because others can look it up.",
    "micro_credential: {level: {framework: eqf, value: 9}}\n",
    "micro_credential: {level: {framework: eqf, value: 5}}\n",
)
ECTS_ABOVE_HOURS = Rule(
    "D186",
    "The ECTS credits say more work than the course promises.",
    _W,
    "An ECTS credit stands for 25 to 30 hours of work; a workload that the hours do not carry will not be believed.",
    "course: {weeks: 4, hours_per_week: 3}\nmicro_credential: {ects: 3}\n",
    "course: {weeks: 4, hours_per_week: 3}\nmicro_credential: {ects: 0.4}\n",
)
NOTHING_SAYS_IT = Rule(
    "D187",
    "No credential of the course says these elements.",
    _W,
    "They stand on certificates and transcripts that the course gives; this one gives none.",
    "course.yaml has `micro_credential`, and offers self-certificates only.",
    "course.yaml has `micro_credential`, and offers platform_completion.",
    example_is="files",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
