"""Course translation (gettext): a kit's own texts in another language, while its course is put together.

`translations/TAG.po` holds what translators made of them, and a page beside a page (`page.es.md`) takes its place where
a language says something else. What neither says stays as it is, in the course's own language. Ids are the same in
every language, so that a participant's progress is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel

from mooc_kit.content.template_passages import passages, translated
from mooc_kit.spec.fields import is_words
from mooc_kit.spec.model import Spec

FOLDER = "translations"
SPEC = "course.yaml"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
M = TypeVar("M", bound=BaseModel)
Translate = Callable[[str], str]
_NAMES = frozenset({("Person", "name"), ("Partner", "name"), ("Brand", "logo"), ("OutcomeSpec", "parts")})
"""Words that are no texts: names of people and files, and how an outcome is taken apart in its own language."""
_UNREAD = frozenset({"tags", "author"})


@dataclass(frozen=True)
class Left:
    """Passages of a page that are still in `language`, that of the course."""

    language: str = ""
    passages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Translation:
    """The texts of a course in `language`, by those in its `original` one."""

    language: str
    original: str
    texts: Mapping[str, str] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict, compare=False)
    """What the course says, each text with the files that say it, as it is asked for."""
    replaced: set[str] = field(default_factory=set, compare=False)
    """What it says on pages that this language has of its own."""

    @property
    def missing(self) -> list[str]:
        return [text for text in self.asked if not self.texts.get(text)]

    @property
    def stale(self) -> list[str]:
        """Translations of what the course does not say any more."""
        return [text for text in self.texts if text not in self.asked and text not in self.replaced]

    def page(self, markdown: str, file: str) -> str:
        """A page with each passage translated, so far as it is."""
        return translated(markdown, self._in(file))

    def replace(self, markdown: str) -> None:
        """A page that this language has of its own stands for this one."""
        self.replaced.update(passage.message for passage in passages(markdown))

    def left(self, markdown: str) -> Left:
        """What of a page nobody has translated."""
        found = (passage.message for passage in passages(markdown))
        return Left(self.original, frozenset(message for message in found if message not in self.texts))

    def model(self, model: M, file: str) -> M:
        """A quiz, a rubric, a survey or a spec with its texts translated."""
        return in_words(model, self._in(file))

    def _in(self, file: str) -> Translate:
        def text(words: str) -> str:
            if any(map(str.isalpha, _COMMENT.sub("", words))):
                files = self.asked.setdefault(words, [])
                if file not in files:
                    files.append(file)
            return self.texts.get(words) or words

        return text

    def spec(self, spec: Spec) -> Spec:
        """The spec with its texts translated, in this language."""
        made = self.model(spec, SPEC)
        return made.model_copy(update={"course": made.course.model_copy(update={"language": self.language})})


def other_languages(spec: Spec) -> list[str]:
    """The languages that the course is in beside its own."""
    own = spec.course.language
    return [tag for tag in dict.fromkeys(spec.course.languages) if tag != own]


def read_translation(folder: Path, language: str, original: str) -> Translation:
    """What `translations/TAG.po` of the kit in `folder` holds; nothing where there is no such file, or none to read."""
    from mooc_kit.content.po_files import read

    file = folder / FOLDER / f"{language}.po"
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return Translation(language, original)
    try:
        entries = list(read(file.read_bytes(), language))
    except ValueError:
        return Translation(language, original)
    done = (entry for entry in entries if isinstance(entry.id, str) and entry.string and not entry.fuzzy)
    return Translation(language, original, {str(entry.id): str(entry.string) for entry in done if entry.id})


def beside(path: str, language: str) -> str:
    """Where the page of another language lies: `content/index.es.md`."""
    whole = PurePosixPath(path)
    return str(whole.with_name(f"{whole.stem}.{language}{whole.suffix}"))


def is_beside(path: str, languages: Iterator[str] | list[str]) -> bool:
    """Whether this is a page of one of `languages` beside the course's own."""
    return PurePosixPath(path).name.endswith(tuple(f".{language}.md" for language in languages))


def in_words(model: M, translate: Translate) -> M:
    """`model` with every text that people read as `translate` gives it."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        is_text = (type(model).__name__, name) not in _NAMES and name in words_of(type(model))
        made = _translated(value, translate, is_text=is_text)
        if made is not value:
            changed[name] = made
    return model.model_copy(update=changed) if changed else model


def _translated(value: Any, translate: Translate, *, is_text: bool) -> Any:
    if isinstance(value, str):
        return translate(value) if is_text and type(value) is str and value else value
    if isinstance(value, BaseModel):
        return in_words(value, translate)
    if isinstance(value, list | tuple):
        made = [_translated(part, translate, is_text=is_text) for part in value]
        return type(value)(made) if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if isinstance(value, dict):
        new = {key: _translated(part, translate, is_text=is_text) for key, part in value.items()}
        return new if any(new[key] is not value[key] for key in value) else value
    return value


@lru_cache(maxsize=512)
def words_of(model: type[BaseModel]) -> frozenset[str]:
    """The fields of `model` that hold texts for people (`spec.fields.Text` and its kin), names apart."""
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if name not in _UNREAD and (is_words(info.metadata) or _holds_words(info.annotation))
    )


def _holds_words(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated and is_words(get_args(annotation)[1:]):
        return True
    return any(_holds_words(part) for part in get_args(annotation))
