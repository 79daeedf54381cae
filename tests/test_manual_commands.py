"""Command blocks of README and manual: every line is run as it stands, in its order, with what it needs around it.

A page has a folder of its own, in which `my-course` is a copy of an example and the files that a line names are made
when it names them. Lines that cannot run here stand in `NOT_RUN`, each with the reason. The first course, which begins
with the interview in a terminal, is followed by tests/test_docs.py.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from mooc_kit.kit.examples import copy_example
from tests.cohort import test_goals, test_inbox
from tests.conftest import Run
from tests.quizzes.analysis import made
from tests.shared import once

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [
    page
    for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
    if "```console\n" in page.read_text(encoding="utf-8") and page.name != "first-course.md"
]
FENCE = re.compile(r'^( *)```(\w*)(?: title="([^"]+)")?\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


class Scene(NamedTuple):
    """What lies around the commands of a page."""

    course: str = "fix-a-flat"
    """What `my-course` is: an example, `small` for the course of first-credential.md, `unedited` for River Watch as it
    grows, which nobody has written in."""
    inside: bool = False
    """Whether the page's reader stands in the kit."""


SCENES = {
    "README.md": Scene(course=""),
    "changing.md": Scene("unedited", inside=True),
    "checking.md": Scene(inside=True),
    "canvas.md": Scene("small"),
    "cmi5.md": Scene("small"),
    "completions.md": Scene("small"),
    "credential-formats.md": Scene("small", inside=True),
    "credentials.md": Scene("small"),
    "data-requests.md": Scene("small"),
    "first-credential.md": Scene(course=""),
    "gallery.md": Scene(course=""),
    "goals.md": Scene("river-watch"),
    "importing.md": Scene(course=""),
    "institution-templates.md": Scene(course=""),
    "kit.md": Scene(inside=True),
    "next-run.md": Scene("river-watch", inside=True),
    "participants.md": Scene("river-watch"),
    "participants-questions.md": Scene("river-watch", inside=True),
    "peer-badges.md": Scene("river-watch"),
    "quiz-packages.md": Scene("reading-health-numbers", inside=True),
    "quizzes.md": Scene("river-watch", inside=True),
    "rubrics.md": Scene("river-watch", inside=True),
    "success.md": Scene("small"),
    "teams.md": Scene(),
    "updating.md": Scene(inside=True),
    "verifying.md": Scene("small"),
}
NETWORK, TERMINAL = "it asks the network", "it asks in a terminal"
SECRET = "one that is long"
NOT_RUN = {
    "mooc-kit interview": TERMINAL,
    "mooc-kit preview my-course": "it serves until it is stopped; tests/targets run it",
    "mooc-kit new my-course --template ../our-template": TERMINAL,
    "mooc-kit new my-course --template our-template.zip": TERMINAL,
    "mooc-kit new my-course --template https://git.example.org/our/template.git": NETWORK,
    "mooc-kit new my-course --template gh:us/our-template --checkout v2 --directory courses": NETWORK,
    "mooc-kit update my-course --check --template latest": NETWORK,
    "mooc-kit update my-course --template latest": NETWORK,
    "pip install ./examples/third-party-package": "tests/test_third_party.py runs it",
    "mooc-kit options learning-diary": "tests/test_third_party.py runs it",
    "mooc-kit add option learning-diary --kit my-course": "tests/test_third_party.py runs it",
    "mooc-kit build my-course -t one-text": "tests/test_third_party.py runs it",
    "gh issue list --label share-back --json number,title,body,createdAt,labels > issues.json": NETWORK,
}
STATUS = {
    "mooc-kit verify certificate.pdf --online": 1,  # without a network it says so
    "mooc-kit remove module speaking-up --dry-run": 1,  # an outcome would be served by nothing
}
"""Of lines that rightly do not end with 0."""


@dataclass
class Stage:
    """The folder of one page, and the command line there."""

    folder: Path
    shared: Path
    run: Run

    def course(self, name: str, to: Path) -> Path:
        """A copy of an example, or of the course of first-credential.md."""
        own = {"small": self._small, "unedited": self._unedited}
        make = own.get(name, lambda draft: copy_example(name, draft))
        shutil.copytree(once(self.shared, f"kit-{name}", make), to)
        return to

    def _small(self, draft: Path) -> None:
        page = (DOCS / "first-credential.md").read_text(encoding="utf-8")
        answers = next(found[4] for found in FENCE.finditer(page) if found[3] == "answers.yaml")
        assert self.run("new", str(draft), "--from", "-", stdin=answers).returncode == 0

    def _unedited(self, draft: Path) -> None:
        spec = (ROOT / "examples/river-watch/course.yaml").read_text(encoding="utf-8")
        assert self.run("new", str(draft), "--from", "-", stdin=spec).returncode == 0

    def call(self, line: str, cwd: Path | None = None) -> None:
        """Run a line of mooc-kit that a page needs done before."""
        words = shlex.split(line)
        result = self.run(*words, cwd=cwd or self.folder, **self.environment)
        assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "MOOC_KIT_KEYS": str(self.folder / "the-keys"),
            "MOOC_KIT_PASSPHRASE": SECRET,
            "MOOC_KIT_REGISTER_SECRET": "a secret",
            "HOME": str(self.folder / "home"),
        }

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# ---- what lines name, made when they name it -------------------------------------------------------------------------

TYPED = f"{SECRET}\n{SECRET}\n"
"""What a person types where a new passphrase is asked for."""
PEOPLE = "email,name,how-to,your-tyre\nama@example.org,Ama Boateng,done,18/20\nluis@example.org,Luis Ortega,done,9/20\n"


def package(target: str) -> Callable[[Stage, str], None]:
    """The package of a tiny course for a platform, built once for all pages that import one."""

    def make(stage: Stage, name: str) -> None:
        def build(draft: Path) -> None:
            kit = stage.course("fix-a-flat", stage.folder / f"made-for-{target}")
            stage.call(f"build {kit} --target {target} --output {draft}")
            shutil.rmtree(kit)

        built = once(stage.shared, f"packed-{target}", build)
        (packed,) = (built / target).glob(f"*.{name.partition('.')[2]}")
        shutil.copy(packed, stage.folder / name)

    return make


def text(content: str) -> Callable[[Stage, str], None]:
    return lambda stage, name: stage.write(name, content)


def decided(stage: Stage, name: str) -> None:
    stage.write("made-grades.csv", PEOPLE)
    stage.call(f"completions made-grades.csv --kit my-course --output {name}")


def issued(stage: Stage, name: str) -> None:
    if not (stage.folder / "the-keys").exists():
        stage.call("keys new --did https://bikes.example.org/mend")
    decided(stage, "completions.parquet")
    stage.call("issue completions.parquet --kit my-course --output credentials")


def ledger(stage: Stage, name: str) -> None:
    issued(stage, name)
    shutil.copy(stage.folder / "credentials" / name, stage.folder)


def certificate(stage: Stage, name: str) -> None:
    issued(stage, name)
    shutil.copy(next((stage.folder / "credentials/completion").glob("*.pdf")), stage.folder / name)


def peer_keys(stage: Stage, name: str) -> None:
    """The keys of Mei and Luis; Ama's is made by the page. Both of the team are first judges."""
    for person in ("mei", "luis", "ama"):
        if not (stage.folder / f"{person}.json").exists():
            stage.call(f"badge key -o {person}.json --name {person}")
    for judge in ("ama", "luis"):
        key = json.loads((stage.folder / f"{judge}.json").read_text(encoding="utf-8"))
        public = next(value for value in key.values() if str(value).startswith("did:key:"))
        stage.call(f"add first-judge {judge} {public} --kit my-course")


def goals(stage: Stage, name: str) -> None:
    said = [(wish, "yes") for wish in (*test_goals.FLOOD, *test_goals.SAMPLE)]
    test_goals.answers(stage.folder / name, said)


def received(stage: Stage, name: str) -> None:
    stage.write(
        name,
        "From ama@example.org Mon Mar  8 10:00:00 2027\nFrom: Ama <ama@example.org>\nTo: rivers@example.org\n"
        "Subject: Hello\nDate: Mon, 08 Mar 2027 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nGood morning.\n\n",
    )


def kit_copy(stage: Stage, name: str) -> None:
    stage.course("fix-a-flat", stage.folder / name)


def many(stage: Stage, name: str) -> None:
    for one in ("a", "b"):
        stage.course("fix-a-flat", stage.folder / name / one)


def earlier(stage: Stage, name: str) -> None:
    stage.call("report my-course --output earlier.html")
    shutil.move(stage.folder / "earlier.json", stage.folder / name)


def reviewed(stage: Stage, name: str) -> None:
    said = {"page": "home", "of": "0" * 16, "yes": True, "words": "Good."}
    whole = {"mooc-kit-review": 1, "course": "fix-a-flat", "by": "Ana", "on": "2027-02-01", "pages": [said]}
    stage.write(name, json.dumps(whole))


def statement(verb: str, activity: str) -> str:
    return json.dumps(
        {
            "actor": {"mbox": "mailto:ama@example.org"},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": f"https://bikes.example.org/mend/activity/{activity}"},
            "result": {"completion": True, "score": {"scaled": 0.9}},
            "timestamp": "2027-03-01T10:00:00Z",
        }
    )


ISSUES = [
    {
        "number": 12,
        "title": "A story",
        "body": test_inbox.STORY,
        "createdAt": "2027-03-09T10:00:00Z",
        "labels": [{"name": "share-back"}],
    }
]
STATEMENTS = f"[{statement('experienced', 'how-to')}, {statement('scored', 'your-tyre')}]"


GIVEN: dict[str, Callable[[Stage, str], None]] = {
    "course.imscc": package("canvas"),
    "COURSE.mbz": package("moodle"),
    "course.tar.gz": package("open-edx"),
    "gradebook.csv": text(PEOPLE),
    "grades.csv": text("email,name,your-tyre\nama@example.org,Ama Boateng,18/20\n"),
    "done.csv": text("email,how-to\nama@example.org,done\n"),
    "roster.csv": text("learner,method,date,verifier,expires\nama@example.org,in-person,2027-03-20,Us,2029-03-20\n"),
    "statements.json": text(STATEMENTS),
    "completions.parquet": decided,
    "dids.csv": text("learner,id\nama@example.org,did:web:ama.example.org\n"),
    "credentials/ledger.sqlite": issued,
    "certificate.pdf": certificate,
    "mei.json": peer_keys,
    "answers.csv": goals,
    "home/Mail/course.mbox": received,
    "issues.json": text(json.dumps(ISSUES)),
    "downloads/": lambda stage, name: stage.write("downloads/story.txt", test_inbox.STORY),
    "forum-export.csv": lambda stage, name: stage.write(name, test_inbox._moodle_csv().decode()),
    "answers/": lambda stage, name: stage.write("answers/done.csv", "email,how-to\nama@example.org,done\n"),
    "badges/": lambda stage, name: (stage.folder / name).mkdir(),
    "ledger.sqlite": ledger,
    "counts.csv": text("measure,count\nshare-backs,12\n"),
    "last-year.json": earlier,
    "review-my-course-Ana.json": reviewed,
    "answers.yaml": text("course:\n  title: Mend Your Bicycle\ncompletion:\n  self_check: {}\n"),
    "responses.csv": lambda stage, name: stage.write(name, made.as_csv(made.answers()).decode()),
    "questions.gift": text("::one:: Which is a river? {=The Volta ~The Alps}\n"),
    "mail.gift": text("::two:: Which is a lake? {=Victoria ~The Alps}\n"),
    "contributions/sampling/kim.gift": text("::three:: Which is a sea? {=The Red Sea ~The Alps}\n"),
    "course-a": kit_copy,
    "course-b": kit_copy,
    "courses/": many,
}


def prepare(stage: Stage, words: list[str]) -> None:
    for word in words:
        for name, make in GIVEN.items():
            if word == name and not (stage.folder / name).exists():
                make(stage, name)


# ---- running ---------------------------------------------------------------------------------------------------------


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """(kind, title, text) of each block of a page, in order."""
    for indent, kind, title, inner in FENCE.findall(page.read_text(encoding="utf-8")):
        yield kind, title, re.sub(rf"^{indent}", "", inner, flags=re.MULTILINE)


def without_remark(line: str) -> str:
    return re.sub(r"\s+# .*", "", line).strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_block_runs_as_it_stands(page: Path, tmp_path: Path, shared: Path, mooc_kit: Run) -> None:
    scene = SCENES.get(page.name, Scene())
    folder = tmp_path / "my-course" if scene.inside else tmp_path
    stage = Stage(folder, shared, mooc_kit)
    if scene.course:
        stage.course(scene.course, tmp_path / "my-course")
    SPECIAL.get(page.name, lambda stage: None)(stage)
    ran = 0
    for kind, title, inner in blocks(page):
        if title:
            stage.write(title, inner)
        for line in map(without_remark, inner.splitlines() if kind == "console" else ()):
            if line and line not in NOT_RUN:
                run(stage, line)
                ran += 1
    assert ran or page.name in ("extending.md",)


def run(stage: Stage, line: str) -> None:
    given, _, called = line.rpartition(" | ")
    stdin = (stage.folder / given.removeprefix("cat ")).read_text(encoding="utf-8") if given else TYPED
    program, *words = shlex.split(called)
    assert program == "mooc-kit", f"{line}: only mooc-kit is called in a block of commands"
    words = [word.replace("~", "home", 1) if word.startswith("~/") else word for word in words]
    prepare(stage, words)
    words = [found for word in words for found in expanded(stage, word)]
    if words[:2] == ["badge", "judge"]:
        words += levels(stage)
    result = stage.run(*words, cwd=stage.folder, stdin=stdin, **stage.environment)
    assert result.returncode == STATUS.get(line, 0), f"{line}\n{result.stdout}{result.stderr}"
    assert "Traceback" not in result.stderr


def levels(stage: Stage) -> list[str]:
    """What a judge chooses for each criterion when a terminal asks, as options: the best level."""
    rubric = yaml.safe_load((stage.folder / "my-course/rubrics/field-notes.yaml").read_text(encoding="utf-8"))
    chosen = (f"{one['id']}={one['levels'][-1]['id']}" for one in rubric["criteria"])
    return [word for choice in chosen for word in ("--level", choice)]


def expanded(stage: Stage, word: str) -> list[str]:
    if "*" in word:
        return sorted(path.relative_to(stage.folder).as_posix() for path in stage.folder.glob(word))
    if word == "ID":
        (ledger,) = stage.folder.glob("*/ledger.sqlite")
        stage.call(f"ledger export {ledger} --kit {next(stage.folder.glob('*/course.yaml')).parent} --to all.csv")
        with (stage.folder / "all.csv").open(encoding="utf-8-sig", newline="") as table:
            return [next(row["id"] for row in csv.DictReader(table) if row["state"] == "issued")]
    return [word]


def with_history(stage: Stage) -> None:
    """What teams.md compares with: branches, tags, an older course, reviews, a folder of courses."""
    many(stage, "courses")
    kit_copy(stage, "old")
    git(stage.folder, "init", "--quiet", "--initial-branch=main")
    git(stage.folder, "add", "--all")
    git(stage.folder, "commit", "--quiet", "--message", "One")
    for tag in ("v1", "v2", "v1.0"):
        git(stage.folder, "tag", tag)


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Ama", "-c", "user.email=ama@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def with_template(stage: Stage) -> None:
    """An institution's template beside the folder, and as a zip file in it."""
    template = ROOT / "examples/institution-template"
    shutil.copytree(template, stage.folder.parent / "our-template", dirs_exist_ok=True)
    shutil.make_archive(str(stage.folder / "our-template"), "zip", template)


SPECIAL: dict[str, Callable[[Stage], None]] = {
    "teams.md": with_history,
    "participants.md": lambda stage: stage.write("issues.json", "[]"),
    "institution-templates.md": with_template,
}


def test_no_command_hides_outside_of_the_blocks_that_are_run() -> None:
    for page in (ROOT / "README.md", *DOCS.glob("*.md")):
        for kind, _, inner in blocks(page):
            if kind != "console":
                hidden = [line for line in map(without_remark, inner.splitlines()) if line.startswith("mooc-kit ")]
                assert not [line for line in hidden if line not in NOT_RUN and (page.name, line) not in READ], page.name


READ = {("README.md", "mooc-kit new my-course")}
"""Lines in other blocks, of pages that run them elsewhere."""


def test_what_is_not_run_is_still_on_a_page() -> None:
    lines = {
        without_remark(line)
        for page in (ROOT / "README.md", *DOCS.glob("*.md"))
        for _, _, inner in blocks(page)
        for line in inner.splitlines()
    }
    assert not [line for line in (*NOT_RUN, *STATUS) if line not in lines]
