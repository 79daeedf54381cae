"""Rubric tables: guidance for judging what Moodle attaches no rubric to, such as an essay in a quiz."""

from __future__ import annotations

from lxml import etree

from mooc_kit.course.markdown_words import plain_words
from mooc_kit.rubrics.model import Rubric
from mooc_kit.targets.moodle.looks import with_looks


def rubric_table(rubric: Rubric) -> str:
    """The rubric as an HTML table: a row a criterion, its levels side by side."""
    table = etree.Element("table")
    etree.SubElement(table, "caption").text = rubric.title
    for criterion in rubric.criteria:
        row = etree.SubElement(table, "tr")
        etree.SubElement(row, "th", scope="row").text = criterion.title
        for level in criterion.levels:
            cell = etree.SubElement(row, "td")
            etree.SubElement(cell, "strong").text = f"{level.title} ({criterion.points_of(level)})"
            etree.SubElement(cell, "br").tail = plain_words(level.descriptor)
    return with_looks(str(etree.tostring(table, encoding="unicode", method="html")))
