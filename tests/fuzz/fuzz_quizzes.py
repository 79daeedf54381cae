"""Fuzz every quiz reader with atheris (coverage-guided): whatever the bytes, a reader answers and never raises.

    .venv/bin/pip install atheris
    .venv/bin/python tests/fuzz/fuzz_quizzes.py --seeds FOLDER
    .venv/bin/python tests/fuzz/fuzz_quizzes.py -runs=100000 -max_len=20000 FOLDER

The first byte chooses the reader, the rest is the file; `--seeds` puts sound files to begin from into the folder.
Without atheris, `--plain N` feeds N damaged samples to each reader instead, from what is
written of the samples in tests/quizzes.
"""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

sys.path.insert(0, str(Path(__file__).parents[2]))


def read_one(keys: list[str], data: bytes) -> None:
    from mooc_kit.quizzes.read import checked
    from mooc_kit.quizzes.registry import format_named

    format_ = format_named(keys[data[0] % len(keys)] if data else keys[0])
    assert format_ is not None
    found = checked(format_.read(data[1:], f"quiz{format_.suffixes[0]}"))
    assert found.quiz is not None or found.problems


def readers() -> list[str]:
    from mooc_kit.quizzes.registry import formats

    return [key for key, format_ in formats().items() if format_.reads]


def plain(runs: int) -> None:
    """Damaged samples without coverage feedback: `runs` for each reader."""
    from tests.quizzes.test_hostile_files import SEEDS

    chance = random.Random(1)
    for number, _ in enumerate(readers()):
        for _ in range(runs):
            data = bytearray(chance.choice(SEEDS))
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(len(data) + 1)
                data[at : at + chance.randint(0, 6)] = chance.randbytes(chance.randint(0, 4))
            read_one(readers(), bytes([number]) + bytes(data))
    print(f"{runs} inputs for each of {len(readers())} readers, no crash.")


def seeds(folder: Path) -> None:
    """A file to begin from for each sample and reader."""
    from tests.quizzes.test_hostile_files import SEEDS

    folder.mkdir(parents=True, exist_ok=True)
    for reader, _ in enumerate(readers()):
        for number, data in enumerate(SEEDS):
            (folder / f"seed-{reader}-{number}").write_bytes(bytes([reader]) + data)


def main() -> None:
    if sys.argv[1:2] == ["--seeds"]:
        seeds(Path(sys.argv[2]))
        return
    if sys.argv[1:2] == ["--plain"]:
        plain(int(sys.argv[2]))
        return
    import atheris

    with atheris.instrument_imports(include=["mooc_kit.quizzes", "mooc_kit.spec"]):
        from mooc_kit.quizzes import formats

        # Readers are imported when they are used: here, so that atheris sees into all of them.
        for module in walk_packages(formats.__path__, f"{formats.__name__}."):
            import_module(module.name)
        import_module("mooc_kit.quizzes.native")

    keys = readers()
    atheris.Setup(sys.argv, lambda data: read_one(keys, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
