"""Interview steps for modules: the parts of the course, in order, and the outcomes that each serves."""

from __future__ import annotations

from collections.abc import Iterator

from mooc_kit.interview.defaults import complete
from mooc_kit.interview.outcome_steps import free
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, found
from mooc_kit.spec.fields import slug


def modules_steps(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    given = (
        answers.get("modules") or complete({k: v for k, v in answers.items() if k != "modules"}, folder_name)["modules"]
    )

    def read(lines: list[str]) -> list[Answers] | None:
        known = {module["title"]: module for module in given}
        own = {"activities"} if answers.get("modules") else set()
        weeks = found(answers, ("course", "weeks")) or 4
        taken: set[str] = set()
        made = []
        for number, line in enumerate(lines):
            fields = known.get(line, {})
            # What is usual is worked out again at the end, when it is known where people meet and what is offered.
            kept = {k: v for k, v in fields.items() if answers.get("_is_decided") or k == "outcomes" or k in own}
            id = free(known.get(line, {}).get("id") or slug(line) or f"part-{number + 1}", taken)
            week = 1 + number * max(weeks, 1) // max(len(lines), 1)
            made.append({**({} if "week" in kept else {"week": week}), **kept, "id": id, "title": line})
        return made or None

    yield InterviewStep(
        "modules",
        ("modules",),
        Kind.LINES,
        "What are the modules called?",
        help="One line each, in order, like: Taking a sample. Pages, work to hand in and quizzes are made for each; "
        "change them later.",
        default=[module["title"] for module in given],
        is_own="modules" in answers,
        read=read,
    )
    outcomes = [Choosable(outcome["id"], outcome["text"]) for outcome in answers.get("outcomes") or ()]
    if not outcomes or not answers.get("modules"):
        return
    usual = complete(answers, folder_name)["modules"]
    if not answers.get("_is_decided") and len(usual) > 1 and len(outcomes) > 1:
        words = {choice.value: choice.label for choice in outcomes}
        yield InterviewStep(
            "modules",
            ("_shared_out",),
            Kind.YES_NO,
            "Do the modules serve these outcomes?",
            help="If not, you choose for each module. The work of a module and its rubric ask for its outcomes.",
            shown=[f"{m['title']}: {'; '.join(words.get(id, id) for id in m.get('outcomes') or ())}" for m in usual],
            default=True,
        )
        if answers.get("_shared_out") is not False:
            return
    for number, module in enumerate(answers.get("modules") or ()):
        yield InterviewStep(
            "modules",
            ("modules", number, "outcomes"),
            Kind.SEVERAL,
            f'Which outcomes does "{module["title"]}" serve?',
            help="Each outcome should be served by at least one module: what none serves, nobody learns or shows here.",
            choices=outcomes,
            default=module.get("outcomes") or usual[number].get("outcomes") or [],
        )
