"""Updating brings a kit along with its spec, the template or mooc-kit, and keeps every word that its authors wrote."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from mooc_kit.checks.institution_rules import FOLDER as TEMPLATE
from mooc_kit.commands.courses import expand
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.kit.activity_files import option_files
from mooc_kit.kit.apply_plan import PENDING, Write, apply_writes, finish
from mooc_kit.kit.institution import Institution, institution, pinned
from mooc_kit.kit.merge import text_of
from mooc_kit.kit.merge_base import FOLDER, SPEC, MergeBase, entry, read_base
from mooc_kit.kit.renames import renamed_paths
from mooc_kit.kit.render import own_files, rendered_files
from mooc_kit.kit.template_files import fetch
from mooc_kit.kit.update import NEEDS_SAYING, Action, Change, Decide, UpdatePlan, UpdateQuestion, plan_update, read
from mooc_kit.problems import MoocKitError, Report, Severity, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.spec import Spec, load_spec
from mooc_kit.spec.yaml_tree import read_text

MOST_SHOWN = 20
SPEC_COPY = entry(SPEC, b"")


@dataclass(frozen=True)
class Prepared:
    """A kit, what to change in it, and mooc-kit's own files as they will be."""

    kit: Path
    plan: UpdatePlan
    own: list[Write]
    has_base: bool

    @property
    def is_behind(self) -> bool:
        """Whether files change, or what mooc-kit keeps for itself does. The base's copy of course.yaml alone is no
        reason: it follows every comment that somebody writes there."""
        return any(c.before != c.after for c in self.plan.changes) or any(w.path != SPEC_COPY for w in self.own)


def prepare(kit: Path, decide: Decide, *, restores: bool = False, template: str | None = None) -> Prepared:
    """What an update of `kit` would do. Raises MoocKitError where its spec cannot be read.

    `template` is where to get the institution's template from; the kit's own copy where nothing is said.
    """
    spec, text = _spec(kit)
    base = read_base(kit)
    template_ = newer(kit, template) if template is not None else pinned(kit)
    rendered = rendered_files(spec, template_)
    old = load_spec(base.spec_text, "course.yaml", sections()).draft if base.spec_text else None
    gone = base.paths() - set(rendered)
    renames = renamed_paths(old, spec, gone, set(rendered) - base.paths()) if old is not None else {}
    reasons = dict(_reasons(old, spec)) if old is not None else {}
    plan = plan_update(
        kit, base, rendered, decide, renames=renames, reasons=reasons, restores=restores
    )  # fmt: skip
    return Prepared(
        kit, plan, list(_own_writes(kit, own_files(spec, rendered, text, template_), base)), bool(base.paths())
    )


def newer(kit: Path, source: str) -> Institution:
    """The template at `source` ("latest": where the kit's own came from), with the answers that the kit gave."""
    old = pinned(kit)
    if source == "latest":
        if old is None:
            raise UsageError("This kit was grown without an institution's template.")
        source = old.template.source
    made = institution(fetch(source))
    known = {question.name for question in made.questions()}
    return made.answered({name: value for name, value in (old.answers if old else {}).items() if name in known})


def update(kit: Path, *, yes: bool, keep: bool, restores: bool, template: str | None = None) -> int:
    """Update `kit`; gives the exit status: 0, or 1 where conflicts wait for somebody."""
    _finish_pending(kit)
    prepared = prepare(kit, _decider(yes=yes, keep=keep), restores=restores, template=template)
    plan = prepared.plan
    if not prepared.is_behind and not prepared.own:
        click.echo(f"{_name(kit)} is up to date.")
        return 0
    writes = [Write(c.path, c.before, c.after) for c in plan.changes if c.before != c.after]
    skipped = apply_writes(kit, [*writes, *prepared.own])
    _tell(prepared, skipped)
    return 1 if plan.of(Action.CONFLICT) or skipped else 0


def each(folder: Path, one: Callable[[Path], int]) -> int:
    """`one` for the kit in `folder`, or for each kit below it; what is wrong with one of many stays with that one."""
    kits = expand([folder])
    if kits == [folder]:
        return one(folder)
    status = 0
    for kit in kits:
        try:
            status = max(status, one(kit))
        except MoocKitError as error:
            write_report(Report(list(error.problems)), "text", sys.stderr)
            status = max(status, 1)
    return status


def check(kit: Path, template: str | None = None) -> int:
    """Tell whether `kit` is behind, and change nothing: 0 up to date, 1 behind."""
    if (kit / PENDING).is_dir():
        click.echo(f"{_name(kit)}: an update was cut off. `mooc-kit update` finishes it.")
        return 1
    prepared = prepare(kit, lambda _: False, template=template)
    if not prepared.is_behind:
        click.echo(f"{_name(kit)} is up to date.")
        return 0
    _list(prepared.plan.changes)
    click.echo(f"{_name(kit)} is behind: run `mooc-kit update`.")
    return 1


def show_diff(kit: Path, template: str | None = None) -> int:
    """Print what an update would change, as a unified diff, and change nothing."""
    for line in diff_lines(prepare(kit, lambda _: False, template=template).plan):
        click.echo(line, nl=False)
    return 0


def diff_lines(plan: UpdatePlan) -> Iterator[str]:
    """The plan as `git apply` would take it, but for binary files, which are named only."""
    for change in plan.changes:
        if change.before == change.after:
            continue
        old, new = f"a/{change.path}", f"b/{change.path}"
        texts = [None if data is None else text_of(data) for data in (change.before, change.after)]
        if (change.before is not None and texts[0] is None) or (change.after is not None and texts[1] is None):
            yield f"Binary files {old} and {new} differ\n"
            continue
        before, after = ((text or "").splitlines(keepends=True) for text in texts)
        names = "/dev/null" if change.before is None else old, "/dev/null" if change.after is None else new
        for line in difflib.unified_diff(before, after, *names):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _spec(kit: Path) -> tuple[Spec, str]:
    name = relative_name(kit / "course.yaml")
    text, problems = read_text(kit / "course.yaml", name)
    if text is None:
        raise MoocKitError(*problems)
    loaded = load_spec(text, name, sections())
    if loaded.spec is None or any(p.severity is Severity.ERROR for p in loaded.problems):
        raise MoocKitError(*loaded.problems)
    return loaded.spec, text


def _reasons(old: Spec, new: Spec) -> Iterator[tuple[str, str]]:
    """Why a file is no longer rendered: the option that brought it was taken out."""
    known = options()
    kept = {file.path for _, file in option_files(new)}
    for key, file in option_files(old):
        if not new.offers(key) and file.path not in kept:
            yield file.path, f"The completion option {known[key].title} was taken out."


def _own_writes(kit: Path, own: Mapping[str, bytes], base: MergeBase) -> Iterator[Write]:
    """mooc-kit's own files that change, and the entries of the base that nothing needs any more."""
    for path, data in own.items():
        before = read(kit, path)
        if before is None or before.replace(b"\r\n", b"\n") != data:
            yield Write(path, before, data, is_own=True)
    kept = [path for top in (FOLDER, TEMPLATE) for path in sorted((kit / top).rglob("*"))]
    for file in kept if base.paths() else ():
        path = file.relative_to(kit).as_posix()
        if file.is_file() and path not in own:
            yield Write(path, file.read_bytes(), None, is_own=True)


def _finish_pending(kit: Path) -> None:
    if (kit / PENDING).is_dir():
        finish(kit)
        click.echo("Finished an update that had been cut off.")


def _decider(*, yes: bool, keep: bool) -> Decide:
    """How open questions are answered: --yes, --keep, by the person at the terminal, or else nothing goes."""

    def decide(question: UpdateQuestion) -> bool:
        if yes or keep:
            return yes
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return False
        click.echo(f"\n{question.about} Somebody wrote in:")
        for path in question.paths[:MOST_SHOWN]:
            click.echo(f"  {path}")
        if len(question.paths) > MOST_SHOWN:
            click.echo(f"  and {len(question.paths) - MOST_SHOWN} more")
        ask = "Move them?" if question.is_move else "Remove them? (No keeps them where they are.)"
        return click.confirm(ask, default=question.is_move)

    return decide


def _tell(prepared: Prepared, skipped: list[str]) -> None:
    _list(prepared.plan.changes)
    if not prepared.plan.changes:
        click.echo(f"{_name(prepared.kit)} is up to date.")
    if not prepared.has_base:
        click.echo(
            "\nThis kit was grown before mooc-kit kept what it had rendered, so nothing of yours was merged: what was "
            "there stays. From now on updates merge."
        )
    for path in skipped:
        click.echo(f"{path} was changed while this ran and was left alone. Call `mooc-kit update` again.")
    conflicts = prepared.plan.of(Action.CONFLICT)
    if conflicts:
        click.echo(
            f"\n{len(conflicts)} file{'s hold' if len(conflicts) > 1 else ' holds'} both versions between <<<<<<< and "
            ">>>>>>>. Keep what is right, delete the marks; `mooc-kit validate` finds any that is left."
        )
    if prepared.plan.of(Action.LEFT):
        click.echo("\nFiles that are left can be removed with `git rm`, or linked to from a page to stay.")


def _name(kit: Path) -> str:
    name = relative_name(kit)
    return "The kit" if name == "." else name


def _list(changes: list[Change]) -> None:
    for change in changes:
        moved = f"{change.was} -> " if change.was else ""
        words = NEEDS_SAYING.get(change.action, "")
        detail = ": ".join(part for part in (words, change.about) if part)
        click.echo(f"  {change.action:9} {moved}{change.path}" + (f"  ({detail})" if detail else ""))
