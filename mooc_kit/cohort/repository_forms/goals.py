"""Goal forms: issues become a table of answers for `mooc-kit goals map`, with consent and without names."""

from __future__ import annotations

from collections.abc import Mapping

from mooc_kit.cohort.repository_forms.issue_bodies import Answers
from mooc_kit.tables import csv_text

FILE = "goal-responses.csv"


def responses_csv(found: Mapping[int, Answers]) -> str:
    """A row for each issue that shares goals, in the order of their numbers. Cells never begin a formula."""
    ids = sorted({id for answers in found.values() for id in answers.words if id.startswith("goal-")})
    rows: list[list[object]] = [["id", *ids, "share-goals"]]
    for number, answers in sorted(found.items()):
        may_quote = "yes" if answers.ticked.get("share-goals") else "no"
        rows.append([number, *(" ".join(answers[id].split()) for id in ids), may_quote])
    return csv_text(rows)
