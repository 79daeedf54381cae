"""A fresh clone anywhere: nothing in the repository points at the machine on which it was written, or is too large.

What git tracks is looked at, so these tests need a clone; in an unpacked source archive they are skipped.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LARGEST = 1_000_000
"""In bytes. Test data that is larger is made when it is needed."""


def tracked() -> list[tuple[str, Path]]:
    """(mode, path) of every file that git tracks."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(["git", "ls-files", "-sz"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return [(about.split()[0], ROOT / name) for about, _, name in entries]


def homes() -> re.Pattern[str]:
    """Folders that only one machine has: people's homes, and where this clone and its Python lie."""
    here = {str(ROOT), str(ROOT.parent), str(Path.home()), sys.prefix, sys.base_prefix}
    here -= {"/", "/usr", "/usr/local", tempfile.gettempdir(), "/root", "/home", "/var", "/opt", "/srv"}
    own = [re.escape(place) + r"(?![\w.-])" for place in sorted(here)]
    people = [r"(?<![\w.])/(?:home|Users)/(?!runner\b)\w[\w.-]*/", r"(?<![\w.])/root/\w", r"\b[A-Za-z]:\\Users\\\w"]
    return re.compile("|".join([*people, *own]))


def test_no_link_and_no_other_repository_is_tracked() -> None:
    """A link leads elsewhere on another machine, and on Windows is a file with a path in it."""
    assert not [str(path) for mode, path in tracked() if mode not in {"100644", "100755"}]


def test_no_file_is_large() -> None:
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for _, path in tracked() if path.is_file()}
    assert not {name: size for name, size in sizes.items() if size > LARGEST}


def test_no_file_names_a_folder_of_one_machine() -> None:
    pattern = homes()
    found = []
    for _, path in tracked():
        if not path.is_file() or b"\0" in (data := path.read_bytes())[:8000]:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group()}")
    assert not found


@pytest.mark.parametrize("line", ["see {}home/ama/x", "{}Users/ama/x", "cd {}root/x", "C:{}Users{}ama"])
def test_a_folder_of_one_machine_is_recognised(line: str) -> None:
    """The places are put together here, so that this file itself names none."""
    slash = "\\" if line.startswith("C:") else "/"
    assert homes().search(line.replace("{}", slash))
    assert not homes().search("https://example.org/home/ama/x and /homepage and src/root/x")
