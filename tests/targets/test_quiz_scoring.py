"""The browser scores as `mooc_kit.quizzes.scoring` does: both get the same questions and responses."""

import math
import random

import pytest

from mooc_kit.i18n import messages_for
from mooc_kit.quizzes.formula import FormulaError, evaluate
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.scoring import score
from mooc_kit.targets.site.bodies import Bodies
from mooc_kit.targets.site.formula_tree import formula_tree
from mooc_kit.targets.site.quiz_data import question_data

pytestmark = pytest.mark.browser


def question(kind, **fields):
    return QuizFile.model_validate({"questions": [{"id": "q", "kind": kind, "prompt": "?", **fields}]}).questions[0]


CHOICES = [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c", "correct": True}, {"text": "d"}]
ONE_RIGHT = [{"text": "a", "correct": True}, {"text": "b"}]
TEXTS = [
    "river",
    "River",
    " river ",
    "ri ver",
    "the  river",
    "rivers",
    "",
    "Straße",
    "STRASSE",
    "e\u0301t\u00e9",
    "été",
    "a*b",
    "axb",
    "ΟΔΟΣ",
    "οδος",
    "İ",
    "river\u00a0bed",
    "river\u2003\u2009bed",
    "a\\b",
    "xx",
    "abcabc",
    "abab",
    "\u200f",
    7,
    None,
]
NUMBERS = [
    "100",
    "100.5",
    "100,5",
    "100.51",
    " 99.5 ",
    "1e2",
    "1E+2",
    "1e-400",
    "1e999",
    "−5",
    "- 5",
    "1 000",
    "1,000,0",
    "1,000.0",
    ".5",
    "5.",
    ".",
    "",
    "abc",
    "0x10",
    "٥",
    "1e1000",
    "+7",
    "--7",
    "1_0",
    100,
    99.4,
    True,
    None,
    "\u200985",
    "1,000",
    "1.000",
    "1\u202f000",
    "1'000",
    "1.000,5",
    "1,000.5",
    "1,000,000",
    "1.000.000",
    "1,000,00",
    "0,100",
    "100.000",
]
TYPED = [
    (question("numerical", answer=1500), ["1,500", "1.500", "1 500", "1500.", "1,500.0", "1.500,0", "1,5"]),
    (question("numerical", answer=1.5), ["1,500", "1.500", "1,5", "1.5", "1,500.0"]),
    (
        question("numerical", answer=1500, unit="m", units=[{"name": "mi", "factor": 1609.344}]),
        [
            "1.5 km",
            "1,500 m",
            "1.500 m.",
            "150000 cm",
            "1.5 kg",
            "0.93206 mi",
            "1 m/s",
            "15 hm",
            "1500 M",
            "1.5 x",
            "m",
        ],
    ),
    (
        question("numerical", answer=10, unit="m/s", unit_needed=True),
        ["36 km/h", "10 m/s", "10", "1000 cm/s", "10 s/m"],
    ),
    (question("numerical", answer=2, unit="m²"), ["20000 cm2", "2 m2", "2 m^2", "2 m"]),
    (question("numerical", answer=5, unit="µg"), ["5 μg", "0.005 mg", "5e-6 g", "5 mg"]),
    (question("numerical", answer=2, unit="l"), ["2 L", "2000 ml", "20 dl", "2 l."]),
    (
        question("short_answer", answers=["river.", {"text": "*", "credit": 0}]),
        ["river", "River.", "river . ", "x.", "."],
    ),
    (question("short_answer", answers=["river"], case_sensitive=True), ["river", "river."]),
]
CASES = [
    (question("multiple_choice", choices=ONE_RIGHT), [0, 1, 2, -1, None, "0", True, [0]]),
    (
        question("multiple_response", choices=CHOICES),
        [[0, 2], [0], [0, 1], [1, 3], [], [0, 1, 2, 3], [0, 0, 2], [0, 9], None, "x"],
    ),
    (question("multiple_response", choices=CHOICES, partial=False), [[0, 2], [2, 0], [0], [], [0, 1, 2]]),
    (question("true_false", answer=True), [True, False, None, "true", 1]),
    (question("true_false", answer=False), [True, False, 0]),
    (question("short_answer", answers=["river"]), TEXTS),
    (question("short_answer", answers=["river"], case_sensitive=True), TEXTS),
    (question("short_answer", answers=["*river*"]), TEXTS),
    (question("short_answer", answers=["r*r", "été"]), TEXTS),
    (question("short_answer", answers=[r"a\*b"]), TEXTS),
    (question("short_answer", answers=[r"a\**", "οδος", "straße"]), [*TEXTS, "a*", "a*anything", "a"]),
    (question("short_answer", answers=["ab*ab", "i̇", "**x**"]), [*TEXTS, "ab", "aab", "x"]),
    (question("numerical", answer=100, tolerance=0.5), NUMBERS),
    (question("numerical", answer=-5), NUMBERS),
    (question("numerical", answer=200, tolerance_percent=50, tolerance=1), NUMBERS),
    (question("numerical", answer=0.3), ["0.3", "0.30000000000000004", "0,3", "0.31", "0.3000001"]),
    (question("numerical", answer=1000), NUMBERS),
    (
        question(
            "matching",
            pairs=[{"left": "a", "right": "One "}, {"left": "b", "right": "two"}, {"left": "c", "right": "*3*"}],
            distractors=["four"],
        ),
        [
            ["One", "two", "*3*"],
            ["one", "TWO", "four"],
            ["two", "one", None],
            [],
            None,
            ["One"],
            ["One", "two", "*3*", "x"],
        ],
    ),
    (
        question("ordering", items=["a", "b", "c", "d"]),
        [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 2, 3], [2, 3, 0, 1], [0, 1, 2], [0, 0, 1, 2], [0, 1, 2, 4], None, []],
    ),
    (
        question("fill_blanks", text="A [[watershed|catch*]] of one [[river]] and [[]]."),
        [
            ["watershed", "river"],
            ["Catchment", "RIVER"],
            ["x", "river"],
            ["", ""],
            [],
            None,
            ["watershed"],
            ["watershed", None],
        ],
    ),
    (question("fill_blanks", text="[[A]] [[b]]", case_sensitive=True), [["A", "b"], ["a", "B"]]),
    (
        question(
            "multiple_choice",
            choices=[{"text": "a", "correct": True}, {"text": "b", "credit": 33.33333}, {"text": "c", "credit": -50}],
        ),
        [0, 1, 2, 3, None],
    ),
    (
        question(
            "multiple_response",
            choices=[
                {"text": t, "credit": c} for t, c in (("a", 33.33333), ("b", 33.33333), ("c", 33.33333), ("d", -25))
            ]
            + [{"text": "e"}],
        ),
        [[0, 1, 2], [0, 1], [0, 3], [3], [4], [0, 1, 2, 3], [9], [], None],
    ),
    (
        question("short_answer", answers=["river", {"text": "ri*", "credit": 50}, {"text": "*", "credit": 0}]),
        TEXTS,
    ),
    (question("numerical", least=7, most=8.5), ["7", "8,5", "8.51", "6.999999", 7.5, None, "x"]),
    (
        question(
            "numerical",
            answer=1500,
            unit="m",
            units=[{"name": "km", "factor": 1000}],
            tolerance_percent=1,
            also=[{"answer": 1.5, "credit": 25}, {"least": 1000, "most": 2000, "credit": 50}],
        ),
        [
            "1500",
            "1500 m",
            "1.5 km",
            "1,5km",
            "1.5",
            "1 500 m",
            "1.2 km",
            "1.5 KM",
            "1500 mm",
            "1.5e0 km",
            " 1.5  km ",
            "km",
            "\u22121.5 km",
            "1e3km",
            1500,
        ],
    ),
    (question("numerical", answer=5, unit="kg m", unit_needed=True), ["5", "5 kg m", "5kg\u00a0 m", "5 kg", 5]),
    (question("numerical", answer=6.62e-34, tolerance_percent=1), ["6.62e-34", "6.6e-34", "1e-33", "0"]),
    (
        question(
            "fill_blanks",
            text="[[#where]] at [[#depth]] cm or [[twenty|20]]",
            blanks={
                "where": {
                    "choices": [{"text": "Upstream", "correct": True}, {"text": "Beside", "credit": 50}, {"text": "No"}]
                },
                "depth": {
                    "numbers": [{"answer": 20, "tolerance": 1}, {"least": 10, "most": 30, "credit": 25}],
                    "weight": 3,
                },
            },
        ),
        [["Upstream", "20", "20"], ["Beside", "12", "Twenty"], ["beside", "99", ""], ["No", "x", None], None],
    ),
    (question("essay", least_words=3), ["anything", "", None]),
]

CALCULATED = question(
    "calculated",
    variables={"w": {"least": 1, "most": 9}, "h": {"least": 0.5, "most": 4, "decimals": 1}},
    formula="w * h / 2",
    tolerance=0.01,
)
FORMULAS = [
    "a + b * c",
    "-a ** 2",
    "2 ** -b",
    "a / b / c",
    "a - b - c",
    "(a + b) * (c - 1)",
    "2 ** 3 ** 0.5",
    "sqrt(a) + abs(-b)",
    "round(a * b)",
    "round(2.5) + round(3.5) + round(-0.5)",
    "min(a, b, c) * max(a, b)",
    "log(a) + log10(b) + log(c, 2)",
    "exp(a / 10)",
    "sin(a) + cos(b) + tan(c)",
    "floor(a / b) + ceil(a / b)",
    "pi * a ** 2 + e",
    "1e3 * a + .5 + 5.",
    "+a - -b",
    "1_000 + 0x10",
    "a # the width",
    "sqrt(-1)",
    "1 / (a - a)",
]


@pytest.fixture(scope="module")
def page(browser, site):
    page = browser.new_page()
    page.goto((site / "modules/sampling/check.html").as_uri())
    yield page
    page.close()


def as_data(question):
    return question_data(question, Bodies(messages_for("en"), lambda url: None, "a test", []), lambda id: "")


@pytest.mark.parametrize(("question", "responses"), CASES, ids=lambda case: getattr(case, "kind", ""))
def test_the_browser_gives_the_same_share_as_python(page, question, responses):
    wanted = [
        None if (share := score(question, response, language="en")) is None else float(share) for response in responses
    ]
    given = page.evaluate(
        "([question, responses]) => responses.map((r) => moocKit.scoring.score(question, r))",
        [as_data(question), responses],
    )
    for response, one, other in zip(responses, wanted, given, strict=True):
        assert other is one or math.isclose(one, other), response


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_browser_reads_typed_numbers_units_and_full_stops_as_python_does(page, language):
    wanted = [[float(score(asked, r, language=language)) for r in responses] for asked, responses in TYPED]
    given = page.evaluate(
        "([language, cases]) => { const before = moocKit.language; moocKit.language = language;"
        " const made = cases.map(([question, rs]) => rs.map((r) => moocKit.scoring.score(question, r)));"
        " moocKit.language = before; return made; }",
        [language, [(as_data(asked), responses) for asked, responses in TYPED]],
    )
    assert given == wanted


def test_the_browser_computes_formulas_as_python_does(page):
    chance = random.Random(1)
    for formula in FORMULAS:
        for _ in range(5):
            values = {name: round(chance.uniform(0.5, 9), 2) for name in "abc"}
            try:
                wanted = evaluate(formula, values)
            except FormulaError:
                wanted = None
            given = page.evaluate(
                "([tree, values]) => [moocKit.scoring.compute(tree, values)].filter(Number.isFinite)[0] ?? null",
                [formula_tree(formula), values],
            )
            assert given == wanted or math.isclose(given, wanted, rel_tol=1e-12), formula


def test_the_browser_rounds_as_python_does(page):
    numbers = [
        0.5,
        1.5,
        2.5,
        -0.5,
        -1.5,
        0.125,
        0.375,
        2.675,
        1.005,
        1e20,
        123456.785,
        0.0,
        1 / 3,
        5e-11,
        2.5e-10,
        -2.25,
    ]
    for decimals in (0, 1, 2, 3, 10):
        given = page.evaluate("([xs, d]) => xs.map((x) => moocKit.scoring.rounded(x, d))", [numbers, decimals])
        assert given == [round(number, decimals) for number in numbers], decimals


def test_a_calculated_answer_is_judged_by_its_drawn_values(page):
    data = as_data(CALCULATED)
    for values in ({"w": 3, "h": 0.5}, {"w": 7, "h": 1.3}, {}):
        for response in ("0.75", "0,75", "0.76", "0.77", "4.55", 4.55, "x", None):
            wanted = float(score(CALCULATED, response, values))
            given = page.evaluate("([q, r, v]) => moocKit.scoring.score(q, r, v)", [data, response, values])
            assert given == wanted, (values, response)
