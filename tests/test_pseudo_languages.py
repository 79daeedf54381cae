"""Courses in a pseudo-language: what people read there in plain English is what no translator could reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.dates import get_month_names
from lxml import html

from mooc_kit.cohort.inbox.by_hand import story_by_hand
from mooc_kit.commands.build import build_course
from mooc_kit.commands.new import from_answers
from mooc_kit.completion_options.authentic.told_by_hand import CHOICES, LINES
from mooc_kit.i18n import has_language, messages_for
from mooc_kit.interview.defaults import complete
from mooc_kit.targets.site.script_texts import script_texts
from tests.shared import once

ROOT = Path(__file__).parents[1]
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = str.maketrans(LATIN, "αβγδεζηθικλμνξοπρστυφχψωϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫ")
PLAIN = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"Creative Commons (BY|Attribution) 4\.0|Open edX|EQF|GMT|UTC|OPML|\S+@\S+|https?://\S*|\{\w+\}|"
    + "|".join([*get_month_names(locale="en").values()])
)
"""Names, addresses and what the calendar of the locale says: in no language are these the catalogue's."""


def foreign(value: Any, key: str = "") -> Any:
    """An answer with its author's words in Greek letters; ids, addresses and dates stay."""
    if isinstance(value, dict):
        return {name: foreign(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [foreign(part, key) for part in value]
    if not isinstance(value, str) or "://" in value or "@" in value or re.match(r"[\d-]+ [\d:]+", value):
        return value
    return value.translate(GREEK) if " " in value or key in ("title", "name") else value


@pytest.fixture(scope="module")
def kit(shared: Path) -> Path:
    """A kit in en-XA with all eight completion options, whose authors write Greek letters."""

    def grow(draft: Path) -> None:
        answers = foreign(yaml.safe_load((ROOT / "tests/spec/sound.yaml").read_text("utf-8")))
        answers["course"]["language"] = "en-XA"
        file = draft.with_suffix(".yaml")
        file.write_text(yaml.safe_dump(answers, allow_unicode=True, sort_keys=False), "utf-8")
        from_answers(draft, file)

    return once(shared, "kit-in-en-XA", grow)


def plain(words: str) -> bool:
    return bool(PLAIN.search(NAMES.sub("", words)))


def read_in(text: str) -> Iterator[str]:
    """What people read in a Markdown file, by lines."""
    body = re.sub(r"\A---\n.*?^---\n|^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    for line in body.splitlines():
        yield re.sub(r"^:{3,} *[\w-]*|`[^`]*`|\]\([^)]*\)|<(?!!--)[^>]*>", "", line)


def names_in(kit: Path) -> re.Pattern[str]:
    """Ids and choices as course.yaml writes them, which the team's record and guides name too, each in its place."""
    spec = yaml.safe_load((kit / "course.yaml").read_text("utf-8"))
    outcomes = "|".join(outcome["id"] for outcome in spec["outcomes"])
    badges = "id [a-z-]+, outcomes [a-z-]+, judged by [a-z]+, rubric [a-z-]+, awards needed"
    facts = rf"\((?:outcomes (?:{outcomes}|; )+\)|role |url |key did:key:\w+|{badges})"
    cell = rf"(?<=[|] )(?:{outcomes}|, )+(?= [|])|(?<=[|] )(?:all|open-edx|baseline-quiz)(?= [|])"
    rubrics = [badge["rubric"] for badge in spec["completion"]["peer_badges"]["badges"] if "rubric" in badge]
    evidence = [each.replace("-", ".") for each in (*spec["completion"]["self_certificate"]["evidence"], *rubrics)]
    own = "|".join(
        [*(f"(?i:{each})" for each in evidence), spec["completion"]["credit"]["towards"]["course"], r"did:key:z6Mk\w+"]
    )
    return re.compile(rf"{facts}|{cell}|(?<=^- \*\*)[a-z-]+(?=\*\*: )|{own}")


def values(data: Any) -> Iterator[str]:
    """The texts of a YAML file, without its keys."""
    if isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from values(part)
    elif isinstance(data, str):
        yield data


def test_a_pseudo_language_shows_that_a_text_was_translated_and_leaves_tags_alone() -> None:
    messages = messages_for("en-XA")
    assert messages.text('Done by {name}: <a href="x">see</a>', name="Ama") == 'Đőőńéé ƀý Ama: <a href="x">šéééé</a>'
    assert messages.plural("{n} week", "{n} weeks", 2) == "2 ŵééééķš"
    assert len(messages.text("Everything that this site kept")) > 1.25 * len("Everything that this site kept")
    mirrored = messages_for("ar-XB")
    assert (mirrored.dir, mirrored.text("Done")) == ("rtl", "\u202eDone\u202c")
    assert has_language("en-XA")
    assert has_language("ar-XB")


def test_scripts_speak_the_pseudo_language() -> None:
    texts = script_texts(messages_for("ar-XB"), ("quiz-player.js", "store.js"))
    assert texts["Try again"] == "\u202eTry\u202c \u202eagain\u202c"
    assert len(texts) > 30


def test_no_page_of_a_new_kit_is_in_plain_english(kit: Path) -> None:
    pages = [*sorted((kit / "content").rglob("*.md")), *sorted((kit / "guides").glob("*.md")), kit / "DESIGN.md"]
    assert len(pages) > 40
    names = names_in(kit)
    lines = [(page.name, names.sub("", line)) for page in pages for line in read_in(page.read_text("utf-8"))]
    assert not [f"{name}: {line}" for name, line in lines if plain(line)]


def test_no_form_survey_quiz_or_certificate_of_a_new_kit_is_in_plain_english(kit: Path) -> None:
    files = [*(kit / ".github/ISSUE_TEMPLATE").glob("*.yml")]
    files += [
        file for folder in ("surveys", "quizzes", "certificates", "rubrics") for file in (kit / folder).glob("*.yaml")
    ]
    assert len(files) > 8
    names = names_in(kit)
    found = [(file.name, text) for file in files for text in values(yaml.safe_load(file.read_text("utf-8")))]
    kinds = re.compile(r"^[a-z_]+: ")  # of questions, as quizzes name them
    assert not [(name, text) for name, text in found if " " in text and plain(names.sub("", kinds.sub("", text)))]


def test_what_mooc_kit_fills_into_a_new_spec_is_not_in_plain_english() -> None:
    asked = {"course": {"title": "Ωκεανός", "language": "en-XA", "weeks": 6}, "completion": {"platform_completion": {}}}
    whole = complete(asked, "x")
    given = [item["title"] for module in whole["modules"] for item in (module, *module["activities"])]
    texts = [*given, *(outcome["text"] for outcome in whole["outcomes"])]
    assert len(texts) > 20
    assert not [text for text in texts if plain(text)]


def test_a_form_on_paper_is_read_in_the_language_that_printed_it() -> None:
    messages = messages_for("en-XA")
    yes, *_, no = messages.text(CHOICES["shown"]).split(" / ")
    said = {"done": "Μετρήσαμε.", "changed": "Πολλά.", "shown": f"{yes}!", "name": messages.text(CHOICES["name"])}
    lines = [f"> **{messages.text(label)}:** {said.get(name, '')}\n>" for name, label in LINES.items()]
    read = story_by_hand("\n".join(lines), messages)
    assert read is not None
    assert (read[0]["done"], read[0]["changed"], read[0]["name"], read[1]) == ("Μετρήσαμε.", "Πολλά.", "", True)
    refused = story_by_hand("\n".join(lines).replace(f"{yes}!", no), messages)
    assert refused is not None and not refused[1]
    assert story_by_hand("\n".join(lines), messages_for("en")) is None


def test_nothing_that_people_see_on_the_site_is_in_plain_english(kit: Path, tmp_path: Path) -> None:
    build_course(kit, ("site",), tmp_path)
    left_out = names_in(kit)
    seen: set[str] = set()
    for page in sorted(tmp_path.rglob("*.html")):
        tree = html.fromstring(page.read_bytes())
        for part in tree.xpath("//script | //style | //code[not(parent::pre/@dir='auto')]"):
            part.drop_tree()
        attributes = "//@aria-label | //@alt | //@placeholder | //@title | //meta[@name='description']/@content"
        seen |= {" ".join(words.split()) for words in [*tree.xpath("//text()"), *tree.xpath(attributes)]}
    assert len(seen) > 500
    assert not sorted(words for words in seen if plain(left_out.sub("", words)))
