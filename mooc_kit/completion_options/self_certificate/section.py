"""Spec section `self_certificate`: what people collect, with which tools, and under which tag."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mooc_kit.spec.ask import Ask, Choice
from mooc_kit.spec.fields import Id, LongText, SpecModel, Text, Url, empty_list


class PortfolioTool(Choice):
    MAHARA = "mahara", "A free portfolio platform; many schools and universities run one"
    WORDPRESS = "wordpress", "A free blog on WordPress.com, or on a server of your own"
    GITHUB_PAGES = "github-pages", "A free website made of text files, with a history of every change"
    GOOGLE_SITES = "google-sites", "A simple free website for people with a Google account"
    HYPOTHESIS = "hypothesis", "Public notes in the margin of any web page"
    ZOTERO = "zotero", "A free library for sources, with shared collections"
    MASTODON = "mastodon", "Short public posts in a network that nobody owns"
    FEED_READER = "feed-reader", "A free program that gathers the posts of many blogs in one place"
    PAPER = "paper", "A notebook or folder, for people who would rather not be online"


class Feed(SpecModel):
    name: Annotated[Text, Ask("Whose blog or page is it?", "The name by which the person wishes to be known.")]
    url: Annotated[Url, Ask("What is the address of its feed?", "For a WordPress blog, its address with /feed/.")]


class SelfCertificateSpec(SpecModel):
    evidence: Annotated[
        list[Id],
        Ask(
            "Which evidence do people collect?",
            "Short names like three-field-notes; they are shown as words.",
            "core",
            more="Like: three field notes, one reflection. The log and the certificate name just these.",
        ),
    ] = Field(default_factory=empty_list, max_length=30)
    tools: Annotated[
        list[PortfolioTool],
        Ask(
            "With which free tools can they collect it?",
            "Two or three; the guide explains just these.",
            "core",
            more="Mark those that somebody in your team can explain.",
        ),
    ] = Field(default_factory=lambda: [PortfolioTool.WORDPRESS, PortfolioTool.PAPER], min_length=1)
    tag: Annotated[
        Id | None,
        Ask(
            "Which tag do people put on their posts?",
            "The short id of the course where nothing is said.",
            more="Like river-watch. Posts with it are gathered on the page of the course.",
        ),
    ] = None
    feeds: Annotated[
        list[Feed],
        Ask(
            "Whose blogs are gathered from the start?",
            "Only those of people who agreed.",
            more="Like: Ana | https://ana.example.org/feed/. Others can be added while the course runs.",
        ),
    ] = Field(default_factory=empty_list, max_length=1000)
    title: Annotated[
        Text | None, Ask("What stands on top of the certificate?", "It must show that it is self-made.", depth="file")
    ] = None
    statement: Annotated[
        LongText | None,
        Ask("What does the person certify?", "In their own voice: I certify that I …", depth="file"),
    ] = None
