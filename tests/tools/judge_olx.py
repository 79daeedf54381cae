"""Judge OLX packages with Open edX's own code; runs in the environment that tests/install-olx-tools makes.

    judge_olx.py CONFORMANCE PACKAGE...          prints complaints; exit status 1 where there are any
    judge_olx.py CONFORMANCE --json < asked      a line of JSON for each line {"packages": [{"path": …, "grade": […]}]}

A package is a .tar.gz or a folder that holds one. The loader is load_olx.py of CONFORMANCE.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import tarfile
import tempfile
import types
from collections import Counter
from pathlib import Path
from typing import Any

logging.disable(logging.WARNING)
ALLOWED = ["poll", "survey", "openassessment", "discussion", "library_content"]
"""Studio hands olxcleaner the blocks that it knows (contentstore/tasks.py), since its own list is old."""
FALSE_ALARMS = (
    ("MissingURLName", "<wiki"),
    ("MissingDisplayName", "<wiki"),
    ("InvalidSetting", "required setting 'end'"),
    ("GradingPolicyIssue", "GRADER entry in grading policy should not be empty"),
)
"""A wiki has neither name; a course may have no end and no grades: the platform takes both."""


GATING = ("is_prerequisite", "required_prereq", "min_score", "min_completion")
"""No fields of the block: the platform's importer takes them off a subsection (`_apply_sequential_gating` in its
xml_importer.py), and older releases keep them without effect."""


FIELDS = (
    *("display_name", "graded", "format", "due", "is_time_limited", "is_proctored_enabled"),
    *("default_time_limit_minutes", "group_access", "start"),
)


def loader(conformance: str) -> types.ModuleType:
    sys.path.insert(0, conformance)
    import load_olx
    from xblock.core import XBlock
    from xblocks_contrib import DiscussionXBlock

    # The platform registers this published block under its plain name; from PyPI it comes as _discussion_extracted.
    for name, block in (("discussion", DiscussionXBlock),):
        plain = XBlock.load_class

        def load(tag: str, *args: Any, _plain: Any = plain, _name: str = name, _block: Any = block, **more: Any) -> Any:
            return _block if tag == _name else _plain(tag, *args, **more)

        XBlock.load_class = load
    original = load_olx.OLXRuntime.load_block_type

    def load_block_type(self: Any, tag: str) -> Any:
        if tag == "library_content":  # a container whose code is part of the platform itself
            return LibraryContent
        return original(self, tag)

    class LibraryContent(load_olx._Container):
        max_count = load_olx.F(load_olx.Integer)

    LibraryContent.__dict__["max_count"].__name__ = "max_count"
    load_olx.OLXRuntime.load_block_type = load_block_type
    return load_olx


def tarball(package: str) -> str:
    path = Path(package)
    return str(next(iter(sorted(path.glob("*.tar.gz"))), path)) if path.is_dir() else package


def complaints_of(runtime: Any) -> list[str]:
    known = ("xblock-family", "url_name", *GATING)
    found = []
    for error in runtime.errors:
        inert = error.startswith("INFO") and not set(_listed(error)) - {*known}
        if not inert:
            found.append(error)
    return found


def _listed(error: str) -> list[str]:
    import re

    return re.findall(r"'([^']+)'", error.rpartition(": ")[2])


def cleaner(package: str) -> list[str]:
    """What olxcleaner finds, but for its known false alarms."""
    import olxcleaner

    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(package) as archive:
            # Packages of ours; Python knows filters since 3.11.4.
            archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet):
            _, store, _ = olxcleaner.validate(filename=str(Path(folder) / "course"), steps=8, allowed_xblocks=ALLOWED)
    found = []
    for error in store.errors:
        name = type(error).__name__
        if any(name == kind and words in error.description for kind, words in FALSE_ALARMS):
            continue
        found.append(f"olxcleaner {name}: {error.description}")
    return found


def judge(olx: types.ModuleType, package: str) -> dict[str, Any]:
    path = tarball(package)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        runtime, course, root = olx.load(path)
    blocks = Counter(uid.block_type for uid in runtime.blocks)
    return {
        "complaints": [*complaints_of(runtime), *cleaner(path)],
        "blocks": dict(blocks),
        "runtime": runtime,
        "course": course,
        "root": str(root),
    }


def graded(olx: types.ModuleType, runtime: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Grade `answers` (by the input's number: "2_1") to a problem; gives score, total and the drawn values."""
    uid = next(u for u in runtime.blocks if u.block_type == "problem" and u.block_id == request["problem"])
    fs = types.SimpleNamespace(root_path=tempfile.gettempdir())
    problem = olx.capa(runtime.blocks[uid], uid.block_id, fs)
    values = {k: v for k, v in problem.context.items() if isinstance(v, int | float) and not isinstance(v, bool)}
    scores = []
    for answers in request["answers"]:
        filled = {
            f"{uid.block_id}_{key}": str(value).format(**values) if str(value).startswith("{mk_") else value
            for key, value in answers.items()
        }
        problem.grade_answers(filled)
        got = problem.calculate_score()
        scores.append(got["score"] / got["total"] if got["total"] else 0)
    return {
        "problem": request["problem"],
        "scores": scores,
        "values": values,
        "inputs": sorted(problem.get_question_answers()),
    }


def judged(olx: types.ModuleType, package: dict[str, Any]) -> dict[str, Any]:
    """What is found in one package, with the grades that are asked for, and the fields that a course team sets."""
    found = judge(olx, package["path"])
    runtime = found.pop("runtime")
    course = found.pop("course")
    found["grades"] = [graded(olx, runtime, request) for request in package.get("grade", ())]
    found["fields"] = {
        str(uid.block_id): {name: getattr(block, name, None) for name in FIELDS}
        for uid, block in runtime.blocks.items()
        if uid.block_type in ("sequential", "chapter")
    }
    found["certificates"] = getattr(course, "certificates", None)
    return found


def main(conformance: str, *packages: str) -> int:
    olx = loader(conformance)
    if packages == ("--json",):
        answers = sys.stdout
        for line in sys.stdin:
            with contextlib.redirect_stdout(sys.stderr):  # nothing that the platform prints gets between the answers
                answer = [judged(olx, package) for package in json.loads(line)["packages"]]
            print(json.dumps(answer, default=str), file=answers, flush=True)
        return 0
    failed = 0
    for package in packages:
        found = judge(olx, package)
        for complaint in found["complaints"]:
            print(f"  {complaint}")
        print(f"  {sum(found['blocks'].values())} blocks, {len(found['complaints'])} complaints")
        failed += bool(found["complaints"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
