"""QTI 2.x and 3.0 leftovers: parts of an item or a test that a question here has no place for.

Words reach the question through its body, scoring and feedback are evaluated; what stays is told from here: elements
that do something of their own, and attributes that change how people answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mooc_kit.quizzes.formats.qti2_processing import attribute, local
from mooc_kit.quizzes.formats.safe_xml import text_of

# fmt: off
_ELEMENTS: Mapping[str, str] = {
    "templateDeclaration": "Values that are drawn for each participant", "templateProcessing": "How values are drawn",
    "templateInline": "Words that are shown by chance", "templateBlock": "Words that are shown by chance",
    "printedVariable": "A value that stands in the text", "stylesheet": "A style sheet",
    "infoControl": "Words that open on a button", "endAttemptInteraction": "A button that ends the attempt",
    "catalogInfo": "Alternative forms for accessibility", "companionMaterialsInfo": "Tools and materials beside it",
    "contextDeclaration": "Values from outside", "apipAccessibility": "Alternative forms for accessibility",
    "branchRule": "A rule by which questions are passed over", "preCondition": "A condition under which it is asked",
    "templateDefault": "Values that are set from outside", "weight": "A weight in the whole test",
    "outcomeProcessing": "How the score of the whole test is computed", "testFeedback": "Feedback on the whole test",
    "adaptiveSelection": "A choice of questions by earlier answers", "timeLimits": "A time limit",
}
# fmt: on
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "adaptive": frozenset({"false"}),
    "timeDependent": frozenset({"false"}),
    "fixed": frozenset({"false"}),
    "minChoices": frozenset({"0", "1"}),
    "minStrings": frozenset({"0", "1"}),
    "maxStrings": frozenset({"1"}),
    "matchMin": frozenset({"0"}),
    "patternMask": frozenset(),
    "minAssociations": frozenset({"0", "1"}),
    "required": frozenset({"true", "false"}),
    "submissionMode": frozenset({"individual"}),
    "keepTogether": frozenset({"true"}),
    "withReplacement": frozenset({"false"}),
    "base": frozenset({"10"}),
    "format": frozenset({"plain", "xhtml"}),
}
"""Attributes that carry behaviour, and the values that are usual."""
_OF_AN_ITEM = frozenset(_ELEMENTS) | {
    "responseDeclaration",
    "outcomeDeclaration",
    "itemBody",
    "responseProcessing",
    "modalFeedback",
    "assessmentStimulusRef",
}
"""What an item has for children; anything else is somebody's own."""
_SUM = ["outcomeProcessing", "setOutcomeValue", "sum", "testVariables"]
_EVALUATED = frozenset({"responseProcessing", "responseDeclaration", "outcomeDeclaration"})


def leftovers(element: Any) -> Iterator[tuple[str, int]]:
    """What is left over of an item, with its line."""
    for part in element:
        if local(part) and local(part) not in _OF_AN_ITEM:
            yield f"`{local(part)}: {' '.join(text_of(part).split())[:60]}`", int(part.sourceline or 1)
    for part in _walk(element, _EVALUATED | set(_ELEMENTS)):
        name, line = local(part), int(part.sourceline or 1)
        if name in _ELEMENTS:
            words = " ".join(text_of(part).split())[:60]
            yield (f"{_ELEMENTS[name]}{f' ({words})' if words else ''}", line)
            continue
        if name == "rubricBlock" and not is_for_candidates(part):
            yield (f"Words for {attribute(part, 'view') or 'graders'}: {' '.join(text_of(part).split())[:200]}", line)
        yield from ((said, line) for said in _odd_attributes(part))
        if _limits_choices(part):
            yield (f"That at most {attribute(part, 'maxChoices')} may be chosen", line)


def test_leftovers(root: Any) -> Iterator[tuple[str, int]]:
    """What is left over of a test: rules between its questions. Limits of time and attempts are read elsewhere."""
    for part in _walk(root, frozenset(_ELEMENTS) | {"rubricBlock"}):
        name, line = local(part), int(part.sourceline or 1)
        if name in _ELEMENTS and name != "timeLimits" and not _adds_up(part):
            yield _ELEMENTS[name], line
        elif name == "rubricBlock":
            yield f"Words above a section: {' '.join(text_of(part).split())[:200]}", line
        elif name != "timeLimits":
            yield from ((said, line) for said in _odd_attributes(part))


def _adds_up(part: Any) -> bool:
    """Whether it says what goes without saying: that the score of a test is the sum of its items' scores."""
    steps = [step for step in part.iter() if local(step)]
    return [local(step) for step in steps] == _SUM and attribute(steps[-1], "variableIdentifier") == "SCORE"


def is_for_candidates(rubric: Any) -> bool:
    views = attribute(rubric, "view").split()
    return not views or "candidate" in views


def _odd_attributes(part: Any) -> Iterator[str]:
    for key, value in part.items():
        name = re.sub(r"-(\w)", lambda found: found[1].upper(), key)
        if name in _ATTRIBUTES and value not in _ATTRIBUTES[name]:
            yield f"`{local(part)} {name}={value[:40]}`"


def _limits_choices(part: Any) -> bool:
    """Whether people may choose some, but not all: a question here has one right answer or any number."""
    most = attribute(part, "maxChoices")
    if local(part) != "choiceInteraction" or not most.isdigit() or int(most) < 2:
        return False
    return int(most) < sum(local(choice) == "simpleChoice" for choice in part)


def _walk(element: Any, closed: frozenset[str]) -> Iterator[Any]:
    """The element and what lies in it; of elements in `closed` nothing inside."""
    yield element
    for part in element:
        if local(part) in closed:
            if local(part) not in _EVALUATED:
                yield part
        elif local(part):
            yield from _walk(part, closed)
