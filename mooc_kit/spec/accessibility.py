"""Accessibility statement, what only the team knows of it: the fields that the European Union's model asks for.

Commission Implementing Decision (EU) 2018/1523. Whatever is left empty is said to be missing on the site.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Date, SpecModel, Text, Url, empty_list


class Conformance(Choice):
    FULL = "full", "Meets WCAG 2.1, level AA (EN 301 549), as somebody assessed it"
    PARTIAL = "partial", "Meets it but for exceptions that the statement names"
    NONE = "none", "Does not meet most of it"


class ToolInUse(SpecModel):
    name: Annotated[Text, Ask("What is the tool called?")]
    url: Annotated[Url | None, Ask("Where is it?")] = None
    statement: Annotated[Url | None, Ask("Where is its own accessibility statement?")] = None


class AccessibilityInfo(SpecModel):
    """What the statement on the site says beside what the build counts."""

    conformance: Annotated[Conformance | None, Ask("How far does the course meet WCAG?", depth="file")] = None
    method: Annotated[
        Text | None,
        Ask("How was that found out?", "Like: by ourselves, with a keyboard and two screen readers.", depth="file"),
    ] = None
    assessed_on: Annotated[Date | None, Ask("When was it last assessed?", depth="file")] = None
    exceptions: Annotated[
        list[Text], Ask("What is not accessible, and what is there instead?", "One on each line.", depth="file")
    ] = Field(default_factory=empty_list)
    response_days: Annotated[
        int | None, Ask("Within how many days do you answer?", depth="file"), Field(ge=1, le=365)
    ] = None
    enforcement_body: Annotated[
        Text | None, Ask("To whom can people turn if you do not answer well?", depth="file")
    ] = None
    enforcement_url: Annotated[Url | None, Ask("The web address of that body", depth="file")] = None
    tools: Annotated[
        list[ToolInUse], Ask("Which other tools does the course use?", "Forum, meetings, forms.", depth="file")
    ] = Field(default_factory=empty_list)
