"""Rubric writer: the YAML file that authors change."""

from __future__ import annotations

from mooc_kit.rubrics.model import Rubric
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text


def rubric_yaml(rubric: Rubric) -> str:
    """The rubric's file, with a word to its authors on top."""
    head = (
        "# How work is judged. Change every word of it: the descriptors were made\n"
        "# from the verbs of the outcomes.\n# Levels stand lowest first; the points of each level must grow.\n"
    )
    return with_modeline("rubric", head + yaml_text(rubric.model_dump(mode="json", exclude_none=True)))
