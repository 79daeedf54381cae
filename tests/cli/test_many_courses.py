"""Hundreds of courses in one repository: all are checked, a broken one stays with itself, and little is done twice."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from mooc_kit.commands.process_pool import for_each
from tests.conftest import Run

COURSE = """\
spec: 1
course: {{id: course-{number}, title: Course {number}, weeks: 1, hours_per_week: 1, url: https://example.org}}
outcomes: [{{id: sample, text: Collect a water sample}}]
modules:
  - id: one
    title: One
    outcomes: [sample]
    activities: [{{id: first, kind: page, title: First, minutes: 50}}]
"""


def small_course(folder: Path, number: int) -> None:
    (folder / "content/modules/one").mkdir(parents=True)
    (folder / ".mooc-kit").mkdir()
    (folder / "course.yaml").write_text(COURSE.format(number=number))
    for page in ("content/index.md", "content/modules/one/index.md", "content/modules/one/first.md"):
        (folder / page).write_text(f"# Course {number}\n\nWords about rivers.\n")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 courses, in two faculties."""
    top = tmp_path_factory.mktemp("repository")
    for number in range(500):
        small_course(top / ("arts" if number % 2 else "science") / f"course-{number}", number)
    return top


def git(top: Path, *arguments: str) -> None:
    names = ["-c", "user.name=Ama", "-c", "user.email=ama@example.org"]
    subprocess.run(["git", *names, *arguments], cwd=top, check=True, capture_output=True)


def test_one_broken_course_among_five_hundred_is_told_and_the_others_are_checked(
    repository: Path, mooc_kit_process: Run
) -> None:
    broken = repository / "arts/course-333/course.yaml"
    sound = broken.read_text()
    broken.write_text("course: [\n")
    result = mooc_kit_process("validate", str(repository), "--format", "json")
    data = json.loads(result.stdout)
    assert result.returncode == 1
    assert data["checked"] == 500
    wrong = [(Path(p["file"]).parent.name, p["code"]) for p in data["problems"] if p["severity"] == "error"]
    assert wrong == [("course-333", "Y101")]

    # What was found is remembered: the second run says the same, and after the repair all are sound.
    again = json.loads(mooc_kit_process("validate", str(repository), "--format", "json").stdout)
    assert again == data
    broken.write_text(sound)
    result = mooc_kit_process("validate", str(repository))
    assert result.returncode == 0, result.stdout
    assert "0 with errors, 500 with warnings only" in result.stdout  # it offers no evidence


def test_the_cache_gives_way_to_every_change(repository: Path, mooc_kit_process: Run) -> None:
    few = [str(path) for path in sorted((repository / "science").iterdir())[:6]]
    assert mooc_kit_process("validate", *few).returncode == 0
    page = Path(few[2]) / "content/index.md"
    before = page.read_bytes()
    stat = page.stat()
    page.write_bytes(before.replace(b"rivers.", b"[x](y)."))
    result = mooc_kit_process("validate", *few)
    assert "K105" in result.stdout
    page.write_bytes(before)
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))
    assert mooc_kit_process("validate", *few).returncode == 0
    # Neither a size nor a date that stayed the same hides a change.
    page.write_bytes(before.replace(b"rivers.", b"[x](y)."))
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))
    assert "K105" in mooc_kit_process("validate", *few).stdout
    page.write_bytes(before)


@pytest.mark.parametrize("named", ["course", "course/course.yaml"])
def test_one_course_is_not_checked_twice_and_no_change_is_missed(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mooc_kit: Run
) -> None:
    small_course(tmp_path / "course", 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOOC_KIT_CACHE", str(tmp_path / "cache"))
    first = mooc_kit("validate", named)
    with monkeypatch.context() as patch:
        patch.setattr("mooc_kit.checks.course_check.check_path", lambda *_: pytest.fail("checked again"))
        assert mooc_kit("validate", named).stdout == first.stdout
        # Elsewhere, and called otherwise, it may be another course.
        (tmp_path / "else").mkdir()
        (tmp_path / "course").rename(tmp_path / "else/course")
        with pytest.raises(pytest.fail.Exception):
            mooc_kit("validate", f"else/{named}")
    (tmp_path / "else/course").rename(tmp_path / "course")
    (tmp_path / "course/content/index.md").write_text("[x](y)\n")
    assert "K105" in mooc_kit("validate", named).stdout
    (tmp_path / "course/content/index.md").unlink()
    (tmp_path / "course/content/index.md").symlink_to(tmp_path / "course/content/modules/one/index.md")
    for words in ("Words.\n", "[x](y)\n"):
        (tmp_path / "course/content/modules/one/index.md").write_text(words)
        assert ("K105" in mooc_kit("validate", named).stdout) == ("x" in words)


def test_a_verdict_that_a_kit_brings_along_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mooc_kit: Run
) -> None:
    kit = tmp_path / "course"
    small_course(kit, 1)
    (kit / "content/index.md").write_text("[x](y)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOOC_KIT_CACHE", str(tmp_path / "cache"))
    before = sorted(kit.rglob("*"))
    honest = mooc_kit("validate", "course")
    assert "K105" in honest.stdout
    assert sorted(kit.rglob("*")) == before  # and nothing is kept in it
    (kit / ".mooc-kit/cache").mkdir()
    kept = {"tool": "t", "times": "t", "contents": "c", "problems": []}
    (kit / ".mooc-kit/cache/validate.json").write_text(json.dumps(kept))
    assert mooc_kit("validate", "course").stdout == honest.stdout


def test_what_an_older_mooc_kit_kept_in_a_kit_is_no_change_of_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mooc_kit: Run
) -> None:
    small_course(tmp_path / "course", 1)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Begin")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course/.mooc-kit/cache").mkdir()
    (tmp_path / "course/.mooc-kit/cache/validate.json").write_text("{}")
    assert "No course differs" in mooc_kit("validate", ".", "--changed-since", "main").stdout
    (tmp_path / "course/.mooc-kit/kit.json").write_text("{}")
    assert "No course differs" not in mooc_kit("validate", ".", "--changed-since", "main").stdout


def test_only_what_a_branch_changed_is_checked(tmp_path: Path, mooc_kit_process: Run) -> None:
    for number in range(6):
        small_course(tmp_path / f"course-{number}", number)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitignore").write_text("cache/\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Begin")
    assert "No course differs" in mooc_kit_process("validate", "--changed-since", "main").stdout
    git(tmp_path, "checkout", "-qb", "words")
    (tmp_path / "course-1/content/index.md").write_text("[x](y)\n")
    git(tmp_path, "commit", "-qam", "Write")
    (tmp_path / "course-4/course.yaml").write_text("course: [\n")
    (tmp_path / "course-5/content/new.md").write_text("New.\n")
    # Meanwhile somebody else changed main: that is not this branch's doing.
    git(tmp_path, "stash", "-qu")
    git(tmp_path, "checkout", "-q", "main")
    (tmp_path / "course-0/content/index.md").write_text("[x](y)\n")
    git(tmp_path, "commit", "-qam", "Break another one")
    git(tmp_path, "checkout", "-q", "words")
    git(tmp_path, "stash", "pop", "-q")
    result = mooc_kit_process("validate", "--changed-since", "main", "--format", "json")
    data = json.loads(result.stdout)
    assert data["checked"] == 3
    assert {problem["file"].split("/")[0] for problem in data["problems"]} == {"course-1", "course-4", "course-5"}
    assert mooc_kit_process("validate", "--changed-since", "no-such-branch").returncode == 2
    assert mooc_kit_process("validate", "--changed-since=--output=x").returncode == 2


def test_building_many_courses_leaves_out_the_broken_one_only(tmp_path: Path, mooc_kit_process: Run) -> None:
    for number in range(6):
        small_course(tmp_path / f"course-{number}", number)
    (tmp_path / "course-3/course.yaml").write_text("course: [\n")
    result = mooc_kit_process("build", ".", "-t", "site", "-o", "out")
    assert result.returncode == 1
    assert "6 courses: 5 built, 1 failed" in result.stdout
    assert "Y101" in result.stdout
    assert (tmp_path / "out/course-5/site/index.html").is_file()
    assert not (tmp_path / "out/course-3").exists()
    outline = mooc_kit_process("outline", ".")
    assert outline.returncode == 1
    assert "Course 5" in outline.stdout
    assert "6 courses, 1 of them cannot be read" in outline.stdout


def works(course: Path) -> str:
    if course.name == "course-3":
        raise RuntimeError("a bug")
    if course.name == "course-7":
        os._exit(9)  # as if the system had ended the process
    return f"did {course.name}"


def failed(course: Path, said: str) -> str:
    return f"{course.name} failed: {said}"


def test_a_crash_or_a_dying_process_stays_with_its_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mooc_kit.commands.process_pool.cores", lambda: 2)
    courses = [Path(f"course-{number}") for number in range(20)]
    found = {course.name: said for course, said in for_each(courses, works, failed)}
    assert len(found) == 20
    assert found["course-3"] == "course-3 failed: RuntimeError: a bug"
    assert found["course-7"] == "course-7 failed: the process that worked on it died"
    assert found["course-19"] == "did course-19"
