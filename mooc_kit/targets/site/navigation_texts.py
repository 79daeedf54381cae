"""Navigation texts: what the scripts around a page say, in the course's language: outline, way on, how far, tools."""

from __future__ import annotations

from mooc_kit.i18n import Messages


def navigation_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "darkLook": text("Dark colours"),
        "search": text("Search"),
        "searchHint": text("Search the course"),
        "outline": text("Course outline"),
        "otherModules": text("The other modules"),
        "aboutModule": text("About this module"),
        "close": text("Close"),
        "goOn": text("Next: {title}"),
        "allDone": text("All done: see what you can take with you"),
    }


def quiz_steps_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "quizMap": text("The questions"),
        "mapOpen": text("Not answered yet"),
        "mapAnswered": text("Answered"),
        "oneQuestion": text("One question at a time"),
        "allQuestions": text("All questions at once"),
    }


def page_tools_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "copy": text("Copy"),
        "copiedCode": text("Copied"),
        "notCopiedCode": text("It could not be copied: select it by hand."),
    }


def continue_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "continueWith": text("Continue: {title}"),
        "lastWas": text("You were there last."),
        "lastDone": text("You finished “{title}” last."),
        "nextIs": text("After it comes “{title}”."),
    }


def how_far_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
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


def offline_texts(messages: Messages) -> dict[str, str]:
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
