"""Check the backups in a folder: `python -m tests.targets.moodle.check FOLDER` names what is wrong in each."""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

from tests.targets.moodle.references import reference_problems
from tests.targets.moodle.shapes import shape_problems


def members_of(path: Path) -> dict[str, bytes]:
    """The files of a backup by name."""
    with tarfile.open(path, "r:gz") as archive:
        return {info.name: archive.extractfile(info).read() for info in archive if info.isfile()}  # type: ignore[union-attr]


def problems_of(members: dict[str, bytes]) -> list[str]:
    return [*shape_problems(members), *reference_problems(members)]


def main(folder: Path) -> int:
    backups = sorted(folder.glob("*.mbz"))
    found = [f"{path.name}: {problem}" for path in backups for problem in problems_of(members_of(path))]
    for problem in found or ([] if backups else [f"{folder}: there is no backup"]):
        print(problem)
    return 1 if found or not backups else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
