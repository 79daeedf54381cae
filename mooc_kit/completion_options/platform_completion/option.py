"""Platform-generated completion: done by rule, without anybody's judgement, and therefore the same for everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from html import escape
from typing import Any, ClassVar

from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing
from mooc_kit.completion_options.handing_on import to_the_team
from mooc_kit.completion_options.platform_completion import platform_completion_codes
from mooc_kit.completion_options.platform_completion.certificate_text import certificate_text
from mooc_kit.completion_options.platform_completion.score import (
    Graded,
    graded_activities,
    overall_percent,
    reachable_percent,
    shares,
    shown,
)
from mooc_kit.completion_options.platform_completion.section import (
    ALL,
    CertificateFile,
    PlatformCompletionSpec,
)
from mooc_kit.completion_options.team_commands import completions, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import (
    Activity,
    Assignment,
    Awarder,
    CompletionRule,
    Credential,
    CredentialKind,
    Quiz,
    Signatory,
)
from mooc_kit.course.participation import CompletionRequest, EvidenceWay, StateKind
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Problem, Severity
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.course_info import TeamRole
from mooc_kit.spec.load import unknown_ids

PAGE = "content/completion/how-to-complete.md"
CERTIFICATE = "certificates/completion.yaml"
USUAL_SCORE = 60
_EXAMPLE_SCORES = (85, 70, 90, 60, 75)


class PlatformCompletion(CompletionOption[PlatformCompletionSpec]):
    key = "platform_completion"
    title = "Platform-generated completion"
    about = (
        "The platform says by itself who has completed the course: by activities done, by a least score, or both. On a "
        "site alone, people send their evidence and the team decides by the same rule."
    )
    asks = "Decide what counts, how much each part weighs, and which score is enough, before the course begins."
    gives = "A certificate of completion, made at once when the rule is met."
    needs = "Activities that a platform can count: quizzes with points, work judged by a rubric, pages that were read."
    costs = (
        "Little while the course runs, whether ten people take part or ten thousand. Before it: a rule that is fair, "
        "and questions good enough to carry it. Nobody's identity is checked, and the certificate says so."
    )
    suits = ("educational-pathways",)
    Spec = PlatformCompletionSpec
    rules = platform_completion_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing(
            "the rule, and what is left by one's own marks; without a platform also a form for evidence",
            "pages/how-to-complete.html",
        ),
        "moodle": Standing(
            "activity completion, the course's criteria, and a badge for it", "Certificate of completion"
        ),
        "open-edx": Standing("the grading policy and the certificate", "GRADE_CUTOFFS"),
        "team": Standing("decided from exports or from what people sent", "mooc-kit completions"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        require = section.require
        known = [activity.id for _, _, activity in spec.walk()]
        graded = graded_activities(spec)
        points = {g.activity.id: g.points or 1 for g in graded}
        if require.activities != ALL:
            path = self._at("require", "activities")
            yield from unknown_ids(spec, path, require.activities, known, "activity")
            sessions = {item.id for _, _, item in spec.walk() if isinstance(item, spec_model.LiveSessionActivity)}
            for number, id in enumerate(require.activities):
                if id in sessions:
                    message = f"The live session `{id}` is needed for completion."
                    hint = f"Take `{id}` out of the list, and ask for something that can be done at any time."
                    yield platform_completion_codes.SESSION_REQUIRED.at(spec.place(*path, number), message, hint=hint)
        if not spec.has_accounts:
            built = ", ".join(spec.targets)
            message = f"The course is built for {built} only, where nobody is counted: the team decides who completed."
            hint = "Go by guides/deciding-completions.md, or add a platform such as moodle to `targets`."
            yield platform_completion_codes.TEAM_DECIDES.at(spec.place("targets", key=True), message, hint=hint)
        if not require.score and not self._required_of_spec(spec):
            hint = "Write `activities: all`, name the activities, or give a `score` such as 60."
            yield platform_completion_codes.NOTHING_REQUIRED.at(spec.place(*self._at("require")), hint=hint)
        yield from self._check_weights(spec, known, points)
        if require.score and not graded:
            yield self._nothing_graded(spec, require.score)
        elif require.score:
            most = reachable_percent(points, section.weights)
            if most < require.score:
                yield self._unreachable(spec, require.score, most)

    def _check_weights(self, spec: spec_model.Spec, known: list[str], points: dict[str, int]) -> Iterator[Problem]:
        weights = self.section(spec).weights
        if not weights:
            return
        path = self._at("weights")
        for id in weights:
            if id not in known:
                yield from (
                    replace(problem, place=spec.place(*path, id, key=True))
                    for problem in unknown_ids(spec, path, [id], known, "activity")
                )
            elif weights[id] and id not in points:
                hint = f"Take `{id}` out of `weights`, or give it points (a quiz also needs `graded: true`)."
                message = f"`{id}` weighs {weights[id]} percent, and gives no points."
                yield platform_completion_codes.WEIGHT_WITHOUT_POINTS.at(spec.place(*path, id), message, hint=hint)
        total = sum(weights.values())
        if total != 100:
            much = f"{100 - total} more to share out" if total < 100 else f"{total - 100} too many"
            hint = f"Change them until they add up to 100 ({much}), or remove `weights` and let the points decide."
            yield platform_completion_codes.WEIGHTS_SUM.at(
                spec.place(*path, key=True), f"The weights add up to {total}, not to 100.", hint=hint
            )
        for id in points:
            if id not in weights:
                hint = f"Add `{id}:` with its share, or `{id}: 0` to say that its points are for practice only."
                message = f"`{id}` gives points, and has no weight."
                yield platform_completion_codes.POINTS_WITHOUT_WEIGHT.at(
                    spec.place(*path, key=True), message, hint=hint
                )

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        graded = graded_activities(spec)
        points = {g.activity.id: g.points or 0 for g in graded}
        is_open = not section.weights and any(g.points is None for g in graded)
        parts = {} if is_open else shares(points, section.weights)
        rows = [_row(g, parts) for g in graded]
        named = section.require.activities
        required = [] if named == ALL else [(module, item) for _, module, item in spec.walk() if item.id in named]
        context = {
            "section": section,
            "counted": spec.has_accounts,
            "score": section.require.score,
            "is_all": named == ALL,
            "required": required,
            "optional": [(module, item) for _, module, item in spec.walk() if not item.required],
            "rows": rows,
            "total": sum(points.values()),
            "is_open": is_open,
            "example": _example(graded, parts, section.require.score),
            "largest": _largest(graded, parts, section.require.score),
        }
        yield KitFile(PAGE, "how-to-complete.md.j2", context)
        yield KitFile("guides/grading.md", "grading.md.j2", context, commands=completions(spec))
        if not spec.has_accounts:
            commands = (receive(spec), *completions(spec))
            yield KitFile("guides/deciding-completions.md", "deciding-completions.md.j2", context, commands=commands)
        yield KitFile(CERTIFICATE, text=certificate_text(spec))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        require = section.require
        activities = course.activities()
        if require.activities == ALL:
            needed = tuple(activity.id for activity in activities if activity.is_required)
        else:
            needed = tuple(activity.id for activity in activities if activity.id in require.activities)
            _mark_required(course, needed)
        points = {a.id: _points(a) for a in activities if _points(a)}
        weights = section.weights
        if weights:
            weights = {id: weight for id, weight in weights.items() if id in points}
        course.files.problems.extend(self._check_points(spec, activities, points))
        rule = CompletionRule(
            activities=needed, least_percent=require.score or None, weights=_whole(shares(points, weights))
        )
        course.require(rule)
        page = course.add_page_file(PAGE, self.key, spec.place("completion", self.key, key=True))
        if page is not None and not spec.has_accounts:
            course.completion_request = CompletionRequest(page=page.id, channel=to_the_team(spec))
        wording = course.files.model(CERTIFICATE, CertificateFile, spec.place("completion", self.key, key=True))
        text = course.messages.text
        course.add_credential(
            Credential(
                id="completion",
                kind=CredentialKind.CERTIFICATE,
                title=wording.title if wording else text("Certificate of completion"),
                description=_given(course, spec),
                awarded_by=Awarder.PLATFORM if spec.has_accounts else Awarder.TEAM,
                origin=self.key,
                criteria_html=_criteria(course, rule),
                statement=wording.statement if wording else "",
                rule=rule,
                design=section.certificate.value,
                signatories=tuple(Signatory(signed.name, signed.role or "") for signed in section.signatories),
                small_print=(wording.small_print or "") if wording else "",
            )
        )

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.COMPLETIONS}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("Completing the course"),
            about=text("What its rule asks for, done."),
            target="page/how-to-complete",
            state=StateKind.DONE,
            ids=course.rule.activities if course.rule else (),
        )

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        lead = next((person for person in spec.course.team if person.role is TeamRole.LEAD), None)
        require: dict[str, Any] = {"activities": ALL}
        if graded_activities(spec):
            require["score"] = USUAL_SCORE
        found: dict[str, Any] = {"require": require}
        if lead:
            role = messages_for(spec.course.language).text("Course lead")
            found["signatories"] = [{"name": lead.name, "role": role}]
        return found

    def _at(self, *path: str | int) -> tuple[str | int, ...]:
        return ("completion", self.key, *path)

    def _required_of_spec(self, spec: spec_model.Spec) -> list[str]:
        named = self.section(spec).require.activities
        if named != ALL:
            return list(named)
        return [item.id for _, _, item in spec.walk() if item.required]

    def _nothing_graded(self, spec: spec_model.Spec, score: int) -> Problem:
        message = f"A score of {score} percent is needed, and no activity gives points."
        hint = "Give points to a quiz (`graded: true`) or to an assignment, or remove `score`."
        place = spec.place(*self._at("require", "score"))
        return platform_completion_codes.NOTHING_GRADED.at(place, message, hint=hint)

    def _unreachable(self, spec: spec_model.Spec, score: int, most: Fraction) -> Problem:
        message = f"A score of {score} percent is needed; everything together gives {shown(most)}."
        less = f"Ask for {int(most)} percent or less, or share" if most >= 1 else "Share"
        hint = f"{less} out the weights among activities with points so that they add up to 100."
        return platform_completion_codes.UNREACHABLE.at(spec.place(*self._at("require", "score")), message, hint=hint)

    def _check_points(
        self, spec: spec_model.Spec, activities: list[Activity], points: dict[str, int]
    ) -> Iterator[Problem]:
        """What only the kit's files show: quizzes without questions, rubrics that give too little."""
        section = self.section(spec)
        score = section.require.score
        if score and graded_activities(spec):
            most = reachable_percent(points, section.weights)
            if not points:
                # A quiz whose questions are still to be written stops nobody from looking at the course.
                is_coming = any(isinstance(a, Quiz) and a.is_graded and not a.quiz.questions for a in activities)
                severity = Severity.WARNING if is_coming else Severity.ERROR
                yield replace(self._nothing_graded(spec, score), severity=severity)
            elif (
                most
                < score
                <= reachable_percent({g.activity.id: g.points or 1 for g in graded_activities(spec)}, section.weights)
            ):  # what the spec alone shows was said already
                yield self._unreachable(spec, score, most)
        paths = {item.id: path for path, _, item in spec.walk()}
        for activity in activities:
            if not isinstance(activity, Assignment) or activity.rubric is None or activity.id not in paths:
                continue
            most_points = activity.rubric.max_points
            if most_points < activity.points:
                message = (
                    f'"{activity.title}" promises {activity.points} points; its rubric "{activity.rubric.title}" gives '
                    f"{most_points} at most."
                )
                hint = f"Write `points: {most_points}`, or raise the points in rubrics/{activity.rubric.id}.yaml."
                yield platform_completion_codes.RUBRIC_TOO_SMALL.at(
                    spec.place(*paths[activity.id], "points"), message, hint=hint
                )


def _given(course: CourseBuilder, spec: spec_model.Spec) -> str:
    if spec.has_accounts:
        return course.messages.text("The platform gives it at once to everybody who meets the rule of the course.")
    return course.messages.text("The course team gives it to everybody whose evidence shows that the rule is met.")


def _points(activity: Activity) -> int:
    if isinstance(activity, Quiz):
        return activity.points if activity.is_graded else 0
    return activity.points if isinstance(activity, Assignment) else 0


def _whole(parts: dict[str, Fraction]) -> dict[str, Fraction]:
    """`parts` stretched to add up to 1, as a rule promises; where they do not, a problem has said so."""
    total = sum(parts.values(), Fraction(0))
    return {id: share / total for id, share in parts.items()} if total else {}


def _mark_required(course: CourseBuilder, needed: tuple[str, ...]) -> None:
    """Make what participants see as optional agree with the list in the rule."""
    for activities in course.modules.values():
        activities[:] = [replace(activity, is_required=activity.id in needed) for activity in activities]


def _criteria(course: CourseBuilder, rule: CompletionRule) -> str:
    plural = course.messages.plural
    lines = []
    if rule.activities:
        lines.append(
            plural(
                "{n} activity of the course is done.", "{n} activities of the course are done.", len(rule.activities)
            )
        )
    if rule.least_percent:
        lines.append(course.messages.text("The overall score is at least {n} percent.", n=rule.least_percent))
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _row(graded: Graded, parts: dict[str, Fraction]) -> dict[str, Any]:
    item = graded.activity
    return {
        "module": graded.module,
        "activity": item,
        "points": graded.points,
        "share": shown(100 * parts[item.id]) if item.id in parts else "",
        "due": graded.due,
        "pass_percent": getattr(item, "pass_percent", None),
        "attempts": getattr(item, "attempts", None),
    }


def _example(graded: list[Graded], parts: dict[str, Fraction], score: int | None) -> dict[str, Any] | None:
    """One invented participant's scores and what comes out, for the grading guide."""
    if not parts:
        return None
    counted = [g for g in graded if g.activity.id in parts]
    scores = {g.activity.id: _EXAMPLE_SCORES[n % len(_EXAMPLE_SCORES)] for n, g in enumerate(counted)}
    rows = [
        {
            "title": g.activity.title,
            "score": scores[g.activity.id],
            "share": shown(100 * parts[g.activity.id]),
            "gives": shown(parts[g.activity.id] * scores[g.activity.id]),
        }
        for g in counted
    ]
    overall = overall_percent(parts, scores)
    return {"rows": rows, "overall": shown(overall), "is_enough": score is not None and overall >= score}


def _largest(graded: list[Graded], parts: dict[str, Fraction], score: int | None) -> dict[str, Any] | None:
    """What is left for somebody who misses the activity with the largest share."""
    counted = [g for g in graded if g.activity.id in parts]
    if len(counted) < 2:
        return None
    most = max(counted, key=lambda g: parts[g.activity.id])
    rest = 100 * (1 - parts[most.activity.id])
    return {"title": most.activity.title, "rest": shown(rest), "is_enough": score is None or rest >= score}
