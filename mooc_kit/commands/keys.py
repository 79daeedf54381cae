"""Issuer keys: created, shown and rotated; people renamed in or removed from the ledger."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from mooc_kit.cohort.gradebook import learner_id
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.storage import StoreError
from mooc_kit.commands.issue import course_in, passphrase_for, store_at
from mooc_kit.commands.passphrase import new_passphrase
from mooc_kit.console import console, echo
from mooc_kit.counting import counted
from mooc_kit.credentials import badge, credential_codes, keyring
from mooc_kit.credentials.did_web import did_web_address
from mooc_kit.problems import MoocKitError, Place


def new(folder: Path | None, url: str, *, with_rsa: bool, is_open: bool) -> None:
    """Make a keyring in `folder` (the usual one where none is named), and say what to do with it."""
    folder = folder or keyring.default_folder()
    ring = keyring.create(folder, url, None if is_open else new_passphrase("use --no-passphrase"), with_rsa=with_rsa)
    out = console()
    out.print(
        f"Keys made in {folder}. Keep a copy in a safe place: without it you can never sign as the same issuer.",
    )
    show(folder)
    if ring.did:
        out.print(
            f"Publish the DID document at {did_web_address(ring.did)}: `mooc-kit issue` writes it into publish/.",
        )
    else:
        out.print("Without --did the issuer is a bare key: nobody can see from it who you are.")


def show(folder: Path | None, *, is_document: bool = False) -> None:
    ring = keyring.load(folder or keyring.default_folder())
    if is_document:
        echo(json.dumps(ring.document(), indent=2))
        return
    out = console()
    out.print(f"Issuer: {ring.issuer}")
    for entry in ring.entries:
        state = f"retired {entry.retired}" if entry.retired else "in use"
        public = entry.public if isinstance(entry.public, str) else "RSA 2048"
        out.print(f"  {entry.name}  {entry.kind}  {state}, made {entry.created}\n    {public}", soft_wrap=True)


def rotate(folder: Path | None, *, is_stolen: bool) -> None:
    folder = folder or keyring.default_folder()
    ring = keyring.load(folder)
    keyring.rotate(ring, passphrase_for(ring), is_stolen=is_stolen)
    show(folder)
    what = "Publish the DID document again: mooc-kit keys show --document"
    if is_stolen:
        what += "\nWhat the stolen key signed no longer holds. Sign it again: mooc-kit issue --again."
    console().print(what)


def forget(file: Path, kit: Path, output: str, learner: str, *, is_revoked: bool, now: datetime) -> None:
    """Delete a person from the ledger in `file`, and their files below `output` (beside it where that is "")."""
    store = store_at(output or str(file.parent))
    ledger = Ledger(file, course_in(kit)[1].id)
    try:
        ids = ledger.forget(learner.strip().lower(), is_revoked=is_revoked, now=badge.moment(now))
    finally:
        ledger.close()
    try:
        deleted = sum(store.delete(id.removeprefix("urn:uuid:")) for id in ids)
    except StoreError as error:
        hint = f"They are deleted from the ledger. Delete these by hand: {', '.join(ids)}"
        raise MoocKitError(credential_codes.CANNOT_WRITE.at(Place(store.address), str(error), hint=hint)) from error
    console().print(f"Deleted from the ledger, with {counted(deleted, 'file')}.")
    if is_revoked:
        console().print("Run mooc-kit issue once more, so that the status list shows it.")


def rename(file: Path, kit: Path, old: str, new: str) -> None:
    """Say in the ledger in `file` that the learner `old` is now called `new`."""
    ledger = Ledger(file, course_in(kit)[1].id)
    try:
        ledger.rename(learner_id(old), learner_id(new))
    finally:
        ledger.close()
    console().print(
        "Renamed. The next run of mooc-kit issue gives them corrected credentials in place of the old ones."
    )
