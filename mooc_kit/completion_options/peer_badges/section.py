"""Spec section `peer_badges`: what each badge stands for, how it is judged, and by how many."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, empty_list


class JudgedBy(Choice):
    COMPLETION = "completion", "It was done, and can be seen: a judge looks whether everything is there"
    QUALITY = "quality", "It was done well: a judge compares it with a rubric"


class Badge(SpecModel):
    id: Annotated[Id, Ask("Short id of the badge", "Its image is drawn from it.", depth="core")]
    name: Annotated[
        Text,
        Ask("What is the badge called?", "Two or three words that people like to wear.", depth="core"),
        Field(max_length=80),
    ]
    outcomes: Annotated[list[Id], Ask("Which outcomes does it stand for?", depth="core")] = Field(
        default_factory=empty_list
    )
    judged_by: Annotated[JudgedBy, Ask("What does a judge look at?", depth="core")] = JudgedBy.COMPLETION
    rubric: Annotated[
        Id | None, Ask("Which rubric judges it?", "Needed for quality; the name of a file in rubrics/.", depth="core")
    ] = None
    awards_needed: Annotated[
        int,
        Ask("How many people must agree before it is awarded?", "Two keep it honest and still quick."),
        Field(ge=1, le=10),
    ] = 2
    description: Annotated[Text | None, Ask("What does it tell a stranger?", "One sentence.")] = None
    aliases: Annotated[
        list[Id], Ask("Earlier ids", "So that links stay good; `update` and `set` write them.", depth="file")
    ] = Field(default_factory=empty_list)


DidKey = Annotated[str, Field(pattern=r"^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$")]


class FirstJudge(SpecModel):
    """Somebody with whom the chain of awards begins. The key is public; its secret half stays with the person."""

    name: Annotated[Text, Ask("Name of the first judge")]
    key: Annotated[DidKey, Ask("Their public key", "It begins with did:key; `mooc-kit badge key` makes one.")]


class PeerBadgesSpec(SpecModel):
    holders_may_award: Annotated[
        bool,
        Ask(
            "May those who hold a badge award it to others?",
            "If not, only the course team can award it.",
            depth="core",
            more="With it the work spreads over the holders; without it each award waits for your team.",
        ),
    ] = True
    badges: Annotated[
        list[Badge],
        Ask(
            "Which badges are there?",
            depth="core",
            more="Like: Field Observer | 1 | quality. Two or three are plenty; each gets an image, criteria and a "
            "guide for judges.",
        ),
    ] = Field(min_length=1, max_length=50)
    first_judges: Annotated[
        list[FirstJudge],
        Ask("Who judges first?", "Badges are checked back to these people's keys.", depth="file"),
    ] = Field(default_factory=empty_list, max_length=200)


class BadgeFile(SpecModel):
    """The words of a badge: a file in `badges/`. Its outcomes and the rule for awarding it stand in course.yaml."""

    name: Annotated[Text, Ask("What is the badge called?")]
    description: Annotated[Text, Ask("What does it tell a stranger?")]
    criteria: Annotated[LongText, Ask("What did its holder do?", "Markdown.")]
    image_alt: Annotated[LongText, Ask("What does the image show, for people who cannot see it?")]
