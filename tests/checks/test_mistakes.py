"""Mistakes of a course team, one each in a grown kit, and what it is told: the cause, once, and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mooc_kit.cache import Cache
from mooc_kit.checks.course_check import check_path, check_text
from mooc_kit.problems import Problem, Severity
from mooc_kit.targets.registry import targets
from tests.base_entries import set_base_entry
from tests.conftest import Run
from tests.shared import grown

Mistake = Callable[[Path], object]
SPEC, PAGE = "course.yaml", "content/modules/sampling/protocol.md"
MARKS = "\n<<<<<<< HEAD\nweeks: 4\n=======\nweeks: 5\n>>>>>>> topic\n"


def instead(was: str, now: str, file: str = SPEC) -> Mistake:
    def make(kit: Path) -> None:
        text = (kit / file).read_text()
        assert was in text
        (kit / file).write_text(text.replace(was, now, 1))

    return make


def below(words: str, file: str = PAGE) -> Mistake:
    return lambda kit: (kit / file).write_text((kit / file).read_text() + f"\n{words}\n")


def renamed(was: str, now: str) -> Mistake:
    return lambda kit: (kit / was).rename((kit / was).with_name(now))


def without_week_three(kit: Path) -> None:
    text = (kit / SPEC).read_text()
    (kit / SPEC).write_text(text[: text.index("  - id: baselines")] + text[text.index("  - id: speaking-up") :])


def with_a_film(kit: Path) -> None:
    (kit / "content/modules/sampling/film.mp4").write_bytes(b"film")
    below("![a film](film.mp4)")(kit)


ALONE = {
    "a key one space too far right": (
        instead("  hours_per_week: 3", "   hours_per_week: 3"),
        f"{SPEC}:20 Y101",
        "one space further right",
    ),
    "curly quotes": (instead("title: River Watch", "title: “River: Watch”"), f"{SPEC}:7 Y101", "curly quotes"),
    "no space after a hyphen": (instead("- {id: protocol", "-{id: protocol"), f"{SPEC}:56 Y101", "after the hyphen"),
    "a colon in a title": (instead("title: River Watch", "title: River: Watch"), f"{SPEC}:7 Y101", "quotes around it"),
    "a tab": (instead("  weeks: 4", "\tweeks: 4"), f"{SPEC}:19 Y101", "a tab"),
    "a conflict in the spec": (instead("  weeks: 4\n", MARKS[1:]), f"{SPEC}:19 Y101", "delete the other version"),
    "a conflict in a page": (below(MARKS), f"{PAGE}:37 K120", "delete the other version"),
    "a conflict in a quiz": (
        below(MARKS, "quizzes/baseline-quiz.yaml"),
        "quizzes/baseline-quiz.yaml:90 K120",
        "delete the other version",
    ),
    "an activity's id twice": (instead("id: river-walk", "id: why-watch"), f"{SPEC}:48 S113", "used on line 47"),
    "a module's id twice": (instead("id: sampling", "id: reading-the-river"), f"{SPEC}:50 S113", "used on line 41"),
    "a day in words": (instead("start: 2027-03-01", "start: 1 March 2027"), f"{SPEC}:18 S107", "2027-03-01."),
    "a day with slashes": (
        instead("start: 2027-03-01", "start: 03/01/2027"),
        f"{SPEC}:18 S107",
        "2027-01-03 or 2027-03-01",
    ),
    "a day with one reading": (instead("start: 2027-03-01", "start: 3/31/2027"), f"{SPEC}:18 S107", ": 2027-03-31."),
    "a rubric deleted": (
        lambda kit: (kit / "rubrics/brief.yaml").unlink(),
        f"{SPEC}:93 K101",
        "`mooc-kit update --restore`",
    ),
    "a page renamed": (renamed(PAGE, "protocl.md"), f"{SPEC}:56 K101", "`protocl.md` looks like it"),
    "a quiz renamed": (
        renamed("quizzes/baseline-quiz.yaml", "baselines-quiz.yaml"),
        f"{SPEC}:70 K101",
        "`baselines-quiz.yaml` looks like it",
    ),
    "a link misspelt": (below("[x](safty.md)"), f"{PAGE}:36 K105", "Did you mean safety.md?"),
    "a link in other letters": (
        below("[x](../Sampling/Safety.md)"),
        f"{PAGE}:36 K105",
        "Did you mean safety.md?",
    ),
    "a link without https": (below("[map](www.example.org)"), f"{PAGE}:36 K105", "https://www.example.org"),
    "a reference misspelt": (
        instead("outcomes: [analyse]", "outcomes: [analise]"),
        f"{SPEC}:67 S114",
        "Did you mean `analyse`?",
    ),
    "an unknown block": (below("::: warnning\nDeep.\n:::"), f"{PAGE}:36 K196", "`warning`"),
    "a block without an end": (below("::: warning\nDeep.\n\nMore."), f"{PAGE}:36 K197", "only :::"),
    "code without an end": (below("```python\nx = 1\n\nMore."), f"{PAGE}:36 K197", "only ```"),
    "a heading that is not there": (below("[x](#nowhere)"), f"{PAGE}:36 K199", "a heading of it"),
    "a heading of another page": (below("[x](safety.md#nowhere)"), f"{PAGE}:0 K199", "a heading of it"),
    "two first headings": (below("# One\n\n# Two"), f"{PAGE}:38 K198", "Write ##"),
    "a level left out": (below("## One\n\n#### Two"), f"{PAGE}:38 K198", "Write ###"),
    "a film as an image": (with_a_film, f"{PAGE}:36 K110", "::: video film.mp4"),
    "a script": (below("<script>alert(1)</script>"), f"{PAGE}:36 K106", "Remove it"),
    "a script in a question": (
        instead("What is a baseline?", "What is <script>a()</script> a baseline?", "quizzes/baseline-quiz.yaml"),
        "quizzes/baseline-quiz.yaml:8 K106",
        "Remove it",
    ),
    "a new activity before an update": (
        instead(
            "      - {id: safety,",
            "      - {id: bottles, kind: page, title: Bottles}\n"
            "      - {id: q2, kind: quiz, title: Q}\n"
            "      - {id: safety,",
        ),
        f"{SPEC}:57 K195",
        "Run `mooc-kit update` first: it makes content/modules/sampling/bottles.md, ",
    ),
}
"""What makes the mistake; the place and code of the one problem that is told; words of its hint."""


IN_SPEC = {
    "no address to write to": ("contact: rivers@example.org", "contact: rivers at example.org", "14 S111", "name@"),
    "no weeks": ("  weeks: 4", "  weeks: 0", "19 S105", "at least 1"),
    "weeks in words": ("  weeks: 4", "  weeks: four", "19 S103", "Write only the value"),
    "half a week": ("  weeks: 4", "  weeks: 4.5", "19 S103", "Write only the value"),
    "hours in words": ("  hours_per_week: 3", "  hours_per_week: three", "20 S103", "Write only the value"),
    "a decimal comma": ("  hours_per_week: 3", "  hours_per_week: 3,5", "20 S103", "Write only the value"),
    "a language by its name": ("language: en", "language: english", "10 S108", "`en`"),
    "a licence with spaces": ("license: CC-BY-4.0", "license: CC BY 4.0", "11 S109", "`CC-BY-4.0`"),
    "a kind in the plural": ("kind: page", "kind: pages", "47 S104", "`page`"),
    "a key in the singular": ("  weeks: 4", "  week: 4", "19 S102", "`weeks`"),
    "a version of tomorrow": ("spec: 1", "spec: 2", "3 S116", "newer mooc-kit"),
    "a target misspelt": ("targets: [", "targets: [moodel, ", "172 D112", "`moodle`"),
    "the 30th of February": ("start: 2027-03-01", "start: 2027-02-30", "18 S107", "the day"),
    "an empty title": ("title: River Watch", 'title: ""', "7 S115", "a few words"),
    "an id with a capital": ("id: sampling", "id: Sampling", "50 S106", "`sampling`"),
    "an id of two words": ("id: sampling", "id: taking samples", "50 S106", "`taking-samples`"),
    "a key twice": ("  weeks: 4", "  weeks: 4\n  weeks: 5", "20 Y102", "line 19"),
    "an alias of nothing": ("  weeks: 4", "  weeks: *four", "19 Y101", "&four"),
    "a bracket left open": ("outcomes: [analyse]", "outcomes: [analyse", "68 Y101", "not closed"),
    "a protocol misspelt": ("https://", "htps://", "13 S110", "https://"),
    "a key of a module misspelt": ("id: sampling", "id: sampling\n    titel: x", "51 S102", "`title`"),
    "a week before the first": ("week: 2", "week: -1", "52 S105", "at least 1"),
    "more than all points": ("pass: ", "pass: 1", "75 S105", "at most 100"),
    "a number in quotes": ("  weeks: 4", '  weeks: "4"', "19 S123", "Write 4, without quotes"),
    "a yes in quotes": ("graded: true", 'graded: "yes"', "73 S123", "Write true, without quotes"),
    "a number with its unit": ("  hours_per_week: 3", "  hours_per_week: 3h", "20 S103", "only the value: 3,"),
    "a percent sign": ("pass: 60", "pass: 60%", "75 S103", "only the value: 60,"),
    "a number of weeks from and to": ("  weeks: 4", "  weeks: 4-5", "19 S103", "only the value,"),
    "a no-break space": ("  weeks: 4", "  weeks:\u00a04", "19 Y101", "no-break space"),
    "one name in place of a list": ("outcomes: [analyse]", "outcomes: analyse", "67 S103", "[one, two]"),
    "a part of an outcome misspelt": (
        "text: Collect a water sample with a repeatable protocol}",
        "text: Collect a sample, parts: [{verb: collect, critrion: twice}]}",
        "34 S102",
        "`criterion`",
    ),
    "parts of another outcome": (
        "text: Collect a water sample with a repeatable protocol}",
        "text: Collect a sample, parts: [{verb: paint, object: a picture}]}",
        "34 A113",
        "read from the text",
    ),
    "points in words": ("points: ", "points: x", "62 S103", "Write only the value"),
}
"""One mistake in the spec alone: what stood there, the mistake, line and code of the problem, words of its hint."""
ON_PAGES = {
    "[x](my page.md)": ("K160", "<my page.md>"),
    "![A map](my map.png)": ("K160", "<my map.png>"),
    "[x](file:///C:/me/a.md)": ("K160", "https://"),
    "![A map](C:\\Users\\me\\map.png)": ("K160", "Copy the file"),
    "[x](javascript:alert(1))": ("K160", "https://"),
    "##Heading": ("K161", "`## Heading`"),
    "[x](safety.html)": ("K105", "safety.md"),
    "[x](ana@example.org)": ("K105", "mailto:ana@example.org"),
    "[x](/content/index.md)": ("K108", "into the kit"),
    "[x](..\\sampling\\safety.md)": ("K105", "safety.md"),
    "![A map](nope.png)": ("K105", "Check the name"),
    '<iframe src="https://example.org"></iframe>': ("K106", "linked to"),
    '<p onclick="x()">a</p>': ("K106", "Remove it"),
    "<style>p {}</style>": ("K106", "Remove it"),
    "[x](sampling)": ("K105", ""),
    "[x](safety.md#no)": ("K199", "a heading"),
    "::: tipp\nx\n:::": ("K196", "`tip`"),
    "::: vidoe a.mp4 A\nx\n:::": ("K196", "`video`"),
}
"""A line that somebody adds to a page: the code of the one problem at that line, and words of its hint."""


@pytest.fixture(scope="module")
def whole(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grown(shared, "river-watch", tmp_path_factory.mktemp("mistakes") / "whole")


@pytest.fixture(scope="module")
def cache() -> Cache:
    return Cache()


@pytest.fixture
def kit(whole: Path) -> Iterator[Path]:
    """A kit to make mistakes in; all but what was changed in it is the same folder each time."""
    folder = whole.with_name("kit")
    shutil.copytree(whole, folder)
    yield folder
    shutil.rmtree(folder)


def told(kit: Path, cache: Cache) -> list[Problem]:
    found = check_path(kit, targets(), cache).problems
    return [p for p in found if p.severity is not Severity.NOTE or p.code == "K198"]


@pytest.mark.parametrize("about", ALONE)
def test_a_mistake_is_told_once_at_its_place_with_what_to_do(about: str, kit: Path, cache: Cache) -> None:
    mistake, where, words = ALONE[about]
    mistake(kit)
    found = told(kit, cache)
    assert [f"{p.place.file.partition('kit/')[2]}:{p.place.line} {p.code}" for p in found] == [where], found
    assert words in found[0].hint


def test_a_kit_without_mistakes_is_told_none(kit: Path, cache: Cache) -> None:
    assert told(kit, cache) == []


def test_a_week_taken_out_is_told_before_what_follows_from_it(kit: Path, cache: Cache) -> None:
    without_week_three(kit)
    found = told(kit, cache)
    assert "No module begins between week 2 and week 4." in [
        p.message for p in check_path(kit, targets(), cache).problems
    ]
    assert "K195" in [p.code for p in found]
    assert not {"K101", "K102", "K105"} & {p.code for p in found}
    hint = next(p.hint for p in found if p.code == "K195")
    assert "takes out content/modules/baselines/baseline-quiz.md" in hint
    assert "links that are still broken (today 3)" in hint


def test_an_update_makes_what_a_changed_spec_waits_for(kit: Path, cache: Cache, mooc_kit: Run) -> None:
    ALONE["a new activity before an update"][0](kit)
    done = mooc_kit("update", "--yes", str(kit))
    assert (kit / "content/modules/sampling/bottles.md").is_file(), done.stdout
    assert not {"K195", "K101", "K102"} & {p.code for p in told(kit, cache)}


def test_ready_stops_on_what_is_as_mooc_kit_wrote_it_and_plain_validate_does_not(kit: Path, mooc_kit: Run) -> None:
    rubric = kit / "rubrics/field-notes.yaml"
    set_base_entry(kit, "rubrics/field-notes.yaml.base", rubric.read_bytes())
    quiz = kit / "quizzes/baseline-quiz.yaml"
    quiz.write_text("title: Read the numbers\nquestions: []\n")
    self_check = kit / "quizzes/self-check-baselines.yaml"
    self_check.write_text(self_check.read_text().replace("  - id: ", "  - tags: [starter]\n    id: ", 1))
    assert mooc_kit("validate", str(kit)).returncode == 0
    found = mooc_kit("validate", "--ready", str(kit))
    assert found.returncode == 1
    assert "rubrics/field-notes.yaml is still as mooc-kit wrote it." in found.stdout
    assert all(code in found.stdout for code in ("D195", "Q109", "C801"))
    rubric.write_text(rubric.read_text() + "# ours\n")
    assert "rubrics/field-notes.yaml is still" not in mooc_kit("validate", "--ready", str(kit)).stdout


@pytest.mark.parametrize("about", IN_SPEC)
def test_a_mistake_in_the_spec_is_told_once_at_its_line(about: str, whole: Path) -> None:
    was, now, where, words = IN_SPEC[about]
    text = (whole / SPEC).read_text()
    assert was in text
    found = [p for p in check_text(text.replace(was, now, 1), SPEC, targets()).problems if p.severity != Severity.NOTE]
    assert [f"{p.place.line} {p.code}" for p in found] == [where], found
    assert words in found[0].hint


def test_each_mistake_on_a_page_is_told_at_its_line(kit: Path, cache: Cache) -> None:
    """All of them on one page: none hides another."""
    page = kit / PAGE
    at = {}
    for words in ON_PAGES:
        text = page.read_text()
        at[words] = text.count("\n") + 2
        page.write_text(f"{text}\n{words}\n")
    found = [p for p in told(kit, cache) if p.place.file.endswith(PAGE)]
    for words, (code, hint) in ON_PAGES.items():
        here = [p for p in found if p.place.line == at[words] or (code == "K199" and p.code == code)]
        assert [p.code for p in here] == [code], (words, here, found)
        assert hint in here[0].hint, (words, here[0].hint)
