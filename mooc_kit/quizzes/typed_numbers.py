"""Number parsing of typed answers: thousands and decimal signs by the course's language, and units of measurement.

`templates/site/quiz-scoring.js` reads them alike in the browser.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from mooc_kit.quizzes.answers import Unit

_SPACES = re.compile("[ \u00a0\u2009\u202f'’]")
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_MAY_BE_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# A number as people write it, and what follows it: 12,5 mg/l
_WITH_UNIT = re.compile(
    "\\s*([-+\u2212]?[0-9.,][0-9., \u00a0\u2009\u202f'’]*(?:[eE][-+\u2212]?[0-9]{1,3}(?![0-9]))?)\\s*(\\S.{0,99}?)\\s*",
    re.DOTALL,
)
_PREFIXES = {"": 0, "G": 9, "M": 6, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "μ": -6, "n": -9}
_TIMES = {"s": 1, "min": 60, "h": 3600}
_BASE = re.compile(r"(|[GMkhdcmμn])(mol|Pa|Hz|[mglLWJVANF])([23]?)")


def numbers_in(response: Any, language: str = "") -> list[float]:
    """What number a response may say, the likeliest first; empty where it says none.

    `1,500` is 1500 where points part the decimals, as in English. Where commas do, `1.500` is 1500 and, since
    calculators write points everywhere, 1.5. Without a language one sign always parts the decimals.
    """
    if isinstance(response, bool) or response is None:
        return []
    if isinstance(response, int | float):
        return [float(response)] if math.isfinite(response) else []
    text = _SPACES.sub("", str(response).strip().replace("\u2212", "-"))
    readings = [_one_decimal_sign(text)]
    if language and _MAY_BE_GROUPS.fullmatch(text) and ("," in text) is (decimal_sign(language) == "."):
        together = re.sub(r"[.,]", "", text)
        readings = [together, *readings] if "." in text else [together]
    return [value for reading in readings if (value := _value(reading)) is not None]


def number(response: Any) -> float | None:
    """The number in a response of which nobody knows the language, or None: one comma or point parts the decimals."""
    return next(iter(numbers_in(response)), None)


@lru_cache(maxsize=64)
def decimal_sign(language: str) -> str:
    """The sign before the decimals in the language with this tag: a point or a comma."""
    from mooc_kit.i18n import messages_for

    found = str(messages_for(language).locale.number_symbols["latn"]["decimal"])
    return "," if found == "," else "."


def in_own_unit(question: Any, response: Any, language: str = "") -> list[float]:
    """What number a response may say in the unit of a numerical or calculated question; empty where it says none, or
    in a unit of something else."""
    plain = numbers_in(response, language)
    if plain:
        return [] if question.unit_needed else plain
    is_short = isinstance(response, str) and len(response) <= 200
    found = _WITH_UNIT.fullmatch(response) if is_short and question.unit else None
    factor = _factor(found[2], question.unit or "", question.units) if found else None
    if found is None or factor is None:
        return []
    return [value * factor for value in numbers_in(found[1], language)]


def _one_decimal_sign(text: str) -> str:
    """The number with a point before its decimals and nothing between thousands, as far as its signs tell."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    sign, other = text[last], "," if text[last] == "." else "."
    if text.count(sign) > 1 and other not in text:  # 1,000,000
        whole, decimals = text, ""
    else:
        whole, decimals = text[:last], text[last + 1 :]
        sign = other
    parts = whole.split(sign)
    if len(parts) > 1 and (not re.fullmatch(r"[-+]?\d{1,3}", parts[0]) or any(len(part) != 3 for part in parts[1:])):
        return ""
    return "".join(parts) + (f".{decimals}" if whole != text else "")


def _value(text: str) -> float | None:
    if not _PLAIN.fullmatch(text):
        return None
    try:
        value = float(Decimal(text))
    except (InvalidOperation, OverflowError):
        return None
    return value if math.isfinite(value) else None


# ---- units ----------------------------------------------------------------------------------------------------------


def _factor(written: str, own: str, others: Sequence[Unit]) -> float | None:
    """How many of the question's `own` unit one of the `written` is: as the question says, or as the metric system
    does. None where it measures something else."""
    wanted = _spelled(written)
    for name, factor in ((own, 1.0), *((unit.name, unit.factor) for unit in others)):
        if _spelled(name) == wanted:
            return factor
    theirs, ours = _measured(wanted), _measured(_spelled(own))
    if theirs is None or ours is None or theirs[0] != ours[0]:
        return None
    return theirs[1] / ours[1]


def _spelled(unit: str) -> str:
    """A unit as it is compared: m² and m2, µg and μg, "min" and "min." are the same."""
    return "".join(unicodedata.normalize("NFKC", unit).split()).removesuffix(".")


def _measured(unit: str) -> tuple[tuple[str, ...], float] | None:
    """What a metric unit measures, as its parts without prefixes, and how many of these it is; None for another."""
    measures, factor = [], 1.0
    for place, part in enumerate(unit.split("/")):
        if part in _TIMES:
            base, size = "s", float(_TIMES[part])
        elif found := _BASE.fullmatch(part):
            exponent = int(found[3] or 1)
            base, size = found[2].replace("L", "l") + found[3], 10.0 ** (_PREFIXES[found[1]] * exponent)
        elif part in ("ms", "μs", "ns"):
            base, size = "s", 10.0 ** _PREFIXES[part[0]]
        else:
            return None
        measures.append(base)
        factor = factor / size if place else size
    return tuple(measures), factor
