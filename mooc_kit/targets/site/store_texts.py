"""Store texts: what pages say of what they keep, of answers that were set aside, and of other editions."""

from __future__ import annotations

from mooc_kit.i18n import Messages


def store_texts(messages: Messages) -> dict[str, str]:
    """What any page says where the browser does not take what was written."""
    text = messages.text
    return {
        "notKeptFull": text(
            "Your browser has no room left for this site. What you wrote before is safe. What is new is lost when you "
            "close the page, unless you take it with you as a file."
        ),
        "takeFile": text("Take it with me as a file"),
        "keepAgain": text("Try again to keep it"),
        "keptNow": text("Everything that you wrote is kept now."),
    }


def aside_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "changedSince": text("This question has changed since you answered it. Please answer it again."),
        "answerWas": text("Your answer then: {answer}"),
        "answerAgain": text("Put that answer in again"),
    }


def carry_texts(messages: Messages) -> dict[str, str]:
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


def kept_texts(messages: Messages) -> dict[str, str]:
    text = messages.text
    return {
        "remove": text("Remove"),
        "removeEntry": text("Remove: {title}"),
        "removed": text("“{title}” is removed."),
        "takeBack": text("Take it back"),
        "isBack": text("It is back."),
    }
