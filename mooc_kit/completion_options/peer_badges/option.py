"""Peer-awarded badges: participants judge each other's work, and those who hold a badge may award it on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from mooc_kit.bloom import topic_of
from mooc_kit.completion_options.base import CompletionOption, KitFile, Standing, TeamCommand
from mooc_kit.completion_options.peer_badges import peer_badges_codes
from mooc_kit.completion_options.peer_badges.badge_svg import draw, looks
from mooc_kit.completion_options.peer_badges.badge_texts import badge_yaml, image_words, request_form, rubrics_html
from mooc_kit.completion_options.peer_badges.section import Badge, BadgeFile, JudgedBy, PeerBadgesSpec
from mooc_kit.completion_options.team_commands import private_folder, receive
from mooc_kit.course.builder import CourseBuilder
from mooc_kit.course.model import Awarder, Credential, CredentialKind, Discussion
from mooc_kit.course.participation import EvidenceWay, StateKind
from mooc_kit.course.peer_badge_files import trust_files
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Problem
from mooc_kit.rubrics.generate import rubric_for
from mooc_kit.rubrics.model import Rubric
from mooc_kit.rubrics.write import rubric_yaml
from mooc_kit.spec import model as spec_model
from mooc_kit.spec import spec_codes
from mooc_kit.spec.load import unknown_ids
from mooc_kit.spec.model import AssignmentActivity, DiscussionActivity

JUDGING = "content/completion/judging-badges.md"
FORUM = "badge-requests"
FORUM_PAGE = f"content/completion/{FORUM}.md"
_MOST_OFFERED = 4


class PeerBadges(CompletionOption[PeerBadgesSpec]):
    key = "peer_badges"
    title = "Peer-awarded badges"
    about = "Portable open badges for meeting outcomes, awarded by participants who have earned them themselves."
    asks = "Name a few badges, the outcomes behind them, and whether a judge looks at completion or at quality."
    gives = "A badge with an image, criteria and evidence, to keep, to show anywhere, and to award on."
    needs = "A rubric and a short guide where quality is judged, and a first few holders with whom the chain begins."
    costs = (
        "Some hours at the start: the badges, the rubrics, and the first awards by the team. After that the work "
        "spreads over the holders; keep an hour a week for requests that wait and for awards that look odd."
    )
    suits = ("participant-led-groups",)
    Spec = PeerBadgesSpec
    rules = peer_badges_codes.RULES
    where: ClassVar[Mapping[str, Standing]] = {
        "site": Standing("asked for, judged and awarded in the browser; checked without a network", "award.html"),
        "moodle": Standing(
            "a forum for requests; Moodle gives the badge by role or by completed activities, and counts no awards",
            "Requests for badges",
        ),
        "open-edx": Standing("a discussion for requests", "Requests for badges"),
        "team": Standing("first judges named; chains checked, drawn, revoked", "mooc-kit badge verify"),
    }

    def check(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        yield from self._check_first_judges(spec)
        known = [outcome.id for outcome in spec.outcomes]
        seen: set[str] = set()
        for number, badge in enumerate(section.badges):
            path = ("completion", self.key, "badges", number)
            if badge.id in seen:
                hint = "Give one of the two badges another id."
                place = spec.place(*path, "id")
                yield spec_codes.DUPLICATE_ID.at(place, f'Two badges have the id "{badge.id}".', hint=hint)
            seen.add(badge.id)
            yield from unknown_ids(spec, (*path, "outcomes"), badge.outcomes, known, "outcome")
            yield from self._check_badge(spec, path, badge)

    def _check_first_judges(self, spec: spec_model.Spec) -> Iterator[Problem]:
        section = self.section(spec)
        judges = len({judge.key for judge in section.first_judges})
        most = max(section.badges, key=lambda badge: badge.awards_needed)
        if judges >= most.awards_needed:
            return
        hint = (
            'For each of them: `mooc-kit badge key --name "Their Name" -o ~/their-name-key.json` (or "Make my key" on '
            'the site\'s page for badges), then `mooc-kit add first-judge "Their Name" did:key:…` with what it prints.'
        )
        named = (
            f"{judges} first judge{' is' if judges == 1 else 's are'} named" if judges else "No first judge is named"
        )
        message = f'{named}, and "{most.name}" needs {most.awards_needed} who say yes.'
        at = ("first_judges",) if section.first_judges else ()
        place = spec.place("completion", self.key, *at, key=True)
        yield peer_badges_codes.NO_FIRST_JUDGES.at(place, message, hint=hint)

    def _check_badge(self, spec: spec_model.Spec, path: tuple[str | int, ...], badge: Badge) -> Iterator[Problem]:
        if not badge.outcomes and spec.outcomes:
            hint = f"Add `outcomes:` with some of {', '.join(outcome.id for outcome in spec.outcomes)}."
            yield peer_badges_codes.NO_OUTCOME.at(
                spec.place(*path), f'"{badge.name}" stands for no outcome.', hint=hint
            )
        if badge.judged_by is JudgedBy.QUALITY and badge.rubric is None:
            wanted = _rubric_near(spec, badge) or f"{badge.id}-rubric"
            message = f'"{badge.name}" has judged_by: quality but no rubric.'
            hint = f"Add rubric: {wanted}, or use judged_by: completion."
            yield peer_badges_codes.QUALITY_NEEDS_RUBRIC.at(spec.place(*path, "judged_by"), message, hint=hint)
        if badge.judged_by is JudgedBy.COMPLETION and badge.rubric is not None:
            message = f'"{badge.name}" has a rubric, and is judged by completion.'
            yield peer_badges_codes.RUBRIC_UNUSED.at(
                spec.place(*path, "rubric"), message, hint="Use judged_by: quality, or remove `rubric`."
            )
        if badge.awards_needed == 1 and self.section(spec).holders_may_award:
            message = f'One holder alone can award "{badge.name}".'
            hint = "Write awards_needed: 2, or holders_may_award: false if only your team awards."
            yield peer_badges_codes.ONE_FRIEND.at(spec.place(*path, "awards_needed"), message, hint=hint)

    def files(self, spec: spec_model.Spec) -> Iterator[KitFile]:
        section = self.section(spec)
        messages = messages_for(spec.course.language)
        look_of = looks(badge.id for badge in section.badges)
        for badge in section.badges:
            words = image_words(messages, look_of[badge.id], badge.name)
            drawing = draw(
                badge.id,
                look_of[badge.id],
                badge.name,
                title=messages.text("Badge: {name}", name=badge.name),
                description=words,
                language=spec.course.language,
            )
            yield KitFile(f"badges/{badge.id}.svg", text=drawing)
            yield KitFile(f"badges/{badge.id}.yaml", text=badge_yaml(spec, badge, words))
            yield KitFile(f"content/completion/ask-for-{badge.id}.md", "ask-for-badge.md.j2", _about(spec, badge))
            if badge.judged_by is JudgedBy.QUALITY and badge.rubric:
                yield KitFile(f"rubrics/{badge.rubric}.yaml", text=rubric_yaml(_rubric(spec, section, badge.rubric)))
        context = {
            "section": section,
            "badges": [_about(spec, badge) for badge in section.badges],
            "ends": _last_day(spec),
            "largest_need": max(badge.awards_needed for badge in section.badges),
        }
        yield KitFile(JUDGING, "judging-badges.md.j2", context)
        yield KitFile("guides/first-holders.md", "first-holders.md.j2", context, commands=_commands(spec))
        if spec.has_accounts:
            yield KitFile(FORUM_PAGE, "badge-requests.md.j2", context)
        yield KitFile(".github/ISSUE_TEMPLATE/badge-request.yml", text=request_form(spec, section))

    def contribute(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        section = self.section(spec)
        for number, badge in enumerate(section.badges):
            path = ("completion", self.key, "badges", number)
            place = spec.place(*path)
            course.add_page_file(f"content/completion/ask-for-{badge.id}.md", self.key, place)
            words = course.files.model(f"badges/{badge.id}.yaml", BadgeFile, place, ("criteria",))
            if words is not None and words.name != badge.name:
                message = f'badges/{badge.id}.yaml calls the badge "{words.name}", course.yaml "{badge.name}".'
                hint = "Use the same name in both."
                course.files.problems.append(
                    peer_badges_codes.OTHER_NAME.at(spec.place(*path, "name"), message, hint=hint)
                )
            image = course.files.asset(f"badges/{badge.id}.svg")
            if image is None:
                message = f'"{badge.name}" has no image: badges/{badge.id}.svg is missing.'
                hint = f"Put an SVG at badges/{badge.id}.svg; `mooc-kit new` draws one from the badge's id."
                course.files.problems.append(peer_badges_codes.NO_IMAGE.at(place, message, hint=hint))
            course.add_credential(self._credential(course, path, badge, words, image or ""))
        self._add_forum(spec, course)
        for trusted in trust_files(course.files.folder):
            course.files.asset(trusted)
        page = course.add_page_file(JUDGING, self.key, spec.place("completion", self.key, key=True))
        if page is not None:
            # The rubrics are read here and not copied into the page, so that the two cannot drift apart.
            course.pages[-1] = replace(page, body_html=page.body_html + rubrics_html(course, self.key))

    def _add_forum(self, spec: spec_model.Spec, course: CourseBuilder) -> None:
        """A discussion for requests on platforms that have one. Kits that were grown before it have no such page."""
        if not spec.has_accounts or not (course.files.folder / FORUM_PAGE).is_file():
            return
        page = course.files.page(FORUM_PAGE, spec.place("completion", self.key, key=True))
        if page is None:
            return
        forum = Discussion(
            id=FORUM,
            title=page.meta.title or course.messages.text("Requests for badges"),
            body_html=page.body_html,
            minutes=page.meta.minutes or 10,
            is_required=False,
            origin=self.key,
            source=FORUM_PAGE,
        )
        course.add_activity(spec.modules[0].id, forum)
        course.badge_requests = FORUM

    def _credential(
        self,
        course: CourseBuilder,
        path: tuple[str | int, ...],
        badge: Badge,
        words: BadgeFile | None,
        image: str,
    ) -> Credential:
        from mooc_kit.course.pages import markdown_html

        spec = course.spec
        rubric = None
        if badge.rubric and badge.judged_by is JudgedBy.QUALITY:
            rubric = course.files.rubric(badge.rubric, spec.place(*path, "rubric"))
        missing = [id for id in badge.outcomes if rubric is not None and id not in rubric.outcomes]
        if missing:
            message = f'No criterion of the rubric "{badge.rubric}" judges {", ".join(missing)}, for "{badge.name}".'
            hint = f"Add {', '.join(missing)} to the `outcomes` of a criterion in rubrics/{badge.rubric}.yaml."
            place = spec.place(*path, "rubric")
            course.files.problems.append(peer_badges_codes.RUBRIC_MISSES_OUTCOME.at(place, message, hint=hint))
        return Credential(
            id=badge.id,
            kind=CredentialKind.BADGE,
            title=badge.name,
            description=words.description if words else badge.description or "",
            awarded_by=Awarder.PEERS,
            origin=self.key,
            criteria_html=markdown_html(words.criteria) if words else "",
            outcomes=tuple(badge.outcomes),
            image=image,
            rubric=rubric,
            judged_by=badge.judged_by.value,
            awards_needed=badge.awards_needed,
            holders_may_award=self.section(spec).holders_may_award,
            first_judges=tuple((judge.name, judge.key) for judge in self.section(spec).first_judges),
            image_alt=words.image_alt if words else "",
        )

    def feeds(self, spec: spec_model.Spec) -> Collection[spec_model.MeasureKind]:
        return {spec_model.MeasureKind.BADGES_AWARDED, spec_model.MeasureKind.PEERS_HELPED}

    def way(self, spec: spec_model.Spec, course: CourseBuilder) -> EvidenceWay:
        text = course.messages.text
        return EvidenceWay(
            option=self.key,
            title=text("Badges from other participants"),
            about=text("Others who can do it look at your work, and say so."),
            target=f"page/ask-for-{self.section(spec).badges[0].id}",
            state=StateKind.BADGES,
        )

    def evidences(self, spec: spec_model.Spec) -> Collection[str]:
        return {outcome for badge in self.section(spec).badges for outcome in badge.outcomes}

    def judges(self, spec: spec_model.Spec) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for badge in self.section(spec).badges:
            if badge.rubric and badge.judged_by is JudgedBy.QUALITY:
                found.setdefault(badge.rubric, set()).update(badge.outcomes)
        return found

    def defaults(self, spec: spec_model.Spec) -> dict[str, Any]:
        """A badge for each of the first outcomes, called after the module that serves it; where badges would share
        a name, after what the outcome is about."""
        badges: list[dict[str, Any]] = []
        shown = spec.outcomes[:_MOST_OFFERED]
        language = spec.course.language
        titles = [next((m.title for m in spec.modules if o.id in m.outcomes), o.text) for o in shown]
        for outcome, title in zip(shown, titles, strict=True):
            name = title if titles.count(title) == 1 else topic_of(outcome.said_in(language), 60, language)
            badge = {"id": outcome.id, "name": name[:60].strip(), "outcomes": [outcome.id], "judged_by": "completion"}
            rubric = _rubric_for_outcome(spec, outcome.id)
            if rubric:
                badge |= {"judged_by": "quality", "rubric": rubric}
            badges.append(badge)
        return {"badges": badges} if badges else {}


def _rubric_for_outcome(spec: spec_model.Spec, outcome: str) -> str | None:
    """The rubric of an activity that serves the outcome."""
    for _, module, item in spec.walk():
        served = module.outcomes if item.outcomes is None else item.outcomes
        if isinstance(item, AssignmentActivity) and item.rubric and outcome in served:
            return item.rubric
    return None


def _rubric_near(spec: spec_model.Spec, badge: Badge) -> str | None:
    found = [_rubric_for_outcome(spec, outcome) for outcome in badge.outcomes]
    return next((rubric for rubric in found if rubric), None)


def _rubric(spec: spec_model.Spec, section: PeerBadgesSpec, id: str) -> Rubric:
    """A rubric for all outcomes of the badges that it judges."""
    badges = [badge for badge in section.badges if badge.rubric == id]
    wanted = {outcome for badge in badges for outcome in badge.outcomes}
    language = spec.course.language
    pairs = [(outcome.id, outcome.said_in(language)) for outcome in spec.outcomes if outcome.id in wanted]
    if pairs:
        return rubric_for(id, badges[0].name, pairs, language=language)
    rubric = rubric_for(id, badges[0].name, [("work", badges[0].name)], language=language)
    plain = [criterion.model_copy(update={"outcomes": []}) for criterion in rubric.criteria]
    return rubric.model_copy(update={"criteria": plain})


def _last_day(spec: spec_model.Spec) -> date | None:
    end = spec.ends_on()
    return end - timedelta(days=1) if end else None


def _about(spec: spec_model.Spec, badge: Badge) -> dict[str, Any]:
    """What the templates tell about a badge: its outcomes, and the activities in which they can be shown."""
    shown_in = [
        (module, item)
        for _, module, item in spec.walk()
        if isinstance(item, AssignmentActivity)
        and set(badge.outcomes) & set(module.outcomes if item.outcomes is None else item.outcomes)
    ]
    return {
        "badge": badge,
        "is_quality": badge.judged_by is JudgedBy.QUALITY,
        "stands_for": [outcome for outcome in spec.outcomes if outcome.id in badge.outcomes],
        "shown_in": shown_in,
        "discussions": [(module, item) for _, module, item in spec.walk() if isinstance(item, DiscussionActivity)],
        "holders_may_award": spec.option("peer_badges").holders_may_award,
        "forum": FORUM if spec.has_accounts else "",
    }


def _commands(spec: spec_model.Spec) -> tuple[TeamCommand, ...]:
    folder = private_folder(spec)
    return (
        TeamCommand("Make the key of a first judge, and name its public half:", "badge key --lock -o ~/badge-key.json"),
        TeamCommand("", "add first-judge NAME did:key:z6Mk…"),
        receive(spec),
        TeamCommand(
            "Say yes to a request, and award the badge when there are enough yeses:",
            f"badge judge {folder}/badges/FILE.request.json --key ~/badge-key.json",
        ),
        TeamCommand("", "badge award FILE.request.json FILE.judgement.json --key ~/badge-key.json"),
        TeamCommand("Follow each badge back to the first judges:", f"badge verify {folder}/badges/FILE.badge.json"),
        TeamCommand("See who awarded whom:", f"badge graph {folder}/badges --output {folder}/badge-graph.html"),
        TeamCommand("Keep today's rules of the badges before you change them:", "badge policy"),
    )
