"""RDF canonicalization (RDFC-1.0): a JSON-LD document as statements, one a line, in one order: the signed bytes.

`canonical` gives the same text as a complete implementation (`rdf.in_full`) many times faster, by remembering for
each shape of
document how its statements look (`forms`). It refuses a document of which some part would not be signed: JSON-LD
silently drops words that no context defines, and a forger could put anything there.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from mooc_kit.credentials.credential_templates import CredentialTemplate, is_absolute
from mooc_kit.credentials.rdf import NotSignable, Path, leaves

FORMS_KEPT = 256


class _Forms:
    """The forms met last, by the shape of the documents that they fit and the words that they keep."""

    def __init__(self) -> None:
        self._kept: dict[Any, tuple[int, ...]] = {}
        self._forms: OrderedDict[Any, CredentialTemplate] = OrderedDict()

    def of(self, shape: Any, document: dict[str, Any], paths: list[Path], values: list[str]) -> CredentialTemplate:
        words = self._kept.get(shape, ())
        key = (shape, tuple(values[number] for number in words))
        form = self._forms.get(key)
        if form is not None and form.keeps(values):
            self._forms.move_to_end(key)
            return form
        form = CredentialTemplate(document, paths)
        words = tuple(form.constants)
        self._kept[shape] = words
        self._forms[shape, tuple(values[number] for number in words)] = form
        while len(self._forms) > FORMS_KEPT:
            old, _ = self._forms.popitem(last=False)
            self._kept.pop(old[0], None)
        return form


_forms = _Forms()


def canonical(document: dict[str, Any]) -> str:
    """The canonical N-Quads of `document`.

    Raises NotSignable when a part of the document would not be covered, UnknownContext for contexts that are not
    pinned.
    """
    values: list[str] = []
    paths: list[Path] = []
    shape: list[Any] = []
    for path, value in leaves(document):
        if isinstance(value, str) and not _is_word(path):
            _refuse_letters(value)
            values.append(value)
            paths.append(path)
            shape.append((path, is_absolute(value)))
        else:
            shape.append((path, type(value).__name__, repr(value)))
    return _forms.of(tuple(shape), document, paths, values).nquads(values)


def _is_word(path: Path) -> bool:
    """Whether what stands at `path` tells how the rest is to be read: a type, a context."""
    return "type" in path[-2:] or "@context" in path


def _refuse_letters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotSignable("half a surrogate pair") from error
