"""Building sites of 10 to 10,000 pages, again after one change, and 1,000 pages beside MkDocs Material and Hugo.

All build the same Markdown; mooc-kit also checks the course, and makes the search and the copy for reading without a
network. Hugo is used where it is installed (Debian: `apt-get install hugo`).
Usage: benchmarks/run-site [--runs N] [--pages N ...] [--peers-at N]
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
IN_A_MODULE = 20
SECTION = """Rivers carry what happens on the land around them, and a reading says little until it is compared with *the
readings before it*. Write down the place, the time and the weather, then read the scale at eye level. See
[the next page]({next}) for what to do with **the numbers**.
"""
PAGE = """---
title: "Page {number}: a reading"
---
{section}
## What you need

- a bottle with a lid
- a thermometer
- a notebook with `squared paper`

{section}
| Time | Temperature | Depth |
| --- | --- | --- |
| 08:00 | 9.5 | {number} |
| 12:00 | 11.0 | 118 |

## What you do

1. Walk against the flow.
2. Rinse the bottle three times.
3. Fill it below the surface.

{section}
```python
def mean(readings: list[float]) -> float:
    return sum(readings) / len(readings)  # page {number}
```

> A number without its unit is only a rumour.

{section}
"""


def page(number: int, last: int) -> str:
    following = number + 1 if (number + 1) % IN_A_MODULE and number < last else number
    return PAGE.format(number=number, section=SECTION.format(next=f"page-{following:05}.md"))


def write_kit(folder: Path, pages: int) -> None:
    """A kit of `pages` pages in modules of twenty."""
    modules = range((pages + IN_A_MODULE - 1) // IN_A_MODULE)
    weeks = min(52, len(modules))
    spec = [
        "spec: 1",
        "course:",
        "  {id: big, title: Big course, summary: Many pages., language: en, license: CC-BY-4.0,",
        f"   url: 'https://big.example.org/course', weeks: {weeks}, hours_per_week: 3}}",
        "outcomes: [{id: read, text: Read a gauge the same way each day}]",
        "modules:",
    ]
    for module in modules:
        id = f"module-{module:04}"
        place = folder / "content" / "modules" / id
        place.mkdir(parents=True)
        (place / "index.md").write_text("This part is about readings.\n")
        spec += [
            f"  - id: {id}",
            f"    title: Module {module}",
            f"    week: {1 + module % weeks}",
            "    outcomes: [read]",
            "    activities:",
        ]
        for number in range(module * IN_A_MODULE, min(pages, (module + 1) * IN_A_MODULE)):
            (place / f"page-{number:05}.md").write_text(page(number, pages - 1))
            spec.append(f"      - {{id: page-{number:05}, kind: page, title: 'Page {number}: a reading', minutes: 5}}")
    (folder / "content" / "index.md").write_text("Welcome.\n")
    (folder / "course.yaml").write_text("\n".join([*spec, "completion: {}", "targets: [site]"]) + "\n")


def write_mkdocs(folder: Path, kit: Path) -> list[str]:
    shutil.copytree(kit / "content" / "modules", folder / "docs")
    (folder / "docs" / "index.md").write_text("Welcome.\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Big course\nsite_url: https://big.example.org/course\n"
        "theme: {name: material, font: false}\nplugins: [search]\n"
        "markdown_extensions: [tables, footnotes, admonition, pymdownx.highlight, pymdownx.superfences]\n"
    )
    return [str(BIN / "mkdocs"), "build", "--quiet", "-f", str(folder / "mkdocs.yml")]


def write_hugo(folder: Path, kit: Path) -> list[str]:
    """A site with a plain layout: Hugo brings none, and a theme of others would measure the theme."""
    shutil.copytree(kit / "content" / "modules", folder / "content")
    for index in (folder / "content").rglob("index.md"):
        index.rename(index.with_name("_index.md"))
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "hugo.toml").write_text('baseURL = "https://big.example.org/course"\ntitle = "Big course"\n')
    (layouts / "baseof.html").write_text(
        "<!doctype html><html lang=en><head><title>{{ .Title }}</title></head><body><nav><ol>"
        '{{ range .CurrentSection.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>'
        '<main>{{ block "main" . }}{{ end }}</main></body></html>'
    )
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text('{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}')
    return ["hugo", "--quiet", "--source", str(folder)]


def measured(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds on the clock, and seconds of all cores together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    taken = time.perf_counter() - begun
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def middle(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(t for t, _ in times), statistics.median(c for _, c in times)


def ours(pages: int, runs: int) -> dict[str, tuple[float, float]]:
    """The first build, one again without a change, and one after a change of a page, each with a cache of its own."""
    found: dict[str, list[tuple[float, float]]] = {"first": [], "unchanged": [], "one page changed": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as place:
            kit = Path(place) / "kit"
            kit.mkdir()
            write_kit(kit, pages)
            env = {**os.environ, "MOOC_KIT_CACHE": f"{place}/cache"}
            command = [str(BIN / "mooc-kit"), "build", str(kit), "--target", "site"]
            changed = kit / "content/modules/module-0000/page-00003.md"
            for name, times in found.items():
                if name == "one page changed":
                    changed.write_text(changed.read_text().replace("Rivers carry", "Streams carry", 1))
                times.append(measured(command, env))
    return {name: middle(times) for name, times in found.items()}


def peers(pages: int, runs: int) -> dict[str, tuple[float, float]]:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "kit").mkdir()
        write_kit(root / "kit", pages)
        commands = {"MkDocs Material": write_mkdocs(root / "mkdocs", root / "kit")}
        if shutil.which("hugo"):
            commands["Hugo"] = write_hugo(root / "hugo", root / "kit")
        else:
            print("\nHugo is not installed, so it is not measured.")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                for made in ("site", "public"):
                    shutil.rmtree(root / name.split()[0].lower() / made, ignore_errors=True)
                found[name].append(measured(command, {**os.environ, "NO_MKDOCS_2_WARNING": "1"}))
        return {name: middle(times) for name, times in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--pages", type=int, nargs="*", default=[10, 100, 1000, 10000])
    options.add_argument("--peers-at", type=int, default=1000)
    wanted = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {wanted.runs} runs.")
    print("\n| Pages | First build | a page (ms) | Again, unchanged | After one change | of the first |")
    print("| --- | --- | --- | --- | --- | --- |")
    ours_found = {}
    for pages in wanted.pages:
        found = ours_found[pages] = ours(pages, wanted.runs if pages < 5000 else 1)
        first, same, one = (found[name] for name in ("first", "unchanged", "one page changed"))
        print(
            f"| {pages:,} | {first[0]:.2f} s ({first[1]:.2f} s CPU) | {first[1] / pages * 1000:.1f} | {same[0]:.2f} s "
            f"({same[1]:.2f}) | {one[0]:.2f} s ({one[1]:.2f}) | {one[1] / first[1]:.0%} of the CPU time |",
            flush=True,
        )
    if wanted.peers_at:
        base = (ours_found.get(wanted.peers_at) or ours(wanted.peers_at, wanted.runs))["first"]
        print(f"\n| Tool, {wanted.peers_at:,} pages | Seconds | CPU seconds | mooc-kit is |\n| --- | --- | --- | --- |")
        print(f"| mooc-kit | {base[0]:.2f} | {base[1]:.2f} | |")
        for name, (taken, used) in peers(wanted.peers_at, wanted.runs).items():
            ratio = used / base[1]
            word = f"{ratio:.1f} times faster" if ratio >= 1 else f"{1 / ratio:.1f} times slower"
            print(f"| {name} | {taken:.2f} | {used:.2f} | {word} (CPU) |")


if __name__ == "__main__":
    main()
