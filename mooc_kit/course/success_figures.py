"""Success figures are what a course may tell everybody about how far its measures were reached: `success.json`.

`mooc-kit report --publish` writes it into a kit. It names nobody; a number of fewer than `SMALL` is not told.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask
from mooc_kit.spec.fields import Date, Id, SpecModel, empty_list

FILE = "success.json"
SMALL = 5


class PublicFigure(SpecModel):
    id: Annotated[Id, Ask("Which measure of the course?")]
    is_known: Annotated[bool, Ask("Does anything tell it?")]
    reached: Annotated[
        int | None, Ask("What was reached?", "Nothing where it is not known, or too few to be told."), Field(ge=SMALL)
    ] = None


class PublicFigures(SpecModel):
    made_on: Annotated[Date, Ask("When was it counted?")]
    measures: Annotated[list[PublicFigure], Ask("The measures of the course")] = Field(
        default_factory=empty_list, max_length=100
    )
