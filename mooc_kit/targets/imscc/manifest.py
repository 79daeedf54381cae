"""Common Cartridge manifest (imsmanifest.xml): what the cartridge holds, and in which order it is shown.

Moodle knows a cartridge by the default namespace in the first kilobyte, and refuses one without metadata or with an
identifier twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mooc_kit.course.model import Course
from mooc_kit.quizzes.formats.xml_fragments import NOTHING, Fragment, document, tag, words
from mooc_kit.targets.site.labels import Labels

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
TOPIC = "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
WEB_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"

WEB_CONTENT = "webcontent"
LINK_TYPE = "imswl_xmlv1p1"
TOPIC_TYPE = "imsdt_xmlv1p1"
QUIZ_TYPE = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
ASSOCIATED = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


_RESOURCE_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
_FOR_TEACHERS = tag(
    "metadata",
    tag(
        "lom",
        tag(
            "educational",
            tag(
                "intendedEndUserRole",
                tag("source", words("IMSGLC_CC_Rolesv1p1")),
                tag("value", words("Instructor")),
            ),
        ),
        xmlns=_RESOURCE_LOM,
    ),
)
"""By this Canvas locks a file when it reads the package as any other's."""


@dataclass(frozen=True)
class Resource:
    """A thing in the cartridge: its files, the first of which it begins with, and what it depends on."""

    id: str
    type: str
    files: tuple[str, ...]
    depends: tuple[str, ...] = ()
    has_href: bool = True
    use: str = ""
    for_teachers: bool = False
    """Whether the thing is for the team alone."""

    def fragment(self) -> Fragment:
        parts = [_FOR_TEACHERS] if self.for_teachers else []
        parts += [tag("file", href=path) for path in self.files]
        parts += [tag("dependency", identifierref=id) for id in self.depends]
        extra = {"href": self.files[0]} if self.has_href and self.files else {}
        if self.use:
            extra["intendeduse"] = self.use
        return tag("resource", *parts, identifier=self.id, type=self.type, **extra)


@dataclass
class ManifestItem:
    """A line of the table of contents: a heading with what stands below it, or a thing."""

    id: str
    title: str
    ref: str = ""
    below: list[ManifestItem] = field(default_factory=list)

    def fragment(self) -> Fragment:
        inside = [tag("title", words(" ".join(self.title.split()) or "?")), *(entry.fragment() for entry in self.below)]
        ref = {"identifierref": self.ref} if self.ref else {}
        return tag("item", *inside, identifier=self.id, **ref)


def manifest(
    course: Course, labels: Labels, id: str, contents: Sequence[ManifestItem], resources: Sequence[Resource]
) -> bytes:
    """The manifest of one cartridge."""
    top = tag("item", *(entry.fragment() for entry in contents), identifier=f"{id}_contents")
    tree = tag("organization", top, identifier=f"{id}_organization", structure="rooted-hierarchy")
    about = tag(
        "metadata",
        tag("schema", words("IMS Common Cartridge")),
        tag("schemaversion", words("1.1.0")),
        tag("lomimscc:lom", *_about(course, labels)),
    )
    parts = (about, tag("organizations", tree), tag("resources", *(resource.fragment() for resource in resources)))
    # The default namespace comes first: Moodle looks for it at the very beginning of the file.
    return document(tag("manifest", *parts, **{"xmlns": PACKAGE, "xmlns:lomimscc": _LOM, "identifier": id}))


def _about(course: Course, labels: Labels) -> Iterator[Fragment]:
    def string(text: str) -> Fragment:
        return tag("lomimscc:string", words(text), language=course.language)

    yield tag(
        "lomimscc:general",
        tag("lomimscc:title", string(course.title)),
        tag("lomimscc:language", words(course.language)),
        tag("lomimscc:description", string(course.summary)) if course.summary else NOTHING,
    )
    name, url = labels.license(course)
    yield tag(
        "lomimscc:rights",
        tag("lomimscc:copyrightAndOtherRestrictions", tag("lomimscc:value", words("yes"))),
        tag("lomimscc:description", string(f"{name} {url}".strip())),
    )


def web_link(title: str, url: str) -> bytes:
    """A link to the web as a file of the cartridge."""
    made = tag("webLink", tag("title", words(title)), tag("url", href=url, target="_blank"), xmlns=WEB_LINK)
    return document(made)


def topic(title: str, html: str) -> bytes:
    """A discussion as a file of the cartridge."""
    text = tag("text", words(html), texttype="text/html")
    return document(tag("topic", tag("title", words(title)), text, xmlns=TOPIC))
