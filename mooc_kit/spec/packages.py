"""Package settings: into how many parts a course is cut for a learning platform, and in which version of SCORM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import SpecModel


class Cut(Choice):
    COURSE = "course", "One line on the platform for the whole course, with one score"
    MODULE = "module", "A line for each module"
    ACTIVITY = "activity", "A line for each activity"


class ScormVersion(Choice):
    V1_2 = "1.2", "SCORM 1.2, which every platform plays"
    V2004 = "2004", "SCORM 2004, 4th edition: completed and passed are told apart, and there is more room for answers"


def _as_written(value: object) -> object:
    """YAML takes 1.2 and 2004 for numbers."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


AnyVersion = Annotated[
    ScormVersion,
    BeforeValidator(_as_written),
    WithJsonSchema(
        {"enum": ["1.2", "2004", 1.2, 2004], "enumDescriptions": [version.meaning for version in ScormVersion] * 2}
    ),
]


class ScormSettings(SpecModel):
    version: Annotated[AnyVersion, Ask("Which version of SCORM?", depth="file")] = ScormVersion.V1_2
    cut: Annotated[Cut, Ask("What is one line on the platform?", depth="file")] = Cut.COURSE


class Cmi5Settings(SpecModel):
    cut: Annotated[Cut, Ask("What is one line on the platform?", depth="file")] = Cut.COURSE


class PackageSettings(SpecModel):
    """Settings of targets whose packages can be made in more than one way."""

    scorm: Annotated[ScormSettings, Ask("How is the SCORM package made?", depth="file")] = Field(
        default_factory=ScormSettings
    )
    cmi5: Annotated[Cmi5Settings, Ask("How is the cmi5 package made?", depth="file")] = Field(
        default_factory=Cmi5Settings
    )


@dataclass(frozen=True)
class PackageFlags:
    """What a command says otherwise than course.yaml: a version of SCORM, a cut, or None."""

    scorm_version: str | None = None
    cut: str | None = None

    def over(self, settings: PackageSettings) -> PackageSettings:
        """`settings` with what these say in place of theirs."""
        scorm = {"version": ScormVersion(self.scorm_version)} if self.scorm_version else {}
        cut = {"cut": Cut(self.cut)} if self.cut else {}
        return PackageSettings(
            scorm=settings.scorm.model_copy(update={**scorm, **cut}), cmi5=settings.cmi5.model_copy(update=cut)
        )


NO_FLAGS = PackageFlags()
