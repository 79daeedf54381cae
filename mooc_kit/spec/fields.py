"""Field types: the kinds of value in a spec; each checks what it holds and describes itself to JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from mooc_kit.problems import Rule
from mooc_kit.spec import json_patterns, spec_codes
from mooc_kit.spec.json_patterns import written


class SpecModel(BaseModel):
    """A part of the spec: unknown keys are errors, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def empty_list() -> list[Any]:
    """The default of a list. Pydantic looks at the signature of what makes a default, each time that it meets it; that
    of `list` itself is a text, which Python parses for half a millisecond."""
    return []


def refuse(rule: Rule, message: str, hint: str) -> PydanticCustomError:
    """The error that `schema_errors` turns into a Problem of `rule`."""
    return PydanticCustomError("mooc_kit", "{message}", {"rule": rule, "message": message, "hint": hint})


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_ID = re.compile(ID_PATTERN)
_WORDS_OF_A_NAME = 6  # what is longer is a sentence that stands where an id is wanted
_NOT_ID = re.compile(r"[^a-z0-9]+")
# Names that Windows keeps for devices: a kit must check out there too.
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def slug(text: str) -> str:
    """`text` as an id: plain small letters, digits and hyphens, at most 60 characters ("" where none are left)."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_ID.sub("-", text.lower()).strip("-")[:60].strip("-")


def _check_id(value: str) -> str:
    if _ID.match(value) is None or len(value) > 60:
        better = slug(value) or "my-id"
        hint = f"Write it like `{better}`."
        if len(value.split()) > _WORDS_OF_A_NAME:
            short = "-".join(better.split("-")[:3])
            hint = f"Write a short id, like `{short}`; the sentence is the `text:` or `title:` of what has this id."
        raise refuse(spec_codes.BAD_ID, f'"{value[:80]}" cannot be an id.', hint)
    if value in RESERVED:
        raise refuse(spec_codes.BAD_ID, f'"{value}" is a name that Windows keeps for itself.', f"Write `{value}-1`.")
    return value


def _check_text(value: str) -> str:
    found = None if value.isprintable() else _CONTROL.search(value)  # printable texts hold none, and most are
    if found:
        raise refuse(
            spec_codes.ODD_CHARACTER,
            f"The text holds the invisible character U+{ord(found.group()):04X}.",
            "Delete it and type the words again; such characters come in by copying.",
        )
    if not value:
        raise refuse(spec_codes.EMPTY_TEXT, "This text is empty.", "Write a few words, or remove the line.")
    return value


_PLAIN_LANGUAGES = json_patterns.TWO_LETTERS - {"in", "iw", "ji", "jw", "mo", "sh", "tl"}  # these were renamed
"""Languages of two letters (ISO 639-1) in their standard form, so that the register need not be read for them: that
takes as long as everything else about a spec. A test compares them with it."""


@lru_cache(maxsize=512)
def _check_language(value: str) -> str:
    if value in _PLAIN_LANGUAGES:
        return value
    from langcodes import standardize_tag, tag_is_valid

    if not tag_is_valid(value):
        from babel import Locale

        named = {name.lower(): code for code, name in Locale("en").languages.items()}
        code = named.get(value.strip().lower(), "").replace("_", "-")
        hint = (f"Did you mean `{code}`? " if code else "") + "Use a code like en, fr, pt-BR or zh-Hans."
        raise refuse(spec_codes.BAD_LANGUAGE, f'"{value[:40]}" is not a language code.', hint)
    return str(standardize_tag(value))


@lru_cache(maxsize=512)
def _check_license(value: str) -> str:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return str(canonicalize_license_expression(value))
    except InvalidLicenseExpression:
        from packaging.licenses._spdx import LICENSES

        from mooc_kit.suggest import nearest

        close = nearest(value, [entry["id"] for entry in LICENSES.values()])
        hint = f"Did you mean `{close[0]}`? " if close else ""
        raise refuse(
            spec_codes.BAD_LICENSE,
            f'"{value[:60]}" is not an SPDX licence name.',
            hint + "Open courses often use CC-BY-4.0, CC-BY-SA-4.0 or CC0-1.0.",
        ) from None


_PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?!(?:arpa|invalid|local|localhost|onion)\Z)[a-z]{2,}"
)
"""Addresses that nothing can be wrong with, and that are in their standard form: no letters from elsewhere, no names
that no mail goes to. The library that judges all others takes long to load; a test compares the two."""


@lru_cache(maxsize=4096)
def _check_email(value: str) -> str:
    if len(value) <= 64 and _PLAIN_EMAIL.fullmatch(value):
        return value
    from email_validator import EmailNotValidError, validate_email

    try:
        # example.org and the like are fine in examples and drafts; whether mail arrives is not ours to ask the network
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise refuse(
            spec_codes.BAD_EMAIL, f'"{value[:80]}" is not an e-mail address.', "Write it like name@example.org."
        ) from None


@lru_cache(maxsize=4096)
def check_url(value: str) -> str:
    from urllib.parse import urlsplit

    problem = ""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
        if parts.scheme not in ("http", "https"):
            problem = "It must begin with https:// (or http://)."
        elif not host or ("." not in host and host != "localhost" and ":" not in host):
            problem = "The name of the site is missing or not complete."
        elif re.search(r"[\s<>\"{}|\\^`]", value):
            problem = "It holds a space or another character that web addresses cannot hold."
        elif parts.username or parts.password:
            problem = "Leave the user name and password out of it."
        else:
            host.encode("idna") if not host.isascii() else None
    except (ValueError, UnicodeError):
        problem = "Compare it with the address bar of your browser."
    if problem:
        bare = re.match(r"[a-z0-9.-]+\.[a-z]{2,}(/|$)", value)
        hint = f"Did you mean `https://{value}`?" if bare else problem
        raise refuse(spec_codes.BAD_URL, f'"{value[:80]}" is not a web address.', hint)
    return value


def _read_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise refuse(
                    spec_codes.BAD_DATE, f"{value} is not a day of the calendar.", "Check the month and the day."
                ) from None
        raise refuse(spec_codes.BAD_DATE, f'"{value[:40]}" is not a date.', _written_rightly(value[:40]))
    raise refuse(spec_codes.BAD_DATE, "This is not a date.", "Write year-month-day, like 2027-03-01.")


def _written_rightly(value: str) -> str:
    """How the day that somebody wrote in another form is written; where the form is open to doubt, each reading."""
    from mooc_kit.spec.dates import readings

    meant = [day.isoformat() for day in readings(value)]
    if not meant:
        return "Write year-month-day, like 2027-03-01."
    return f"Write year-month-day: {' or '.join(meant)}{', whichever you mean' if len(meant) > 1 else ''}."


def _read_target(value: Any) -> Any:
    """Counts as they are, shares as text with a percent sign: `200` or `60%`."""
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, int) and value > 0:
        return value
    found = re.fullmatch(r"(\d{1,3})\s?%", value) if isinstance(value, str) else None
    if found and 0 < int(found.group(1)) <= 100:
        return f"{int(found.group(1))}%"
    raise refuse(
        spec_codes.BAD_VALUE,
        f'"{value}" is not a target.',
        "Write how many (200) or which share (60%).",
    )


_WORDS = written(json_patterns.TEXT, "Write a few words, or remove the line.")
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=400),
    AfterValidator(_check_text),
    Field(json_schema_extra=_WORDS),
]
"""A line of text: trimmed, not empty, no control characters, at most 400 characters."""

LongText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=10_000),
    AfterValidator(_check_text),
    Field(json_schema_extra=_WORDS),
]
"""Some paragraphs of text."""


def is_words(metadata: Iterable[Any]) -> bool:
    """Whether metadata of a field is that of a `Text` or `LongText`: words for people, and no id or address."""
    return any(isinstance(part, AfterValidator) and part.func is _check_text for part in metadata)


ID_SHAPE = rf"^(?!(?:{'|'.join(sorted(RESERVED))})$){ID_PATTERN.removeprefix('^')}"
_ID_WRITTEN = written(ID_SHAPE, "Write it in small letters, digits and hyphens, like my-course.")
Id = Annotated[str, AfterValidator(_check_id), Field(json_schema_extra={**_ID_WRITTEN, "maxLength": 60})]
"""A kebab-case id."""

KNOWN = "known"
"""In the schema of an id: the kind of names of which it is one, filled in where they are known."""


def name_of(kind: str) -> Any:
    """Metadata of an `Id` that names something of this `kind`: "targets", or "platforms" among them."""
    return Field(json_schema_extra={KNOWN: kind})


Language = Annotated[
    str,
    AfterValidator(_check_language),
    Field(
        json_schema_extra=written(
            json_patterns.LANGUAGE,
            "Use a language code like en, fr, pt-BR or zh-Hans.",
            *(("en", "English"), ("fr", "French"), ("es", "Spanish"), ("pt-BR", "Portuguese of Brazil")),
            *(("de", "German"), ("ar", "Arabic"), ("hi", "Hindi"), ("sw", "Swahili"), ("zh-Hans", "Chinese")),
        )
    ),
]
"""A BCP 47 language tag, in its standard form."""

ALL_RIGHTS_RESERVED = "LicenseRef-all-rights-reserved"
"""The licence of a course that nobody may reuse without asking: what holds where nobody gave one. SPDX has no name."""
License = Annotated[
    str,
    AfterValidator(_check_license),
    Field(
        json_schema_extra=written(
            json_patterns.LICENSE,
            "Write its SPDX name, like CC-BY-4.0, CC-BY-SA-4.0 or CC0-1.0.",
            ("CC-BY-4.0", "Others may reuse it and say whose it is"),
            ("CC-BY-SA-4.0", "The same, and what they make of it must be as open"),
            ("CC-BY-NC-4.0", "Others may reuse it, but earn nothing with it"),
            ("CC-BY-NC-SA-4.0", "The same, and what they make of it must be as open"),
            ("CC0-1.0", "Others may do what they like"),
            (ALL_RIGHTS_RESERVED, "Nobody may reuse it without asking"),
        )
    ),
]
"""An SPDX licence expression."""

Url = Annotated[
    str,
    AfterValidator(check_url),
    Field(json_schema_extra=written(json_patterns.URL, "Write the whole address, like https://rivers.example.org.")),
]
"""A web address, http or https."""

Email = Annotated[
    str,
    AfterValidator(_check_email),
    Field(json_schema_extra=written(json_patterns.EMAIL, "Write it like name@example.org.")),
]
"""An e-mail address; its form is checked, not whether mail arrives."""

Percent = Annotated[int, Field(ge=0, le=100)]
"""A percentage as a whole number from 0 to 100."""

_DATE = written(json_patterns.DATE, "Write year-month-day, like 2027-03-01.")
Date = Annotated[date, BeforeValidator(_read_date), WithJsonSchema({"type": "string", "format": "date", **_DATE})]
"""A day, year-month-day (ISO 8601)."""

_MOMENT = written(json_patterns.MOMENT, "Write it like 2027-03-04T18:00+01:00.")
Moment = Annotated[datetime, WithJsonSchema({"type": "string", **_MOMENT})]
"""A day with a time; its zone is missing where nobody wrote it."""

Amount = Annotated[
    int | str,
    BeforeValidator(_read_target),
    WithJsonSchema(
        {
            "anyOf": [
                {
                    "type": "string",
                    **written(json_patterns.SHARE, "Write how many (200) or which share (60%)."),
                },
                {"type": "integer", "minimum": 1},
            ]
        }
    ),
]
"""A number of people or things (200), or a share of them ("60%")."""
