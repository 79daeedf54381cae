"""Open edX AFTER-IMPORT.md: what a tarball cannot hold, as steps in Studio and for the site's administrators."""

from __future__ import annotations

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.course.markdown_words import in_markdown
from mooc_kit.course.model import Assignment, Awarder, Course, Discussion, Exam, Quiz, Survey
from mooc_kit.i18n import messages_for
from mooc_kit.targets.checklist import Checklist
from mooc_kit.targets.meeting_step import meeting_steps
from mooc_kit.targets.open_edx.course_info import is_given_after
from mooc_kit.targets.open_edx.policy import certificate_of
from mooc_kit.targets.open_edx.structure import REMOTE
from mooc_kit.targets.open_edx.units import essays_apart
from mooc_kit.targets.open_edx.url_names import UrlNames, course_key
from mooc_kit.targets.site.one_file import own_certificates
from mooc_kit.targets.steps import step_before
from mooc_kit.targets.weights import graded_shares

ADMIN = "Administrator of the site"
# What the steps were checked for: nearly all by reading the public source, where no release is installed.
STUDIO = "Studio's pages as `frontend-app-authoring` has them (at 0872d5d and 15dca3a)"
BEHIND_ULMO = "the code behind Ulmo (`openedx-platform` at e57a655)"
SPECIAL_EXAMS = "ENABLE_SPECIAL_EXAMS (in `FEATURES`; behind Ulmo a setting of its own)"
EXAMS_CHECKED = f"{STUDIO}, and the code behind Ulmo (`contentstore/proctoring.py`)"
ENABLE = "Studio: Settings > Advanced Settings: Enable Subsection Prerequisites = true."


def after_import(course: Course) -> Checklist:
    organisation, number, run = course_key(course)
    course = in_markdown(course)
    found = Checklist(
        f"After importing {course.title} into Open edX",
        "What a course package cannot hold. The package was made for a course with organisation "
        f"`{organisation}`, number `{number}` and run `{run}`; a course with other names takes it too.",
    )
    found.add(
        "Import, and count what arrived",
        "In Studio: open the course, Tools > Import, choose the .tar.gz. Importing replaces the course's content.",
        f"Compare the outline with the syllabus: {len(course.modules)} modules with "
        f"{sum(1 for _ in course.activities())} activities. Studio reports success even when it left something out.",
        "Publish: Studio publishes imported content at once; a later import over it keeps learners' answers, since "
        "every component has the same name each time.",
        why="A component that Studio cannot read is dropped without a word.",
        checked="the code behind Ulmo (`xml_importer.py` of `openedx-platform` at 47bf267)",
    )
    _team(found, course)
    _blocks(found, course)
    _ways_to_answer(found, course)
    _discussions(found, course)
    _grades(found, course)
    _certificate(found, course, f"course-v1:{organisation}+{number}+{run}")
    _exams(found, course)
    _small_steps(found, course)
    _evidence(found, course)
    for title, file in own_certificates(course):
        found.add(
            f"Try the form of {title}",
            f"As a learner, open the page “{title}” and its form. It is the file `{UrlNames(course).files[file]}` "
            "(Studio: Content > Files), which runs in the learner's browser and sends the platform nothing.",
            "Where the platform offers HTML files as downloads only, that is fine: the form works from a disk, too.",
            checked="the code behind Ulmo (`contentserver/views.py`)",
        )
    return found


def _team(found: Checklist, course: Course) -> None:
    people = ", ".join(inline_escaped(person.name) for person in course.team)
    found.add(
        "Let the team in, and check dates",
        f"Studio: Settings > Course Team: add {people or 'the people who run the course'}.",
        "Studio: Settings > Schedule & Details: check start and end, and set when enrolment begins and ends.",
        "All times in the package are in UTC: a day ends at 23:59 there.",
        *(
            ["The course has no dates. Its end stands far away (2099): clear the field if people should see none."]
            if course.start is None
            else []
        ),
        *meeting_steps(course),
        checked=STUDIO,
    )


def _blocks(found: Checklist, course: Course) -> None:
    if any(isinstance(activity, Survey) for _, activity in course.activities()):
        found.add(
            "Check that polls are shown",
            "Open a survey in the course as a learner. Where a poll is missing, the site lacks the poll component.",
            "Ask for the Python package `xblock-poll` on the site; it is part of usual installations.",
            who=ADMIN,
            checked="the code behind Ulmo (`requirements/edx/bundled.in` of `openedx-platform` at 98edf7f)",
        )
    if any(isinstance(a, Assignment) and "file" in a.submission for _, a in course.activities()):
        found.add(
            "Check that files can be handed in",
            "Hand a file in as a learner. Where it fails, the site's storage for uploads is not set up: the setting "
            "`ORA2_FILEUPLOAD_BACKEND`.",
            who=ADMIN,
            checked="ora2 7.1.1, and the setting as installations have it",
        )
    drawn = [
        a for _, a in course.activities() if isinstance(a, Quiz) and any(d and d < len(i) for d, i in a.quiz.groups())
    ]
    for quiz in drawn:
        found.add(
            f'Look at the question pool of "{quiz.title}"',
            "Studio: the component says that no library has been selected. Choose none: that would replace the "
            "questions inside it, from which it draws as it is.",
            "To change the questions in Studio, open the component (View) and edit them there.",
            checked="the code behind Ulmo (`xmodule/library_content_block.py`): it calls this kind of component "
            "deprecated, and keeps it working",
        )


def _grades(found: Checklist, course: Course) -> None:
    rule = course.rule
    if rule is None or not rule.weights:
        return
    mark = f"Pass = {rule.least_percent} percent" if rule.least_percent else "the pass mark"
    found.add(
        "Check the grading",
        f"Studio: Settings > Grading: the grade range shows {mark}, and all weights add up to 100.",
        "Weights that are no whole percents are shown rounded; they count exactly until you save this page.",
        checked=STUDIO,
    )


def _ways_to_answer(found: Checklist, course: Course) -> None:
    quizzes = [activity for _, activity in course.activities() if isinstance(activity, Quiz)]
    kinds = {question.kind for quiz in quizzes for question in quiz.quiz.questions}
    if {"numerical", "calculated"} & kinds and "," in messages_for(course.language).number(0.5):
        found.add(
            "Tell people how to write numbers",
            "In the course's news or on its first page: numbers are written with a point (0.5), without a unit. What "
            "cannot be read is refused and costs no attempt.",
            why="The platform reads no decimal comma, which the course's language uses.",
            checked="the problems of `xblocks-contrib`, by answers given to them",
        )
    shares = graded_shares(course)
    apart = [quiz.title for quiz in quizzes if essays_apart(quiz, is_graded=quiz.id in shares)]
    if apart:
        found.add(
            "Read what people write in their own words",
            f"LMS: Instructor > Open Responses: the answers that belong to {', '.join(apart)}. They stand behind the "
            "quiz and count for nothing, so nobody's score waits for you.",
            checked="ora2 7.1.1",
        )


def _discussions(found: Checklist, course: Course) -> None:
    if not any(isinstance(activity, Discussion) for _, activity in course.activities()):
        return
    found.add(
        "Choose how people discuss",
        "Studio: Pages & Resources > Discussion: look which provider the course has.",
        "Provider Open edX (`openedx`): the discussion stands beside each unit that allows one. The package allows "
        "it in the units of discussions and forbids it in all others; the component inside them is not shown.",
        "Provider `legacy`: the discussion component in the unit is shown.",
        "Open a discussion as a learner and write into it. Where nothing is shown, publish its unit once more.",
        checked="Olive and later (edx-platform's pull requests 30845 and 30903)",
    )


def _certificate(found: Checklist, course: Course, key: str) -> None:
    credential = certificate_of(course)
    if credential is None:
        return
    mode = "verified" if credential.awarded_by is Awarder.PARTNER else "honor"
    found.add(
        f'Make "{credential.title}" possible',
        f"Django administration: Course modes > Add: course `{key}` (as in Studio), mode "
        f"`{mode}`, display name as you like, price 0 unless agreed otherwise.",
        "Settings of the site: `CERTIFICATES_HTML_VIEW` is on (it is in usual installations).",
        "Django administration: Certificates > Certificate generation configurations > Add: enabled. It holds for the "
        "whole site.",
        f"Django administration: Certificates > Certificate generation course settings > Add: course `{key}`, self "
        "generation enabled. Both are needed for people to ask for their certificate.",
        "For certificates that come by themselves: Django administration: Waffle switches > Add: "
        "`certificates.auto_certificate_generation`, active.",
        "Studio: Settings > Certificates: check the signatories, add pictures of signatures, and press Activate if the "
        "certificate is not active.",
        who=ADMIN,
        why="Course modes are rows in the site's database; with audit alone nobody gets a certificate.",
        checked="Juniper (`certificates/admin.py`), and for who gets one, Maple and later "
        "(`certificates/generation_handler.py`); both again for " + BEHIND_ULMO,
    )
    if any(given.awarded_by is Awarder.PARTNER for given in course.credentials):
        more = (
            f"Django administration: Course modes > Add: course `{key}`, mode `verified`, beside `{mode}`: the watched "
            "exam is made for those who are in it."
        )
        found.add(
            "Set up the check of identity",
            *([more] if mode != "verified" else []),
            "Choose and configure the site's provider of identity verification (settings of the platform, IDV plugin).",
            "Django administration: Course modes > the verified mode: set the verification deadline.",
            "Set the price and the upgrade deadline as the agreement with the partner says; 0 is possible.",
            who=ADMIN,
            checked=f"{BEHIND_ULMO}: `course_modes/admin.py`, where the verification deadline must not come before "
            "the upgrade deadline",
        )
        found.add(
            "Tell people what the mode `verified` means, before they enrol",
            "Who is not in it takes part in all else and gets no certificate with a checked identity. The watched exam "
            "is shut for them; where its score counts for everybody, they take it unwatched.",
            "Whoever wants one changes to `verified` before the upgrade deadline, and is checked before "
            "the verification deadline. After it neither can be made up for.",
            "A name on the document that differs from the account's stops the check: change it in the account first.",
            "Instructor dashboard > Data Download: the grade report (column Verification Status) and the report of "
            "proctored exam results are what `mooc-kit completions --roster` reads, as they are.",
            checked=f"{BEHIND_ULMO}: `certificates/generation_handler.py` and `instructor_dashboard.py`",
        )


def _exams(found: Checklist, course: Course) -> None:
    exams = [activity for _, activity in course.activities() if isinstance(activity, Exam)]
    watched = [exam for exam in exams if exam.watched in REMOTE]
    timed = [a for _, a in course.activities() if isinstance(a, Quiz) and a.time_limit_minutes]
    if timed and not watched:
        found.add(
            "Turn timed exams on",
            f"Set {SPECIAL_EXAMS} for the platform.",
            "Studio: open each timed subsection, Configure > Advanced: the time is set; publish it once more.",
            who=ADMIN,
            checked=EXAMS_CHECKED,
        )
    if watched:
        found.add(
            "Set up proctoring",
            f"Set {SPECIAL_EXAMS} and the site's PROCTORING_BACKENDS with your provider.",
            *(
                f"“{exam.title}” has no time limit, so the platform would not watch it: give it a `time_limit` in "
                "the kit and build again, or set one in Studio (Time allotted)."
                for exam in watched
                if not exam.time_limit_minutes
            ),
            "The platform watches those only who are in the course mode `verified`: see the step about course modes.",
            "Studio: Pages & Resources > Proctoring: choose the provider, and the address for questions where it asks.",
            f"Studio: open each of these subsections, Configure > Advanced, check the kind of exam and publish it: "
            f"{', '.join(exam.title for exam in watched)}. Publishing registers them with the provider.",
            *(
                [
                    "The subsections to set up and to try the technique are made for verified learners. Delete the "
                    "one to set up the identity check if your provider has no onboarding."
                ]
                if any(exam.time_limit_minutes for exam in watched)
                else []
            ),
            who=ADMIN,
            why="The package names no provider: a wrong name would stop the import.",
            checked=EXAMS_CHECKED,
        )
        found.add(
            "Open the exam only to those who are ready, if you wish",
            ENABLE,
            "Studio: on the subsection to come first: Configure > Advanced > Make this subsection available as a "
            "prerequisite; on the exam: Limit access, choose it and a minimum score.",
            why="Who is ready is for the team to say, so the package asks for nothing before the exam.",
            checked=STUDIO,
        )


def _small_steps(found: Checklist, course: Course) -> None:
    pairs = [
        (first.title, later.title)
        for module in course.modules
        for later in module.activities
        if (first := step_before(course, module, later)) is not None
    ]
    if not pairs:
        return
    found.add(
        "Check what opens when",
        "Studio: look at the first subsection named below: Configure > Advanced > Limit access. Where it names the one "
        "before it, the import kept them all, and this step is done.",
        "Where it does not: " + ENABLE,
        "On each subsection that comes first: Configure > Advanced > Make this subsection available as a prerequisite. "
        "On the one that waits: Limit access, choose it, minimum score 0, minimum completion 100:",
        *(f"“{later}” waits for “{first}”" for first, later in pairs),
        "Text alone holds nobody up: the platform leaves it out when it counts what is done.",
        why="Small steps one after the other. Older releases lose on import what must come first.",
        checked="Sumac and Teak, which lose it (issues 415 of wg-build-test-release and 36995 of edx-platform), and "
        "for the code that reads it from the package (`xml_importer.py` of `openedx-platform` at 47bf267, behind Ulmo)",
    )


def _evidence(found: Checklist, course: Course) -> None:
    later = [credential for credential in course.credentials if is_given_after(credential)]
    if course.rule is None and not later:
        return
    steps = [
        "LMS: Instructor > Data Download: Generate Grade Report, and the ORA data report; keep both files.",
        "Give them to `mooc-kit` in the course's kit: it decides about completions by the course's rule.",
    ]
    steps += [f'Issue "{credential.title}" with `mooc-kit`: {credential.description}' for credential in later]
    source = f"{BEHIND_ULMO}: `instructor_dashboard.py`"
    found.add("After the course: completions and credentials", *steps, checked=source)
