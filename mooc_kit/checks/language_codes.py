"""Problem codes of what is translated (D192 to D222)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

SPEAKS_IN_PART = Rule(
    "D192",
    "mooc-kit does not speak all of the course's language.",
    Severity.NOTE,
    "What is not translated yet is English: buttons, labels, the texts of a new kit. Whoever reads the course should "
    "not meet that unexpectedly; translating needs no programming (docs/translating.md).",
    "course:\n  language: tlh\n",
    "course:\n  language: en\n",
)
UNTRANSLATED_TEXTS = Rule(
    "D202",
    "Some of the course's texts are not translated.",
    Severity.NOTE,
    "A course in several languages shows in the first one what is not translated. `mooc-kit translate` writes what is "
    "missing into the language's file in translations/, for translators and their programs.",
    "course:\n  language: en\n  languages: [en, es]\n",
    "course:\n  language: en\n  languages: [en, es]\n# translations/es.po: every msgstr is filled in\n",
    example_is="files",
)
STALE_TEXTS = Rule(
    "D212",
    "Some translations are of what the course does not say any more.",
    Severity.NOTE,
    "The text was changed after it was translated, so that its translation is not shown. `mooc-kit translate` marks it "
    "in the language's file, beside what it translated, for somebody to look at.",
    "course:\n  language: en\n  languages: [en, es]\n",
    "course:\n  language: en\n  languages: [en, es]\n# translations/es.po: no entry is fuzzy\n",
    example_is="files",
)
UNREADABLE_CATALOGUE = Rule(
    "D222",
    "The kit's own translations of mooc-kit cannot be read.",
    Severity.WARNING,
    "A kit may bring mooc-kit's texts in its language, in locale/TAG/LC_MESSAGES/mooc_kit.po. A file that is not "
    "in gettext's form is left out, and people read English instead.",
    "# locale/fr/LC_MESSAGES/mooc_kit.po\nmsgid Home\n",
    '# locale/fr/LC_MESSAGES/mooc_kit.po\nmsgid "Home"\nmsgstr "Accueil"\n',
    example_is="files",
)
RULES = (SPEAKS_IN_PART, UNREADABLE_CATALOGUE, UNTRANSLATED_TEXTS, STALE_TEXTS)
