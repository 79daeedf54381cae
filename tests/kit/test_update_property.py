"""Whatever was rendered then, whatever people made of it and whatever is rendered now: no authored line is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooc_kit.course.rendered_files import entries_of, unfolded
from mooc_kit.kit.apply_plan import Write, apply_writes
from mooc_kit.kit.merge_base import MergeBase, base_files, read_base
from mooc_kit.kit.update import Action, plan_update

PATHS = ["README.md", "content/index.md", "content/modules/a/one.md", "content/modules/b/one.md", "badges/b.svg"]
LINE = st.sampled_from([b"# Title\n", b"\n", b"Some words.\n", b"- one\n", b"More.\n", b"Last words", b"\xff\0\n"])
FILE = st.lists(LINE, max_size=6).map(b"".join)
FILES = st.dictionaries(st.sampled_from(PATHS), FILE)


@st.composite
def kits(draw: st.DrawFn) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What was rendered then, and what people made of it: files edited, deleted, added, saved with other line ends."""
    then = draw(FILES)
    yours = {}
    for path, data in then.items():
        match draw(st.sampled_from(["same", "edited", "deleted", "windows"])):
            case "same":
                yours[path] = data
            case "edited":
                lines = data.splitlines(keepends=True)
                for number in range(draw(st.integers(1, 3))):
                    lines.insert(draw(st.integers(0, len(lines))), b"authored %d\n" % number)
                yours[path] = b"".join(lines)
            case "windows":
                yours[path] = data.replace(b"\n", b"\r\n")
    added = draw(st.dictionaries(st.sampled_from([*PATHS, "content/modules/a/photo.png"]), FILE, max_size=2))
    return then, {**{path: data for path, data in added.items() if path not in then}, **yours}


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def update(kit: Path, now: dict[str, bytes], renames: dict[str, str], *, may_go: bool) -> list[Action]:
    base = read_base(kit)
    usable = {old: new for old, new in renames.items() if old in base and old not in now and new in now}
    plan = plan_update(kit, base, now, lambda _: may_go, renames=usable, reasons={}, reworded=dict)
    own = unfolded(base_files(now, ""))
    stale = entries_of(kit)
    writes = [Write(c.path, c.before, c.after) for c in plan.changes if c.before != c.after]
    writes += [Write(path, None, data, is_own=True) for path, data in own.items()]
    writes += [Write(path, None, None, is_own=True) for path in stale if path not in own]
    assert not apply_writes(kit, writes)
    return [change.action for change in plan.changes]


def lines_of(kit: Path) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for path in kit.rglob("*"):
        if path.is_file() and ".mooc-kit" not in path.parts:
            found.update(line.rstrip(b"\r") for line in path.read_bytes().split(b"\n"))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kits(), FILES, st.booleans())
def test_no_authored_line_is_lost_and_a_second_update_changes_nothing(
    kit_files: tuple[dict[str, bytes], dict[str, bytes]], now: dict[str, bytes], has_rename: bool
) -> None:
    then, yours = kit_files
    renames = {"content/modules/a/one.md": "content/modules/b/one.md"} if has_rename else {}
    with tempfile.TemporaryDirectory() as place:
        kit = Path(place) / "kit"
        put(kit, yours)
        put(kit, base_files(then, ""))
        written = Counter({line: n for line, n in lines_of(kit).items() if line.startswith(b"authored")})
        update(kit, now, renames, may_go=False)
        kept = lines_of(kit)
        assert all(kept[line] >= count for line, count in written.items())
        for path, data in yours.items():
            if path not in then and path != "content/modules/b/one.md":
                assert (kit / path).read_bytes() == data
        before = {p: p.read_bytes() for p in kit.rglob("*") if p.is_file()}
        assert Action.UPDATED not in update(kit, now, renames, may_go=False)
        assert {p: p.read_bytes() for p in kit.rglob("*") if p.is_file()} == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES, FILES)
def test_a_kit_that_nobody_changed_becomes_just_what_is_rendered_now(
    then: dict[str, bytes], now: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        kit = Path(place) / "kit"
        put(kit, then)
        put(kit, base_files(then, ""))
        update(kit, now, {}, may_go=True)
        files = {p.relative_to(kit).as_posix(): p.read_bytes() for p in kit.rglob("*") if p.is_file()}
        assert {path: data for path, data in files.items() if not path.startswith(".mooc-kit")} == now
        assert read_base(kit) == read_base(kit)
        assert isinstance(read_base(kit), MergeBase)
