"""Making, showing and changing the issuer's keys, and forgetting a person."""

from __future__ import annotations

import getpass
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.storage import Store, StoreError
from mooc_kit.commands.console import console
from mooc_kit.commands.issue import PASSPHRASE, passphrase_for
from mooc_kit.credentials import badge, credential_codes, keyring
from mooc_kit.credentials.did_web import did_web_address
from mooc_kit.problems import MoocKitError, Place, UsageError

SHORTEST = 10


def new(folder: Path, url: str, *, with_rsa: bool, is_open: bool) -> None:
    """Make a keyring in `folder`, and tell what to do with it."""
    ring = keyring.create(folder, url, None if is_open else _chosen(), with_rsa=with_rsa)
    out = console()
    out.print(
        f"Keys made in {folder}. Keep a copy in a safe place: without it you can never sign as the same issuer.",
        markup=False,
    )
    show(folder)
    if ring.did:
        out.print(
            f"Publish the DID document at {did_web_address(ring.did)}: `mooc-kit issue` writes it into publish/.",
            markup=False,
        )
    else:
        out.print("Without --did the issuer is a bare key: nobody can see from it who you are.", markup=False)


def show(folder: Path, *, is_document: bool = False) -> None:
    ring = keyring.load(folder)
    if is_document:
        sys.stdout.write(json.dumps(ring.document(), indent=2) + "\n")
        return
    out = console()
    out.print(f"Issuer: {ring.issuer}", markup=False)
    for entry in ring.entries:
        state = f"retired {entry.retired}" if entry.retired else "in use"
        public = entry.public if isinstance(entry.public, str) else "RSA 2048"
        out.print(
            f"  {entry.name}  {entry.kind}  {state}, made {entry.created}\n    {public}", markup=False, soft_wrap=True
        )


def rotate(folder: Path, *, is_stolen: bool) -> None:
    ring = keyring.load(folder)
    keyring.rotate(ring, passphrase_for(ring), is_stolen=is_stolen)
    show(folder)
    what = "Publish the DID document anew: mooc-kit keys show --document"
    if is_stolen:
        what += "\nWhat the stolen key signed no longer holds. Sign it anew: mooc-kit issue --again."
    console().print(what, markup=False)


def forget(ledger: Ledger, store: Store, learner: str, *, is_revoked: bool, now: datetime) -> None:
    """Delete a person from the ledger, and their files in `store`."""
    try:
        ids = ledger.forget(learner.strip().lower(), is_revoked=is_revoked, now=badge.moment(now))
    finally:
        ledger.close()
    try:
        deleted = sum(store.delete(id.removeprefix("urn:uuid:")) for id in ids)
    except StoreError as error:
        hint = f"The ledger has forgotten them already. Delete by hand: {', '.join(ids)}"
        raise MoocKitError(credential_codes.CANNOT_WRITE.at(Place(store.address), str(error), hint=hint)) from error
    console().print(f"Deleted from the ledger, with {deleted} files.", markup=False)
    if is_revoked:
        console().print("Run mooc-kit issue once more, so that the status list tells it.", markup=False)


def _chosen() -> str:
    """A new passphrase, from the environment or typed twice."""
    if found := os.environ.get(PASSPHRASE):
        return found
    if not sys.stdin.isatty():
        raise UsageError(f"Set {PASSPHRASE}, run it on a terminal, or say --no-passphrase.")
    while True:
        first = getpass.getpass("A passphrase for the key (10 letters or more): ")
        if len(first) < SHORTEST:
            console().print("That is too short.")
        elif getpass.getpass("Once more: ") == first:
            return first
        else:
            console().print("They differ.")
