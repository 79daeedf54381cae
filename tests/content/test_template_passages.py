"""A kit's Markdown templates are translated passage by passage, without marks, and stay as they are in English."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import mooc_kit
from mooc_kit.content.template_passages import has_same_tags, passages, translated
from mooc_kit.kit.bake import _is_no_text

PACKAGE = Path(mooc_kit.__file__).parent
TEMPLATES = [
    path
    for folder in (PACKAGE / "templates/course/en", *PACKAGE.glob("completion_options/*/templates/en"))
    for path in sorted(folder.rglob("*"))
    if path.is_file() and ".md" in path.name
]
SOURCE = """---
title: Credit for this course
summary: "How much: and who decides"
group: evidence
---
{% if sessions %}
## Live sessions

{% for session in sessions %}
- {{ session.title|md }}{% if session.starts %}: {{ session.starts|date }}{% endif %}

{% endfor %}

You need not speak. This page says what
{%- if is_signed %} was agreed{% else %} is planned{% endif %}, and
what you need.

{% endif %}
- [ ] Read **all** of it,
  slowly.
1. `mooc-kit validate`
> Dear neighbours,
> we begin.
>
> May I call you?

| Who | What |
| --- | --- |

::: tip Before you go
```text
Nothing here is read.
```
:::

    kind: essay
"""
FOUND = [
    "Credit for this course",
    "How much: and who decides",
    "Live sessions",
    "You need not speak. This page says what {%- if is_signed %} was agreed{% else %} is planned{% endif %}, "
    "and what you need.",
    "Read **all** of it, slowly.",
    "Dear neighbours, we begin.",
    "May I call you?",
    "| Who | What |",
    "Before you go",
]


def test_a_passage_is_what_people_read_as_one_whole_and_nothing_else() -> None:
    assert [passage.message for passage in passages(SOURCE)] == FOUND


def test_a_translation_stands_where_its_passage_stood() -> None:
    words = {
        "Credit for this course": "Créditos: por este curso",
        "Live sessions": "Sesiones en directo",
        "Read **all** of it, slowly.": "Léalo **todo**\ndespacio.",
        "Dear neighbours, we begin.": "Estimados vecinos, empezamos.",
        "Before you go": "Antes de irse",
    }
    made = translated(SOURCE, lambda message: words.get(message, message))
    for line in (
        'title: "Créditos: por este curso"',
        "## Sesiones en directo",
        "- [ ] Léalo **todo** despacio.",
        "> Estimados vecinos, empezamos.",
        "::: tip Antes de irse",
        "    kind: essay",
    ):
        assert line in made.split("\n")


@pytest.mark.parametrize(
    ("message", "words", "fits"),
    [
        ("From {{ a|date }} to {{ b|date }}", "Hasta {{ b|date }} desde {{ a|date }}", True),
        ("{% if a %}one{% else %}two{% endif %}", "{% if a %}uno{% else %}dos{% endif %}", True),
        ("{% if a %}one{% else %}two{% endif %}", "{% else %}uno{% if a %}dos{% endif %}", False),
        ("From {{ a|date }}", "Desde", False),
        ("From {{ a|date }}", "Desde {{ a|date }} {{ cycler.__init__ }}", False),
        ("From {{ a|date }}", "Desde {{ a|date }} {% include", False),
        ("No tags", "Sin {{", False),
    ],
)
def test_a_translation_prints_and_branches_as_its_passage_does(message: str, words: str, fits: bool) -> None:
    assert has_same_tags(message, words) is fits
    assert translated(message, lambda _: words) == (words if fits else message)


def test_in_english_every_template_stays_as_it_is_and_each_has_something_to_read() -> None:
    assert len(TEMPLATES) > 50
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert translated(source, lambda message: message) == source
        found = list(passages(source))
        assert found, path.name
        for one, other in pairwise(found):
            assert one.end <= other.first


def test_a_template_in_another_script_is_a_text(tmp_path: Path) -> None:
    """What cookiecutter takes for binary it copies without filling anything in: most Arabic, and pictures."""
    (tmp_path / "page.md").write_text("مرحبا {{ course.title }} " * 200, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert not _is_no_text(str(tmp_path / "page.md"))
    assert _is_no_text(str(tmp_path / "picture.png"))
