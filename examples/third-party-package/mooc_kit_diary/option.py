"""The option learning_diary: participants write a few lines a week, and the diary is their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from mooc_kit.completion_options.base import CompletionOption, KitFile
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Awarder, Credential, CredentialKind
from mooc_kit.problems import Problem, Rule, Severity
from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import SpecModel, Text
from mooc_kit.spec.model import Spec

PAGE = "content/completion/learning-diary.md"


class LearningDiarySpec(SpecModel):
    """Its section of course.yaml. Each field carries its question: interview, schema and manual follow from it."""

    prompts: Annotated[list[Text], Ask("What do participants write about each week?", depth="core")] = Field(
        default_factory=lambda: ["What surprised me", "What I will try next"], max_length=5
    )
    entries: Annotated[
        int, Ask("How many entries does a whole diary have?", "One a week is usual.", depth="core"), Field(ge=1, le=60)
    ] = 4


MORE_ENTRIES_THAN_WEEKS = Rule(
    "X101",
    "The diary needs more entries than the course has days.",
    Severity.ERROR,
    "Nobody could ever finish it.",
    "course: {weeks: 1}\ncompletion:\n  learning_diary: {entries: 60}\n",
    "course: {weeks: 4}\ncompletion:\n  learning_diary: {entries: 4}\n",
)


class LearningDiary(CompletionOption[LearningDiarySpec]):
    key = "learning_diary"
    title = "Learning diary"
    about = "Participants write a few lines each week, for themselves, and hold a diary in the end."
    asks = "Two or three questions that are worth an answer each week."
    gives = "A diary in participants' own words."
    needs = "Nothing but paper."
    costs = "No marking. Read what people share of their own accord."
    suits = ("reflective-practice",)
    Spec = LearningDiarySpec
    rules = (MORE_ENTRIES_THAN_WEEKS,)

    def check(self, spec: Spec) -> Iterator[Problem]:
        if self.section(spec).entries > spec.course.weeks * 7:
            place = spec.place("completion", self.key, "entries")
            yield MORE_ENTRIES_THAN_WEEKS.at(place, hint=f"Ask for {spec.course.weeks} entries, one a week.")

    def files(self, spec: Spec) -> Iterator[KitFile]:
        yield KitFile(PAGE, template="learning-diary.md.j2", context={"diary": self.section(spec)})

    def contribute(self, spec: Spec, course: CourseBuilder) -> None:
        course.add_page_file(PAGE, self.key, spec.place("completion", self.key, key=True))
        course.add_credential(
            Credential(
                id="learning-diary",
                kind=CredentialKind.SELF_CERTIFICATE,
                title="Learning diary",
                description=f"A diary with {self.section(spec).entries} entries, in your own words.",
                awarded_by=Awarder.SELF,
                origin=self.key,
            )
        )

    def defaults(self, spec: Spec) -> dict[str, Any]:
        return {"entries": spec.course.weeks}
