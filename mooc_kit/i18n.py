"""Translation catalogues (gettext): the short texts participants read, one catalogue a language, by plain English.

English is the message itself and needs no catalogue. A language is added by laying `<tag>/LC_MESSAGES/mooc_kit.po` into
`locale/`; no Python changes. A checkout reads the .po; what people install carries the compiled .mo instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Message

Say = Callable[..., str]
"""`Messages.text`, or what stands for it: a message in the language, its {names} filled in."""
LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "mooc_kit"
ENGLISH = "en"
ISOLATED = ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
"""What stands around English among words that run from right to left."""
MARKED = (f"{ISOLATED[0]}\N{WORD JOINER}", f"\N{WORD JOINER}{ISOLATED[1]}")
"""What stands around English that a page still has to say the language of (content/language_of_parts.py)."""
_COUNTED = re.compile(r"(\d+) of (\d+) texts")
_FIELD = re.compile(r"\{(?! )[^{}]*\}|\{\{[^{}]*\}\}")
"""What is filled in later, and the tags of a template; a brace before a space is one that is read."""


def N_(message: str) -> str:  # gettext's own name for it
    """`message` itself, marked for translators where it stands; it is looked up elsewhere (gettext's "noop")."""
    return message


@dataclass(frozen=True)
class Messages:
    """The texts of one language: `text`, `plural`, dates and the direction of writing."""

    language: str
    folder: Path = LOCALE_FOLDER
    own: Path | None = None
    """The translations of a kit, which go before those in `folder`."""
    around_english: tuple[str, str] = ("", "")
    """What is set before and after a text that has no translation."""

    def text(self, message: str, **values: object) -> str:
        """`message` in this language, its {names} filled in; English where there is no translation."""
        found = self._catalogue.gettext(message) if message else ""  # gettext's "" is the catalogue's own header
        return found.format_map(values) if values else found

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """`one` or `many` by the language's own plural rule, with {n} filled in."""
        return self.form(one, many, n).format_map({"n": n, **values})

    def form(self, one: str, many: str, n: float) -> str:
        """`one` or `many` by the language's own plural rule, with {n} as it stands. A part of one, as 0.5, is many."""
        return self._catalogue.ngettext(one, many, int(n) if n == int(n) else max(2, ceil(n)))

    def for_pages(self) -> Messages:
        """The same for HTML, whose writer says of English among another language that it is that (`with_languages`)."""
        return replace(self, around_english=("", "") if self.is_english else MARKED)

    def for_plain_text(self) -> Messages:
        """The same for what has no markup: among Arabic, English keeps its direction and its full stop in place."""
        return replace(self, around_english=ISOLATED if self.dir == "rtl" else ("", ""))

    @property
    def is_english(self) -> bool:
        return self.language.partition("-")[0].lower() == ENGLISH

    @property
    def is_translated(self) -> bool:
        """Whether anything is said otherwise than in English."""
        return not isinstance(self._catalogue, _English)

    @property
    def _catalogue(self) -> NullTranslations:
        return _catalogue(self.folder, self.language, self.around_english, self.own)

    @property
    def locale(self) -> Locale:
        from babel import Locale, UnknownLocaleError

        for tag in (self.language, self.language.split("-")[0], "en"):
            try:
                return Locale.parse(tag, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
        return Locale("en")

    @property
    def dir(self) -> str:
        """ "ltr" or "rtl", for HTML's `dir`."""
        return str(self.locale.text_direction)

    def date(self, day: date, style: str = "long") -> str:
        from babel.dates import format_date

        return format_date(day, style, locale=self.locale)

    def date_time(self, moment: datetime) -> str:
        """Day, hour and minute, with the offset from UTC where the moment has one."""
        from babel.dates import format_datetime, format_time

        shown = f"{self.date(moment)}, {format_time(moment, 'short', locale=self.locale)}"
        return shown if moment.tzinfo is None else f"{shown} {format_datetime(moment, 'ZZZZ', locale=self.locale)}"

    def number(self, value: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)


def messages_for(language: str, folder: Path = LOCALE_FOLDER) -> Messages:
    """The catalogue that fits `language` best: the whole tag, then its first part, then English."""
    return Messages(language, folder, _OWN.get())


def speak_for(kit: Path) -> None:
    """From now on, what lies in the `locale/` of `kit` goes before mooc-kit's own translations, text by text."""
    own = kit / LOCALE_FOLDER.name
    _OWN.set(own.resolve() if own.is_dir() and own.resolve().is_relative_to(kit.resolve()) else None)


_OWN: ContextVar[Path | None] = ContextVar("own translations of the kit that is worked on", default=None)


def has_language(language: str, folder: Path = LOCALE_FOLDER) -> bool:
    """Whether there are texts in `language`, be they few."""
    is_ours = language.partition("-")[0] == ENGLISH or language.lower() in PSEUDO
    return is_ours or any(_files(folder, language, _OWN.get()))


def share_translated(language: str, folder: Path = LOCALE_FOLDER) -> float:
    """From 0 to 1: how much of what mooc-kit says is said in `language`."""
    if language.partition("-")[0] == ENGLISH or language.lower() in PSEUDO:
        return 1
    read = (_read(file).info().get("project-id-version", "") for file in _files(folder, language, _OWN.get()))
    found = (_COUNTED.search(about) for about in read)
    return max((int(said[1]) / max(int(said[2]), 1) for said in found if said), default=0)


def language_name(tag: str) -> str:
    """The language `tag` as its own speakers call it; the tag itself where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return (Locale.parse(tag, sep="-").get_display_name() or tag).capitalize()
    except (UnknownLocaleError, ValueError):
        return tag


def compiled(po: bytes) -> bytes:
    """The .mo of a .po, without what translators have still to look at and what `fits` refuses."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(po))
    catalogue.creation_date = datetime(1970, 1, 1, tzinfo=UTC)  # same .po, same bytes
    for entry in [entry for entry in catalogue if entry.id and not fits(entry)]:
        entry.string = ""
    entries = [entry for entry in catalogue if entry.id]
    done = sum(1 for entry in entries if not entry.fuzzy and is_whole(entry.string))
    catalogue.project, catalogue.version = "mooc-kit", f"{done} of {len(entries)} texts"  # see share_translated
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def fits(entry: Message) -> bool:
    """Whether a translation has the {names} of its message: what it could not fill in would stop a whole page."""
    messages, strings = _words(entry.id), _words(entry.string)
    named = {name for message in messages for name in _FIELD.findall(message)}
    is_plain = not any(brace in _FIELD.sub("", message) for message in messages for brace in "{}")
    for text in strings:
        found = set(_FIELD.findall(text))
        if not found <= named or (found != named and not entry.pluralizable):
            return False
        if is_plain and any(brace in _FIELD.sub("", text) for brace in "{}"):
            return False
    return True


def is_whole(string: object) -> bool:
    """Whether a text, or each plural form of it, is there."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _words(said: object) -> list[str]:
    """One text, or each plural form of it, so far as there is any."""
    return [str(word) for word in (said if isinstance(said, list | tuple) else [said]) if word]


class _English(NullTranslations):
    """What is not translated, set apart by what stands `around` it."""

    def __init__(self, around: tuple[str, str]) -> None:
        super().__init__()
        self._around = around

    def gettext(self, message: str) -> str:
        return f"{self._around[0]}{message}{self._around[1]}" if message.strip() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class _Pseudo(NullTranslations):
    """A pseudo-language: every text that can be translated shows that it was, and leaves what stands in tags alone."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def gettext(self, message: str) -> str:
        return _WORDS.sub(lambda found: self._change(found[0]) if found[0].isalpha() else found[0], message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _accented(word: str) -> str:
    """With an accent on each letter, and longer by a third, as German is: each vowel stands twice."""
    return "".join(letter * (2 if letter in "aeiouAEIOU" else 1) for letter in word).translate(_ACCENTS)


def _mirrored(word: str) -> str:
    """Shown from right to left, as each word of Arabic is."""
    return f"\N{RIGHT-TO-LEFT OVERRIDE}{word}\N{POP DIRECTIONAL FORMATTING}"


_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćđéƒǵĥíĵķĺɱńőƥɋŕšţúṽŵẋýžÁƁĆĐÉƑǴĤÍĴĶĹṀŃŐƤɊŔŠŢÚṼŴẊÝŽ"
)
_WORDS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|<(?!!--)[^>]*>|&#?\w+;|\]\([^)]*\)|`[^`]*`|https?://\S+|[A-Za-z]+", re.DOTALL
)
PSEUDO = {"en-xa": _accented, "ar-xb": _mirrored}
"""Languages that nobody speaks, made from every English message, by their tags: what is not marked stays plain."""


@lru_cache(maxsize=32)
def _catalogue(folder: Path, language: str, around_english: tuple[str, str], own: Path | None) -> NullTranslations:
    if change := PSEUDO.get(language.lower()):
        return _Pseudo(change)
    first: NullTranslations = _English(around_english)
    for file in reversed(_files(folder, language, own)):
        found = copy(_read(file))  # the texts themselves are shared
        found.add_fallback(first)
        first = found
    return first


@lru_cache(maxsize=8)
def _read(file: Path) -> GNUTranslations:
    data = file.read_bytes()
    return GNUTranslations(BytesIO(compiled(data) if file.suffix == ".po" else data))


def _files(folder: Path, language: str, own: Path | None) -> list[Path]:
    """The files with texts in `language`, those that go before first. A kit's that cannot be read is none."""
    ours, theirs = _file(folder, language), _file(own, language) if own is not None else None
    kept = theirs if theirs is not None and unreadable(theirs) is None else None
    return [file for file in (kept, ours) if file is not None]


def own_file(language: str) -> Path | None:
    """The file of the kit that is worked on with mooc-kit's texts in `language`."""
    own = _OWN.get()
    return _file(own, language) if own is not None else None


@lru_cache(maxsize=8)
def unreadable(file: Path) -> str | None:
    """Why a catalogue cannot be read; None where it can."""
    try:
        _read(file)
    except Exception as error:  # somebody else's file: Babel and gettext raise whatever comes of it
        return str(error) or type(error).__name__
    return None


def _file(folder: Path, language: str) -> Path | None:
    if not language.replace("-", "").isalnum():
        return None
    for tag in (language.replace("-", "_"), language.partition("-")[0]):
        for suffix in (".po", ".mo"):
            file = folder / tag / "LC_MESSAGES" / f"{DOMAIN}{suffix}"
            if file.is_file():
                return file
    return None
