"""Translation catalogues (gettext): the short texts participants read, one catalogue a language, by plain English.

A language is added by laying `locale/<tag>/LC_MESSAGES/mooc_kit.po` beside the English one; no Python changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "mooc_kit"
_LEFT_TO_RIGHT, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class Messages:
    """The texts of one language: `text`, `plural`, dates and the direction of writing."""

    language: str
    catalogue: Catalog | None
    isolates_english: bool = False
    """Whether texts without a translation are set apart, for pages whose own direction is from right to left."""
    _found: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def text(self, message: str, **values: object) -> str:
        """`message` in this language, its {names} filled in; English where there is no translation."""
        found = self._lookup(message)
        return found.format_map(values) if values else found

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """`one` or `many` by the language's own plural rule, with {n} filled in."""
        entry = self.catalogue.get((one, many)) or self.catalogue.get(one) if self.catalogue else None
        if entry is not None and self.catalogue is not None and isinstance(entry.string, tuple | list):
            forms = [form for form in entry.string if form]
            if forms:
                index = min(_plural_index(self.catalogue, n), len(forms) - 1)
                return str(forms[index]).format_map({"n": n, **values})
        return self._english(one if n == 1 else many).format_map({"n": n, **values})

    def for_pages(self) -> Messages:
        """The same for pages that people read: among Arabic, English keeps its direction and its full stop in place."""
        return replace(self, isolates_english=self.dir == "rtl", _found={})

    def _english(self, message: str) -> str:
        return f"{_LEFT_TO_RIGHT}{message}{_END}" if self.isolates_english and message.strip() else message

    def _lookup(self, message: str) -> str:
        found = self._found.get(message)
        if found is None:
            entry = self.catalogue.get(message) if self.catalogue else None
            found = self._found[message] = (
                str(entry.string) if entry is not None and entry.string else self._english(message)
            )
        return found

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
    for tag in (language.replace("-", "_"), language.split("-", maxsplit=1)[0]):
        path = folder / tag / "LC_MESSAGES" / f"{DOMAIN}.po"
        if path.is_file():
            return Messages(language, _read(path))
    return Messages(language, None)


def has_language(language: str, folder: Path = LOCALE_FOLDER) -> bool:
    return messages_for(language, folder).catalogue is not None


def language_name(tag: str) -> str:
    """The language `tag` as its own speakers call it; the tag itself where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return (Locale.parse(tag, sep="-").get_display_name() or tag).capitalize()
    except (UnknownLocaleError, ValueError):
        return tag


@lru_cache(maxsize=8)
def _read(path: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        return read_po(stream)


def _plural_index(catalogue: Catalog, n: int) -> int:
    return int(_plural_rule(catalogue.plural_expr)(n))


@lru_cache(maxsize=8)
def _plural_rule(expression: str) -> Callable[[int], int]:
    from gettext import c2py  # stdlib's own compiler of plural formulas

    rule: Callable[[int], int] = c2py(expression)
    return rule
