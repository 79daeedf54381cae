"""Outcomes, rubrics and titles in other languages than English, each by a table that was made for it."""

from __future__ import annotations

from itertools import product

import pytest

from mooc_kit.bloom import (
    Level,
    Performance,
    first_verb,
    has_table,
    is_observable,
    level_of,
    parts_said,
    suggest_observable,
    table_for,
    topic_of,
)
from mooc_kit.bloom.language_tables import languages
from mooc_kit.i18n import messages_for
from mooc_kit.quizzes.starter_questions import stub_questions
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.level_descriptors import degrees_apart, is_thin

OUTCOMES = [
    ("es", "Recoger una muestra de agua con un protocolo repetible.", "recoger", Level.APPLY, Performance.PERFORM),
    ("es-MX", "Los participantes serán capaces de comparar dos ríos", "comparar", Level.ANALYSE, Performance.ANALYSE),
    ("es", "Al finalizar, podrás explicar el ciclo del agua", "explicar", Level.UNDERSTAND, Performance.EXPLAIN),
    ("es", "Orientarse con un mapa", "orientar", Level.APPLY, Performance.PERFORM),
    ("es", "A partir de datos, estimar el caudal", "a", None, Performance.OTHER),
    ("es", "Diseñar un plan", "diseñar", Level.CREATE, Performance.MAKE),
    ("ar", "جمع عينة ماء باتباع خطوات واضحة", "جمع", Level.APPLY, Performance.PERFORM),
    ("ar-EG", "أن يجمع المشارك عينة ماء", "يجمع", Level.APPLY, Performance.PERFORM),
    ("ar", "سيتمكن المشاركون من تحليل النتائج", "تحليل", Level.ANALYSE, Performance.ANALYSE),
    ("ar", "تُقارن بين نهرين", "يقارن", Level.ANALYSE, Performance.ANALYSE),
    ("ar", "التأمل في التجربة", "تامل", Level.EVALUATE, Performance.REFLECT),
]


@pytest.mark.parametrize(("language", "text", "verb", "level", "family"), OUTCOMES)
def test_the_verb_of_an_outcome_is_found_in_its_language(language, text, verb, level, family) -> None:
    assert has_table(language)
    assert (first_verb(text, language), level_of(text, language)) == (verb, level)
    part = parts_said(text, language)[0]
    assert (part.level, part.performance) == (level, family)
    assert part.whole in (text.rstrip("."), text.rstrip(".")[:1].lower() + text.rstrip(".")[1:]) or part.whole in text


@pytest.mark.parametrize(
    ("language", "text", "better"), [("es", "Comprender el ciclo", "explicar"), ("ar", "فهم دورة الماء", "شرح")]
)
def test_what_nobody_can_see_is_told_with_verbs_that_would_show_it(language: str, text: str, better: str) -> None:
    assert is_observable(text, language) is False
    assert suggest_observable(text, language)[0] == better


def test_a_table_has_every_level_and_family_and_no_verb_that_is_seen_and_unseen() -> None:
    assert languages() == ["ar", "es"]
    for language in languages():
        table = table_for(language)
        assert table is not None
        assert set(table.levels.values()) == set(Level)
        assert not table.levels.keys() & table.unobservable.keys()
        assert not table.families.keys() - table.levels.keys()
        assert set(table.rubric) == {"titles", "not_yet", "evidence", *Performance}
        assert all(len(set(frames)) == 5 for name, frames in table.rubric.items() if name in set(Performance))


def test_rubrics_quote_the_outcome_as_it_is_and_set_their_levels_apart() -> None:
    for language, text in (("es", OUTCOMES[0][1]), ("ar", OUTCOMES[6][1]), ("pl", "Pobrać próbkę wody")):
        rubric = rubric_for("work", "Work", [("sample", text)], language=language)
        words = [level.descriptor for criterion in rubric.criteria for level in criterion.levels]
        quoted = text.rstrip(".")[1:]
        assert sum(quoted in each for each in words) >= 1
        assert not any(f"Can {quoted[:5]}" in each for each in words)
        assert not any(is_thin(each) for each in words)
        for criterion in rubric.criteria:
            shown = [level.descriptor for level in criterion.levels]
            assert all(degrees_apart(a, b) is None for a, b in product(shown, shown) if a != b)


def test_a_pseudo_language_has_no_table_and_its_rubrics_come_from_the_catalogue() -> None:
    assert not has_table("en-XA")
    assert not has_table("ar-XB")
    rubric = rubric_for("work", "Ŵőřķ", [("sample", "Δ")], language="en-XA")
    for level in rubric.criteria[0].levels:
        assert level.title.isascii() is level.descriptor.isascii() is False


def test_starter_questions_are_of_the_kind_that_the_verb_of_the_language_calls_for() -> None:
    def kinds(language: str, text: str) -> list[str]:
        return [question.kind for question in stub_questions([("o", text)], 2, messages_for(language))]

    assert kinds("es", "Explicar el ciclo") == kinds("ar", "شرح الدورة") == kinds("en", "Explain the cycle")
    assert kinds("es", "Diseñar un plan") == kinds("ar", "تصميم خطة") == kinds("en", "Design a plan")


def test_a_title_that_is_cut_leaves_no_hanging_word() -> None:
    assert topic_of("Recoger una muestra de agua de la orilla", 33, "es") == "Recoger una muestra de agua"
    assert topic_of("A partir de datos, estimar el caudal", language="pl").startswith("A partir")
