"""Three-way merge of our own package: the kit as it was sent, and what the platform has changed since.

The package carries the source of its kit (`mooc_kit.course.own_source`). That source is built again and read by the
importer, which gives what an untouched export says. Where the real export says the same, the source stands as its
authors wrote it; where it differs, somebody has edited it on the platform, and the edit wins or is told.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mooc_kit.checks.course_check import check_path
from mooc_kit.completion_options.registry import sections
from mooc_kit.course.own_source import SPEC, Source
from mooc_kit.files import write_whole
from mooc_kit.importers.archive import CoursePackage
from mooc_kit.importers.base import Imported, Importer
from mooc_kit.problems import MoocKitError, Notice
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec import load_spec
from mooc_kit.spec.edit import append_value, set_value
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text
from mooc_kit.spec.yaml_tree import load_tree
from mooc_kit.targets.registry import targets

ASIDE = "import-changes"
"""The folder of the kit for changed files that cannot be laid over the source."""
_EDITED = "It was changed on the platform after the package was built."


@dataclass
class Settled:
    """The kit that comes of it: its files by path, course.yaml among them, and what is to be told."""

    files: dict[str, bytes]
    notices: list[Notice] = field(default_factory=list)


def settled(imported: Imported, importer: Importer) -> Settled | None:
    """The kit out of the source that `imported` carries; None where it carries none that can be used."""
    source = imported.source
    if source is None or importer.target not in targets():
        return None
    with tempfile.TemporaryDirectory() as place:
        sent = _as_sent(source, importer, Path(place))
    if sent is None:
        what = "The source of the kit that the package carries"
        why = "It cannot be built any more with this version of mooc-kit."
        imported.notices.append(Notice(what, why, "The course is read as the platform has it."))
        return None
    made = Settled(dict(source.files), [notice for notice in imported.notices if notice not in sent.notices])
    for path in source.lost:
        made.notices.append(Notice(f"The file {path}", "The package does not hold it any more.", "Put it back."))
    _files(made, source, sent, imported)
    _spec(made, sent, imported)
    return made


def _as_sent(source: Source, importer: Importer, place: Path) -> Imported | None:
    """What an export says that nobody has touched."""
    kit = place / "kit"
    for path, data in source.files.items():
        write_inside(kit, path, data)
    checked = check_path(kit, targets())
    if checked.course is None:
        return None
    package = targets()[importer.target].render(checked.course, kit)
    for name, content in package.files.items():
        file = place / "built" / name
        if "/" in name or not name.endswith((".gz", ".mbz", ".imscc", ".zip")):
            continue
        file.parent.mkdir(exist_ok=True)
        write_whole(file, content if isinstance(content, bytes) else content.read_bytes())
        try:
            with CoursePackage(file) as archive:
                if importer.recognises(archive):
                    return importer.read(archive)
        except MoocKitError:
            continue
    return None


def _files(made: Settled, source: Source, sent: Imported, found: Imported) -> None:
    home = set(source.at_home.values())
    for path in sorted({*sent.files, *found.files}):
        before, now = sent.files.get(path), found.files.get(path)
        if before == now or (before is None and now in home):
            continue
        if before is None and path.startswith("content/pages/") and Path(path).stem in source.pages:
            why = "It is made from what people gave to the course, which stays in the team's own kit."
            made.notices.append(Notice(f"The page {path}", why, "Put `share-backs/` and `goals.json` back."))
            continue
        if now is None:
            made.notices.append(Notice(f"The file {path}", "It is gone from the platform.", "The kit has it still."))
        elif before is None and path not in made.files:
            made.files[path] = now
            made.notices.append(Notice(f"The file {path}", "It is new on the platform.", "It is in the kit."))
        elif path not in made.files:
            made.files[f"{ASIDE}/{path}"] = now
            made.notices.append(Notice(f"What the kit writes as {path}", _EDITED, f"See {ASIDE}/{path}."))
        elif path.endswith(".md"):
            made.files[path] = _front(made.files[path]) + _body(now)
            made.notices.append(Notice(f"The page {path}", _EDITED, "It has the platform's words."))
        elif path.startswith("quizzes/") and before is not None:
            _quiz(made, path, before, now)
        else:
            made.files[path] = now
            made.notices.append(Notice(f"The file {path}", _EDITED, "It is as the platform has it."))


def _quiz(made: Settled, path: str, before: bytes, now: bytes) -> None:
    """Questions that are as they were sent stay as their authors wrote them; the others are the platform's."""
    ours, old, new = (_plain(data.decode(), path) for data in (made.files[path], before, now))
    written = {question.get("id"): question for question in ours.get("questions") or []}
    were = {question["id"]: question for question in old.get("questions") or []}
    are = {question["id"]: question for question in new.get("questions") or []}
    changed = sorted(id for id, question in are.items() if question != were.get(id))
    gone = sorted(set(were) - set(are))
    kept = [id for id in written if id not in gone]
    questions = [are[id] if id in changed else written[id] for id in kept]
    questions += [question for id, question in are.items() if id not in written]
    frame = {key: value for key, value in new.items() if key != "questions" and value != old.get(key)}
    made.files[path] = with_modeline("quiz", yaml_text({**ours, **frame, "questions": questions})).encode()
    told = [*(f"{id} is the platform's" for id in changed), *(f"{id} is gone" for id in gone)]
    told += [f"`{key}` is the platform's" for key in frame]
    made.notices.append(Notice(f"The quiz {path}", _EDITED, f"{', '.join(told) or 'Its order differs'}."))


def _spec(made: Settled, sent: Imported, found: Imported) -> None:
    text = made.files[SPEC].decode()
    loaded = load_spec(text, SPEC, sections())
    if loaded.spec is None:
        return
    ours = _plain(text, SPEC)
    before, now = dict(_leaves(sent.answers)), dict(_leaves(found.answers))
    for key in sorted({*before, *now}, key=str):
        if before.get(key) == now.get(key):
            continue
        place = _place(ours, key)
        edited = text
        if place is not None and now.get(key) is not None and _at(ours, place) in (before.get(key), None):
            edited = set_value(text, place, now[key])
        elif key[0] == "activity" and len(key) == 3 and key not in before:
            edited = _with_activity(ours, text, key, now[key])
        is_taken = edited != text and load_spec(edited, SPEC, sections()).spec is not None
        text = edited if is_taken else text
        what = "The activity" if len(key) == 3 and key[0] == "activity" else "The setting"
        name = ".".join(str(part) for part in key[1:] if part)
        values = f"It was {_short(before.get(key))} when the package was built and is {_short(now.get(key))} now."
        instead = "It is as the platform has it." if is_taken else "course.yaml says what it said before."
        made.notices.append(Notice(f"{what} {name}", values, instead))
    made.files[SPEC] = text.encode()


def _leaves(answers: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """What the spec says, under names that do not depend on the order: ("course", key), ("activity", module, id)."""
    for key, value in (answers.get("course") or {}).items():
        yield ("course", key), value
    for module in answers.get("modules") or []:
        yield ("module", module["id"], "title"), module.get("title")
        for activity in module.get("activities") or []:
            yield ("activity", module["id"], activity["id"]), activity.get("kind")
            for key, value in activity.items():
                if key not in ("id", "kind"):
                    yield ("activity", module["id"], activity["id"], key), value
    for key, value in answers.items():
        if key not in ("course", "modules", "outcomes", "targets"):
            yield ("spec", key), value
    yield ("spec", "outcomes"), [outcome.get("text") for outcome in answers.get("outcomes") or []]


def _place(spec: Mapping[str, Any], key: tuple[str, ...]) -> tuple[str | int, ...] | None:
    """Where the kit's own spec says it; None where it has no such module or activity."""
    if key[0] == "course":
        return key
    if key[0] not in ("module", "activity"):
        return None
    modules = spec.get("modules") or []
    number = next((n for n, module in enumerate(modules) if module.get("id") == key[1]), None)
    if number is None or key[0] == "module":
        return None if number is None else ("modules", number, "title")
    activities = modules[number].get("activities") or []
    position = next((n for n, activity in enumerate(activities) if activity.get("id") == key[2]), None)
    return None if position is None or len(key) < 4 else ("modules", number, "activities", position, key[3])


def _at(spec: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        try:
            spec = spec[step]
        except (KeyError, IndexError, TypeError):
            return None
    return spec


def _with_activity(spec: Mapping[str, Any], text: str, key: tuple[str, ...], kind: Any) -> str:
    """The text with an activity that is new on the platform, in its module where the kit has that."""
    number = next((n for n, m in enumerate(spec.get("modules") or []) if m.get("id") == key[1]), None)
    if number is None:
        return text
    return append_value(text, ("modules", number, "activities"), {"id": key[2], "kind": kind, "title": key[2]})


def _plain(text: str, file: str) -> dict[str, Any]:
    tree, _ = load_tree(text, file)
    return tree.value if tree is not None and isinstance(tree.value, dict) else {}


def _short(value: Any) -> str:
    return "not there" if value is None else f"`{str(value)[:60]}`"


def _front(page: bytes) -> bytes:
    """The front matter of a page, with the empty line behind it."""
    if not page.startswith(b"---\n"):
        return b""
    end = page.find(b"\n---\n", 3)
    return page[: end + 5] + b"\n" if end >= 0 else b""


def _body(page: bytes) -> bytes:
    return page[len(_front(page)) :].lstrip(b"\n") if page.startswith(b"---\n") else page
