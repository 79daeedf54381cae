"""JSON Schema patterns: what an editor can tell of a date, an address, a language or a licence by its look alone.

Each accepts all that the field's own check accepts (`mooc_kit.spec.fields`), and refuses what can be told without
asking a register. They stay within what ECMA 262 and Python's `re` read alike: `[0-9]`, as Python knows more digits.
"""

from __future__ import annotations

import re
from typing import Any

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
TEXT = rf"^(?=[\s\S]*\S)[^{_CONTROL}]*$"

SHARE = r"^0*(?:[1-9][0-9]?|100)\s?%$"

_DAY = (
    r"[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|[12][0-9]))"
)
DATE = rf"^{_DAY}$"
_CLOCK, _ZONE = (rf"(?:[01][0-9]|2[0-3]){colon}[0-5][0-9]" for colon in (":", ":?"))
# RFC 3339 wants seconds and a zone (`format: date-time`); people write 18:00, and a zone that is missing is told.
MOMENT = rf"^{_DAY}(?:[Tt _]{_CLOCK}(?::[0-5][0-9](?:[.,][0-9]+)?)?(?:[Zz]|[-+\u2212]{_ZONE})?)?$"

_PLAIN = r"""[^\s<>"{}|\\^`/?#@:\[\]]*"""
_BEHIND = r"""(?::[0-9]*)?(?:[/?#][^\s<>"{}|\\^`]*)?$"""
_HOST = rf"(?:[Ll]ocalhost|{_PLAIN}\.{_PLAIN}|\[[0-9A-Fa-f:.]+\])"
HTTPS = rf"^[Hh][Tt][Tt][Pp][Ss]://@?{_HOST}{_BEHIND}"
URL = rf"^[Hh][Tt][Tt][Pp][Ss]?://@?{_HOST}{_BEHIND}"
_PART = r"""[^\s@<>()\[\],;:"]+"""
EMAIL = rf"^{_PART}@(?:{_PART}\.{_PART}|test)$"


def _any_case(words: str) -> str:
    """The plain words as a pattern that takes small letters and capitals: JSON Schema has no flag for it."""
    return re.sub(r"[A-Za-z]", lambda found: f"[{found[0].upper()}{found[0].lower()}]", words)


# ISO 639-1 is closed: nothing is added to it. With its codes go those that BCP 47 keeps for old texts (iw, mo).
_BY_LETTER = (
    "aabefkmnrsvyz baeghimnors caehorsuvy daevz eelnostu fafijory gadlnuv haeiortuyz iadegiknostuw jaivw "
    "kagijklmnorsuvwy labginotuv mghiklnorsty nabdeglnorvy ocjmrs pailst qu rmnouw sacdeghiklmnoqrstuvw "
    "taeghiklnorstwy ugkrz veio wao xh yio zahu"
)
"""For each first letter, the second ones."""
TWO_LETTERS = frozenset(word[0] + second for word in _BY_LETTER.split() for second in word[1:])
"""All codes of two letters, in small letters."""
_TWO = "|".join(f"[{word[0]}{word[0].upper()}][{word[1:]}{word[1:].upper()}]" for word in _BY_LETTER.split())
_SUB = "(?:[-_]{})"
LANGUAGE = (
    rf"^(?:(?:{_TWO}|[A-Za-z]{{3}}|root){_SUB.format('[A-Za-z]{3}')}{{0,3}}{_SUB.format('[A-Za-z]{4}')}?"
    rf"{_SUB.format('(?:[A-Za-z]{2}|[0-9]{3})')}?{_SUB.format('(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})')}*"
    rf"(?:[-_][A-Za-z0-9](?:[-_][A-Za-z0-9]{{1,8}})+)*"
    # what stood before the rules, like i-klingon and en-GB-oed, and what people agree on in private
    rf"|[IiXx](?:[-_][A-Za-z0-9]{{1,8}})+|[A-Za-z]{{2,3}}(?:[-_][A-Za-z]{{2,8}}){{1,2}})$"
)

_CREATIVE = _any_case("CC") + (
    rf"(?:0-1\.0|-{_any_case('PDDC')}|-{_any_case('PDM')}-1\.0|-(?:{_any_case('BY')}(?:-{_any_case('NC')})?"
    rf"(?:-{_any_case('SA')}|-{_any_case('ND')})?|{_any_case('SA')})-[0-9]\.[0-9](?:-[A-Za-z]+)?)"
)
_GNU = rf"[AaLl]?{_any_case('GPL')}"
_OTHER = rf"(?!{_any_case('CC')}[0-9-]|{_GNU}(?!{_any_case('LR')}))[A-Za-z0-9.-]+"
_LICENSE = rf"(?:(?:{_CREATIVE}|{_GNU}-[0-9]\.[0-9](?:-[A-Za-z0-9.-]+)?|{_OTHER})\+?)(?![A-Za-z0-9.+-])"
_BOTH = rf"(?:{_any_case('AND')}|{_any_case('OR')}|{_any_case('WITH')})"
LICENSE = rf"^[\s()]*{_LICENSE}(?:[\s()]+{_BOTH}[\s()]+{_LICENSE})*[\s()]*$"


def written(pattern: str, message: str, *usual: tuple[str, str]) -> dict[str, Any]:
    """The part of a schema for texts of this `pattern`: `message` is what editors say of others.

    `usual` are values to offer, each with what it means. Both keys are understood by the YAML and JSON language
    servers; other validators pass over them.
    """
    offered = [{"label": value, "description": about, "body": value} for value, about in usual]
    return {"pattern": pattern, "patternErrorMessage": message, **({"defaultSnippets": offered} if offered else {})}
