"""Translation coverage: which of the course's own texts are missing or stale in its other languages (D202, D212)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mooc_kit.checks.language_codes import STALE_TEXTS, UNTRANSLATED_TEXTS
from mooc_kit.course.translation import FOLDER, Translation
from mooc_kit.i18n import language_name
from mooc_kit.problems import Problem
from mooc_kit.spec.model import Spec


def check_translations(spec: Spec, translations: Iterable[Translation]) -> Iterator[Problem]:
    """A note for each language in which texts are missing, and for each in which some are of what was said before.

    The course was put together in each of them.
    """
    place = spec.place("course", "languages")
    for words in translations:
        tag, name = words.language, f"{language_name(words.language)} ({words.language})"
        hint = f"`mooc-kit translate {tag}` brings {FOLDER}/{tag}.po up to them, for the translators."
        if words.missing:
            message = f"{len(words.missing)} of {len(words.asked)} texts of the course are not in {name}."
            yield UNTRANSLATED_TEXTS.at(place, message, hint=hint)
        if words.stale:
            message = f"{len(words.stale)} translations into {name} are of what the course does not say any more."
            yield STALE_TEXTS.at(place, message, hint=hint)
