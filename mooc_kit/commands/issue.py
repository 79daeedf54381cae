"""Issuing: credentials issued and revoked, and the ledger exported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mooc_kit.cohort import executors
from mooc_kit.cohort import issue as issuing
from mooc_kit.cohort.awards import awards_of, badge_picture
from mooc_kit.cohort.batch_plan import BatchPlan
from mooc_kit.cohort.credential_rules import CredentialRule, rules_of
from mooc_kit.cohort.decision import Changes, Decision
from mooc_kit.cohort.ledger import Ledger
from mooc_kit.cohort.open_risks import STILL_OPEN, open_risks, risky_kinds
from mooc_kit.cohort.storage import Store, StoreError
from mooc_kit.cohort.subjects import read_subjects
from mooc_kit.commands.passphrase import given_passphrase
from mooc_kit.commands.validate import whole_kit
from mooc_kit.console import console
from mooc_kit.course.model import Course
from mooc_kit.credentials import badge, credential_codes, keyring
from mooc_kit.credentials.certificate import Printer
from mooc_kit.extras import require
from mooc_kit.files import for_owner_alone, text_stream
from mooc_kit.problems import Interrupted, MoocKitError, Place, Problem, Report, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec.model import Spec
from mooc_kit.tables import csv_writer


def passphrase_for(ring: keyring.Keyring) -> str | None:
    """The passphrase of `ring`, from the environment or asked on the terminal; None where it is not locked."""
    return given_passphrase("Passphrase of the signing key") if ring.is_locked() else None


def store_at(output: str) -> Store:
    """The store that `output` names."""
    try:
        return Store.at(output)
    except StoreError as error:
        hint = "Name a folder, or an address such as s3://bucket/run-1 of a kind that fsspec knows."
        raise MoocKitError(credential_codes.CANNOT_WRITE.at(Place(output), str(error), hint=hint)) from error


def course_in(kit: Path) -> tuple[Spec, Course]:
    """The spec and the course in `kit`."""
    if not (kit / "course.yaml").is_file():
        raise UsageError(f"There is no course in {kit.resolve()}: name its folder with --kit.")
    return whole_kit(kit)


def plan_for(
    kit: Path,
    output: str,
    ring: keyring.Keyring,
    passphrase: str | None,
    ledger_path: Path | None,
    *,
    is_dry: bool = False,
    **wanted: Any,
) -> tuple[BatchPlan, Ledger, list[CredentialRule], Spec]:
    """(the plan, the ledger, the rules of what is issued, the spec) for the course in `kit`."""
    spec, course = course_in(kit)
    rules = list(rules_of(spec, course))
    if not rules:
        hint = "Offer platform_completion, authenticated_completion or credit in course.yaml."
        raise MoocKitError(credential_codes.NOTHING_TO_ISSUE.at(Place(str(kit / "course.yaml")), hint=hint))
    warnings = []
    if not all(rule.is_agreed for rule in rules):
        warnings.append(
            credential_codes.NOT_SIGNED_YET.at(
                spec.place("completion"), hint="Write `agreement: signed` when it is signed."
            )
        )
    warnings += open_risks(spec, rules)
    if not course.url:
        warnings.append(
            credential_codes.NO_ADDRESS.at(
                spec.place("course"), hint="Add `url:` with the address of the course's site."
            )
        )
    if warnings:
        write_report(Report(warnings), "text", sys.stderr)
    key = ring.signing_key(passphrase)
    base = course.url.rstrip("/")
    awards = {award.kind: award for award in awards_of(course, kit, rules)}
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
    store = store_at(output)
    place = ledger_path or (Path(store.address) / "ledger.sqlite" if store.is_local else Path("ledger.sqlite"))
    ledger = Ledger(place, course.id, is_dry=is_dry)
    elements = spec.micro_credential
    plan = BatchPlan(
        issuer=badge.Issuer(
            id=ring.issuer,
            name=course.institution or course.title,
            url=course.url,
            country=(elements and elements.country) or "",
            region=(elements and elements.region) or "",
        ),
        awards=awards,
        secret=ledger.secret,
        seed=key.private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        method=key.verification_method,
        store=store,
        status_url=f"{base}/status/{{n}}.json" if base else "",
        rsa=rsa,
        rsa_method=rsa_method,
        verify_url=f"{base}/verify.html" if base else "",
        pictures=pictures,
        **wanted,
    )
    return plan, ledger, rules, spec


def issue(
    decisions: str,
    kit: Path,
    output: str,
    *,
    keys: Path | None,
    ledger_path: Path | None,
    workers: int,
    dask: str,
    is_dry: bool,
    is_again: bool,
    now: datetime,
    subjects: Path | None = None,
    **wanted: Any,
) -> int:
    """Issue what `decisions` say. Gives the exit status. `workers` 0 is as many as fit the machine and the work.

    `subjects` is a table of the DIDs that people gave; the ledger keeps them.
    """
    if dask:
        require("dask", "--dask")
    ring = keyring.load(keys or keyring.default_folder())
    passphrase = passphrase_for(ring)
    plan, ledger, rules, spec = plan_for(kit, output, ring, passphrase, ledger_path, is_dry=is_dry, **wanted)
    kinds = issuing.only(rules)
    out = console()
    try:
        require_own_run(ledger, spec)
        moment = badge.moment(now)
        undecided: list[str] = []
        held_back: list[str] = []
        odd = _bind(ledger, subjects, is_dry=is_dry) if subjects else []
        read = issuing.read_decisions(decisions, spec.course.id, undecided.append)
        found = _without_risk(read, risky_kinds(rules), held_back)
        changes = ledger.plan(found, kinds, moment, is_dry=is_dry)
        for kind in undecided:
            out.print(
                f"{kind}: no decisions of assessors were given (completions --decisions), so none of it is issued or "
                "taken back.",
                soft_wrap=True,
            )
        out.print(_told(changes))
        if held_back:
            out.print(
                f"{len(held_back)} held back: questions are open, and nobody answers for issuing it ({STILL_OPEN})."
            )
        if is_dry:
            out.print("Nothing was written: this was a dry run.")
            return 0
        if is_again:
            ledger.plan_again(kinds)
        waiting = ledger.waiting()
        left = waiting - changes.new - changes.corrected
        if left and not is_again:
            out.print(f"{left} more are left from a run before.")
        with _stopped(output):
            made, unprinted = _press(plan, ledger, _engine(plan, waiting, workers, dask), waiting)
            written = issuing.publish(plan, ledger, ring, ring.signing_key(passphrase), moment)
    finally:
        place = ledger.path
        ledger.close()
    out.print(f"{made} written below {output}.")
    if made:
        out.print(f"Who got which file: mooc-kit ledger export {relative_name(place)}", soft_wrap=True)
    if written:
        out.print(f"Build the site with --publish {output}/publish, or copy the files in that folder to the site.")
    if unprinted:
        write_report(Report(list(_not_drawn(unprinted, output))), "text", sys.stderr)
    return 1 if unprinted or held_back or odd else 0


def _bind(ledger: Ledger, table: Path, *, is_dry: bool) -> list[Problem]:
    """Take the DIDs of `table` into the ledger. Gives what was odd, which is told and left out."""
    found, odd = read_subjects(table, ledger.subjects())
    ledger.bind(found, is_dry=is_dry)
    if odd:
        write_report(Report(odd), "text", sys.stderr)
    return odd


def require_own_run(ledger: Ledger, spec: Spec) -> None:
    """Raises MoocKitError where the ledger is that of an earlier run: who took part twice would lose a credential."""
    start = spec.course.start.isoformat() if spec.course.start else ""
    if ledger.closed_run not in ("", start):
        message = (
            f"It is the ledger of the run that began {ledger.closed_run}; this one begins {start or 'on no date'}."
        )
        hint = f"Issue into a folder of its own: --output {run_folder(start)}, which mooc-kit next-run made."
        raise MoocKitError(credential_codes.OTHER_RUN.at(Place(relative_name(ledger.path)), message, hint=hint))


def run_folder(start: str) -> str:
    """Where the credentials of the run that begins on `start` (ISO 8601) lie, seen from the kit."""
    return f"credentials/run-{start or 'next'}"


def _without_risk(decisions: Iterable[Decision], kinds: Collection[str], held_back: list[str]) -> Iterator[Decision]:
    """`decisions` without the awards of `kinds`, whose learners go into `held_back`."""
    for decision in decisions:
        if decision.kind in kinds and decision.completed:
            held_back.append(decision.learner)
        else:
            yield decision


MOST_TOLD = 20


def _not_drawn(unprinted: Sequence[str], output: str) -> Iterator[Problem]:
    """A problem for each certificate that could not be drawn; beyond MOST_TOLD only how many more."""
    hint = (
        "The credential is signed. Install the Noto fonts (on Debian: fonts-noto-core, fonts-noto-cjk), or name a "
        "folder of fonts in MOOC_KIT_FONTS, and run it again; or leave certificates out: --no-pdf."
    )
    for message in unprinted[:MOST_TOLD]:
        yield credential_codes.CANNOT_PRINT.at(Place(output), message, hint=hint)
    if (more := len(unprinted) - MOST_TOLD) > 0:
        yield credential_codes.CANNOT_PRINT.at(Place(output), f"{more} more certificates cannot be drawn.", hint=hint)


def _told(changes: Changes) -> str:
    words = [
        f"{changes.new} new",
        f"{changes.corrected} corrected",
        f"{changes.taken_back} taken back",
        f"{changes.unchanged} unchanged",
    ]
    if changes.barred:
        words.append(f"{changes.barred} still revoked")
    if changes.forgotten:
        words.append(f"{changes.forgotten} left out on request")
    return ", ".join(words) + "."


@contextmanager
def _stopped(output: str) -> Iterator[None]:
    """What stops issuing on the way, in words. The ledger knows how to go on in each case."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted("Stopped. What is written stays; run the same command again to go on from there.") from error
    except StoreError as error:
        hint = (
            "What is written stays. Free some space, or check that you may write there, and run the same command again."
        )
        raise MoocKitError(credential_codes.CANNOT_WRITE.at(Place(output), str(error), hint=hint)) from error
    except executors.EngineFailed as error:
        hint = "What is written stays. Run the same command again with --workers 1: it goes on from there."
        raise MoocKitError(credential_codes.ENGINE_FAILED.at(Place(output), str(error), hint=hint)) from error


WORTH_A_POOL = {True: 100, False: 10_000}
"""From how many credentials on it pays to start more processes, with certificates and without."""


def _engine(plan: BatchPlan, waiting: int, workers: int, dask: str) -> tuple[executors.Engine | None, int]:
    """The engine, and how many partitions it is given at a time."""
    if dask:
        return partial(executors.dask, dask), 64
    if not workers:
        workers = (os.cpu_count() or 1) if waiting >= WORTH_A_POOL[plan.with_pdf] else 1
    if workers == 1 or plan.store.is_in_memory:
        return None, 1
    return partial(executors.pool, workers), 2 * workers


def _press(
    plan: BatchPlan, ledger: Ledger, engine: tuple[executors.Engine | None, int], waiting: int
) -> tuple[int, list[str]]:
    """With a bar on a terminal, quietly elsewhere."""
    if not console(error=True).is_terminal:
        return executors.press_all(plan, ledger, *engine)
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=console(error=True), transient=True
    ) as bar:
        task = bar.add_task("Signing", total=waiting)
        return executors.press_all(plan, ledger, *engine, told=lambda count: bar.update(task, completed=count))


def revoke(
    id: str,
    kit: Path,
    output: str,
    *,
    keys: Path | None,
    ledger_path: Path | None,
    reason: str,
    is_anew: bool,
    now: datetime,
) -> int:
    """Take a credential back, and write the status lists anew."""
    ring = keyring.load(keys or keyring.default_folder())
    plan, ledger, _, _ = plan_for(kit, output, ring, passphrase := passphrase_for(ring), ledger_path)
    try:
        ledger.revoke(
            id if id.startswith("urn:") else f"urn:uuid:{id}", reason, badge.moment(now), is_barred=not is_anew
        )
        issuing.publish(plan, ledger, ring, ring.signing_key(passphrase), badge.moment(now))
    finally:
        ledger.close()
    out = console()
    out.print(
        f"Revoked. Put {output}/publish/status onto the course's site, or build it with --publish {output}/publish, so "
        "that others see it.",
    )
    out.print("The next run gives a new one." if is_anew else "Nobody is given the same again by a later run.")
    return 0


@for_owner_alone()
def export(file: Path, kit: Path, target: Path | None, form: str) -> None:
    """The rows of the ledger in `file` as CSV or JSON lines."""
    ledger = Ledger(file, course_in(kit)[1].id)
    try:
        with text_stream(target) if target else nullcontext(sys.stdout) as stream:
            _write_rows(ledger, form, stream)
    finally:
        ledger.close()


def _write_rows(ledger: Ledger, form: str, stream: TextIO) -> None:
    write = None
    for row in ledger.rows():
        if form == "jsonl":
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        if write is None:
            write = csv_writer(stream, line_end="\r\n")
            write(row)
        write(row.values())
