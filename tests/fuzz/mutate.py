"""Mutation: a file changed by its kind, so that the change gets past the first look of its reader.

Packages are changed in one of their members, structured text (JSON, YAML, XML, tables) in one of its values, anything
in its bytes. The same `random.Random` gives the same change.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from lxml import etree

from mooc_kit.archive import ArchiveLimits, is_zip, read_all, tar_gz, zip_bytes

Chance = random.Random
DEEP: Any = "x"
for _ in range(400):
    DEEP = [DEEP]

# fmt: off
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, 10**4400, -(10**30), 1e308, float("inf"), float("nan"), "", " ", "0", "x" * 70_000,
    "\0", "\x1b[2J", "\u202e", "\ud800", "９９", "1e999999999", "9" * 5000, "2026-02-30", "2027-13-01T99:99:99Z",
    "../../etc/passwd", "con", "{{ 7*7 }}", "<script>", "=1+1", "[/bold]", "a:" * 2000, "(" * 3000, "did:web:[", "http://[",
    "https://x:99999999/", "data:,", "urn:uuid:", [], {}, [None], [[]], {"": None}, [{}] * 3, {"__proto__": []}, DEEP,
)
# fmt: on
"""Wrong types, huge numbers, deep nesting, words that mean something somewhere."""
BITS = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b'"',
    b"'",
    b"<",
    b"&",
    b"{",
    b"[",
    b"\x1b",
    b"\xed\xa0\x80",
    b"-",
)
LIMITS = ArchiveLimits(files=20_000, bytes=100_000_000)


def mutated(name: str, data: bytes, chance: Chance) -> bytes:
    """`data`, the content of a file called `name`, with one change, or a few."""
    way = WAYS.get(_ending(name, data))
    if way is not None and chance.random() < 0.8:
        try:
            return way(name, data, chance)
        except Exception:  # what was damaged before is no longer of its kind
            return damaged(data, chance)
    return damaged(data, chance)


def _ending(name: str, data: bytes) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending not in WAYS:
        head = data.lstrip()[:1]
        ending = ".zip" if is_zip(data) else ".json" if head in (b"{", b"[") else ".xml" if head == b"<" else ending
    return ending


def damaged(data: bytes, chance: Chance) -> bytes:
    """Bytes taken out, put in, doubled, or the rest cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at, length = chance.randrange(len(made) + 1), chance.choice((1, 1, 4, 40))
        match chance.randrange(5):
            case 0:
                del made[at : at + length]
            case 1:
                made[at:at] = chance.choice(BITS) * chance.choice((1, 1, 3, 300))
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at : at + 1] = chance.randbytes(1)
            case _:
                del made[at + chance.randrange(200) :]
    return bytes(made)


def in_data(found: Any, chance: Chance) -> Any:
    """A structure of plain data with one value, key or place of it changed."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
            places.append((node, key))
            walk(node[key])

    made = copy.deepcopy(found)
    walk(made)
    if not places:
        return chance.choice(VALUES)
    node, key = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del node[key]
        case 1 if isinstance(node, dict):
            node[chance.choice(("", "x", "id", "type", "@context", "1"))] = node.pop(key)
        case 2:
            node[key] = [node[key]]
        case 3 if isinstance(node, list):
            node.insert(key, copy.deepcopy(node[key]))
        case _:
            node[key] = chance.choice(VALUES)
    return made


def _json(name: str, data: bytes, chance: Chance) -> bytes:
    return json.dumps(in_data(json.loads(data), chance)).encode()


def _json_lines(name: str, data: bytes, chance: Chance) -> bytes:
    lines = data.splitlines()
    at = chance.randrange(len(lines))
    lines[at] = _json(name, lines[at], chance)
    return b"\n".join(lines)


def _yaml(name: str, data: bytes, chance: Chance) -> bytes:
    loaded = yaml.load(data, Loader=yaml.BaseLoader)
    made = yaml.dump(in_data(loaded, chance), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return made.encode("utf-8", "surrogatepass")


def _table(name: str, data: bytes, chance: Chance) -> bytes:
    text = data.decode("utf-8-sig")
    mark = max(",;\t", key=text.splitlines()[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    row = chance.choice((rows[0], chance.choice(rows)))
    at = chance.randrange(len(row))
    match chance.randrange(5):
        case 0:
            row.insert(at, row[at])
        case 1:
            del row[at]
        case 2:
            rows.append(list(row))
        case _:
            row[at] = str(chance.choice([value for value in VALUES if isinstance(value, str | float | None)]))
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _xml(name: str, data: bytes, chance: Chance) -> bytes:
    root = etree.fromstring(data)
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    node = chance.choice(nodes)
    words = [value for value in VALUES if isinstance(value, str) and value.isprintable()]
    match chance.randrange(6):
        case 0 if node.getparent() is not None:
            node.getparent().remove(node)
        case 1 if node.getparent() is not None:
            node.addnext(copy.deepcopy(node))
        case 2 if node.attrib:
            del node.attrib[chance.choice(list(node.attrib))]
        case 3 if node.attrib:
            node.set(chance.choice(list(node.attrib)), chance.choice(words))
        case 4:
            node.append(copy.deepcopy(chance.choice(nodes)))
        case _:
            node.text = chance.choice(words)
    return bytes(etree.tostring(root))


def _text(name: str, data: bytes, chance: Chance) -> bytes:
    pieces = ("::: ", "| a ", "$$", "[^1]", "# ", "```", "> ", "![](", "<!--", "{#", "---\n", "\t", "~", "=", "%%", "_")
    lines = data.decode().split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines[at] = chance.choice(pieces) * chance.choice((1, 2, 300)) + lines[at]
        case 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case 2:
            del lines[at]
        case _:
            lines[at] = str(chance.choice([value for value in VALUES if isinstance(value, str | None)]))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _package(name: str, data: bytes, chance: Chance) -> bytes:
    files = read_all(data, LIMITS)
    # What carries our own source back is taken out: it would be believed before the rest is read.
    chosen = chance.choice([path for path in files if len(files[path]) < 300_000])
    match chance.randrange(8):
        case 0:
            del files[chosen]
        case 1:
            files[chance.choice(("../x", "/x", "a//b", "x\ny", ".git/config", "con"))] = files[chosen]
        case _:
            files[chosen] = mutated(chosen, files[chosen], chance)
    return zip_bytes(files) if is_zip(data) else tar_gz(files)


def _database(name: str, data: bytes, chance: Chance) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        with sqlite3.connect(path) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            table = chance.choice(tables)
            column = chance.choice([row[1] for row in connection.execute(f"PRAGMA table_info({table})")])
            value = chance.choice([None, "", -1, 2**62, 1.5, "x" * 5000, b"\xff\0", "[", "{}", "=1+1", "\x1b[2J"])
            match chance.randrange(6):
                case 0:
                    connection.execute(f"DROP TABLE {table}")
                case 1:
                    connection.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")
                case _:
                    connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))
        connection.close()
        return path.read_bytes()


Way = Callable[[str, bytes, Chance], bytes]
WAYS: dict[str, Way] = {
    **dict.fromkeys((".json", ".ipynb"), _json),
    **dict.fromkeys((".ndjson", ".jsonl"), _json_lines),
    **dict.fromkeys((".yaml", ".yml"), _yaml),
    **dict.fromkeys((".csv", ".tsv"), _table),
    **dict.fromkeys((".xml", ".svg", ".html", ".qti", ".imsmanifest"), _xml),
    **dict.fromkeys((".md", ".txt", ".gift", ".eml", ".mbox", ".py"), _text),
    **dict.fromkeys((".zip", ".imscc", ".mbz", ".gz", ".tgz", ".xlsx", ".h5p"), _package),
    ".sqlite": _database,
}
