"""Award page data: the rules of the course's peer badges, its first judges, and what the team revoked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mooc_kit.course.model import Course
from mooc_kit.course.peer_badge_files import CHECKPOINTS, POLICIES, REVOKED
from mooc_kit.credentials.peers.policy import peer_badges, policy_of
from mooc_kit.i18n import Messages


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
    """What the award page's own script says, by the key that it uses."""
    text = messages.text
    return {
        "noKey": text("You have no key here yet."),
        "keyIsHere": text("Your key is in this browser. Others see: {name}."),
        "keyMade": text("Your key is made, and its file is saved. Keep the file where only you can read it."),
        "keyMadeOnly": text("Your key is made. Its file can be saved only until you leave this page."),
        "keyDeclined": text("There is no file of this key. It signs as long as this browser keeps it."),
        "keySaved": text("Saved. Keep the file where only you can read it."),
        "keyRead": text("Your key is here now."),
        "keyWrong": text("The passphrase is another one, or the file is damaged. Try again."),
        "keyBroken": text("This key file is damaged. Use the file as it was saved."),
        "keyFirst": text("Make a key first, or bring yours in."),
        "cannotRead": text("This file cannot be read. Use the file as it was saved."),
        "fileBroken": text(
            "“{file}” is no file of this page, or it was changed on the way. Ask for it again, or paste its text."
        ),
        "isPicture": text(
            "“{file}” is a picture or another kind of file. Here the small file that ends in .json is used."
        ),
        "textBroken": text("This text cannot be read. Copy all of it, from the first { to the last }."),
        "tooLongHere": text(
            "This file is too large for a browser. On a computer, the command mooc-kit badge verify can check it."
        ),
        "is_request": text("This is a request for a badge."),
        "is_judgement": text("This is a judgement, one judge's yes."),
        "is_badge": text("This is a badge."),
        "is_key": text("This is a key file: keep it to yourself, and send it to nobody."),
        "is_credential": text("This is a credential of another kind. The page “Check a credential” can read it."),
        "is_other": text("This is no file of this page."),
        "need_request": text("Choose the request: its name ends in .request.json."),
        "need_badge": text("Choose the badge: its name ends in .badge.json."),
        "need_key": text("Choose your key file: my-badge-key.json."),
        "need_gathered": text("Choose the request (.request.json) and the judgements (.judgement.json)."),
        "needsEvidence": text("Say at least one thing that others can look at."),
        "badAddress": text("An address begins with https:// and has no spaces."),
        "savedAs": text("Signed, and saved as {file}."),
        "saveAgain": text("Save the file again"),
        "saveFile": text("Save it as a file"),
        "copyText": text("Copy it as text"),
        "copyLink": text("Copy the link"),
        "theLink": text("The link"),
        "linkCopied": text("Copied. Paste it where you post it."),
        "withoutLink": text("Where links do not work: as a file or text"),
        "signedCopied": text("Signed. The link is copied: paste it where you post it."),
        "signedLink": text("Signed. Now copy the link."),
        "linkBroken": text("This link was cut on the way. Copy all of it, or ask for the file."),
        "signRequest": text("Sign my request"),
        "makeAndSign": text("Make my key, and sign my request"),
        "textCopied": text("Copied. Paste it where you post it."),
        "notCopiedText": text(
            "Your browser does not allow copying. Mark it and copy it yourself, or save it as a file."
        ),
        "whatNext": text("What to do next"),
        "postRequest": text("Post the link where the course says:"),
        "sendRequest": text("Send the link to people who hold the badge, or to the course team."),
        "judgesAnswer": text("Judges open it and answer there. Different people who must say yes: {n}."),
        "badgeComes": text("The last yes makes the badge: you get a link with which you save it."),
        "requestBroken": text(
            "This request was changed after it was signed, or is not made as requests are. Ask for it again."
        ),
        "requestBy": text("A request for {badge}, by {name}"),
        "lookFirst": text("Open the evidence, and compare it with each criterion."),
        "ownView": text("Their own view: {words}"),
        "because": text("What convinced you?"),
        "signYes": text("Sign my yes"),
        "notYet": text("If it is not there yet, sign nothing: say so where the request was made, with the next step."),
        "ownRequest": text("This is your own request. Somebody else must judge it."),
        "showOwnBadge": text(
            "To judge, you must hold this badge yourself: choose its file above, or keep it under My badges."
        ),
        "othersBadge": text("This badge is somebody else's: it was given to another key than the one in this browser."),
        "ownBadgeHere": text("You judge as a holder of {badge}."),
        "youAreFirst": text("You are one of the first judges: you need no badge of your own."),
        "onlyFirst": text("In this course only the first judges, named by the team, give badges."),
        "postYes": text("Post this link where the request was made: it carries the request and every yes so far."),
        "enoughYes": text(
            "Different people who must say yes: {n}. Whoever judges next opens this link; the last yes makes the badge."
        ),
        "badgeIsMade": text("That was the last yes: the badge is made."),
        "saidYes": text("You have said yes to this request. Others who have said yes must be in the link, too."),
        "ownWaits": text(
            "This is your own request, with every yes so far. Whoever says the last yes sends you a link with the "
            "badge."
        ),
        "sameEvidence": text("You have judged the same evidence before, for {name}: “{evidence}”. Ask whose it is."),
        "haveRequest": text("The request of {name}"),
        "missRequest": text("The request is missing: its name ends in .request.json."),
        "missJudgements": text("The judgements are missing: their names end in .judgement.json."),
        "haveYes": text("A yes, by {name}"),
        "yesForOther": text("A yes by {name}, for somebody else's request: it does not count here."),
        "needsMore": text("Different people who must say yes: {n}. Add the others' files."),
        "ownAward": text("This is your own request: one of those who judged it makes the badge and sends it to you."),
        "giveBadge": text("Give the link to {name}: where the request was made, or directly."),
        "holderKeeps": text("They open it and save the badge. Now they hold it, and may judge others."),
        "yourBadge": text(
            "This badge is yours. Save its file; it is also kept in this browser, so that you can judge others."
        ),
        "saveBadge": text("Save my badge"),
        "badgeKept": text("It is saved, and under My badges now."),
        "orCommandLine": text("Or use the command line: mooc-kit badge --help."),
    }


def chain_texts(messages: Messages) -> dict[str, str]:
    """What is said of a peer badge wherever it is checked."""
    text = messages.text
    return {
        "noName": text("somebody without a name"),
        "badgeHolds": text("The badge {badge} holds."),
        "badgeBroken": text("The badge {badge} does not hold."),
        "judgedBy": text("Judged by: {names}"),
        "chainOf": text("From them the chain leads back to the course's first judges. Badges between: {n}"),
        "byFirstJudges": text("They are first judges: people with whom the course team began."),
        "walked": text("Badges checked on the way: {n}"),
        "holder": text("Who holds it is known by a key only: {did}. Names are what people called themselves."),
        "notProven": text("Not proven by files alone: that two judges are two people, and that the dates are true."),
        "noFirstJudges": text("The course team has not named its first judges, so nothing can be traced back to them."),
        "pictureAlone": text(
            "A picture holds the badge alone, without the judgements that it rests on. Use the badge's file "
            "(.badge.json)."
        ),
        "noBadgeYet": text("This is no badge"),
        "is_request": text("This is a request for a badge."),
        "is_judgement": text("This is a judgement, one judge's yes."),
        "is_key": text("This is a key file: keep it to yourself, and send it to nobody."),
        "usedThere": text("It is used on the page “Ask for a badge, judge, award” of this site."),
        "notJudged": text("The criterion “{criterion}” is not judged."),
        "belowLevel": text("“{criterion}” is below “{level}”."),
        "otherCriteria": text("It judges what the rubric does not know."),
        "badSignature": text("The signature does not fit: something was changed after it was signed."),
        "inFuture": text("The date lies in the future, or cannot be read."),
        "otherRequest": text("This is about another request."),
        "otherRules": text("It was given under other rules than those of this course."),
        "notInFile": text("Something that it rests on is not in the file."),
        "notAnAward": text("A document in it is no badge and no judgement that could be read in one way only."),
        "ownRequestSigned": text("Somebody signed a judgement or badge for themselves: that does not count."),
        "judgedLate": text("judged after the badge was given"),
        "onlyFirstJudges": text("only first judges may give this badge"),
        "heldNoBadge": text("did not hold the badge then"),
        "wasRevoked": text("The badge was revoked by the course team."),
        "needsJudges": text("It needs {needed} different judges and has {found}."),
        "needsOneJudge": text("It needs a judge who said yes, and has none that counts."),
        "notByJudge": text("It is not signed by one of its judges."),
        "chainTooLong": text("Its chain is too long to be checked."),
    }
