"""The files for CI services: accepted by the services' own schemas and linters, and doing what they promise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from mooc_kit import __version__
from mooc_kit.completion_options.registry import sections
from mooc_kit.kit import examples, pin, workflows
from mooc_kit.kit.examples import copy_example, examples_folder
from mooc_kit.kit.refresh_examples import OURS
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec
from tests.command_line import check_jsonschema
from tests.conftest import Grow, Run

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WORKFLOW = ".github/workflows/course.yml"
RELEASE = ROOT / ".github/workflows/release.yml"
"""How mooc-kit itself is released."""


def accepted(schema: str, *files: Path) -> None:
    result = check_jsonschema(schema, *files)
    assert result.returncode == 0, result.stdout


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ci") / "kit"
    copy_example("stories-that-teach", folder)
    return folder


def test_the_action_and_the_gitlab_template_fit_their_services(kit: Path) -> None:
    accepted("vendor.github-actions", ROOT / "action.yml")
    accepted("vendor.gitlab-ci", ROOT / "ci/mooc-kit.gitlab-ci.yml")
    accepted("vendor.github-workflows", kit / WORKFLOW, RELEASE)
    accepted("vendor.github-issue-forms", *sorted((kit / ".github/ISSUE_TEMPLATE").glob("*.yml")))


def test_zizmor_finds_no_weakness_in_the_workflows_of_any_kit(tmp_path: Path) -> None:
    """Pinned actions, least rights, no words of strangers in scripts: what the auditor of workflows looks for."""
    rendered = _rendered()
    for name, files in rendered.items():
        for path, data in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(data)
    shutil.copy(ROOT / "action.yml", tmp_path / "action.yml")
    shutil.copytree(RELEASE.parent, tmp_path / ".github/workflows")
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--format", "plain", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr.count("completed") >= len(rendered) * 2 + 2


def test_actionlint_finds_nothing_in_a_kits_workflow(kit: Path) -> None:
    found = shutil.which("actionlint") or shutil.which("actionlint", path=str(BIN))
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("actionlint is not installed: run tests/install-actionlint")
        pytest.skip("actionlint is not installed: run tests/install-actionlint")
    participants = kit / ".github/workflows/participants.yml"
    participants.write_bytes(_rendered()["on-github"][".github/workflows/participants.yml"])
    for workflow in (kit / WORKFLOW, participants, examples_folder() / "river-watch" / WORKFLOW, RELEASE):
        result = subprocess.run([found, "-no-color", str(workflow)], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_no_input_of_the_action_is_pasted_into_a_script() -> None:
    for step in yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_a_release_is_signed_by_a_job_that_runs_nothing_of_ours() -> None:
    """What builds may write nothing; what signs, or makes the draft, installs nothing and checks nothing out."""
    workflow = yaml.safe_load(RELEASE.read_text())
    assert workflow["permissions"] == {}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "draft": {"contents": "write"},
    }
    steps = {name: job["steps"] for name, job in workflow["jobs"].items()}
    for name in ("attest", "draft"):
        words = json.dumps(steps[name])
        assert "install" not in words and "checkout" not in words and "hatchling" not in words
    for step in (step for job in steps.values() for step in job):
        assert "${{" not in step.get("run", "")
    (build,) = (step for step in steps["build"] if step.get("name") == "Build")
    assert build["env"] == {"SOURCE_DATE_EPOCH": "0"} and "--constraint constraints.txt hatchling" in build["run"]
    assert re.search(r"^hatchling==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    pins = set(re.findall(r"uses: (\S+  # v[\d.]+)$", RELEASE.read_text(), re.MULTILINE))
    assert len(pins) == RELEASE.read_text().count("uses:") - 1  # one is used twice
    ours = {pin for pin in pins if not pin.startswith("actions/attest-build-provenance@")}
    assert ours <= set(workflows.ACTIONS.values())


@pytest.mark.parametrize(("tag", "status"), [(f"v{__version__}", 0), ("v99.0.0", 1), ("v.*", 1), ("v", 1)])
def test_only_a_tag_that_is_the_version_is_released(tag: str, status: int) -> None:
    (step,) = (
        step
        for step in yaml.safe_load(RELEASE.read_text())["jobs"]["build"]["steps"]
        if step.get("name") == "Is the tag the version?"
    )
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    result = subprocess.run(command, cwd=ROOT, env={**os.environ, "TAG": tag}, capture_output=True, check=False)
    assert result.returncode == status


def test_the_actions_scripts_work_on_a_course(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    """Its steps as bash would run them, with the inputs' defaults."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    summary = tmp_path / "summary.md"
    inputs = {name: str(about["default"]) for name, about in action["inputs"].items()}
    inputs["path"] = str(kit)
    inputs["output"] = str(tmp_path / "out")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], cwd=kit, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=kit, capture_output=True, text=True, check=True).stdout
    assert mooc_kit("set", "course.title", "Tell it", "--in", str(kit)).returncode == 0
    values = {"github.event.pull_request.base.sha": head.strip(), **{f"inputs.{k}": v for k, v in inputs.items()}}
    for step in action["runs"]["steps"]:
        if step.get("name") not in ("Check", "Tell what changed", "Build"):
            continue
        extra = {name: values[value.strip("${} ")] for name, value in step["env"].items()}
        environment = {
            **os.environ,
            **extra,
            "GITHUB_STEP_SUMMARY": str(summary),
            "PATH": f"{BIN}:{os.environ['PATH']}",
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        result = subprocess.run(command, cwd=kit, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{step['name']}: {result.stdout}{result.stderr}"
    assert "Tell it" in summary.read_text()
    assert (tmp_path / "out/site/index.html").is_file()


def test_the_pre_commit_hooks_call_commands_that_exist(mooc_kit: Run, grow: Grow) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} == {"mooc-kit-validate", "mooc-kit-update"}
    kit = grow("fix-a-flat", "kit")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], cwd=kit, check=True)
    (kit / "content/index.md").write_text("[x](no-such-page.md)\n")
    for hook in hooks:
        assert hook["language"] == "python"
        words = hook["entry"].split()
        assert words[0] == "mooc-kit"
        result = mooc_kit(*words[1:], cwd=kit)
        assert result.returncode == (1 if hook["id"] == "mooc-kit-validate" else 0), result.stdout + result.stderr


DIGEST, COMMIT = "ab" * 32, "cd" * 20


@pytest.mark.parametrize(
    ("direct", "wanted"),
    [
        (
            {"url": "https://x.org/m-1.whl", "archive_info": {"hashes": {"sha256": DIGEST}}},
            f"mooc-kit @ https://x.org/m-1.whl#sha256={DIGEST}",
        ),
        (
            {"url": "https://x.org/m-1.whl", "archive_info": {"hash": f"sha256={DIGEST}"}},
            f"mooc-kit @ https://x.org/m-1.whl#sha256={DIGEST}",
        ),
        (
            {"url": "https://x.org/m.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "v1"}},
            f"mooc-kit @ git+https://x.org/m.git@{COMMIT}",
        ),
        ({"url": "https://x.org/m-1.whl", "archive_info": {}}, ""),
        ({"url": "https://x.org/m.git", "vcs_info": {"vcs": "git", "commit_id": "main"}}, ""),
        ({"url": "file:///opt/mooc-kit", "dir_info": {"editable": True}}, ""),
        ({"url": "https://x.org/m.whl\nevil", "archive_info": {"hashes": {"sha256": DIGEST}}}, ""),
        ({}, ""),
    ],
)
def test_a_pin_names_what_everybody_can_install_again_and_nothing_else(direct: dict[str, Any], wanted: str) -> None:
    assert pin.requirement(direct) == wanted


def test_an_update_moves_the_pin_where_the_source_is_known_and_keeps_it_where_it_is_not(
    tmp_path: Path, mooc_kit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples.copy_example("fix-a-flat", tmp_path / "kit")
    file = tmp_path / "kit" / pin.PIN
    assert not re.search("^mooc-kit", file.read_text(), re.MULTILINE)  # a checkout is no source for others
    mine = f"mooc-kit @ git+https://example.org/m.git@{COMMIT}"
    file.write_text(file.read_text() + mine + "\n")
    mooc_kit("update", "kit", "--yes")
    assert file.read_text().splitlines()[-1] == mine
    monkeypatch.setattr(pin, "source", lambda: f"mooc-kit @ https://example.org/new.whl#sha256={DIGEST}")
    assert pin.pin_file(file.read_bytes()).decode().splitlines()[-1].endswith(f"new.whl#sha256={DIGEST}")


@cache
def _rendered() -> dict[str, dict[str, bytes]]:
    """What CI services read of kits: of the examples, of one on GitHub and of one on GitLab,"""
    found = {}
    specs = {file.parent.name: file.read_text() for file in sorted(examples_folder().glob("*/course.yaml"))}
    for name, address in (("on-github", "https://github.com/a/b"), ("on-gitlab", "https://gitlab.com/a/b")):
        data = yaml.safe_load(specs["river-watch"])
        data["course"]["repository"] = address
        specs[name] = yaml.safe_dump(data, allow_unicode=True)
    for name, text in specs.items():
        spec = load_spec(text, "course.yaml", sections()).spec
        assert spec is not None, name
        files = rendered_files(spec)
        found[name] = {path: data for path, data in files.items() if path.startswith((".github/", ".gitlab"))}
    return found


def test_a_kit_holds_the_workflows_of_the_forge_that_it_lies_on() -> None:
    rendered = _rendered()
    assert ".github/workflows/participants.yml" in rendered["on-github"]
    assert ".gitlab-ci.yml" not in rendered["on-github"]
    assert [path for path in rendered["on-gitlab"] if not path.startswith(".github/ISSUE")] == [
        ".github/pull_request_template.md",
        ".gitlab-ci.yml",
    ]
    assert rendered["on-gitlab"][".gitlab-ci.yml"] == (ROOT / "ci/mooc-kit.gitlab-ci.yml").read_bytes()


def test_only_the_site_leaves_a_workflow_and_only_from_the_default_branch() -> None:
    """Packages hold answers and exams."""
    for files in _rendered().values():
        for path, data in files.items():
            if path == WORKFLOW:
                jobs = yaml.safe_load(data)["jobs"]
                kept = [step["with"] for step in jobs["course"]["steps"] if "artifact" in step.get("uses", "")]
                assert [one["path"] for one in kept] == ["build/site"] * len(kept)
                assert set(jobs) <= {"course", "publish"}
                assert "publishes" in jobs.get("publish", {"if": "publishes"})["if"]
            if path == ".gitlab-ci.yml":
                jobs = yaml.safe_load(data)
                paths = [p for job in jobs.values() for p in job.get("artifacts", {}).get("paths", ())]
                assert paths == ["build/site/", "public"]
                assert "$CI_DEFAULT_BRANCH" in jobs["pages"]["rules"][0]["if"]


def test_what_the_tool_owns_in_an_example_is_as_this_version_renders_it() -> None:
    for folder in sorted(file.parent for file in examples_folder().glob("*/course.yaml")):
        spec = load_spec((folder / "course.yaml").read_text(), "course.yaml", sections()).spec
        assert spec is not None
        owned = {path: data for path, data in rendered_files(spec).items() if path.startswith(OURS)}
        stale = [path for path, data in owned.items() if (folder / path).read_bytes() != data]
        assert not stale, f"{folder.name}: `make examples` renews {stale}"


def test_what_a_bot_renewed_in_a_workflow_is_no_conflict(
    grow: Grow, mooc_kit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newer pin stays, an older one moves on, and the kit is not behind for it."""
    kit = grow("fix-a-flat", "kit")
    file = kit / WORKFLOW
    grown = file.read_text()
    renewed = re.sub(r"checkout@\w+ +# v[\d.]+", f"checkout@{COMMIT} # v99.1.0", grown)
    assert renewed != grown
    file.write_text(renewed)
    assert mooc_kit("update", "--check", str(kit)).returncode == 0
    newer = {name: re.sub(r"@\w+ +# v.*", f"@{'ef' * 20} # v50.0", pin) for name, pin in workflows.ACTIONS.items()}
    monkeypatch.setattr(workflows, "ACTIONS", newer)
    result = mooc_kit("update", "--yes", "--trust", str(kit))
    assert result.returncode == 0, result.stdout
    pins = dict(re.findall(r"uses: ([\w/-]+)@\w+ +# v([\d.]+)", file.read_text()))
    assert pins.pop("actions/checkout") == "99.1.0" and set(pins.values()) == {"50.0"}
    assert mooc_kit("update", "--check", str(kit)).returncode == 0


def _workflows() -> list[str]:
    found = [data.decode() for files in _rendered().values() for path, data in files.items() if path.endswith("yml")]
    return [*found, (ROOT / "action.yml").read_text()]


def test_no_workflow_installs_a_bare_name() -> None:
    texts = _workflows()
    assert len(texts) > 8
    for text in texts:
        for line in text.splitlines():
            if "pip install" in line:
                assert re.search(
                    r'--requirement "?(\$(COURSE|RUNNER_TEMP)/)?(\.mooc-kit/)?install\.txt|"\$(HERE|MOOC_KIT)"', line
                )


@pytest.mark.parametrize("setting", ["", "# mooc-kit @ https://x\n", "mooc-kit\n", "mooc-kitten==1\n", None])
def test_the_install_step_stops_where_nobody_said_what_to_install(setting: str | None, tmp_path: Path) -> None:
    (tmp_path / ".mooc-kit").mkdir()
    if setting is not None:
        (tmp_path / pin.PIN).write_text(setting)
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "pip").write_text('#!/bin/sh\necho "pip $*" >> "$(dirname "$0")/../ran"\n')
    (fake / "pip").chmod(0o755)
    workflow = yaml.safe_load((examples_folder() / "river-watch" / WORKFLOW).read_text())
    (step,) = (s for s in workflow["jobs"]["course"]["steps"] if s.get("name") == "Install mooc-kit")
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    environment = {**os.environ, "PATH": f"{fake}:{os.environ['PATH']}"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1 and "::error file=.mooc-kit/install.txt::" in result.stdout
    assert not (tmp_path / "ran").exists()
    (tmp_path / pin.PIN).write_text(f"mooc-kit @ git+https://x.org/m.git@{COMMIT}\n")
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "ran").read_text() == "pip install --requirement .mooc-kit/install.txt\n"
