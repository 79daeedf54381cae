"""Spec section `self_check`: how many questions there are, and whether participants add their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import SpecModel, Url


class Contributions(Choice):
    CLOSED = "closed", "Only the team writes questions"
    REVIEWED = "reviewed", "Participants hand in questions; reviewers look at them before others see them"
    OPEN = "open", "Participants' questions are added at once, and reviewed afterwards"


_ASKED = ("contributions", (Contributions.REVIEWED.value, Contributions.OPEN.value))


class SelfCheckSpec(SpecModel):
    questions_per_module: Annotated[
        int,
        Ask(
            "How many questions does a self-check ask?",
            "Five take about ten minutes.",
            "core",
            more="They are drawn from the questions that you write for each module.",
        ),
        Field(ge=1, le=20),
    ] = 5
    contributions: Annotated[
        Contributions,
        Ask(
            "May participants add questions?",
            "Writing a good question is a way to learn.",
            "core",
            more="Contributed questions need somebody in the team who looks at them.",
        ),
    ] = Contributions.CLOSED
    reviewers: Annotated[
        int,
        Ask(
            "How many people look at each contributed question?",
            "Two see more than one.",
            only_if=_ASKED,
            more="Like 2. Each takes about ten minutes for a question.",
        ),
        Field(ge=1, le=5),
    ] = 2
    submit_url: Annotated[
        Url | None,
        Ask(
            "At which address do people hand in questions?",
            "The repository of the course, or a form elsewhere.",
            only_if=_ASKED,
            more="Like https://forms.example.org/questions.",
        ),
    ] = None
