"""File reference: every key of course.yaml and of a kit's other files, from their JSON Schemas (a hook of mkdocs).

A key's type, range, default and meaning are those of the schema by which editors help and `validate` judges. Its
example is taken from the example courses, else from docs/every_key.yaml, which a test loads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from mkdocs.structure.files import File, Files
from pydantic import BaseModel, TypeAdapter

from mooc_kit.checks.catalogue import all_rules
from mooc_kit.completion_options.authentic.gallery import ShareBackMeta
from mooc_kit.course.kit_page import PageMeta
from mooc_kit.course.success_figures import PublicFigures
from mooc_kit.kit.editor_schemas import schema_of
from mooc_kit.spec import fields
from mooc_kit.spec.meeting import MeetingEmbed
from mooc_kit.spec.micro_credential import Country
from mooc_kit.spec.model import Alias
from mooc_kit.spec.schema import tidy_schema

ROOT = Path(__file__).parent.parent
EVERY_KEY = ROOT / "docs/every_key.yaml"
LONGEST = 70
"""Letters of an example that a table holds; a longer one is left for a shorter one of another place."""

EMPTY: tuple[Any, ...] = ([], {}, None)

Schema = Mapping[str, Any]

MEANINGS = {
    "course": "The course itself: what it is called, for whom, how long, by whom.",
    "outcomes": "What participants will be able to do.",
    "modules": "The parts of the course, in order, with what participants do in them.",
    "design": "The [twelve elements](elements.md). Every one may be left out.",
    "completion": "What participants get as evidence: the [eight options](options.md), alone or together.",
    "micro_credential": "What a [micro-credential](credential-formats.md#micro-credentials) should say in Europe.",
    "success": "What you count beside completion.",
    "targets": "What is built, in order; [all targets](formats.md#targets).",
    "packages": "How packages for learning platforms are cut.",
    "ignore": "Problem codes that the team lives with, and why.",
    "kind": "The kind of activity.",
}
"""Of keys that say themselves what they are in the schema, or that need a way on in the manual."""


def _pattern(kind: Any) -> str:
    """By which pattern editors know values of this type, wherever in its schema it stands."""
    found = re.search(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(TypeAdapter(kind).json_schema()))
    assert found is not None, kind
    return str(json.loads(found[1]))


PATTERNS = {
    _pattern(fields.Text): "text",
    _pattern(fields.Id): "an id: small letters, digits, hyphens",
    _pattern(fields.Language): "a language code, like pt-BR",
    _pattern(fields.License): "an SPDX licence, like CC-BY-4.0",
    _pattern(fields.Url): "a web address",
    _pattern(MeetingEmbed): "a web address with https",
    _pattern(fields.Email): "an e-mail address",
    _pattern(fields.Date): "a day, like 2027-03-01",
    _pattern(fields.Moment): "a day and a time, like 2027-03-01T18:00:00Z",
    _pattern(fields.Amount): "a share, like 60%",
    _pattern(Alias): "an id, or `module/id`",
    _pattern(Country): "the two letters of a country, like DE",
    "^#[0-9a-fA-F]{6}$": "a colour, like #14505c",
    "^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$": "a public key, `did:key:z6Mk…`",
    "^[A-Z][0-9]{3}$": "a problem code, like W107",
    "^I[0-9]{3}$": "a code: I and three digits",
}
"""What a pattern means, in words."""


@dataclass(frozen=True)
class KitFile:
    """A kind of file: where it lies below a kit, what it is, and the model by which it is read."""

    places: tuple[str, ...]
    about: str
    of: str | type[BaseModel]
    """Its kind for `mooc-kit schema`, or the model by which it is read."""

    def schema(self) -> Schema:
        return schema_of(self.of) if isinstance(self.of, str) else tidy_schema(self.of, self.about)


FILES = {
    "A page": KitFile(
        ("content/**/*.md",),
        "On top of any page below `content/`, between lines of `---`.",
        PageMeta,
    ),
    "A quiz": KitFile(
        ("quizzes/*.yaml",),
        "`quizzes/*.yaml`. [Quizzes](quizzes.md) tells how to write them; `mooc-kit schema quiz` prints the schema.",
        "quiz",
    ),
    "A rubric": KitFile(("rubrics/*.yaml",), "`rubrics/*.yaml`. [How to write them](rubrics.md).", "rubric"),
    "A survey": KitFile(("surveys/*.yaml",), "`surveys/*.yaml`.", "survey"),
    "A badge": KitFile(("badges/*.yaml",), "`badges/*.yaml`: the words; the rule stands in `course.yaml`.", "badge"),
    "A certificate": KitFile(
        ("certificates/[!s]*.yaml",),
        "`certificates/*.yaml`: the words; the rest stands in `course.yaml`.",
        "certificate",
    ),
    "A certificate of one's own": KitFile(
        ("certificates/self-certificate.yaml",), "`certificates/self-certificate.yaml`.", "self-certificate"
    ),
    "A story": KitFile(
        ("share-backs/[!R]*.md",),
        "On top of a file in `share-backs/`. [How stories get there](participants.md#stories-share-backs).",
        ShareBackMeta,
    ),
    "Themes of goals": KitFile(("goals.json",), "`goals.json`, made by [`mooc-kit goals map`](goals.md).", "themes"),
    "Public figures": KitFile(
        ("success.json",), "`success.json`, made by [`mooc-kit report`](success.md).", PublicFigures
    ),
    "A template's settings": KitFile(
        ("mooc-kit.yaml",), "`mooc-kit.yaml` of an [institution's template](institution-templates.md).", "template"
    ),
}


@dataclass
class Row:
    """One key of a file: where it stands, and what may stand there."""

    path: str
    """From the top, `[]` for each entry of a list: `modules[].activities[].title`."""
    key: str
    schema: Schema
    is_needed: bool
    is_group: bool = False
    """Whether its keys have a table of their own."""
    values: list[Any] = field(default_factory=list)
    """What stands there in the examples."""


@dataclass
class Part:
    """An object of a file, with its keys. `variant` names the kind where several may stand there."""

    path: str
    variant: str
    rows: list[Row]
    file: str = ""
    """What the file is called on a page of several."""

    @property
    def title(self) -> str:
        name = f"{self.path}: kind {self.variant}" if self.variant else self.path or "The top"
        return f"{self.file}: {name}" if self.file and self.path else self.file or name

    @property
    def heading(self) -> str:
        return self.title.replace("[]", r"\[\]").replace("_", r"\_").replace("*", r"\*")

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z0-9_]+", "-", self.title.lower()).strip("-")


def on_files(files: Files, config: Any) -> Files:
    files.append(File.generated(config, "spec.md", content="\n".join(spec_page())))
    files.append(File.generated(config, "other-files.md", content="\n".join(files_page())))
    return files


def spec_page() -> Iterator[str]:
    yield "---\nsearch: {boost: 3}\n---\n"
    yield "# course.yaml, key by key\n"
    yield "Every key, its type and range, what stands where you say nothing, and an example. Editors complete the same"
    yield "and show these words: each kit carries the schema, and the first line of its `course.yaml` points to it;"
    yield "`mooc-kit schema` prints it. `[]` stands for each entry of a list, `*` for any name.\n"
    yield from tables(course_parts(), schema_of("course"))


def files_page() -> Iterator[str]:
    yield "---\nsearch: {boost: 3}\n---\n"
    yield "# The other files, key by key\n"
    yield "What may stand in a kit's files beside `course.yaml`: which file is what, and whose id it bears, is told in"
    yield "[The kit, file by file](kit.md). JSON files are written by commands, and may be changed by hand.\n"
    for name, kind in FILES.items():
        yield from tables(file_parts(name), kind.schema())


@cache
def file_parts(name: str) -> list[Part]:
    schema = FILES[name].schema()
    found = list(parts(schema, schema))
    for part in found:
        part.file = name
    places = [path for pattern in FILES[name].places for path in sorted((ROOT / "examples").glob(f"*/{pattern}"))]
    _fill(found, [[_loaded(path) for path in places], [_extra()[name]] if name in _extra() else []])
    return found


@cache
def course_parts() -> list[Part]:
    schema = schema_of("course")
    found = list(parts(schema, schema))
    _fill(found, _known_courses())
    return found


def parts(schema: Schema, node: Schema, path: str = "", variant: str = "", depth: int = 0) -> Iterator[Part]:
    """The objects below `node`, the outer ones first."""
    rows, inner = [], []
    for key, given in node.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        below = list(_objects(schema, given, here))
        rows.append(Row(here, key, given, key in node.get("required", ()), is_group=bool(below)))
        inner += below
    yield Part(path, variant, rows)
    assert depth < 12, path
    for below in dict.fromkeys(place for place, _, _ in inner):
        kinds = [list(parts(schema, found, below, kind, depth + 1)) for place, kind, found in inner if place == below]
        yield from kinds[0] if len(kinds) == 1 else _together(kinds)


def _together(kinds: list[list[Part]]) -> Iterator[Part]:
    """The kinds of object that may stand in one place: first the keys of all of them, then those of each."""
    first = kinds[0][0]
    rest = [{row.key: row for row in kind[0].rows} for kind in kinds[1:]]
    shared = [
        row
        for row in first.rows
        if all(row.key in other and _same(row, other[row.key]) for other in rest) or row.key == "kind"
    ]
    keys = {row.key for row in shared}
    kind_of_all = Row(f"{first.path}.kind", "kind", {"type": "string", "enum": [one[0].variant for one in kinds]}, True)
    yield Part(first.path, "", [kind_of_all if row.key == "kind" else row for row in shared])
    told: list[tuple[str, list[Schema]]] = []
    for own, *inner in kinds:
        own.rows = [row for row in own.rows if row.key not in keys]
        if own.rows:
            yield own
        for part in inner:
            if (what := (part.path, [row.schema for row in part.rows])) not in told:
                told.append(what)
                yield part


def _same(one: Row, other: Row) -> bool:
    return (one.schema, one.is_needed) == (other.schema, other.is_needed)


def _objects(schema: Schema, node: Schema, path: str) -> Iterator[tuple[str, str, Schema]]:
    """(path, kind, object) for each kind of object that may stand at `node`."""
    node = resolved(schema, node)
    if node.get("properties"):
        yield path, _kind(node), node
    for way in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _objects(schema, way, path)
    if "items" in node:
        yield from _objects(schema, node["items"], f"{path}[]")
    if isinstance(node.get("additionalProperties"), Mapping):
        yield from _objects(schema, node["additionalProperties"], f"{path}.*")


def _kind(node: Schema) -> str:
    return str(node["properties"].get("kind", {}).get("const", ""))


def resolved(schema: Schema, node: Schema) -> Schema:
    """`node` with the definition that it refers to; its own words go before those of the definition."""
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    return {**schema["$defs"][name], **{key: value for key, value in node.items() if key != "$ref"}} if name else node


# ---- tables ----------------------------------------------------------------------------------------------------------


def tables(found: list[Part], schema: Schema) -> Iterator[str]:
    """A table for each object, and below it what its keys can be, where that was not told in an earlier one."""
    told: dict[str, str] = {}
    for part in found:
        level = "##" if (not part.path if part.file else part.path.count(".") < 1 and not part.variant) else "###"
        yield f"{level} {part.heading} {{#{part.anchor}}}\n"
        if part.file and not part.path:
            yield f"{FILES[part.file].about}\n"
        yield "| Key | What it is | Type and range | Default | Example |\n| --- | --- | --- | --- | --- |"
        lists: list[tuple[str, Schema]] = []
        for row in part.rows:
            choices = [one for one in _choices(schema, row.schema) if len(one["enum"]) > 1]
            lists += [(row.key, one) for one in choices]
            cells = (meaning(row), words(schema, row.schema, row.path), default(schema, row), example(row))
            yield f"| `{row.key}` | " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
        yield ""
        for key, choice in lists:
            if part.path.startswith("design."):
                yield f"What `{key}` can be stands under [the twelve elements](elements.md#{part.path[7:]}).\n"
                continue
            name = json.dumps(choice["enum"])
            if name in told:
                yield f"What `{key}` can be stands under {told[name]}.\n"
                continue
            told[name] = f"[{part.heading}](#{part.anchor})"
            yield f"`{key}` can be:\n"
            said = {str(value): says for value, says in zip(choice["enum"], choice["enumDescriptions"], strict=True)}
            for value, says in said.items():
                yield f"- `{value}`: {says}"
            yield ""


def meaning(row: Row) -> str:
    said = str(row.schema.get("description", ""))
    return MEANINGS.get(row.path, "") or said or MEANINGS.get(row.key, "")


def _choices(schema: Schema, node: Schema) -> Iterator[Schema]:
    node = resolved(schema, node)
    if "enum" in node and "enumDescriptions" in node:
        yield node
    for way in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        if not resolved(schema, way).get("properties"):
            yield from _choices(schema, way)
    if "items" in node and not resolved(schema, node["items"]).get("properties"):
        yield from _choices(schema, node["items"])


def words(schema: Schema, node: Schema, path: str = "") -> str:
    """What may stand there, in words."""
    node = resolved(schema, node)
    ways = [way for way in (*node.get("anyOf", ()), *node.get("oneOf", ())) if way.get("type") != "null"]
    if ways:
        kinds = [kind for way in ways if (kind := _kind_of(schema, way))]
        if len(kinds) > 1:
            return "a group of keys, by its kind"
        return " or ".join(dict.fromkeys(words(schema, way, path) for way in ways))
    if "const" in node:
        return f"always `{_json(node['const'])}`"
    if "enum" in node:
        if len(node["enum"]) > 9:
            return "one of those below"
        values = dict.fromkeys(f"`{value}`" for value in node["enum"])
        return ("one of " if len(values) > 1 else "") + ", ".join(values)
    match node.get("type"):
        case "array":
            return f"a list{_range(node, 'Items', ' of ')}: {words(schema, node['items'], path)}"
        case "object":
            if node.get("properties"):
                return "a group of keys"
            given = node.get("additionalProperties")
            return (
                f"ids, each with {words(schema, given)}" if isinstance(given, Mapping) and given else "keys of any kind"
            )
        case "boolean":
            return "`true` or `false`"
        case "integer" | "number" as kind:
            name = "a whole number" if kind == "integer" else "a number"
            return f"{name}{_bounds(node)}"
        case "string":
            return _text(node)
    return "anything"


def _kind_of(schema: Schema, way: Schema) -> str:
    found = resolved(schema, way)
    return _kind(found) if found.get("properties") else ""


def _text(node: Schema) -> str:
    said = PATTERNS[node["pattern"]] if "pattern" in node else "text"
    if said != "text":
        return said
    most = node.get("maxLength")
    if most and most > 1000:
        return f"text, up to {most:,} letters"
    return f"text, up to {most} letters" if most else "text"


def _bounds(node: Schema) -> str:
    low = node.get("minimum")
    above = node.get("exclusiveMinimum")
    high = node.get("maximum")
    parts = []
    if low is not None and high is not None:
        return f" from {low} to {high:,}"
    if low is not None:
        parts.append(f"{low} or more")
    if above is not None:
        parts.append(f"above {above}")
    if high is not None:
        parts.append(f"at most {high:,}")
    return f", {', '.join(parts)}" if parts else ""


def _range(node: Schema, what: str, before: str) -> str:
    low, high = node.get(f"min{what}"), node.get(f"max{what}")
    if low and high:
        return f"{before}{low} to {high}"
    return f"{before}at least {low}" if low else f"{before}at most {high}" if high else ""


def default(schema: Schema, row: Row) -> str:
    if row.is_needed:
        return "needed"
    if "default" in row.schema and row.schema["default"] not in (None, [], {}):
        return f"`{_json(row.schema['default'])}`"
    return "none"


def example(row: Row) -> str:
    """The example of a key as it is written in YAML, "" for a group of keys, which has a table of its own."""
    if row.is_group:
        return ""
    shown = sorted({_json(value) for value in row.values if value not in EMPTY}, key=lambda text: (len(text), text))
    fit = [text for text in shown if len(text) <= LONGEST]
    found = fit[len(fit) // 2] if fit else (shown or [""])[0]
    return f"`{found}`" if found else ""


def _json(value: Any) -> str:
    """A value in YAML on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("...\n").strip()


# ---- examples --------------------------------------------------------------------------------------------------------


@cache
def _known_courses() -> list[list[Any]]:
    """Documents to take examples from, in rounds: what one round tells, later ones are not asked."""
    rules = (rule.right for rule in all_rules().values() if rule.example_is == "course.yaml")
    return [
        [_loaded(path) for path in sorted((ROOT / "examples").glob("*/course.yaml"))],
        [_loaded(EVERY_KEY)],
        [yaml.safe_load(text) for text in rules],
    ]


@cache
def _extra() -> dict[str, Any]:
    """Files by their names on the page, with what no example has."""
    found: dict[str, Any] = _loaded(EVERY_KEY.with_name("every_key_of_files.yaml"))
    return found


def _loaded(path: Path) -> Any:
    """What stands in a file of YAML or JSON, or on top of a page between its lines of ---."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.removeprefix("---\n").partition("\n---")[0] if text.startswith("---\n") else ""
    return yaml.safe_load(text)


def _fill(found: list[Part], rounds: list[list[Any]]) -> None:
    for part in found:
        for row in part.rows:
            for documents in rounds:
                if all(value in EMPTY for value in row.values):
                    row.values = [value for document in documents for value in _values(document, part, row.key)]


def _values(document: Any, part: Part, key: str) -> Iterator[Any]:
    for holder in _at(document, part.path):
        if isinstance(holder, Mapping) and key in holder and part.variant in ("", holder.get("kind")):
            yield holder[key]


def _at(document: Any, path: str) -> Iterator[Any]:
    """What stands at `path` of a document; each entry where the path goes through lists."""
    if not path:
        yield document
        return
    head, _, rest = path.partition(".")
    key, is_list = head.removesuffix("[]"), head.endswith("[]")
    if not isinstance(document, Mapping):
        return
    if key == "*":
        for one in document.values():
            yield from _at(one, rest)
        return
    if key not in document:
        return
    inner = document[key]
    for one in inner if is_list and isinstance(inner, list) else [inner]:
        yield from _at(one, rest)
