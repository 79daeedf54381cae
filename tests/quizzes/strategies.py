"""Made-up quizzes for property tests: every kind of question, with the Markdown that authors write."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mooc_kit.quizzes.model import QuizFile

LETTERS = "abcXYZ äßéщ中0123456789.,;?!'\"()%/+=:#~{}<>&*_-$`^@"
words = st.text(LETTERS, min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(bool)
plain_words = (
    st.text("abcdefgh XYZäéщ中0123", min_size=1, max_size=20)
    .map(lambda t: " ".join(t.split()))
    .filter(lambda text: bool(text) and text[0].isalpha())
)
styled = st.builds(
    lambda before, style, inner: f"{before} {style.format(inner)}",
    plain_words,
    st.sampled_from(["**{}**", "*{}*", "`{}`", "${}$", "[{}](https://example.org/a)", "{}\n\nmore {{x}}"]),
    st.text("abcxyz", min_size=1, max_size=6),
)
markdown = plain_words | styled
number = st.integers(-10_000, 10_000) | st.integers(-999, 999).map(lambda n: n / 8)
maybe = st.none() | markdown
ids = st.integers(0, 10_000).map(lambda n: f"q-{n}")


def common(**more: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {"id": ids, "prompt": markdown, **more}


def unique(strategy: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, min_size=least, max_size=most, unique_by=lambda text: text.lower())


@st.composite
def one_right(draw: st.DrawFn) -> list[dict[str, Any]]:
    texts = draw(unique(markdown, 2, 5))
    right = draw(st.integers(0, len(texts) - 1))
    return [{"text": t, "correct": n == right, "feedback": draw(maybe)} for n, t in enumerate(texts)]


@st.composite
def any_right(draw: st.DrawFn) -> list[dict[str, Any]]:
    texts = draw(unique(markdown, 2, 5))
    right = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    return [{"text": t, "correct": n in right, "feedback": draw(maybe)} for n, t in enumerate(texts)]


multiple_choice = st.fixed_dictionaries(common(kind=st.just("multiple_choice"), choices=one_right()))
multiple_response = st.fixed_dictionaries(common(kind=st.just("multiple_response"), choices=any_right()))
true_false = st.fixed_dictionaries(common(kind=st.just("true_false"), answer=st.booleans()))
short_answer = st.fixed_dictionaries(common(kind=st.just("short_answer"), answers=unique(plain_words, 1, 4)))
exact = st.fixed_dictionaries(
    common(kind=st.just("numerical"), answer=number, tolerance=st.sampled_from([0, 0.5, 2, 10]))
)
ranged = st.tuples(number, number).flatmap(
    lambda pair: st.fixed_dictionaries(
        common(kind=st.just("numerical"), least=st.just(min(pair)), most=st.just(max(pair)))
    )
)
essay = st.fixed_dictionaries(common(kind=st.just("essay")))
pairs = st.tuples(unique(plain_words, 2, 5), unique(plain_words, 5, 8)).map(
    lambda found: [{"left": left, "right": right} for left, right in zip(found[0], found[1], strict=False)]
)
matching = st.fixed_dictionaries(common(kind=st.just("matching"), pairs=pairs))
ordering = st.fixed_dictionaries(common(kind=st.just("ordering"), items=unique(markdown, 2, 5)))


def quizzes(*kinds: st.SearchStrategy[dict[str, Any]], **fields: Any) -> st.SearchStrategy[QuizFile]:
    questions = st.lists(st.one_of(*kinds), min_size=1, max_size=4, unique_by=lambda question: question["id"])
    return questions.map(lambda found: QuizFile.model_validate({**fields, "questions": found}))
