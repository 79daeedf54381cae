"""Assessment records: who decided, when, and which grade, as the ledger keeps them and a credential shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from mooc_kit.i18n import Messages


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessor decided about an application. Days are ISO 8601; "" is what was not recorded."""

    assessor: str
    decided: str
    grade: str = ""
    applied: str = ""

    @classmethod
    def of(cls, text: str) -> Assessed | None:
        """What `as_text` wrote; None for ""."""
        return cls(**json.loads(text)) if text else None

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def told(self, messages: Messages) -> str:
        """The sentence about the decision."""
        if self.applied:
            return messages.text(
                "{assessor} decided on {decided} about the application of {applied}.",
                assessor=self.assessor,
                decided=self.decided,
                applied=self.applied,
            )
        return messages.text(
            "{assessor} decided on {decided} about the application.", assessor=self.assessor, decided=self.decided
        )

    def facts(self, messages: Messages) -> Iterator[tuple[str, str]]:
        """(label, value) of what was recorded."""
        yield messages.text("Assessor"), self.assessor
        if self.grade:
            yield messages.text("Grade"), self.grade
