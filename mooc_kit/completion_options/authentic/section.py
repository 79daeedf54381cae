"""Spec section `authentic`: where participants go, what they bring back, and how they share it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.i18n import N_
from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import SpecModel, Text, Url, empty_list


class Venue(Choice):
    OFFLINE_COMMUNITY = "offline-community", "A group that meets in person: a club, a neighbourhood, an association"
    ONLINE_COMMUNITY = "online-community", "A community that exists online already, with its own customs"
    HOME = "home", "At home, with family, friends or alone"
    WORKPLACE = "workplace", "At work, with colleagues, clients or patients"
    SCHOOL = "school", "In a school or another place of learning"
    PUBLIC_PLACE = "public-place", "Outdoors or in a place that is open to everyone"


class EvidenceKind(Choice):
    PHOTO = "photo", N_("A picture of what was done or made")
    RECORDING = "recording", N_("A short sound or video recording")
    REFLECTION = "reflection", N_("A text in their own words on what happened and what they learnt")
    DOCUMENT = "document", N_("Something written or drawn: notes, a plan, a poster")
    DATA = "data", N_("Measurements, counts or a table")
    LINK = "link", N_("The address of what they made or posted elsewhere")


class ShareBack(Choice):
    MEETING_PLACE = "meeting-place", "In the place where people talk and hand in"
    DISCUSSION = "discussion", "A discussion in the course, where others can answer"
    EMAIL = "email", "A message to the contact address of the course"
    FORM = "form", "A form or page elsewhere, at `share_url`"
    REPOSITORY = "repository", "A form in the repository that holds the course"


class Community(SpecModel):
    name: Annotated[Text, Ask("Name of the community")]
    url: Annotated[Url | None, Ask("Web address of the community")] = None
    contact: Annotated[Text | None, Ask("Whom to ask there?", "A name, a role or an address.")] = None


class AuthenticSpec(SpecModel):
    venues: Annotated[
        list[Venue],
        Ask(
            "Where do participants take what they learn?",
            "Choose the places that your people can reach.",
            "core",
            more="The briefs and the words on safety follow from it.",
        ),
    ] = Field(default_factory=lambda: [Venue.OFFLINE_COMMUNITY], min_length=1)
    communities: Annotated[
        list[Community],
        Ask(
            "Which communities will they meet?",
            "Name those that you have talked to, or that welcome newcomers.",
            more="Like: Open Rivers forum | https://forum.example.org | Maria, moderator. Each gets a place in the "
            "briefs.",
        ),
    ] = Field(default_factory=empty_list, max_length=50)
    evidence: Annotated[
        list[EvidenceKind],
        Ask(
            "What do they bring back?",
            "Keep it light: one or two kinds are enough.",
            "core",
            more="The page where people share asks for just these.",
        ),
    ] = Field(default_factory=lambda: [EvidenceKind.PHOTO, EvidenceKind.REFLECTION], min_length=1)
    share_back: Annotated[
        ShareBack,
        Ask(
            "How do they share it with the others?",
            "A discussion lets participants answer each other.",
            more="The page where people share says just that.",
        ),
    ] = ShareBack.MEETING_PLACE
    share_url: Annotated[
        Url | None,
        Ask(
            "At which address do they share?",
            "The form, or the repository that holds the course.",
            only_if=("share_back", ("form", "repository")),
            more="Like https://forms.example.org/share.",
        ),
    ] = None
