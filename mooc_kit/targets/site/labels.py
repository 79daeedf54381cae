"""Labels: how the course's facts read on the site, kinds, roles, times, what counts and who gives what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mooc_kit.course.model import (
    Activity,
    Assignment,
    Awarder,
    Counts,
    Course,
    Credential,
    CredentialKind,
    Exam,
    Group,
    LiveSession,
    PeerReview,
    Quiz,
    Survey,
)
from mooc_kit.i18n import Messages
from mooc_kit.spec.course_info import Person
from mooc_kit.spec.fields import ALL_RIGHTS_RESERVED


@dataclass(frozen=True)
class Labels:
    """The wording in the language of `messages`."""

    messages: Messages

    def kind(self, activity: Activity) -> str:
        text = self.messages.text
        return {
            "page": text("Page"),
            "discussion": text("Discussion"),
            "quiz": text("Quiz"),
            "exam": text("Exam"),
            "assignment": text("Assignment"),
            "peer_review": text("Peer review"),
            "survey": text("Survey"),
            "live_session": text("Live session"),
            "link": text("Link"),
        }[activity.kind]

    def role(self, person: Person) -> str:
        text = self.messages.text
        return {
            "lead": text("Course lead"),
            "facilitator": text("Facilitator"),
            "content-expert": text("Subject expert"),
            "learning-designer": text("Learning designer"),
            "media-producer": text("Media producer"),
            "technical-support": text("Technical support"),
            "assessor": text("Assessor"),
            "partner-contact": text("Partner contact"),
            "mentor": text("Mentor"),
        }[person.role.value]

    def group(self, group: Group) -> str:
        text = self.messages.text
        return {
            Group.START: text("Getting started"),
            Group.EVIDENCE: text("Showing what you did"),
            Group.SUPPORT: text("Help along the way"),
            Group.ABOUT: text("About this course"),
        }[group]

    def credential(self, kind: CredentialKind) -> str:
        text = self.messages.text
        return {
            CredentialKind.BADGE: text("Badge"),
            CredentialKind.CERTIFICATE: text("Certificate"),
            CredentialKind.SELF_CERTIFICATE: text("Self-made certificate"),
            CredentialKind.TRANSCRIPT: text("Transcript of records"),
        }[kind]

    def awarder(self, credential: Credential, course: Course) -> str:
        """Who gives it, as a sentence."""
        text = self.messages.text
        given_by = credential.credit.awarded_by if credential.credit else course.institution or text("the course team")
        return {
            Awarder.SELF: text("You give it to yourself."),
            Awarder.PEERS: text("Other participants award it."),
            Awarder.TEAM: text("The course team gives it, after looking at the evidence that you send."),
            Awarder.PLATFORM: text("The course platform gives it automatically."),
            Awarder.PARTNER: text("A partner of the course gives it."),
            Awarder.INSTITUTION: text("It is given by {institution}.", institution=given_by),
        }[credential.awarded_by]

    def awards_needed(self, credential: Credential) -> str:
        """By how many awards a badge becomes its holder's."""
        return self.messages.plural(
            "It is yours after {n} award.", "It is yours after {n} awards.", credential.awards_needed
        )

    def minutes(self, minutes: int) -> str:
        hours, rest = divmod(minutes, 60)
        parts = []
        if hours:
            parts.append(self.messages.plural("{n} hour", "{n} hours", hours))
        if rest or not hours:
            parts.append(self.messages.plural("{n} minute", "{n} minutes", rest))
        return " ".join(parts)

    def percent(self, percent: float) -> str:
        return self.messages.text("{n}%", n=self.messages.number(round(percent, 1)))

    def moment(self, moment: datetime) -> str:
        """Day and time as the team wrote them, with the zone where there is one."""
        from babel.dates import format_time

        clock = format_time(moment.time(), "short", locale=self.messages.locale)
        day = self.messages.date(moment.date())
        if moment.tzinfo is None:
            return self.messages.text("{day}, {time}", day=day, time=clock)
        offset = moment.strftime("%z")
        zone = "UTC" if offset in ("+0000", "-0000") else f"UTC{offset[:3]}:{offset[3:5]}"
        return self.messages.text("{day}, {time} ({zone})", day=day, time=clock, zone=zone)

    def counts(self, activity: Activity) -> str:
        """When the activity counts as done."""
        text = self.messages.text
        mark = getattr(activity, "pass_percent", None)
        if activity.counts is Counts.PASSED and mark:
            return text("Done when you reach {percent}", percent=self.percent(mark))
        if activity.counts is Counts.VIEWED:
            return text("Done when you have been through it")
        return {
            "discussion": text("Done when you have taken part"),
            "quiz": text("Done when you have answered it"),
            "exam": text("Done when you have taken it"),
            "survey": text("Done when you have answered it"),
        }.get(activity.kind, text("Done when you have handed it in"))

    def submission(self, activity: Assignment) -> str:
        text = self.messages.text
        names = {"text": text("text"), "file": text("file"), "link": text("link")}
        return ", ".join(names.get(form, form) for form in activity.submission)

    def license(self, course: Course) -> tuple[str, str]:
        """The licence's name and the address where it can be read."""
        found = re.fullmatch(r"CC-(BY(?:-(?:NC|ND|SA))*)-(\d\.\d)", course.license)
        if found:
            name = f"Creative Commons {found[1]} {found[2]}"
            return name, f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
        if course.license == "CC0-1.0":
            return "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
        if course.license == ALL_RIGHTS_RESERVED:
            return self.messages.text("All rights reserved"), ""
        if re.fullmatch(r"[\w.+-]+", course.license):
            return course.license, f"https://spdx.org/licenses/{course.license}.html"
        return course.license, ""

    def facts(self, activity: Activity) -> Iterator[tuple[str, str]]:
        """What a participant wants to know before beginning: (label, value)."""
        text, plural = self.messages.text, self.messages.plural
        if activity.minutes:
            yield text("Time"), self.minutes(activity.minutes)
        yield text("Part of the course"), text("Required") if activity.is_required else text("Your choice")
        match activity:
            case Quiz() | Assignment():
                if activity.due:
                    yield text("Due"), self.messages.date(activity.due)
                if activity.points:
                    yield text("Points"), self.messages.number(activity.points)
                if activity.pass_percent:
                    yield text("Pass mark"), self.percent(activity.pass_percent)
            case LiveSession(starts=starts) if starts:
                yield text("When"), self.moment(starts)
            case Survey(opens=opens) if opens:
                yield text("Opens"), self.messages.date(opens)
            case _:
                pass
        match activity:
            case Quiz():
                questions = activity.quiz.asked
                if questions and not isinstance(activity, Exam):
                    yield text("Questions"), self.messages.number(questions)
                if activity.attempts:
                    yield text("Attempts"), self.messages.number(activity.attempts)
                if activity.time_limit_minutes:
                    yield text("Time limit"), self.minutes(activity.time_limit_minutes)
            case PeerReview():
                given, needed = activity.reviews_given, activity.reviews_needed
                yield text("You review"), plural("the work of {n} other", "the work of {n} others", given)
                yield text("Your work gets"), plural("{n} review", "{n} reviews", needed)
            case _:
                pass
        if isinstance(activity, Assignment):
            yield text("Hand in"), self.submission(activity)
        yield text("Counts"), self.counts(activity)
