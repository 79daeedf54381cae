"""Example refresh: what a new version of mooc-kit would render is added; what the examples' authors wrote stays.

For the examples of this repository: `python -m mooc_kit.kit.refresh_examples FOLDER...` (what `make examples` calls).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from mooc_kit.completion_options.registry import sections
from mooc_kit.files import write_whole
from mooc_kit.kit.render import write_kit
from mooc_kit.problems import MoocKitError
from mooc_kit.spec import load_spec_file

_NOT_HERE = (".mooc-kit/base.txt", ".mooc-kit/.gitattributes")
"""The base for updates: it is made when somebody grows a kit from an example, and would only double it here."""
OURS = (
    ".mooc-kit/",
    ".github/",
    ".gitignore",
    ".editorconfig",
    ".gitlab-ci.yml",
    "AGENTS.md",
    "DESIGN.md",
    "guides/README.md",
)
"""What nobody writes in: it is as this version renders it."""


def refresh(folder: Path) -> list[str]:
    """Adds to the kit in `folder` the files that it lacks, and renews those that are OURS. Gives the paths written."""
    file = folder / "course.yaml"
    loaded = load_spec_file(file, str(file), sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    written = []
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / folder.resolve().name
        fresh.mkdir()
        write_kit(loaded.spec, fresh, spec_text=file.read_text(encoding="utf-8"))
        for path in sorted(fresh.rglob("*")):
            name = path.relative_to(fresh)
            target = folder / name
            if name.as_posix().startswith(_NOT_HERE):
                continue
            if path.is_file() and (not target.exists() or name.as_posix().startswith(OURS)):
                write_whole(target, path.read_bytes())
                written.append(name.as_posix())
    return written


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        if (Path(argument) / "course.yaml").is_file():  # beside the courses lies a template
            refresh(Path(argument))
