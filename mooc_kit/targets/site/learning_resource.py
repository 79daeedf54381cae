"""LearningResource metadata: what indexes of open educational resources read of a page and of the whole course.

Pages carry schema.org's LearningResource with LRMI and accessibility terms. `metadata.yml` follows the common profile
of the German-speaking indexes (AMB, https://w3id.org/kim/amb/), which OERSI reads from the root of a repository.
"""

from __future__ import annotations

from typing import Any

import yaml

from mooc_kit.course.model import Activity, Course, Module
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.labels import Labels
from mooc_kit.targets.site.metadata import SHARE_PICTURE, absolute, duration
from mooc_kit.targets.site.page_facts import PageFacts

CONTEXT = "https://schema.org"
COURSE_KIND = "https://w3id.org/kim/hcrt/course"


def accessibility_data(found: PageFacts) -> dict[str, Any]:
    """schema.org's accessibility terms, as far as the pages themselves tell."""
    modes = ["textual", *(["visual"] if found.pictures or found.videos or found.embeds else [])]
    features = ["structuralNavigation", "tableOfContents", "displayTransformability"]
    if found.recordings:
        modes.append("auditory")
    if found.pictures:
        features.append("alternativeText")
    if found.formulas:
        features.append("MathML")
    if found.recordings and found.recordings == found.with_transcript:
        features.append("transcript")
    if found.videos and found.videos == found.with_captions:
        features.append("captions")
    has_all_words = found.recordings == found.with_transcript
    return {
        "accessMode": modes,
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": ["textual"]}] if has_all_words else [],
        "accessibilityFeature": features,
        "accessibilityControl": ["fullKeyboardControl", "fullMouseControl", "fullTouchControl"],
        # Whether a film flashes, nobody has looked.
        "accessibilityHazard": ["unknown"] if found.videos or found.embeds else ["none"],
    }


def page_data(
    course: Course, wording: Labels, path: str, *, title: str, description: str, part: Module | Activity | None
) -> dict[str, Any]:
    """A page as a LearningResource, part of the course; {} where the course has no address of its own."""
    if not course.url:
        return {}
    outcomes = {outcome.id: outcome.text for outcome in course.outcomes}
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "LearningResource",
        "name": title,
        "description": description,
        "url": absolute(course, path),
        "inLanguage": course.language,
        "license": wording.license(course)[1],
        "isAccessibleForFree": True,
        "educationalLevel": course.level,
        "isPartOf": {"@type": "Course", "@id": absolute(course, at.HOME), "name": course.title},
    }
    if isinstance(part, Activity):
        data["learningResourceType"] = wording.kind(part)
        data["timeRequired"] = duration(part.minutes) if part.minutes else ""
    if part is not None:
        data["teaches"] = [outcomes[id] for id in part.outcomes if id in outcomes]
    return {key: value for key, value in data.items() if value not in ("", [])}


def oer_metadata(course: Course, wording: Labels) -> bytes:
    """`metadata.yml` for indexes of open educational resources. What the spec does not tell is left out."""
    people = [{"type": "Person", "name": person.name} for person in course.team]
    by = [{"type": "Organization", "name": course.institution}] if course.institution else []
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "creativeWorkStatus": "Published",
        "type": ["LearningResource", "Course"],
        "id": absolute(course, at.HOME),
        "name": course.title,
        "description": course.summary or course.subtitle,
        "license": wording.license(course)[1],
        "creator": people or by,
        "publisher": [dict(one) for one in by],
        "inLanguage": [course.language],
        "learningResourceType": [COURSE_KIND],
        "image": absolute(course, SHARE_PICTURE),
        "audience": course.audience,
        "teaches": [outcome.text for outcome in course.outcomes],
        "competencyRequired": list(course.prerequisites),
        "isAccessibleForFree": True,
    }
    found = {key: value for key, value in data.items() if value not in ("", [])}
    text: str = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
