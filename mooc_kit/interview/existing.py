"""Interview of an existing course: a menu of what is decided, what is open and what can be changed."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.counting import counted
from mooc_kit.interview.draft import InterviewDraft, load, remove, save
from mooc_kit.interview.plan import InterviewSection
from mooc_kit.interview.run import WRITE, Run, said
from mooc_kit.interview.screen import Screen
from mooc_kit.interview.step import Answers, Choosable, Control, InterviewStep, Kind, found

OPEN = "open"
SHOW = "show"


class ExistingRun(Run):
    """`answers` are those of the spec; they are changed as the person answers."""

    done = "Yes, write it into course.yaml"

    def __init__(self, folder: Path, screen: Screen, answers: Answers, *, is_full: bool) -> None:
        kept = load(folder)
        super().__init__(folder, screen, InterviewDraft(answers, is_full, "", kept.unsent if kept else {}))
        answers["_is_decided"] = True  # modules and the like keep all that the file says about them

    def ask_open(self) -> int:
        """Ask every question that the spec does not answer; gives how many there were."""
        asked: list[str] = []
        position = 0
        while True:
            open_ = [(section, step) for section, step in self.all_steps() if step.id in asked or self._is_open(step)]
            if position >= len(open_):
                return len(asked)
            section, step = open_[position]
            if step.id not in asked:
                asked.append(step.id)
            position = position + 1 if self.ask(section, step) else max(position - 1, 0)

    def menu(self) -> None:
        """Offer the open questions, each section to change, and the end, until the person chooses that."""
        default = OPEN
        while True:
            open_ = {section.key: self._open_of(section) for section in self.sections}
            count = sum(map(len, open_.values()))
            choices = [Choosable(OPEN, _open_words(count), _listed(self.sections, open_))] if count else []
            choices += [
                Choosable(section.key, f"Change: {section.title}", self._decided(section)) for section in self.sections
            ]
            choices += [Choosable(SHOW, "Show every answer"), Choosable(WRITE, "Finish")]
            about = "" if count else " Nothing is open: every question has its answer in course.yaml."
            step = InterviewStep(
                "",
                ("menu",),
                Kind.ONE,
                f"What would you like to do?{about}",
                help="Nothing is written before you say so; then only what you answered changes in course.yaml.",
                choices=choices,
                default=default if count else WRITE,
            )
            answer = self.screen.ask(step)
            if answer in (WRITE, Control.BACK, Control.SKIP):
                return
            if answer == OPEN:
                self.ask_open()
                default = WRITE  # what is open now was left open
            elif answer == SHOW:
                self.show()
            else:
                self.change(next(section for section in self.sections if section.key == answer))

    def keep_draft(self) -> None:
        """What was answered goes into course.yaml itself; only what was typed and not sent is kept beside the kit."""
        unsent = {id: lines for id, lines in self.screen.unsent.items() if lines}
        if unsent:
            save(self.folder, InterviewDraft({}, self.draft.is_full, "", unsent))
        else:
            remove(self.folder)

    def _open_of(self, section: InterviewSection) -> list[InterviewStep]:
        return [step for step in self.steps(section) if self._is_open(step)]

    def _decided(self, section: InterviewSection) -> str:
        """The answers of a section in a line."""
        words = [value for step in self.steps(section) if (value := said(self.draft.answers, step))]
        line = "; ".join(words)
        return line if len(line) <= 120 else f"{line[:119].rsplit(' ', 1)[0]} …"

    def _is_open(self, step: InterviewStep) -> bool:
        return not str(step.path[0]).startswith("_") and found(self.draft.answers, step.path) is None


def _open_words(count: int) -> str:
    return f"Answer what is open, {counted(count, 'question')}"


def _listed(sections: list[InterviewSection], open_: dict[str, list[InterviewStep]]) -> str:
    return ", ".join(f"{section.title} ({len(open_[section.key])})" for section in sections if open_[section.key])


def continue_interview(folder: Path, screen: Screen, answers: Answers, *, is_full: bool) -> None:
    """Menu, then review. `answers` hold what was answered, also where the person stops (Paused is raised then)."""
    from copy import deepcopy

    screen.welcome()
    run = ExistingRun(folder, screen, answers, is_full=is_full)
    before = deepcopy(answers)
    run.menu()
    if answers != before:
        run.review()
    run.keep_draft()
