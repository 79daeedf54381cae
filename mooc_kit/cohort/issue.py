"""Issuing credentials: from decisions to files for the course's site. The ledger plans, executors sign."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mooc_kit.cohort import decide
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.decision import Decision
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.storage import File, StoreError, fetched
from mooc_kit.credentials import credential_codes, proof, status
from mooc_kit.credentials.assessment_records import AssessmentRecord
from mooc_kit.credentials.keyring import Keyring
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.problems import MoocKitError, Place, relative_name


def read_decisions(place: str, course: str, undecided: Callable[[str], None] = lambda kind: None) -> Iterator[Decision]:
    """The decisions that `mooc-kit completions` wrote, one at a time, from a file or an address that fsspec knows.

    `undecided` is told each kind for which no assessors' decisions were given. Of these nothing is told: what was
    issued of them before stays as it is.
    Raises MoocKitError for another file.
    """
    import duckdb

    hint = "Decide again: mooc-kit completions GRADEBOOK..."
    at = Place(place if "://" in place else relative_name(Path(place)))
    try:
        with fetched(place) as path:
            yield from _read(path, course, at, hint, undecided)
    except (StoreError, duckdb.Error) as error:
        raise MoocKitError(credential_codes.OTHER_DECISIONS.at(at, f"It cannot be read: {error}", hint=hint)) from error


def _read(path: Path, course: str, at: Place, hint: str, undecided: Callable[[str], None]) -> Iterator[Decision]:
    import duckdb

    with duckdb.connect() as connection:
        try:
            about = decide.told_by(path, connection)
        except (duckdb.Error, ValueError) as error:
            message = "The file cannot be read." if path.is_file() else "There is no such file."
            raise MoocKitError(credential_codes.OTHER_DECISIONS.at(at, message, hint=hint)) from error
        if about.get("format") not in (1, decide.FORMAT) or about.get("course") != course:
            message = f"It was decided for {about.get('course') or 'no course that is told'}."
            raise MoocKitError(credential_codes.OTHER_DECISIONS.at(at, message, hint=hint))
        is_older = about["format"] == 1  # from before assessors' decisions were recorded
        left_out = ["credit"] if is_older else [str(kind) for kind in about.get("undecided", ())]
        decided = (
            "'', '', '', ''"
            if is_older
            else "coalesce(assessor, ''), CAST(decided AS VARCHAR), "
            "coalesce(grade, ''), coalesce(CAST(applied AS VARCHAR), '')"
        )
        for kind in left_out:
            undecided(kind)
        rows = connection.execute(
            "SELECT learner, name, email, credential, completed, coalesce(CAST(percent AS VARCHAR), ''), "  # noqa: S608
            f"method, verifier, CAST(verified AS VARCHAR), {decided} FROM read_parquet($1) "
            "WHERE NOT list_contains($2::VARCHAR[], credential) ORDER BY learner, credential",
            [str(path), left_out],
        )
        while batch := rows.fetchmany(2000):
            for learner, person, email, kind, completed, percent, method, verifier, verified, *decision in batch:
                identity = f"Checked by {verifier} on {verified}: {method}." if method else ""
                assessed = AssessmentRecord(*decision).as_text() if decision[0] and completed else ""
                yield Decision(learner, person, email, kind, bool(completed), percent, identity, assessed)


def publish(plan: BatchPlan, ledger: Ledger, ring: Keyring, key: SigningKey, now: str) -> list[str]:
    """Write what belongs on the course's site: the issuer's DID document, the status lists. Gives the files' names."""
    files: list[File] = []
    if ring.did:
        name = "publish/did.json" if ring.did.count(":") > 2 else "publish/.well-known/did.json"
        files.append((name, (json.dumps(ring.document(), indent=2) + "\n").encode()))
    if plan.status_url and ledger.highest() >= ledger.first:
        lists = range(ledger.first // status.SIZE, ledger.highest() // status.SIZE + 1)
        revoked: dict[int, list[int]] = {number: [] for number in lists}
        for number in ledger.revoked_numbers():
            which, index = status.place_of(plan.secret, number)
            revoked[which].append(index)
        for which, indexes in revoked.items():
            address = plan.status_url.replace("{n}", str(which))
            listing = proof.sign(status.list_credential(address, plan.issuer, indexes, now), key, now)
            text = json.dumps(listing, ensure_ascii=False, separators=(",", ":")) + "\n"
            files.append((f"publish/status/{which}.json", text.encode()))
    files += [(f"publish/certificates/{kind}.svg", svg) for kind, (svg, _) in sorted(plan.pictures.items())]
    plan.store.write(files)
    return [name for name, _ in files]


def only(rules: Sequence[Any]) -> list[str]:
    """The kinds that may be issued now."""
    return [rule.id for rule in rules if rule.is_agreed]
