"""`mooc-kit validate` as CI and a commit hook call it: exit statuses, what is told together, the first commit."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Grow, Run


def test_a_path_that_is_not_there_is_a_wrong_call(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat", "kit")
    result = mooc_kit("validate", str(kit), "nowhere")
    assert result.returncode == 2 and "nowhere  Y107" in result.stdout and "2 courses: 1 without" in result.stdout


def test_what_is_wrong_in_the_files_is_told_beside_what_is_wrong_in_the_spec(mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat", "kit")
    spec, page = kit / "course.yaml", kit / "content/index.md"
    sound = spec.read_text()
    page.write_text(page.read_text() + "\n[x](no-such-page.md)\n")
    spec.write_text(sound.replace("contact: ", "contact: not an address ", 1))
    said = mooc_kit("validate", str(kit)).stdout
    assert "no-such-page.md" in said and "course.yaml:" in said
    # Where the modules are wrong, nobody knows which files there should be.
    spec.write_text(sound.replace("    title: From flat to rolling", '    title: ""', 1))
    assert "no-such-page.md" not in mooc_kit("validate", str(kit)).stdout


def test_a_template_of_the_theme_that_no_page_can_be_made_from_is_found_before_the_build(
    mooc_kit: Run, grow: Grow
) -> None:
    kit = grow("fix-a-flat", "kit")
    (kit / "theme").mkdir()
    template = kit / "theme/home.html.j2"
    for words in ("{% block %", '{% extends "ours/home.html.j2" %}{% block main %}{{ course.titel.x }}{% endblock %}'):
        template.write_text(words)
        result = mooc_kit("validate", "--no-cache", str(kit))
        assert result.returncode == 1 and "theme/home.html.j2:1:1  " in result.stdout, result.stdout
        assert mooc_kit("build", str(kit)).returncode == 1
    template.write_text('{% extends "ours/home.html.j2" %}')
    assert mooc_kit("validate", "--no-cache", str(kit)).returncode == 0


@pytest.mark.parametrize("branch", ["main", "trunk"])
def test_the_hook_works_before_the_first_commit(branch: str, mooc_kit: Run, grow: Grow) -> None:
    kit = grow("fix-a-flat", "kit")
    subprocess.run(["git", "init", "-q", "-b", branch], cwd=kit, check=True)
    (kit / "content/index.md").write_text("[x](no-such-page.md)\n")
    result = mooc_kit("validate", "--changed-since", "HEAD", cwd=kit)
    assert result.returncode == 1 and "no-such-page.md" in result.stdout
    assert mooc_kit("validate", "--changed-since", "main~1", cwd=kit).returncode == 2


def test_every_course_is_a_test_for_ci(mooc_kit: Run, grow: Grow, tmp_path: Path) -> None:
    for name in ("one", "two"):
        grow("fix-a-flat", f"all/{name}")
    (tmp_path / "all/two/content/index.md").write_text("[x](no-such-page.md)\n")
    said = mooc_kit("validate", "all", "--format", "junit").stdout
    assert 'tests="2" failures="1"' in said
