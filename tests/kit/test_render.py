"""The kit: what `new` writes is whole, about this course, and passes everybody's checks."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from mooc_kit.checks.course_check import check_path
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.kit.editor_schemas import schema_of
from mooc_kit.kit.render import render_kit
from mooc_kit.kit.template_filters import markdown_text
from mooc_kit.problems import UsageError
from mooc_kit.spec import load_spec
from tests.command_line import check_jsonschema, yamllint
from tests.conftest import merged, over_sound, plain

BIN = Path(sys.executable).parent
ODD = """
course:
  title: 'Was ist *los*? "Flüsse": <b>Teil</b> | 1 # {{ x }} {% y %}'
  subtitle: null
  summary: "- a: b [link](x) & `code`"
  institution: null
  url: null
  contact: null
  audience: null
  start: null
  team: []
outcomes:
  - {id: sample, text: 'Sammle: "Proben" | <b> *jetzt* {{ x }}'}
  - {id: analyse, text: "حلل النتائج مقارنة بخط الأساس المحلي"}
  - {id: advocate, text: "向社区展示结果 # 不是注释"}
design: {}
completion: {self_check: {contributions: closed}}
success: []
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of a course with all eight options."""
    return grown(tmp_path_factory.mktemp("full") / "kit", "{}")


def grown(folder: Path, change: str) -> Path:
    text = over_sound(change)
    loaded = load_spec(text, "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    render_kit(loaded.spec, folder, spec_text=text)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """What authors see: without the base for updates, which holds the same once more."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".mooc-kit/base")}


def test_a_full_course_has_sixty_to_a_hundred_files_or_somewhat_more(full: Path) -> None:
    assert 60 <= len(files_of(full)) <= 110


def test_the_kit_has_no_errors_and_no_orphans(full: Path) -> None:
    found = [p for p in check_path(full).problems if p.severity == "error" or p.code.startswith("K")]
    assert not found


def test_the_same_spec_gives_the_same_bytes(full: Path, tmp_path: Path) -> None:
    assert files_of(grown(tmp_path / "again", "{}")) == files_of(full)


def test_nothing_in_it_is_left_to_be_filled_in(full: Path) -> None:
    for name, data in files_of(full).items():
        text = data.decode()
        assert not re.search(
            r"\bTODO\b|\bTBD\b|lorem ipsum|FIXME|\bNone\b(?! of| else|thing)|(?<!\$)\{\{|\{%(?! )",
            text,
            re.IGNORECASE if "ipsum" in text else 0,
        ), name


def test_nothing_in_it_refers_to_a_machine(full: Path) -> None:
    for name, data in files_of(full).items():
        assert not re.search(rb"/home/|/tmp/|/root/|/Users/|[A-Z]:\\\\|\.venv", data), name


def test_its_yaml_passes_yamllint_with_its_defaults(full: Path) -> None:
    (full / "course.yaml").rename(full / "course.saved")  # the spec's own text is the interview's to write
    try:
        result = yamllint("--strict", full)
    finally:
        (full / "course.saved").rename(full / "course.yaml")
    assert result.returncode == 0, result.stdout


def test_its_workflow_and_issue_forms_pass_a_third_partys_schemas(full: Path) -> None:
    forms = [str(path) for path in (full / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]
    workflows = [str(path) for path in (full / ".github/workflows").glob("*.yml")]
    assert forms
    assert workflows
    for schema, paths in (("vendor.github-issue-forms", forms), ("vendor.github-workflows", workflows)):
        result = check_jsonschema(schema, *paths)
        if "Invalid value" in result.stderr:
            pytest.fail(result.stderr)
        assert result.returncode == 0, result.stdout


def test_it_carries_the_schema_of_this_version(full: Path) -> None:
    assert json.loads((full / ".mooc-kit/course.schema.json").read_text()) == schema_of("course")


@pytest.mark.parametrize("key", list(options()))
def test_each_option_alone_adds_files_about_this_course(key: str, tmp_path: Path) -> None:
    needed = {key, *options()[key].requires}
    without = {name: None for name in options() if name not in needed}
    import yaml

    plain_kit = files_of(grown(tmp_path / "without", yaml.safe_dump({"completion": dict.fromkeys(options())})))
    kit = files_of(grown(tmp_path / "with", yaml.safe_dump({"completion": without, "success": []})))
    added = [name for name in kit if name not in plain_kit]
    assert len(added) >= 3
    words = ("River Watch", "river", "sample", "Reading the river", "Open Rivers")
    for name in added:
        if name.endswith(".md"):
            assert any(word in kit[name].decode() for word in words), name
    found = [p for p in check_path(tmp_path / "with").problems if p.severity == "error"]
    assert not found


def test_odd_titles_and_missing_facts_break_nothing(tmp_path: Path) -> None:
    folder = grown(tmp_path / "odd", ODD)
    checked = check_path(folder)
    assert not [p for p in checked.problems if p.severity == "error"]
    assert checked.course is not None
    for _, activity in checked.course.activities():
        assert "<b>Teil" not in activity.body_html
        assert "<b> " not in activity.body_html


def test_the_design_record_tells_all_twelve_elements(full: Path) -> None:
    text = (full / "DESIGN.md").read_text()
    decided, open_ = text.split("## What is still open")
    told = re.findall(r"^## (\d+)\. ", decided, re.MULTILINE) + re.findall(r"^- \*\*(\d+)\. ", open_, re.MULTILINE)
    assert sorted(map(int, told)) == list(range(1, 13))
    assert "Left open" not in text
    assert "Start from the river at people's doors." in text
    assert "### Peer-awarded badges" in text
    # Teachers read words; a key stands behind them where somebody may look for it in course.yaml.
    cells = [cell.strip() for line in text.splitlines() if line.startswith("| ") for cell in line.split("|")]
    assert not [
        cell for cell in cells if re.fullmatch(r"[a-z]+([-_][a-z]+)+|moodle|canvas|\d+\.0|\d{4}-\d\d-\d\d", cell)
    ]
    assert not re.search(r"\((?:id|outcomes) ", text)


@pytest.mark.parametrize(
    ("element", "choice", "file"),
    [
        ("participation_support", "faq", "content/pages/faq.md"),
        ("participation_support", "orientation", "content/pages/orientation.md"),
        ("platform_selection", "fully-distributed", "content/pages/follow-along.md"),
        ("sustaining", "public-archiving", "content/pages/after-the-course.md"),
        ("sustaining", "tweak-and-reuse", "guides/after-the-first-run.md"),
        ("strategic_positioning", "resource-building", "content/pages/making-together.md"),
        ("enrolment_and_facilitation", "participant-led-groups", "content/pages/groups.md"),
        ("promotion", "press-kit", "guides/spreading-the-word.md"),
        ("data", "participant-profiling", "surveys/about-you.yaml"),
        ("data", "participant-satisfaction", "surveys/feedback.yaml"),
        ("data", "follow-up-survey", "surveys/follow-up.yaml"),
        ("curriculum", "participants-identify", "surveys/pre-course.yaml"),
        ("strategic_positioning", "open-research-tool", "surveys/about-you.yaml"),
    ],
)
def test_a_choice_of_design_brings_its_file(element: str, choice: str, file: str, tmp_path: Path) -> None:
    folder = grown(tmp_path / "with", f"design: {{{element}: {{choices: [{choice}]}}}}")
    assert (folder / file).exists()


def test_an_existing_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit/mine").write_text("mine")
    with pytest.raises(UsageError):
        grown(tmp_path / "kit", "{}")
    assert (tmp_path / "kit/mine").read_text() == "mine"


def test_nothing_is_left_behind_when_rendering_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mooc_kit.kit.render.kit_schemas", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        grown(tmp_path / "kit", "{}")
    assert not list(tmp_path.iterdir())


def test_a_course_in_a_language_without_templates_is_grown_in_english(tmp_path: Path) -> None:
    folder = grown(tmp_path / "kit", "course: {language: he}")
    assert "river" in (folder / "content/index.md").read_text().lower()


@pytest.mark.parametrize(
    "text", ["*a* _b_", "1. a", "- a", "# a", "[a](b)", "<b>", "a | b", "`a`", "& < >", "+ a", "$a$"]
)
def test_text_in_markdown_shows_just_its_characters(text: str) -> None:
    from lxml import html

    from mooc_kit.course.pages import markdown_html

    tree = html.fragment_fromstring(markdown_html(markdown_text(text)), create_parent=True)
    assert tree.text_content().strip() == text
    assert [element.tag for element in tree.iter()] == ["div", "p"]


def test_merging_helper_lays_fragments_over_the_sound_spec() -> None:
    assert merged({"a": {"b": 1}}, {"a": {"c": 2}}) == {"a": {"b": 1, "c": 2}}
    assert plain("a: 2027-03-01")["a"] == "2027-03-01"
