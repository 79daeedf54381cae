"""Pages of a course by where it is taken: menus, accounts and e-mail are named where there are some, and only there."""

from __future__ import annotations

import pytest
import yaml

from mooc_kit.completion_options.registry import options, sections
from mooc_kit.interview.defaults import complete
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec

ON_THE_SITE_ONLY = ("in the menu", "The **menu**", "My data", "kept on your own device", "on your device only")
DESIGN = {"participation_support": {"choices": ["faq", "orientation"]}}


def pages(targets: list[str], **answers: object) -> dict[str, str]:
    course = {"title": "Bees", "contact": "bees@example.org", "institution": "Hive College"}
    said = {"course": course, "design": DESIGN, "targets": targets, **answers}
    spec = load_spec(yaml.safe_dump(complete(said, "bees")), "course.yaml", sections()).spec
    assert spec is not None
    return {path: data.decode() for path, data in rendered_files(spec).items() if path.endswith(".md")}


@pytest.fixture(scope="module")
def on_moodle() -> dict[str, str]:
    offered = {key: {} for key in options() if key not in ("credit", "authenticated_completion")}
    return pages(["moodle"], completion=offered)


def test_a_course_on_a_platform_alone_names_nothing_that_only_a_site_has(on_moodle: dict[str, str]) -> None:
    read = {path: text for path, text in on_moodle.items() if path.startswith("content/")}
    assert [(path, words) for path, text in read.items() for words in ON_THE_SITE_ONLY if words in text] == []


def test_what_one_can_take_with_one_is_listed_with_its_pages(on_moodle: dict[str, str]) -> None:
    text = on_moodle["content/pages/taking-part.md"]
    for name in ("sharing-back", "goal-setting", "evidence-log", "how-to-complete", "ask-for-"):
        assert f"(../completion/{name}" in text
    assert "](../completion/how-to-complete.md)" not in pages(["site"])["content/pages/taking-part.md"]


@pytest.mark.parametrize(
    ("targets", "says"), [(["site"], True), (["moodle"], False), (["site", "moodle"], False), (["epub"], True)]
)
def test_work_that_is_sent_by_mail_stands_on_the_privacy_page(targets: list[str], says: bool) -> None:
    text = pages(targets)["content/pages/privacy.md"]
    assert ("**Work that you hand in** by e-mail to <bees@example.org>" in text) is says
    assert ("What the learning platform keeps" in text) is ("moodle" in targets)


def test_the_readme_names_the_file_and_the_sign_of_a_blank_and_only_where_there_are_some(
    on_moodle: dict[str, str],
) -> None:
    assert "`quizzes/self-check-part-1.yaml`" in on_moodle["README.md"] and "`___ {write …}`" in on_moodle["README.md"]
    assert "blank" not in pages(["moodle"], completion={"platform_completion": {}})["README.md"]
