"""mooc-kit without its optional packages: every command works, or says in one line how to install what it needs.

The packages are hidden by a hook on Python's path of finders, as if they had never been installed.
"""

from __future__ import annotations

import json
import re
import shlex
import socket
import sys
import tomllib
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mooc_kit import cli, extras
from mooc_kit.cohort import synthetic
from tests.conftest import Run

HIDDEN = ("sklearn", "scipy", "numpy", "joblib", "threadpoolctl", "distributed", "dask", "pptx", "mammoth")
PACKAGE = Path(extras.__file__).parent

# In the order in which a course lives; {…} are places. Commands that need an optional package are in NEEDING.
COURSE = """
new {kit} --example reading-health-numbers
set completion.authenticated_completion.agreement signed
validate
outline
todo
interview
options
explain C204
schema
man
--show-completion
migrate
translate es
update --check
diff course.yaml course.yaml
build
import {kit}/build/open-edx.tar.gz {place}/imported
preview --no-open --port {port}
quiz check quizzes/risk-quiz.yaml
quiz formats
quiz convert quizzes/risk-quiz.yaml {place}/quiz.pdf --to pdf
quiz import {place}/more.gift --module studies
quiz analyse {place}/responses.csv
quiz accept contributions
rubric check
rubric print {rubric}
receive {place}/issues.json
completions {books}/open-edx-grades.csv {books}/done.csv --roster {books}/roster.csv -o {place}/d.parquet
keys new --keys {place}/keys --no-passphrase --did https://open.lakeside.example.edu/health-numbers
keys show --keys {place}/keys
issue {place}/d.parquet --keys {place}/keys -o {place}/out --workers 1
keys rotate --keys {place}/keys
verify {pdf} --trust {place}/out/publish
ledger export {place}/out/ledger.sqlite
revoke {id} --reason slip --keys {place}/keys -o {place}/out
ledger rename {place}/out/ledger.sqlite nobody somebody
ledger forget {place}/out/ledger.sqlite nobody
"""
PEERS = """
new {peers} --example river-watch
badge key -o {place}/ama.json --no-lock
badge policy
badge request field-observer --key {place}/ama.json -e "https://photos.example.org/1 The bank" -o {place}/r.json
badge judge {place}/r.json --key {place}/ama.json -l sample=secure -l evidence=secure -o {place}/j.json
badge award {place}/r.json {place}/j.json --key {place}/ama.json -o {place}/b.json
badge verify {place}/b.json
badge register {place}/b.json --key {place}/ama.json --person ama --secret team
badge checkpoint {place}/b.json --key {place}/ama.json
badge revoke urn:none --key {place}/ama.json --reason slip
badge graph {place}/r.json -o {place}/graph.html
add outcome "Tell a rate from a risk"
add module "Rates"
add activity rates page "What is a rate"
add badge "Late reader"
add first-judge "Ama Boateng" did:key:z6MksxkeTEeCg2QbwDAwP2tjtesBapHPA3zRvAJaxqv4Lg89
rename badge field-observer field-watcher
move module rates --after sampling
remove badge late-reader --dry-run
undo
next-run --start 2028-03-01 --dry-run
report {place}/b.json -o {place}/success.html
add option participant-outcomes
review make -o {place}/review.html
review take {place}/issues.json
"""
NEEDING = {
    "goals map {place}/goals.csv -o {place}/goals": "scikit-learn",
    "issue {place}/d.parquet --keys {place}/keys -o {place}/out --dask tcp://127.0.0.1:1": "distributed",
    "add pages {place}/old.docx --module studies": "mammoth",
}


class Hiding(MetaPathFinder):
    """Finds nothing, and says of hidden packages that there are none."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in HIDDEN or name.startswith(("mooc_kit.cohort.goals", "mooc_kit.commands.goals")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Hiding(), *sys.meta_path])


def leaves() -> set[str]:
    """Every command that does something, by its words."""
    root: Any = cli.app
    if not hasattr(root, "list_commands"):
        import typer.main

        root = typer.main.get_command(root)

    def below(command: Any, words: tuple[str, ...]) -> Iterator[str]:
        if not hasattr(command, "list_commands"):
            yield " ".join(words)
            return
        context = command.make_context(" ".join(words) or "mooc-kit", [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from below(command.get_command(context, name), (*words, name))

    return set(below(root, ()))


@pytest.mark.usefixtures("hidden")
def test_every_command_goes_without_what_is_optional_or_says_how_to_install_it(
    mooc_kit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    (place / "books").mkdir(parents=True)
    (place / "more.gift").write_text("::More::What is a rate?{=A share over time ~A colour}\n")
    (place / "goals.csv").write_text("goal-1\nI want to read the news\n")
    (place / "responses.csv").write_text("learner,q1,q2\na,1,0\nb,1,1\nc,0,0\n")
    (place / "issues.json").write_text("[]")
    (place / "old.docx").write_bytes(b"")
    busy = socket.create_server(("127.0.0.1", 0))
    places = {
        "place": place,
        "kit": tmp_path / "kit",
        "peers": tmp_path / "peers",
        "books": place / "books",
        "port": busy.getsockname()[1],
        "rubric": "",
        "pdf": "",
        "id": "urn:none",
    }
    spoken: list[str] = []
    monkeypatch.chdir(tmp_path)

    def drive(line: str) -> tuple[int, str]:
        if line.startswith("badge request"):
            did = json.loads((place / "ama.json").read_text())["did"]
            spec = Path("course.yaml")
            judge = f"  peer_badges:\n    first_judges: [{{name: Ama, key: '{did}'}}]\n"
            spec.write_text(spec.read_text().replace("  peer_badges:\n", judge, 1))
        if line.startswith("completions"):
            synthetic.main([str(tmp_path / "kit"), str(place / "books"), "12"])
        places["pdf"] = next(iter((place / "out").rglob("*.pdf")), Path("none.pdf"))
        places["rubric"] = next((path.stem for path in Path("rubrics").glob("*.yaml")), "none")
        words = [word.format(**places) for word in shlex.split(line)]
        spoken.append(" ".join(words))
        ran = mooc_kit(*words, cwd=Path.cwd())
        status, said = ran.returncode, ran.stdout + ran.stderr
        assert status in {0, 1, 2}, f"{line}: {status}\n{said}"
        assert "Traceback" not in said
        assert "Usage:" not in said, f"{line} is no longer how one calls it:\n{said}"
        if words[0] == "new":
            monkeypatch.chdir(words[1])
        return status, said

    done = {}
    for line in [*COURSE.strip().splitlines(), *PEERS.strip().splitlines()]:
        status, said = drive(line)
        done[" ".join(line.split()[:2])] = status
        wants = re.search("(?:pip install|pipx inject) .*", said)
        assert wants is None, f"{line}: {wants and wants.group()}"
    monkeypatch.chdir(tmp_path / "kit")
    for line, package in NEEDING.items():
        status, said = drive(line)
        assert status == 2, said
        assert f'-m pip install "{package}>=' in said
        assert sys.executable in said
    busy.close()
    # What people need who design a course or give its evidence is no extra: these did their work.
    for begin in (
        "new {kit}",
        "validate",
        "build",
        "completions {books}/open-edx-grades.csv",
        "keys new",
        "verify {pdf}",
    ):
        assert done[begin] == 0, begin
    assert done["issue {place}/d.parquet"] == 0
    never = {name for name in leaves() if not any(f"{line} ".startswith(f"{name} ") for line in spoken)}
    assert not never, "commands that this test does not drive"


def test_whatever_is_imported_is_a_declared_package() -> None:
    """A package that only another one happens to bring would be gone one day."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    # scikit-learn is made of those that stand after it.
    optional = {"distributed", "scikit-learn", "scipy", "numpy", "threadpoolctl", "mammoth", "python-pptx"}
    owners = packages_distributions()
    undeclared = set()
    imports = re.compile(r"^ *(?:from|import) ([a-zA-Z_]\w*)(?=[\w. ]* import |[\w., ]*$)", re.MULTILINE)
    for path in PACKAGE.rglob("*.py"):
        found = set(imports.findall(path.read_text(encoding="utf-8")))
        for root in (found & owners.keys()) - {"mooc_kit"}:
            if not {canonicalize_name(owner) for owner in owners[root]} & (declared | optional):
                undeclared.add((root, path.relative_to(PACKAGE).as_posix()))
    assert not undeclared


@pytest.mark.parametrize(
    ("mark", "begin"), [("pipx_metadata.json", "pipx inject"), ("uv-receipt.toml", "uv pip install --python")]
)
def test_the_command_fits_what_made_the_environment(
    mark: str, begin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert extras.install_command("goals").startswith(f'"{sys.executable}" -m pip install "scikit-learn>=')
    (tmp_path / mark).touch()
    assert extras.install_command("goals").startswith(begin)
    assert "scikit-learn>=" in extras.install_command("goals")
