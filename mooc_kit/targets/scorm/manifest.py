"""SCORM manifest (imsmanifest.xml), versions 1.2 and 2004 4th edition: the lines that a platform shows, and all files.

No mastery score stands in it: with one, platforms overrule by the score alone what the course's rule decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from mooc_kit.course.model import Course
from mooc_kit.quizzes.formats.xml_fragments import Fragment, document, tag, words
from mooc_kit.spec.packages import ScormVersion
from mooc_kit.targets.imscc.identifiers import stable_id
from mooc_kit.targets.lms.launch_pages import launch_path
from mooc_kit.targets.lms.reporting_rule import ReportedPart

MANIFEST = "imsmanifest.xml"
_SHARED = "shared-files"
_NAMESPACES = {
    ScormVersion.V1_2: {
        "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    },
    ScormVersion.V2004: {
        "xmlns": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "xmlns:imsss": "http://www.imsglobal.org/xsd/imsss",
    },
}
_SCHEMA_VERSION = {ScormVersion.V1_2: "1.2", ScormVersion.V2004: "2004 4th Edition"}
"""Open edX takes a package for 1.2 only where it says just this."""
_TYPE = {ScormVersion.V1_2: "adlcp:scormtype", ScormVersion.V2004: "adlcp:scormType"}


def manifest(course: Course, parts: Sequence[ReportedPart], files: Sequence[str], version: ScormVersion) -> bytes:
    """The manifest of a package with `files` (paths below its root) and a line for each of `parts`."""
    organization = stable_id(course.id, "organization")
    is_only = len(parts) == 1
    launches = [launch_path(part, is_only) for part in parts]
    shared = [path for path in files if path not in launches]
    resources = []
    for part, launch in zip(parts, launches, strict=True):
        inside = [_file(launch), *(map(_file, shared) if is_only else (tag("dependency", identifierref=_SHARED),))]
        facts = {"identifier": _id(course, part, "resource"), "type": "webcontent", "href": quote(launch)}
        resources.append(tag("resource", *inside, **facts, **{_TYPE[version]: "sco"}))
    if not is_only:
        facts = {"identifier": _SHARED, "type": "webcontent"}
        resources.append(tag("resource", *map(_file, shared), **facts, **{_TYPE[version]: "asset"}))
    lines = [*(_item(course, part, version) for part in parts), *_choice(version)]
    return document(
        tag(
            "manifest",
            tag("metadata", tag("schema", words("ADL SCORM")), tag("schemaversion", words(_SCHEMA_VERSION[version]))),
            tag(
                "organizations",
                tag("organization", _title(course.title), *lines, identifier=organization),
                default=organization,
            ),
            tag("resources", *resources),
            identifier=stable_id(course.id, "manifest"),
            version="1.0",
            **_NAMESPACES[version],
        )
    )


def _item(course: Course, part: ReportedPart, version: ScormVersion) -> Fragment:
    facts = {
        "identifier": _id(course, part, "item"),
        "identifierref": _id(course, part, "resource"),
        "isvisible": "true",
    }
    inside = [_title(part.title)]
    if version is ScormVersion.V2004:
        # What the pages report decides: a platform may otherwise take a visit for completed and passed.
        controls = {"completionSetByContent": "true", "objectiveSetByContent": "true"}
        inside.append(tag("imsss:sequencing", tag("imsss:deliveryControls", **controls)))
    return tag("item", *inside, **facts)


def _choice(version: ScormVersion) -> Sequence[Fragment]:
    """People may open any line, and go on from one to the next."""
    if version is ScormVersion.V1_2:
        return ()
    return (tag("imsss:sequencing", tag("imsss:controlMode", choice="true", flow="true")),)


def _title(text: str) -> Fragment:
    return tag("title", words(" ".join(text.split())))


def _file(path: str) -> Fragment:
    return tag("file", href=quote(path))


def _id(course: Course, part: ReportedPart, what: str) -> str:
    # The same in every build: by it a platform knows the line again when the package is replaced.
    return stable_id(course.id, part.id, what)
