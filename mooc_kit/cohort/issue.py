"""Issuing turns decisions into signed files, exactly once: plan in the ledger, press partition by partition, record,
publish."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from mooc_kit.cohort import decide
from mooc_kit.cohort.ledger import Decision, Ledger, Planned
from mooc_kit.cohort.press import Plan, press
from mooc_kit.credentials import codes, proof, status
from mooc_kit.credentials.keyring import Keyring
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.problems import MoocKitError, Place, relative_name

PARTITION = 500
TRIES = 5


def read_decisions(path: Path, course: str) -> Iterator[Decision]:
    """The decisions that `mooc-kit completions` wrote, one at a time. Raises MoocKitError for another file."""
    import duckdb

    hint = "Decide again: mooc-kit completions GRADEBOOK..."
    name = relative_name(path)
    with duckdb.connect() as connection:
        try:
            meta = connection.execute(
                "SELECT value FROM parquet_kv_metadata(?) WHERE decode(key) = 'mooc_kit'", [str(path)]
            ).fetchone()
            about = json.loads(bytes(meta[0])) if meta else {}
        except (duckdb.Error, ValueError) as error:
            raise MoocKitError(codes.OTHER_DECISIONS.at(Place(name), "The file cannot be read.", hint=hint)) from error
        if about.get("format") != decide.FORMAT or about.get("course") != course:
            message = f"It was decided for {about.get('course') or 'no course that is told'}."
            raise MoocKitError(codes.OTHER_DECISIONS.at(Place(name), message, hint=hint))
        rows = connection.execute(
            "SELECT learner, name, email, credential, completed, coalesce(CAST(percent AS VARCHAR), ''), "
            "method, verifier, "
            "CAST(verified AS VARCHAR) FROM read_parquet(?) ORDER BY learner, credential",
            [str(path)],
        )
        while batch := rows.fetchmany(2000):
            for learner, person, email, kind, completed, percent, method, verifier, verified in batch:
                identity = f"Checked by {verifier} on {verified}: {method}." if method else ""
                yield Decision(learner, person, email, kind, bool(completed), percent, identity)


def press_all(plan: Plan, ledger: Ledger, engine: Callable[[], AbstractContextManager[Executor]] | None, ahead: int,
              told: Callable[[int], None] = lambda count: None) -> int:  # fmt: skip
    """Make everything that is planned and not made yet; gives how many. `engine` opens an executor, None is this
    process.

    A worker that dies costs only time: its partitions are still planned, and are made again, byte for byte.
    """
    made = 0
    for attempt in range(TRIES):
        try:
            with engine() if engine else nullcontext() as executor:
                for done in _pressed(plan, ledger.planned(PARTITION), executor, ahead):
                    ledger.record(done)
                    made += len(done)
                    told(made)
            return made
        except BrokenProcessPool:
            if attempt == TRIES - 1:
                raise
    return made


def _pressed(
    plan: Plan, partitions: Iterator[list[Planned]], executor: Executor | None, ahead: int
) -> Iterator[list[tuple[str, str]]]:
    """The results of all `partitions`; never more than `ahead` of them are under way."""
    if executor is None:
        for partition in partitions:
            for start in range(
                0, len(partition), 50
            ):  # small steps, so that little is made again after an interruption
                yield press(plan, partition[start : start + 50])
        return
    running: set[Future[list[tuple[str, str]]]] = set()
    for partition in partitions:
        running.add(executor.submit(press, plan, partition))
        if len(running) >= ahead:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    for future in running:
        yield future.result()


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """A pool of processes on this machine."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def dask(address: str) -> Iterator[Executor]:
    """An existing Dask cluster."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False, retries=TRIES)


def publish(plan: Plan, ledger: Ledger, ring: Keyring, key: SigningKey, now: str) -> list[str]:
    """Write what belongs on the course's site: the issuer's DID document, the status lists. Gives the files' names."""
    written = []
    if ring.did:
        name = "publish/did.json" if ring.did.count(":") > 2 else "publish/.well-known/did.json"
        plan.store.write(name, (json.dumps(ring.document(), indent=2) + "\n").encode())
        written.append(name)
    if plan.status_url and ledger.highest() >= 0:
        revoked: dict[int, list[int]] = {number: [] for number in range(ledger.highest() // status.SIZE + 1)}
        for number in ledger.revoked_numbers():
            which, index = status.place_of(plan.secret, number)
            revoked[which].append(index)
        for which, indexes in revoked.items():
            address = plan.status_url.replace("{n}", str(which))
            listing = proof.sign(status.list_credential(address, plan.issuer, indexes, now), key, now)
            name = f"publish/status/{which}.json"
            plan.store.write(name, (json.dumps(listing, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
            written.append(name)
    for kind, (svg, _) in sorted(plan.pictures.items()):
        name = f"publish/certificates/{kind}.svg"
        plan.store.write(name, svg)
        written.append(name)
    return written


def only(rules: Sequence[Any]) -> list[str]:
    """The kinds that may be issued now."""
    return [rule.id for rule in rules if rule.is_agreed]
