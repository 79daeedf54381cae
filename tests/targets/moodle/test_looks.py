"""What Moodle's themes show: their classes are there, and take nothing away from what comes home."""

from __future__ import annotations

from lxml import html as lxml_html

from mooc_kit.content.html_to_markdown import html_to_markdown
from mooc_kit.content.markdown import markdown_tokens, unsafe_markdown_html
from mooc_kit.i18n import messages_for
from mooc_kit.targets.moodle.looks import with_looks
from tests.targets.moodle.conftest import Unpacked

WORDS = """
| Group | Risk |
| --- | ---: |
| a < b | 1 |

::: tip Read on
Two *words*.
:::

::: note
One.
:::

```html
<table><aside class="callout">
```
"""


def test_tables_and_callouts_carry_the_classes_of_moodles_themes_and_come_home_without() -> None:
    plain = unsafe_markdown_html(markdown_tokens(WORDS), messages_for("en"))
    made = with_looks(plain)
    root = lxml_html.fragment_fromstring(made, create_parent="div")
    assert [parent.get("class") for parent in (table.getparent() for table in root.iter("table"))] == [
        "table-responsive"
    ], "a table wider than a phone moves in its own frame; one in code is no table"
    assert [table.get("class") for table in root.iter("table")] == ["table table-bordered table-sm"]
    asides = [aside.get("class") for aside in root.iter("aside")]
    assert asides == ["callout tip alert alert-success", "callout note alert alert-info"]
    assert html_to_markdown(made) == html_to_markdown(plain)


def test_headings_of_entries_follow_that_of_their_page(backup: Unpacked) -> None:
    for name in (name for name in backup.members if name.endswith("/data.xml")):
        for template in ("singletemplate", "listtemplate"):
            entry = lxml_html.fragment_fromstring(backup.xml(name)[0].findtext(template, ""), create_parent="div")
            assert [element.tag for element in entry.iter("h1", "h2", "h3", "h4")] == ["h2"]
