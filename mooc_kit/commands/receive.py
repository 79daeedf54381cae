"""Receiving participants' files: mails, downloads, texts, forum exports and issues, sorted into the kit, each once."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mooc_kit.cohort.inbox.feed_posts import Fetch, gather
from mooc_kit.cohort.inbox.keeping import GOALS_FILE, Keeper
from mooc_kit.cohort.inbox.kinds import Item, Sorter
from mooc_kit.cohort.inbox.labelled import told_beside
from mooc_kit.cohort.inbox.sources import Piece, pieces_in
from mooc_kit.cohort.repository_forms import form_codes
from mooc_kit.cohort.repository_forms.goals import responses_csv
from mooc_kit.cohort.repository_forms.issue_bodies import (
    LABELS,
    Answers,
    Issue,
    are_issues,
    read_answers,
    read_issues,
)
from mooc_kit.cohort.repository_forms.questions import question_data
from mooc_kit.cohort.repository_forms.share_backs import FOLDER, share_back_file
from mooc_kit.commands.validate import kit_to_read
from mooc_kit.console import confirm, console
from mooc_kit.counting import counted
from mooc_kit.course.model import Course
from mooc_kit.files import write_private
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Place, Problem, Report, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.safe_paths import write_inside
from mooc_kit.spec.model import Spec

MOST_BYTES = 20_000_000
PRIVATE = "-received"
"""What the name of the folder beside the kit ends with, in which private things are kept."""


def take_in(
    sources: Sequence[Path], kit: Path, private: Path | None, goals_to: Path | None, *, with_feeds: bool
) -> int:
    """Take in `sources`, then the posts of the kit's list of feeds where these are asked for."""
    if not sources and not with_feeds:
        raise UsageError("Name what to take in: files or folders, or --feeds.")
    status = receive(sources, kit, private, goals_to) if sources else 0
    return max(status, receive_feeds(kit)) if with_feeds else status


def receive(sources: Sequence[Path], kit: Path, private: Path | None, goals_to: Path | None) -> int:
    """Take in what the files and folders `sources` hold ("-": standard input); the exit status."""
    spec, course = _opened(kit)
    messages = messages_for(spec.course.language)
    sorter = Sorter(course, messages)
    folder = private or kit.resolve().parent / f"{kit.resolve().name}{PRIVATE}"
    keeper = Keeper(kit, folder, course, messages, _asking(), datetime.now(UTC).date())
    issues = _Issues(spec, messages, kit)
    problems: list[Problem] = []
    taken: Counter[str] = Counter()
    for source in sources:
        for piece in _pieces(source):
            if isinstance(piece, Problem):
                problems.append(piece)
                continue
            for item in _items(piece, sorter, issues, is_stdin=str(source) == "-"):
                taken[item.kind] += keeper.take(item)
    written = list(issues.written)
    for item in issues.goal_items() if goals_to is None else ():
        taken[item.kind] += keeper.take(item)
    if goals_to is not None and issues.goals:
        written.append(_goals(issues.goals, kit, goals_to))
    keeper.finish()
    for path in dict.fromkeys([*written, *keeper.written]):
        console().print(f"Written: {relative_name(path)}", soft_wrap=True)
    _tell(taken, keeper)
    report = Report([*problems, *issues.problems, *sorter.problems, *keeper.problems])
    if report.problems:
        write_report(report, "text", sys.stderr)
    return 0 if report.is_ok() else 1


def _items(piece: Piece, sorter: Sorter, issues: _Issues, *, is_stdin: bool) -> list[Item]:
    """What stands in `piece`. The issues among it that were written with a form are put into the kit at once."""
    listed = are_issues(piece.text) if piece.suffix == ".json" else None
    if listed is not None:
        return list(issues.take(listed, sorter))
    before = len(sorter.problems)
    found = list(sorter.items(piece))
    if is_stdin and not found and piece.suffix == ".json":  # a program's output, which should have been issues
        sorter.problems[before:] = read_issues(piece.text, piece.place)[1] or sorter.problems[before:]
    return found


def receive_feeds(kit: Path, fetch: Fetch | None = None) -> int:
    """Gather the posts of participants' feeds into the kit's file of posts; the exit status."""
    from mooc_kit.completion_options.self_certificate.posts import PATH, posts_json
    from mooc_kit.credentials.online import fetch as online

    _opened(kit)
    posts, problems = gather(kit, fetch or online, _asking())
    path = write_inside(kit, PATH, posts_json(posts))
    console().print(f"Written: {relative_name(path)} ({counted(len(posts), 'post')})", soft_wrap=True)
    if problems:
        write_report(Report(problems), "text", sys.stderr)
    return 0


_NAMES = {
    "survey": ("answered survey", "answered surveys"),
    "goals": ("set of goals", "sets of goals"),
    "evidence": ("evidence log", "evidence logs"),
    "story": ("story", "stories"),
    "question": ("question", "questions"),
    "badge": ("badge file", "badge files"),
    "completion": ("table of what somebody did", "tables of what people did"),
    "application": ("application for credit", "applications for credit"),
}


def _tell(taken: Counter[str], keeper: Keeper) -> None:
    """What was taken, and with which command the team goes on."""
    said = [f"{count} {_NAMES[kind][count > 1]}" for kind, count in sorted(taken.items()) if count]
    if said:
        console().print(f"Taken: {', '.join(said)}.", soft_wrap=True)
    kit, private = shlex.quote(relative_name(keeper.kit)), shlex.quote(relative_name(keeper.private))
    tables = [name for name in ("answers/sign-up.csv", GOALS_FILE) if (keeper.private / name).is_file()]
    listed = " ".join(f"{private}/{name}" for name in tables)
    following = {
        "question": f"mooc-kit quiz check {kit}/contributions",
        "goals": f"mooc-kit goals map {listed} --kit {kit} -o {private}/goals",
        "badge": f"mooc-kit badge verify {private}/badges/*.badge.json --kit {kit}",
        "completion": f"mooc-kit completions {private}/completions/*.csv --kit {kit}",
        "application": f"mooc-kit completions GRADEBOOK --decisions {private}/applications --kit {kit}",
    }
    has = {
        "question": taken["question"],
        "goals": (taken["survey"] or taken["goals"]) and tables,
        "badge": taken["badge"] and any((keeper.private / "badges").glob("*.badge.json")),
        "completion": taken["completion"],
        "application": taken["application"],
    }
    for kind, command in following.items():
        if has[kind]:
            console().print(f"Next: {command}", soft_wrap=True, markup=False)


def _asking() -> Callable[[str], bool]:
    """How a person is asked for a consent; without one at a terminal nothing is agreed to."""
    if not (sys.stdin.isatty() and console().is_terminal):
        return lambda question: False
    return lambda question: confirm(question, default=False)


def _pieces(source: Path) -> Iterator[Piece | Problem]:
    if str(source) == "-":
        text = sys.stdin.read(MOST_BYTES + 1)
        yield Piece("standard input", text, ".txt" if text.lstrip()[:1].isalpha() else ".json")
    elif not source.exists():
        raise UsageError(f"There is no file {source}.")
    else:
        yield from pieces_in(source, relative_name(source))


class _Issues:
    """The issues of a repository, put into the kit by the form that each was written with."""

    def __init__(self, spec: Spec, messages: Messages, kit: Path) -> None:
        self.spec, self.messages, self.kit = spec, messages, kit
        self.goals: dict[int, Answers] = {}
        self.written: list[Path] = []
        self.problems: list[Problem] = []

    def take(self, issues: Sequence[Issue], sorter: Sorter) -> Iterator[Item]:
        """Take what was written with a form; gives what else stands in the issues, as the site's pages hand it out."""
        for issue in issues:
            if not issue.form:
                items = list(sorter.items(Piece(f"issue {issue.number}", issue.body, ".txt", issue.created_on, True)))
                self.problems += [] if items else [_unknown(issue)]
                yield from items
                continue
            answers, found = read_answers(issue, self.kit)
            self.problems += found
            if answers is None:
                continue
            if issue.form == "goal":
                self.goals[issue.number] = answers
                continue
            put = _story if issue.form == "share-back" else _question
            taken, found = put(self.spec, self.messages, self.kit, issue, answers)
            self.problems += found
            self.written += [taken] if taken else []

    def goal_items(self) -> Iterator[Item]:
        for number, answers in self.goals.items():
            goals = [{"goal": words} for id, words in answers.words.items() if id.startswith("goal-") and words]
            may_quote = bool(answers.ticked.get("share-goals"))
            whole = {"goals": goals, "may_quote": may_quote}
            yield Item("goals", f"issue {number}", whole, sender=f"issue {number}")


def _opened(kit: Path) -> tuple[Spec, Course]:
    if not (kit / "course.yaml").is_file():
        raise UsageError(f"{relative_name(kit)} is not the folder of a course: it has no course.yaml.")
    return kit_to_read(kit)


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
    labels = {**told_beside(messages), "evidence": messages.text("What do you bring back?")}
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


def _goals(goals: dict[int, Answers], kit: Path, goals_to: Path) -> Path:
    if goals_to.resolve().is_relative_to(kit.resolve()):
        raise UsageError(f"{goals_to} lies in the course's folder. People's own answers are kept outside of it.")
    write_private(goals_to, responses_csv(goals))
    return goals_to
