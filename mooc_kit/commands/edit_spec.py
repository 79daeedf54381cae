"""Spec editing: changes to course.yaml from the command line, checked before they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mooc_kit.completion_options.registry import options, sections
from mooc_kit.console import echo
from mooc_kit.files import write_whole
from mooc_kit.i18n import ENGLISH, messages_for
from mooc_kit.kit import undo_log
from mooc_kit.kit.apply_plan import Write
from mooc_kit.kit.renames import with_alias
from mooc_kit.problems import MoocKitError, Problem, Severity, UsageError, relative_name
from mooc_kit.spec import load_spec
from mooc_kit.spec.edit import set_value, with_entry, without_value
from mooc_kit.spec.fields import slug
from mooc_kit.spec.references import BADGES, value_at
from mooc_kit.spec.usual_titles import ideas_title
from mooc_kit.spec.yaml_tree import load_tree, read_text
from mooc_kit.suggest import nearest

DATES = ("start", "due")
Steps = tuple[str | int, ...]


@dataclass
class SpecFile:
    """A course.yaml that is about to change: its text, what it says, and what was wrong with it before."""

    file: Path
    name: str
    text: str
    value: dict[str, Any]
    before: set[tuple[str, str]]

    @property
    def kit(self) -> Path:
        return self.file.parent


def open_spec(folder: Path) -> SpecFile:
    file = folder / "course.yaml"
    name = relative_name(file)
    text, problems = read_text(file, name)
    tree, more = load_tree(text, name) if text is not None else (None, [])
    if text is None or tree is None or more or not isinstance(tree.value, dict):
        raise MoocKitError(*(problems or more or _errors(text or "", name)))
    return SpecFile(file, name, text, tree.value, {_key(p) for p in _errors(text, name)})


def set_key(folder: Path, key: str, words: str) -> None:
    """Set what stands at `key` (like course.weeks, modules.sampling.title) to `words`, read as YAML or as a text."""
    spec = open_spec(folder)
    path = resolve(spec.value, key)
    old = value_at(spec.value, path)
    tree, _ = load_tree(words, "value")
    read = tree.value if tree is not None else words
    candidates = [read] if read == words else [read, words]
    texts: list[str] = []
    for candidate in candidates:
        made = _set(spec.text, path, candidate, key)
        # The id of a module, an activity or a badge is an address, and what learners marked: the old one stays known.
        is_id = (path[0] == "modules" and len(path) in (3, 5)) or (path[:-2] == BADGES)
        is_id = is_id and path[-1] == "id"
        if is_id and isinstance(old, str) and old != candidate:
            made = with_alias(made, path[:-1], old)
        texts.append(made)
        if not new_errors(spec, texts[-1]):
            save(spec, texts[-1], f"set {key}")
            echo(f"{spec.name}: {key} {_shown(old)} -> {_shown(candidate)}")
            say_when_behind(spec.kit)
            return
    raise MoocKitError(*new_errors(spec, texts[0]))


def unset_key(folder: Path, key: str) -> None:
    spec = open_spec(folder)
    path = resolve(spec.value, key)
    if value_at(spec.value, path) is None:
        raise UsageError(f"{spec.name} has no {key}.")
    change(spec, without_value(spec.text, path), f"{key} taken out")
    say_when_behind(spec.kit)


def change(spec: SpecFile, text: str, told: str) -> None:
    """Write `text` if it has no mistakes that were not there before; else raise them."""
    wrong = new_errors(spec, text)
    if wrong:
        raise MoocKitError(*wrong)
    save(spec, text, told)
    echo(f"{spec.name}: {told}")


def save(spec: SpecFile, text: str, told: str) -> None:
    """Write `text`, as a step that can be taken back and that is `told` so."""
    undo_log.note(spec.kit, told, [Write(spec.file.name, spec.file.read_bytes(), text.encode())])
    write_whole(spec.file, text)


# ---- adding ---------------------------------------------------------------------------------------------------------


def add_outcome(folder: Path, text: str, id: str | None) -> int:
    from mooc_kit.bloom import first_verb

    spec = open_spec(folder)
    wanted = id or free(slug(first_verb(text)) or slug(text)[:20] or "outcome", _ids(spec.value.get("outcomes")))
    change(spec, _edited(spec, with_entry, ("outcomes",), {"id": wanted, "text": text}), f"outcome {wanted} added")
    return bring_along(spec.kit)


def add_module(folder: Path, title: str, *, id: str | None, week: int | None, outcomes: Sequence[str]) -> int:
    spec = open_spec(folder)
    modules = _entries(spec.value.get("modules"))
    wanted = id or free(slug(title) or f"part-{len(modules) + 1}", _ids(modules))
    entry: dict[str, Any] = {"id": wanted, "title": title}
    if week is not None:
        entry["week"] = week
    if outcomes:
        entry["outcomes"] = list(outcomes)
    taken = {id for module in modules if isinstance(module, dict) for id in _ids(module.get("activities"))}
    course = spec.value.get("course")
    messages = messages_for(str(course.get("language") if isinstance(course, dict) else ENGLISH))
    page = {"id": free(f"{wanted[:48]}-ideas", taken), "kind": "page", "title": ideas_title(title, messages.text)}
    entry["activities"] = [page]
    change(spec, _edited(spec, with_entry, ("modules",), entry), f"module {wanted} added")
    return bring_along(spec.kit)


def add_activity(folder: Path, module: str, kind: str, title: str, *, id: str | None, fields: Mapping[str, str]) -> int:
    spec = open_spec(folder)
    path = resolve(spec.value, f"modules.{module}")
    if not isinstance(value_at(spec.value, path), dict):
        raise UsageError(f"There is no module {module!r}. There are: {', '.join(_ids(spec.value.get('modules')))}.")
    taken = {id for m in _entries(spec.value.get("modules")) if isinstance(m, dict) for id in _ids(m.get("activities"))}
    wanted = id or free(slug(title) or kind.replace("_", "-"), taken)
    entry: dict[str, Any] = {"id": wanted, "kind": kind, "title": title}
    for name, words in fields.items():
        tree, _ = load_tree(words, "value")
        entry[name] = tree.value if tree is not None else words
    if kind in ("assignment", "peer_review"):
        entry.setdefault("rubric", wanted)
        entry.setdefault("points", 20)
    change(spec, _edited(spec, with_entry, (*path, "activities"), entry), f"activity {wanted} added to {module}")
    return bring_along(spec.kit)


def add_badge(folder: Path, name: str, *, id: str | None, outcomes: Sequence[str], rubric: str | None) -> int:
    spec = open_spec(folder)
    completion = spec.value.get("completion")
    offered = isinstance(completion, dict) and completion.get("peer_badges") is not None
    section = completion["peer_badges"] if offered and isinstance(completion, dict) else {}
    badges = section.get("badges") if isinstance(section, dict) else []
    wanted = id or free(slug(name) or "badge", _ids(badges))
    entry: dict[str, Any] = {"id": wanted, "name": name}
    if outcomes:
        entry["outcomes"] = list(outcomes)
    if rubric:
        entry |= {"judged_by": "quality", "rubric": rubric}
    if offered:
        text = _edited(spec, with_entry, ("completion", "peer_badges", "badges"), entry)
    else:
        text = _edited(spec, set_value, ("completion", "peer_badges"), {"badges": [entry]})
    change(spec, text, f"badge {wanted} added")
    return bring_along(spec.kit)


def add_first_judge(folder: Path, name: str, key: str) -> int:
    """Name somebody with whom the chain of peer awards begins; the same key is not named twice."""
    spec = open_spec(folder)
    completion = spec.value.get("completion")
    section = completion.get("peer_badges") if isinstance(completion, dict) else None
    if not isinstance(section, dict):
        raise UsageError(f"{spec.name} offers no peer_badges. Begin with: mooc-kit add badge NAME")
    judges = _entries(section.get("first_judges"))
    known = next((one for one in judges if isinstance(one, dict) and one.get("key") == key), None)
    if known is not None:
        raise UsageError(f"This key is named already, as that of {known.get('name')}.")
    entry = {"name": name, "key": key}
    if judges:
        text = _edited(spec, with_entry, ("completion", "peer_badges", "first_judges"), entry)
    else:
        text = _edited(spec, set_value, ("completion", "peer_badges", "first_judges"), [entry])
    change(spec, text, f"first judge {name} added")
    return bring_along(spec.kit)


def add_option(folder: Path, name: str) -> int:
    """Add a completion option, with the answers that fit this course, and the options that it needs."""
    spec = open_spec(folder)
    known = options()
    key = name.replace("-", "_").lower()
    if key not in known:
        close = nearest(key, known)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise UsageError(f"There is no completion option {name!r}.{hint} Known: {', '.join(known)}.")
    text = spec.text
    added = []
    for wanted in [*known[key].requires, key]:
        completion = spec.value.get("completion")
        if isinstance(completion, dict) and completion.get(wanted) is not None:
            if wanted == key:
                raise UsageError(f"{spec.name} offers {key} already.")
            continue
        draft = load_spec(text, spec.name, sections()).draft
        fitting = known[wanted].defaults(draft) if draft is not None else {}
        text = _edited(spec, set_value, ("completion", wanted), fitting, text)
        added.append(wanted)
    told = f"option {' and '.join(reversed(added))} added"
    wrong = new_errors(spec, text)
    if wrong:
        echo(f"What {key} needs and only your team knows must be said first; `mooc-kit interview` asks for it.")
    change(spec, text, told)
    return bring_along(spec.kit)


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _edited(spec: SpecFile, edit: Callable[..., str], path: Steps, value: Any, text: str = "") -> str:
    """The spec's text (or `text`) with `value` at `path` by `edit`. Raises MoocKitError where something stands there
    that cannot hold it, like a word in the place of a list."""
    try:
        return edit(text or spec.text, path, value)
    except (KeyError, IndexError):
        raise MoocKitError(*_errors(spec.text, spec.name)) from None


# ---- where things stand ---------------------------------------------------------------------------------------------


def resolve(value: Any, key: str) -> Steps:
    """`key` as a path: groups by their keys, entries of lists by their id (or counted from 1)."""
    path: list[str | int] = []
    here = value
    for step in key.split("."):
        if isinstance(here, list):
            ids = [str(entry.get("id") or entry.get("name") or "") if isinstance(entry, dict) else "" for entry in here]
            if step in ids:
                path.append(ids.index(step))
            elif step.isdigit() and 1 <= int(step) <= len(here):
                path.append(int(step) - 1)
            else:
                close = nearest(step, filter(None, ids))
                hint = (
                    f" Did you mean {close[0]}?" if close else f" There are: {', '.join(filter(None, ids)) or 'none'}."
                )
                raise UsageError(f"{key}: there is no {step!r} here.{hint}")
            here = here[path[-1]]  # type: ignore[index]
            continue
        if here is not None and not isinstance(here, dict):
            raise UsageError(f"{key}: {'.'.join(map(str, path))} holds a value, no keys.")
        path.append(step)
        here = here.get(step) if isinstance(here, dict) else None
    return tuple(path)


def free(wanted: str, taken: Sequence[str] | set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def say_when_behind(kit: Path) -> None:
    """Tell that pages follow the spec, where an update would change some."""
    if not (kit / ".mooc-kit").is_dir():
        return
    from mooc_kit.commands.update import prepare

    try:
        prepared = prepare(kit, lambda _: False)
    except MoocKitError:
        return
    count = sum(change.before != change.after for change in prepared.plan.changes)
    if count:
        echo(f"{count} file{'s follow' if count > 1 else ' follows'} from that: mooc-kit update {relative_name(kit)}")


def bring_along(kit: Path) -> int:
    """Update the kit around a spec that grew, so that what was added has its files."""
    if not (kit / ".mooc-kit").is_dir():
        return 0
    from mooc_kit.commands.update import update

    return update(kit, yes=False, keep=True, restores=False, joins=True)


def _set(text: str, path: Steps, value: Any, key: str) -> str:
    if path[-1] in DATES and isinstance(value, str):
        with suppress(ValueError):  # the check tells how a date is written
            value = date.fromisoformat(value)
    try:
        return set_value(text, path, value)
    except (KeyError, IndexError) as error:
        raise UsageError(f"{key}: there is nothing at {error.args[0]!r} that could hold this.") from error


def _ids(entries: Any) -> list[str]:
    return [str(e["id"]) for e in _entries(entries) if isinstance(e, dict) and e.get("id")]


def _errors(text: str, name: str) -> list[Problem]:
    return [p for p in load_spec(text, name, sections()).problems if p.severity is Severity.ERROR]


def _key(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message


def new_errors(spec: SpecFile, text: str) -> list[Problem]:
    return [p for p in _errors(text, spec.name) if _key(p) not in spec.before]


def _shown(value: Any) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_shown(part) for part in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(part)}" for key, part in value.items()) + "}"
    return str(value)
