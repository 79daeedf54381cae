"""What participants write on a site: goals, evidence, stories, a certificate, badges; it is theirs to take and delete."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from tests.visitor import barriers

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
GOAL = "What do you want to be able to do"


@pytest.fixture
def river(visit):
    return visit("river-watch")


def set_goal(page, words, *, notice=""):
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label(GOAL).fill(words)
    page.get_by_label("How will you notice").fill(notice)
    page.get_by_role("button", name="Keep it").click()


def downloaded(page, button):
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


def test_goals_are_kept_changed_and_taken_back(river):
    page = river.go("pages/goal-setting.html")
    assert not page.get_by_text("Copy this table into your notes").is_visible()
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_role("button", name="Keep it").click()
    assert page.evaluate("document.activeElement.name") == "goal"
    assert page.get_by_text("Please answer this question.").is_visible()
    page.get_by_role("button", name="Cancel").click()
    set_goal(page, "Show <b>two</b> neighbours")
    set_goal(page, "Speak in the hall")
    assert page.evaluate("document.activeElement.textContent") == "Speak in the hall"
    page.get_by_role("button", name="Change: Speak in the hall").click()
    page.get_by_label(GOAL).fill("Write to the mayor")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Remove: Show <b>two</b> neighbours").click()
    assert [goal["goal"] for goal in river.kept()["goals"]] == ["Write to the mayor"]
    page.get_by_role("button", name="Take it back").click()
    page.reload()
    assert page.locator(".entry h3").all_inner_texts() == ["Show <b>two</b> neighbours", "Write to the mayor"]
    set_goal(page, "A third one")
    assert not page.get_by_role("button", name="Set a goal").is_visible()
    assert river.complaints == []


def test_the_closing_sheet_holds_goal_evidence_and_what_was_reached(river):
    page = river.go("pages/goal-setting.html")
    set_goal(page, "I can take a sample")
    page.get_by_role("button", name="Change: I can").click()
    page.get_by_label("What can you show for it?").fill("A jar, 9 March")
    page.get_by_role("button", name="Keep it").click()
    page.evaluate("moocKit.store.set('survey/end-review', { 'goal-1': 'Yes' })")
    page.reload()
    page.emulate_media(media="print")
    sheet = page.locator(".entry").inner_text()
    assert all(
        words in sheet for words in ("I can take a sample", "A jar, 9 March", "Did you get what you came for?", "Yes")
    )


def test_a_half_written_goal_is_there_after_a_reload(river):
    page = river.go("pages/goal-setting.html")
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label(GOAL).fill("Half a")
    page.reload()
    assert page.get_by_label(GOAL).input_value() == "Half a"
    page.get_by_label(GOAL).fill("Half a goal is whole now")
    page.get_by_role("button", name="Keep it").click()
    assert [name for name in river.kept() if name.startswith("draft/")] == []


def test_only_the_chosen_goals_are_shared(river):
    page = river.go("pages/goal-setting.html")
    set_goal(page, "For everybody", notice="They nod")
    set_goal(page, "Only for me")
    page.get_by_role("button", name="Share my goals").click()
    shown = page.get_by_label("This is what others will read")
    assert shown.input_value() == ""
    page.locator("[data-which]").get_by_label("For everybody").check()
    assert "For everybody" in shown.input_value() and "They nod" in shown.input_value()
    assert "Only for me" not in shown.input_value()
    name, words = downloaded(page, page.get_by_role("button", name="Download"))
    assert name == "river-watch-goals.txt" and words == shown.input_value()
    page.locator("[data-passing-on]").get_by_role("link", name="What we want from this course").click()
    assert page.url.endswith("our-goals.html")


def test_goals_written_in_the_survey_need_not_be_written_again(river):
    page = river.go("modules/reading-the-river/sign-up.html")
    page.get_by_label(GOAL).fill("See a kingfisher")
    page.get_by_role("button", name="Keep my answers").click()
    river.go("pages/goal-setting.html").get_by_role("button", name="Take over the goals").click()
    assert page.locator(".entry h3").all_inner_texts() == ["See a kingfisher"]
    assert not page.get_by_role("button", name="Take over the goals").is_visible()


def test_a_check_in_reminds_of_the_goals_and_its_answer_stands_beside_them(river):
    page = river.go("pages/goal-setting.html")
    set_goal(page, "See a kingfisher")
    river.go("modules/sampling/check-in-week-2.html")
    assert page.locator("[data-goal-reminder]").get_by_text("See a kingfisher").is_visible()
    page.get_by_label("Half of the way").first.check()
    page.get_by_role("button", name="Keep my answers").click()
    river.go("pages/goal-setting.html")
    assert "Half of the way" in page.locator(".entry").inner_text()
    assert "Answered" in page.locator('[data-moment="check-in-week-2"]').inner_text()


def test_private_goals_can_be_taken_out_but_are_shared_with_nobody(visit):
    teacher = visit("stories-that-teach")
    page = teacher.go("pages/goal-setting.html")
    set_goal(page, "Tell one story without paper")
    page.get_by_role("button", name="Take my goals out").click()
    assert "without paper" in page.get_by_label("This is what others will read").input_value()
    assert page.locator("[data-passing-on]").get_by_role("link").count() == 0


def test_evidence_is_counted_where_it_is_wanted_and_goes_onto_the_certificate(river):
    page = river.go("pages/evidence-log.html")
    page.get_by_role("button", name="Add evidence").click()
    page.get_by_role("radio", name="Three field notes").check()
    page.get_by_label("What did you do or make?").fill("Notes from\nthe footbridge")
    page.get_by_label("Where can it be seen?").fill("https://example.org/notes")
    page.get_by_label("Collect a water sample").check()
    page.get_by_role("button", name="Keep it").click()
    assert "Pieces of evidence: 1" in page.locator("[data-wanted] li").first.inner_text()
    assert "Nothing yet" in page.locator("[data-wanted] li").last.inner_text()
    assert "Pieces of evidence: 1" in page.locator('[data-outcome="sample"]').inner_text()
    page.get_by_role("link", name="Make my certificate").click()
    page.get_by_role("button", name="Take over my evidence log").click()
    line = "Notes from the footbridge, https://example.org/notes"
    assert page.get_by_label("What you did").input_value() == line
    assert not page.get_by_role("button", name="Take over my evidence log").is_visible()
    page.get_by_role("button", name="Print or save as PDF").click()
    assert "Write your name first." in page.locator("form .status").inner_text()
    name = page.get_by_label("Your name")
    # In sight and to screen readers, at the field itself; and gone once it is filled in.
    assert name.get_attribute("aria-invalid") == "true"
    assert page.locator(f'[id="{name.get_attribute("aria-describedby")}"]').inner_text() == "Write your name first."
    name.fill("Ada Lovelace")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print or save as PDF").click()
    assert (name.get_attribute("aria-invalid"), name.get_attribute("aria-describedby")) == (None, None)


def test_the_printed_certificate_holds_the_evidence_and_says_who_made_it(river, tmp_path):
    page = river.go("certificates/self-certificate.html")
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("What you did").fill("Three notes")
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    assert "Ada Lovelace" in shown and "Three notes" in shown and "Self-certified" in shown
    assert "It was not checked by Open Rivers Institute" in shown
    assert "Fill in your certificate" not in shown
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert page.title().startswith("Ada Lovelace")


def signed_by_holder(text):
    """The badge in `text`, once its one signature is that of whoever it is about."""
    from mooc_kit.credentials import proof

    badge = json.loads(text)
    proof.verify(badge, badge["credentialSubject"]["id"])
    assert badge["issuer"]["id"] == badge["credentialSubject"]["id"]
    return badge


def test_a_certificate_is_signed_by_its_maker_and_names_just_what_the_log_shows(river):
    page = river.go("pages/evidence-log.html")
    page.get_by_role("button", name="Add evidence").click()
    page.get_by_label("What did you do or make?").fill("Notes from the footbridge")
    page.get_by_label("Where can it be seen?").fill("https://example.org/notes")
    page.get_by_label("Collect a water sample").check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Make my certificate").click()
    sign = page.get_by_role("button", name="Sign it and save the file")
    sign.click()
    assert "Write your name first." in page.locator("form .status").inner_text()
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_role("button", name="Take over my evidence log").click()
    assert page.locator(".sheet-outcomes li:visible").count() == 1
    name, text = downloaded(page, sign)
    badge = signed_by_holder(text)
    assert name == "river-watch-self-certificate.json" and badge["issuer"]["name"] == "Ada Lovelace"
    about = badge["credentialSubject"]["achievement"]
    assert "Nobody else checked it." in about["criteria"]["narrative"]
    assert about["criteria"]["narrative"].count("\n- ") == 1 and "water sample" in about["criteria"]["narrative"]
    assert [piece["id"] for piece in badge["evidence"]] == ["https://example.org/notes"]
    page = river.go("verify.html")
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )
    page.get_by_text("Ada Lovelace issued it to themselves").wait_for()
    page = river.go("certificates/self-certificate.html")
    sign = page.get_by_role("button", name="Sign it and save the file")
    _, again = downloaded(page, sign)
    assert signed_by_holder(again)["issuer"] == badge["issuer"]  # the same key


def test_what_somebody_did_can_be_signed_and_kept_without_being_shared(river):
    page = river.go("pages/sharing-back.html")
    page.get_by_role("button", name="Write down what you did").click()
    page.get_by_label("A title").fill("A jar on the bridge")
    page.get_by_label("What did you do, where").fill("I took a sample.")
    page.get_by_role("button", name="Keep it").click()
    _, text = downloaded(page, page.get_by_role("button", name="Sign and keep: A"))
    badge = signed_by_holder(text)
    assert badge["name"] == "I did this: A jar on the bridge"
    assert [piece["narrative"] for piece in badge["evidence"]] == ["I took a sample."]
    page = river.go("my-data.html")
    key = page.locator("[data-kept] li", has_text="My key for badges")
    key.get_by_role("button").click()
    page.locator("[data-do='really']").click()
    key.wait_for(state="hidden")  # the browser's database takes its time


def test_a_story_is_shared_only_after_those_in_it_were_asked(river):
    page = river.go("pages/sharing-back.html")
    page.get_by_role("button", name="Write down what you did").click()
    page.get_by_label("A title").fill('A "jar" on the bridge')
    page.get_by_label("Which part of the course").select_option("sampling")
    page.get_by_label("What did you do, where").fill("I took a sample.")
    page.get_by_label("A picture of what was done").check()
    page.get_by_label("You may show this").check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Share: A").click()
    assert "First ask the people" in page.locator(".entry .status").inner_text()
    page.get_by_role("button", name="Change: A").click()
    page.get_by_label("Everybody who can be recognised").check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Share: A").click()
    assert "I took a sample." in page.get_by_label("This is what others will read").input_value()
    name, words = downloaded(page, page.get_by_role("button", name="Download"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-a-jar-on-the-bridge\.md", name)
    meta = yaml.safe_load(words.split("---")[1])
    assert meta["title"] == 'A "jar" on the bridge' and meta["module"] == "sampling"
    assert meta["evidence"] == ["photo"] and meta["may_be_shown"] and meta["people_agreed"]


def test_the_downloaded_story_is_a_share_back_that_the_kit_takes(river, tmp_path):
    from mooc_kit.checks.course_check import check_path
    from mooc_kit.kit.examples import copy_example

    page = river.go("pages/sharing-back.html")
    page.get_by_role("button", name="Write down what you did").click()
    page.get_by_label("A title").fill("# Odd: [title] 'quoted'")
    page.get_by_label("What did you do, where").fill("Out.")
    page.get_by_label("You may show this").check()
    page.get_by_label("Everybody who can be recognised").check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Share: #").click()
    name, words = downloaded(page, page.get_by_role("button", name="Download"))
    kit = tmp_path / "kit"
    copy_example("river-watch", kit)
    (kit / "share-backs" / name).write_text(words, "utf-8")
    checked = check_path(kit)
    assert [problem for problem in checked.problems if "share-backs" in problem.place.file] == []
    gallery = next(page for page in checked.course.pages if page.id == "gallery")
    assert "# Odd: [title]" in gallery.body_html


CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:rivers.example.org", "name": "Open <i>Rivers</i>"},
    "validFrom": "2027-03-30T10:00:00Z",
    "credentialSubject": {
        "achievement": {"id": "https://rivers.example.org/watch/badges/field-observer.html", "name": "Field Observer"}
    },
}


def png_with(text: str, *, compressed: bool = False) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    words = zlib.compress(text.encode()) if compressed else text.encode()
    baked = b"openbadgecredential\0" + bytes([compressed, 0]) + b"\0\0" + words
    pixel = zlib.compress(b"\0\xff\0\0")
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"iTXt", baked), chunk(b"IDAT", pixel), chunk(b"IEND", b"")]
    )


def jwt(claims: object) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}.c2ln"


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    "<openbadges:credential><![CDATA[{}]]></openbadges:credential><script>document.title='run'</script></svg>"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("badge.json", json.dumps(CREDENTIAL).encode()),
        ("badge.jwt", jwt(CREDENTIAL).encode()),
        ("badge.png", png_with(json.dumps(CREDENTIAL))),
        ("packed.png", png_with(json.dumps(CREDENTIAL), compressed=True)),
        ("badge.svg", SVG.format(json.dumps(CREDENTIAL)).encode()),
    ],
)
def test_a_badge_file_of_any_kind_joins_the_collection(river, name, data):
    page = river.go("my-badges.html")
    page.get_by_label("Bring in a badge file").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.locator(".collected").wait_for()
    shown = page.locator(".collected").inner_text()
    assert "Field Observer" in shown and "Open <i>Rivers</i>" in shown and "March 30, 2027" in shown
    # Nobody has signed it; of an envelope that names no way of signing that is known, no more can be said.
    told = "It cannot be judged here" if name.endswith("jwt") else "It does not hold"
    page.locator(".collected").get_by_text(told).wait_for()
    assert "In your collection" in page.locator('[data-badge="field-observer"]').inner_text()
    assert page.locator('[data-badge="river-voice"] .state').inner_text() == ""
    page.reload()
    page.locator(".collected").get_by_text(told).wait_for()
    picture = page.locator(".collected img").get_attribute("src")
    assert picture.startswith("data:") != name.endswith(("json", "jwt"))  # its own, or else that of the course's badge
    _, again = downloaded(page, page.get_by_role("button", name="Download: Field Observer"))
    assert "Field Observer" in again or "." in again
    page.get_by_role("button", name="Remove: Field Observer").click()
    assert page.locator(".collected").count() == 0
    page.get_by_role("button", name="Take it back").click()
    assert page.locator(".collected").count() == 1
    # The issuer's keys are looked for beside the page, where this course has none yet.
    assert not [words for words in river.complaints if "404" not in words]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff", b"<svg/>", b"[1]", b"a.b.c", b"\xff"]
)
def test_a_file_without_a_badge_is_refused_in_words(river, data):
    page = river.go("my-badges.html")
    page.get_by_label("Bring in a badge file").set_input_files({"name": "x.png", "mimeType": "", "buffer": data})
    page.get_by_text("No badge was found in x.png.").wait_for()
    assert river.complaints == []


def test_everything_can_be_taken_to_another_browser(visit):
    one = visit("river-watch")
    page = one.go("pages/goal-setting.html")
    set_goal(page, "Mine")
    one.go("modules/reading-the-river/why-watch.html").get_by_role("button", name="Mark as done").click()
    one.go("modules/reading-the-river/sign-up.html").get_by_label(GOAL).fill("From the first browser")
    page.get_by_role("button", name="Keep my answers").click()
    one.go("my-data.html")
    name, words = downloaded(page, page.get_by_role("button", name="Download everything"))
    assert name == "river-watch-my-data.json"

    two = visit("river-watch", **PHONE)
    other = two.go("pages/goal-setting.html")
    set_goal(other, "Set on the phone")
    two.go("modules/reading-the-river/sign-up.html").get_by_label(GOAL).fill("From the phone")
    other.get_by_role("button", name="Keep my answers").click()
    two.go("my-data.html").get_by_label("The file that you downloaded").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": words.encode()}
    )
    other.get_by_text("What do you want from this course?").wait_for()
    other.get_by_role("button", name="Keep what is here").click()
    other.get_by_text("What was in the file is here now.").wait_for()
    kept = two.kept()
    assert [goal["goal"] for goal in kept["goals"]] == ["Set on the phone", "Mine"]
    assert len({goal["number"] for goal in kept["goals"]}) == 2
    assert kept["done"] == ["sign-up", "why-watch"]
    assert kept["survey/sign-up"]["goal-1"] == "From the phone"
    assert two.complaints == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{", "not a file that this site made"),
        ('{"course": "river-watch"}', "not a file that this site made"),
        ('{"course": "other", "data": {}}', "from another course: other"),
    ],
)
def test_another_file_is_not_taken(river, words, said):
    page = river.go("my-data.html")
    page.get_by_label("The file that you downloaded").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": words.encode()}
    )
    page.get_by_text(said).wait_for()
    assert river.kept() == {}


def test_a_damaged_file_breaks_no_page(river):
    page = river.go("my-data.html")
    names = (
        "done",
        "goals",
        "evidence",
        "share-backs",
        "draft/goals",
        "survey/sign-up",
        "certificate/self-certificate",
        "quiz/baseline-quiz",
        "badge/0",
        "seed",
    )
    for value in (7, "x", [None, 1, {"number": "a"}], {"answers": None}, None):
        for name in names:
            page.evaluate("([name, value]) => moocKit.store.set(name, value)", [name, value])
        for path in (
            "pages/goal-setting.html",
            "pages/evidence-log.html",
            "pages/sharing-back.html",
            "my-badges.html",
            "certificates/self-certificate.html",
            "modules/reading-the-river/sign-up.html",
            "index.html",
            "modules/sampling/check-in-week-2.html",
            "modules/baselines/baseline-quiz.html",
            "my-data.html",
        ):
            river.go(path)
            assert river.complaints == [], (name, value, path)


def test_a_part_of_what_is_kept_can_be_deleted_alone(river):
    page = river.go("pages/goal-setting.html")
    set_goal(page, "Mine")
    river.go("modules/reading-the-river/why-watch.html").get_by_role("button", name="Mark as done").click()
    river.go("my-data.html").get_by_role("button", name="Delete: My goals").click()
    assert "This will be gone for good: My goals" in page.locator("[data-sure]").inner_text()
    page.get_by_role("button", name="Yes, delete").click()
    assert sorted(river.kept()) == ["done", "last"]


def test_on_a_phone_nothing_sticks_out_and_every_control_is_large_enough(visit):
    phone = visit("river-watch", **PHONE)
    page = phone.go("pages/goal-setting.html")
    set_goal(page, "A-goal-with-a-word-that-does-not-break-anywhere-" * 3)
    page.get_by_role("button", name="Share my goals").click()
    for path in (
        "pages/goal-setting.html",
        "pages/evidence-log.html",
        "pages/sharing-back.html",
        "my-badges.html",
        "my-data.html",
        "pages/gallery.html",
        "pages/goal-themes.html",
        "certificates/self-certificate.html",
    ):
        phone.go(path)
        for button in page.locator(".entries [data-do='add']:visible").all():
            button.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        for button in page.locator(
            "main button:visible, main .choice:visible, main select:visible, main input[type=text]:visible"
        ).all():
            box = button.bounding_box()
            assert box is None or box["height"] >= 24, (path, button)
    assert phone.complaints == []


def test_without_a_script_the_table_for_paper_is_there(visit):
    page = visit("river-watch", java_script_enabled=False).go("pages/goal-setting.html")
    assert page.get_by_text("Copy this table into your notes").is_visible()
    assert not page.get_by_role("button").count()


def test_a_form_in_a_repository_opens_with_the_answers(web, tmp_path, visit):
    from mooc_kit.checks.course_check import check_path
    from mooc_kit.kit.examples import copy_example
    from mooc_kit.targets.site import Site
    from mooc_kit.targets.package_writer import write_package

    kit = tmp_path / "kit"
    copy_example("river-watch", kit)
    for path, old, new in (
        ("course.yaml", "  contact:", "  repository: https://github.com/open-rivers/watch\n  contact:"),
        ("course.yaml", "share_with: discussion", "share_with: repository"),
        ("content/completion/goal-setting.md", "(our-goals.md)", "(https://github.com/open-rivers/watch)"),
    ):
        text = (kit / path).read_text()
        assert old in text
        (kit / path).write_text(text.replace(old, new))
    (kit / "content/completion/our-goals.md").unlink()
    checked = check_path(kit)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    write_package(Site().render(checked.course, kit), web / "on-github")
    visitor = visit("on-github")
    page = visitor.go("pages/goal-setting.html")
    set_goal(page, "Be heard", notice="They ask back")
    page.get_by_role("button", name="Share my goals").click()
    page.locator("[data-which]").get_by_label("Be heard").check()
    page.evaluate("window.open = (url) => { window.opened = url; }")
    page.get_by_role("button", name="Open the form with my answers").click()
    opened = urlsplit(page.evaluate("window.opened"))
    assert (opened.hostname, opened.path) == ("github.com", "/open-rivers/watch/issues/new")
    assert parse_qs(opened.query) == {
        "template": ["goal.yml"],
        "goal-1": ["Be heard"],
        "how-you-will-know": ["They ask back"],
    }


WRITTEN_ON = (
    "pages/goal-setting.html",
    "pages/evidence-log.html",
    "pages/sharing-back.html",
    "my-badges.html",
    "my-data.html",
    "pages/gallery.html",
    "pages/goal-themes.html",
    "certificates/self-certificate.html",
    "modules/sampling/check-in-week-2.html",
)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_to_complain_about_where_people_write(visit, width, scheme):
    reader = visit("river-watch", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = reader.go("pages/goal-setting.html")
    set_goal(page, "Be heard", notice="They ask back")
    found = []
    for path in WRITTEN_ON:
        reader.go(path)
        page.evaluate("document.querySelectorAll('[data-do=pass-on], [data-do=add]').forEach((b) => b.click())")
        found += [(path, *barrier) for barrier in barriers(page)]
    assert found == []
