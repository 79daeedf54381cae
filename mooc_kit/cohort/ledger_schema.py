"""Ledger schema: the tables of a ledger in SQLite, and how one of an earlier version gets what it lacks."""

from __future__ import annotations

import sqlite3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (learner TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subjects (learner TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS barred (
  learner TEXT, kind TEXT, content TEXT, PRIMARY KEY (learner, kind, content)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS credentials (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, learner TEXT NOT NULL, kind TEXT NOT NULL,
  version INTEGER NOT NULL, content TEXT NOT NULL, percent TEXT NOT NULL, valid_from TEXT NOT NULL,
  state TEXT NOT NULL, digest TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  ended TEXT NOT NULL DEFAULT '', identity TEXT NOT NULL DEFAULT '', assessment TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX IF NOT EXISTS one_of_each ON credentials (learner, kind) WHERE state IN ('planned', 'issued');
CREATE INDEX IF NOT EXISTS by_learner ON credentials (learner, kind);
CREATE INDEX IF NOT EXISTS by_state ON credentials (state, number);
"""
_ADDED = ("assessment", "subject")
"""Columns of `credentials` that earlier versions did not have."""


def require_sound(db: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError for tables that are not a ledger's, or pages that cannot be read."""
    sound = sqlite3.connect(":memory:")
    prepare(sound)
    for table in ("about", "people", "forgotten", "subjects", "barred", "credentials"):
        shapes = [{row[1] for row in one.execute(f"PRAGMA table_info({table})")} for one in (db, sound)]
        if missing := shapes[1] - shapes[0]:
            raise sqlite3.DatabaseError(f"the table {table} has no {', '.join(sorted(missing))}")
    sound.close()


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables that `db` lacks. What it holds stays."""
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    known = {row[1] for row in db.execute("PRAGMA table_info(credentials)")}
    for name in _ADDED:
        if name not in known:
            db.execute(f"ALTER TABLE credentials ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
