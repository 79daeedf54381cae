"""Kit update: a three-way merge with spec, template and mooc-kit that keeps every word its authors wrote."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from mooc_kit.checks.institution_files import FOLDER as TEMPLATE
from mooc_kit.commands.find_courses import each_kit
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.console import confirm, echo
from mooc_kit.course.rendered_files import FOLDER, SPEC, entries_of, is_to_be_written, unfolded
from mooc_kit.i18n import speak_for
from mooc_kit.kit.activity_files import option_files
from mooc_kit.kit.apply_plan import OLD_PENDING, Write, apply_writes, finish, is_pending
from mooc_kit.kit.institution import Institution, institution, pinned
from mooc_kit.kit.merge_base import MergeBase, entry, read_base
from mooc_kit.kit.pin import PIN
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.renames import keep_earlier_ids, renamed_paths
from mooc_kit.kit.render import own_files, rendered_files
from mooc_kit.kit.retitling import changed_titles
from mooc_kit.kit.template_files import fetch
from mooc_kit.kit.trust import doubtful, held_back, records_of, template_paths
from mooc_kit.kit.undo_log import note
from mooc_kit.kit.update import (
    JUDGED_BY,
    NEEDS_SAYING,
    Action,
    Change,
    Decide,
    Reworded,
    UpdatePlan,
    UpdateQuestion,
    diff_lines,
    plan_update,
    read,
)
from mooc_kit.kit.workflows import with_kits_pins
from mooc_kit.problems import MoocKitError, Severity, UsageError, relative_name
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
    rendered: Mapping[str, bytes]
    template: Institution | None = None
    doubtful: list[Change] = field(default_factory=list)
    """Changes that nothing but the kit's own record speaks for: somebody must agree to them."""

    @property
    def is_behind(self) -> bool:
        """Whether files change, or what mooc-kit keeps for itself does. The base's copy of course.yaml alone is no
        reason: it follows every comment that somebody writes there."""
        return any(c.before != c.after for c in self.plan.changes) or any(w.path != SPEC_COPY for w in self.own)


def prepare(
    kit: Path, decide: Decide, *, restores: bool = False, template: str | None = None, trusts: bool = False
) -> Prepared:
    """What an update of `kit` would do. Raises MoocKitError where its spec cannot be read.

    `template` is where to get the institution's template from; the kit's own copy where nothing is said. With
    `trusts`, what the kit says about itself is believed.
    """
    spec, text = _spec(kit)
    base = read_base(kit)
    known = Provenance()
    template_ = newer(kit, template, known, trusts=trusts) if template is not None else pinned(kit)
    rendered: Mapping[str, bytes] = rendered_files(spec, template_)
    old = load_spec(base.spec_text, "course.yaml", sections()).draft if base.spec_text else None
    reworded = cache(partial(_reworded, old, spec, rendered))
    rendered = _judged_as_before(kit, rendered, base, reworded)
    gone = base.paths() - set(rendered)
    renames = renamed_paths(old, spec, gone, set(rendered) - base.paths()) if old is not None else {}
    reasons = dict(_reasons(old, spec)) if old is not None else {}
    plan = plan_update(
        kit,
        *with_kits_pins(kit, base, rendered),
        decide,
        renames=renames,
        reasons=reasons,
        reworded=reworded,
        titles=changed_titles(old, spec) if old is not None else {},
        restores=restores,
    )
    authors = {renames.get(path, path) for path in base.authors}
    own = list(_own_writes(kit, own_files(spec, rendered, text, template_, read(kit, PIN), authors=authors), base))
    unknown = () if template is not None or trusts else template_paths(spec, template_, known)
    in_doubt = [] if trusts else doubtful(plan, base, old, known, unknown)
    return Prepared(kit, plan, own, bool(base.paths()), rendered, template_, in_doubt)


def newer(kit: Path, source: str, known: Provenance, *, trusts: bool) -> Institution:
    """The template at `source` ("latest": where the kit's own came from), with the answers that the kit gave.

    An address that only the kit names is asked for when somebody agreed to it. Raises UsageError where nobody did.
    """
    old = pinned(kit)
    is_latest = source == "latest"
    if is_latest:
        if old is None:
            raise UsageError("This kit was grown without an institution's template.")
        source = old.template.source
        if not (trusts or known.is_source(source) or _may_fetch(source)):
            raise UsageError(
                f"This kit says that its template comes from {source!a}, which was not used on this computer before. "
                "Nothing was fetched. Call it with --template and the address if you know it."
            )
    # A template may run programs only where somebody said so of this one, and did not take it from the kit's own word.
    template = fetch(source, directory=old.template.directory if is_latest and old else "")
    vouched = known.is_trusted(template.files) or (trusts and not is_latest)
    made = institution(template, trusts=vouched)
    asked = {name for name in made.variables if not name.startswith("_")}
    return made.answered({name: value for name, value in (old.answers if old else {}).items() if name in asked})


def update_at(
    folder: Path,
    how: Literal["check", "diff", "write"],
    *,
    yes: bool,
    keep: bool,
    restores: bool,
    template: str | None,
    trusts: bool = False,
) -> int:
    """Check, show or update the kit in `folder`, or all kits below it; gives the exit status."""

    def one(kit: Path) -> int:
        if how == "check":
            return check(kit, template, trusts=trusts)
        if how == "diff":
            return show_diff(kit, template, trusts=trusts)
        return update(kit, yes=yes, keep=keep, restores=restores, template=template, trusts=trusts)

    return each_kit(folder, one)


def update(
    kit: Path,
    *,
    yes: bool,
    keep: bool,
    restores: bool,
    template: str | None = None,
    trusts: bool = False,
    joins: bool = False,
) -> int:
    """Update `kit`; gives the exit status: 0, or 1 where conflicts or changes to agree to wait for somebody. With
    `joins` it belongs to the step before (see `kit.undo_log`)."""
    _finish_pending(kit)
    if noted := keep_earlier_ids(kit):
        echo(f"{relative_name(kit / SPEC)}: earlier ids noted, so that links and marks stay good: {', '.join(noted)}")
    agreed: set[str] = set()
    decide = _decider(agreed, yes=yes, keep=keep)
    prepared = settled(prepare(kit, decide, restores=restores, template=template, trusts=trusts), agreed)
    plan = prepared.plan
    if not prepared.is_behind and not prepared.own and not prepared.doubtful:
        remember(prepared, [])
        echo(f"{_name(kit)} is up to date.")
        return 0
    writes = [Write(c.path, c.before, c.after) for c in plan.changes if c.before != c.after]
    writes += prepared.own
    skipped = apply_writes(kit, writes)
    note(kit, "update", [write for write in writes if write.path not in skipped], joins=joins)
    remember(prepared, skipped)
    _tell(prepared, skipped)
    return 1 if plan.of(Action.CONFLICT) or skipped or prepared.doubtful else 0


def settled(prepared: Prepared, agreed: set[str]) -> Prepared:
    """With everything held back that somebody would have to agree to and did not. `agreed` are paths that the person
    at the terminal was asked about already."""
    open_ = [change for change in prepared.doubtful if change.path not in agreed]
    if not open_ or _agrees(prepared.kit, open_):
        return replace(prepared, doubtful=[])
    return without(prepared, open_)


def without(prepared: Prepared, open_: list[Change]) -> Prepared:
    """With the changes that are `open_` held back."""
    kept = records_of(open_)
    own = [write for write in prepared.own if write.path not in kept]
    return replace(prepared, plan=held_back(prepared.plan, open_), own=own, doubtful=open_)


def check(kit: Path, template: str | None = None, *, trusts: bool = False) -> int:
    """Tell whether `kit` is behind, and change nothing: 0 up to date, 1 behind."""
    if is_pending(kit):
        echo(f"{_name(kit)}: an update was cut off. `mooc-kit update` finishes it.")
        return 1
    prepared = prepare(kit, lambda _: False, template=template, trusts=trusts)
    if not prepared.is_behind:
        echo(f"{_name(kit)} is up to date.")
        return 0
    list_changes(prepared.plan.changes)
    echo(f"{_name(kit)} is behind: run `mooc-kit update`.")
    return 1


def show_diff(kit: Path, template: str | None = None, *, trusts: bool = False) -> int:
    """Print what an update would change, as a unified diff, and change nothing."""
    for line in diff_lines(prepare(kit, lambda _: False, template=template, trusts=trusts).plan):
        echo(line, end="")
    return 0


def _spec(kit: Path) -> tuple[Spec, str]:
    name = relative_name(kit / "course.yaml")
    text, problems = read_text(kit / "course.yaml", name)
    if text is None:
        raise MoocKitError(*problems)
    loaded = load_spec(text, name, sections())
    speak_for(kit)
    if loaded.spec is None or any(p.severity is Severity.ERROR for p in loaded.problems):
        raise MoocKitError(*loaded.problems)
    return loaded.spec, text


def _reworded(old: Spec | None, new: Spec, rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the `old` spec in this version's words, also those under names of then. Not those of an
    institution's template: its new wording is its will."""
    if old is None:
        return {}
    ours = rendered_files(new)
    return {path: data for path, data in rendered_files(old).items() if ours.get(path) == rendered.get(path)}


def _judged_as_before(
    kit: Path, rendered: Mapping[str, bytes], base: MergeBase, reworded: Reworded
) -> Mapping[str, bytes]:
    """With every untouched rubric and quiz in the words it was grown in, until a decision in course.yaml changes it:
    people may have been judged by it, and a badge holds under the rules it was given under."""
    mine = {p: read(kit, p) for p, now in rendered.items() if p.startswith(JUDGED_BY) and base.texts.get(p, now) != now}
    aged = [path for path, data in mine.items() if data is not None and base.is_same(path, data)]
    then = reworded() if aged else {}
    return {**rendered, **{path: base.texts[path] for path in aged if then.get(path) == rendered[path]}}


def _reasons(old: Spec, new: Spec) -> Iterator[tuple[str, str]]:
    """Why a file is no longer rendered: the option that brought it was taken out."""
    known = options()
    kept = {file.path for _, file in option_files(new)}
    for key, file in option_files(old):
        if not new.offers(key) and file.path not in kept:
            yield file.path, f"The completion option {known[key].title} was taken out."


def _own_writes(kit: Path, own: Mapping[str, bytes], base: MergeBase) -> Iterator[Write]:
    """mooc-kit's own files that change, and the entries of the base that nothing needs any more."""
    held, moves_over = entries_of(kit), is_to_be_written(kit)
    wanted = unfolded(own)
    for path, data in wanted.items():
        is_entry = path.startswith(f"{FOLDER}/")
        before = held.get(path) if is_entry else read(kit, path)
        if before is None or before.replace(b"\r\n", b"\n") != data or (is_entry and moves_over):
            yield Write(path, before, data, is_own=True)
    if not base.paths():
        return
    for path in held.keys() - wanted.keys():
        yield Write(path, held[path], None, is_own=True)
    for file in sorted((kit / TEMPLATE).rglob("*")):
        path = file.relative_to(kit).as_posix()
        if file.is_file() and path not in own:
            yield Write(path, file.read_bytes(), None, is_own=True)


def _finish_pending(kit: Path) -> None:
    if is_pending(kit):
        finish(kit)
        echo("Finished an update that had been cut off.")
    if (kit / OLD_PENDING).exists():
        echo(
            f"{relative_name(kit / OLD_PENDING)} was not used: it came with the kit, or an older mooc-kit that was cut "
            "off left it. Delete it.",
            error=True,
        )


def _may_fetch(source: str) -> bool:
    if not _at_terminal():
        return False
    echo(f"This kit says that its institution's template comes from {source!a}.")
    return confirm("Do you know this address, and should the template be fetched from it?", default=False)


def _agrees(kit: Path, changes: list[Change]) -> bool:
    if not _at_terminal():
        return False
    echo(
        f"\nThis computer did not render this kit before, so which words are your team's is known only from its own "
        f"record in {relative_name(kit / FOLDER)}, which its makers wrote. That is usual in a team's kit after "
        "mooc-kit was renewed, and is asked once. A stranger's record could lie (Ctrl+C, then --diff, shows how). By "
        "it, these would change:"
    )
    list_changes(changes)
    return confirm("Do you know where this kit comes from, and should they change?", default=False)


def remember(prepared: Prepared, skipped: list[str]) -> None:
    """What was rendered here needs no question the next time. Files that were held back are not spoken for."""
    left = {change.path for change in prepared.doubtful} | set(skipped)
    rendered = {path: data for path, data in prepared.rendered.items() if path not in left}
    template = prepared.template.template if prepared.template is not None and not prepared.doubtful else None
    Provenance().remember(rendered, template.files if template else None, template.source if template else "")


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _decider(agreed: set[str], *, yes: bool, keep: bool) -> Decide:
    """How open questions are answered: --yes, --keep, by the person at the terminal, or else nothing goes.

    The paths that the person agreed to are put into `agreed`.
    """

    def decide(question: UpdateQuestion) -> bool:
        if yes or keep:
            return yes
        if not _at_terminal():
            return False
        echo(f"\n{question.about} Somebody wrote in:")
        for path in question.paths[:MOST_SHOWN]:
            echo(f"  {path}")
        if len(question.paths) > MOST_SHOWN:
            echo(f"  and {len(question.paths) - MOST_SHOWN} more")
        ask = "Move them?" if question.is_move else "Remove them? (No keeps them where they are.)"
        may = confirm(ask, default=question.is_move)
        if may:
            agreed.update(path.split(" -> ")[0] for path in question.paths)
        return may

    return decide


def _tell(prepared: Prepared, skipped: list[str]) -> None:
    list_changes(prepared.plan.changes)
    if not prepared.plan.changes:
        echo(f"{_name(prepared.kit)} is up to date.")
    if not prepared.has_base:
        echo(
            "\nThis kit was grown before mooc-kit kept what it had rendered, so nothing of yours was merged: what was "
            "there stays. From now on updates merge."
        )
    for path in skipped:
        echo(f"{path} was changed while this ran and was left alone. Call `mooc-kit update` again.")
    if prepared.doubtful:
        echo(
            f"\n{len(prepared.doubtful)} of them stayed as they are: only the kit's own record says what was rendered "
            "before, and this computer did not make it, as is usual for a team's kit after mooc-kit was renewed. Look "
            "at `mooc-kit update --diff`; if you know where the kit comes from, call `mooc-kit update --trust`."
        )
    conflicts = prepared.plan.of(Action.CONFLICT)
    if conflicts:
        echo(
            f"\n{len(conflicts)} file{'s hold' if len(conflicts) > 1 else ' holds'} both versions between <<<<<<< and "
            ">>>>>>>. Keep what is right, delete the marks; `mooc-kit validate` finds any that is left."
        )
    if prepared.plan.of(Action.LEFT):
        echo("\nFiles that are left can be removed with `git rm`, or linked to from a page to stay.")


def _name(kit: Path) -> str:
    name = relative_name(kit)
    return "The kit" if name == "." else name


def list_changes(changes: list[Change]) -> None:
    for change in changes:
        moved = f"{change.was} -> " if change.was else ""
        words = NEEDS_SAYING.get(change.action, "")
        detail = ": ".join(part for part in (words, change.about) if part)
        echo(f"  {change.action:9} {moved}{change.path}" + (f"  ({detail})" if detail else ""))
