"""Update plan: the changes, file by file, that bring a kit up to date with its spec, its template or mooc-kit.

Planning reads and decides; nothing is written before `kit.apply` writes all of it. For each file there are three
texts: as it was rendered then (the base), as it lies in the kit (yours), and as it is rendered now. Where these
conflict in a starter there is a fourth: what was decided then in the words of this version. So what the team decided
since goes into its file; that mooc-kit words a starter otherwise today troubles nobody who wrote over the old one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from mooc_kit.counting import counted
from mooc_kit.kit.merge import is_written_anew, merge_bytes, text_of, without_editors_line
from mooc_kit.kit.merge_base import MergeBase
from mooc_kit.kit.retitling import retitled
from mooc_kit.safe_paths import why_unsafe


class Action(StrEnum):
    """What happens to a file, in a word for the list."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    CONFLICT = "conflict"
    MOVED = "moved"
    REMOVED = "removed"
    KEPT = "kept"
    LEFT = "left"


NEEDS_SAYING = {
    Action.CONFLICT: "you and the new version changed the same lines",
    Action.KEPT: "yours stands; a new version of it was not put in",
    Action.LEFT: "no longer part of the kit; you had changed it, so it stays",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One file that changes. `before` is None for a new file, `after` is None for one that goes.

    `was` is the path that a moved file had; `about` says why.
    """

    path: str
    action: Action
    before: bytes | None = None
    after: bytes | None = None
    was: str = ""
    about: str = ""


@dataclass
class UpdatePlan:
    """All changes, in the order of their paths."""

    changes: list[Change]

    def of(self, *actions: Action) -> list[Change]:
        return [change for change in self.changes if change.action in actions]


@dataclass(frozen=True)
class UpdateQuestion:
    """What only the team can decide: may these files, which somebody changed, go (or move)?"""

    paths: tuple[str, ...]
    about: str
    is_move: bool = False


Decide = Callable[[UpdateQuestion], bool]
"""True: remove them (or move them). False: leave them where they are."""

STARTERS = ("content/modules/", "quizzes/", "rubrics/", "README.md", "DESIGN.md")
"""Where files lie that are rendered for authors to write over. Guides and pages of the course as a whole are not only
beginnings: a new wording of theirs (what the privacy page promises) is the team's to decide on."""

PAGES_TO_REPLACE = ("content/index.md", "content/modules/")
"""Pages that authors write anew from their first line on. Where nothing is left of ours, ours has no place in them."""

WHOLLY_YOURS = "every line of it is its author's"
"""What is told of such a page where a new wording of ours was left out."""

JUDGED_BY = ("quizzes/", "rubrics/")
"""What people are judged by, and may have been already: a new wording of ours never gets into it by itself."""

Reworded = Callable[[], Mapping[str, bytes]]
"""The files of the spec as it was at the last update, as this version renders them. Asked for at the first conflict."""


def plan_update(
    kit: Path,
    base: MergeBase,
    rendered: Mapping[str, bytes],
    decide: Decide,
    *,
    renames: Mapping[str, str],
    reasons: Mapping[str, str],
    reworded: Reworded,
    titles: Mapping[str, str] | None = None,
    restores: bool = False,
) -> UpdatePlan:
    """The changes that make `kit` what `rendered` says, keeping everything that people wrote.

    `renames` are old paths with their new ones, `titles` old titles; `reasons` say why a file is no longer rendered,
    where that is known.
    With `restores`, files that the team deleted come back.
    """
    planner = _Planner(kit, base, rendered, decide, reworded, titles or {})
    moved = planner.moves(renames)
    for path, now in rendered.items():
        if path not in moved:
            planner.file(path, now, restores=restores)
    planner.dropped(sorted(base.paths() - set(rendered) - set(renames)), reasons)
    return UpdatePlan(sorted(planner.changes, key=lambda change: (change.path, change.action)))


@dataclass
class _Planner:
    kit: Path
    base: MergeBase
    rendered: Mapping[str, bytes]
    decide: Decide
    reworded: Reworded
    titles: Mapping[str, str]
    changes: list[Change] = field(default_factory=list)

    def file(self, path: str, now: bytes, *, restores: bool) -> None:
        """Plan a file that is rendered under the path that it always had."""
        blocked = _in_the_way(self.kit, path)
        if blocked:
            self.changes.append(Change(path, Action.KEPT, about=blocked))
            return
        yours = read(self.kit, path)
        if yours is None:
            # In the base and not in the kit: the team deleted it, and that is a decision too.
            if path not in self.base or restores:
                self.changes.append(Change(path, Action.ADDED, None, now))
            return
        if yours == now or yours.replace(b"\r\n", b"\n") == now or path in self.base.authors:
            return
        if path not in self.base:
            about = "it was there before mooc-kit made one"
            self.changes.append(Change(path, Action.KEPT, yours, yours, about=about))
            return
        change = self._merged(path, yours, now)
        if change is not None:
            self.changes.append(change)

    def moves(self, renames: Mapping[str, str]) -> set[str]:
        """Plan the renamed files; gives the new paths that are dealt with."""
        open_: list[tuple[str, str, bytes]] = []
        for was, path in renames.items():
            yours = read(self.kit, was)
            if yours is None or _in_the_way(self.kit, was):
                continue
            if read(self.kit, path) is not None or _in_the_way(self.kit, path):
                self.changes.append(Change(was, Action.LEFT, yours, yours, about=f"{path} is there already"))
                continue
            open_.append((was, path, yours))
        touched = tuple(f"{was} -> {path}" for was, path, yours in open_ if not self.base.is_same(was, yours))
        question = UpdateQuestion(touched, "An id was changed, and somebody had changed its files.", is_move=True)
        may_move = not touched or self.decide(question)
        for was, path, yours in open_:
            merged = self._merged(path, yours, self.rendered[path], base_path=was)
            after = merged.after if merged is not None and merged.after is not None else yours
            is_conflict = merged is not None and merged.action is Action.CONFLICT
            action, about = (Action.CONFLICT, merged.about) if merged and is_conflict else (Action.MOVED, "")
            self.changes.append(Change(path, action, None, after, was=was, about=about))
            if may_move or self.base.is_same(was, yours):
                self.changes.append(Change(was, Action.REMOVED, yours, None, about=f"it is {path} now"))
            else:
                about = f"its words are in {path} now"
                self.changes.append(Change(was, Action.LEFT, yours, yours, about=about))
        return {path for _, path, _ in open_}

    def dropped(self, paths: list[str], reasons: Mapping[str, str]) -> None:
        """Files that are no longer rendered: as rendered, they go; where somebody wrote in them, the team decides."""
        written: dict[str, list[tuple[str, bytes]]] = {}
        for path in paths:
            yours = read(self.kit, path)
            if yours is None or _in_the_way(self.kit, path):
                continue
            reason = reasons.get(path, "The kit has no such file any more.")
            if self.base.is_same(path, yours):
                self.changes.append(Change(path, Action.REMOVED, yours, None, about=reason))
            else:
                written.setdefault(reason, []).append((path, yours))
        for reason, files in written.items():
            may_go = self.decide(UpdateQuestion(tuple(path for path, _ in files), reason))
            for path, yours in files:
                after, action = (None, Action.REMOVED) if may_go else (yours, Action.LEFT)
                self.changes.append(Change(path, action, yours, after, about=reason))

    def _merged(self, path: str, yours: bytes, now: bytes, *, base_path: str = "") -> Change | None:
        """The change that merges `now` into `yours`, or None where there is nothing to do."""
        base, known_as = self.base, base_path or path
        if base.is_same(known_as, yours):
            windows = b"\r\n" in yours and b"\r\n" not in now and yours.count(b"\r\n") == yours.count(b"\n")
            return Change(path, Action.UPDATED, yours, now.replace(b"\n", b"\r\n") if windows else now)
        if base.is_same(known_as, now):
            return None
        merged = merge_bytes(base.texts[known_as], yours, now) if known_as in base.texts else None
        if merged is not None and merged.conflicts and self.titles:
            # As if the thing had been called so from the start: then the new title is no reason for a conflict.
            called_so = retitled(base.texts[known_as], self.titles)
            again = merge_bytes(called_so, retitled(yours, self.titles), now)
            merged = again if again is not None and again.conflicts < merged.conflicts else merged
        if merged is None:
            about = "both changed it, and it is no text that could be merged"
            return Change(path, Action.KEPT, yours, yours, about=about)
        asks = path.startswith(JUDGED_BY) or (merged.conflicts and path.startswith(STARTERS))
        if asks and (then := self.reworded().get(known_as)) is not None:
            if then == now:
                after = self._with_editors_line(known_as, yours, now)
                if after != yours:
                    return Change(path, Action.MERGED, yours, after)
                return Change(path, Action.KEPT, yours, yours, about="only mooc-kit's wording of it changed")
            again = merge_bytes(then, yours, now)
            merged = again if again is not None and again.conflicts <= merged.conflicts else merged
        if merged.conflicts and path.startswith(PAGES_TO_REPLACE) and is_written_anew(base.texts[known_as], yours):
            kept = merge_bytes(base.texts[known_as], yours, now, keeps_yours=True)
            after = kept.text.encode() if kept is not None else yours
            return Change(path, Action.KEPT, yours, after, about=WHOLLY_YOURS)
        if merged.conflicts:
            about = counted(merged.conflicts, "place")
            return Change(path, Action.CONFLICT, yours, merged.text.encode(), about=about)
        after = merged.text.encode()
        return Change(path, Action.MERGED, yours, after) if after != yours else None

    def _with_editors_line(self, path: str, yours: bytes, now: bytes) -> bytes:
        """`yours` with the first line for editors that `now` has, and that the file has never had before."""
        was, text = text_of(self.base.texts[path]), text_of(now)
        if was is None or text is None or was != without_editors_line(was):
            return yours
        merged = merge_bytes(without_editors_line(text).encode(), yours, now)
        return yours if merged is None else merged.text.encode()


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


def read(kit: Path, path: str) -> bytes | None:
    """The file's bytes; None where there is no such file."""
    file = kit / PurePosixPath(path)
    return file.read_bytes() if file.is_file() else None


def _in_the_way(kit: Path, path: str) -> str:
    """Why `path` cannot be written: its name means something else on other computers, something else stands there, or
    the way to it leads through a link. "" if fine."""
    if why := why_unsafe(path, may_be_kits_own=False):
        return f"such a name is never written: {why}"
    here = kit
    parts = PurePosixPath(path).parts
    for part in parts[:-1]:
        here = here / part
        if here.is_symlink():
            return f"{here.relative_to(kit).as_posix()} is a link to another place"
        if here.exists() and not here.is_dir():
            return f"{here.relative_to(kit).as_posix()} is a file"
    last = here / parts[-1]
    if last.is_symlink():
        return "it is a link to another place"
    return "it is a folder" if last.is_dir() else ""
