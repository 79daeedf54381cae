"""Language coverage: how much of what mooc-kit itself says is translated into the course's language (D192)."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.checks.language_codes import SPEAKS_IN_PART, UNREADABLE_CATALOGUE
from mooc_kit.i18n import language_name, own_file, share_translated, unreadable
from mooc_kit.problems import Problem
from mooc_kit.spec.model import Spec


def check_language(spec: Spec) -> Iterator[Problem]:
    """A note with the share that is translated, unless that is all."""
    language = spec.course.language
    file = own_file(language)
    if file is not None and (why := unreadable(file)) is not None:
        message = f"{'/'.join(file.parts[-4:])} cannot be read: {' '.join(why.split())[:200]}"
        hint = "Open it with a program for PO files, such as Poedit, which tells where it is broken; or remove it."
        yield UNREADABLE_CATALOGUE.at(spec.place("course", "language"), message, hint=hint)
    share = share_translated(language)
    if share < 1:
        said = f"{int(100 * share)} percent" if share else "Nothing"
        message = (
            f"{said} of what mooc-kit says itself is in {language_name(language)} ({language}); the rest is English."
        )
        hint = "Your own texts are as you write them. How to translate: docs/translating.md."
        yield SPEAKS_IN_PART.at(spec.place("course", "language"), message, hint=hint)
