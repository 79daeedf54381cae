"""Common Cartridge AFTER-IMPORT.md: how to import into each platform, and what to add there by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mooc_kit.content.plain_markdown import inline_escaped
from mooc_kit.course.markdown_words import in_markdown
from mooc_kit.course.model import Assignment, Course, CredentialKind, Exam, PeerReview, Quiz, Survey
from mooc_kit.targets.checklist import Checklist
from mooc_kit.targets.weights import graded_shares


def after_import(course: Course, quizzes: Sequence[str], uneven: Mapping[str, Sequence[str]]) -> Checklist:
    """The steps. `quizzes` are the titles of those that are in the cartridge; `uneven` holds the title of each whose
    questions do not count alike, and what each counts."""
    course, file = in_markdown(course), f"{course.id}.imscc"
    found = Checklist(
        f"After importing {course.title}",
        f"What a Common Cartridge cannot hold. Keep `{file}` from participants: it holds the answers of all quizzes.",
    )
    found.add(
        "Import, and count what arrived",
        f"Moodle: in an empty course, More > Course reuse > Restore: `{file}`. Moodle's own package of this course "
        "(target `moodle`) carries far more.",
        "Canvas: Settings > Import Course Content > Common Cartridge 1.x Package. The target `canvas` carries more.",
        "Blackboard: Course Content > Import Course Content, or Packages and Utilities > Import Package.",
        "Brightspace: Course Admin > Import/Export/Copy Components > Import Components.",
        "Sakai: Lessons > Settings > Import Common Cartridge. Schoology: course options > Import > Common Cartridge.",
        "Open edX: `cc2olx` turns it into a course for Studio, without the pictures in pages and without feedback on "
        "answers; the target `open-edx` carries far more.",
        f"Compare with the syllabus: {len(course.modules)} modules with {sum(1 for _ in course.activities())} "
        "activities.",
    )
    for _, activity in course.activities():
        _activity(found, activity)
    if quizzes:
        names = ", ".join(f'"{inline_escaped(title)}"' for title in quizzes)
        found.add(
            "In Moodle: let each quiz add up its marks",
            f"Open each quiz > Questions, change the mark of one question and change it back: {names}.",
            "Where questions do not count alike, the next step does it, too.",
            why="Moodle's importer notes that the questions of every quiz together give 4, however many there are. "
            "Until a mark changes, all right answers do not give the full grade.",
            checked="Moodle 4.5, by an import into it",
        )
    if uneven:
        found.add(
            "Say what questions count",
            *(
                f'"{inline_escaped(title)}", first question to last: {", ".join(marks)}.'
                for title, marks in uneven.items()
            ),
            why="Canvas takes this over. In Moodle (Questions) and in Open edX (weight) every question counts alike:",
        )
    shares = graded_shares(course)
    if shares:
        titles = {activity.id: activity.title for _, activity in course.activities()}
        rows = [f"{titles[id]}: {float(share * 100):.4g} %" for id, share in shares.items()]
        found.add("Set up the gradebook", *rows, why="Each activity's share of the overall score:")
    given = [c for c in course.credentials if c.kind is not CredentialKind.SELF_CERTIFICATE]
    if given:
        found.add(
            "After the course: completions and credentials",
            "Export the gradebook of your platform as CSV.",
            "`mooc-kit completions gradebook.csv --kit .` decides by the course's rule; columns are found by the "
            "titles of the activities.",
            *(f'`mooc-kit issue` gives "{credential.title}".' for credential in given),
        )
    found.add(
        "Before you import a later build",
        "Import it into an empty course: most platforms add a second copy of everything, and do not update what is "
        "there.",
    )
    return found


def _activity(found: Checklist, activity: object) -> None:
    match activity:
        case PeerReview():
            found.add(
                f'Add "{activity.title}"',
                *_handing_in(activity),
                f"Let each participant review {activity.reviews_given} works, where the platform can.",
            )
        case Assignment():
            found.add(f'Add "{activity.title}"', *_handing_in(activity))
        case Exam():
            found.add(
                f'Set up the exam "{activity.title}"',
                *_quiz(activity),
                "Set a password or a code, and open it on its day.",
            )
        case Quiz() if activity.is_graded:
            found.add(f'Set up the quiz "{activity.title}"', *_quiz(activity))
        case Survey():
            found.add(f'Add the survey "{activity.title}"', "Make a survey of the questions on its page.")


def _handing_in(activity: Assignment) -> list[str]:
    due = f", due {activity.due}" if activity.due else ""
    steps = [f"Make an assignment with the text of its page: {activity.points} points{due}."]
    steps.append(f"What is handed in: {', '.join(activity.submission)}.")
    if activity.rubric:
        steps.append(f'Make the rubric "{inline_escaped(activity.rubric.title)}" as the table on the page has it.')
    return steps


def _quiz(activity: Quiz) -> list[str]:
    mark = f"; to pass: {activity.pass_percent} percent" if activity.pass_percent else ""
    due = f", due {activity.due}" if activity.due else ""
    return [f"It counts {activity.points} points{mark}{due}."]
