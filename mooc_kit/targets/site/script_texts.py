"""Script texts: what the site's scripts say, in the course's language; each page carries those it needs."""

from __future__ import annotations

from collections.abc import Callable

from mooc_kit.i18n import Messages
from mooc_kit.targets.site.award_page import award_texts, chain_texts
from mooc_kit.targets.site.verify_texts import proof_texts, verify_texts


def script_texts(messages: Messages, scripts: tuple[str, ...]) -> dict[str, str]:
    """The texts of the named scripts, by the key that the script uses."""
    found = _course_texts(messages)
    for names, texts in _TEXTS:
        if any(name in scripts for name in names):
            found |= texts(messages)
    return found


def _course_texts(messages: Messages) -> dict[str, str]:
    """What every page says."""
    text = messages.text
    return {
        "done": text("Done"),
        "markDone": text("Mark as done"),
        "markUndone": text("Done. Take the mark away"),
        "progress": text("{done} of {all} done"),
        "left": text("Still to do for it, by your own marks: {left} of {all} activities."),
        "noneLeft": text("You have marked everything as done that it asks for."),
        "notKept": text("Your browser does not let this site keep anything, so this is lost when you close the page."),
        "notKeptFull": text(
            "Your browser has no room left for this site. What you wrote before is safe. What is new is lost when you "
            "close the page, unless you take it with you as a file."
        ),
        "takeFile": text("Take it with me as a file"),
        "keepAgain": text("Try again to keep it"),
        "keptNow": text("Everything that you wrote is kept now."),
    }


def _aside_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "changedSince": text("This question has changed since you answered it. Please answer it again."),
        "answerWas": text("Your answer then: {answer}"),
        "answerAgain": text("Put that answer in again"),
    }


def _carry_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "otherEdition": text(
            "In this browser you have been in another edition of this course: {path}. Do you want to go on with what "
            "you did there?"
        ),
        "carryOver": text("Carry it over"),
        "carryFrom": text("Carry it over from {path}"),
        "carriedOver": text("What you did there is here, too."),
        "notCarry": text("No, begin anew"),
    }


def _navigation_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "outline": text("Course outline"),
        "otherModules": text("The other modules"),
        "aboutModule": text("About this module"),
        "close": text("Close"),
        "goOn": text("Next: {title}"),
        "allDone": text("All done: see what you can take with you"),
        "continueWith": text("Continue: {title}"),
        "lastWas": text("You were there last."),
        "lastDone": text("You finished “{title}” last."),
        "nextIs": text("After it comes “{title}”."),
    }


def _how_far_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        **_evidence_texts(messages),
        "waysBadges": text("In your collection: {n}"),
        "howFar": text("How far you are"),
        "missing": text("Still missing:"),
        "noScoreHere": text("No score of these is known here; they count as zero in that sum:"),
        "scoreSoFar": text("Your score so far, from quizzes on these pages: {percent}% of the {least}% needed."),
        "yourName": text("Your name"),
        "yourEvidence": text("What you did, and where it can be seen"),
        "ownFilled": text("Your name and your evidence are on it."),
        "goalNotice": text("How you will notice that you have reached it"),
        "goalStep": text("Your first step"),
        "goalEvidence": text("What you can show for it"),
        "goalWhole": text("You have written down how you notice it, your first step, and what you can show for it."),
        "lookedAgain": text("You looked at your goals again at {n} of {all} check-ins."),
    }


def _offline_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "megabytes": text("{n} MB"),
        "offlineReady": text("This course is kept in your browser: you can read it without a network."),
        "offlinePart": text("Kept for reading without a network: {kept} of {all} files. The rest follows next time."),
        "offlineKeeping": text("Being kept for reading without a network: {kept} of {all} files."),
        "offlineKeep": text("Keep this course for reading without a network ({size})"),
        "newVersion": text("There is a newer version of this course."),
        "showNew": text("Show it"),
        "later": text("Later"),
    }


def _search_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "found": text("{n} pages with “{words}”"),
        "nothingFound": text("No page has “{words}”. Try another word, or a part of it."),
        "searchFailed": text("The search could not be loaded. Try again when you have a network."),
        "searchNeedsServer": text(
            "The search works where the course is on a web site. Here, the syllabus lists everything."
        ),
    }


def _quiz_player_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
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
        "fileHere": text("This question asks for a file. Keep notes on it here, and the file with your other work."),
        "toLog": text("Put the result into my evidence"),
        "inLog": text("It is in your evidence log."),
        "percentOf": text("{percent}% right, checked by myself"),
        "noValues": text("This question cannot be computed. Please tell the course team."),
    }


def _passing_on_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "copied": text("Your answers are copied."),
        "notCopied": text("Your browser does not allow copying. Download the answers instead."),
        "tooLong": text("Your answers are too long for a mail link. Download them and attach the file to an e-mail."),
        "formTooLong": text("Your answers are too long to fill in the form. They are copied: paste them into it."),
        "missing": text("Please answer this question."),
        "missingSome": text("Some questions still need an answer."),
    }


def _survey_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "reply": text("Number of these answers: {n}"),
        "saved": text("Your answers are kept in this browser."),
        "noAnswer": text("(no answer)"),
        "yes": text("Yes"),
        "no": text("No"),
    }


def _kept_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "remove": text("Remove"),
        "removeEntry": text("Remove: {title}"),
        "removed": text("“{title}” is removed."),
        "takeBack": text("Take it back"),
        "isBack": text("It is back."),
    }


def _entries_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "entry": text("Number {n}"),
        "change": text("Change"),
        "changeEntry": text("Change: {title}"),
        "kept": text("Kept in this browser."),
        "draft": text("You began this earlier. Keep it, or cancel."),
    }


def _my_badges_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "issuedBy": text("Issued by"),
        "issuedOn": text("Issued on"),
        "validUntil": text("Valid until"),
        "download": text("Download"),
        "downloadBadge": text("Download: {title}"),
        "inCollection": text("In your collection"),
        "noBadge": text("No badge was found in {file}."),
        "badgeIn": text("“{title}” is in your collection."),
    }


def _self_badge_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "selfMade": text("The holder made this about their own work, and signed it. Nobody else checked it."),
        "itShows": text("By the holder's own evidence it shows:"),
        "signedSelf": text(
            "Signed and saved. Keep the file, and show it to whom you like. “Check a credential” says that it fits."
        ),
    }


def _certificate_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "nameFirst": text("Write your name first."),
        "evidenceFirst": text("Name at least one piece of evidence first."),
    }


def _goals_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {"answeredState": text("Answered"), "dueState": text("It is time for this")}


def _ways_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "waysOf": text("{n} of {all} done"),
        "waysEntries": text("Written down: {n}"),
        "waysBadges": text("In your collection: {n}"),
        "waysBegun": text("You have begun it here."),
        "waysNotBegun": text("Not begun here."),
        "waysElsewhere": text("This site does not see it: ask the course's platform."),
    }


def _question_maker_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
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


def _application_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "certificateFirst": text("Write the number or the link of your authenticated certificate first."),
        "confirmFirst": text("Please confirm both sentences first."),
    }


def _asking_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "nameFirst": text("Write your name first."),
        "addressFirst": text("Write your e-mail address first."),
        "yourScore": text("Your best score on these pages: {percent}"),
    }


def _evidence_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {"pieces": text("Pieces of evidence: {n}"), "noneYet": text("Nothing yet")}


def _share_back_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "share": text("Share"),
        "shareEntry": text("Share: {title}"),
        "shareBackTitle": text("Share back: "),
        "sign": text("Sign and keep"),
        "signEntry": text("Sign and keep: {title}"),
        "iDidThis": text("I did this:"),
        "askFirst": text("First ask the people who can be recognised. Then tick under “Consent” that they agreed."),
    }


def _video_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "play": text("Play: {title}"),
        "playFrom": text("Playing it loads the video from {host}. That site then learns that you watch it."),
    }


def _forgetting_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "sureAll": text("Everything that you marked and wrote in this course will be gone for good."),
        "deletedPart": text("It is deleted."),
        "notDeleted": text("Your browser did not delete it. Delete the data of this site in the browser's settings."),
    }


def _my_data_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        **_forgetting_texts(messages),
        "cannotLook": text("Your browser does not let this site look at what it keeps."),
        "surePart": text("This will be gone for good: {what}"),
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
        "deletedOffline": text("The copy is deleted. It will be kept again at your next visit, unless you save data."),
        "deleted": text("Everything that this site kept in your browser is deleted."),
    }


_TEXTS: tuple[tuple[tuple[str, ...], Callable[[Messages], dict[str, str]]], ...] = (
    (("offline.js",), _offline_texts),
    (("navigation.js",), _navigation_texts),
    (("how-far.js",), _how_far_texts),
    (("search.js",), _search_texts),
    (("quiz-questions.js",), _quiz_player_texts),
    (("credential-proof.js",), proof_texts),
    (("badge-chain.js",), chain_texts),
    (("credential-check.js",), verify_texts),
    (("quiz-player.js", "survey.js"), _aside_texts),
    (("carry.js",), _carry_texts),
    (("passing-on.js",), _passing_on_texts),
    (("survey.js",), _survey_texts),
    (("entries.js", "my-badges.js"), _kept_texts),
    (("entries.js",), _entries_texts),
    (("my-badges.js",), _my_badges_texts),
    (("self-badge.js",), _self_badge_texts),
    (("certificate.js",), _certificate_texts),
    (("goals.js",), _goals_texts),
    (("ways.js",), _ways_texts),
    (("question-maker.js",), _question_maker_texts),
    (("application.js",), _application_texts),
    (("completion.js", "application.js"), _asking_texts),
    (("evidence.js",), _evidence_texts),
    (("share-back.js",), _share_back_texts),
    (("award.js",), award_texts),
    (("video.js",), _video_texts),
    (("my-data.js",), _my_data_texts),
    (("one-file.js",), _forgetting_texts),
)
"""The texts of each script, or of each that shares them."""
