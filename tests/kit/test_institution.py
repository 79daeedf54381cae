"""An institution's template: its files, questions, defaults and rules reach the course; nothing else of it does."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pexpect
import pytest

from mooc_kit.kit.examples import examples_folder
from tests.conftest import SOUND, Run

TEMPLATE = examples_folder() / "institution-template"
TOP = "{{ cookiecutter.folder }}"


def template(folder: Path, **files: str) -> Path:
    """A small template with a file for each of `files` (names with __ for / )."""
    (folder / TOP).mkdir(parents=True)
    (folder / "cookiecutter.json").write_text('{"folder": "x", "faculty": "Hydrology"}')
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def answers(tmp_path: Path) -> str:
    text = SOUND.read_text()
    lines = [
        line for line in text.splitlines() if not line.strip().startswith(("institution:", "license:", "contact:"))
    ]
    (tmp_path / "answers.yaml").write_text("\n".join(lines) + "\n")
    return "answers.yaml"


def kit_json(kit: Path) -> dict:  # type: ignore[type-arg]
    return json.loads((kit / ".mooc-kit/kit.json").read_text())  # type: ignore[no-any-return]


def test_the_example_template_brings_files_answers_and_defaults(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    command = ["new", "kit", "--from", answers, "--template", str(TEMPLATE), "--answer", "faculty=Ecology"]
    result = mooc_kit(*command)
    assert result.returncode == 0, result.stderr
    kit = tmp_path / "kit"
    assert "faculty of Ecology" in (kit / "content/pages/policies.md").read_text()
    assert (kit / "guides/field-work.md").is_file()
    assert "institution: Open Rivers Institute" in (kit / "course.yaml").read_text()
    assert kit_json(kit)["institution"]["answers"]["faculty"] == "Ecology"
    assert kit_json(kit)["institution"]["revision"].startswith("sha256:")
    assert "hooks, which are not run" in result.stderr
    assert not (kit / "guides/register.md").exists()
    checked = mooc_kit("validate", "kit")
    assert checked.returncode == 0, checked.stdout
    assert mooc_kit("update", "kit", "--check").returncode == 0


def test_its_rules_hold_in_every_course_grown_from_it(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    mooc_kit("new", "kit", "--from", answers, "--template", str(TEMPLATE))
    assert mooc_kit("set", "course.license", "CC-BY-NC-4.0", "--in", "kit").returncode == 0
    (tmp_path / "kit/content/pages/policies.md").write_text("---\ntitle: Rules\n---\n\nNothing.\n")
    result = mooc_kit("validate", "kit")
    assert result.returncode == 1
    assert "I101" in result.stdout
    assert "kit/content/pages/policies.md  I104" in result.stdout
    told = mooc_kit("explain", "I101", cwd=tmp_path / "kit")
    assert "The senate decided so" in told.stdout
    file = tmp_path / "kit/course.yaml"
    file.write_text(file.read_text() + "\nignore:\n  - {code: I101, because: The rector agreed on 4 May}\n")
    assert "I101" not in mooc_kit("validate", "kit").stdout


def test_hooks_run_only_with_trust_and_are_shown_first(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    result = mooc_kit("new", "kit", "--from", answers, "--template", str(TEMPLATE), "--trust")
    assert result.returncode == 0, result.stderr
    assert "will run on this computer" in result.stderr
    assert "register of courses" in result.stderr
    assert "Faculty of Hydrology" in (tmp_path / "kit/guides/register.md").read_text()
    failing = template(tmp_path / "failing", **{"hooks/post_gen_project.py": "raise SystemExit(3)\n"})
    result = mooc_kit("new", "other", "--from", answers, "--template", str(failing), "--trust")
    assert result.returncode == 2
    assert not (tmp_path / "other").exists()


def test_a_newer_template_reaches_the_kit_and_leaves_its_authors_words(
    tmp_path: Path, mooc_kit: Run, answers: str
) -> None:
    source = template(tmp_path / "ours", **{f"{TOP}/guides/policy.md": "# Policy\n\nOld words.\n\nThe end.\n"})
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "One"]):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=source, check=True)
    address = f"file://{source}"
    result = mooc_kit("new", "kit", "--from", answers, "--template", address)
    assert result.returncode == 0, result.stderr
    kit = tmp_path / "kit"
    first = kit_json(kit)["institution"]
    assert first["source"] == address
    assert len(first["revision"]) == 40
    policy = kit / "guides/policy.md"
    policy.write_text(policy.read_text() + "\nOur own words.\n")
    (source / TOP / "guides/policy.md").write_text("# Policy\n\nNew words.\n\nThe end.\n")
    (source / TOP / "guides/second.md").write_text("Second, for {{ cookiecutter.faculty }}.\n")
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "add", "-A"], cwd=source, check=True)
    commit = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Two"]
    subprocess.run(commit, cwd=source, check=True)
    assert mooc_kit("update", "kit", "--check").returncode == 0  # pinned: nothing happens unasked
    assert mooc_kit("update", "kit", "--check", "--template", "latest").returncode == 1
    result = mooc_kit("update", "kit", "--template", "latest")
    assert result.returncode == 0, result.stdout
    assert policy.read_text() == "# Policy\n\nNew words.\n\nThe end.\n\nOur own words.\n"
    assert (kit / "guides/second.md").read_text() == "Second, for Hydrology.\n"
    assert kit_json(kit)["institution"]["revision"] != first["revision"]
    again = mooc_kit("new", "old", "--from", answers, "--template", f"{address}#{first['revision']}")
    assert again.returncode == 0, again.stderr
    assert "Old words." in (tmp_path / "old/guides/policy.md").read_text()


@pytest.mark.parametrize(
    "name", ["../outside.md", "/tmp/outside.md", "t/../../outside.md", "C:\\outside.md", "t/..\\..\\outside.md"]
)
def test_an_archive_cannot_write_outside(tmp_path: Path, mooc_kit: Run, answers: str, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("cookiecutter.json", "{}")
        archive.writestr(name, "gotcha")
    result = mooc_kit("new", "kit", "--from", answers, "--template", "evil.zip")
    assert result.returncode == 2
    assert "outside the archive" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"answers.yaml", "evil.zip"}


def test_links_are_refused_in_archives_and_folders(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr("cookiecutter.json", "{}")
        entry = zipfile.ZipInfo(f"{TOP}/passwords.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert "link" in mooc_kit("new", "kit", "--from", answers, "--template", "link.zip").stderr
    folder = template(tmp_path / "folder")
    (folder / TOP / "passwords.md").symlink_to("/etc/passwd")
    assert "link" in mooc_kit("new", "kit", "--from", answers, "--template", "folder").stderr
    assert not (tmp_path / "kit").exists()


def test_a_zip_with_one_folder_in_it_is_a_template_too(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    with zipfile.ZipFile(tmp_path / "ours.zip", "w") as archive:
        for path in sorted(TEMPLATE.rglob("*")):
            if path.is_file():
                archive.write(path, Path("template-1.2") / path.relative_to(TEMPLATE))
    assert mooc_kit("new", "kit", "--from", answers, "--template", "ours.zip").returncode == 0
    assert (tmp_path / "kit/content/pages/policies.md").is_file()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cookiecutter.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ spec.model_config.clear() }}",
        "{% for i in range(10000000) %}x{% endfor %}",
        "{{ no_such_name }}",
        "{% if %}",
    ],
)
def test_a_text_that_tries_more_than_to_be_a_text_is_refused(
    tmp_path: Path, mooc_kit: Run, answers: str, text: str
) -> None:
    template(tmp_path / "evil", **{f"{TOP}/guides/evil.md": text})
    result = mooc_kit("new", "kit", "--from", answers, "--template", "evil")
    assert result.returncode == 2, result.stdout
    assert "cannot be rendered" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "kit").exists()


@pytest.mark.parametrize("name", ["course.yaml", ".git/hooks/post-checkout", ".mooc-kit/kit.json"])
def test_some_files_are_not_a_templates_to_write(tmp_path: Path, mooc_kit: Run, answers: str, name: str) -> None:
    source = template(tmp_path / "evil", **{f"{TOP}/{{{{ cookiecutter.where }}}}": "x"})
    (source / "cookiecutter.json").write_text(json.dumps({"folder": "x", "where": name}))
    result = mooc_kit("new", "kit", "--from", answers, "--template", "evil")
    assert result.returncode == 2
    assert "not its to write" in result.stderr


def test_extensions_which_could_run_anything_are_refused(tmp_path: Path, mooc_kit: Run, answers: str) -> None:
    source = template(tmp_path / "evil")
    (source / "cookiecutter.json").write_text('{"_extensions": ["os.system"]}')
    assert mooc_kit("new", "kit", "--from", answers, "--template", "evil").returncode == 2


def test_the_interview_asks_its_questions_first(tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "120"}
    arguments = ["-m", "mooc_kit", "new", "kit", "--short", "--plain", "--template", str(TEMPLATE)]
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(tmp_path), env=environment, encoding="utf-8", timeout=60
    )
    terminal.expect("Which faculty answers")
    terminal.expect("> ")
    terminal.sendline("3")
    for _ in range(120):
        if terminal.expect(["> ", pexpect.EOF]) == 1:
            break
        terminal.sendline("")
    terminal.close()
    text = (tmp_path / "kit/content/pages/policies.md").read_text()
    assert "faculty of Citizen Science" in text
    assert "institution: Open Rivers Institute" in (tmp_path / "kit/course.yaml").read_text()
