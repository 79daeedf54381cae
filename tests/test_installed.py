"""Wheel installed alone: with what it requires, nothing else and no home folder, it does what the README says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import venv
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.command_line import called

ROOT = Path(__file__).parents[1]
COURSE = """
new KIT --example reading-health-numbers
new copy --from KIT/course.yaml
set completion.authenticated_completion.agreement signed --kit KIT
add outcome "Tell a rate from a risk" --kit copy
validate KIT
outline KIT
todo KIT
translate es --kit copy
rename module studies reading-studies --kit copy
move module reading-studies --after describing --kit copy
remove outcome tell --kit copy
undo copy
review make KIT -o review.html
next-run KIT --start 2028-03-06 --dry-run
update KIT
build KIT
import PACKAGE home-again
receive mine.json --kit KIT
completions books/open-edx-grades.csv books/done.csv --roster books/roster.csv --kit KIT -o done.parquet
report KIT books/open-edx-grades.csv books/done.csv -o success.html
keys new --keys keys --no-passphrase --did https://open.lakeside.example.edu/health-numbers
issue done.parquet --kit KIT --keys keys -o given --workers 1
verify PDF --trust given/publish
"""
"""What the README shows, in the order in which a course lives; `preview` is started and stopped."""

pytestmark = pytest.mark.process


def required(name: str, seen: set[str] | None = None) -> Iterator[Distribution]:
    """The packages that come with `name` when it is installed without extras."""
    seen = seen if seen is not None else set()
    for line in distribution(name).requires or ():
        wanted = Requirement(line)
        key = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if key not in seen and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            seen.add(key)
            yield distribution(key)
            yield from required(key, seen)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The interpreter of an environment into which the wheel alone was installed: the packages are linked to, not
    fetched again."""
    from hatchling.cli import hatchling

    made = called(hatchling, ["hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")], ROOT)
    assert made.returncode == 0, made.stderr
    place = tmp_path / "environment"
    venv.create(place, symlinks=os.name != "nt", with_pip=False)
    (packages,) = place.glob("[Ll]ib/**/site-packages")
    for package in required("mooc-kit"):
        tops = {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            link = packages / top
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(top))))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(packages)
    return next(place.glob("bin/python")) if os.name != "nt" else place / "Scripts/python.exe"


@pytest.fixture
def run(python: Path, tmp_path: Path) -> Callable[..., str]:
    folder = tmp_path / "work"
    (folder / "home").mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}

    def run(*arguments: str, module: str = "mooc_kit") -> str:
        done = subprocess.run(
            [python, "-I", "-m", module, *arguments],
            cwd=folder,
            env={**kept, "HOME": str(folder / "home")},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    return run


def test_every_command_of_the_readme_works_with_the_wheel_alone(
    run: Callable[..., str], python: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    where = "import mooc_kit; print(mooc_kit.__file__)"
    place = subprocess.run([python, "-I", "-c", where], capture_output=True, text=True, check=True).stdout
    assert Path(place.strip()).is_relative_to(tmp_path)
    mine = {"course": "reading-health-numbers", "data": {"evidence": [{"what": "I read a leaflet aloud"}]}}
    (folder / "mine.json").write_text(json.dumps(mine), encoding="utf-8")
    for line in COURSE.strip().splitlines():
        if line.startswith("completions"):
            run("KIT", "books", "12", module="mooc_kit.cohort.synthetic")
        for word, made in (("PDF", "given/**/*.pdf"), ("PACKAGE", "KIT/build/open-edx/*.tar.gz")):
            if word in line.split():
                line = line.replace(word, str(next(folder.glob(made))))
        run(*shlex.split(line))
    assert (folder / "KIT/build/site/index.html").is_file()
    preview = subprocess.Popen(
        [python, "-I", "-m", "mooc_kit", "preview", "KIT", "--no-open", "--port", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        assert preview.stdout is not None
        assert any("http://" in line for line in preview.stdout)
    finally:
        preview.terminate()
        preview.wait(60)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `mooc-kit ([a-z-]+)", readme, re.MULTILINE)) | {"new", "add"}
    assert named <= {line.split()[0] for line in COURSE.strip().splitlines()} | {"preview"}
