"""Hidden content: what participants did not see on the platform is left out of a kit, told, and kept as team notes."""

from __future__ import annotations

from collections.abc import Iterable

from mooc_kit.importers import import_codes
from mooc_kit.importers.ids import Ids
from mooc_kit.problems import Notice, Place, Problem

_INSTEAD = "It is left out; `mooc-kit import --with-hidden` puts it into team-notes/."


class HiddenParts:
    """The hidden parts of one package; `notices` is where each of them is told."""

    def __init__(self, notices: list[Notice]) -> None:
        self._notices = notices
        self._ids = Ids()
        self._kept: list[str] = []
        self.files: dict[str, bytes] = {}
        """Notes by their path below team-notes/, for those who ask for them."""

    def keep(self, what: str, why: str, title: str, texts: Iterable[str], *, name: str = "") -> None:
        """Tell `what` is left out and `why`; the note has the title, the reason and the texts (Markdown)."""
        self._notices.append(Notice(what, why, _INSTEAD))
        self._kept.append(what)
        words = [text for text in (f"# {title or name}", why, *texts) if text]
        self.files[f"team-notes/{self._ids.new(title, name)}.md"] = ("\n\n".join(words) + "\n").encode()

    def all_of(self, package: str, platform: str) -> Problem | None:
        """Why a package of which nothing else came has no course; None where nothing in it was hidden."""
        if not self._kept:
            return None
        message = f"All that the package holds is hidden from participants: {', '.join(self._kept[:5])}."
        hint = f"Show something of it in {platform}, and export it anew."
        return import_codes.NO_COURSE.at(Place(package), message, hint=hint)
