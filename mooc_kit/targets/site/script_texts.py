"""Script texts: what the site's scripts say, in the course's language; each page carries those it needs."""

from __future__ import annotations

from mooc_kit.i18n import Messages
from mooc_kit.targets.site.award_page import award_texts, chain_texts


def script_texts(messages: Messages, scripts: tuple[str, ...]) -> dict[str, str]:
    """The texts of the named scripts, by the key that the script uses."""
    text = messages.text
    found = {
        "done": text("Done"),
        "markDone": text("Mark as done"),
        "markUndone": text("Done. Take the mark away"),
        "progress": text("{done} of {all} done"),
        "left": text("Still to do for it, by your own marks: {left} of {all} activities."),
        "noneLeft": text("You have marked everything as done that it asks for."),
        "notKept": text("Your browser does not let this site keep anything, so this is lost when you close the page."),
    }
    if "offline.js" in scripts:
        found |= {
            "megabytes": text("{n} MB"),
            "offlineReady": text("This course is kept in your browser: you can read it without a network."),
            "offlinePart": text(
                "Kept for reading without a network: {kept} of {all} files. The rest follows next time."
            ),
            "offlineKeeping": text("Being kept for reading without a network: {kept} of {all} files."),
            "offlineKeep": text("Keep this course for reading without a network ({size})"),
            "newVersion": text("There is a newer version of this course."),
            "showNew": text("Show it"),
            "later": text("Later"),
        }
    if "search.js" in scripts:
        found |= {
            "found": text("{n} pages with “{words}”"),
            "nothingFound": text("No page has “{words}”. Try another word, or a part of it."),
            "searchFailed": text("The search could not be loaded. Try again when you have a network."),
            "searchNeedsServer": text(
                "The search works where the course is on a web site. Here, the syllabus lists everything."
            ),
        }
    if "quiz-questions.js" in scripts:
        found |= {
            "question": text("Question {n} of {all}"),
            "points": text("Points: {n}"),
            "answer": text("Your answer"),
            "check": text("Check answer"),
            "compare": text("Compare with the model answer"),
            "keepEssay": text("Finish this answer"),
            "retry": text("Try again"),
            "hint": text("Show a hint"),
            "nextHint": text("Show another hint"),
            "hintNumber": text("Hint {n}"),
            "answerFirst": text("Choose or write an answer first."),
            "numberFirst": text("Write a number, such as 12 or 3.5."),
            "chooseOne": text("Choose one answer."),
            "chooseAll": text("Choose all answers that are right."),
            "choose": text("Choose …"),
            "true": text("True"),
            "false": text("False"),
            "right": text("Right."),
            "partly": text("Partly right: {percent}% of the points."),
            "wrong": text("Not right yet."),
            "yourChoice": text("Your choice:"),
            "gap": text("Gap {n}"),
            "gapRight": text("Gap {n}: right"),
            "gapWrong": text("Gap {n}: not right yet"),
            "matchFor": text("What belongs to: {item}"),
            "matchRight": text("Right: what belongs to {item}"),
            "matchWrong": text("Not right yet: what belongs to {item}"),
            "order": text("Put these in the right order."),
            "moveUp": text("Move up: {item}"),
            "moveDown": text("Move down: {item}"),
            "movedTo": text("{item} is now number {n} of {all}."),
            "words": text("Words: {n}"),
            "wordsOfLeast": text("Words: {n} (at least {least})"),
            "tooShort": text("Write at least {least} words. You have {n}."),
            "modelAnswer": text("A model answer"),
            "rubric": text("How it is judged"),
            "judge": text("How does yours compare?"),
            "judgeSame": text("It says much the same"),
            "judgePart": text("It says a part of it"),
            "judgeNot": text("Not yet: I want to come back to it"),
            "essayKept": text("Your answer is kept in this browser. No one else sees or scores it."),
            "answered": text("Answered: {n} of {all}"),
            "score": text("Score: {got} of {all} points"),
            "scorePercent": text("Score: {got} of {all} points ({percent}%)"),
            "passed": text("That is a pass: the pass mark is {mark}%."),
            "notPassed": text("The pass mark is {mark}%."),
            "best": text("Your best score so far: {percent}%"),
            "attempt": text("Attempt {n} of {all}"),
            "nextAttempt": text("Start the next attempt"),
            "noMoreAttempts": text("You have used all your attempts."),
            "again": text("Start again"),
            "answerKept": text("Your answer is kept. Feedback comes when you finish."),
            "handedIn": text("Your answer is handed in."),
            "changeAnswer": text("Change my answer"),
            "finish": text("Finish, and see how I did"),
            "afterDue": text("How you did is shown after {day}."),
            "noFeedback": text("This quiz tells the score only."),
            "rightAnswer": text("The right answer"),
            "fromTo": text("from {least} to {most}"),
            "questionBefore": text("The question before"),
            "questionNext": text("Next question"),
            "withUnit": text("Write the unit, too: {units}."),
            "anyUnit": text("You can answer in any of these units: {units}."),
            "aboutFile": text("Notes on your file"),
            "fileHere": text(
                "This question asks for a file. Keep notes on it here, and the file with your other work."
            ),
            "toLog": text("Put the result into my evidence"),
            "inLog": text("It is in your evidence log."),
            "percentOf": text("{percent}% right, checked by myself"),
            "noValues": text("This question cannot be computed. Please tell the course team."),
        }
    if "credential-proof.js" in scripts:
        found |= _proof_texts(messages)
    if "badge-chain.js" in scripts:
        found |= chain_texts(messages)
    if "credential-check.js" in scripts:
        found |= _verify_texts(messages)
    if "passing-on.js" in scripts:
        found |= {
            "copied": text("Your answers are copied."),
            "notCopied": text("Your browser does not allow copying. Download the answers instead."),
            "tooLong": text(
                "Your answers are too long for a mail link. Download them and attach the file to an e-mail."
            ),
            "formTooLong": text("Your answers are too long to fill in the form. They are copied: paste them into it."),
            "missing": text("Please answer this question."),
            "missingSome": text("Some questions still need an answer."),
        }
    if "survey.js" in scripts:
        found |= {
            "saved": text("Your answers are kept in this browser."),
            "noAnswer": text("(no answer)"),
            "yes": text("Yes"),
            "no": text("No"),
        }
    if "entries.js" in scripts or "my-badges.js" in scripts:
        found |= {
            "remove": text("Remove"),
            "removeEntry": text("Remove: {title}"),
            "removed": text("“{title}” is removed."),
            "takeBack": text("Take it back"),
            "isBack": text("It is back."),
        }
    if "entries.js" in scripts:
        found |= {
            "entry": text("Number {n}"),
            "change": text("Change"),
            "changeEntry": text("Change: {title}"),
            "kept": text("Kept in this browser."),
            "draft": text("You began this earlier. Keep it, or cancel."),
        }
    if "my-badges.js" in scripts:
        found |= {
            "issuedBy": text("Issued by"),
            "issuedOn": text("Issued on"),
            "validUntil": text("Valid until"),
            "download": text("Download"),
            "downloadBadge": text("Download: {title}"),
            "inCollection": text("In your collection"),
            "noBadge": text("No badge was found in {file}."),
            "badgeIn": text("“{title}” is in your collection."),
        }
    if "self-badge.js" in scripts:
        found |= {
            "selfMade": text("The holder made this about their own work, and signed it. Nobody else checked it."),
            "itShows": text("By the holder's own evidence it shows:"),
            "signedSelf": text(
                "Signed and saved. Keep the file, and show it to whom you like. “Check a credential” says that it fits."
            ),
        }
    if "certificate.js" in scripts:
        found |= {
            "nameFirst": text("Write your name first."),
            "evidenceFirst": text("Name at least one piece of evidence first."),
        }
    if "goals.js" in scripts:
        found |= {"answeredState": text("Answered"), "dueState": text("It is time for this")}
    if "ways.js" in scripts:
        found |= {
            "waysOf": text("{n} of {all} done"),
            "waysEntries": text("Written down: {n}"),
            "waysBadges": text("In your collection: {n}"),
            "waysBegun": text("You have begun it here."),
            "waysNotBegun": text("Not begun here."),
            "waysElsewhere": text("This site does not see it: ask the course's platform."),
        }
    if "question-maker.js" in scripts:
        found |= {
            "row_text": text("Answer {n}"),
            "row_other": text("What belongs to it"),
            "row_right": text("This answer is right"),
            "row_feedback": text("What do you say to people who choose it?"),
            "row_least": text("From"),
            "row_most": text("To"),
            "leftSide": text("Pair {n}"),
            "step": text("Step {n}, in the right order"),
            "variable": text("Drawn value {n}: its name"),
            "askFirst": text("Write the question first."),
            "oneRight": text("It needs at least two answers, of which just one is right."),
            "someRight": text("It needs at least two answers, of which one or more are right."),
            "saysTrue": text("Say whether the statement is true."),
            "oneAnswer": text("Write at least one right answer."),
            "aNumber": text("Write the right number, such as 12 or 3.5."),
            "twoPairs": text("It needs at least two pairs."),
            "twoSteps": text("It needs at least two steps."),
            "oneGap": text("Write at least one gap, like [[its answer]]."),
            "aFormula": text("It needs a formula over drawn values, each with a name and a range."),
            "agreeFirst": text("Tick below that others may use it."),
            "twin": text("Very much like a question that is there already ({percent}%): “{question}”"),
            "tryTitle": text("As others will see it"),
            "essayTried": text("Others compare their answer with yours; nobody scores it."),
        }
    if "application.js" in scripts:
        found |= {
            "certificateFirst": text("Write the number or the link of your authenticated certificate first."),
            "confirmFirst": text("Please confirm both sentences first."),
        }
    if "completion.js" in scripts or "application.js" in scripts:
        found |= {
            "nameFirst": text("Write your name first."),
            "addressFirst": text("Write your e-mail address first."),
            "yourScore": text("Your best score on these pages: {percent}"),
        }
    if "evidence.js" in scripts:
        found |= {"pieces": text("Pieces of evidence: {n}"), "noneYet": text("Nothing yet")}
    if "share-back.js" in scripts:
        found |= {
            "share": text("Share"),
            "shareEntry": text("Share: {title}"),
            "shareBackTitle": text("Share back: "),
            "sign": text("Sign and keep"),
            "signEntry": text("Sign and keep: {title}"),
            "iDidThis": text("I did this:"),
            "askFirst": text("First ask the people who can be recognised. Then tick under “Consent” that they agreed."),
        }
    if "award.js" in scripts:
        found |= award_texts(messages)
    if "video.js" in scripts:
        found |= {
            "play": text("Play: {title}"),
            "playFrom": text("Playing it loads the video from {host}. That site then learns that you watch it."),
        }
    if "my-data.js" in scripts:
        found |= {
            "sureAll": text("Everything that you marked and wrote in this course will be gone for good."),
            "surePart": text("This will be gone for good: {what}"),
            "deletedPart": text("It is deleted."),
            "broughtBack": text("What was in the file is here now."),
            "bothHave": text("Some things are both here and in the file, and differ. Which ones do you want?"),
            "keyPublicOnly": text(
                "Your key for badges is not in the file: no file of your data can hold it. Open your key file on the "
                "page where badges are asked for."
            ),
            "keyDamaged": text("The key for badges in the file is damaged, and was left out."),
            "keyLeftOut": text("The key for badges in the file was left out: people give no badges in this course."),
            "keyInMemory": text("This browser does not keep the key for badges beyond this page. Use its file."),
            "fileTooLarge": text("The file is too large to come from this site."),
            "fileUnknown": text("This is not a file that this site made."),
            "fileOfOther": text("This file is from another course: {course}"),
            "deletedOffline": text(
                "The copy is deleted. It will be kept again at your next visit, unless you save data."
            ),
            "deleted": text("Everything that this site kept in your browser is deleted."),
        }
    return found


def _proof_texts(messages: Messages) -> dict[str, str]:
    """What every page that signs or checks says, and why a browser cannot."""
    text = messages.text
    return {
        "signed": text("The signature fits: nothing was changed since it was signed."),
        "cannotTell": text("It cannot be judged here"),
        "beingChecked": text("It is being checked."),
        "badgeWithoutName": text("A badge without a name"),
        "browserTooOld": text(
            "This browser cannot make or check such signatures (Ed25519). Open this page in another one: Chrome "
            "or Edge "
            "from version 137, Firefox from 129, Safari from 17. Reading the course works here, too."
        ),
        "pageNotSecure": text(
            "This page was opened over http, and browsers sign and check only over https. Put https:// in front of its "
            "address; if that does not work, tell the course team."
        ),
    }


def _verify_texts(messages: Messages) -> dict[str, str]:
    """What the page that checks credentials says about each question."""
    text = messages.text
    return {
        "holds": text("It holds"),
        "holdsNot": text("It does not hold"),
        "changed": text("The signature does not fit: something was changed after it was signed."),
        "notSigned": text("It is not signed."),
        "notCovered": text("It has a part that the signature does not cover: {part}."),
        "notByIssuer": text("It is not signed by the issuer that it names: {issuer}."),
        "otherSignature": text("It is signed in a way that this page does not know."),
        "otherWords": text("It uses words whose meaning is not known here: {part}."),
        "otherShape": text(
            "It is written in a way that is not read here, since it could be read in two ways: {part}. Use the file as "
            "its issuer made it."
        ),
        "proofUnreadable": text("Its signature cannot be read."),
        "notACredential": text("This is not a credential, and not a picture or PDF that could hold one."),
        "nothingInside": text(
            "There is no credential in this file. A screenshot or a scan of a certificate holds none."
        ),
        "severalInside": text("There is more than one credential in this file. Ask for one with just one inside."),
        "tooLarge": text("This file is too large to be a credential."),
        "keyUnknown": text(
            "The keys of {issuer} are not on this site. Check it on the issuer's own site, or add the issuer's "
            "did.json here."
        ),
        "issuerHome": text("Issued by {name}, whose site this is."),
        "issuerBuiltIn": text(
            "Issued by {name} ({issuer}). Its keys came with this copy of the course's pages: trust it as far as "
            "you trust them."
        ),
        "issuerSelf": text("{name} issued it to themselves: nobody else vouches for it."),
        "issuerKeyOnly": text("Issued by {name}: a key without a web address, which could be anyone's."),
        "issuerOther": text("It says it is issued by {name} ({issuer}). That is not this site: look who that is."),
        "validSince": text("Valid since {date}."),
        "validUntil": text("Valid since {date}, until {end}."),
        "notYet": text("It is valid only from {date} on."),
        "expired": text("It was valid until {date}."),
        "datesUnreadable": text("Its dates cannot be read."),
        "noStatus": text("It names no list of revoked credentials, so it cannot be taken back."),
        "statusUnreachable": text(
            "Whether it was taken back is not known: the list at {address} cannot be reached. Try again with a "
            "network, on "
            "the issuer's own site."
        ),
        "nothingGiven": text("Choose a file, or paste a link or a text, first."),
        "statusOther": text("Whether it was taken back is not known: its list is of a kind that is not known here."),
        "statusBroken": text("Whether it was taken back is not known: the list cannot be trusted."),
        "revoked": text("Its issuer has taken it back."),
        "suspended": text("Its issuer has suspended it."),
        "insideHold": text("The credentials inside hold, too: {n}"),
        "insideFails": text("Credential {n} inside does not hold: {why}"),
        "insideOpen": text("Credential {n} inside cannot be judged here: {why}"),
        "tooManyInside": text("It has more credentials inside than this page checks."),
        "notRevoked": text("It was not taken back, says the list of {date}."),
        "ownWords": text("In its own words:"),
        "criteria": text("What had to be done:"),
        "whose": text("Was it given to the person who shows it? Type their name or address:"),
        "compare": text("Compare"),
        "isTheirs": text("Yes: it was given to {name}."),
        "isNotTheirs": text("No: it was not given to {name}, spelt like this."),
        "linkUnreachable": text("The link cannot be read from here. Save the file, and drop it above."),
        "keysAdded": text("The keys of {issuer} were added. Now add the credential."),
        "listAdded": text("The list of revoked credentials was added. Now add the credential."),
    }
