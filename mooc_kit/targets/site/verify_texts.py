"""Verification texts: what the site's checker of credentials says of proofs, dates, issuers and revocation."""

from __future__ import annotations

from mooc_kit.i18n import Messages


def proof_texts(messages: Messages) -> dict[str, str]:
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


def verify_texts(messages: Messages) -> dict[str, str]:
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
        "openBadges2": text(
            "It is an Open Badge 2.0, of the kind before verifiable credentials: only its issuer's site can say if it "
            "holds. Open the badge's address there and compare; on a terminal, mooc-kit verify --online does so."
        ),
        "locked": text("The PDF is locked, so that what is attached cannot be read. Ask for one that is not."),
        "otherKind": text("It is signed, but it is no badge or transcript, and what it says is not read here."),
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
