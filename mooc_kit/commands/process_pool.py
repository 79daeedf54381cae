"""Process pool: one job for many courses on all cores; a failure stays with the course that failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

FEW = 4
"""So few courses are done one after another: starting processes would take longer."""
_CHUNK = 8


def cores() -> int:
    """How many processes may run at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def for_each(
    courses: Sequence[Path], work: Callable[[Path], T], failed: Callable[[Path, str], T], what: str = "Courses"
) -> Iterator[tuple[Path, T]]:
    """`work` on each course, in any order; `failed` gives the result of one that crashed, from what it said.

    `work` must be importable by name. On a terminal a bar tells how far it is.
    """
    if len(courses) <= FEW or cores() == 1:
        for course in courses:
            yield course, _guarded(work, failed, course)
        return
    chunks = [list(courses[start : start + _CHUNK]) for start in range(0, len(courses), _CHUNK)]
    with _progress(what, len(courses)) as advance:
        for course, result in _in_processes(chunks, work, failed):
            advance()
            yield course, result


def _in_processes(
    chunks: list[list[Path]], work: Callable[[Path], T], failed: Callable[[Path, str], T]
) -> Iterator[tuple[Path, T]]:
    left = [chunk for chunk in chunks if chunk]
    try:
        with _executor(cores()) as pool:
            pending = {pool.submit(_chunk, work, failed, chunk): chunk for chunk in left}
            while pending:
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    results = future.result()
                    chunk = pending.pop(future)
                    left.remove(chunk)
                    yield from zip(chunk, results, strict=True)
    except BrokenProcessPool:
        # A process died (out of memory, a crash in a library): find out with which course, one process for each.
        for course in [course for chunk in left for course in chunk]:
            try:
                with _executor(1) as alone:
                    yield course, alone.submit(_guarded, work, failed, course).result()
            except BrokenProcessPool:
                yield course, failed(course, "the process that worked on it died")


def _executor(workers: int) -> ProcessPoolExecutor:
    # Forking keeps what is imported, and is there on every system on which CI runs.
    method = "fork" if "fork" in get_all_start_methods() else None
    return ProcessPoolExecutor(workers, mp_context=get_context(method))


def _chunk(work: Callable[[Path], T], failed: Callable[[Path, str], T], courses: list[Path]) -> list[T]:
    return [_guarded(work, failed, course) for course in courses]


def _guarded(work: Callable[[Path], T], failed: Callable[[Path, str], T], course: Path) -> T:
    try:
        return work(course)
    except Exception as error:
        return failed(course, f"{type(error).__name__}: {error}")


class _progress:  # used as a function
    """A bar on a terminal, nothing elsewhere. It draws only when told, without a thread: processes are forked here."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.bar = what, total, None
        self.task: Any = None

    def __enter__(self) -> Callable[[], None]:
        from mooc_kit.console import console

        out = console(error=True)
        if not out.is_terminal:
            return lambda: None
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar: Any = Progress(*columns, console=out, transient=True, auto_refresh=False)
        self.bar = bar
        bar.start()
        task = bar.add_task(self.what, total=self.total)

        def advance() -> None:
            bar.update(task, advance=1)
            bar.refresh()

        return advance

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
