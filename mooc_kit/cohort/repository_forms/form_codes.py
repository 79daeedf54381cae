"""The problem codes of submitted repository forms (H)."""

from __future__ import annotations

from mooc_kit.problems import Rule, Severity

UNREADABLE = Rule(
    "H101",
    "The file with the issues cannot be read.",
    Severity.ERROR,
    "Nothing that participants handed in can be taken from it.",
    "issues.json is a page of the site instead of what its program gives.",
    "issues.json comes from `gh issue list --json number,title,body,createdAt,labels`, or from the workflow.",
    example_is="files",
)
UNKNOWN_FORM = Rule(
    "H102",
    "An issue comes from no form of this course.",
    Severity.WARNING,
    "Only what was written with a form can be put into its place.",
    "The issue has the labels `bug` and `help`.",
    "The issue has one of the labels `share-back`, `question` and `goal`, which the forms give.",
    example_is="files",
)
NO_FORM_FILE = Rule(
    "H103",
    "The form that an issue was written with is not in the kit.",
    Severity.ERROR,
    "The form's file tells which answer is which.",
    "The issue has the label `share-back`, and .github/ISSUE_TEMPLATE/share-back.yml is not there.",
    ".github/ISSUE_TEMPLATE/share-back.yml is there, with the headings that the issue has.",
    example_is="files",
)
MISSING_ANSWER = Rule(
    "H104",
    "An answer that is needed is missing.",
    Severity.ERROR,
    "The issue was changed after it was sent, or the form was.",
    "A question arrives without its text.",
    "The issue has every heading of the form with something below it.",
    example_is="files",
)
UNCLEAR_ANSWERS = Rule(
    "H105",
    "The answers of a question cannot be understood.",
    Severity.ERROR,
    "A reviewer has to mend them first: write to the author, or edit the issue and run it again.",
    "A question with one right answer has three lines that begin with +.",
    "One line begins with +, the others with -; what is said about an answer stands after ::.",
    example_is="files",
)
ALREADY_HERE = Rule(
    "H106",
    "This issue was taken in before.",
    Severity.NOTE,
    "Nothing is changed; what is in the kit stays as it is.",
    "share-backs/2027-03-09-first-try-12.md is there, and issue 12 arrives again.",
    "Each issue is taken in once.",
    example_is="files",
)

RULES: tuple[Rule, ...] = (UNREADABLE, UNKNOWN_FORM, NO_FORM_FILE, MISSING_ANSWER, UNCLEAR_ANSWERS, ALREADY_HERE)
