"""Canvas AFTER-IMPORT.md: how to import, what a cartridge cannot hold, and what importing again does."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.course.markdown_words import in_markdown
from mooc_kit.course.model import Assignment, Awarder, CredentialKind, Exam, LiveSession, PeerReview, Quiz, Survey
from mooc_kit.targets.canvas.certificate_step import given_by_rule
from mooc_kit.targets.canvas.modules import is_graded_by_people
from mooc_kit.targets.canvas.quizzes import access_code
from mooc_kit.targets.canvas.team_files import FOLDER
from mooc_kit.targets.checklist import Checklist
from mooc_kit.targets.meeting_step import meeting_steps

if TYPE_CHECKING:
    from mooc_kit.targets.canvas.cartridge import CanvasCartridge

ADMIN = "Administrator of the site"


def after_import(cartridge: CanvasCartridge) -> Checklist:
    cartridge = copy(cartridge)
    course = cartridge.course = in_markdown(cartridge.course)
    file = f"{course.id}.imscc"
    found = Checklist(
        f"After importing {course.title} into Canvas",
        f"What a cartridge cannot hold. Keep `{file}` from participants: it holds the answers of all quizzes"
        f"{' and the access codes of exams' if _exams(cartridge) else ''}.",
    )
    found.add(
        "Import, and count what arrived",
        "Canvas: make an empty course, then Settings > Import Course Content.",
        f"Content Type: **Canvas Course Export Package**. Source: `{file}`. Content: **All content**. Leave "
        "**Adjust events and due dates** off unless this run has other dates.",
        "Leave **Import existing quizzes as New Quizzes** off, unless you want that: see the last step.",
        f"When the job has ended, open its list of issues. Then compare: {len(course.modules)} modules of the course "
        f"with {sum(1 for _ in course.activities())} activities, {len(cartridge.asked.of)} quizzes and surveys.",
        *(
            ["Its warnings about right answers in surveys mean nothing: there are none."]
            if any(isinstance(activity, Survey) for _, activity in course.activities())
            else []
        ),
        "If there are no quizzes, the site lacks Canvas's quiz importer: ask its administrator for the QTI migration "
        "tool.",
    )
    _settings(found, cartridge)
    _grades(found, cartridge)
    _people(found, cartridge)
    _evidence(found, cartridge)
    _again(found)
    return found


def _settings(found: Checklist, cartridge: CanvasCartridge) -> None:
    course = cartridge.course
    steps = ["Look at the modules as a student (View as Student), then press **Publish** on the course's first page."]
    if course.start:
        steps.insert(
            0,
            "Settings > Course Details: dates and time zone. Dates in the package are in UTC: a day ends "
            "at 23:59 there.",
        )
    else:
        steps.insert(0, "Settings > Course Details: start and end. The course has no dates of its own.")
    steps.append(
        f"Files: leave the folder `{FOLDER}` locked (unpublished). It holds the source of the kit, answers included, "
        "by which `mooc-kit import` brings home what you export from Canvas. If you never will, delete it."
    )
    steps.append("Let people in: People > + People, or Settings > Course Details > **Let students self-enroll**.")
    found.add("Settings that Canvas keeps out of packages", *steps, *meeting_steps(course))


def _grades(found: Checklist, cartridge: CanvasCartridge) -> None:
    groups = cartridge.groups.groups
    if groups:
        rows = [f"{inline_escaped(group.title)}: {float(group.percent):.4g} %" for group in groups]
        found.add(
            "Check the weights",
            f"Assignments: the groups' weights are {'; '.join(rows)}. The group for practice counts nothing.",
            "Do not move an assignment into another group: within a group Canvas counts by points.",
            why="With them Canvas's total is the course's own overall score, once everything is graded.",
        )
        undated = [
            activity.title
            for _, activity in cartridge.course.activities()
            if isinstance(activity, Quiz | Assignment) and cartridge.groups.counts(activity) and not activity.due
        ]
        found.add(
            "Count what is missing as zero",
            "Gradebook > Settings > Late Policies: the package switched on **Automatically apply grade for missing "
            "submissions**, 0 %. Old sites do not read it: then switch it on.",
            *(
                [f"Without a due date nothing is missing for Canvas: grade {_list(undated)} by hand."]
                if undated
                else []
            ),
            why="By the course's rule a missing activity scores zero; Canvas leaves it out until it has a grade.",
        )
    essays = [activity for _, activity in cartridge.course.activities() if is_graded_by_people(activity)]
    if essays:
        counting = [activity.title for activity in essays if cartridge.groups.counts(activity)]
        found.add(
            "Grade what people write",
            f"Quizzes with answers in own words wait in SpeedGrader: {_list([found.title for found in essays])}.",
            *(
                [f"Export the gradebook after that: until then these score too little in it: {_list(counting)}."]
                if counting
                else []
            ),
        )


def _people(found: Checklist, cartridge: CanvasCartridge) -> None:
    activities = [activity for _, activity in cartridge.course.activities()]
    for review in (activity for activity in activities if isinstance(activity, PeerReview)):
        first = (
            f"On the day after {review.due} Canvas shares out {review.reviews_given} works to each participant."
            if review.due
            else f"Open it > **Peer Reviews**: give each participant {review.reviews_given} works to review."
        )
        found.add(
            f'Run the reviews of "{review.title}"',
            first,
            "Reviews give no grade: read them in SpeedGrader and write the grade there.",
        )
    for exam in _exams(cartridge):
        found.add(
            f'Set up the exam "{exam.title}"',
            f"Its access code is `{access_code(cartridge.builder, exam)}`. Change it in the quiz's settings before you "
            "give it out: everybody with this package can read it.",
            "Where the site has a lockdown browser or a proctoring tool, switch it on in the quiz's settings.",
            "Identity and watching are not Canvas's: do what the exam's rules promise, and note who was checked.",
        )
    sessions = [activity.title for activity in activities if isinstance(activity, LiveSession)]
    if sessions:
        found.add("Check the live sessions", f"They are pages and events in the calendar: {_list(sessions)}.")
    surveys = [activity.title for activity in activities if isinstance(activity, Survey)]
    if surveys:
        found.add(
            "Read the surveys",
            f"{_list(surveys)}: open the quiz > Survey Statistics > Student Analysis gives a CSV file.",
        )


def _evidence(found: Checklist, cartridge: CanvasCartridge) -> None:
    course = cartridge.course
    given = [c for c in course.credentials if c.kind is not CredentialKind.SELF_CERTIFICATE]
    if course.rule is None and not given:
        return
    steps = ["Gradebook > Export > **Export Entire Gradebook** gives a CSV file with a column for each assignment."]
    if course.rule:
        steps.append(
            "`mooc-kit completions gradebook.csv --kit .` in the kit's folder decides by the course's rule. Columns "
            "are found by the titles of the assignments: keep these."
        )
        if course.rule.activities:
            steps.append(
                "What the gradebook has no column for (pages, discussions, self-checks) stands in Modules > **View "
                "Progress**; give it as a second file, with a column for each activity by its title."
            )
    if given_by_rule(course):
        steps.append(
            "Participants find what they get in the module after the last one. It opens for those who did all that the "
            "rule names."
        )
    for credential in given:
        if credential.awarded_by is Awarder.PEERS:
            steps.append(f'"{credential.title}" is awarded by participants: the pages of the course tell how.')
        elif credential.awarded_by is Awarder.INSTITUTION:
            steps.append(f'`mooc-kit issue` gives "{credential.title}" when the institution has decided.')
        else:
            steps.append(f'`mooc-kit issue` gives "{credential.title}" to those who completed it.')
    found.add("After the course: completions and credentials", *steps)


def _again(found: Checklist) -> None:
    found.add(
        "Before you import a later build into the running course",
        "Import it in the same way. Everything has the same identifier in each build, so Canvas changes what is there "
        "and keeps submissions, grades and posts.",
        "It undoes what was changed by hand in Canvas: texts, titles, points, rubrics, settings of quizzes, weights, "
        "and the late policy.",
        "It does not remove: what left the kit stays in Canvas, out of its module; a date that was taken away stays; "
        "a group of assignments stays, empty.",
        "New modules come behind the others, new items at the end of their module: drag them to their places.",
        "Attempts at a quiz keep the questions that they had; a question that left the kit stays in the quiz until you "
        "delete it.",
        "What is unpublished in Canvas stays so.",
    )
    found.add(
        "If you want New Quizzes",
        "Tick **Import existing quizzes as New Quizzes** at the import, where the site offers it. Nothing else in the "
        "package needs to change.",
        "Then look at each quiz before you publish: texts between questions are lost; quizzes for practice and surveys "
        "may count now, and surveys may not be anonymous; access codes of exams, time limits and attempts may be gone.",
        "Compare the questions of each group and how many are drawn, and the weights in Assignments.",
        "Do not switch between the two kinds from one import to the next: then there would be two of each quiz.",
    )


def _exams(cartridge: CanvasCartridge) -> list[Exam]:
    return [activity for _, activity in cartridge.course.activities() if isinstance(activity, Exam)]


def _list(titles: list[str]) -> str:
    return ", ".join(f'"{title}"' for title in titles)
