"""The plan is the order of the interview: its sections, and the steps of each as they follow from the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mooc_kit.bloom import first_verb, has_table, is_observable, suggest_observable
from mooc_kit.completion_options.registry import AnyOption, options
from mooc_kit.interview.defaults import USUAL_OPTION, bring_required, complete, draft_of, draft_without
from mooc_kit.interview.field_steps import Context, field_steps, model_steps
from mooc_kit.interview.step import Answers, Choosable, InterviewStep, Kind, Refused, found
from mooc_kit.spec.ask import asked_fields
from mooc_kit.spec.design import ELEMENT_BEFORE_COMPLETION, DesignSpec, Element
from mooc_kit.spec.fields import slug
from mooc_kit.spec.model import CourseInfo, MeasureKind, Spec
from mooc_kit.targets.registry import targets

_PLATFORM_TARGETS = {"hosted-complete": "moodle", "commercial-partnership": "open-edx"}


@dataclass(frozen=True)
class InterviewSection:
    """A part of the interview. `element` is its key among the twelve elements, or ""."""

    key: str
    title: str
    about: str
    element: str = ""


def sections_of(*, is_full: bool) -> list[InterviewSection]:
    """The sections in order: four in the short path; in the full one the twelve elements and success, too."""
    found = [
        InterviewSection("course", "The course", "A few facts. Press Enter to take what stands in brackets."),
        InterviewSection(
            "outcomes",
            "Outcomes",
            "What will people be able to do afterwards? Two to five outcomes, each with a verb that one can see.",
        ),
        InterviewSection("modules", "Modules", "The parts of the course, in order; usually one a week."),
    ]
    evidence = InterviewSection(
        "completion",
        "Completion options",
        "What will you provide to participants as evidence of their participation or completion? Far more people "
        "sign up than finish; the first four options need no marking.",
        "completion",
    )
    if not is_full:
        return [*found, evidence]
    for key, info in DesignSpec.model_fields.items():
        kind = _element(info.annotation)
        found.append(InterviewSection(key, kind.title, kind.about, key))
        if key == ELEMENT_BEFORE_COMPLETION:
            found.append(evidence)
    found.append(
        InterviewSection("success", "Success", "How will you know that it was worth it, beyond how many finished?")
    )
    return found


def steps_of(section: InterviewSection, answers: Answers, folder_name: str, *, is_full: bool) -> list[InterviewStep]:
    """The steps of `section`, given the answers so far."""
    match section.key:
        case "course":
            return list(_course(answers, folder_name, is_full=is_full))
        case "outcomes":
            return [_outcomes(answers)]
        case "modules":
            return list(_modules(answers, folder_name))
        case "completion":
            return list(_completion(answers, folder_name))
        case "success":
            return list(_success(answers))
        case _:
            return list(_design(section, answers))


def _course(answers: Answers, folder_name: str, *, is_full: bool) -> Iterator[InterviewStep]:
    usual = complete({"course": {k: v for k, v in (answers.get("course") or {}).items() if k == "title"}}, folder_name)
    context = Context("course", is_full)
    fields = {field.name: field for field in asked_fields(CourseInfo)}
    order = ["title", "id", *(name for name in fields if name not in ("title", "id"))]
    for name in order:
        field = fields[name]
        if field.ask.depth == "core" or (is_full and field.ask.depth == "full"):
            fitting = usual["course"].get(field.key) if name in ("title", "id") else None
            yield from field_steps(field, ("course", field.key), answers, context, fitting)


def _outcomes(answers: Answers) -> InterviewStep:
    given = answers.get("outcomes") or []

    def read(lines: list[str]) -> list[Answers]:
        known = {outcome["text"]: outcome["id"] for outcome in given}
        taken: set[str] = set()
        made = []
        for line in lines:
            if len(line) > 400:
                raise Refused("An outcome is one sentence; this one is longer than 400 letters.")
            made.append(
                {
                    "id": _free(known.get(line) or slug(first_verb(line)) or slug(line)[:20] or "outcome", taken),
                    "text": line,
                }
            )
        return made

    return InterviewStep(
        "outcomes",
        ("outcomes",),
        Kind.LINES,
        "What will participants be able to do?",
        help="One line each, like: Collect a water sample with a repeatable protocol.",
        default=[outcome["text"] for outcome in given],
        is_own=bool(given),
        read=read,
        after=_tell_verbs,
    )


def _tell_verbs(answers: Answers) -> Sequence[str]:
    language = str(found(answers, ("course", "language")) or "en")
    if not has_table(language):
        return ()
    told = []
    for outcome in answers.get("outcomes") or ():
        if is_observable(outcome["text"]) is False:
            better = ", ".join(suggest_observable(outcome["text"]))
            told.append(
                f'Nobody can see whether people "{first_verb(outcome["text"])}". What would show it? {better} …'
            )
    return told


def _modules(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    given = (
        answers.get("modules") or complete({k: v for k, v in answers.items() if k != "modules"}, folder_name)["modules"]
    )

    def read(lines: list[str]) -> list[Answers] | None:
        known = {module["title"]: module for module in given}
        weeks = found(answers, ("course", "weeks")) or 4
        taken: set[str] = set()
        made = []
        for number, line in enumerate(lines):
            fields = known.get(line, {})
            kept = {k: v for k, v in fields.items() if answers.get("_is_decided") or k in ("outcomes", "activities")}
            id = _free(known.get(line, {}).get("id") or slug(line) or f"part-{number + 1}", taken)
            week = 1 + number * max(weeks, 1) // max(len(lines), 1)
            made.append({**({} if "week" in kept else {"week": week}), **kept, "id": id, "title": line})
        return made or None

    yield InterviewStep(
        "modules",
        ("modules",),
        Kind.LINES,
        "What are the modules called?",
        help="One line each, in order. Pages, work to hand in and quizzes are made for each; change them later.",
        default=[module["title"] for module in given],
        is_own="modules" in answers,
        read=read,
    )
    outcomes = [Choosable(outcome["id"], outcome["text"]) for outcome in answers.get("outcomes") or ()]
    if not outcomes:
        return
    usual = complete(answers, folder_name)["modules"] if answers.get("modules") else []
    for number, module in enumerate(answers.get("modules") or ()):
        yield InterviewStep(
            "modules",
            ("modules", number, "outcomes"),
            Kind.SEVERAL,
            f'Which outcomes does "{module["title"]}" serve?',
            help="Each outcome should be served by at least one module.",
            choices=outcomes,
            default=module.get("outcomes") or usual[number].get("outcomes") or [],
        )


def _design(section: InterviewSection, answers: Answers) -> Iterator[InterviewStep]:
    kind = _element(DesignSpec.model_fields[section.key].annotation)
    path = ("design", section.key)
    for field in sorted(asked_fields(kind), key=lambda field: field.key == "notes"):
        steps = field_steps(field, (*path, field.key), answers, Context(section.key, True), None)
        for step in steps:
            yield step if field.key == "notes" else _with_effect(step, section.key)
    if section.key == "platform_selection":
        chosen = found(answers, (*path, "choices")) or []
        usual = ["site", *(_PLATFORM_TARGETS[choice] for choice in chosen if choice in _PLATFORM_TARGETS)]
        yield InterviewStep(
            section.key,
            ("targets",),
            Kind.SEVERAL,
            "What should be built?",
            help="You can add targets at any time.",
            choices=[Choosable(key, key, target.title) for key, target in targets().items()],
            default=answers.get("targets") or usual,
        )


def _with_effect(step: InterviewStep, element: str) -> InterviewStep:
    """The choices step of an element, which tells the options that suit what was chosen."""

    def tell(answers: Answers) -> Sequence[str]:
        chosen = found(answers, ("design", element, "choices")) or []
        return [
            f"{choice} goes well with the completion option {option.title}."
            for option in options().values()
            for choice in option.suits
            if choice in chosen
        ]

    return InterviewStep(
        step.section,
        step.path,
        step.kind,
        step.question,
        step.help,
        step.choices,
        step.default,
        read=step.read,
        after=tell,
    )


def _completion(answers: Answers, folder_name: str) -> Iterator[InterviewStep]:
    known = options()
    chosen = {choice for element in (answers.get("design") or {}).values() for choice in element.get("choices") or ()}
    given = answers.get("completion")
    suited = [key for key, option in known.items() if chosen & set(option.suits)]
    default = list(given) if given is not None else suited or [USUAL_OPTION]
    yield InterviewStep(
        "completion",
        ("completion",),
        Kind.SEVERAL,
        "Which evidence will you offer?",
        help="Choose what you can really do. `mooc-kit options` tells more about each.",
        choices=[
            Choosable(key, option.title, option.about, "suits what you chose" if key in suited else "")
            for key, option in known.items()
        ],
        default=default,
        store=_store_options,
        after=_tell_required,
    )
    if not given:
        return
    whole = complete(answers, folder_name)
    draft = draft_of(whole)
    for key in [key for key in known if key in given]:
        yield from _option_steps(known[key], answers, draft or draft_without(whole, key))


def _option_steps(option: AnyOption, answers: Answers, draft: Spec | None) -> Iterator[InterviewStep]:
    context = Context(
        option.title,
        True,
        [(outcome.id, outcome.text) for outcome in draft.outcomes] if draft else (),
        [(item.id, item.title) for _, _, item in draft.walk() if item.kind in ("quiz", "exam", "assignment")]
        if draft
        else (),
    )
    fitting = option.defaults(draft) if draft else {}
    yield from model_steps(option.Spec, ("completion", option.key), answers, context, fitting)


def _store_options(answers: Answers, chosen: list[str]) -> None:
    before = answers.get("completion") or {}
    answers["completion"] = {key: before.get(key) or {} for key in options() if key in (chosen or ())}
    brought = bring_required(answers["completion"])
    answers["completion"] = {key: answers["completion"][key] for key in options() if key in answers["completion"]}
    answers["_brought"] = [list(pair) for pair in brought]


def _tell_required(answers: Answers) -> Sequence[str]:
    known = options()
    told = [
        f"{known[key].title} needs {known[needed].title}, so it is chosen too: {known[needed].needs}"
        for key, needed in answers.pop("_brought", [])
    ]
    if "authenticated_completion" in answers.get("completion", {}):
        told.append("It needs a platform with accounts and exams, so the course is also planned for one.")
    return told


def _success(answers: Answers) -> Iterator[InterviewStep]:
    given = {entry["measure"]: entry for entry in answers.get("success") or ()}

    def store(answers: Answers, chosen: list[str]) -> None:
        answers["success"] = [given.get(m) or {"id": m, "measure": m, "target": 100} for m in chosen or ()]

    yield InterviewStep(
        "success",
        ("success",),
        Kind.SEVERAL,
        "What will you count?",
        help="Two or three are enough.",
        choices=[Choosable(m.value, m.value, m.meaning) for m in MeasureKind if m is not MeasureKind.OTHER],
        default=list(given),
        store=store,
    )
    for number, entry in enumerate(answers.get("success") or ()):
        measure = MeasureKind(entry["measure"])
        yield InterviewStep(
            "success",
            ("success", number, "target"),
            Kind.TEXT,
            f"{measure.meaning}: how many, or which share?",
            help="A number like 200, or a share like 60%.",
            default=str(entry.get("target", 100)),
            read=_target,
        )


def _target(text: str) -> Any:
    text = text.replace(" ", "")
    number = text.removesuffix("%")
    if not number.isdigit() or int(number) < 1 or (text.endswith("%") and int(number) > 100):
        raise Refused("Write a number like 200, or a share like 60%.")
    return text if text.endswith("%") else int(number)


def _element(annotation: Any) -> type[Element]:
    kind: type[Element] = next(part for part in annotation.__args__ if part is not type(None))
    return kind


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
