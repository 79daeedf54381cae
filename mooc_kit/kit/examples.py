"""Example courses: complete ones that come with mooc-kit, to look at, to learn from, to grow from."""

from __future__ import annotations

import shutil
from pathlib import Path

import mooc_kit
from mooc_kit.completion_options.registry import sections
from mooc_kit.files import write_fresh
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.render import own_files, refuse_existing, rendered_files, temporary_beside
from mooc_kit.problems import UsageError
from mooc_kit.spec.load import load_spec
from mooc_kit.spec.yaml_tree import read_tree
from mooc_kit.suggest import nearest

CATALOGUE = "examples.yaml"
_NOT_COPIED = shutil.ignore_patterns("build", "__pycache__", ".DS_Store")


def examples_folder() -> Path:
    """Where the examples lie: inside the installed package, or beside it in a checkout."""
    package = Path(mooc_kit.__file__).parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent / "examples"


def list_examples() -> dict[str, str]:
    """Name and a line about each, in the order of the catalogue."""
    tree, _ = read_tree(examples_folder() / CATALOGUE, CATALOGUE)
    return {str(name): str(about) for name, about in (tree.value if tree else {}).items()}


def copy_example(name: str, folder: Path) -> None:
    """Copy the example `name` to the new `folder`. Raises UsageError for an unknown name or an existing folder."""
    known = list_examples()
    if name not in known:
        close = nearest(name, known)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise UsageError(f"There is no example {name!r}.{hint} There are: {', '.join(known)}.")
    refuse_existing(folder)
    rendered: dict[str, bytes] = {}
    with temporary_beside(folder) as place:
        shutil.copytree(examples_folder() / name, place, dirs_exist_ok=True, ignore=_NOT_COPIED)
        rendered = _add_base(place)
        if folder.is_dir():
            folder.rmdir()
        place.rename(folder)
    Provenance().remember(rendered)


def _add_base(kit: Path) -> dict[str, bytes]:
    """What mooc-kit keeps for itself: the copy is a kit like any other, which updates can bring along."""
    text = (kit / "course.yaml").read_text(encoding="utf-8")
    spec = load_spec(text, "course.yaml", sections()).spec
    if spec is None:
        return {}
    rendered = rendered_files(spec)
    for path, data in own_files(spec, rendered, text).items():
        (kit / path).parent.mkdir(parents=True, exist_ok=True)
        write_fresh(kit / path, data)
    return rendered
