"""Readers: every command that reads a file, with sound files for it to read, found by the registry of commands.

A command that takes a path and stands neither here nor in `READS_NOTHING` fails a test, so none is forgotten. Formats
and importers are those of their own registries: each file of theirs on the stage goes to the commands that read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from mooc_kit.cli import app
from tests.credentials.peers.test_chain import key

KIT_FILES = (
    "course.yaml",
    "quizzes/*",
    "rubrics/*",
    "surveys/*",
    "badges/*",
    "certificates/*",
    "content/index.md",
    "content/**/*.md",
    ".mooc-kit/*.json",
    ".mooc-kit/install.txt",
    ".moocignore",
)


@dataclass(frozen=True)
class Reader:
    """A command line that reads the file FILE, which is one of those that `files` (patterns on the stage) find."""

    words: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def name(self) -> str:
        return " ".join(self.words)

    def command(self, known: Iterable[str]) -> str:
        return max((name for name in known if " ".join(self.words).startswith(f"{name} ")), key=len)

    def found(self, stage: Path) -> list[Path]:
        return sorted({path for pattern in self.files for path in stage.glob(pattern) if path.is_file()})


def _kit(*words: str, kit: str = "river", files: tuple[str, ...] = KIT_FILES) -> Reader:
    return Reader((*words,), tuple(f"{kit}/{pattern}" for pattern in files))


def _lines() -> Iterator[Reader]:
    for kit in ("river", "kit"):
        yield _kit("validate", kit, kit=kit)
    yield _kit("outline", "river")
    yield _kit("build", "river", "--target", "site", "-o", "out")
    yield _kit("build", "kit", "--target", "open-edx", "-o", "out", kit="kit")
    yield _kit("build", "river", "--target", "moodle", "-o", "out")
    yield _kit("build", "river", "--target", "canvas", "-o", "out")
    yield _kit("update", "river", "--yes")
    spec, pins = ("course.yaml",), ("course.yaml", ".mooc-kit/*.json", ".mooc-kit/install.txt")
    yield _kit("update", "river", "--check", files=pins)
    yield _kit("migrate", "river", files=spec)
    yield _kit("set", "course.weeks", "5", "--kit", "river", files=spec)
    yield _kit("add", "outcome", "Explain a thing", "--kit", "river", files=spec)
    yield _kit("add", "module", "More", "--kit", "river", files=spec)
    yield _kit("add", "activity", "baselines", "page", "More", "--kit", "river", files=spec)
    yield _kit("add", "badge", "More", "--kit", "river", files=spec)
    yield _kit("add", "option", "credit", "--kit", "river", files=spec)
    yield _kit("add", "first-judge", "Noor", key("noor").did, "--kit", "river", files=spec)
    yield _kit("rubric", "print", "field-notes", "--kit", "river", "-o", "out.pdf", files=("rubrics/*",))
    yield _kit("todo", "river")
    yield _kit("translate", "es", "--kit", "river", files=spec)
    yield _kit("rename", "module", "sampling", "samples", "--kit", "river", files=spec)
    yield _kit("move", "module", "sampling", "--after", "baselines", "--kit", "river", files=spec)
    yield _kit("remove", "activity", "safety", "--kit", "river", files=spec)
    yield _kit("next-run", "river", "--start", "2029-01-08", files=("course.yaml", "goals.json", "announcements/*"))
    yield Reader(("add", "pages", "FILE", "--module", "baselines", "--kit", "river"), ("pages/*", "river/content/*.md"))
    yield _kit("review", "make", "river", "-o", "out.html")
    yield Reader(("review", "take", "FILE", "--kit", "river"), ("review.json", "river/guides/*.yaml"))
    yield Reader(("rubric", "check", "FILE"), ("river/rubrics/*", "kit/rubrics/*"))
    yield Reader(("new", "out", "--from", "FILE"), ("river/course.yaml", "kit/course.yaml"))
    yield Reader(("new", "out", "--from", "river/course.yaml", "--template", "template"), ("template/**/*",))
    yield _kit("interview", "river", "--plain", files=spec)
    yield Reader(("new", "grown", "--plain"), (".grown.mooc-kit-draft.json",))
    yield Reader(("import", "FILE", "out"), ("packages/*",))
    # Questions.
    yield Reader(("quiz", "check", "FILE"), ("questions/*", "kit/quizzes/*"))
    yield Reader(("quiz", "convert", "FILE", "out.yaml"), ("questions/*",))
    yield Reader(("quiz", "import", "FILE", "--module", "baselines", "--kit", "river"), ("questions/*",))
    yield Reader(("quiz", "accept", "FILE", "--module", "baselines", "--kit", "river"), ("questions/*",))
    yield Reader(("quiz", "analyse", "FILE"), ("answers.csv", "books/*"))
    # While the course runs.
    books = ("completions", "books/open-edx-grades.csv", "books/done.csv", "books/statements.ndjson", "--kit", "kit")
    books += ("--roster", "books/roster.csv", "--decisions", "books/decisions.csv", "--assume-done", "untold", "-o")
    yield Reader((*books, "out.csv"), ("books/*",))
    yield Reader(("completions", "FILE", "--kit", "kit", "--report", "out.html", "-o", "out.csv"), ("books/*",))
    yield Reader(
        ("report", "kit", "FILE", "-o", "out.html"), ("books/*", "answers.csv", "goals.csv", "issued/*.sqlite")
    )
    yield Reader(
        ("goals", "map", "FILE", "--kit", "kit", "--no-publish", "-o", "out"), ("goals.csv", "mail/forum.json")
    )
    yield Reader(("receive", "FILE", "--kit", "river", "--to", "out"), ("mail/*", "*.json", "goals.csv", "questions/*"))
    # Credentials.
    issue = ("issue", "FILE", "--kit", "kit", "--keys", "keys", "--no-pdf", "-o")
    yield Reader((*issue, "out"), ("decided.parquet",))
    yield Reader(("issue", "decided.parquet", "--kit", "kit", "--keys", "keys", "--no-pdf", "-o", "out"), ("keys/*",))
    again = ("issue", "decided.parquet", "--kit", "kit", "--keys", "keys", "--no-pdf", "--dry-run", "-o", "issued")
    yield Reader(again, ("issued/*.sqlite",))
    yield Reader(
        ("revoke", "urn:uuid:1", "--reason", "x", "--kit", "kit", "--keys", "keys", "-o", "issued"),
        ("issued/*.sqlite",),
    )
    yield Reader(("verify", "FILE", "--trust", "issued/publish"), ("issued/*/*", "badge.json"))
    yield Reader(("verify", "issued/*/*.json", "--trust", "issued/publish"), ("issued/publish/**/*",))
    yield Reader(("keys", "show", "--keys", "keys", "--document"), ("keys/*",))
    yield Reader(("keys", "rotate", "--keys", "keys"), ("keys/*",))
    for words in (
        ("export", "FILE", "--to", "out.csv"),
        ("rename", "FILE", "learner0000@example.org", "x@y.org"),
        ("forget", "FILE", "learner0000@example.org", "-o", "issued"),
    ):
        yield Reader(("ledger", *words, "--kit", "kit"), ("issued/*.sqlite",))
    # Badges that peers award.
    kit = ("--kit", "river")
    levels = [f"-l{criterion}=secure" for criterion in ("sample", "evidence")]
    yield Reader(
        ("badge", "request", "field-observer", "--key", "FILE", "-e", "https://a.org", *kit, "-o", "out.json"),
        ("mei.json",),
    )
    yield Reader(
        ("badge", "judge", "r.json", "--key", "ama.json", *levels, *kit, "-o", "out.json"), ("r.json", "ama.json")
    )
    yield Reader(
        ("badge", "judge", "r2.json", "--key", "mei.json", "--own", "badge.json", *levels, *kit, "-o", "out.json"),
        ("badge.json",),
    )
    yield Reader(
        ("badge", "award", "r.json", "j-ama.json", "j-luis.json", "--key", "ama.json", *kit, "-o", "out.json"),
        ("r.json", "j-*.json"),
    )
    yield Reader(("badge", "verify", "FILE", *kit), ("badge.json", "river/badges/*"))
    yield _kit("badge", "verify", "badge.json", *kit, files=("badges/*", "course.yaml", "rubrics/*"))
    yield Reader(("badge", "graph", "FILE", "-o", "out.html", *kit), ("badge.json",))
    yield Reader(("badge", "revoke", "urn:uuid:1", "--reason", "x", "--key", "FILE", *kit), ("ama.json",))
    yield Reader(("badge", "checkpoint", "FILE", "--key", "ama.json", *kit), ("badge.json",))
    yield Reader(
        ("badge", "register", "FILE", "--person", "mei", "--key", "ama.json", "--secret", "s" * 20, *kit),
        ("badge.json",),
    )
    yield Reader(("badge", "policy", *kit), ("river/badges/*", "river/course.yaml", "river/rubrics/*"))


READERS = tuple(_lines())
DEAR = frozenset(
    {"build", "import", "new", "issue", "update", "goals", "revoke", "rename", "move", "remove", "next-run", "review"}
)
"""Commands that take seconds for each file."""
READS_NOTHING = {
    "badge key": "makes a key",
    "keys new": "makes a key",
    "undo": "reads what this computer noted in the user's cache",
    "diff": "reads what `validate` reads, out of git's objects",
    "preview": "reads what `build` reads",
}


def commands(command: Any = None, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """The registry: every command by its words."""
    command = command or typer.main.get_command(app)
    if not hasattr(command, "commands"):
        yield " ".join(words), command
        return
    for name, one in command.commands.items():
        yield from commands(one, (*words, name))
