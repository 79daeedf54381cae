"""Credential templates: statements and JSON worked out once, then filled with many people's values.

Filling follows RDFC-1.0: values are escaped, blank nodes are named by the hash of the statements that they stand in,
lines are
sorted. Where two blank nodes look alike by that hash, the complete algorithm of pyoxigraph decides. Where blank nodes
stand is taken from the form and never from what is filled in, so a text that looks like a statement stays a text.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from mooc_kit.cache import kept_json
from mooc_kit.credentials.contexts import is_term
from mooc_kit.credentials.rdf import NotSignable, Path, canonical_quads, leaves, nquads
from mooc_kit.credentials.rdf_templates import Blocks, Line, Lines

_ABSOLUTE = re.compile(r"(?:https?://|urn:|did:|mailto:|data:|tel:|ni:)[^\s<>\"{}|\\^`\x00-\x20\x7f]+\Z")
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
_ESCAPES |= {code: f"\\u{code:04X}" for code in (*range(32), 127) if code not in _ESCAPES}
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')


def is_absolute(text: str) -> bool:
    """Whether `text` is a full address of a kind that no context shortens."""
    return _ABSOLUTE.match(text) is not None and text.isascii()


def escaped(text: str) -> str:
    """`text` as canonical N-Quads write it inside a literal."""
    return text.translate(_ESCAPES) if _NEEDS_ESCAPE.search(text) else text


class CredentialTemplate:
    """A document with blanks at `paths`, made from one `document` that has values there.

    `is_checked` says that somebody made sure already that every part of the document is covered.
    Raises NotSignable when a part would not be.
    """

    def __init__(self, document: dict[str, Any], paths: Sequence[Path], *, is_checked: bool = False) -> None:
        self.paths = tuple(paths)
        nonce = "b" + secrets.token_hex(8)
        originals = [_at(document, path) for path in self.paths]
        self._is_address = tuple(is_absolute(text) for text in originals)
        marks = [f"urn:{nonce}:{n}x" if a else f"{nonce}-{n}x" for n, a in enumerate(self._is_address)]
        numbers = {mark: number for number, mark in enumerate(marks)}
        blanked = _copy(document)
        for path, mark in zip(self.paths, marks, strict=True):
            _put(blanked, path, mark)
        quads = nquads(blanked)
        found = _mentioned(quads, numbers)
        self.constants = {n: originals[n] for n in range(len(originals)) if n not in found}
        """Blanks that must keep the value that they had: their meaning depends on the word itself."""
        if self.constants:
            for number, text in self.constants.items():
                _put(blanked, self.paths[number], text)
            quads = nquads(blanked)
            if self.constants.keys() & _mentioned(quads, numbers):
                raise NotSignable("a value that changes the meaning of another")
        text = json.dumps(blanked, ensure_ascii=False, separators=(",", ":"))
        if not is_checked:
            _require_signed(text.replace(nonce, ""), blanked, quads, {self.paths[n] for n in found})
        self._read(quads, numbers)
        parts = re.split(f'"(?:urn:{nonce}:|{nonce}-)([0-9]+)x"', text)
        self._json = tuple(int(part) if n % 2 else part for n, part in enumerate(parts))

    def keeps(self, values: Sequence[str]) -> bool:
        """Whether `values` has the words that this form cannot change."""
        return all(values[number] == text for number, text in self.constants.items())

    def json(self, values: Sequence[str]) -> str:
        """The document with `values` in the blanks, in the order of its keys."""
        written = [encode_basestring(value) for value in values]
        return "".join([part if isinstance(part, str) else written[part] for part in self._json])

    def document(self, values: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.json(values))
        return found

    def nquads(self, values: Sequence[str]) -> str:
        """The canonical N-Quads of the document with `values` in the blanks.

        Raises NotSignable where a blank for an address gets something else, ValueError for a word that must be kept.
        """
        if self.constants and not self.keeps(values):
            raise ValueError("a word that this form cannot change")
        texts = []
        for value, is_address in zip(values, self._is_address, strict=True):
            if is_address and not is_absolute(value):
                raise NotSignable(f'"{value[:60]}" is not an address')
            texts.append(value if is_address else escaped(value))
        hashes = [known or _hashed(seen.text(texts)) for known, seen in self._nodes]
        if len(set(hashes)) != len(hashes):
            return self._by_the_complete_algorithm(texts)
        # A blank node's number counts from the end: -1 is the first.
        texts += [""] * len(hashes)
        for rank, number in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
            texts[-number - 1] = f"_:c14n{rank}"
        return self._blocks.text(texts)

    def _by_the_complete_algorithm(self, texts: Sequence[str]) -> str:
        import pyoxigraph

        filled = [*texts, *(f"_:n{number}" for number in range(len(self._nodes)))]
        lines = [line % tuple([filled[blank] for blank in blanks]) for _, (line, blanks) in self._rows]
        quads = pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
        return canonical_quads(list(quads))

    def _read(self, quads: list[Any], numbers: dict[str, int]) -> None:
        """Make lines with blanks of the statements: which values and blank nodes stand where."""
        nodes: dict[str, int] = {}
        rows: dict[tuple[Line, Line], None] = {}
        for quad in quads:
            terms = [
                _term(term, numbers, nodes) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
            ]
            text = " ".join([text for text, _ in terms if text]) + " ."
            rows[(terms[0][0], tuple(terms[0][1])), (text, tuple([b for _, found in terms for b in found]))] = None
        self._rows = list(rows)
        self._blocks = Blocks(rows)
        self._nodes = [self._node(-number - 1) for number in range(len(nodes))]

    def _node(self, node: int) -> tuple[str, Lines]:
        """The hash of the blank node `node` where nothing in it can change (else ""), and what it is made of: the
        statements that mention it, where it is called _:a and all others _:z."""
        seen: list[tuple[Line, tuple[int, ...]]] = []
        for _, (line, blanks) in self._rows:
            if node in blanks:
                names = tuple("%s" if b >= 0 else "_:a" if b == node else "_:z" for b in blanks)
                rest, others = tuple(b for b in blanks if b >= 0), tuple(b for b in blanks if b < 0)
                seen.append(((line.replace("%%", "%%%%") % names, rest), others))
        lines = Lines(seen)
        return _hashed(lines.text(())) if lines.is_fixed else "", lines


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _term(term: Any, numbers: dict[str, int], nodes: dict[str, int]) -> tuple[str, list[int]]:
    """A term as text with %s for blanks and blank nodes, and what stands there: number >= 0 a blank, < 0 a node."""
    import pyoxigraph

    if isinstance(term, pyoxigraph.DefaultGraph):
        return "", []
    if isinstance(term, pyoxigraph.BlankNode):
        number = nodes.setdefault(term.value, len(nodes))
        return "%s", [-number - 1]
    if isinstance(term, pyoxigraph.NamedNode):
        if term.value in numbers:
            return "<%s>", [numbers[term.value]]
        return f"<{term.value}>".replace("%", "%%"), []
    if term.language or term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        tail = f"@{term.language}" if term.language else f"^^<{term.datatype.value}>"
    else:
        tail = ""
    tail = tail.replace("%", "%%")
    if term.value in numbers:
        return f'"%s"{tail}', [numbers[term.value]]
    return '"' + escaped(term.value).replace("%", "%%") + '"' + tail, []


def _mentioned(quads: list[Any], numbers: dict[str, int]) -> set[int]:
    """The blanks that stand in `quads` as a whole term."""
    found = set()
    for quad in quads:
        for term in (quad.subject, quad.object):
            number = numbers.get(getattr(term, "value", ""))
            if number is not None:
                found.add(number)
    return found


def _require_signed(form: str, document: dict[str, Any], quads: list[Any], covered: set[Path]) -> None:
    """Raise NotSignable as `_refuse_unsigned` does, which is asked once for each form and version.

    `form` is the text of `document`; with the places that are `covered` it tells all that the verdict follows from.
    Only that a form is sound is kept; what is refused is looked at, and refused, each time.
    """
    import pyoxigraph

    def is_sound() -> bool:
        _refuse_unsigned(document, quads, covered)
        return True

    kept_json(is_sound, "signed", pyoxigraph.__version__, form, repr(sorted(covered, key=repr)))


def _refuse_unsigned(document: dict[str, Any], quads: list[Any], covered: set[Path]) -> None:
    """Raise NotSignable for a value that can be changed without changing any statement."""
    before = canonical_quads(quads)
    there = [(path, value) for path, value in leaves(document) if path not in covered and "@context" not in path]
    seen = _seen_as_they_are(document, before, there) | _types_that_say_something(document, quads)
    for path, value in there:
        if path[-1] == "@context" or (value in ({}, []) and value is not False) or value is None:
            raise NotSignable("an empty value at " + "/".join(map(str, path)))
        if path in seen:
            continue
        changed = _copy(document)
        other = (not value) if isinstance(value, bool) else value + 1 if isinstance(value, int | float) else value + "X"
        _put(changed, path, other)
        if canonical_quads(nquads(changed)) == before:
            raise NotSignable("/".join(map(str, path)) + " would not be signed")


def _seen_as_they_are(document: dict[str, Any], before: str, there: list[tuple[Path, Any]]) -> set[Path]:
    """Those of the texts `there` that stand in statements just as they are, so that each change of one is seen.

    All are given names of their own at once, and the statements must be those of `before` as soon as the names are
    taken back: reading a document takes far longer than all else. What tells how the rest is to be read (a type, a
    word of a list) is not among them.
    """
    nonce = "b" + secrets.token_hex(8)
    texts = [(path, text) for path, text in there if isinstance(text, str) and "type" not in path[-2:]]
    marked = {
        f"urn:{nonce}:{n}x" if is_absolute(text) else f"{nonce}-{n}x": (path, text)
        for n, (path, text) in enumerate(texts)
    }
    for _ in range(2):  # what did not come out as it was keeps its text the second time
        changed = _copy(document)
        for mark, (path, _text) in marked.items():
            _put(changed, path, mark)
        found = nquads(changed)
        numbers = {mark: number for number, mark in enumerate(marked)}
        come_out = _mentioned(found, numbers)
        if len(come_out) == len(marked):
            break
        marked = {mark: marked[mark] for mark, number in numbers.items() if number in come_out}
    else:
        return set()
    if canonical_quads([_taken_back(quad, marked) for quad in found]) != before:
        return set()
    return {path for path, _ in marked.values()}


def _types_that_say_something(document: dict[str, Any], quads: list[Any]) -> set[Path]:
    """The types in `document` of which a change is surely seen: most of what would else be read once for each.

    A type gives one statement, and nothing else does (no pinned context has a default vocabulary, a map by types or
    another word for `type`: a test holds it). So where there are as many different statements as types, each gives one
    of them, and an unknown word in its place, which gives none, leaves fewer.
    """
    types = [(path, value) for path, value in leaves(document) if "type" in path[-2:]]
    told = {(quad.subject, quad.object, quad.graph_name) for quad in quads if quad.predicate.value == _TYPE}
    if len(told) != len(types):
        return set()
    return {path for path, word in types if isinstance(word, str) and ":" not in word and not is_term(f"{word}X")}


def _taken_back(quad: Any, marked: dict[str, tuple[Path, str]]) -> Any:
    """`quad` with the texts that the marks in it stand for."""
    import pyoxigraph

    def term(found: Any) -> Any:
        _, text = marked.get(getattr(found, "value", ""), ((), None))
        if text is None:
            return found
        if isinstance(found, pyoxigraph.NamedNode):
            return pyoxigraph.NamedNode(text)
        if found.language:
            return pyoxigraph.Literal(text, language=found.language)
        return pyoxigraph.Literal(text, datatype=found.datatype)

    return pyoxigraph.Quad(term(quad.subject), quad.predicate, term(quad.object), quad.graph_name)


def _at(document: Any, path: Path) -> str:
    for key in path:
        document = document[key]
    if not isinstance(document, str):
        raise NotSignable("a blank that is not a text")
    return document


def _put(document: Any, path: Path, value: Any) -> None:
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value
