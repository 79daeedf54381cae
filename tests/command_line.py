"""In-process command-line runner: `mooc-kit` called inside the test's own process, as a shell would call it outside.

Starting Python and importing the tool takes longer than most commands do. So tests call the console entry point
itself, with everything around it that a process has of its own (arguments, standard streams, environment, working
folder, signal handlers, caches) put in place before and put back after. `process` starts a real one, for what only a
real one can show: encodings, signals, the start itself.
"""

from __future__ import annotations

import contextvars
import io
import locale
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from types import FrameType

Done = subprocess.CompletedProcess[str]

SECONDS = 120
"""After so long a command counts as hanging."""
ALWAYS = {"COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
AT_START_ONLY = ("PYTHON", "LC_", "LANG")
"""Variables that begin so are read by Python when it starts: they need a process."""


def process(arguments: Sequence[str], cwd: Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
    """Run `python -m mooc_kit` with these arguments, `env` laid over the environment."""
    return subprocess.run(
        _command(arguments),
        input=stdin,
        text=True,
        encoding="utf-8",
        capture_output=True,
        cwd=cwd,
        timeout=SECONDS,
        env={**os.environ, **ALWAYS, **(env or {})},
        check=False,
    )


def in_process(arguments: Sequence[str], cwd: Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
    """The same without a process: what `process` returns, some half a second sooner."""
    forget()
    done = called(_mooc_kit, ["mooc-kit", *arguments], cwd, stdin, {**ALWAYS, **(env or {})})
    return subprocess.CompletedProcess(_command(arguments), done.returncode, done.stdout, done.stderr)


def called(
    main: Callable[[], object],
    argv: Sequence[str],
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> Done:
    """Call the entry point of a Python program as if a process had: its exit status, and what it wrote as UTF-8.

    What it starts itself (git, a template's hooks) writes into the same streams, since they are replaced below Python.
    Raises AssertionError for variables that only a process heeds, TimeoutExpired as `process` does.
    """
    early = [name for name in env or {} if name.startswith(AT_START_ONLY) and name not in ALWAYS]
    assert not early, f"{', '.join(early)}: read when Python starts; use the fixture mooc_kit_process"
    with _files(stdin) as (given, out, err):
        with ExitStack() as around:
            around.enter_context(_environment(env or {}))
            around.enter_context(_folder(cwd or Path.cwd()))
            around.enter_context(_interpreter(list(argv)))
            around.enter_context(_streams(given, out, err))
            around.enter_context(_alarm(argv))
            status = contextvars.copy_context().run(_status, main)
        return subprocess.CompletedProcess(list(argv), status, _text(out), _text(err))


def yamllint(*arguments: str | Path) -> Done:
    """Run yamllint."""
    from yamllint.cli import run

    return called(run, ["yamllint", *map(str, arguments)])


def check_jsonschema(schema: str, *paths: str | Path) -> Done:
    """Check files by one of the schemas that come with check-jsonschema."""
    from check_jsonschema import main

    return called(main, ["check-jsonschema", "--builtin-schema", schema, *map(str, paths)])


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "mooc_kit", *arguments]


def _mooc_kit() -> object:
    import typer.main

    from mooc_kit.cli import main

    # Its commands with all their options, which follow from the package alone: making them takes longer than most do.
    if not hasattr(typer.main.get_command, "cache_info"):
        typer.main.get_command = cache(typer.main.get_command)

    return main()  # type: ignore[func-returns-value]


def _status(main: Callable[[], object]) -> int:
    """The exit status of one call, as Python gives it at the end of a program."""
    try:
        code = main()
    except SystemExit as stop:
        code = stop.code
    except Exception:
        # A bug, which a process shows on standard error.
        traceback.print_exc()
        code = 1
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


PURE = re.compile(
    r"mooc_kit\.(cache|content|i18n|spec|credentials|typst|targets\.("
    r"site\.(web_app_manifest|social_image|addresses)|open_edx\.course_image|moodle\.images))\b"
)
"""Where what is remembered follows from what was asked, the package and the machine alone: a parser, a catalogue, the
model of a spec, a drawn icon, fonts. Making them anew took as long as most commands do."""


def forget() -> None:
    """Forget what earlier calls remembered of their surroundings: a process begins with nothing (a console of another
    width, plugins that are gone)."""
    for name, module in list(sys.modules.items()):
        if (name == "mooc_kit" or name.startswith("mooc_kit.")) and not PURE.match(name):
            for value in list(vars(module).values()):
                # By its type, since to ask all there is for an attribute took 20 ms each time.
                if type(value) is _lru_cache_wrapper and value.__module__ == name:
                    value.cache_clear()


@contextmanager
def _files(stdin: str) -> Iterator[tuple[int, int, int]]:
    """Files for the three standard streams, that of the input holding `stdin`."""
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin.encode())
        files[0].seek(0)
        yield files[0].fileno(), files[1].fileno(), files[2].fileno()


def _text(descriptor: int) -> str:
    """All that is in the file, with lines ended as `subprocess` ends them in text."""
    size = os.fstat(descriptor).st_size
    data = os.pread(descriptor, size, 0)
    return io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode("utf-8"), final=True)


@contextmanager
def _streams(*files: int) -> Iterator[None]:
    """Put `files` under the descriptors 0, 1 and 2, and streams like those of a new process upon them."""
    before = (sys.stdin, sys.stdout, sys.stderr)
    for stream in before[1:]:
        stream.flush()
    kept = [os.dup(number) for number in range(3)]
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # the files are closed by their owner
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
        yield
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for number, descriptor in enumerate(kept):
            os.dup2(descriptor, number)
            os.close(descriptor)


@contextmanager
def _environment(change: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(change)
    if "TZ" in change:
        time.tzset()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        if "TZ" in change:
            time.tzset()


@contextmanager
def _folder(cwd: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(cwd)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _interpreter(argv: list[str]) -> Iterator[None]:
    """Put back what a command may change for the whole interpreter, and has no need to: its process ends."""
    before = (sys.argv, list(sys.path), sys.excepthook, sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)}
    root = logging.getLogger()
    level, listeners = root.level, list(root.handlers)
    sys.argv = argv
    try:
        with warnings.catch_warnings():
            yield
    finally:
        root.setLevel(level)
        root.handlers[:] = listeners
        for number, handler in handlers.items():
            if signal.getsignal(number) != handler:
                signal.signal(number, handler)
        sys.argv, sys.path[:], sys.excepthook, limit, spoken = before
        sys.setrecursionlimit(limit)
        locale.setlocale(locale.LC_ALL, spoken)


@contextmanager
def _alarm(argv: Sequence[str]) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise subprocess.TimeoutExpired(list(argv), SECONDS)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
