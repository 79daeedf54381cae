"""The site draws the same questions and values as `quizzes.random_draw` for the same participant and attempt."""

from __future__ import annotations

import re

import pytest

from mooc_kit.quizzes.model import QuizFile
from mooc_kit.quizzes.random_draw import seed_of, values_for
from tests.targets.conftest import QUESTIONS

pytestmark = pytest.mark.browser
QUIZ = "modules/sampling/check.html"


@pytest.mark.parametrize("seed", [0, 1, 7, 123456789, -5, 2**31 - 1, -(2**31)])
def test_the_browser_draws_the_values_that_the_model_draws(browser, address, seed):
    flow = next(q for q in QuizFile.model_validate({"questions": QUESTIONS}).questions if q.id == "flow")
    drawn = values_for(flow, (seed & 0xFFFFFFFF) ^ seed_of("check"))
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + QUIZ)
    forget = "for (const name of moocKit.store.names()) moocKit.store.remove(name);"
    page.evaluate(f"(seed) => {{ {forget} moocKit.store.set('seed', seed); }}", seed)
    page.reload()
    words = page.locator('form[data-question="flow"]').inner_text()
    context.close()
    width, depth = (float(number) for number in re.search(r"ditch is ([\d.]+) m wide and ([\d.]+) m", words).groups())
    assert drawn is not None
    assert {"width": width, "depth": depth} == pytest.approx(drawn)
