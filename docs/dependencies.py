"""Dependency table: what mooc-kit installs, with its upkeep, wheels and licence.

`python docs/dependencies.py` asks the index that pip knows for the pinned versions and writes the table in
docs/decisions/0025-dependencies.md (it needs the network, and mooc-kit with all extras). A test compares the names and
versions with pyproject.toml and constraints.txt, so that a new package is looked at before it comes in.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/decisions/0025-dependencies.md"
BEGIN, END = "<!-- begin of the table -->", "<!-- end of the table -->"
SYSTEMS = {
    "Linux": re.compile(r"manylinux.*x86_64"),
    "Linux ARM": re.compile(r"manylinux.*aarch64"),
    "Linux musl": re.compile(r"musllinux.*x86_64"),
    "macOS Intel": re.compile(r"macosx.*(x86_64|universal2)"),
    "macOS ARM": re.compile(r"macosx.*(arm64|universal2)"),
    "Windows": re.compile(r"win_amd64"),
}
PYTHONS = ("cp311", "cp312", "cp313", "abi3", "py3")
EXTRAS = ("goals", "dask", "documents")
FAMILIES = {"Apache Software License": "Apache-2.0", "MIT License": "MIT", "BSD License": "BSD"}
"""Licences as older metadata name them, and their short names."""

PHRASES = {
    "Mozilla Public License Version 2.0": "MPL-2.0",
    "Permission is hereby granted, free of charge": "MIT",
    "Redistributions of source code": "BSD-3-Clause",
}
"""Sentences of licences whose names no metadata tells."""


def pinned() -> dict[str, str]:
    """Canonical name -> version, as constraints.txt has them for the newest Python."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = (Requirement(line.split(" #")[0]) for line in lines if line and not line.startswith(("#", " ")))
    return {canonicalize_name(one.name): next(iter(one.specifier)).version for one in found}


def needed() -> dict[str, str]:
    """Canonical name -> why it is installed: "mooc-kit", an extra, or the package that asks for it first."""
    why: dict[str, str] = {}
    queue: list[tuple[Requirement, str]] = []
    for line in distribution("mooc-kit").requires or ():
        one = Requirement(line)
        if one.marker is None:
            queue.append((one, "mooc-kit"))
        else:
            queue += [(one, extra) for extra in EXTRAS if one.marker.evaluate({"extra": extra})]
    while queue:
        one, asks = queue.pop(0)
        name = canonicalize_name(one.name)
        if name in why or name == "mooc-kit":
            continue
        why[name] = asks
        for line in distribution(name).requires or ():
            further = Requirement(line)
            wanted = one.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in wanted):
                queue.append((further, name))
    return why


def licence_of(name: str) -> str:
    """The licence by the package's own metadata."""
    about = distribution(name).metadata
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    named = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    short = [FAMILIES.get(one, one) for one in named if one != "OSI Approved"]
    return ", ".join(short) or str(about.get("License") or "").strip().partition("\n")[0][:40] or _by_its_text(name)


def _by_its_text(name: str) -> str:
    for file in distribution(name).files or ():
        if file.parent.name == "licenses" and file.name.upper().startswith("LICEN"):
            text = file.locate().read_text(encoding="utf-8")
            return next((short for phrase, short in PHRASES.items() if phrase in text), "see its file")
    return "not told"


def files_of(name: str) -> list[dict[str, Any]]:
    """The package's files on the index, of all versions (PEP 691)."""
    from pip._internal.models.index import PyPI

    headers = {"Accept": "application/vnd.pypi.simple.v1+json"}
    asked = urllib.request.Request(f"{PyPI.simple_url}/{name}/", headers=headers)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        files: list[dict[str, Any]] = json.load(answer)["files"]
    return files


def row(name: str, version: str, why: str) -> str:
    days: dict[Version, str] = {}
    tags: dict[Version, set[str]] = {}
    for file in files_of(name):
        parsed = _version_and_tags(file["filename"])
        if parsed is None or file.get("yanked"):
            continue
        release, own = parsed
        days[release] = min(days.get(release, "9999"), str(file.get("upload-time") or "9999")[:10])
        tags.setdefault(release, set()).update(own)
    this = Version(version)
    year = (date.today() - timedelta(days=365)).isoformat()
    recent = sum(day > year for release, day in days.items() if not release.is_prerelease)
    wheels = (
        "any" if any(tag.endswith("-any") for tag in tags.get(this, ())) else "; ".join(_lacking(this, tags)) or "all"
    )
    by = "" if why == "mooc-kit" else f" ({why})"
    released = days.get(this, "?")
    return f"| {name}{by} | {version} | {released} | {recent} | {licence_of(name)} | {wheels} |"


def _version_and_tags(filename: str) -> tuple[Version, list[str]] | None:
    try:
        if filename.endswith(".whl"):
            _, version, _, tags = parse_wheel_filename(filename)
            return version, [str(tag) for tag in tags if tag.interpreter in PYTHONS or tag.abi in PYTHONS]
        return parse_sdist_filename(filename)[1], []
    except ValueError:
        return None  # an old installer


def _lacking(this: Version, tags: dict[Version, set[str]]) -> Iterator[str]:
    """For each system without a wheel of this version: the last version that has one."""
    for system, pattern in SYSTEMS.items():
        if not any(pattern.search(tag) for tag in tags.get(this, ())):
            others = [v for v, own in tags.items() if any(pattern.search(tag) for tag in own) and not v.is_prerelease]
            yield f"no {system}" + (f" (last {max(others)})" if others else "")


def main() -> None:
    versions, why = pinned(), needed()
    lines = [
        "| Package (asked for by) | Version | Released | Releases in the last year | Licence | Wheels |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [row(name, versions.get(name, distribution(name).version), why[name]) for name in sorted(why)]
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    table = "\n".join(lines)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
