"""The meeting place: what a course says about where people talk and hand in, and what its pages then promise."""

from __future__ import annotations

import re

import pytest

from mooc_kit.checks.course_check import check_text
from mooc_kit.completion_options.registry import options, sections
from mooc_kit.interview.defaults import complete
from mooc_kit.interview.plan import sections_of, steps_of
from mooc_kit.interview.step import Answers
from mooc_kit.kit.render import rendered_files
from mooc_kit.spec import load_spec
from mooc_kit.spec.meeting import PLATFORMS_WITH_DISCUSSIONS, MeetingKind
from mooc_kit.spec.model import Spec
from mooc_kit.spec.write import spec_text
from mooc_kit.targets.registry import targets

FORUM = "https://forum.example.org/bees"
CREDIT = {"awarded_by": "A University", "towards": {"programme": "BSc"}}
PROMISE = re.compile(r"\bforums?\b|\bdiscussions?\b|\bthread\b|where the course team", re.IGNORECASE)


def grown(
    key: str | tuple[str, ...],
    place: str | None,
    targets: list[str] | None = None,
    contact: str | None = "bees@example.org",
) -> Spec:
    course = {"title": "Bees", "contact": contact, "meeting_place": place}
    answers = {
        "course": {name: value for name, value in course.items() if value},
        "completion": {one: CREDIT if one == "credit" else {} for one in ((key,) if isinstance(key, str) else key)},
        "targets": targets or ["site"],
    }
    loaded = load_spec(spec_text(complete(answers, "bees")), "course.yaml", sections())
    assert loaded.spec is not None, loaded.problems
    return loaded.spec


def participants_pages(spec: Spec) -> dict[str, str]:
    made = rendered_files(spec)
    return {name: made[name].decode() for name in made if name.startswith(("content/", "surveys/"))}


@pytest.mark.parametrize("key", ["authentic", "participant_outcomes", "self_certificate", "self_check", "peer_badges"])
def test_a_course_that_meets_nowhere_promises_no_forum_and_names_its_contact(key: str) -> None:
    spec = grown(key, None)
    assert spec.meeting.kind is MeetingKind.NOWHERE
    assert not any(activity.kind == "discussion" for _, _, activity in spec.walk())
    pages = participants_pages(spec)
    promised = {name: found.group() for name, text in pages.items() if (found := PROMISE.search(text))}
    assert not promised
    assert any("bees@example.org" in text for text in pages.values())


def test_a_forum_elsewhere_is_where_pages_send_people() -> None:
    pages = participants_pages(grown("authentic", FORUM))
    for name in ("content/completion/sharing-back.md", "content/modules/part-1/part-1-hello.md"):
        assert FORUM in pages[name]
    assert "content/completion/share-backs.md" not in pages


def test_a_platform_among_the_targets_is_the_meeting_place_where_nothing_is_said() -> None:
    spec = grown("authentic", None, ["site", "moodle"])
    assert spec.meeting.kind is MeetingKind.PLATFORM
    assert "content/completion/share-backs.md" in participants_pages(spec)


def test_the_platforms_said_to_have_discussions_are_targets() -> None:
    assert set(targets()) >= PLATFORMS_WITH_DISCUSSIONS


def test_a_required_discussion_with_nowhere_to_be_is_told() -> None:
    answers = complete({"course": {"title": "Bees", "meeting_place": FORUM}}, "bees")
    text = spec_text(answers)
    assert "D119" not in [problem.code for problem in check_text(text, "course.yaml").problems]
    nowhere = text.replace(FORUM, "nowhere")
    assert "D119" in [problem.code for problem in check_text(nowhere, "course.yaml").problems]


@pytest.mark.parametrize("place", ["the pub", "www.example.org", "ftp://example.org"])
def test_a_place_that_is_none_is_refused_with_what_can_be_written(place: str) -> None:
    text = spec_text(complete({"course": {"title": "Bees", "meeting_place": "nowhere"}}, "bees"))
    found = load_spec(text.replace("meeting_place: nowhere", f"meeting_place: {place}"), "course.yaml", sections())
    assert found.spec is None
    assert "https://" in found.problems[0].hint


@pytest.mark.parametrize("is_full", [True, False])
def test_the_interview_asks_where_people_meet_in_words_and_then_for_the_address(is_full: bool) -> None:
    answers: Answers = {"course": {"title": "Bees"}, "targets": ["site"]}
    name = "platform_selection" if is_full else "place"
    section = next(one for one in sections_of(is_full=is_full) if one.key == name)
    step = next(s for s in steps_of(section, answers, "bees", is_full=is_full) if s.path == ("course", "meeting_place"))
    assert step.question == "Where will people talk, and where do they hand in?"
    assert step.default == "nowhere"
    step.keep(answers, "address")
    asked = [s for s in steps_of(section, answers, "bees", is_full=is_full) if s.path == ("_meeting_address",)]
    asked[0].keep(answers, asked[0].read(FORUM))
    assert answers["course"]["meeting_place"] == FORUM
    step.keep(answers, "nowhere")
    assert answers["course"]["meeting_place"] == "nowhere"
    assert not [s for s in steps_of(section, answers, "bees", is_full=is_full) if s.path == ("_meeting_address",)]


@pytest.mark.parametrize("place", ["platform", "repository", "email", "nowhere", FORUM])
def test_all_options_can_be_grown_for_every_meeting_place_without_a_contact(place: str) -> None:
    assert rendered_files(grown(tuple(options()), place, contact=None))


@pytest.mark.parametrize(
    ("address", "is_shown"),
    [
        ("https://chat.example.net/r", "https://chat.example.net/r"),
        ("https://bücher.example.net:8443/r?a=b", "https://xn--bcher-kva.example.net:8443/r?a=b"),
        ("http://chat.example.net/r", None),
        ("https://chat.example.net;sandbox/r", None),
        ("https://chat.example.net,evil.example/r", None),
    ],
)
def test_only_an_https_address_that_policies_can_name_is_shown_on_pages(address: str, is_shown: str | None) -> None:
    text = spec_text(complete({"course": {"title": "Bees", "meeting_place": FORUM}}, "bees"))
    text = text.replace(f"meeting_place: {FORUM}", f"meeting_place: {FORUM}\n  meeting_embed: '{address}'")
    loaded = load_spec(text, "course.yaml", sections())
    assert (loaded.spec.meeting.embed if loaded.spec else None) == is_shown
    assert [(p.code, bool(p.hint)) for p in loaded.problems] == ([] if is_shown else [("S110", True)])


def test_a_platform_is_offered_as_meeting_place_only_to_a_course_that_is_built_for_one() -> None:
    def offered(targets: list[str]) -> set[str]:
        answers: Answers = {"course": {"title": "Bees"}, "targets": targets}
        place = next(section for section in sections_of(is_full=False) if section.key == "place")
        step = next(s for s in steps_of(place, answers, "bees", is_full=False) if s.path == ("course", "meeting_place"))
        assert step.default in {choice.value for choice in step.choices}
        return {choice.value for choice in step.choices}

    assert "platform" not in offered(["site"])
    assert "platform" in offered(["site", "moodle"])


def test_pages_speak_of_the_own_device_and_of_answering_others_only_where_that_is_so() -> None:
    alone = participants_pages(grown("self_check", None))
    assert "own device" in alone["content/pages/privacy.md"]
    assert "Being together" not in alone["content/pages/taking-part.md"]
    on_moodle = participants_pages(grown("self_check", None, ["moodle"]))
    assert "own device" not in on_moodle["content/pages/privacy.md"]
    assert "keeps your name" in on_moodle["content/pages/privacy.md"]
    assert "Being together" in on_moodle["content/pages/taking-part.md"]


def test_a_guide_for_the_team_holds_no_table_without_rows() -> None:
    made = rendered_files(grown("credit", None, ["moodle"]))
    for name, data in made.items():
        if name.startswith("guides/"):
            assert not re.search(r"\|\n\| ?-[-|: ]+\|\n(?!\|)", data.decode()), name
