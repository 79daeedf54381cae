"""Self-serve certificates: people keep evidence with free tools and vouch for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Any, ClassVar

from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing, TeamCommand
from mooc_kit.completion_options.self_certificate import certificate, feeds, self_certificate_codes
from mooc_kit.completion_options.self_certificate.certificate import (
    SelfCertificateFile,
    certificate_file,
    in_words,
    wording_problems,
)
from mooc_kit.completion_options.self_certificate.posts import add_posts
from mooc_kit.completion_options.self_certificate.section import PortfolioTool, SelfCertificateSpec
from mooc_kit.completion_options.team_commands import BUILD, VALIDATE, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.model import Awarder, Credential, CredentialKind
from mooc_kit.course.participation import EvidenceLog, EvidenceWay, StateKind
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Place, Problem, Rule
from mooc_kit.spec import model as spec_model
from mooc_kit.spec.design import Platform
from mooc_kit.spec.fields import SpecModel
from mooc_kit.spec.schema_errors import read_model

LOG = "evidence-log"
PAGES = (LOG, "portfolio-guide", "aggregation")
ID = "self-certificate"
TRACES = ("assignment", "peer_review", "discussion")
"""Kinds of activity that leave something of one's own to show."""


class SelfCertificate(CompletionOption[SelfCertificateSpec]):
    key: ClassVar[str] = "self_certificate"
    title: ClassVar[str] = "Self-serve certificates"
    about: ClassVar[str] = (
        "People collect evidence of what they did with free portfolio, blog and aggregation tools, and certify "
        "themselves."
    )
    asks: ClassVar[str] = "Which evidence is worth keeping, and which free tools you can explain well."
    gives: ClassVar[str] = "A collection of their own work, and a certificate that says plainly: I made this myself."
    needs: ClassVar[str] = "An evidence log, a guide to the tools, and honest wording."
    costs: ClassVar[str] = (
        "Almost nothing while the course runs: an hour a week to add feeds and to answer tool questions."
    )
    suits: ClassVar[tuple[str, ...]] = ("distributed-open", "fully-distributed", "self-paced")
    Spec: ClassVar[type[SpecModel]] = SelfCertificateSpec
    rules: ClassVar[tuple[Rule, ...]] = self_certificate_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("an evidence log and the certificate, made and printed there", "pages/evidence-log.html"),
        "moodle": Standing("the log and the certificate as one file that a page leads to", "self-certificate-form"),
        "open-edx": Standing("the log and the certificate as one file that a page leads to", "data-certificate"),
        "team": Standing("the guide to tools, feeds and honest words", "guides/self-certificates.md"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        here = ("completion", self.key)
        yield from wording_problems(
            spec,
            (section.title, spec.place(*here, "title")) if section.title else None,
            (section.statement, spec.place(*here, "statement")) if section.statement else None,
        )
        if not section.evidence:
            hint = "Add `evidence:` with one to three things that people can show, like [three-field-notes]."
            yield self_certificate_codes.NO_EVIDENCE.at(spec.place(*here, "evidence"), hint=hint)
        seen: dict[str, str] = {}
        for index, feed in enumerate(section.feeds):
            bare = feeds.same_feed(feed.url)
            if bare in seen:
                message = f'The feed of "{feed.name}" is already there, as that of "{seen[bare]}".'
                yield self_certificate_codes.SAME_FEED.at(
                    spec.place(*here, "feeds", index), message, hint="Keep one of the two."
                )
            seen.setdefault(bare, feed.name)

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        messages = messages_for(spec.course.language)
        context = self._context(spec)
        yield KitFile(certificate.PATH, text=certificate_file(spec, section, messages))
        for name in PAGES:
            yield KitFile(f"content/completion/{name}.md", f"{name}.md.j2", context)
        commands = (
            receive(spec),
            TeamCommand("Gather what those on the list of feeds wrote, if they said yes:", "receive --feeds"),
            TeamCommand("Check what somebody shows you:", "verify FILE.json"),
            VALIDATE,
            BUILD,
        )
        yield KitFile("guides/self-certificates.md", "self-certificates.md.j2", context, commands=commands)
        list_of_feeds = feeds.opml(
            messages.text("{course}: blogs of the participants", course=spec.course.title),
            section.feeds,
            about=spec.course.title,
            contact=spec.course.contact,
        )
        yield KitFile(feeds.PATH, text=list_of_feeds)

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        place = spec.place("completion", self.key, key=True)
        for name in PAGES:
            page = course.add_page_file(f"content/completion/{name}.md", self.key, place)
            if page is not None and name == LOG:
                wanted = tuple(in_words(id) for id in self.section(spec).evidence)
                course.evidence_log = EvidenceLog(page=page.id, wanted=wanted)
        _check_feed_list(course.files, place)
        add_posts(course, self.key)
        words = _read_certificate(spec, course.files, place)
        if words is None:
            return
        say = course.messages.text
        course.add_credential(
            Credential(
                id=ID,
                kind=CredentialKind.SELF_CERTIFICATE,
                title=words.title,
                description=say("You collect your evidence, and certify yourself what you did."),
                awarded_by=Awarder.SELF,
                origin=self.key,
                criteria_html=_criteria(words, say("You name your evidence on it:")),
                statement=words.statement,
                outcomes=tuple(outcome.id for outcome in spec.outcomes),
                small_print=words.small_print or "",
            )
        )

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.SELF_CERTIFICATES}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("A certificate that you give yourself"),
            about=text("Your evidence of what you did, and your own word for it."),
            target=f"page/{LOG}",
            state=StateKind.ENTRIES,
            name="evidence",
        )

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        tools = [PortfolioTool.WORDPRESS, PortfolioTool.PAPER]
        if spec.design.chose(Platform.FULLY_DISTRIBUTED):
            tools = [PortfolioTool.WORDPRESS, PortfolioTool.MASTODON, PortfolioTool.FEED_READER]
        elif spec.design.chose(Platform.HOSTED_COMPLETE):
            tools = [PortfolioTool.MAHARA, PortfolioTool.PAPER]
        return {"evidence": ["one-thing-i-made", "one-reflection"], "tools": [tool.value for tool in tools]}

    def _context(self, spec: spec_model.Spec) -> dict[str, Any]:
        section = self.section(spec)
        tag = section.tag or spec.course.id
        return {
            "evidence": [in_words(id) for id in section.evidence],
            "tools": [tool.value for tool in section.tools],
            "tag": tag,
            # Capital letters let screen readers speak the words of a hashtag one by one.
            "hashtag": "".join(word.capitalize() for word in tag.split("-")),
            "feeds": section.feeds,
            "weeks": [
                {"module": module, "works": [item.title for item in module.activities if item.kind in TRACES]}
                for module in spec.modules
            ],
            "host": spec.course.institution or spec.course.title,
        }


def _read_certificate(spec: spec_model.Spec, files: KitFiles, wanted_by: Place) -> SelfCertificateFile | None:
    """The certificate's words; what is wrong with them is kept in `files.problems` with its line."""
    text = files.text(certificate.PATH, wanted_by)
    if text is None:
        return None
    words, tree, problems = read_model(SelfCertificateFile, text, files.place(certificate.PATH).file)
    files.problems.extend(problems)
    if words is None or tree is None:
        return None
    title = (words.title, tree.place(("title",)))
    statement = (words.statement, tree.place(("statement",)))
    files.problems.extend(wording_problems(spec, title, statement))
    return files.translated(words, certificate.PATH)


def _check_feed_list(files: KitFiles, wanted_by: Place) -> None:
    text = files.text(feeds.PATH, wanted_by)
    problem = feeds.feed_list_problem(text, files.place(feeds.PATH).file) if text is not None else None
    if problem:
        files.problems.append(problem)


def _criteria(words: SelfCertificateFile, lead: str) -> str:
    if not words.evidence:
        return ""
    items = "".join(f"<li>{escape(name)}</li>" for name in words.evidence)
    return f"<p>{escape(lead)}</p>\n<ul>{items}</ul>"
