"""Moodle AFTER-IMPORT.md: what a backup cannot carry, as the steps that this course needs after a restore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import TypeVar

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.markdown_words import in_markdown
from mooc_kit.course.model import Activity, Awarder, Credential, CredentialKind, Exam, LiveSession, PeerReview, Survey
from mooc_kit.i18n import messages_for
from mooc_kit.targets.meeting_step import meeting_steps
from mooc_kit.targets.moodle.about_pages import SOURCE
from mooc_kit.targets.moodle.backup_builder import BackupBuilder
from mooc_kit.targets.moodle.badges import BY_ACTIVITIES, BY_COURSE, BY_ROLE, course_badges, moodle_language
from mooc_kit.targets.moodle.course_files import ENROLMENT, group_mode
from mooc_kit.targets.moodle.quiz import exam_password

Steps = tuple[str, list[str]]
A = TypeVar("A", bound=Activity)


def after_import(builder: BackupBuilder) -> str:
    """The file for one course."""
    credentials = builder.course.credentials
    builder = copy(builder)
    course = builder.course = in_markdown(builder.course)
    parts = [
        f"# After you restore {course.title}",
        "Restore it first, as a person who may create courses:",
        "1. Open the category where the course shall be, then **Restore course** (in the category's menu), and drop "
        f"`{course.id}.mbz` into the field.\n"
        "2. Choose **Restore as a new course**, go on to **Next** on each page, and **Perform restore**.\n"
        "3. Or on the server: `php admin/cli/restore_backup.php --file={file} --categoryid=NUMBER`.".replace(
            "{file}", f"{course.id}.mbz"
        ),
        "Keep the file from participants: it holds the answers of all quizzes"
        + (" and the exam's password" if _exams(builder) else "")
        + ". Then work through this list. Every step is here because this course needs it.",
    ]
    for title, steps in _chapters(builder, credentials):
        if steps:
            parts.append(f"## {title}")
            parts.append("\n".join(f"- [ ] {step}" for step in steps))
    return "\n\n".join(parts) + "\n"


def _chapters(builder: BackupBuilder, credentials: Sequence[Credential]) -> Iterator[Steps]:
    yield "The course", _course(builder)
    yield "Joining", _joining(builder)
    yield "Peer reviews", [step for a in _of(builder, PeerReview) for step in _peer_review(a)]
    yield "Exams", [step for a in _exams(builder) for step in _exam(builder, a)]
    yield "Badges", _badges(builder)
    yield "Certificates", _certificates(builder, credentials)
    yield "At the end", _ending(builder)


def _course(builder: BackupBuilder) -> list[str]:
    steps = [
        "Site administration → Advanced features: **Enable completion tracking**"
        + (" and **Enable badges**" if any(course_badges(builder)) else "")
        + " must be on. Without it nothing is ticked off.",
    ]
    language = builder.course.language
    if not language.startswith("en"):
        steps.append(
            f"Site administration → Language packs: install `{moodle_language(language)}`. If it was missing while you "
            "restored, set **Force language** in the course's settings afterwards."
        )
    if builder.course.start is None:
        steps.append("Course settings: set the **Course start date**. The course has no dates of its own.")
    else:
        steps.append(
            "Moodle keeps moments, and this course was planned in days: they are set in UTC, from 00:00 to 23:59. "
            "Look at the due dates if you are far from it."
        )
    if builder.course.announcements:
        steps.append(
            "Course settings → Appearance: set **Number of announcements** to 5, and save. Moodle then makes a forum "
            "that writes to everybody: post there what shall reach people. The news so far stands on the page "
            f"“{builder.text('Announcements')}”, the text of which you can copy."
        )
    if f"page/{SOURCE}" in builder.mapping.of:
        steps.append(
            f"The hidden page “{builder.text('For the team: the source of this course')}” carries the kit: from a "
            "backup with it, `mooc-kit import` makes the same kit again. Leave it hidden: it holds the answers of all "
            "quizzes."
        )
    steps += meeting_steps(builder.course)
    steps.append(
        "Look at **Course completion** (in More): the criteria must be those of the course's page on evidence."
    )
    return steps


def _joining(builder: BackupBuilder) -> list[str]:
    steps = [
        "Participants → Enrolment methods: **Self enrolment** is switched on, without a key. For a closed group, "
        "set an "
        "**Enrolment key** there: a file is no place for one.",
    ]
    if builder.course.has_fixed_dates:
        steps.append(
            "Self enrolment ends two weeks after the start. Change the end date there if people may join later."
        )
    if group_mode(builder):
        kind = "separate" if builder.course.chose(ENROLMENT, "participant-led-groups") else "visible"
        steps.append(
            f"Participants → Groups → Auto-create groups, once people have enrolled: the course works in {kind} groups."
        )
    if _of(builder, LiveSession):
        steps.append(
            "Live sessions stand in the calendar and at their place in the course. Check that the rooms exist."
        )
    return steps


def _peer_review(activity: PeerReview) -> list[str]:
    name = f"**{activity.title}**"
    return [
        f"{name} → Submissions allocation → Scheduled allocation: on, with "
        f"**{activity.reviews_given} reviews per reviewer**, so that each work gets {activity.reviews_needed}.",
        f"{name} → Settings → Availability: tick **Switch to the next phase after the submissions deadline**. Then "
        "switch the workshop to the submission phase when people may begin.",
        f"{name}: when reviews are in, switch to *Grading evaluation*, **Re-calculate grades**, then *Closed*. "
        "Until then the gradebook has no grade of it, and its completion stays open.",
    ]


def _exam(builder: BackupBuilder, activity: Exam) -> list[str]:
    name = f"**{activity.title}**"
    return [
        f"{name} opens with the password `{exam_password(builder, activity)}`. Change it in its settings → Extra "
        "restrictions on attempts before you give it out: everybody with this package can read it.",
        f"{name} asks for Safe Exam Browser, set up by hand. Put your own **Quit password** there, and the "
        "**Browser exam "
        "keys** if you give out a configuration of your own.",
        f"{name}: identity and watching are not Moodle's. Do what the page on the exam's rules promises, and note who "
        "was checked, when and by whom.",
    ]


def _badges(builder: BackupBuilder) -> list[str]:
    steps = []
    for credential, found in course_badges(builder):
        name = f"**{credential.title}**"
        if found.kind == BY_COURSE:
            how = "Moodle gives it to everybody who completes the course."
        elif found.kind == BY_ACTIVITIES:
            titles = ", ".join(f'"{activity.title}"' for activity in found.activities)
            how = f"Moodle gives it to everybody who has completed {titles}."
            if credential.awarded_by is Awarder.PEERS:
                how += (
                    f" It does **not** count the {credential.awards_needed} awards that the course's pages name. To "
                    "have people award it, put *Manual issue by role* in the place of the activities under Criteria, "
                    "before you enable access."
                )
        else:
            how = (
                "Moodle cannot judge what it stands for: teachers award it by hand (Badges → the badge → Recipients → "
                "Award badge), following the participants who judge each other in the course."
            )
        steps.append(f"{name}: More → Badges → the badge → **Enable access**. A restored badge is never active. {how}")
        if credential.holders_may_award and found.kind not in (BY_COURSE, BY_ACTIVITIES):
            steps.append(
                f"Holders of {name} may award it. Site administration → Define roles: make a role *Badge holder* with "
                "`moodle/badges:awardbadge` and `moodle/badges:viewawarded`, tick it in the badge's criteria, "
                "and give it "
                "to those who hold the badge."
            )
        if credential.awards_needed > 1 and found.kind == BY_ROLE:
            steps.append(
                f"{name} needs {credential.awards_needed} people who say so. Moodle counts one: agree on who "
                "awards it, and "
                "keep the others' words with the request."
            )
    return steps


def _certificates(builder: BackupBuilder, plain: Sequence[Credential]) -> list[str]:
    """The steps; `plain` are the course's credentials with their words as they are."""
    steps = []
    for credential, same in zip(builder.course.credentials, plain, strict=True):
        if credential.kind is CredentialKind.SELF_CERTIFICATE:
            steps.append(
                f"**{credential.title}**: people make it themselves. The page of this name leads to the form, an HTML "
                "file that runs in their browser and sends Moodle nothing. Open it once as a student. Where the site "
                "offers HTML files as downloads only, that is fine: the form works from a disk, too."
            )
        if credential.kind is CredentialKind.BADGE or credential.awarded_by is Awarder.SELF:
            continue
        steps.append(
            f"**{credential.title}**: Moodle itself has no certificates. Export the grades (Grades → Export → plain "
            "text file) and who completed the course (Reports → Activity completion → Download in spreadsheet "
            "format); then `mooc-kit completions grades.csv progress.csv` decides by the course's rule, and `mooc-kit "
            "issue` gives the certificates. Or install the plugin *Custom certificate* (mod_customcert), add one to "
            "the last section, restrict it to course completion, and take title, wording and signatures from the "
            "kit's `certificates/`."
        )
        if facts := facts_of(same, messages_for(builder.course.language)):
            told = "; ".join(f"{label}: {inline_escaped(value)}" for label, value in facts)
            steps[-1] += f" On it stands: {told}."
    return steps


def _ending(builder: BackupBuilder) -> list[str]:
    steps = []
    if builder.course.chose("sustaining", "public-archiving"):
        steps.append("Guests may read the course. When it is over, switch off self enrolment and lock the forums.")
    later = [a for a in _of(builder, Survey) if a.opens is not None]
    if later:
        names = ", ".join(f'"{a.title}" ({a.opens})' for a in later)
        steps.append(f"These surveys open by themselves; remind people when they do: {names}.")
    return steps


def _of(builder: BackupBuilder, kind: type[A]) -> list[A]:
    return [activity for _, activity in builder.course.activities() if isinstance(activity, kind)]


def _exams(builder: BackupBuilder) -> list[Exam]:
    return _of(builder, Exam)
