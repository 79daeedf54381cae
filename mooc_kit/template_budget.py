"""Budgets: a stranger's template is rendered in a process of its own, held to a time, a memory and a size.

The sandbox of Jinja2 keeps a text from reaching the computer, not from using it up. Whole templates of a kit are
rendered by a program of their own (`kit.bake_process`). The templates of a theme need the course in memory: a page of
theirs is rendered in a copy of this process, where the system can make one (not on Windows). A bound inside of this
process does not do: nobody can stop a comparison of two lists that hold themselves sixty times over.
"""

from __future__ import annotations

import ctypes
import math
import os
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SECONDS = 5
"""Of processor time, where the system counts it (not for a process of its own on Windows): for one page, or one run."""
MOST_MEMORY = 1_000_000_000
"""Bytes of address space beyond what is in use. Linux alone holds a process to it."""
CLOCK = 60
"""Seconds of the clock: more, since a busy machine is nobody's fault."""
MOST_OUTPUT = 100_000_000
"""Bytes of all files that are made, and of any single one."""
LONGEST = 10_000_000
"""Letters or members of what a multiplication makes; digits of a number are a thousandth of that."""


class OverBudget(Exception):
    """A template wanted more than it may have."""

    def __init__(self) -> None:
        super().__init__(f"it needs more than {SECONDS} seconds of work or {MOST_MEMORY // 1_000_000} MB of memory")


def within(work: Callable[[], bytes]) -> bytes:
    """What `work` gives, which must not raise; raises OverBudget where it takes too much.

    It sees all that is here, and what it changes stays unseen: it runs in a copy of this process. Where the system
    makes none it runs here, within `budget`.
    """
    if not hasattr(os, "fork"):
        with budget():
            return work()
    reads, writes = os.pipe()
    with warnings.catch_warnings():
        # The copy has this thread alone, renders, and ends: it waits for no lock of another one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _work_and_end(work, writes)
    os.close(writes)
    try:
        return _answer(reads)
    finally:
        os.close(reads)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _work_and_end(work: Callable[[], bytes], writes: int) -> None:
    """In the copy: nothing but the answer comes out of it, whatever happens."""
    try:
        limit()
        answer = b"\1" + work()
        while answer:
            answer = answer[os.write(writes, answer) :]
    finally:
        os._exit(0)


def _answer(reads: int) -> bytes:
    until, parts, size = time.monotonic() + CLOCK, [], 0
    while True:
        if not select.select([reads], [], [], max(until - time.monotonic(), 0))[0]:
            raise OverBudget
        part = os.read(reads, 1 << 16)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if size > MOST_OUTPUT:
            raise OverBudget
    answer = b"".join(parts)
    if not answer:  # the system ended it
        raise OverBudget
    return answer[1:]


def limit() -> None:
    """Hold this process to the bounds, where the system can; the caller's clock ends it anywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # The bounds are the template's own: what this process took before is not counted.
    usage = resource.getrusage(resource.RUSAGE_SELF)
    for kind, most in (
        (resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + SECONDS)),
        (resource.RLIMIT_AS, address_space() + MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        try:
            resource.setrlimit(kind, (most, most if hard == resource.RLIM_INFINITY else min(most, hard)))
        except (ValueError, OSError):  # macOS refuses some: the clock is left
            continue


@contextmanager
def budget() -> Iterator[None]:
    """Raises OverBudget where what runs inside takes too much."""
    ended, lock, begun, thread = threading.Event(), threading.Lock(), time.process_time(), threading.get_ident()

    def watch() -> None:
        while not ended.wait(0.05):
            if time.process_time() - begun > SECONDS:
                with lock:
                    if not ended.is_set():
                        # The only way to end a loop of another thread that works on every system.
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OverBudget))
                return

    watcher = threading.Thread(target=watch, daemon=True)
    with _memory():
        watcher.start()
        try:
            yield
        except MemoryError:
            raise OverBudget from None
        finally:
            with lock:
                ended.set()


@contextmanager
def _memory() -> Iterator[None]:
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    used = address_space()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = used + MOST_MEMORY
    if not used:  # not Linux
        yield
        return
    if soft != resource.RLIM_INFINITY and soft <= most:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def address_space() -> int:
    """Bytes that this process has mapped already; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def checked_product(sign: str, left: Any, right: Any) -> None:
    """Raises OverBudget for `left * right` or `left ** right` of a size that would hold the processor by itself.

    One such step cannot be interrupted, so it is judged before it is done.
    """
    numbers = [side for side in (left, right) if isinstance(side, int)]
    others = [side for side in (left, right) if hasattr(side, "__len__")]
    bits = LONGEST // 1000 * 4
    if sign == "**":
        too_much = len(numbers) == 2 and right > 0 and left.bit_length() * right > bits
    elif others:
        too_much = bool(numbers) and len(others[0]) * numbers[0] > LONGEST
    else:
        too_much = sum(number.bit_length() for number in numbers) > bits
    if too_much:
        raise OverBudget
