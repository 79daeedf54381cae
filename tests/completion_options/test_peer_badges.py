"""Peer badges: definitions and drawings, requests and judging, and the rules that keep a badge worth having."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mooc_kit.completion_options.peer_badges.badge_svg import COLOURS, PAPER, contrast, draw, looks, wrap
from mooc_kit.completion_options.peer_badges.option import PeerBadges
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Awarder, CredentialKind
from mooc_kit.i18n import messages_for
from tests.command_line import check_jsonschema, yamllint
from tests.completion_options.whole_kits import ODD_SPEC, codes, found, made, spec_of

ONLY = "completion: {platform_completion: null, authenticated_completion: null, credit: null}\n"
HEAD = "completion:\n  peer_badges:\n"
TWO = HEAD + (
    "    badges:\n"
    "      - {id: field-observer, name: Field Observer, outcomes: [sample], judged_by: quality, rubric: field-notes}\n"
    "      - {id: river-voice, name: River Voice, outcomes: [advocate, analyse], judged_by: quality, rubric: voices,\n"
    "         awards_needed: 3, description: Speaks up for a river.}\n"
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("rule", [r for r in PeerBadges.rules if r.example_is == "course.yaml"], ids=lambda r: r.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes(rule.wrong)
    assert rule.code not in codes(rule.right)


def test_the_sound_course_has_no_problem_of_this_option():
    assert codes(ONLY) == []


def test_quality_without_a_rubric_names_the_badge_and_the_rubric_that_is_there():
    change = HEAD + "    badges: [{id: field-observer, name: Field Observer, outcomes: [sample], judged_by: quality}]\n"
    problem = next(p for p in found(ONLY, change) if p.code == "C204")
    assert problem.message == '"Field Observer" has judged_by: quality but no rubric.'
    assert problem.hint == "Add rubric: field-notes, or use judged_by: completion."


def test_two_badges_of_one_id_and_unknown_outcomes_are_found():
    change = HEAD + (
        "    badges:\n      - {id: seer, name: One, outcomes: [sampel]}\n"
        "      - {id: seer, name: Two, outcomes: [sample]}\n"
    )
    assert sorted(codes(ONLY, change)) == ["S113", "S114"]


def test_each_badge_becomes_a_credential_that_peers_award(tmp_path: Path):
    kit = made(tmp_path, ONLY, TWO)
    assert kit.codes() == []
    voice = kit.credential("river-voice")
    assert (voice.kind, voice.awarded_by, voice.origin) == (CredentialKind.BADGE, Awarder.PEERS, "peer_badges")
    assert (voice.judged_by, voice.awards_needed, voice.holders_may_award) == ("quality", 3, True)
    assert voice.outcomes == ("advocate", "analyse")
    assert voice.image == "badges/river-voice.svg" and voice.image in kit.course.assets
    assert voice.description == "Speaks up for a river."
    assert "<li>Present findings to a community that can act on them</li>" in voice.criteria_html
    assert "3 people who hold the badge" in voice.criteria_html
    assert voice.rubric is not None and voice.rubric.outcomes >= {"advocate", "analyse"}
    assert any("River Voice" in value for _, value in facts_of(voice, messages_for("en")))


def test_a_rubric_of_a_badge_alone_is_made_from_the_badges_outcomes(tmp_path: Path):
    kit = made(tmp_path, ONLY, TWO)
    judged = {outcome for c in kit.data("rubrics/voices.yaml")["criteria"] for outcome in c["outcomes"]}
    assert judged == {"advocate", "analyse"}


def test_a_rubric_that_leaves_an_outcome_out_is_found_where_the_badge_names_it(tmp_path: Path):
    change = HEAD + (
        "    badges: [{id: field-observer, name: Field Observer, outcomes: [sample, analyse], judged_by: quality, "
        "rubric: field-notes}]\n"
    )
    kit = made(tmp_path, ONLY, change)
    assert "C205" not in kit.codes(), "a new kit's rubric judges what its badges stand for"
    file = kit.folder / "rubrics/field-notes.yaml"
    file.write_text(file.read_text().replace("analyse", "sample"))
    problem = next(p for p in kit.again().assembled.problems if p.code == "C205")
    assert "analyse" in problem.message and "rubrics/field-notes.yaml" in problem.hint
    assert problem.place.line


def test_a_missing_image_and_another_name_in_the_badges_file_are_found(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    (kit.folder / "badges/field-observer.svg").unlink()
    file = kit.folder / "badges/field-observer.yaml"
    file.write_text(file.read_text().replace("name: Field Observer", "name: River Eye"))
    assert {"C208", "C209"} <= set(kit.again().codes())


def test_a_missing_file_is_a_problem_and_not_a_crash(tmp_path: Path):
    kit = made(tmp_path, ONLY)
    for path in ("badges/field-observer.yaml", "rubrics/field-notes.yaml", "content/completion/judging-badges.md"):
        (kit.folder / path).unlink()
    assert kit.again().codes().count("K101") == 3


def test_participants_find_how_to_ask_and_how_to_judge_with_the_rubric(tmp_path: Path):
    kit = made(tmp_path, ONLY, TWO)
    ask = kit.text("content/completion/ask-for-field-observer.md")
    for words in ("Field Observer", "Collect a water sample", "Your first sample", "Requests for badges", "2 people"):
        assert words in ask
    judging = kit.page("judging-badges")
    assert "The rubric for River Voice" in judging.body_html
    assert kit.credential("river-voice").rubric.criteria[0].levels[0].descriptor in judging.body_html
    assert 'href="course:page/ask-for-river-voice"' in judging.body_html
    assert 'src="asset:badges/field-observer.svg"' in kit.page("ask-for-field-observer").body_html


def test_only_the_team_awards_where_holders_may_not(tmp_path: Path):
    kit = made(tmp_path, ONLY, HEAD + "    holders_may_award: false\n")
    assert not kit.credential("field-observer").holders_may_award
    assert "2 people of the course team" in kit.text("badges/field-observer.yaml")
    assert "When you hold it" not in kit.text("content/completion/ask-for-field-observer.md")
    assert "only you award badges" in kit.text("guides/first-holders.md")


def test_the_team_is_told_how_the_chain_starts(tmp_path: Path):
    text = made(tmp_path, ONLY, TWO).text("guides/first-holders.md")
    for words in ("River Watch", "Ama Boateng", "at least 4 first holders", "rubrics/voices.yaml", "March 28, 2027"):
        assert words in text


def test_the_request_form_is_a_form_that_github_takes(tmp_path: Path):
    kit = made(tmp_path, ONLY, TWO)
    form = kit.folder / ".github/ISSUE_TEMPLATE/badge-request.yml"
    done = check_jsonschema("vendor.github-issue-forms", form)
    assert done.returncode == 0, done.stdout + done.stderr
    options = next(part for part in kit.data(str(form))["body"] if part["type"] == "dropdown")["attributes"]["options"]
    assert options == ["Field Observer", "River Voice"]


def test_what_is_written_passes_yamllint(tmp_path: Path):
    kit = made(tmp_path, TWO)
    written = [str(kit.folder / part) for part in ("badges", "rubrics", "certificates", ".github")]
    done = yamllint("-s", *written)
    assert done.returncode == 0, done.stdout


def test_fifty_badges_all_look_different_and_the_same_each_time():
    ids = [f"badge-{number}" for number in range(50)]
    found = looks(ids)
    assert len(set(found.values())) == 50
    assert looks(ids) == found
    first = [found[id] for id in ids[:7]]
    assert len({look.shape for look in first}) == len({look.colour for look in first}) == 7
    assert len({look.pattern for look in first}) == 7


def test_a_badges_look_follows_its_id_alone_where_no_other_is_in_the_way():
    assert looks(["river-voice"])["river-voice"] == looks(["river-voice", "seer"])["river-voice"]


def test_colours_can_be_read_on_the_plate_and_told_from_the_pattern():
    for colour in COLOURS:
        assert contrast(colour.dark, PAPER) >= 7
        assert contrast(colour.dark, colour.light) >= 3
    assert round(contrast("#000000", "#ffffff"), 1) == 21


@pytest.mark.parametrize(
    "name",
    [
        "Q",
        'A "quoted" <name> & more',
        "مراقب النهر الميداني",
        "河流观察员徽章：采样与分析",
        "नदी प्रहरी",
        "ผู้สังเกตการณ์แม่น้ำ",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
        "Ein langer Name mit vielen Wörtern für Menschen die Flüsse beobachten wollen",
    ],
)
def test_any_name_fits_its_badge_and_is_told_to_screen_readers(name):
    drawn = draw(
        "a-badge", looks(["a-badge"])["a-badge"], name, title=name, description="What it shows.", language="en"
    )
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    ids = {element.get("id") for element in root if element.tag in (SVG + "title", SVG + "desc")}
    assert set(root.get("aria-labelledby").split()) == ids
    assert root.find(SVG + "title").text == name
    lines, size = wrap(name)
    assert [element.text for element in root.iter(SVG + "text")] == lines
    assert 1 <= len(lines) <= 4 and size >= 20
    assert "".join(lines).rstrip("…").replace(" ", "") in name.replace(" ", "")


def test_a_name_too_long_for_the_plate_ends_in_an_ellipsis():
    lines, _ = wrap("W" * 80)
    assert len(lines) == 4 and lines[-1].endswith("…")


@pytest.mark.browser
def test_names_stay_on_their_plates_in_a_browser(tmp_path: Path, browser):
    names = ["Field Observer", "WWWWWW MMMMM", "مراقب النهر الميداني", 'Data & <Charts> "x" | * name', "Storyteller"]
    found = looks([f"b-{n}" for n in range(len(names))])
    drawn = [
        draw(id, look, name, title=name, description="x", language="en")
        for (id, look), name in zip(found.items(), names, strict=True)
    ]
    page_file = tmp_path / "badges.html"
    page_file.write_text("<meta charset=utf-8>" + "".join(drawn), "utf-8")
    page = browser.new_page()
    page.goto(page_file.as_uri())
    widths = page.evaluate("[...document.querySelectorAll('text')].map(t => t.getBBox().width)")
    page.close()
    assert widths and max(widths) <= 312 - 8


def test_odd_titles_and_missing_answers_make_files_that_can_be_read(tmp_path: Path):
    change = HEAD + (
        "    badges:\n      - {id: odd, name: 'نهر: *a* & <b>\"c\"</b> | # d', outcomes: [sample, analyse], "
        "judged_by: quality, rubric: odd}\n      - {id: plain, name: '- 1. {{ x }}', outcomes: [sample]}\n"
    )
    kit = made(tmp_path, ONLY, ODD_SPEC, change)
    assert kit.codes() == []
    assert kit.credential("odd").title == 'نهر: *a* & <b>"c"</b> | # d'
    assert "<b>" not in kit.page("ask-for-odd").body_html.replace("<b></b>", "")
    assert ET.fromstring(kit.text("badges/odd.svg")).find(SVG + "title").text.endswith("# d")
    assert kit.data(".github/ISSUE_TEMPLATE/badge-request.yml")["name"]
    assert "<li>- 1. Compare" in kit.credential("odd").criteria_html
    assert "<b>" not in kit.credential("odd").criteria_html and "<i>" not in kit.credential("odd").criteria_html


def test_badges_let_participants_show_their_outcomes():
    assert PeerBadges().evidences(spec_of(ONLY, TWO)) == {"sample", "advocate", "analyse"}


def test_the_defaults_offer_a_badge_for_each_outcome_with_the_rubric_at_hand():
    badges = PeerBadges().defaults(spec_of(ONLY))["badges"]
    assert [badge["id"] for badge in badges] == ["sample", "analyse", "advocate"]
    assert badges[0]["rubric"] == "field-notes" and badges[0]["judged_by"] == "quality"
    assert badges[1]["judged_by"] == "completion" and "rubric" not in badges[1]
