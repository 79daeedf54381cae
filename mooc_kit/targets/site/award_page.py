"""The award page's data: the rules of the course's peer badges, its first judges, and what the team took back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mooc_kit.course.badge_trust import CHECKPOINTS, POLICIES, REVOKED
from mooc_kit.course.model import Course
from mooc_kit.credentials.peers.policy import peer_badges, policy_of
from mooc_kit.messages import Messages


def award_data(course: Course) -> dict[str, Any]:
    """What the page's scripts trust, since it comes with the course: the team's signed lists are checked there."""
    badges = peer_badges(course)
    current = [(badge.id, policy_of(course, badge).document) for badge in badges]
    judges = dict.fromkeys(judge for badge in badges for judge in badge.first_judges)
    return {
        "current": current,
        "policies": [*(document for _, document in current), *_files(course, POLICIES)],
        "firstJudges": list(judges),
        "revoked": next(_files(course, REVOKED), None),
        "checkpoints": list(_files(course, CHECKPOINTS)),
    }


def _files(course: Course, place: str) -> Iterator[Any]:
    """The JSON in the team's file or files at `place`. One that cannot be read is passed over: nothing rests on it."""
    for path, file in course.assets.items():
        if path == place or (path.startswith(f"{place}/") and path.endswith(".json")):
            try:
                yield json.loads(Path(file).read_text(encoding="utf-8"))
            except ValueError:
                continue


def award_texts(messages: Messages) -> dict[str, str]:
    """What the scripts of the award page say, by the key that they use."""
    text = messages.text
    return {
        "noKey": text("You have no key here yet."),
        "keyIsHere": text("Your key is in this browser. Others see: {name}."),
        "noName": text("somebody without a name"),
        "keyMade": text("Your key is made. Save its file now."),
        "keySaved": text("Saved. Keep the file where only you can read it."),
        "keyRead": text("Your key is here now."),
        "keyWrong": text("This key cannot be used: another file, or another passphrase."),
        "keyFirst": text("Make a key first, or bring yours in (step 1)."),
        "askPassphrase": text("Passphrase of the key file"),
        "cannotRead": text("This file cannot be read. Use the file as it was saved."),
        "needsEvidence": text("Say at least one thing that others can look at."),
        "requestSigned": text("Signed and saved. Pass the file on."),
        "requestBroken": text("This is no request that holds: it was changed, or is something else."),
        "requestBy": text("A request for {badge}, by {name}"),
        "ownView": text("Their own view: {words}"),
        "because": text("What convinced you?"),
        "signYes": text("Sign my yes"),
        "notYet": text("If it is not there yet, sign nothing: say so where the request was made, with the next step."),
        "ownRequest": text("This is your own request. Somebody else must judge it."),
        "showOwnBadge": text("To judge, show your own badge, one that holds, or be a first judge."),
        "judgementSigned": text("Signed and saved. Pass the file on, to whoever makes the badge."),
        "badgeSigned": text("The badge is made and saved. Give the file to its holder."),
        "badgeHolds": text("The badge {badge} holds."),
        "badgeBroken": text("The badge {badge} does not hold."),
        "walked": text("Awards walked: {n}"),
        "judgedBy": text("Judged by: {names}"),
        "holder": text("Holder: {did}"),
        "notProven": text("Not proven by files alone: that two judges are two people, and that the dates are true."),
        "notJudged": text("The criterion “{criterion}” is not judged."),
        "belowLevel": text("“{criterion}” is below “{level}”."),
        "otherCriteria": text("It judges what the rubric does not know."),
        "badSignature": text("The signature does not fit: something was changed after it was signed."),
        "inFuture": text("The date lies in the future, or cannot be read."),
        "otherRequest": text("It is about another request."),
        "otherRules": text("It was given under other rules than those of this course."),
        "notInFile": text("Something that it rests on is not in the file, or does not count."),
        "judgedLate": text("judged after the badge was given"),
        "onlyFirstJudges": text("only first judges may give this badge"),
        "heldNoBadge": text("did not hold the badge then"),
        "wasRevoked": text("The badge was revoked by the course team."),
        "needsJudges": text("It needs {needed} different judges and has {found}."),
        "notByJudge": text("It is not signed by one of its judges."),
    }
