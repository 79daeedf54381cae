"""Entry point: exit statuses, clear lines for what went wrong, and standard streams that cannot break the program.

Status 0 is fine, 1 means problems were found, 2 wrong usage, 130 interrupted. Anything else is a bug and may be seen.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mooc_kit.console import echo
from mooc_kit.files import nowhere
from mooc_kit.problems import Interrupted, MoocKitError, Report, UsageError

SELDOM = (50_000, 20, 50)
"""How often Python looks for rings of objects to free. Its default, every 700 new ones, takes a fifth of a short run,
which makes its modules and models and keeps them all; looked for this seldom, they hold some ten megabytes at most."""
OLD_SPELLINGS = {"--in": "--kit"}
"""Options that were called otherwise until 0.9; they work for one more release."""
_NO_ROOM = {"ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF"}
"""How a stream that cannot take any more says so."""


def run(app: Callable[..., object]) -> None:
    """Call `app` with the words of the command line. What it raises becomes a line on standard error and a status."""
    _spare_the_collector()
    # pydantic would read what every installed package adds to anything; what adds to pydantic has no use here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _mend_streams()
    _mend_clock()
    _tidy_when_ended()
    try:
        try:
            app(_with_new_spellings(sys.argv[1:]), prog_name="mooc-kit")
        finally:
            _flush()
    except MoocKitError as error:
        from mooc_kit.reporters import write_report

        write_report(Report(list(error.problems)), "text", sys.stderr)
        sys.exit(1)
    except UsageError as error:
        echo(f"mooc-kit: {error}", error=True)
        sys.exit(2)
    except OSError as error:
        if not _explain(error):
            raise
        sys.exit(2)
    except Interrupted as stop:
        echo(str(stop), error=True)
        sys.exit(130)
    except (KeyboardInterrupt, EOFError):
        echo("Stopped.", error=True)
        sys.exit(130)


def _spare_the_collector() -> None:
    """Look for rings of objects seldom while this runs, and not at all once it ends: the system takes all back."""
    gc.set_threshold(*SELDOM)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)  # all that is there counts as kept


def _tidy_when_ended() -> None:
    """Let SIGTERM, and a terminal that is closed, end this process like Ctrl-C: what is half done is taken away."""
    import signal
    import threading

    own = os.getpid()

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        if os.getpid() != own:  # a worker that was forked: it ends as it would have
            os.kill(os.getpid(), number)
            return
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)


def _flush() -> None:
    """Write out what still waits, while what goes wrong can be told. A reader that has gone wants to hear no more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)


def _drop_output() -> None:
    """Let what still waits to be written vanish, or Python would try once more when it ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mend_streams() -> None:
    # Streams that were closed from outside: nothing comes in, and what goes out is lost.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # for as long as this runs
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    # A terminal or pipe in another encoding gets a question mark for a letter, never a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _mend_clock() -> None:
    """A time zone that is none ("XXX-25:61") counts as UTC, before a library of dates meets it."""
    if abs(time.localtime().tm_gmtoff) >= 24 * 3600:
        echo(f"mooc-kit: TZ={os.environ.get('TZ', '')!a} is no time zone; times are in UTC.", error=True)
        os.environ["TZ"] = "UTC"
        if hasattr(time, "tzset"):
            time.tzset()


def _with_new_spellings(arguments: list[str]) -> list[str]:
    """`arguments` with old names of options replaced, and a note for each."""
    kept: list[str] = []
    for number, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if word == "--":
            return [*kept, *arguments[number:]]
        if name in OLD_SPELLINGS:
            echo(f"note: {name} is now called {OLD_SPELLINGS[name]}.", error=True)
        kept.append(OLD_SPELLINGS.get(name, name) + sign + value)
    return kept


def _explain(error: OSError) -> bool:
    """Say what a file or stream refused, and what to do. False where it is a fault of ours, which should be seen."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        # A folder was being copied: each file that failed, with the system's words.
        why = error.args[0][0][2]
        echo(f"mooc-kit: {why}. Check that there is room; then run the command again.", error=True)
        return True
    if error.filename is None and isinstance(error, FileNotFoundError):
        # No folder for temporary files: none is there, or the disk is full.
        echo(f"mooc-kit: {error.strerror}. Make room, or name one in TMPDIR; then run the command again.", error=True)
        return True
    if error.filename is None and errno.errorcode.get(error.errno or 0) in _NO_ROOM:
        echo(f"mooc-kit: the output could not be written: {error.strerror}.", error=True)
        _drop_output()
        return True
    if error.filename is None or Path(__file__).parent in Path(str(error.filename)).absolute().parents:
        return False
    echo(
        f"mooc-kit: {error.filename2 or error.filename}: {error.strerror}. Check that this place exists, that you may"
        " read and write it, and that there is room; then run the command again.",
        error=True,
    )
    return True
