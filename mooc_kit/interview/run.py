"""Interview loop: asks the plan's steps, goes back, keeps a draft, and shows all answers before the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from mooc_kit.counting import counted
from mooc_kit.interview.defaults import USUAL_OPTION, complete
from mooc_kit.interview.draft import InterviewDraft, load, remove, save
from mooc_kit.interview.gate import in_words
from mooc_kit.interview.plan import InterviewSection, sections_of, steps_of
from mooc_kit.interview.screen import Paused, Screen
from mooc_kit.interview.step import Answers, Choosable, Control, ExtraQuestion, InterviewStep, Kind, Refused, found

WRITE = "write"


def interview(
    folder: Path,
    screen: Screen,
    *,
    is_full: bool | None,
    begun: Mapping[str, Any] | None = None,
    questions: Sequence[ExtraQuestion] = (),
) -> Answers:
    """The answers of a whole interview, completed. Raises Paused with a draft kept when the person stops.

    The draft stays until the course has grown: `draft.remove` is the caller's.
    A new one begins with the answers `begun`. The extra `questions` come first; their answers are in "_template".
    """
    screen.welcome()
    draft = _resumed(folder, screen) or InterviewDraft(deepcopy(dict(begun or {})), _path(screen, is_full), "")
    extra: dict[str, str] = {}
    for question in questions:
        extra[question.name] = _extra(screen, question, question.default_after(extra))
    run = Run(folder, screen, draft)
    run.ask_all()
    run.review()
    whole = complete(
        {key: value for key, value in draft.answers.items() if not key.startswith("_")}, folder.resolve().name
    )
    return {**whole, "_template": extra} if extra else whole


def _extra(screen: Screen, question: ExtraQuestion, default: str) -> str:
    choices = [Choosable(choice, choice) for choice in question.choices]
    kind = Kind.ONE if choices else Kind.TEXT
    step = InterviewStep("", ("template", question.name), kind, question.text, choices=choices, default=default)
    answer = screen.ask(step)
    return default if isinstance(answer, Control) or answer in ("", None) else str(answer)


def _resumed(folder: Path, screen: Screen) -> InterviewDraft | None:
    draft = load(folder)
    if draft is None:
        return None
    title = found(draft.answers, ("course", "title")) or folder.name
    step = InterviewStep("", ("resume",), Kind.YES_NO, f'There is a draft of "{title}". Go on with it?', default=True)
    if screen.ask(step) in (True, Control.SKIP):
        return draft
    remove(folder)
    return None


def _path(screen: Screen, is_full: bool | None) -> bool:
    if is_full is not None:
        return is_full
    step = InterviewStep(
        "",
        ("path",),
        Kind.ONE,
        "How much time do you have?",
        help="You can answer the rest later with `mooc-kit interview`: everything is in course.yaml.",
        choices=[
            Choosable(
                "short", "Ten minutes", "under 25 questions: the course, its outcomes, its modules, the evidence"
            ),
            Choosable("full", "An hour with the team", "under 50 questions: all twelve elements of an open course"),
        ],
        default="short",
    )
    return bool(screen.ask(step) == "full")


class Run:
    """One interview. `done` is the choice that ends it.

    The steps are made anew after each answer, since answers bring and take away questions.
    """

    done = "Yes, grow the course"

    def __init__(self, folder: Path, screen: Screen, draft: InterviewDraft) -> None:
        self.folder = folder
        self.screen = screen
        self.draft = draft
        self.sections = sections_of(is_full=draft.is_full)
        self.shown = ""
        screen.unsent = draft.unsent

    def steps(self, section: InterviewSection) -> list[InterviewStep]:
        return steps_of(section, self.draft.answers, self.folder.resolve().name, is_full=self.draft.is_full)

    def all_steps(self) -> list[tuple[InterviewSection, InterviewStep]]:
        return [(section, step) for section in self.sections for step in self.steps(section)]

    def ask_all(self) -> None:
        steps = self.all_steps()
        position = next((n for n, (_, step) in enumerate(steps) if step.id == self.draft.at), 0)
        while position < len(steps):
            section, step = steps[position]
            forward = self.ask(section, step)
            steps = self.all_steps()
            here = next((n for n, (_, known) in enumerate(steps) if known.id == step.id), None)
            if here is None:  # the answer took its own question away: what came after it stands in its place
                position = position if forward else max(position - 1, 0)
            else:
                position = here + 1 if forward else max(here - 1, 0)

    def ask(self, section: InterviewSection, step: InterviewStep) -> bool:
        """Ask one step until it is answered. True goes on, False goes back."""
        self._head(section, step)
        self.draft.at = step.id
        self.keep_draft()
        while True:
            try:
                answer = self.screen.ask(step)
            except (Paused, KeyboardInterrupt):
                self.keep_draft()  # with what was typed here and has no answer yet
                raise
            if answer is Control.BACK:
                return False
            if step.is_own and answer == step.default:
                self.screen.unsent.pop(step.id, None)
                return True  # as it stands: reading it anew could only lose what the screen does not show
            if answer is Control.SKIP:
                if step.is_optional or step.default is not None:
                    self.screen.unsent.pop(step.id, None)
                    return True
                self.screen.complain("This one is required.")
                continue
            try:
                value = step.read(answer)
            except Refused as refused:
                self.screen.complain(str(refused))
                self.screen.unsent[step.id] = [answer] if isinstance(answer, str) else list(answer)  # to be mended
                continue
            self.screen.unsent.pop(step.id, None)
            for line in step.keep(self.draft.answers, _nothing_to_none(value, step)):
                self.screen.say(line)
            self.keep_draft()
            return True

    def keep_draft(self) -> None:
        save(self.folder, self.draft)

    def show(self) -> None:
        """Every answer so far, section by section."""
        for section in self.sections:
            rows = [(_short(step.question), said(self.draft.answers, step)) for step in self.steps(section)]
            rows = [(name, value) for name, value in rows if value]
            if rows:
                self.screen.table(section.title, rows)

    def review(self) -> None:
        """Show every answer; let the person change a part, until they say that it is right."""
        while True:
            self.show()
            choices = [Choosable(WRITE, self.done)]
            choices += [Choosable(section.key, f"Change: {section.title}") for section in self.sections]
            step = InterviewStep("", ("review",), Kind.ONE, "Is that right?", choices=choices, default=WRITE)
            self.draft.at = "end"
            self.keep_draft()
            answer = self.screen.ask(step)
            if answer in (WRITE, Control.SKIP):
                return
            if answer is Control.BACK:
                answer = self.sections[-1].key
            self.change(next(section for section in self.sections if section.key == answer))

    def change(self, section: InterviewSection) -> None:
        position = 0
        while 0 <= position < len(self.steps(section)):
            position += 1 if self.ask(section, self.steps(section)[position]) else -1

    def to_come(self, section: InterviewSection, step: InterviewStep) -> str:
        """How many questions there are still, this one with them, as far as the answers so far can tell."""
        answers = self.draft.answers
        usual = answers if answers.get("completion") else {**answers, "completion": {USUAL_OPTION: {}}}
        count = 0
        for later in self.sections[self.sections.index(section) + 1 :]:
            count += len(steps_of(later, usual, self.folder.resolve().name, is_full=self.draft.is_full))
        here = [one.id for one in steps_of(section, usual, self.folder.resolve().name, is_full=self.draft.is_full)]
        count += len(here) - (here.index(step.id) if step.id in here else 0)
        return f", about {counted(count, 'question')} to come"

    def _head(self, section: InterviewSection, step: InterviewStep) -> None:
        number = self.sections.index(section) + 1
        place = f"{number} of {len(self.sections)}{self.to_come(section, step)}"
        if section.key != self.shown.partition("/")[0]:
            self.screen.heading(section.title, section.about, place)
            self.shown = section.key
        if step.section != section.key and self.shown != f"{section.key}/{step.section}":
            self.screen.heading(step.section, f"Part of: {section.title}", place)
            self.shown = f"{section.key}/{step.section}"


def _nothing_to_none(value: Any, step: InterviewStep) -> Any:
    return None if value in ("", []) and step.store is None and not step.keeps_empty else value


def _short(question: str) -> str:
    return question if len(question) <= 60 else question[:59].rsplit(" ", 1)[0] + " ..."


def said(answers: Answers, step: InterviewStep) -> str:
    """The answer to `step` in words; "" where there is none, or none of the course's own."""
    return "" if str(step.path[0]).startswith("_") else in_words(step, found(answers, step.path))
