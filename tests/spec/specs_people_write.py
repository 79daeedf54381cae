"""Sixty course specs as people write them, right and wrong: what an editor says of each, and what `validate` says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

_FRAME = """\
course:
  id: river-watch
  title: River Watch
{course}modules:
  - id: sampling
    title: Taking a sample
    activities:
      - {{id: protocol, kind: page, title: A protocol that repeats}}
{activity}{more}"""
_INDENT = {"course": "  ", "activity": "      ", "more": ""}


class Said(Enum):
    RIGHT = "both take it"
    WRONG = "both refuse it"
    DEEPER = "only `validate` can tell, from registers, other lines or other files"


@dataclass(frozen=True)
class Written:
    """`text` stands in the `place` of a small course: below `course:`, as a further activity, or at the end."""

    place: str
    text: str
    said: Said

    @property
    def spec(self) -> str:
        if self.place == "whole":
            return self.text
        lines = "".join(f"{_INDENT[self.place]}{line}\n" for line in self.text.split("\n"))
        return _FRAME.format(**{place: lines if place == self.place else "" for place in _INDENT})


def _all(place: str, said: Said, *texts: str) -> list[Written]:
    return [Written(place, text, said) for text in texts]


SPECS = [
    *_all(
        "course",
        Said.RIGHT,
        "start: 2027-03-01",
        "start: '2028-02-29'\nweeks: 6\nhours_per_week: 2.5",
        "language: pt-BR",
        "language: zh_Hans",
        "language: EN",
        "license: cc-by-sa-4.0",
        "license: CC-BY-4.0 OR MIT",
        "license: LicenseRef-all-rights-reserved",
        "url: HTTPS://Rivers.example.org/watch?of=it#all",
        "url: http://localhost:8000/",
        "contact: ana.lopes+course@rivers.example.org",
        "meeting_place: nowhere",
        "meeting_place: https://forum.example.org/our-course",
        "subtitle:  '  Look after the river near you  '",
        "summary: |\n  One line.\n\n  And one more: with a colon.\n",
        "subtitle: null\nteam: []",
        "team:\n  - {name: Ama Boateng, role: lead, email: ama@example.org}",
        "brand: {primary: '#14505c'}\ndownloads: [epub, print]",
        "accessibility: {conformance: partial, assessed_on: 2027-01-15, exceptions: [Two films]}",
    ),
    *_all(
        "course",
        Said.WRONG,
        "start: 1 March 2027",
        "start: 03/01/2027",
        "start: 2027-02-30",
        "language: english",
        "language: jp",
        "license: CC BY 4.0",
        "license: CC-BY",
        "license: All rights reserved",
        "license: GPLv3",
        "url: rivers.example.org",
        "url: https://rivers",
        "url: ftp://rivers.example.org",
        "contact: rivers at example.org",
        "contact: Ama Boateng <ama@example.org>",
        "meeting_place: forum",
        "subtitle: ''",
        "summary: '   '",
        "weeks: four",
        'weeks: "4"',
        "weeks: 0",
        "hours_per_week: 90",
        "subtitel: Look after it",
        "team: Ama Boateng",
        "team:\n  - {name: Ama Boateng, role: boss}",
        "brand: {primary: teal}",
        "institution: 2027",
    ),
    *_all("course", Said.DEEPER, "language: tok", "license: none", "start: 2027-02-29", "contact: a.@example.org"),
    *_all(
        "activity",
        Said.RIGHT,
        "- {id: meet, kind: live_session, title: Meet, starts: 2027-03-04T18:00+01:00}",
        "- {id: meet, kind: live_session, title: Meet, starts: '2027-03-04 18:00:30Z'}",
        "- {id: numbers, kind: quiz, title: Numbers, graded: true, points: 30, pass: 60, feedback: attempt}",
        "- {id: work, kind: peer_review, title: Work, reviews: 3, submission: [text, link]}",
    ),
    *_all(
        "activity",
        Said.WRONG,
        "- {id: meet, kind: live_session, title: Meet, starts: tomorrow}",
        "- {id: meet, kind: live_session, title: Meet, starts: 18:00}",
        "- {id: meet, kind: live_session, title: Meet, starts: 2027-03-04T18:00 CET}",
        "- {id: numbers, kind: pgae, title: Numbers}",
        "- {id: numbers, title: Numbers}",
        "- {id: numbers, kind: quiz, title: Numbers, pass: 130}",
        "- {id: numbers, kind: quiz, title: Numbers, graded: 'yes'}",
        "- {id: work, kind: page, title: Work, points: 5}",
        "- {id: Übung, kind: page, title: Übung}",
        "- {id: con, kind: page, title: Con}",
        "- {id: more, kind: link, title: More, url: www.example.org}",
        "- {id: work, kind: assignment, title: '', submission: [fax]}",
    ),
    *_all("activity", Said.DEEPER, "- {id: protocol, kind: page, title: The same id again}"),
    *_all(
        "more",
        Said.RIGHT,
        "targets: [site, open-edx, moodle, canvas, common-cartridge, scorm, cmi5, epub, print]",
        "success:\n  - {id: a, measure: completions, target: 60%}\n  - {id: b, measure: share-backs, target: 200}",
        "design:\n  participation_support:\n    choices: [faq, orientation]\n    notes: We look at it each week.",
        "completion:\n  self_check: {}\n  self_certificate:\n    tools: [mahara, paper]",
        "ignore:\n  - {code: W107, because: We know}",
        "packages:\n  scorm: {version: 2004, cut: module}",
        "micro_credential: {country: DE, ects: 2, participation: online}",
    ),
    *_all(
        "more",
        Said.WRONG,
        "targets: [site, opened-x]",
        "targets: []",
        "success:\n  - {id: a, measure: happiness, target: 60%}",
        "success:\n  - {id: a, measure: completions, target: most}",
        "design:\n  sustainability: {}",
        "design:\n  participation_support:\n    choices: contact-point",
        "completion:\n  credits: {}",
        "completion:\n  credit: {awarded_by: Us, amount: 2}",
        "completion:\n  self_certificate:\n    tools: [blogspot]",
        "completion:\n  authenticated_completion: {platform: scorm}",
        "packages:\n  scorm: {version: 2.0}",
        "outcomes: Sample a river",
        "extra: 1",
        "spec: 2",
        "targets: [site]\ntargets: [moodle]",
    ),
    *_all(
        "more",
        Said.DEEPER,
        "outcomes: [{id: sample, text: Sample}, {id: sample, text: Analyse}]",
        "design:\n  data:\n    choices: [evaluation-planning]",
    ),
    *_all(
        "whole",
        Said.WRONG,
        "course: River Watch\n",
        "course:\n  id: river-watch\n  title: Rivers: an introduction\n",
        "course:\n  id: river-watch\n  title: River Watch\n\tweeks: 4\n",
        "course:\n  id: river-watch\n   title: River Watch\n",
        "modules: []\n",
    ),
]
