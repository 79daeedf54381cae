"""Kit evidence of success: share-backs, and questions of participants that were accepted or wait."""

from __future__ import annotations

from mooc_kit.cohort.repository_forms.questions import TAG
from mooc_kit.cohort.repository_forms.share_backs import FOLDER
from mooc_kit.cohort.success.evidence import Evidence
from mooc_kit.completion_options.authentic.gallery import read_stories
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.problems import relative_name
from mooc_kit.quizzes.contributions.inbox import files_in, read_contribution
from mooc_kit.quizzes.read import read_path


def read_kit(evidence: Evidence) -> None:
    """Put what the kit's own folders tell into `evidence`."""
    kit = evidence.kit
    stories = [path for path in (kit / FOLDER).glob("*.md") if path.name.lower() != "readme.md"]
    evidence.stories |= {f"file {path.name}" for path in stories}
    if stories:
        evidence.stories_shown = len(list(read_stories(evidence.spec, KitFiles(kit))))
    for file in sorted((kit / "quizzes").glob("self-check-*.yaml")):
        quiz = read_path(file, relative_name(file)).quiz
        evidence.accepted += (
            sum(TAG in question.tags or bool(question.author) for question in quiz.questions) if quiz else 0
        )
    for path in files_in(kit):
        evidence.waiting += len(read_contribution(path, relative_name(path), evidence.spec).questions)
