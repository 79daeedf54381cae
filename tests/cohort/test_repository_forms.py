"""What participants send with the forms of the repository becomes files of the kit, and nothing else happens."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mooc_kit.checks.course_check import check_path
from mooc_kit.completion_options.registry import sections
from mooc_kit.kit.render import render_kit
from mooc_kit.spec.load import load_spec
from tests.command_line import check_jsonschema
from tests.conftest import over_sound

ON_GITHUB = """
course: {repository: "https://github.com/open-rivers/watch"}
completion:
  authentic: {share_back: repository}
  participant_outcomes: {visibility: public, share_with: repository}
  self_check: {contributions: reviewed}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = over_sound(ON_GITHUB)
    spec = load_spec(text, "course.yaml", sections()).spec
    assert spec is not None
    folder = tmp_path_factory.mktemp("made") / "kit"
    render_kit(spec, folder, spec_text=text)
    return folder


@pytest.fixture
def kit(made: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(made, tmp_path / "kit"))


def body(kit: Path, form: str, **answers: Any) -> str:
    """What GitHub writes into an issue for a form: each label as a heading, boxes as a task list."""
    parts = []
    for field in yaml.safe_load((kit / ".github/ISSUE_TEMPLATE" / form).read_text())["body"]:
        if "id" not in field:
            continue
        label, given = field["attributes"]["label"], answers.get(field["id"])
        if field["type"] == "checkboxes":
            boxes = field["attributes"]["options"]
            given = "\n".join(f"- [{'X' if n in (given or ()) else ' '}] {box['label']}" for n, box in enumerate(boxes))
        parts.append(f"### {label}\n\n{given or '_No response_'}")
    return "\r\n".join("\n\n".join(parts).split("\n"))


def issue(number: int, label: str, text: str, title: str = "") -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "body": text,
        "createdAt": "2027-03-09T08:00:00Z",
        "labels": [{"name": label}, {"name": "accepted"}],
    }


def story(kit: Path, **answers: Any) -> str:
    given = {"module": "Taking a sample", "done": "We went out.", "changed": "He asks now.", "evidence": "A jar."}
    return body(kit, "share-back.yml", **{**given, **answers})


def receive(mooc_kit, kit: Path, data: Any, *more: str):
    return mooc_kit("receive", "-", str(kit), *more, stdin=data if isinstance(data, str) else json.dumps(data))


def test_a_story_from_the_form_stands_in_the_gallery(mooc_kit, kit):
    text = story(kit, consent=(0, 1), name="Marta", done="We went out.\n\n### On the way\n\nRain.")
    ran = receive(
        mooc_kit, kit, {"action": "labeled", "issue": issue(12, "share-back", text, "Share back: A jar: two")}
    )
    assert ran.returncode == 0, ran.stderr
    assert (kit / "share-backs/2027-03-09-a-jar-two-12.md").is_file()
    checked = check_path(kit)
    assert [problem for problem in checked.problems if "share-backs" in problem.place.file] == []
    page = next(page for page in checked.course.pages if page.id == "gallery")
    assert "A jar: two" in page.body_html and "Marta" in page.body_html and "Rain." in page.body_html
    again = receive(mooc_kit, kit, [issue(12, "share-back", text)])
    assert again.returncode == 0 and "H106" in again.stderr
    assert len(list((kit / "share-backs").glob("*-12.md"))) == 1


def test_a_story_without_a_yes_is_kept_and_not_shown(mooc_kit, kit):
    receive(mooc_kit, kit, [issue(3, "share-back", story(kit, consent=(0,)))])
    assert "gallery" not in [page.id for page in check_path(kit).course.pages]


def test_nothing_that_a_participant_writes_gets_out_of_its_place(mooc_kit, kit):
    evil = (
        "---\nmay_be_shown: true\n---\n<script>alert(1)</script> <img src=x onerror=alert(1)> ![](../course.yaml) "
        "[course](../course.yaml) ![a photo](https://example.org/p.jpg)\n::: video x\n\u202eabc\x07"
    )
    name = 'x"\nmay_be_shown: true'
    text = story(kit, consent=(0,), done=evil, name=name, changed="$(touch /tmp/x) `id`")
    receive(mooc_kit, kit, [issue(4, "share-back", text, "Share back: ../../../etc/passwd")])
    file = next((kit / "share-backs").glob("*-4.md"))
    assert file.parent == kit / "share-backs" and "etc-passwd" in file.name
    meta = yaml.safe_load(file.read_text().split("---\n")[1])
    assert meta["may_be_shown"] is False and meta["name"].startswith('x"')
    shown = file.read_text().replace("may_be_shown: false", "may_be_shown: true")
    file.write_text(shown)
    checked = check_path(kit)
    assert [p.code for p in checked.problems if "share-backs" in p.place.file] == []
    html = next(page for page in checked.course.pages if page.id == "gallery").body_html
    assert "<script" not in html and "onerror" not in html and "course.yaml" not in html and "<img" not in html
    assert "https://example.org/p.jpg" in html and "\u202e" not in html


QUESTIONS = {
    "multiple_choice": ("+ Upstream :: Yes.\n- Downstream :: Mud.\n- Anywhere", {"choices": 3}),
    "multiple_response": ("+ a\n+ b\n- c :: no", {"choices": 3}),
    "true_false": ("+ True", {"answer": True}),
    "short_answer": ("+ stream\n+ brook", {"answers": ["stream", "brook"]}),
    "numerical": ("+ 12,5 ± 0.5 mg/l", {"answer": 12.5, "tolerance": 0.5, "unit": "mg/l"}),
    "matching": ("+ Clarity = Secchi tube\n+ Warmth -> Thermometer\n- Ruler", {"pairs": 2, "distractors": ["Ruler"]}),
    "ordering": ("+ Label\n+ Rinse\n+ Fill", {"items": ["Label", "Rinse", "Fill"]}),
    "essay": ("+ Something like this.", {"model_answer": "Something like this."}),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_of_every_kind_joins_the_self_check_of_its_module(mooc_kit, kit, kind):
    lines, wanted = QUESTIONS[kind]
    form = yaml.safe_load((kit / ".github/ISSUE_TEMPLATE/question.yml").read_text())
    kinds = next(f for f in form["body"] if f.get("id") == "kind")["attributes"]["options"]
    text = body(
        kit,
        "question.yml",
        module="Taking a sample",
        kind=next(k for k in kinds if k.startswith(f"{kind}:")),
        outcome="Collect a water sample with a repeatable protocol",
        prompt="Where: first?",
        answers=lines,
        feedback="See the protocol.",
        author="Kim",
        agreed=(0,),
    )
    file = kit / "quizzes/self-check-sampling.yaml"
    before = file.read_text()
    ran = receive(mooc_kit, kit, [issue(7, "question", text)])
    assert ran.returncode == 0, ran.stderr
    assert file.read_text().startswith(before.rstrip()[:200])
    added = yaml.safe_load(file.read_text())["questions"][-1]
    assert (added["id"], added["kind"], added["outcome"], added["author"]) == ("from-issue-7", kind, "sample", "Kim")
    for key, value in wanted.items():
        assert (len(added[key]) if isinstance(value, int) and not isinstance(value, bool) else added[key]) == value
    errors = [p for p in check_path(kit).problems if p.severity == "error" and "quizzes" in p.place.file]
    assert errors == []
    assert "H106" in receive(mooc_kit, kit, [issue(7, "question", text)]).stderr


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("multiple_choice", "+ a\n+ b"),
        ("multiple_choice", "a\nb"),
        ("numerical", "+ many"),
        ("matching", "+ a\n+ b"),
        ("nothing", "+ a"),
        ("ordering", "+ one"),
    ],
)
def test_unclear_answers_are_told_and_change_nothing(mooc_kit, kit, kind, lines):
    text = body(
        kit, "question.yml", module="Taking a sample", kind=kind, outcome="x", prompt="?", answers=lines, feedback="f"
    )
    before = (kit / "quizzes/self-check-sampling.yaml").read_text()
    ran = receive(mooc_kit, kit, [issue(8, "question", text)])
    assert ran.returncode == 1 and "H105" in ran.stderr
    assert (kit / "quizzes/self-check-sampling.yaml").read_text() == before


def test_goals_become_a_table_outside_the_kit(mooc_kit, kit, tmp_path):
    goals = [
        issue(2, "goal", body(kit, "goal.yml", **{"goal-1": "=SUM(A1)\nBe heard", "share-goals": (0,)})),
        issue(1, "goal", body(kit, "goal.yml", **{"goal-1": "Measure well", "goal-2": "Meet, people"})),
    ]
    assert receive(mooc_kit, kit, goals).returncode == 0
    assert "Be heard" in (tmp_path / "kit-received/goal-responses.csv").read_text()
    assert receive(mooc_kit, kit, goals, "--goals-to", str(kit / "goals.csv")).returncode == 2
    ran = receive(mooc_kit, kit, goals, "--goals-to", str(tmp_path / "answers.csv"))
    assert ran.returncode == 0, ran.stderr
    rows = list(csv.DictReader((tmp_path / "answers.csv").open()))
    assert [row["goal-1"] for row in rows] == ["Measure well", "'=SUM(A1) Be heard"]
    assert [row["share-goals"] for row in rows] == ["no", "yes"]
    from mooc_kit.cohort.goals.responses import Wanted, read_responses

    found = read_responses([tmp_path / "answers.csv"], Wanted(goals=[("goal-1", ""), ("goal-2", "")]))
    assert found.people == 2 and len(found.goals) == 3


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        ("{", "H101", 1),
        ("7", "H101", 1),
        ("[1, {}]", "H101", 1),
        ("[" * 100_000, "H101", 1),
        ([{"number": 1, "body": "", "createdAt": "2027-03-09", "labels": ["bug"]}], "H102", 0),
        ([{"number": 1, "body": "", "createdAt": "2027-03-09", "labels": ["share-back"]}], "H104", 1),
    ],
)
def test_what_cannot_be_taken_in_is_told(mooc_kit, kit, data, code, status):
    ran = receive(mooc_kit, kit, data)
    assert (ran.returncode, code in ran.stderr) == (status, True), ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_form_that_was_taken_out_of_the_kit_is_told(mooc_kit, kit):
    text = story(kit)
    (kit / ".github/ISSUE_TEMPLATE/share-back.yml").unlink()
    ran = receive(mooc_kit, kit, [issue(1, "share-back", text)])
    assert ran.returncode == 1 and "H103" in ran.stderr


def test_a_folder_without_a_course_is_wrong_usage(mooc_kit, tmp_path):
    assert receive(mooc_kit, tmp_path, []).returncode == 2


SCHEMAS = {
    "workflows/*.yml": "vendor.github-workflows",
    "ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
    "ISSUE_TEMPLATE/[!c]*.yml": "vendor.github-issue-forms",
}


@pytest.mark.parametrize("files", SCHEMAS)
def test_forms_and_workflows_have_the_form_that_github_takes(made, files):
    paths = sorted((made / ".github").glob(files))
    assert paths
    ran = check_jsonschema(SCHEMAS[files], *paths)
    assert ran.returncode == 0, ran.stdout


def test_a_workflow_never_puts_what_people_wrote_into_a_command(made):
    workflow = yaml.safe_load((made / ".github/workflows/participants.yml").read_text())
    for job in workflow["jobs"].values():
        # `actions`: what a bot proposes starts no check by itself, so the job that proposes starts it.
        assert set(job["permissions"]) <= {"contents", "pull-requests", "issues", "actions"}
        assert ("actions" in job["permissions"]) == ("pull-requests" in job["permissions"])
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
    assert workflow["permissions"] == {}


def test_a_job_that_may_write_installs_nothing_and_what_runs_mooc_kit_may_only_read(made):
    workflow = yaml.safe_load((made / ".github/workflows/participants.yml").read_text())
    writing = 0
    for job in workflow["jobs"].values():
        ran = "".join(step.get("run", "") for step in job["steps"])
        may_write = "write" in job["permissions"].values()
        writing += may_write
        assert may_write != ("pip install" in ran or "mooc-kit " in ran)
        checkout = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout"))
        assert may_write or checkout["with"]["persist-credentials"] is False
    assert writing == 2


def test_actionlint_finds_nothing_in_the_workflow_for_forms(made):
    found = shutil.which("actionlint") or shutil.which("actionlint", path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip("actionlint is not installed: run tests/install-actionlint")
    path = made / ".github/workflows/participants.yml"
    result = subprocess.run([found, "-no-color", str(path)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_course_elsewhere_gets_no_workflow_for_forms(tmp_path):
    text = over_sound("")
    spec = load_spec(text, "course.yaml", sections()).spec
    render_kit(spec, tmp_path / "kit", spec_text=text)
    assert not (tmp_path / "kit/.github/workflows/participants.yml").exists()
    assert not (tmp_path / "kit/.github/ISSUE_TEMPLATE/goal.yml").exists()
