"""Self-checks: quizzes that count for nothing, and tell people what they know and what to look at again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, ClassVar

from mooc_kit.bloom import Said
from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing, TeamCommand
from mooc_kit.completion_options.handing_on import to_the_team
from mooc_kit.completion_options.self_check import self_check_codes
from mooc_kit.completion_options.self_check.issue_form import question_form, question_kinds
from mooc_kit.completion_options.self_check.question_rubric import ID as RUBRIC
from mooc_kit.completion_options.self_check.question_rubric import question_rubric_yaml, rubric_html
from mooc_kit.completion_options.self_check.section import Contributions, SelfCheckSpec
from mooc_kit.completion_options.team_commands import BUILD, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Activity, Quiz, Survey
from mooc_kit.course.participation import Channel, ChannelKind, EvidenceWay, QuestionMaking, StateKind
from mooc_kit.i18n import Messages, messages_for
from mooc_kit.problems import Problem, Rule
from mooc_kit.quizzes.model import Question, QuizFile
from mooc_kit.quizzes.native import write_native
from mooc_kit.quizzes.quiz_codes import BLANKS_LEFT
from mooc_kit.quizzes.starter_questions import COMMENTS, STARTER, stub_questions
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.design import Materials, Roles
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.model import ModuleSpec
from mooc_kit.spec.repository import form_address, github

PAGE = "content/completion/make-a-question.md"
WORKFLOW = ".github/workflows/questions.yml"
ISSUE_FORM = ".github/ISSUE_TEMPLATE/question.yml"
MINUTES_PER_QUESTION = 2
MOST_STARTERS = 20
REVIEWING_ROLES = (
    TeamRole.LEAD,
    TeamRole.CONTENT_EXPERT,
    TeamRole.FACILITATOR,
    TeamRole.LEARNING_DESIGNER,
    TeamRole.MENTOR,
)


class SelfCheck(CompletionOption[SelfCheckSpec]):
    key: ClassVar[str] = "self_check"
    title: ClassVar[str] = "Self-checking quizzes"
    about: ClassVar[str] = (
        "People check for themselves what they know, with feedback at once and as often as they like. Where the team "
        "wishes it, they add questions of their own."
    )
    asks: ClassVar[str] = "How many questions each module has, and whether participants may add to them."
    gives: ClassVar[str] = "A clear picture of what they can do already and what to look at again, for their eyes only."
    needs: ClassVar[str] = "Questions with feedback that teaches; for contributed ones, somebody who reviews."
    costs: ClassVar[str] = (
        "About twenty minutes for a good question. A contributed one takes each reviewer about ten minutes. "
        "Nothing has to be marked."
    )
    suits: ClassVar[tuple[str, ...]] = ("self-paced", "participants-as-producers")
    Spec: ClassVar[type[SpecModel]] = SelfCheckSpec
    rules: ClassVar[tuple[Rule, ...]] = self_check_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("quizzes with feedback, and a question maker", "pages/make-a-question.html"),
        "moodle": Standing("quizzes that count for nothing", "Check yourself"),
        "open-edx": Standing("problems that count for nothing", "Check yourself"),
        "team": Standing("what participants made is judged and taken", "mooc-kit quiz accept"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        if section.contributions is Contributions.CLOSED:
            return
        place = spec.place("completion", self.key, "contributions")
        if not _submit_url(spec, section) and not spec.course.contact:
            hint = (
                "Add `submit_url:` here, `repository:` or `contact:` to the course, or write `contributions: closed`."
            )
            yield self_check_codes.NOWHERE_TO_HAND_IN.at(place, hint=hint)
        if not any(person.role in REVIEWING_ROLES for person in spec.course.team):
            roles = ", ".join(role.value for role in REVIEWING_ROLES)
            hint = f"Add somebody with one of these roles to the team: {roles}. Or write `contributions: closed`."
            yield self_check_codes.NOBODY_REVIEWS.at(place, hint=hint)

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        messages = messages_for(spec.course.language)
        is_closed = section.contributions is Contributions.CLOSED
        for module in spec.modules:
            questions = _starter_questions(spec, module, section.questions_per_module)
            if not questions:
                continue
            # Where the pool grows, each attempt still asks as many as were planned, drawn anew.
            draw = None if is_closed else min(section.questions_per_module, len(questions))
            quiz = QuizFile(
                title=_title(messages, module),
                intro=messages.text(
                    "Only you see how you do. Nothing is counted, and you can try as often as you like."
                ),
                draw=draw,
                questions=questions,
            )
            yield KitFile(quiz_path(module), text=write_native(quiz, COMMENTS))
        if is_closed:
            return
        context = self._context(spec)
        yield KitFile(PAGE, "make-a-question.md.j2", context)
        commands = (
            receive(spec),
            TeamCommand("See what waits, and what is wrong with it:", "quiz check contributions"),
            TeamCommand(
                "Take a question into the self-check of its module:",
                f"quiz accept contributions/{spec.modules[0].id}/FILE --module {spec.modules[0].id}",
            ),
            BUILD,
        )
        yield KitFile("guides/reviewing-questions.md", "reviewing-questions.md.j2", context, commands=commands)
        if not spec.course.repository or github(spec.course.repository):
            yield KitFile(WORKFLOW, "questions.yml.j2", context)
        yield KitFile("contributions/README.md", "contributions.md.j2", context)
        yield KitFile(ISSUE_FORM, text=question_form(spec, messages))
        yield KitFile(f"rubrics/{RUBRIC}.yaml", text=question_rubric_yaml(messages))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        for module in spec.modules:
            self._add_quiz(spec, section, course, module)
        if section.contributions is not Contributions.CLOSED:
            self._add_page(spec, course)

    def _add_quiz(
        self, spec: spec_model.Spec, section: SelfCheckSpec, course: CourseBuilder, module: ModuleSpec
    ) -> None:
        path = quiz_path(module)
        if not spec.outcomes and not course.files.exists(path):
            return  # a draft without outcomes has nothing to ask about yet
        quiz = course.files.quiz(path, spec.place("completion", self.key, key=True))
        if quiz is None:
            return
        if section.contributions is Contributions.OPEN:
            quiz = _with_open_contributions(quiz, spec, course, module)
        activity = Quiz(
            id=f"self-check-{module.id}",
            title=quiz.title or _title(course.messages, module),
            outcomes=tuple(module.outcomes),
            minutes=MINUTES_PER_QUESTION * (quiz.asked or section.questions_per_module),
            is_required=False,
            origin=self.key,
            quiz=quiz,
            settings=quiz.settings,
        )
        activities = course.modules[module.id]
        activities.insert(_before_closing_surveys(activities), activity)
        course.files.problems.extend(_notes(quiz, section, course, path))

    def _add_page(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        place = spec.place("completion", self.key, key=True)
        page = course.add_page_file(PAGE, self.key, place)
        rubric = course.files.rubric(RUBRIC, place)
        if page is not None:
            kinds = question_kinds(course.messages)
            course.question_making = QuestionMaking(
                page=page.id, kinds=kinds, channel=_channel(spec, self.section(spec))
            )
        if page is not None and rubric is not None:
            course.pages[-1] = replace(page, body_html=f"{page.body_html}\n{rubric_html(rubric)}")

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return (
            () if self.section(spec).contributions is Contributions.CLOSED else {spec_model.MeasureKind.CONTRIBUTIONS}
        )

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        checks = [activity.id for activity in course.activities() if activity.origin == self.key]
        return EvidenceWay(
            option=self.key,
            title=text("Checking yourself"),
            about=text("What you know already and what to look at again, for your eyes only."),
            target=f"activity/{checks[0]}" if checks else "",
            state=StateKind.QUIZZES,
            ids=tuple(checks),
        )

    def evidences(self, spec: spec_model.Spec) -> Collection[str]:
        return {outcome for module in spec.modules for outcome in module.outcomes}

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        people_make = spec.design.chose(Roles.PARTICIPANTS_AS_PRODUCERS)
        if people_make or spec.design.chose(Materials.PARTICIPANT_CONTRIBUTED):
            return {"contributions": Contributions.REVIEWED.value}
        return {}

    def _context(self, spec: spec_model.Spec) -> dict[str, Any]:
        section = self.section(spec)
        served = [
            (module, outcome) for module in spec.modules for outcome in spec.outcomes if outcome.id in module.outcomes
        ]
        module, outcome = served[0] if served else (spec.modules[0], None)
        return {
            "is_open": section.contributions is Contributions.OPEN,
            "reviewers": section.reviewers,
            "submit_url": _submit_url(spec, section),
            "count": section.questions_per_module,
            "reviewing": [person for person in spec.course.team if person.role in REVIEWING_ROLES],
            "example_module": module,
            "example_outcome": outcome,
            "form": [
                {
                    "module": module,
                    "path": quiz_path(module),
                    "outcomes": [outcome for outcome in spec.outcomes if outcome.id in module.outcomes],
                }
                for module in spec.modules
            ],
        }


def quiz_path(module: ModuleSpec) -> str:
    return f"quizzes/self-check-{module.id}.yaml"


def _title(messages: Messages, module: ModuleSpec) -> str:
    return messages.text("Check yourself: {module}", module=module.title)


def _starter_questions(spec: spec_model.Spec, module: ModuleSpec, count: int) -> list[Question]:
    """Questions on the module's own outcomes; where these give too few, on what came before it, then on what follows.

    Coming back to an earlier outcome is no makeshift: what is recalled again after a while is kept.
    """
    here = spec.modules.index(module)
    wanted = list(module.outcomes)
    for other in [*reversed(spec.modules[:here]), *spec.modules[here + 1 :]]:
        wanted += other.outcomes
    wanted += [outcome.id for outcome in spec.outcomes]
    said = {outcome.id: outcome.said_in(spec.course.language) for outcome in spec.outcomes}
    pairs = [(id, said[id]) for id in dict.fromkeys(wanted) if id in said]
    own = [pair for pair in pairs if pair[0] in module.outcomes] or pairs
    rest = [pair for pair in pairs if pair not in own]
    earlier = spec.modules[:here]
    messages = messages_for(spec.course.language)
    found = _in_turn([_fresh(pair, earlier, -(-count // len(own)), messages) for pair in own], count) if own else []
    return [*found, *stub_questions(rest, count - len(found), messages)]


def _fresh(pair: tuple[str, Said], earlier: list[ModuleSpec], share: int, messages: Messages) -> list[Question]:
    """All starter questions on one outcome, those first that an earlier module with this outcome has not asked."""
    questions = stub_questions([pair], MOST_STARTERS, messages)
    asked = share * sum(pair[0] in module.outcomes for module in earlier)
    turn = asked % len(questions)
    return [*questions[turn:], *questions[:turn]]


def _in_turn(rows: list[list[Question]], count: int) -> list[Question]:
    """`count` questions, one from each row after the other."""
    longest = max(len(row) for row in rows)
    return [row[n] for n in range(longest) for row in rows if n < len(row)][:count]


def _with_open_contributions(
    quiz: QuizFile, spec: spec_model.Spec, course: CourseBuilder, module: ModuleSpec
) -> QuizFile:
    """The quiz with the questions that wait in the inbox for this module: in an open course nobody waits."""
    from mooc_kit.quizzes.contributions.inbox import compare, files_in, read_contribution, with_contributions

    folder = course.files.folder
    found = [
        read_contribution(path, course.files.place(path.relative_to(folder).as_posix()).file, spec)
        for path in files_in(folder)
    ]
    mine = [contribution for contribution in found if contribution.module == module.id]
    compare(mine, [(question, quiz_path(module)) for question in quiz.questions])
    return with_contributions(quiz, mine)


def _before_closing_surveys(activities: list[Activity]) -> int:
    """The position after which only surveys stand: a look back over the module comes last."""
    position = len(activities)
    while position and isinstance(activities[position - 1], Survey):
        position -= 1
    return position


def _notes(quiz: QuizFile, section: SelfCheckSpec, course: CourseBuilder, path: str) -> Iterator[Problem]:
    place = course.files.place(path, 1, 1)
    starters = sum(STARTER in question.tags for question in quiz.questions)
    if starters:
        message = f"{starters} of {len(quiz.questions)} questions are starter questions."
        hint = "Replace them by questions on your own material, and remove the tag `starter`."
        yield self_check_codes.STARTER_QUESTIONS.at(place, message, hint=hint)
    is_unfinished = any(p.code == BLANKS_LEFT.code and p.place.file == place.file for p in course.files.problems)
    if quiz.questions and not is_unfinished and len(quiz.questions) < section.questions_per_module:
        message = f"There are {len(quiz.questions)} questions, and {section.questions_per_module} are planned."
        hint = "Write more questions, or lower `questions_per_module:` in course.yaml."
        yield self_check_codes.TOO_FEW_QUESTIONS.at(place, message, hint=hint)


def _channel(spec: spec_model.Spec, section: SelfCheckSpec) -> Channel | None:
    """Where a question goes: the form of the repository, else the course's address."""
    repository = github(spec.course.repository)
    if repository and not section.submit_url:
        return Channel(kind=ChannelKind.REPOSITORY, address=form_address(repository, PurePosixPath(ISSUE_FORM).name))
    if section.submit_url:
        return Channel(kind=ChannelKind.FORM, address=section.submit_url)
    return to_the_team(spec)


def _submit_url(spec: spec_model.Spec, section: SelfCheckSpec) -> str | None:
    """Where people hand in questions: the section's address, else the form in the course's repository."""
    repository = github(spec.course.repository)
    form = form_address(repository, PurePosixPath(ISSUE_FORM).name) if repository else None
    return section.submit_url or form
