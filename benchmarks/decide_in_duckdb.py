"""Deciding in DuckDB: what one would write to decide as `mooc-kit completions` does for one credential, with reasons.

Usage: python decide_in_duckdb.py BOOK OUT WEIGHTS: a table with a column of scores for each activity, the Parquet file
to write, and a JSON object of each activity's weight. It reads no course, checks nobody's address and reports nothing.
"""

from __future__ import annotations

import json
import sys

import duckdb

PASS = 60


def main(book: str, out: str, weights: dict[str, float]) -> None:
    ids = list(weights)
    score = " + ".join(f'coalesce("{id}", 0) * CAST({weights[id]!r} AS DECIMAL(9,6))' for id in ids)
    missing = ", ".join(f"""CASE WHEN "{id}" IS NULL THEN '{id} was not done' END""" for id in ids)
    duckdb.sql(f"""
        COPY (
            SELECT learner, percent, len(missing) = 0 AND percent >= {PASS} AS earned,
                CASE WHEN percent < {PASS} THEN list_append(missing, 'The score is ' || percent)
                     ELSE missing END AS reasons
            FROM (
                SELECT email AS learner, CAST({score} AS DECIMAL(9,2)) AS percent,
                    list_filter([{missing}], lambda reason: reason IS NOT NULL) AS missing
                FROM '{book}'
            )
        ) TO '{out}'
    """)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
