"""Kit-wide changes: each is worked out in a copy of the kit, shown or written as a whole, and can be taken back.

What a copy shows is what is written: the files that follow from course.yaml, those that move, and what a check finds
anew, which is told with its place. Where somebody wrote what would be said anew, their words stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mooc_kit.cache import user_cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.edit_spec import SpecFile, new_errors, open_spec
from mooc_kit.commands.left_over import LeftOver
from mooc_kit.commands.update import list_changes, prepare, remember, without
from mooc_kit.completion_options.registry import sections
from mooc_kit.console import echo
from mooc_kit.counting import counted
from mooc_kit.course.rendered_files import folded, unfolded
from mooc_kit.kit import undo_log
from mooc_kit.kit.apply_plan import Write, apply_writes
from mooc_kit.kit.draft import draft_of, files_of, writes_between
from mooc_kit.kit.merge_base import read_base
from mooc_kit.kit.provenance import Provenance
from mooc_kit.kit.renaming import Renaming
from mooc_kit.kit.trust import vouched_for
from mooc_kit.kit.update import WHOLLY_YOURS, Action, Change, UpdatePlan, diff_lines
from mooc_kit.problems import MoocKitError, Problem, Severity, UsageError, relative_name
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec import load_spec
from mooc_kit.spec.references import references

MOST_TOLD = 12


@dataclass
class Rework:
    """What a change does to a kit beside its files: where things went, and what is left for a person."""

    told: str
    moved: dict[str, str] = field(default_factory=dict)
    left: list[LeftOver] = field(default_factory=list)
    known_as: Callable[[str], str] = lambda words: words
    """A message from before, in the words of after: it is no new one."""


def carried_out(folder: Path, work: Rework, done: Callable[[Path], None], *, dry_run: bool) -> int:
    """Have `done` in a copy of the kit in `folder`, tell what that changes, and write it; gives the exit status: 1
    where errors came with it that a person has to mend."""
    with draft_of(folder) as draft:
        known = {(code, work.known_as(words), work.known_as(place)) for code, words, place in _problems(folder)}
        done(draft)
        found = _problems(draft)
        new = [key for key in found if key not in known]
        writes = writes_between(folder.resolve(), draft)
    arrived = set(work.moved.values()) - work.moved.keys()
    changes = [change_of(write, work.moved) for write in writes if not write.is_own and write.path not in arrived]
    list_changes(changes)
    is_broken = any(found[key].severity is Severity.ERROR for key in new)
    if dry_run:
        for line in diff_lines(UpdatePlan([change for change in changes if change.path == "course.yaml"])):
            echo(line, end="")
    else:
        skipped = apply_writes(folder, writes, with_spec=True)
        undo_log.note(folder, work.told, [write for write in writes if write.path not in skipped])
        if skipped:
            echo(f"Left alone, since somebody changed it meanwhile: {', '.join(skipped)}", error=True)
            is_broken = True
    told = [*work.left, *(_told(found[key]) for key in new)]
    if told:
        echo("\nFor you to see to:")
        for one in told[:MOST_TOLD]:
            echo(f"  {one}")
        if len(told) > MOST_TOLD:
            echo(f"  and {len(told) - MOST_TOLD} more; `mooc-kit validate` names what is wrong.")
    echo("\nNothing was changed." if dry_run else f"\nDone: {work.told}. `mooc-kit undo` takes it back.")
    return 1 if is_broken else 0


def follow(kit: Path, work: Rework) -> tuple[list[str], Iterable[str]]:
    """Bring the files of `kit`, a copy, to its spec. Gives those that are no longer rendered and that somebody wrote in
    (they lie where they were), and the paths of all that are rendered."""
    if not (kit / ".mooc-kit").is_dir():
        return [], ()
    prepared = prepare(kit, lambda _: False)
    if prepared.doubtful:
        files = counted(len(prepared.doubtful), "file waits", "files wait")
        waiting = f"{files} until you agree to what the kit says of itself: mooc-kit update"
        work.left.append(LeftOver("", 0, waiting))
        prepared = without(prepared, prepared.doubtful)
    value = open_spec(kit).value
    plan = [
        _yours(change, work)
        for change in prepared.plan.changes
        if not (change.path.startswith("rubrics/") and change.action in (Action.REMOVED, Action.LEFT))
        or not any(True for _ in references(value, "rubric", change.path.removeprefix("rubrics/").partition(".")[0]))
    ]
    writes = [Write(c.path, c.before, c.after) for c in plan if c.before != c.after]
    apply_writes(kit, [*writes, *prepared.own])
    remember(prepared, [])
    return [c.path for c in plan if c.action is Action.LEFT], prepared.rendered


def _yours(change: Change, work: Rework) -> Change:
    """Where somebody wrote what would be said anew, their words stand; no marks of a conflict come into a sound kit."""
    if change.action is not Action.CONFLICT and change.about != WHOLLY_YOURS:
        return change
    work.left.append(LeftOver(change.path, 0, "you wrote this yourself, so it stays: does it still fit?"))
    return replace(change, action=Action.KEPT, after=change.before) if change.action is Action.CONFLICT else change


def apply_renaming(kit: Path, renaming: Renaming, work: Rework) -> None:
    """Rename in `kit`, a copy. Raises UsageError where another file has the new name."""
    lying = {path: file.read_bytes() for path, file in files_of(kit)}
    files = unfolded(lying)
    base, known = read_base(kit), Provenance()
    spec = load_spec(base.spec_text, "course.yaml", sections()).draft if base.spec_text else None
    vouched = vouched_for(base.texts, base, spec, known)
    made, left = renaming.applied(files)
    if len(made) != len(files):
        raise UsageError(f"There are files of the new name already. Nothing was changed ({work.told}).")
    whole = folded(made)
    for path, data in whole.items():
        if lying.get(path) != data:
            write_inside(kit, path, data)
    for path in lying.keys() - whole.keys():
        (kit / path).unlink()
    renamed = read_base(kit).texts
    known.remember({now: renamed[now] for path in vouched if (now := renaming.path(path)) in renamed})
    work.moved |= {path: renaming.path(path) for path in files if renaming.path(path) != path}
    work.left += [LeftOver(path, line, f"names {renaming.old!r} in a form that was not changed") for path, line in left]


def _problems(kit: Path) -> dict[tuple[str, str, str], Problem]:
    """What a check finds in `kit`, by code, words and file in the kit."""
    from mooc_kit.targets.registry import targets

    name, cache = relative_name(kit), user_cache()
    found: dict[tuple[str, str, str], Problem] = {}
    for problem in check_path(kit, targets(), cache).problems:
        file = problem.place.file.removeprefix(f"{name}/") if name != "." else problem.place.file
        found[problem.code, problem.message, file] = replace(problem, place=replace(problem.place, file=file))
    cache.save()
    return found


def _told(problem: Problem) -> LeftOver:
    return LeftOver(problem.place.file, problem.place.line, f"{problem.code}  {problem.message} {problem.hint}")


def change_of(write: Write, moved: dict[str, str]) -> Change:
    if write.path in moved:
        return Change(moved[write.path], Action.MOVED, write.before, write.after, was=write.path)
    action = Action.ADDED if write.before is None else Action.REMOVED if write.after is None else Action.UPDATED
    return Change(write.path, action, write.before, write.after)


def refuse_new_errors(spec: SpecFile, text: str) -> None:
    """Raises MoocKitError where `text` would make mistakes in the spec that were not there before."""
    if wrong := new_errors(spec, text):
        raise MoocKitError(*wrong)
