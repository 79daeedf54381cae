"""CAPA defaults: attributes of problems that say nothing beyond what happens anyway, and words for the others."""

from __future__ import annotations

from mooc_kit.quizzes.formats.account import XmlConventions

_SILENT = frozenset(
    {
        "url_name",
        "display_name",
        "filename",
        "xblock-family",
        "parent_url",
        "parent_sequential_url",
        "parent",
        "index_in_children_list",
        "markdown",  # the same problem once more, as Studio's simple editor has it
        "data",
        "source_code",
        "slug",
        "name",
        "size",
        "inline",
        "label",
        "class",
        "style",
        "id",
        "rows",
        "cols",
        "math",
        "direction",
    }
)
_NOTHING = frozenset({"", "null", "None", '""'})
_DEFAULTS = {
    "showanswer": frozenset({"", "finished", "Finished", "attempted"}),
    "show_reset_button": frozenset({"false", "False"}),
    "rerandomize": frozenset({"never", "", "Never"}),
    "attempts_before_showanswer_button": frozenset({"0"}),
    "submission_wait_seconds": frozenset({"0"}),
    "matlab_api_key": _NOTHING,
    "use_latex_compiler": frozenset({"false", "False"}),
    "graceperiod": _NOTHING,
    "graded": frozenset({"true", "false", ""}),
    "due": _NOTHING,
    "start": frozenset(),
    "type": frozenset({"MultipleChoice", "TrueFalse", "cs", "tolerance", "loncapa/python", "radio", "checkbox", ""}),
    "partial_credit": frozenset({"", "false", "False"}),
    "tags": _NOTHING,
    "hidden": frozenset({"false"}),
    "visible_to_staff_only": frozenset({"false"}),
}

OLX = XmlConventions(
    means_nothing=lambda name, value: name == "style",
    words={
        "script": "A script",
        "compoundhint": "A hint on several answers together",
        "choicehint": "A hint on an answer that was not chosen",
        "regexphint": "A hint on answers of a pattern",
    },
    silent_attributes=_SILENT,
    attribute_defaults=_DEFAULTS,
)
