"""Budgets: a stranger's template that is rendered in this process is held to a time, a memory and a size.

The sandbox of Jinja2 keeps a text from reaching the computer, not from using it up. Whole templates of a kit are
rendered in a process of their own (`kit.bake_process`); the templates of a theme need the course in memory, page for
page, and are held here.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS = 5
"""Of processor time, where the system counts it (not for a process of its own on Windows): for one page, or one run."""
MOST_MEMORY = 1_000_000_000
"""Bytes of address space beyond what is in use. Linux alone holds a process to it."""
LONGEST = 10_000_000
"""Letters or members of what a multiplication makes; digits of a number are a thousandth of that."""


class OverBudget(Exception):
    """A template wanted more than it may have."""

    def __init__(self) -> None:
        super().__init__(f"it needs more than {SECONDS} seconds of work or {MOST_MEMORY // 1_000_000} MB of memory")


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
