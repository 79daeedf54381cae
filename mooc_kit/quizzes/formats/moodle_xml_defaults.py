"""Moodle XML defaults: values by which an element says nothing, and words for what the others say."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.quizzes.formats.account import XmlConventions

# What Moodle writes into each question, whatever its team chose: with this value it says nothing. Layout says nothing
# either; the values that were drawn are drawn anew from the same range.
# fmt: off
_DEFAULTS: Mapping[str, frozenset[str]] = {
    "penalty": frozenset({"0.3333333", "0.1", "0.1000000", "0", "0.0000000", "1", "1.0000000"}),
    "hidden": frozenset({"0"}), "answernumbering": frozenset({"abc"}), "showstandardinstruction": frozenset("01"),
    "unitpenalty": frozenset({"0.1", "0.1000000", "1.0"}), "showunits": frozenset("03"), "unitsleft": frozenset("0"),
    "unitgradingtype": frozenset("0"), "synchronize": frozenset("0"), "correctanswerformat": frozenset("1"),
    "shuffleanswers": frozenset({"true", "1"}), "responseformat": frozenset({"editor"}),
    "responserequired": frozenset("1"), "attachments": frozenset("0"), "attachmentsrequired": frozenset("0"),
    "maxbytes": frozenset("0"), "layouttype": frozenset({"VERTICAL", "0"}), "selecttype": frozenset({"ALL", "0"}),
    "gradingtype": frozenset({"RELATIVE_NEXT_EXCLUDE_LAST", "1", "4"}), "layout": frozenset("0"),
    "showgrading": frozenset({"1", "SHOW"}), "options": frozenset("0"),
    "numberingstyle": frozenset({"none"}), "distribution": frozenset({"uniform"}), "selectcount": frozenset("02"),
    "defaultgrade": frozenset({"1", "1.0", "1.0000000"}),
    "usecase": frozenset("0"), "single": frozenset({"true"}), "tolerance": frozenset("0"),
}
# fmt: on
_SAYS_NOTHING = frozenset(
    {"responsefieldlines", "status", "type", "itemcount", "number", "value", "number_of_items", "length"}
)
MOODLE = XmlConventions(
    means_nothing=lambda name, value: name in _SAYS_NOTHING or value in _DEFAULTS.get(name, ()),
    has_plain_texts=True,
    flags=frozenset({"shownumcorrect", "clearwrong", "infinite"}),
    words={
        "responsetemplate": "The text that the answer begins with",
        "maxwordlimit": "The most words",
        "attachments": "How many files may be attached",
        "attachmentsrequired": "How many files must be attached",
        "filetypeslist": "Which kinds of files are taken",
        "penalty": "What a wrong try takes away",
        "shownumcorrect": "That a hint says how many answers were right",
        "clearwrong": "That a hint takes wrong answers away",
        "hidden": "That the question is hidden",
        "file": "A file",
    },
    silent_attributes=frozenset({"format", "type", "name", "path", "encoding"}),
)
