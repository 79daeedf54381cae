"""Interview of an existing course: shows what is decided and asks only what is still open."""

from __future__ import annotations

from pathlib import Path

from mooc_kit.interview.draft import InterviewDraft
from mooc_kit.interview.run import Run
from mooc_kit.interview.screen import Screen
from mooc_kit.interview.step import Answers, InterviewStep, found


class ExistingRun(Run):
    """`answers` are those of the spec; they are changed as the person answers."""

    done = "Yes, write it into course.yaml"

    def __init__(self, folder: Path, screen: Screen, answers: Answers, *, is_full: bool) -> None:
        super().__init__(folder, screen, InterviewDraft(answers, is_full, ""))
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

    def keep_draft(self) -> None:
        """Nothing beside the kit: what was answered goes into course.yaml itself."""

    def _is_open(self, step: InterviewStep) -> bool:
        return found(self.draft.answers, step.path) is None


def continue_interview(folder: Path, screen: Screen, answers: Answers, *, is_full: bool) -> None:
    """Show, ask, review. `answers` hold what was answered, also where the person stops (Paused is raised then)."""
    screen.welcome()
    run = ExistingRun(folder, screen, answers, is_full=is_full)
    run.show()
    if not run.ask_open():
        screen.say("Nothing is open: every question has its answer in course.yaml.")
    run.review()
