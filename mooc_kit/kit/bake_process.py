"""Resource limits: a stranger's template is rendered in a process of its own, bounded in time, memory and output.

The sandbox of Jinja2 keeps a text from reaching the computer; it does not keep `9**9**9` or `'a' * 10**9` from using
it up. What goes in is pickled by us; what comes out is files and JSON, and both are looked at before they are used.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mooc_kit.files import write_fresh
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import inside, require_safe
from mooc_kit.template_budget import CLOCK, MOST_OUTPUT, OverBudget, limit

_NEEDED = frozenset(
    {"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "PYTHONUTF8", "TZ", "PYTHONPYCACHEPREFIX"}
)


@dataclass(frozen=True)
class Baking:
    """What is to be done with a template: its answers, and the names that its texts may use (None: only resolve).

    `fixed` are variables that mooc-kit fills in. A hook is run in the folder `project`.
    """

    given: Mapping[str, Any]
    fixed: Mapping[str, Any]
    language: str
    names: Mapping[str, Any] | None = None
    trusts: bool = False
    hook: str = ""
    project: str = ""


@dataclass(frozen=True)
class Baked:
    """The values of the template's variables, what its choices are, and its files by their paths in the kit."""

    variables: Mapping[str, Any]
    choices: Mapping[str, list[str]]
    files: Mapping[str, bytes]


def baked(template: Mapping[str, bytes], baking: Baking) -> Baked:
    """Do it in a process of its own. Raises UsageError where it fails, or needs more than it may have."""
    request = pickle.dumps(baking)
    if baking.hook:  # it acts on a folder: each time
        return _run(tuple(template.items()), request, baking.trusts)
    return _remembered(tuple(template.items()), request, baking.trusts)


@lru_cache(maxsize=8)
def _remembered(template: tuple[tuple[str, bytes], ...], request: bytes, trusts: bool) -> Baked:
    return _run(template, request, trusts)


def _run(template: tuple[tuple[str, bytes], ...], request: bytes, trusts: bool) -> Baked:
    with tempfile.TemporaryDirectory(prefix="mooc-kit-") as name:
        work = Path(name).resolve()
        for path, data in template:
            place = inside(work / "template", path)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_fresh(place, data)
        write_fresh(work / "request", request)
        (work / "output").mkdir()
        _call(work, trusts=trusts)
        try:
            answer = json.loads((work / "answer").read_bytes()[:MOST_OUTPUT])
        except (OSError, ValueError, RecursionError):
            raise UsageError(_too_much()) from None
        if "error" in answer:
            raise UsageError(str(answer["error"])[:2000])
        return Baked(answer["variables"], answer["choices"], dict(_files(work / "output")))


def _call(work: Path, *, trusts: bool) -> None:
    paths = os.pathsep.join(path for path in sys.path if path and Path(path).is_absolute())
    kept = os.environ if trusts else {name: value for name, value in os.environ.items() if name.upper() in _NEEDED}
    try:
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "mooc_kit.kit.bake_process", str(work)],
            cwd=work,
            env={**kept, "PYTHONPATH": paths},
            check=False,
            stdin=None if trusts else subprocess.DEVNULL,
            stderr=None if trusts else subprocess.DEVNULL,
            timeout=None if trusts else CLOCK,
        )
    except subprocess.TimeoutExpired:
        raise UsageError(_too_much()) from None


def _too_much() -> str:
    return f"The template cannot be rendered: {OverBudget()}. If you know who made it, --trust lifts these bounds."


def _files(output: Path) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    left = MOST_OUTPUT
    for project in output.iterdir():
        for path in sorted(project.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            left -= path.stat().st_size
            if left < 0:
                raise UsageError(f"The template makes more than {MOST_OUTPUT // 1_000_000} MB.")
            name = require_safe(path.relative_to(project).as_posix(), "The template", may_be_kits_own=False)
            found.append((name, path.read_bytes()))
    return found


# ---- in the process --------------------------------------------------------------------------------------------------


def main(work: Path) -> None:
    """Do what `work`/request asks, and write `work`/answer."""
    from mooc_kit.kit.bake import bake, choices, resolved, run_hook, sandboxed_environment, trusted_environment

    baking: Baking = pickle.loads((work / "request").read_bytes())  # noqa: S301  # ours: see `baked`
    repo, output = work / "template", work / "output"
    if not baking.trusts:
        limit()
    try:
        plain = trusted_environment(baking.language)
        if baking.trusts:
            sys.path.append(str(repo))  # extensions may lie in the template itself, as cookiecutter has it
        make = plain if baking.trusts else sandboxed_environment(baking.language)
        context = resolved(repo, baking.given, make, baking.fixed)
        whole = {**(baking.names or {}), **context}
        if baking.hook:
            run_hook(repo, baking.hook, Path(baking.project), whole)
        elif baking.names is not None:
            bake(repo, whole, output, plain if baking.trusts else sandboxed_environment(baking.language, output))
        answer: dict[str, Any] = {
            "variables": {name: value for name, value in context["cookiecutter"].items() if not name.startswith("_")},
            "choices": choices(repo, context, make) if baking.names is None else {},
        }
    except UsageError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": _too_much()}
    except Exception as error:  # a template can fail in any way; whatever it is, it is the template's
        where = (
            f" ({name}, line {line})"
            if (name := getattr(error, "name", None)) and (line := getattr(error, "lineno", 0))
            else ""
        )
        answer = {"error": f"The template cannot be rendered: {str(error)[:1000] or type(error).__name__}{where}"}
    write_fresh(work / "answer", json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
