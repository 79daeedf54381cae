"""Fuzz every reader by hand: `python -m tests.fuzz --runs 300`, or `--only "quiz check"`; faults go into a folder.

.venv/bin/python -m tests.fuzz --runs 5 --minutes 60 --seed 1 --faults /tmp/faults
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from pathlib import Path

from mooc_kit.cache import VARIABLE
from tests.fuzz.readers import READERS
from tests.fuzz.runner import Fault, Figures, fuzz
from tests.fuzz.stage import make_stage


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=100, help="inputs for each reader in each round")
    parser.add_argument(
        "--minutes", type=float, default=0, help="go round again until so long has passed (0: one round)"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="", help="readers whose command line holds this")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = str(Path(folder) / "cache")
        os.environ["COLUMNS"] = "100"
        stage = Path(folder).resolve() / "stage"
        make_stage(stage)
        readers = [one for one in READERS if wanted.only in one.name]
        figures = {reader.name: Figures() for reader in readers}
        kinds: dict[str, int] = {}
        until, rounds = time.perf_counter() + wanted.minutes * 60, 0
        while rounds == 0 or time.perf_counter() < until:
            rounds += 1
            for reader in readers:
                if rounds > 1 and time.perf_counter() > until:
                    break
                for fault in fuzz(reader, stage, wanted.runs, wanted.seed + rounds, figures[reader.name]):
                    if fault.kind not in kinds:
                        print(f"  ! {kept(fault, wanted.faults)} {fault.kind}", flush=True)
                    kinds[fault.kind] = kinds.get(fault.kind, 0) + 1
            tell(figures, f"round {rounds}")
    print(f"seed {wanted.seed}: {sum(kinds.values())} faults of {len(kinds)} kinds")
    raise SystemExit(1 if kinds else 0)


def kept(fault: Fault, folder: Path) -> str:
    """The name under which the input and what it met lie in `folder`."""
    name = hashlib.sha256(fault.data).hexdigest()[:8]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.data").write_bytes(fault.data)
    (folder / f"{name}.txt").write_text(f"{fault.reader}\n{fault.file}\n{fault.why}", errors="backslashreplace")
    return name


def tell(figures: dict[str, Figures], when: str) -> None:
    """All figures so far, so that a run that is ended early has told what it did."""
    for name, one in figures.items():
        told = ", ".join(f"{status}: {count}" for status, count in sorted(one.statuses.items()))
        print(f"{one.inputs:6} {one.seconds:6.0f} s  {name[:70]}  ({told})")
    inputs, seconds = (sum(getattr(one, what) for one in figures.values()) for what in ("inputs", "seconds"))
    print(f"{when}: {inputs} inputs to {len(figures)} command lines, {seconds:.0f} s of work", flush=True)


if __name__ == "__main__":
    main()
