"""Academic levels: how demanding work is, in a framework of qualifications that others can look up."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import SpecModel, Text


class Framework(Choice):
    EQF = "eqf", "European Qualifications Framework, levels 1 to 8"
    FHEQ = "fheq", "Higher education in England, Wales and Northern Ireland, levels 4 to 8"
    SCQF = "scqf", "Scotland, levels 1 to 12"
    AQF = "aqf", "Australia, levels 1 to 10"
    NZQCF = "nzqcf", "New Zealand, levels 1 to 10"
    SAQA = "saqa", "South Africa (NQF), levels 1 to 10"
    ISCED = "isced", "UNESCO's ISCED, levels 0 to 8"
    OTHER = "other", "Another framework: say which in `name`"


LEVELS: dict[Framework, range] = {
    Framework.EQF: range(1, 9),
    Framework.FHEQ: range(4, 9),
    Framework.SCQF: range(1, 13),
    Framework.AQF: range(1, 11),
    Framework.NZQCF: range(1, 11),
    Framework.SAQA: range(1, 11),
    Framework.ISCED: range(9),
}


class AcademicLevel(SpecModel):
    """How demanding the work is, in a framework that others can look up."""

    framework: Annotated[
        Framework,
        Ask("In which framework?", depth="core", is_proposed=False, more="The level is a number of this framework."),
    ] = Framework.EQF
    value: Annotated[
        int,
        Ask(
            "Which level?",
            depth="core",
            more="Like 6 for a bachelor's level in the European framework. The institution that awards the credit says "
            "it; leave it empty while you do not know.",
        ),
        Field(ge=0, le=12),
    ]
    name: Annotated[
        Text | None,
        Ask(
            "What is the level called there?",
            "Needed where the framework is `other`.",
            only_if=("framework", ("other",)),
            more="Like: Level 5 of the national framework.",
        ),
    ] = None

    @property
    def words(self) -> str:
        """The level as people write it: "EQF 5"."""
        if self.framework is Framework.OTHER:
            return f"{self.name or ''} ({self.value})".strip()
        name = f" ({self.name})" if self.name else ""
        return f"{self.framework.value.upper()} {self.value}{name}"

    def mistake(self) -> tuple[str, str, str] | None:
        """(the key, what is wrong, what to do) where the framework has no such level or is not named."""
        levels = LEVELS.get(self.framework)
        if levels is not None and self.value not in levels:
            message = f"{self.framework.value.upper()} has no level {self.value}."
            return "value", message, f"Its levels are {levels[0]} to {levels[-1]}."
        if levels is None and self.name is None:
            hint = "Add `name:` to the level: what is it called, and in which framework?"
            return "framework", "The framework of the level is not named.", hint
        return None
