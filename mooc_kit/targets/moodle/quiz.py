"""Moodle quizzes: ungraded self-checks with feedback at once, graded quizzes, and exams."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from hashlib import blake2b
from html import escape

from mooc_kit.course.model import Counts, Exam, Quiz
from mooc_kit.quizzes.model import Essay, Question
from mooc_kit.quizzes.settings import FeedbackWhen
from mooc_kit.targets.moodle.activity_completion import ON_VIEW, PASSED, CompletionTracking, Made
from mooc_kit.targets.moodle.activity_mapping import MoodleActivity
from mooc_kit.targets.moodle.backup_builder import MADE, BackupBuilder, end_of, moment
from mooc_kit.targets.moodle.files import Area
from mooc_kit.targets.moodle.question_bank import category_ids, drawn_apart, drawn_count, quiz_categories
from mooc_kit.targets.moodle.xml_tree import Element, Value, below, new, nothing, number, put
from mooc_kit.targets.weights import essays_beside

# When something is shown (mod_quiz, display_options): while answering, right after, later, when the quiz is closed.
ALWAYS, AFTERWARDS, WHEN_CLOSED, NOT_AT_ALL = 0x11110, 0x01110, 0x00010, 0
_SHOWN = {
    FeedbackWhen.ANSWER: ALWAYS,
    FeedbackWhen.ATTEMPT: AFTERWARDS,
    FeedbackWhen.DUE: WHEN_CLOSED,
    FeedbackWhen.NEVER: NOT_AT_ALL,
}
PER_PAGE = 5


def quiz(builder: BackupBuilder, spot: MoodleActivity, activity: Quiz) -> Made:
    is_exam = isinstance(activity, Exam)
    rules = activity.rules_html if isinstance(activity, Exam) else ""
    rules_page = next((p for p in builder.course.pages if rules and p.body_html == rules), None)
    if rules_page is not None:
        words = escape(builder.text("Read the rules of the exam first: {title}", title=rules_page.title))
        rules = f'<p><a href="course:page/{rules_page.id}">{words}</a></p>'
    intro = rules + builder.markdown(activity.quiz.intro) + activity.body_html
    html, files = builder.intro(intro, spot)
    settings = activity.settings
    when = settings.feedback or (FeedbackWhen.ATTEMPT if activity.is_graded else FeedbackWhen.ANSWER)
    closes = end_of(activity.due) if builder.course.has_fixed_dates or when is FeedbackWhen.DUE else 0
    slots, total = _slots(builder, spot, activity)
    done = _done(activity, has_grade=activity.is_graded and activity.points > 0)
    shown = _SHOWN[when]
    right = NOT_AT_ALL if settings.show_correct is False else shown
    one = 1 if settings.one_at_a_time else PER_PAGE
    body = put(
        new("quiz", id=spot.instance),
        name=builder.name(activity.title),
        intro=html,
        introformat=1,
        timeopen=_opens(builder, activity) if is_exam else 0,
        timeclose=closes,
        timelimit=(activity.time_limit_minutes or 0) * 60,
        overduehandling="autosubmit",
        graceperiod=86_400,
        preferredbehaviour=_behaviour(activity, when),
        canredoquestions=0,
        attempts_number=activity.attempts or 0,
        attemptonlast=0,
        grademethod=1,
        decimalpoints=2,
        questiondecimalpoints=-1,
        reviewattempt=ALWAYS,
        reviewcorrectness=shown,
        reviewmaxmarks=ALWAYS,
        reviewmarks=ALWAYS if shown == ALWAYS else AFTERWARDS,
        reviewspecificfeedback=shown,
        reviewgeneralfeedback=shown,
        reviewrightanswer=right,
        reviewoverallfeedback=AFTERWARDS,
        questionsperpage=one,
        navmethod="sequential" if settings.go_back is False else "free",
        shuffleanswers=settings.shuffle_answers is not False,
        sumgrades=number(total),
        grade=number(activity.points if activity.is_graded else 0),
        timecreated=MADE,
        timemodified=MADE,
        password=exam_password(builder, activity) if is_exam else "",
        subnet="",
        browsersecurity="-",
        delay1=0,
        delay2=0,
        showuserpicture=1 if is_exam else 0,
        showblocks=0,
        completionattemptsexhausted=0,
        completionminattempts=done.rules.get("completionminattempts", 0),
        allowofflineattempts=0,
    )
    safe_browser = below(body, "subplugin_quizaccess_seb_quiz")
    if is_exam:
        _safe_browser(spot, safe_browser)
    nothing(body, "quiz_grade_items")
    body.append(slots)
    section = below(below(body, "sections"), "section", id=builder.id("quiz_sections", spot.name))
    put(section, firstslot=1, heading="", shufflequestions=activity.is_shuffled)
    _outro(builder, body, spot, activity)
    nothing(body, "overrides", "grades", "attempts")
    made = Made(body, done, files, categories=category_ids(builder, activity), expected=end_of(activity.due))
    if rules_page is not None:
        made.availability.append(
            {"type": "completion", "cm": builder.mapping.of[f"page/{rules_page.id}"].module, "e": 1}
        )
    return made


def exam_password(builder: BackupBuilder, activity: Quiz) -> str:
    """The password of an exam: it follows from the exam's own questions, so only who has those can work it out."""
    secret = activity.quiz.model_dump_json()
    return blake2b(f"{builder.course.id}\0{activity.id}\0{secret}".encode(), digest_size=6).hexdigest()


def rules_pages(builder: BackupBuilder) -> set[str]:
    """The pages that must be read before an exam."""
    rules = {a.rules_html for _, a in builder.course.activities() if isinstance(a, Exam) and a.rules_html}
    return {page.id for page in builder.course.pages if page.body_html in rules}


def _behaviour(activity: Quiz, when: FeedbackWhen) -> str:
    if when is not FeedbackWhen.ANSWER:
        return "deferredfeedback"
    # Only this one shows hints: after each wrong try the next, with less to win.
    has_hints = any(question.hints for question in activity.quiz.questions)
    return "interactive" if has_hints else "immediatefeedback"


def _done(activity: Quiz, *, has_grade: bool) -> CompletionTracking:
    if activity.counts is Counts.VIEWED:
        return ON_VIEW
    if activity.counts is Counts.PASSED and has_grade and activity.pass_percent:
        return PASSED
    return CompletionTracking(mode=2, rules={"completionminattempts": 1})


def _opens(builder: BackupBuilder, activity: Quiz) -> int:
    module = next(module for module, other in builder.course.activities() if other.id == activity.id)
    return moment(module.opens) if builder.course.has_fixed_dates else 0


def _slots(builder: BackupBuilder, spot: MoodleActivity, activity: Quiz) -> tuple[Element, Fraction]:
    """The quiz's slots, each a question or a draw from a category; and the marks of all of them."""
    instances = new("question_instances")
    per_page = 1 if activity.settings.one_at_a_time else PER_PAGE
    own = f"quiz/{activity.id}"
    named = {category.name: category.id for category in quiz_categories(builder, activity)}
    total = Fraction(0)
    unscored = essays_beside(activity)
    for draw, indexes in activity.quiz.groups():
        drawn, apart = drawn_apart([activity.quiz.questions[index] for index in indexes], unscored, draw)
        rows = []
        if drawn:
            mark = sum((_points(q, unscored) for q in drawn), Fraction(0)) / len(drawn)
            names = [f"{drawn[0].pool or ''}/{n}" for n in range(drawn_count(drawn, apart, draw))]
            rows += [("draw", name, mark, drawn[0].pool) for name in names]
        rows += [("question", q.id, _points(q, unscored), q.pool) for q in apart]
        for kind, name, exact, pool in rows:
            mark = Fraction(number(exact, 7))
            total += mark
            slot = len(instances) + 1
            row = f"{activity.id}/{kind}/{name}"
            instance = below(instances, "question_instance", id=builder.id("quiz_slots", row))
            put(
                instance,
                quizid=spot.instance,
                slot=slot,
                page=(slot - 1) // per_page + 1,
                displaynumber=None,
                requireprevious=0,
                maxmark=number(mark, 7),
                quizgradeitemid=None,
            )
            if kind == "question":
                _refer(builder, spot, instance, f"{activity.id}/{name}")
            else:
                _draw(builder, spot, instance, row, category=named[f"{own}/{pool}" if pool else own])
    return instances, total


def _points(question: Question, unscored: Sequence[Essay]) -> Fraction:
    """Its mark. With one, an essay would keep the whole attempt without a grade until the team has judged it."""
    return Fraction(0) if question in unscored else Fraction(str(question.points))


def _refer(builder: BackupBuilder, spot: MoodleActivity, instance: Element, name: str) -> None:
    put(
        below(instance, "question_reference", id=builder.id("question_references", name)),
        usingcontextid=spot.context,
        component="mod_quiz",
        questionarea="slot",
        questionbankentryid=builder.id("question_bank_entries", name),
        version=None,
    )


def _draw(builder: BackupBuilder, spot: MoodleActivity, instance: Element, row: str, *, category: int) -> None:
    condition = {
        "filter": {"category": {"jointype": 1, "values": [category], "filteroptions": {"includesubcategories": False}}},
        # Moodle 4.1 and 4.2 read these two; later ones only the filter.
        "questioncategoryid": category,
        "includingsubcategories": False,
    }
    put(
        below(instance, "question_set_reference", id=builder.id("question_set_references", row)),
        usingcontextid=spot.context,
        component="mod_quiz",
        questionarea="slot",
        questionscontextid=builder.mapping.course_context,
        filtercondition=json.dumps(condition, separators=(",", ":")),
    )


def _outro(builder: BackupBuilder, body: Element, spot: MoodleActivity, activity: Quiz) -> None:
    feedbacks = below(body, "feedbacks")
    if activity.quiz.outro:
        id = builder.id("quiz_feedback", spot.name)
        html = builder.html(builder.markdown(activity.quiz.outro), Area(spot.context, "mod_quiz", "feedback", id))[0]
        most = (activity.points if activity.is_graded else 0) + 1
        put(
            below(feedbacks, "feedback", id=id),
            feedbacktext=html,
            feedbacktextformat=1,
            mingrade=number(0),
            maxgrade=number(most),
        )


def _safe_browser(spot: MoodleActivity, parent: Element) -> None:
    """The exam asks for Safe Exam Browser, set up by hand: no key or quit password travels in a file."""
    settings = below(parent, "quizaccess_seb_quizsettings")
    values: dict[str, Value] = {
        "quizid": spot.instance,
        "cmid": spot.module,
        "templateid": 0,
        "requiresafeexambrowser": 1,
        "showsebtaskbar": 1,
        "showwificontrol": 0,
        "showreloadbutton": 1,
        "showtime": 1,
        "showkeyboardlayout": 1,
        "allowuserquitseb": 1,
        "quitpassword": "",
        "linkquitseb": "",
        "userconfirmquit": 1,
        "enableaudiocontrol": 0,
        "muteonstartup": 0,
        "allowcapturecamera": 0,
        "allowcapturemicrophone": 0,
        "allowspellchecking": 0,
        "allowreloadinexam": 1,
        "activateurlfiltering": 0,
        "filterembeddedcontent": 0,
        "expressionsallowed": "",
        "regexallowed": "",
        "expressionsblocked": "",
        "regexblocked": "",
        "showsebdownloadlink": 1,
        "allowedbrowserexamkeys": "",
        "timecreated": MADE,
    }
    put(settings, **values)
