"""Fuzzing: a reader is given damaged files; a traceback, a long wait or a half-written file is a fault of it."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import command_line
from tests.fuzz.mutate import mutated
from tests.fuzz.readers import Reader

SLOW = 15
"""Seconds of work after which an answer to a small file counts as too late."""
OUT = ("out", "out.csv", "out.html", "out.json", "out.pdf", "out.yaml")


@dataclass
class Figures:
    inputs: int = 0
    seconds: float = 0
    statuses: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    reader: str
    file: str
    why: str
    data: bytes

    @property
    def kind(self) -> str:
        """The last lines of the traceback: the same for inputs that meet the same fault."""
        lines = [line for line in self.why.splitlines() if line.strip()]
        ours = [line.strip() for line in lines if "mooc_kit/" in line and line.strip().startswith("File")]
        return f"{ours[-1] if ours else ''} {lines[-1] if lines else ''}"[:300]


def fuzz(reader: Reader, stage: Path, runs: int, seed: int, figures: Figures) -> Iterator[Fault]:
    """Give `reader` `runs` damaged files on `stage`, which is put back after each."""
    chance = random.Random(f"{reader.name} {seed}")
    files = reader.found(stage)
    assert files, f"nothing to read for {reader.name}"
    before = snapshot(stage)
    for _ in range(runs):
        path = chance.choice(files)
        data = mutated(path.name, before[path], chance)
        if chance.random() < 0.2:
            data = mutated(path.name, data, chance)
        path.write_bytes(data)
        begun = time.process_time()
        status, why = call(reader, stage, path)
        taken = time.process_time() - begun
        figures.inputs += 1
        figures.seconds += taken
        figures.statuses[status] = figures.statuses.get(status, 0) + 1
        if not why and taken > SLOW:
            why = f"{taken:.0f} seconds"
        if why:
            yield Fault(reader.name, path.relative_to(stage).as_posix(), why, data)
        put_back(stage, before)


def words_for(reader: Reader, stage: Path, path: Path) -> list[str]:
    """The command line of `reader` for the file at `path`."""
    words: list[str] = []
    for word in reader.words:
        if "*" in word:
            words += [
                str(found.relative_to(stage)) for found in sorted(stage.glob(word)) if "publish" not in found.parts
            ]
        else:
            words.append(path.relative_to(stage).as_posix() if word == "FILE" else word)
    return words


def call(reader: Reader, stage: Path, path: Path) -> tuple[int, str]:
    """The exit status of `reader` for the file at `path`, and what is wrong with that; "" for nothing."""
    words = words_for(reader, stage, path)
    try:
        done = command_line.in_process(words, stage, env={"MOOC_KIT_PASSPHRASE": "x" * 20})
    except subprocess.TimeoutExpired:
        return 124, f"no end after {command_line.SECONDS} seconds"
    except BaseException:
        return 125, traceback.format_exc()
    if "Traceback (most recent" in done.stderr or done.returncode not in (0, 1, 2, 130):
        return done.returncode, done.stderr or f"status {done.returncode}"
    return done.returncode, ""


def snapshot(stage: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in stage.rglob("*") if path.is_file() and "cache" not in path.parts}


def put_back(stage: Path, before: dict[Path, bytes]) -> None:
    for name in OUT:
        if (stage / name).is_dir():
            shutil.rmtree(stage / name)
    for path in [path for path in stage.rglob("*") if path not in before and not path.is_dir()]:
        path.unlink(missing_ok=True)
    for path, data in before.items():
        if not path.exists() or path.stat().st_size != len(data) or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
