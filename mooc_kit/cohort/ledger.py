"""Credential ledger: the one record of what was issued, to whom, when, under which decision, and what was revoked.

It makes issuing exactly-once. A credential is planned before it is signed: its id, its place in the status list and
its time are written down first, so that whoever is interrupted signs the very same bytes again. It is private: it alone
knows who is who.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from mooc_kit.cohort.decision import Changes, Decision, Planned, cut_short
from mooc_kit.cohort.ledger_schema import prepare, require_sound
from mooc_kit.cohort.told_sqlite import connect
from mooc_kit.credentials import credential_codes
from mooc_kit.credentials.badge import derived_id
from mooc_kit.problems import MoocKitError, Place, Problem, relative_name

FORMAT = "1"
PLANNED, ISSUED, REVOKED = "planned", "issued", "revoked"
_END = "UPDATE credentials SET state = 'revoked', reason = ?, ended = ? WHERE number = ? AND state <> 'revoked'"
_BATCH = 5000
_WHATEVER = "*"
"""In place of a content in `barred`: whatever the credential says."""


class Ledger:
    """The ledger of one course in a SQLite file; made where there is none."""

    def __init__(self, path: Path, course: str, *, is_dry: bool = False, first: int = 0) -> None:
        """`is_dry` makes no file where there is none. `first` is the lowest number that a new ledger gives out: another
        run of a course goes on behind the status lists of the run before, which stay on the same site."""
        self.path = path
        self._subjects: dict[str, str] | None = None
        is_new = not path.exists()
        is_dry = is_dry and is_new
        try:
            if not is_dry:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = connect(":memory:" if is_dry else path, self._told, isolation_level=None, timeout=10)
            if is_new and not is_dry:
                path.chmod(0o600)
            # A run may be cut off anywhere, by a power cut too, and finds all that it had written down.
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            with self._writing():
                is_empty = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone() is None
                prepare(self._db)
                if is_empty:
                    pairs = (
                        ("format", FORMAT),
                        ("course", course),
                        ("secret", secrets.token_hex(32)),
                        ("first", str(first)),
                    )
                    self._db.executemany("INSERT INTO about VALUES (?, ?)", pairs)
            found = dict(self._db.execute("SELECT key, value FROM about").fetchall())
            if not is_new:
                require_sound(self._db)
        except (sqlite3.Error, OSError, MoocKitError) as error:
            if is_new and not is_dry:
                self._take_away()
            raise error if isinstance(error, MoocKitError) else self._told(error) from error
        if found.get("format") != FORMAT or found.get("course") != course:
            hint = "Name another file with --ledger."
            raise MoocKitError(self._broken(f"It is the ledger of {found.get('course') or 'something else'}.", hint))
        try:
            self.secret = bytes.fromhex(found["secret"])
            self.first = int(found.get("first", 0))
        except (KeyError, ValueError) as error:
            raise self._told(error) from error
        self.closed_run: str = found.get("closed_run", "")
        """The start (ISO 8601) of the run that alone may still get credentials from this ledger; "" where none is
        closed."""

    def close(self) -> None:
        self._db.close()

    def bind(self, subjects: Mapping[str, str], *, is_dry: bool = False) -> None:
        """Write down the DIDs that people gave for what they are given, by learner; "" takes one back."""
        self._subjects = {who: id for who, id in {**self.subjects(), **subjects}.items() if id}
        if not is_dry:
            with self._writing():
                self._db.execute("DELETE FROM subjects")
                self._db.executemany("INSERT INTO subjects VALUES (?, ?)", list(self._subjects.items()))

    def subjects(self) -> dict[str, str]:
        """The DIDs that people gave, by learner."""
        if self._subjects is None:
            self._subjects = dict(self._db.execute("SELECT learner, id FROM subjects").fetchall())
        return self._subjects

    def plan(self, decisions: Iterable[Decision], kinds: Sequence[str], now: str, *, is_dry: bool = False) -> Changes:
        """Write down what follows from `decisions` for the credentials `kinds`, all of it or nothing."""
        changes = Changes()
        with self._writing(rolls_back=is_dry):
            number = self.highest() + 1
            for batch in _batches(decision for decision in decisions if decision.kind in kinds):
                number += self._plan_batch(batch, number, now, changes)
        return changes

    def _plan_batch(self, batch: Sequence[Decision], number: int, now: str, changes: Changes) -> int:
        """`batch` tells of nobody's credential twice. Gives how many numbers were used."""
        if known := self.subjects():
            batch = [replace(decision, subject=known.get(decision.learner, "")) for decision in batch]
        ended: list[tuple[str, str, int]] = []
        people: list[tuple[str, str, str]] = []
        fresh: list[tuple[object, ...]] = []
        for decision, (active, content, versions, is_barred, is_forgotten) in zip(
            batch, self._known_of(batch), strict=True
        ):
            if is_forgotten:
                changes.forgotten += 1
                continue
            if active is None and decision.completed and is_barred:
                changes.barred += 1
                continue
            if active is not None and decision.completed and content in (decision.content, cut_short(decision)):
                changes.unchanged += 1
                continue
            if active is not None:
                reason = "A corrected one took its place." if decision.completed else "The decision was corrected."
                ended.append((reason, now, active))
                changes.corrected += decision.completed
                changes.taken_back += not decision.completed
            elif decision.completed:
                changes.new += 1
            if not decision.completed:
                continue
            # Derived and not drawn, so that a run which was cut off signs the very same bytes again.
            id = derived_id(self.secret, decision.learner, decision.kind, str(versions + 1))
            people.append((decision.learner, decision.name, decision.email))
            fresh.append(
                (
                    number + len(fresh),
                    id,
                    decision.learner,
                    decision.kind,
                    versions + 1,
                    decision.content,
                    decision.percent,
                    now,
                    PLANNED,
                    decision.identity,
                    decision.assessment,
                    decision.subject,
                )
            )
        self._db.executemany(_END, ended)
        self._db.executemany(
            "INSERT INTO people VALUES (?, ?, ?) ON CONFLICT (learner) DO UPDATE SET name = excluded.name, "
            "email = excluded.email",
            people,
        )
        self._db.executemany(
            "INSERT INTO credentials (number, id, learner, kind, version, content, percent, valid_from, state, "
            "identity, assessment, subject) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            fresh,
        )
        return len(fresh)

    def _known_of(self, batch: Sequence[Decision]) -> Iterator[tuple[int | None, str | None, int, bool, bool]]:
        """What is known of each of `batch`: number and content of what is valid, how many there were, whether somebody
        took the same back, and whether the person asked to be forgotten."""
        pairs = json.dumps([[d.learner, d.kind, d.content] for d in batch])
        found = self._db.execute(
            "WITH asked AS MATERIALIZED (SELECT key, value ->> 0 AS learner, value ->> 1 AS kind, "
            "value ->> 2 AS wanted FROM json_each(?)) "
            "SELECT max(number) FILTER (WHERE state <> 'revoked'), max(content) FILTER (WHERE state <> 'revoked'), "
            "count(number), EXISTS (SELECT 1 FROM barred b WHERE b.learner = asked.learner AND b.kind = asked.kind AND "
            "b.content IN (asked.wanted, ?)) "
            "FROM asked LEFT JOIN credentials USING (learner, kind) GROUP BY key ORDER BY key",
            [pairs, _WHATEVER],
        ).fetchall()
        forgotten = {row[0] for row in self._db.execute("SELECT digest FROM forgotten")}
        for decision, (active, content, versions, barred) in zip(batch, found, strict=True):
            is_forgotten = bool(forgotten) and self._blind(decision.learner) in forgotten
            yield active, content, versions, bool(barred), is_forgotten

    def plan_again(self, kinds: Sequence[str]) -> None:
        """Plan to write once more what is valid of `kinds`: the same ids, places and dates."""
        with self._writing():
            self._db.execute(
                "UPDATE credentials SET state = 'planned' WHERE state = 'issued' AND learner IN (SELECT learner FROM "
                "people) AND kind IN (SELECT value FROM json_each(?))",
                [json.dumps(list(kinds))],
            )

    def waiting(self) -> int:
        """How many are planned and not written yet."""
        return int(self._db.execute("SELECT count(*) FROM credentials WHERE state = 'planned'").fetchone()[0])

    def planned(self, size: int) -> Iterator[list[Planned]]:
        """What is still to be signed, in partitions of `size`, in the order of numbers."""
        after = -1
        while True:
            rows = self._db.execute(
                "SELECT number, id, c.learner, p.name, p.email, kind, percent, valid_from, identity, assessment, "
                "subject FROM credentials c JOIN people p USING (learner) "
                "WHERE state = 'planned' AND number > ? ORDER BY number LIMIT ?",
                [after, size],
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield [Planned(*row) for row in rows]

    def record(self, made: Iterable[tuple[int, str]]) -> None:
        """Write down that the credentials (number, digest of the file) are signed and written."""
        with self._writing():
            self._db.executemany(
                "UPDATE credentials SET state = 'issued', digest = ? WHERE number = ? AND state = 'planned'",
                [(digest, number) for number, digest in made],
            )

    def revoke(self, id: str, reason: str, now: str, *, is_barred: bool = True) -> None:
        """Take the credential `id` back; `is_barred` says that the person is not given the same again.

        Raises MoocKitError where there is none, or it was taken back before.
        """
        with self._writing():
            found = self._db.execute("SELECT number, state FROM credentials WHERE id = ?", [id]).fetchone()
            if found is None or found[1] == REVOKED:
                what = "was revoked before" if found else "is not in the ledger"
                hint = "mooc-kit ledger export lists the ids of what was issued."
                raise MoocKitError(
                    credential_codes.NO_SUCH_CREDENTIAL.at(Place(relative_name(self.path)), f"{id} {what}.", hint=hint)
                )
            if is_barred:
                barring = "INSERT OR IGNORE INTO barred SELECT learner, kind, content FROM credentials WHERE number = ?"
                self._db.execute(barring, [found[0]])
            self._end(found[0], reason, now)

    def forget(self, learner: str, *, is_revoked: bool, now: str) -> list[str]:
        """Delete who `learner` is; gives the ids of what they were given.

        What they hold still verifies (unless `is_revoked`), and nobody else's proof changes: places in the status list
        stay taken. A blind mark remains, so that a later run does not issue to them again.
        """
        self._subjects = None
        with self._writing():
            rows = self._db.execute("SELECT id, number FROM credentials WHERE learner = ?", [learner]).fetchall()
            known = self._db.execute("SELECT 1 FROM people WHERE learner = ?", [learner]).fetchone()
            if not rows and known is None:
                hint = "Name them as in the gradebook: by address, in small letters."
                place = Place(relative_name(self.path))
                raise MoocKitError(
                    credential_codes.NO_SUCH_CREDENTIAL.at(place, f"{learner} is not in the ledger.", hint=hint)
                )
            for _, number in rows:
                if is_revoked:
                    self._end(number, "The person asked for it.", now)
                self._db.execute(
                    "UPDATE credentials SET learner = ?, content = '', percent = '', identity = '', assessment = '', "
                    "subject = '', state = CASE state WHEN 'planned' THEN 'revoked' ELSE state END WHERE number = ?",
                    [f"forgotten-{secrets.token_hex(8)}", number],
                )
            for table in ("people", "barred", "subjects"):
                self._db.execute(f"DELETE FROM {table} WHERE learner = ?", [learner])  # noqa: S608 - our own names
            self._db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", [self._blind(learner)])
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("VACUUM")
        return [id for id, _ in rows]

    def rename(self, old: str, new: str) -> None:
        """Say that `old` is now called `new`, an address that changed. The next run corrects what they hold.

        What somebody took back for good is given again under no new name. Raises MoocKitError where `old` is not in the
        ledger, or `new` is, since two people would become one.
        """
        self._subjects = None
        with self._writing():
            known = {
                row[0]
                for row in self._db.execute(
                    "SELECT learner FROM people WHERE learner IN (?, ?) UNION SELECT learner FROM credentials "
                    "WHERE learner IN (?, ?)",
                    [old, new, old, new],
                )
            }
            if old not in known or new in known:
                message = f"{new} is in the ledger already." if new in known else f"{old} is not in the ledger."
                hint = "Name them as in the gradebook: by address, in small letters."
                place = Place(relative_name(self.path))
                raise MoocKitError(credential_codes.NO_SUCH_CREDENTIAL.at(place, message, hint=hint))
            self._db.execute("UPDATE credentials SET learner = ? WHERE learner = ?", [new, old])
            self._db.execute("UPDATE people SET learner = ? WHERE learner = ?", [new, old])
            self._db.execute("UPDATE OR REPLACE subjects SET learner = ? WHERE learner = ?", [new, old])
            # What a credential says includes the address, so all of that kind is barred from now on.
            barring = "INSERT OR IGNORE INTO barred SELECT DISTINCT ?, kind, ? FROM barred WHERE learner = ?"
            self._db.execute(barring, [new, _WHATEVER, old])
            self._db.execute("DELETE FROM barred WHERE learner = ?", [old])

    def revoked_numbers(self) -> list[int]:
        return [row[0] for row in self._db.execute("SELECT number FROM credentials WHERE state = 'revoked'").fetchall()]

    def highest(self) -> int:
        """The highest number that was given out; the one below the first where none was."""
        query = "SELECT coalesce(max(number), ?) FROM credentials"
        return int(self._db.execute(query, [self.first - 1]).fetchone()[0])

    def close_run(self, start: str) -> None:
        """From now on nobody of a run that began on another day than `start` gets a credential from this ledger."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('closed_run', ?)", [start])
        self.closed_run = start

    def rows(self) -> Iterator[dict[str, str]]:
        """Everything that was issued, for people and programs; names only of those who were not forgotten."""
        cursor = self._db.execute(
            "SELECT c.number, c.id, c.learner, coalesce(p.name, '') AS name, coalesce(p.email, '') AS email, "
            "CASE c.state WHEN 'issued' THEN c.kind || '/' || substr(c.id, 10) ELSE '' END AS files, c.kind, "
            "c.version, c.percent, c.valid_from, c.state, c.reason, c.ended, c.digest "
            "FROM credentials c LEFT JOIN people p USING (learner) ORDER BY c.number"
        )
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield {name: str(value) for name, value in zip(names, row, strict=True)}

    def _end(self, number: int, reason: str, now: str) -> None:
        self._db.execute(_END, [reason, now, number])

    def _blind(self, learner: str) -> str:
        return hashlib.sha256(self.secret + b"forgotten" + learner.encode()).hexdigest()

    def _take_away(self) -> None:
        """A ledger that could not be made leaves nothing behind, nor what SQLite keeps beside it."""
        if hasattr(self, "_db"):
            self._db.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink()

    def _told(self, error: Exception) -> MoocKitError:
        hint = "Name the ledger beside the credentials that were issued before, and see that nothing else uses it."
        if "full" in str(error) or "readonly" in str(error):
            hint = "Make room, or give it a place that you may write to; then run the command again. Nothing is lost."
        return MoocKitError(self._broken(f"It cannot be used: {error}.", hint))

    def _broken(self, message: str, hint: str) -> Problem:
        return credential_codes.LEDGER_BROKEN.at(Place(relative_name(self.path)), message, hint=hint)

    @contextmanager
    def _writing(self, *, rolls_back: bool = False) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # SQLite itself takes it back where the disk is full
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("ROLLBACK" if rolls_back else "COMMIT")


def _batches(decisions: Iterable[Decision]) -> Iterator[list[Decision]]:
    """`decisions` in batches, none of which tells of the same person's credential twice."""
    batch: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        pair = (decision.learner, decision.kind)
        if pair in batch or len(batch) >= _BATCH:
            yield list(batch.values())
            batch = {}
        batch[pair] = decision
    if batch:
        yield list(batch.values())
