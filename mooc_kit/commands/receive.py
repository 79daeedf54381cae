"""Form submissions: what participants sent with the repository's forms, put into the kit file by file."""

from __future__ import annotations

import sys
from pathlib import Path

from mooc_kit.cohort.repository_forms import form_codes
from mooc_kit.cohort.repository_forms.goals import responses_csv
from mooc_kit.cohort.repository_forms.issue_bodies import LABELS, Answers, Issue, read_answers, read_issues
from mooc_kit.cohort.repository_forms.questions import question_data
from mooc_kit.cohort.repository_forms.share_backs import FOLDER, share_back_file
from mooc_kit.console import console
from mooc_kit.files import write_whole
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import MoocKitError, Place, Problem, Report, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec.model import Spec

MOST_BYTES = 20_000_000


def receive(source: Path, kit: Path, goals_to: Path | None) -> int:
    """Take in the issues of the JSON file `source` ("-": standard input); the exit status."""
    issues, problems = read_issues(_text(source), source.name)
    spec = _spec(kit)
    messages = messages_for(spec.course.language)
    goals: dict[int, Answers] = {}
    written: list[Path] = []
    for issue in issues:
        answers, found = (None, [_unknown(issue)]) if not issue.form else read_answers(issue, kit)
        problems += found
        if answers is None:
            continue
        if issue.form == "goal":
            goals[issue.number] = answers
            continue
        taken, found = (_story if issue.form == "share-back" else _question)(spec, messages, kit, issue, answers)
        problems += found
        written += [taken] if taken else []
    if goals:
        written += [_goals(goals, kit, goals_to)]
    for path in written:
        console().print(f"Written: {relative_name(path)}", soft_wrap=True)
    report = Report(problems)
    if problems:
        write_report(report, "text", sys.stderr)
    return 0 if report.is_ok() else 1


def _text(source: Path) -> str:
    if str(source) == "-":
        return sys.stdin.read(MOST_BYTES + 1)
    if not source.is_file():
        raise UsageError(f"There is no file {source}.")
    with source.open("rb") as stream:
        return stream.read(MOST_BYTES + 1).decode("utf-8", errors="replace")


def _spec(kit: Path) -> Spec:
    from mooc_kit.completion_options.registry import sections
    from mooc_kit.spec import load_spec_file

    file = kit / "course.yaml"
    if not file.is_file():
        raise UsageError(f"{relative_name(kit)} is not the folder of a course: it has no course.yaml.")
    loaded = load_spec_file(file, relative_name(file), sections())
    if loaded.spec is None:
        raise MoocKitError(*loaded.problems)
    return loaded.spec


def _unknown(issue: Issue) -> Problem:
    hint = f"Give it the label of its form: {', '.join(LABELS)}."
    message = f"Issue {issue.number} comes from no form of this course."
    return form_codes.UNKNOWN_FORM.at(Place(f"issue {issue.number}"), message, hint=hint)


def _here(issue: Issue, what: str) -> Problem:
    message = f"Issue {issue.number} was taken in before: {what}."
    return form_codes.ALREADY_HERE.at(
        Place(f"issue {issue.number}"), message, hint="Delete it there to take it in anew."
    )


def _story(
    spec: Spec, messages: Messages, kit: Path, issue: Issue, answers: Answers
) -> tuple[Path | None, list[Problem]]:
    before = next((kit / FOLDER).glob(f"*-{issue.number}.md"), None)
    if before is not None:
        return None, [_here(issue, f"{FOLDER}/{before.name}")]
    labels = {
        "changed": messages.text("What changed, for somebody else or for you?"),
        "evidence": messages.text("What do you bring back?"),
        "next": messages.text("What would you do differently next time?"),
    }
    name, text = share_back_file(spec, issue, answers, labels, messages.text("Share back: "))
    return write_inside(kit, name, text), []


def _question(
    spec: Spec, messages: Messages, kit: Path, issue: Issue, answers: Answers
) -> tuple[Path | None, list[Problem]]:
    from mooc_kit.spec.round_trip import opened, quoted, written

    module = next((module for module in spec.modules if module.title == answers["module"]), None)
    place = Place(f"issue {issue.number}")
    path = kit / "quizzes" / f"self-check-{module.id}.yaml" if module else None
    if path is None or not path.is_file():
        message = f'Issue {issue.number} is for "{answers["module"][:80]}", which has no self-check.'
        return None, [form_codes.UNCLEAR_ANSWERS.at(place, message, hint="Choose another module in the issue.")]
    data, problems = question_data(spec, issue, answers, messages.text("True").casefold())
    if data is None:
        return None, problems
    head, text = _head(path.read_text(encoding="utf-8"))
    yaml, quiz = opened(text, relative_name(path), head.count("\n"))
    questions = quiz.get("questions") if isinstance(quiz, dict) else None
    if not isinstance(questions, list):
        message = f"{relative_name(path)} has no list of questions."
        return None, [form_codes.UNCLEAR_ANSWERS.at(place, message, hint="Run `mooc-kit validate` and mend it first.")]
    if any(isinstance(question, dict) and question.get("id") == data["id"] for question in questions):
        return None, [_here(issue, f"{data['id']} in quizzes/{path.name}")]
    questions.append(quoted(data))
    write_inside(kit, f"quizzes/{path.name}", head + written(yaml, quiz))
    return path, []


def _head(text: str) -> tuple[str, str]:
    """The lines up to the --- that begins the document, which would be lost on the way, and the rest."""
    head, mark, rest = text.partition("---\n")
    is_head = mark and all(not line.strip() or line.startswith("#") for line in head.split("\n"))
    return (head + mark, rest) if is_head else ("", text)


def _goals(goals: dict[int, Answers], kit: Path, goals_to: Path | None) -> Path:
    if goals_to is None:
        raise UsageError("There are goals among the issues: say where their answers go with --goals-to FILE.csv.")
    if goals_to.resolve().is_relative_to(kit.resolve()):
        raise UsageError(f"{goals_to} lies in the course's folder. People's own answers are kept outside of it.")
    write_whole(goals_to, responses_csv(goals))
    return goals_to
