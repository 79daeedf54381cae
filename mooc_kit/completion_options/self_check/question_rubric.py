"""Question rubric: what makes a question worth asking. Reviewers judge by it; authors see it beforehand."""

from __future__ import annotations

from html import escape

from mooc_kit.course.pages import markdown_html
from mooc_kit.i18n import N_, Messages
from mooc_kit.rubrics.model import LEVELS, Criterion, Rubric, RubricLevel
from mooc_kit.spec.schema import with_modeline
from mooc_kit.spec.yaml_text import yaml_text

ID = "question-quality"

# Each criterion: id, title, and its descriptors lowest first. Every step names something that one can see.
# fmt: off
CRITERIA: tuple[tuple[str, str, tuple[str, str, str, str]], ...] = (
    ("aim", N_("It asks for something that matters"), (
        N_("It can be answered without the course, or asks for a detail that nobody needs."),
        N_("It belongs to the course; which outcome it serves is not clear."),
        N_("It asks for a step, a reason or a judgement that one of the outcomes needs."),
        N_("It puts the outcome into a situation that people really meet."),
    )),
    ("clear", N_("It can be understood"), (
        N_("One has to guess what is asked."),
        N_("It is clear after a second reading; long sentences, double negatives or local words stand in the way."),
        N_("It asks one thing, in plain words, and needs no picture without a description."),
        N_("Somebody who reads in a second language, on a telephone, understands it at once."),
    )),
    ("right", N_("The answer is right"), (
        N_("The answer marked as right is wrong, or a second one is right, too."),
        N_("The answer is right in most cases; the exceptions are not named."),
        N_("The answer is right, and a source or a reason is given."),
        N_("The answer is right, and two people who know the subject came to it by themselves."),
    )),
    ("choices", N_("Wrong answers are worth thinking about"), (
        N_("The wrong answers are silly, or the right one stands out by its length."),
        N_("One wrong answer is a mistake that people really make."),
        N_("Each wrong answer is a mistake that people really make, and no hint gives the right one away."),
        N_("The wrong answers show three different ways of thinking, so that a choice tells where to look next."),
    )),
    ("feedback", N_("The feedback teaches"), (
        N_("It says only right or wrong."),
        N_("It repeats the right answer."),
        N_("It says why an answer is right or wrong."),
        N_("It says why, and where to look or what to try next."),
    )),
    ("fair", N_("It is fair and may be shared"), (
        N_("It is copied, makes fun of somebody, or needs knowledge from one country or group."),
        N_("It is the author's own; a name or an example could hurt or shut out somebody."),
        N_("It is the author's own or says where it is from, and treats people with respect."),
        N_("It brings in places and people that courses usually forget."),
    )),
)
# fmt: on
TITLES = (N_("Not yet"), N_("Nearly"), N_("Good"), N_("Very good"))


def question_rubric_yaml(messages: Messages) -> str:
    """The rubric's file, with a word to its authors on top."""
    head = (
        "# How contributed questions are judged. Change every word of it; participants\n"
        "# see it on their page. Levels stand lowest first; the points must grow.\n"
    )
    plain = question_rubric(messages).model_dump(mode="json", exclude_defaults=True)
    return with_modeline("rubric", head + yaml_text(plain))


def question_rubric(messages: Messages) -> Rubric:
    say = messages.text
    return Rubric(
        id=ID,
        title=say("What makes a good question"),
        about=say("A question is ready when it is good in each row."),
        criteria=[
            Criterion(
                id=id,
                title=say(title),
                levels=[
                    RubricLevel(id=level, title=say(name), points=points, descriptor=say(words))
                    for points, (level, name, words) in enumerate(zip(LEVELS, TITLES, descriptors, strict=True))
                ],
            )
            for id, title, descriptors in CRITERIA
        ],
    )


def rubric_html(rubric: Rubric) -> str:
    """The rubric as a section of a page: one table for each criterion, which fits on a telephone."""
    parts = [f'<h2 id="rubric-{escape(rubric.id)}">{escape(rubric.title)}</h2>']
    if rubric.about:
        parts.append(f"<p>{escape(rubric.about)}</p>")
    for criterion in rubric.criteria:
        rows = "".join(
            f'<tr><th scope="row">{escape(level.title)}</th><td>{markdown_html(level.descriptor)}</td></tr>'
            for level in criterion.levels
        )
        parts.append(f"<h3>{escape(criterion.title)}</h3>\n<table><tbody>{rows}</tbody></table>")
    return "\n".join(parts)
