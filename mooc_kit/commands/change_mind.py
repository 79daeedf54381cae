"""Removing, renaming and moving parts of a course: course.yaml, the files around it and all that refers to them.

Each is worked out in a copy of the kit. What somebody wrote is set aside, never deleted; what only a person can mend is
told with its place; and the whole step can be taken back (`mooc-kit undo`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from mooc_kit.commands import left_over
from mooc_kit.commands.edit_spec import SpecFile, free, open_spec
from mooc_kit.commands.left_over import LeftOver, cleared, mentions
from mooc_kit.commands.rework import Rework, apply_renaming, carried_out, change_of, follow, refuse_new_errors
from mooc_kit.commands.update import list_changes
from mooc_kit.completion_options.registry import options
from mooc_kit.console import echo
from mooc_kit.files import write_whole
from mooc_kit.kit import undo_log
from mooc_kit.kit.apply_plan import apply_writes
from mooc_kit.kit.draft import files_of
from mooc_kit.kit.merge_base import with_spec
from mooc_kit.kit.renames import with_alias
from mooc_kit.kit.renaming import Renaming, called_by
from mooc_kit.problems import UsageError
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec.edit import set_value, without_value
from mooc_kit.spec.entry_lines import lines_of, with_moved, without_entry
from mooc_kit.spec.fields import ID_PATTERN, slug
from mooc_kit.spec.references import BADGES, Steps, ids_of, lists_of, named, references, value_at
from mooc_kit.spec.yaml_tree import load_tree
from mooc_kit.suggest import nearest

KINDS = ("module", "activity", "outcome", "badge", "rubric")
SET_ASIDE = "set-aside"
"""The folder in the kit for what was taken out and somebody had written."""


# ---- the commands ----------------------------------------------------------------------------------------------------


def remove(folder: Path, kind: str, id: str, *, dry_run: bool = False) -> int:
    """Take a module, activity, outcome, badge or option out, with all that refers to it; gives the exit status."""
    spec = open_spec(folder)
    work = Rework(f"remove {kind} {id}")
    if kind == "option":
        text, lines = _without_option(spec, id)
        gone: list[tuple[str, str]] = []
    else:
        path = _entry(spec, kind, id)
        if kind == "badge" and len(value_at(spec.value, BADGES)) == 1:
            raise UsageError("It is the last badge. Take out the option instead: mooc-kit remove option peer_badges")
        entry = value_at(spec.value, path)
        gone = [(kind, id)]
        if kind == "module":
            gone += [("activity", str(a["id"])) for a in entry.get("activities") or [] if isinstance(a, dict)]
        lines, text = lines_of(spec.text, path), without_entry(spec.text, path)
        for one, name in gone:
            text = _without_references(text, one, name, spec.name, work)
    refuse_new_errors(spec, text)
    aside = _free_folder(folder, f"{SET_ASIDE}/{date.today().isoformat()}-{kind}-{id}")

    def done(kit: Path) -> None:
        write_whole(kit / "course.yaml", text)
        dropped, rendered = follow(kit, work)
        named = [path for path, _ in files_of(kit) if any(called_by(path, k, n, "") != path for k, n in gone)]
        going = [path for path in {*dropped, *named} if path not in rendered and (kit / path).is_file()]
        for path in sorted(going):
            write_inside(kit, f"{aside}/{path}", (kit / path).read_bytes())
            (kit / path).unlink()
            work.moved[path] = f"{aside}/{path}"
        write_inside(kit, f"{aside}/from-course.yaml.txt", lines or value_text(spec.value, kind, id))
        lost = {path for path, _ in files_of(folder)} - {path for path, _ in files_of(kit)}
        work.left += cleared(kit, gone, lost)

    return carried_out(folder, work, done, dry_run=dry_run)


def rename(folder: Path, kind: str, old: str, new: str, *, dry_run: bool = False) -> int:
    """Give a module, activity, outcome, badge or rubric another id, wherever it is named; gives the exit status."""
    spec = open_spec(folder)
    path: Steps = ()
    if kind == "rubric":
        known = sorted(file.stem for file in (folder / "rubrics").glob("*.yaml"))
        _require_known(kind, old, known, spec)
    else:
        path = _entry(spec, kind, old)
        known = list(ids_of(spec.value, kind))
    if not re.match(ID_PATTERN, new):
        hint = ""
        if kind != "rubric":
            word = {"outcome": "text", "badge": "name"}.get(kind, "title")
            hint = f" For the words: mooc-kit set {named(spec.value, path)}.{word} {new!r}"
        raise UsageError(f"{new!r} cannot be an id; as one it reads {slug(new) or 'my-id'}.{hint}")
    if new in known:
        raise UsageError(f"There is {_a(kind)} {new!r} already.")
    work = Rework(f"rename {kind} {old} to {new}", known_as=lambda words: words.replace(old, new))
    renaming = Renaming(kind, old, new)
    text = renaming.applied({"course.yaml": spec.text.encode()})[0]["course.yaml"].decode()
    refuse_new_errors(spec, text)

    def done(kit: Path) -> None:
        apply_renaming(kit, renaming, work)
        if kind in ("module", "activity", "badge"):  # what learners marked and linked to is known by the id that it had
            spec_file = kit / "course.yaml"
            write_whole(spec_file, with_alias(spec_file.read_text(encoding="utf-8"), path, old))
        follow(kit, work)
        work.left += mentions(kit, old)
        if kind in ("module", "activity", "badge"):
            awarded = f", and where {old!r} was awarded," if kind == "badge" else ""
            told = f"On a platform that has the course already{awarded} it stays {old!r}."
            work.left.append(LeftOver("", 0, f"The site leads on from the old address. {told}"))

    return carried_out(folder, work, done, dry_run=dry_run)


def move(
    folder: Path, kind: str, id: str, *, before: str = "", after: str = "", to: str = "", dry_run: bool = False
) -> int:
    """Put a module, activity, outcome or badge elsewhere in its list, or an activity into another module."""
    spec = open_spec(folder)
    path = _entry(spec, kind, id)
    if to and kind != "activity":
        raise UsageError("Only activities go into another module. Say --before or --after.")
    if not (before or after or to):
        raise UsageError("Say where to: --before ID, --after ID" + (", or --to MODULE." if kind == "activity" else "."))
    target = _list_for(spec, kind, before or after, to)
    others = [step for step in ids_of_list(spec.value, target) if step != id]
    beside = before or after
    if beside:
        _require_known(kind, beside, others, spec)
    position = others.index(beside) + bool(after) if beside else len(others)
    text = with_moved(spec.text, path, target, position)
    work = Rework(f"move {kind} {id}")
    renaming = Renaming()
    if kind == "module":
        text = _weeks_in_order(spec, text, work)
    if kind == "activity" and target != path[:-1]:
        home, new_home = (str(value_at(spec.value, p)["id"]) for p in (path[:-2], target[:-1]))
        page = f"content/modules/{home}/{id}.md"
        renaming = Renaming(files={page: f"content/modules/{new_home}/{id}.md"})
        _tell_inherited(spec, path, target, work)
        tree, _ = load_tree(text, spec.name)
        text = with_alias(text, ids_of(tree.value, "activity")[id], f"{home}/{id}") if tree else text
    refuse_new_errors(spec, text)

    def done(kit: Path) -> None:
        if renaming.files:
            apply_renaming(kit, renaming, work)
        write_whole(kit / "course.yaml", text)
        for path, data in with_spec(kit, text).items() if renaming.files else ():
            write_inside(kit, path, data)
        follow(kit, work)

    return carried_out(folder, work, done, dry_run=dry_run)


def undo(folder: Path, *, dry_run: bool = False) -> int:
    """Take back the last step of a command in the kit; gives the exit status."""
    step = undo_log.last(folder)
    if step is None:
        raise UsageError("There is no step to take back: none was made in this folder from this computer.")
    back = undo_log.way_back(folder, step)
    shown = [change_of(write, {}) for write in back if not write.is_own]
    if dry_run:
        list_changes(shown)
        echo(f"That would take back “{step.told}” ({step.made_at[:16].replace('T', ' ')} UTC). Nothing was changed.")
        return 0
    skipped = apply_writes(folder, back, with_spec=True)
    if skipped:
        echo(f"Left alone, since somebody changed it meanwhile: {', '.join(skipped)}", error=True)
        return 1
    undo_log.forget(step)
    list_changes(shown)
    echo(f"Taken back: {step.told}.")
    return 0


# ---- what the spec says of it ----------------------------------------------------------------------------------------


def _entry(spec: SpecFile, kind: str, id: str) -> Steps:
    known = ids_of(spec.value, kind)
    _require_known(kind, id, known, spec)
    return known[id]


def _require_known(kind: str, id: str, known: Iterable[str], spec: SpecFile) -> None:
    if id in (names := list(known)):
        return
    other = next((other for other in KINDS if other != kind and id in ids_of(spec.value, other)), "")
    close = nearest(id, names)
    hint = f" It is {_a(other)}." if other else f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f"There is no {kind} {id!r}.{hint} There are: {', '.join(names) or 'none'}.")


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def ids_of_list(value: Any, path: Steps) -> list[str]:
    return [str(entry.get("id")) for entry in value_at(value, path) or [] if isinstance(entry, dict)]


def _list_for(spec: SpecFile, kind: str, beside: str, to: str) -> Steps:
    """The list that the entry goes into: that of the module `to`, or of its neighbour `beside`."""
    if to:
        return (*_entry(spec, "module", to), "activities")
    if kind == "activity":
        return _entry(spec, "activity", beside)[:-1]
    return lists_of(spec.value, kind)[0]


def _without_option(spec: SpecFile, name: str) -> tuple[str, str]:
    """The spec without the option, and the lines that went."""
    key = name.replace("-", "_").lower()
    completion = spec.value.get("completion")
    offered = [k for k, section in completion.items() if section is not None] if isinstance(completion, dict) else []
    _require_known("option", key, offered, spec)
    known = options()
    needing = [other for other in offered if other in known and key in known[other].requires]
    if needing:
        raise UsageError(f"{' and '.join(needing)} needs {key}. First: mooc-kit remove option {needing[0]}")
    return without_value(spec.text, ("completion", key)), value_text(spec.value, "option", key)


def _without_references(text: str, kind: str, id: str, name: str, work: Rework) -> str:
    """`text` of a spec with nothing that names the id; what that decides anew is told."""
    tree, _ = load_tree(text, name)
    paths = list(references(tree.value, kind, id)) if tree is not None else []
    for path in reversed(paths):
        holder = path[:-1]
        line = tree.place(path).line if tree is not None else 0
        shown = ".".join(str(step) for step in holder)
        if path[-1] == id:  # one of several shares, which no longer make a whole
            shares = ", ".join(f"{k} {v}" for k, v in value_at(tree.value, holder).items())  # type: ignore[union-attr]
            text = without_value(text, holder)
            work.left.append(
                LeftOver("course.yaml", line, f"{shown} was taken out: the points decide. It was: {shares}")
            )
            continue
        text = left_over.without(text, path)
        if isinstance(path[-1], int) and len(value_at(tree.value, holder)) == 1:  # type: ignore[union-attr]
            work.left.append(LeftOver("course.yaml", line, f"{shown} names nothing any more"))
    return text


def _weeks_in_order(spec: SpecFile, text: str, work: Rework) -> str:
    """The weeks stay where they were; the modules change theirs."""
    old = spec.value.get("modules") or []
    tree, _ = load_tree(text, spec.name)
    modules = tree.value["modules"] if tree is not None else old
    weeks = [module.get("week") if isinstance(module, dict) else None for module in old]
    if None in weeks:
        return text
    for number, (week, module) in enumerate(zip(weeks, modules, strict=True)):
        if module["week"] != week:
            text = set_value(text, ("modules", number, "week"), week)
        for activity in (one for one in module.get("activities") or [] if isinstance(one, dict)):
            due = activity.get("due") or activity.get("starts")
            if due and module["week"] != week:
                work.left.append(LeftOver("course.yaml", 0, f"{activity['id']} stays on {due}, in another week now"))
    return text


def _tell_inherited(spec: SpecFile, path: Steps, target: Steps, work: Rework) -> None:
    """An activity serves the outcomes of its module, where it names none itself."""
    if "outcomes" in value_at(spec.value, path):
        return
    was, now = (value_at(spec.value, p).get("outcomes") or [] for p in (path[:-2], target[:-1]))
    if was != now:
        words = f"it serves the outcomes of its module: was {', '.join(was) or 'none'}, is {', '.join(now) or 'none'}"
        work.left.append(LeftOver("course.yaml", 0, words))


def value_text(value: Any, kind: str, id: str) -> str:
    """What a spec says of the thing, as YAML of its own."""
    from mooc_kit.spec.yaml_text import yaml_text

    if kind == "option":
        return yaml_text({"completion": {id: value["completion"][id]}})
    return yaml_text({kind: value_at(value, ids_of(value, kind)[id])})


def _free_folder(kit: Path, wanted: str) -> str:
    return free(wanted, {f"{SET_ASIDE}/{path.name}" for path in (kit / SET_ASIDE).glob("*")})
