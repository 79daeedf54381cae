"""Executors: batches run in this process, in a process pool or on a Dask cluster, with the same bytes as result.

All are `concurrent.futures.Executor`s that are given one partition of learners at a time. Whatever dies on the way
costs only time: what was not recorded in the ledger is still planned, and is made again, byte for byte.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext

from mooc_kit.cohort.batch import BatchResult, press
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Planned
from mooc_kit.cohort.ledger import Ledger

Engine = Callable[[], AbstractContextManager[Executor]]
TRIES = 4
WAIT = "20s"
"""How long a cluster may take to answer."""
SIZE, SIZE_WITH_PDF = 1000, 50
"""Learners in a partition: about as much as can be made again without anybody noticing."""


class EngineFailed(RuntimeError):
    """The work cannot be done by this engine; the message says why, in words for people."""


def press_all(
    plan: BatchPlan, ledger: Ledger, engine: Engine | None, ahead: int, told: Callable[[int], None] = lambda count: None
) -> tuple[int, list[str]]:
    """Make everything that is planned and not made yet; gives how many, and which certificates could not be drawn.

    `engine` opens an executor, None is this process.

    Workers that die are replaced. Raises EngineFailed where they keep dying without getting anything done.
    """
    made = tries = 0
    unprinted: dict[str, None] = {}
    while True:
        try:
            with engine() if engine else nullcontext() as executor:
                for done in _pressed(plan, ledger, executor, ahead):
                    plan.store.settle()
                    ledger.record(done.made)
                    made += len(done.made)
                    unprinted.update(dict.fromkeys(done.unprinted))
                    tries = 0
                    told(made)
            return made, list(unprinted)
        except BrokenExecutor as error:
            tries += 1
            if tries == TRIES:
                message = f"The processes that sign were ended from outside, {TRIES} times in a row."
                raise EngineFailed(message) from error


def _pressed(plan: BatchPlan, ledger: Ledger, executor: Executor | None, ahead: int) -> Iterator[BatchResult]:
    """The results of all partitions; never more than `ahead` of them are under way."""
    partitions: Iterator[list[Planned]] = ledger.planned(SIZE_WITH_PDF if plan.with_pdf else SIZE)
    if executor is None:
        for partition in partitions:
            yield press(plan, partition)
        return
    running: set[Future[BatchResult]] = set()
    for partition in partitions:
        running.add(executor.submit(press, plan, partition))
        if len(running) >= ahead:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    while running:
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future.result()


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """A pool of processes on this machine."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def _begin() -> None:
    """A worker leaves an interruption from the keyboard to the process that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def dask(address: str) -> Iterator[Executor]:
    """An existing Dask cluster. Raises EngineFailed where there is none."""
    from asyncio import CancelledError

    from distributed import Client, KilledWorker

    try:
        client = Client(address, set_as_default=False, timeout=WAIT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise EngineFailed(f"No Dask cluster answers at {address}.") from error
    with client:
        try:
            yield client.get_executor(pure=False, retries=TRIES)  # type: ignore[no-untyped-call]
        except (KilledWorker, CancelledError) as error:
            raise BrokenExecutor(str(error)) from error
        except ModuleNotFoundError as error:
            raise EngineFailed(f"The machines of the cluster lack {error.name}: install mooc-kit there too.") from error
