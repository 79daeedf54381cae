"""Micro-credential elements: what the Council of the European Union asks a micro-credential to say (2022/C 243/02).

Only what nothing else in the spec tells is asked here: title, awarding body, learning outcomes, hours of work, dates,
identity and grade have records of their own. Each is said where it was written down, and left out where it was not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from mooc_kit.spec import spec_codes
from mooc_kit.spec.academic_level import AcademicLevel
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import SpecModel, Text, refuse


@lru_cache(maxsize=64)
def _check_country(value: str) -> str:
    from babel import Locale

    names = Locale("en").territories
    code = value.strip().upper()
    if len(code) == 2 and code.isalpha() and code in names and code not in ("EU", "UN", "ZZ", "XA", "XB", "EZ", "QO"):
        return code
    named = {name.casefold(): key for key, name in names.items() if len(key) == 2 and key.isalpha()}
    close = named.get(value.strip().casefold(), "")
    hint = (f"Did you mean `{close}`? " if close else "") + "Use the two letters of ISO 3166: DE, GH, BR."
    raise refuse(spec_codes.BAD_COUNTRY, f'"{value[:40]}" is not the code of a country.', hint)


Country = Annotated[str, AfterValidator(_check_country), Field(json_schema_extra={"pattern": "^[A-Za-z]{2}$"})]
"""A country as ISO 3166-1 writes it in two letters."""


class Participation(Choice):
    ONLINE = "online", "Online"
    ON_SITE = "on-site", "On site"
    BLENDED = "blended", "Partly online, partly on site"


class Integration(Choice):
    STAND_ALONE = "stand-alone", "Stands for itself"
    STACKABLE = "stackable", "Counts towards a larger qualification"


class MicroCredentialSpec(SpecModel):
    """The standard elements of a micro-credential that have no other place in the spec."""

    country: Annotated[Country | None, Ask("In which country is the issuer?", "Two letters: DE.", depth="file")] = None
    region: Annotated[Text | None, Ask("In which region of it?", depth="file")] = None
    ects: Annotated[
        float | None,
        Ask(
            "How many ECTS credits is the work?",
            "Where your institution reckons the hours of the course as ECTS; credit itself has its own section.",
            depth="file",
        ),
        Field(gt=0, le=240),
    ] = None
    level: Annotated[
        AcademicLevel | None, Ask("At which level, where somebody decided it?", "EQF or another.", depth="file")
    ] = None
    assessment: Annotated[Text | None, Ask("By which kind of assessment?", "A test, a project …", depth="file")] = None
    participation: Annotated[Participation | None, Ask("How do people take part?", depth="file")] = None
    quality_assurance: Annotated[
        Text | None,
        Ask("How is the quality of the credential assured?", "By whom, and for what: the programme …", depth="file"),
    ] = None
    prerequisites: Annotated[Text | None, Ask("What is needed to enrol?", depth="file")] = None
    integration: Annotated[Integration | None, Ask("Does it count towards something larger?", depth="file")] = None
    towards: Annotated[Text | None, Ask("Towards what does it count?", depth="file")] = None
    further: Annotated[Text | None, Ask("What else should be said?", depth="file")] = None
