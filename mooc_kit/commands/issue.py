"""Issuing, checking and taking back credentials, as the command line does it."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mooc_kit.cohort import issue as issuing
from mooc_kit.cohort.awards import awards_of, badge_picture
from mooc_kit.cohort.certificate import CannotPrint, Printer
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.press import Plan
from mooc_kit.cohort.rules import rules_of
from mooc_kit.cohort.store import Store
from mooc_kit.commands.console import console
from mooc_kit.commands.validate import whole_kit
from mooc_kit.credentials import badge, codes, keyring
from mooc_kit.problems import MoocKitError, Place, Report, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec.model import Spec

PASSPHRASE = "MOOC_KIT_PASSPHRASE"  # noqa: S105 - the name of the variable


def passphrase_for(ring: keyring.Keyring) -> str | None:
    """The passphrase of `ring`, from the environment or asked on the terminal; None where it is not locked."""
    if not ring.is_locked():
        return None
    if (found := os.environ.get(PASSPHRASE)) is not None:
        return found
    if not sys.stdin.isatty():
        raise UsageError(f"The key is locked: set {PASSPHRASE}, or run it on a terminal.")
    import getpass

    return getpass.getpass("Passphrase of the signing key: ")


def plan_for(
    kit: Path, output: str, ring: keyring.Keyring, passphrase: str | None, ledger_path: Path | None, **wanted: Any
) -> tuple[Plan, Ledger, list[str], Spec]:
    """(the plan, the ledger, the kinds that may be issued, the spec) for the course in `kit`."""
    spec, course = whole_kit(kit)
    rules = list(rules_of(spec, course))
    if not rules:
        hint = "Offer platform_completion, authenticated_completion or credit in course.yaml."
        raise MoocKitError(codes.NOTHING_TO_ISSUE.at(Place(str(kit / "course.yaml")), hint=hint))
    warnings = []
    if not all(rule.is_agreed for rule in rules):
        warnings.append(
            codes.NOT_SIGNED_YET.at(spec.place("completion"), hint="Write `agreement: signed` when it is signed.")
        )
    if not course.url:
        warnings.append(
            codes.NO_ADDRESS.at(spec.place("course"), hint="Add `url:` with the address of the course's site.")
        )
    if warnings:
        write_report(Report(warnings), "text", sys.stderr)
    key = ring.signing_key(passphrase)
    base = course.url.rstrip("/")
    awards = {award.kind: award for award in awards_of(spec, course, kit, rules)}
    pictures: dict[str, tuple[bytes, bytes]] = {}
    if wanted.get("with_pictures"):
        printer = Printer()
        for kind, award in awards.items():
            if not award.is_transcript:
                svg = badge_picture(award.design)
                pictures[kind] = (svg, printer.picture(svg))
    rsa, rsa_method = b"", ""
    if wanted.pop("is_jwt", False):
        private, rsa_method = ring.rsa_key(passphrase)
        rsa = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    place = ledger_path or (Path(output) / "ledger.sqlite" if "://" not in output else Path("ledger.sqlite"))
    ledger = Ledger(place, course.id)
    plan = Plan(
        issuer=badge.Issuer(id=ring.issuer, name=course.institution or course.title, url=course.url),
        awards=awards,
        secret=ledger.secret,
        seed=key.private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        method=key.verification_method,
        store=Store(output),
        status_url=f"{base}/status/{{n}}.json" if base else "",
        rsa=rsa,
        rsa_method=rsa_method,
        verify_url=f"{base}/verify.html" if base else "",
        pictures=pictures,
        **wanted,
    )
    return plan, ledger, issuing.only(rules), spec


def issue(
    decisions: Path, kit: Path, output: str, *, keys: Path, ledger_path: Path | None, workers: int, dask: str,
    is_dry: bool, now: datetime, **wanted: Any,
) -> int:  # fmt: skip
    """Issue what `decisions` say. Gives the exit status."""
    ring = keyring.load(keys)
    passphrase = passphrase_for(ring)
    plan, ledger, kinds, spec = plan_for(kit, output, ring, passphrase, ledger_path, **wanted)
    out = console()
    try:
        moment = badge.moment(now)
        found = issuing.read_decisions(decisions, spec.course.id)
        changes = ledger.plan(found, kinds, moment, is_dry=is_dry)
        out.print(
            f"{changes.new} new, {changes.corrected} corrected, {changes.taken_back} taken back, "
            f"{changes.unchanged} as they "
            f"were{f', {changes.forgotten} left out on request' if changes.forgotten else ''}.",
            markup=False,
        )
        if is_dry:
            out.print("Nothing was written: this was a dry run.")
            return 0
        engine = _engine(workers, dask)
        ahead = 2 * max(workers, 1) if not dask else 64
        made = _press(plan, ledger, engine, ahead)
        written = issuing.publish(plan, ledger, ring, ring.signing_key(passphrase), moment)
    except CannotPrint as error:
        hint = (
            "Install the Noto fonts (Debian: fonts-noto-core, fonts-noto-cjk), or name their folder in MOOC_KIT_FONTS."
        )
        raise MoocKitError(codes.CANNOT_PRINT.at(Place(relative_name(decisions)), str(error), hint=hint)) from error
    finally:
        ledger.close()
    out.print(f"{made} written below {output}.", markup=False)
    if written:
        out.print(
            f"Build the site with --publish {output}/publish, or put what lies there onto it, as it is.", markup=False
        )
    return 0


def _engine(workers: int, dask: str) -> Callable[[], AbstractContextManager[Executor]] | None:
    if dask:
        try:
            import distributed  # noqa: F401
        except ImportError as error:
            raise UsageError("--dask needs the extra: pip install 'mooc-kit[dask]'") from error
        return partial(issuing.dask, dask)
    return partial(issuing.pool, workers) if workers > 1 else None


def _press(plan: Plan, ledger: Ledger, engine: Any, ahead: int) -> int:
    """With a bar on a terminal, quietly elsewhere."""
    if not console(error=True).is_terminal:
        return issuing.press_all(plan, ledger, engine, ahead)
    from rich.progress import Progress

    with Progress(console=console(error=True), transient=True) as progress:
        task = progress.add_task("Signing", total=None)
        return issuing.press_all(plan, ledger, engine, ahead, lambda count: progress.update(task, completed=count))


def revoke(id: str, kit: Path, output: str, *, keys: Path, ledger_path: Path | None, reason: str, now: datetime) -> int:
    """Take a credential back, and write the status lists anew."""
    ring = keyring.load(keys)
    plan, ledger, _, _ = plan_for(kit, output, ring, passphrase := passphrase_for(ring), ledger_path)
    try:
        ledger.revoke(id if id.startswith("urn:") else f"urn:uuid:{id}", reason, badge.moment(now))
        issuing.publish(plan, ledger, ring, ring.signing_key(passphrase), badge.moment(now))
    finally:
        ledger.close()
    console().print(
        f"Revoked. Put {output}/publish/status onto the course's site, or build it with --publish {output}/publish, so "
        "that others see it.",
        markup=False,
    )
    return 0


def export(ledger: Ledger, target: Path | None, form: str) -> None:
    """The ledger's rows as CSV or JSON lines."""
    stream = target.open("w", encoding="utf-8", newline="") if target else sys.stdout
    try:
        writer = None
        for row in ledger.rows():
            if form == "jsonl":
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                continue
            if writer is None:
                writer = csv.DictWriter(stream, list(row))
                writer.writeheader()
            # A name that a spreadsheet would take for a formula gets an apostrophe in front.
            writer.writerow({k: f"'{v}" if v[:1] in ("=", "+", "-", "@", "\t", "\r") else v for k, v in row.items()})
    finally:
        if target:
            stream.close()
        ledger.close()
