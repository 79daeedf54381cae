"""Fuzz every reader by hand: `python -m tests.fuzz --runs 300`, or `--only "quiz check"`; faults go into a folder.

.venv/bin/python -m tests.fuzz --runs 300 --seed 1 --faults /tmp/faults
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
from tests.fuzz.runner import Figures, fuzz
from tests.fuzz.stage import make_stage


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=100, help="inputs for each reader")
    parser.add_argument("--seconds", type=float, default=0, help="stop a reader after so long (0: never)")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="", help="readers whose command line holds this")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = str(Path(folder) / "cache")
        os.environ["COLUMNS"] = "100"
        stage = Path(folder).resolve() / "stage"
        make_stage(stage)
        kinds: dict[str, int] = {}
        total = Figures()
        for reader in (one for one in READERS if wanted.only in one.name):
            figures, found, until = Figures(), 0, time.perf_counter() + (wanted.seconds or 1e9)
            rounds = 0
            while rounds * 25 < wanted.runs and time.perf_counter() < until:
                rounds += 1
                for fault in fuzz(reader, stage, min(25, wanted.runs), wanted.seed + rounds, figures):
                    found += 1
                    if fault.kind not in kinds:
                        name = hashlib.sha256(fault.data).hexdigest()[:8]
                        wanted.faults.mkdir(parents=True, exist_ok=True)
                        (wanted.faults / f"{name}.data").write_bytes(fault.data)
                        (wanted.faults / f"{name}.txt").write_text(f"{fault.reader}\n{fault.file}\n{fault.why}")
                        print(f"  ! {name} {fault.kind}", flush=True)
                    kinds[fault.kind] = kinds.get(fault.kind, 0) + 1
            total.inputs += figures.inputs
            total.seconds += figures.seconds
            told = ", ".join(f"{status}: {count}" for status, count in sorted(figures.statuses.items()))
            print(
                f"{figures.inputs:6} {figures.seconds:6.0f} s {found:4} faults  {reader.name[:70]}  ({told})",
                flush=True,
            )
    faults = f"{sum(kinds.values())} faults of {len(kinds)} kinds"
    print(f"{total.inputs} inputs, {total.seconds:.0f} s, seed {wanted.seed}: {faults}")
    raise SystemExit(1 if kinds else 0)


if __name__ == "__main__":
    main()
