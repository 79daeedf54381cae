"""Verb tables of other languages than English (Bloom's revised taxonomy), and their rubric frames: a YAML file each.

A table is made for its language, by somebody who teaches in it, and not translated word by word: verbs that English has
in one form stand in those in which outcomes are written there. Frames inflect nothing: they quote the outcome as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import Any

from mooc_kit.bloom.kinds import Level, Performance

FOLDER = files("mooc_kit").joinpath("bloom", "languages")
_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
"""Signs over and under Arabic letters, and the stroke that only makes a word longer."""
_ALEF = str.maketrans("أإآٱ", "اااا")
_PERSONS = "يتنأا"
"""The letters with which the persons of an Arabic verb begin."""


@dataclass(frozen=True)
class VerbTable:
    """The verbs of a language, by the form that `base` gives."""

    levels: Mapping[str, Level]
    families: Mapping[str, Performance]
    """Those whose family their level does not tell."""
    unobservable: Mapping[str, tuple[str, ...]]
    better: tuple[str, ...]
    openings: tuple[re.Pattern[str], ...]
    endings: tuple[str, ...]
    adverbs: tuple[str, ...]
    hanging: frozenset[str]
    """Words that no title ends with."""
    rubric: Mapping[str, Any]
    """By family: the title of the criterion, then what each level looks like, lowest first."""

    def without_opening(self, text: str) -> str:
        """`text` from its verb on: without "los participantes podrán" and the like."""
        text = text.strip()
        for opening in self.openings:
            text = opening.sub("", text, count=1)
        return text

    def first_verb(self, text: str) -> str:
        """The word that says what is done, in the form of the table; "" where there is none."""
        for word in re.findall(r"[^\W\d_]+", _MARKS.sub("", self.without_opening(text))):
            lower = word.casefold()
            if not any(fnmatchcase(lower, adverb) for adverb in self.adverbs):
                return self.base(lower)
        return ""

    def base(self, word: str) -> str:
        """`word` as it stands in the table; itself where it is not there."""
        known = (form for form in self._forms(_plain(word)) if form in self.levels or form in self.unobservable)
        return next(known, word)

    def _forms(self, word: str) -> Iterator[str]:
        yield word
        yield from (word.removesuffix(ending) for ending in self.endings if word.endswith(ending))
        if word[:1] in _PERSONS:
            for person in (word, re.sub(r"(?:ون|وا|ين|ن)\Z", "", word)):
                yield f"ي{person[1:]}"
        if word.startswith("ال"):
            yield word[2:]


@lru_cache(maxsize=8)
def table_for(language: str) -> VerbTable | None:
    """The table of `language` (BCP 47); None where it has none, and for English, whose table is code."""
    tag = language.partition("-")[0].lower()
    file = FOLDER.joinpath(f"{tag}.yaml")
    if not tag.isalpha() or not file.is_file() or language.lower() == "ar-xb":
        return None
    import yaml  # commands that ask no table go without it

    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return VerbTable(
        levels=dict(_entries({Level(level): words for level, words in data["levels"].items()})),
        families=dict(_entries({Performance(family): words for family, words in data["families"].items()})),
        unobservable={
            form: tuple(better) for words, better in data["unobservable"].items() for form in _plain(words).split()
        },
        better=tuple(data["better"]),
        openings=tuple(re.compile(rf"\A(?:{opening})", re.IGNORECASE) for opening in data["openings"]),
        endings=tuple(data["endings"]),
        adverbs=tuple(data["adverbs"]),
        hanging=frozenset(data["hanging"]),
        rubric=data["rubric"],
    )


def languages() -> list[str]:
    """The languages with a table of their own, English apart."""
    return sorted(file.name.removesuffix(".yaml") for file in FOLDER.iterdir() if file.name.endswith(".yaml"))


def _entries(table: Mapping[Any, list[str]]) -> Iterator[tuple[str, Any]]:
    """Each form with what it belongs to; a form that stands twice belongs to the first."""
    seen: set[str] = set()
    for belongs, words in table.items():
        for form in (form for word in words for form in _plain(word).split()):
            if form not in seen:
                seen.add(form)
                yield form, belongs


def _plain(word: str) -> str:
    return _MARKS.sub("", word).translate(_ALEF)
