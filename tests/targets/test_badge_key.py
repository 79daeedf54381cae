"""The badge key in the browser: it signs, and no script of the origin reads it; and a badge that travels as links."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from mooc_kit.credentials.multibase import encode
from tests.conftest import Run
from tests.credentials.peers.test_chain import key
from tests.targets.test_award_page import LEVELS, course  # noqa: F401  # fixture
from tests.web_server import served

pytestmark = pytest.mark.browser
ENTRY = "mooc-kit/river-watch/badge-key"
EVERYTHING_KEPT = """async () => {
  const found = [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
  for (const { name, version } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const request = indexedDB.open(name, version);
      request.onsuccess = () => done(request.result);
    });
    for (const place of database.objectStoreNames) {
      const all = await new Promise((done) => {
        const request = database.transaction(place).objectStore(place).getAll();
        request.onsuccess = () => done(request.result);
      });
      for (const entry of all) {
        const told = [];
        for (const format of ["jwk", "pkcs8", "raw"]) {
          try { told.push(await crypto.subtle.exportKey(format, entry.secret)); }
          catch (error) { told.push(error.name); }
        }
        found.push([name, JSON.stringify(entry), entry.secret.extractable, told]);
      }
    }
    database.close();
  }
  return found;
}"""
DID = "async () => (await moocKit.badgeKey.get())?.did"


@pytest.fixture(scope="module")
def site(course: Path) -> Iterator[str]:  # noqa: F811
    with served(course / "out/site") as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Somebody with a browser of their own, at the award page; `kept` is what an older release left in it."""
    contexts, complaints = [], []

    def come(key_file: Path | None = None, kept: dict[str, Any] | None = None, script: str = "") -> Page:
        # Without the service worker, whose script then misses its registration: nothing comes from an older copy.
        context = browser.new_context(base_url=site, service_workers="block", accept_downloads=True)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: "'waiting'" in str(error) or complaints.append(str(error)))
        if kept is not None:
            page.goto("404.html")
            page.evaluate("([name, kept]) => localStorage.setItem(name, JSON.stringify(kept))", [ENTRY, kept])
        at(page, "award.html")
        if key_file:
            page.set_input_files("#site\\:key-file", key_file)
            page.get_by_text("Your key is in this browser").wait_for()
        return page

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


def at(page: Page, address: str) -> None:
    """Open `address` anew: a page that differs by its fragment alone would not be loaded."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("[data-award][data-ready], [data-my-data]:not([hidden])")


def old_entry(*, is_saved: bool) -> dict[str, Any]:
    return {
        "type": "PeerBadgeKey",
        "name": "Mei",
        "did": key("mei").did,
        "secret": secret_of("mei"),
        **({"isSaved": True} if is_saved else {}),
    }


def secret_of(name: str) -> str:
    return encode(key(name).private.private_bytes_raw())


def is_out_of_reach(page: Page, name: str) -> None:
    """No storage of the origin gives the private key of `name` to a script."""
    found = page.evaluate(EVERYTHING_KEPT)
    seed = key(name).private.private_bytes_raw()
    told = json.dumps(found)
    assert encode(seed) not in told and seed.hex() not in told
    keys = [entry for entry in found if len(entry) == 4]
    assert [(is_extractable, told) for _, _, is_extractable, told in keys] == [(False, ["InvalidAccessError"] * 3)]


def test_three_people_make_a_badge_by_passing_links_on(visitor: Any, course: Path, mooc_kit: Run) -> None:  # noqa: F811
    """One press each, and one more for the holder: 4 presses, 3 links, 2 files (the key's copy, the badge)."""
    luis_file = course / "luis-open.json"
    from mooc_kit.credentials.peers.keyfile import key_text

    luis_file.write_text(key_text(key("luis"), "", "Luis"))
    mei, ama, luis = visitor(), visitor(course / "ama.json"), visitor(luis_file)
    pressed: list[str] = []
    files: list[str] = []

    def press(page: Page, name: str) -> None:
        pressed.append(name)
        page.get_by_role("button", name=name, exact=True).click()

    def link(page: Page, part: str) -> str:
        return page.locator(f"[data-next={part}] [data-link]").input_value()

    mei.on("download", lambda download: files.append(download.suggested_filename))
    mei.get_by_label("What may others call you?").fill("Mei")
    mei.locator("[name=words]").first.fill("The bank at noon")
    press(mei, "Make my key, and sign my request")
    passed = link(mei, "ask")
    for judge in (ama, luis):
        judge.on("download", lambda download: files.append(download.suggested_filename))
        at(judge, passed)
        assert judge.locator("[data-part]:visible").count() == 1, "more than one step is shown"
        for criterion in LEVELS:
            judge.locator(f"[data-judge] input[name={criterion}][value=secure]").check()
        press(judge, "Sign my yes")
        passed = link(judge, "judge")
    luis.get_by_text("That was the last yes: the badge is made.").wait_for()
    at(mei, passed)
    with mei.expect_download() as download:
        press(mei, "Save my badge")
    download.value.save_as(course / "linked.badge.json")
    assert (len(pressed), files) == (4, ["my-badge-key.json", "field-observer.badge.json"])
    result = mooc_kit("badge", "verify", str(course / "linked.badge.json"), "--kit", str(course / "kit"))
    assert result.returncode == 0, result.stdout + result.stderr
    mei.goto("my-badges.html")
    mei.locator(".collected .verdict.good").wait_for()


def test_yeses_that_went_two_ways_still_make_the_badge(visitor: Any, course: Path) -> None:  # noqa: F811
    from mooc_kit.credentials.peers.keyfile import key_text

    luis_file = course / "luis-two-ways.json"
    luis_file.write_text(key_text(key("luis"), "", "Luis"))
    mei, ama, luis = visitor(), visitor(course / "ama.json"), visitor(luis_file)
    mei.locator("[name=words]").first.fill("The bank at dusk")
    mei.get_by_role("button", name="Make my key, and sign my request").click()
    asked = mei.locator("[data-link]").input_value()
    passed = ""
    for judge in (ama, luis):
        at(judge, asked)
        for criterion in LEVELS:
            judge.locator(f"[data-judge] input[name={criterion}][value=secure]").check()
        judge.get_by_role("button", name="Sign my yes").click()
        passed = judge.locator("[data-next=judge] [data-link]").input_value()
    at(ama, passed)
    ama.get_by_text("That was the last yes: the badge is made.").wait_for()
    at(mei, passed)
    mei.get_by_text("This is your own request, with every yes so far.").wait_for()


def test_a_link_that_was_cut_or_unfolds_without_end_is_named(visitor: Any) -> None:
    import base64
    import zlib

    page = visitor()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b" " * 200_000_000) + packer.flush()
    for packed, words in (
        (b"\x12\x34", "This link was cut on the way"),
        (bomb, "too large for a browser"),
    ):
        at(page, "award.html#p=" + base64.urlsafe_b64encode(packed).decode().rstrip("="))
        page.get_by_text(words).wait_for(state="attached")


def test_no_script_of_the_origin_reads_the_key_and_it_stays_over_reloads(visitor: Any, course: Path) -> None:  # noqa: F811
    page = visitor(course / "mei.json")
    is_out_of_reach(page, "mei")
    at(page, "award.html")
    page.get_by_text("Your key is in this browser. Others see: Mei.").wait_for()
    assert page.evaluate(DID) == key("mei").did
    is_out_of_reach(page, "mei")
    page.locator("[name=words]").first.fill("The bank")
    page.get_by_role("button", name="Sign my request").click()
    page.locator("[data-next=ask] [data-link]").wait_for()


def test_a_key_made_here_can_be_saved_until_the_page_is_left(visitor: Any, course: Path) -> None:  # noqa: F811
    from mooc_kit.credentials.peers.keyfile import read_key

    page = visitor()
    page.get_by_label("What may others call you?").fill("Zoe")
    page.get_by_role("button", name="Make it without a file").click()
    page.get_by_text("Your key file is not saved yet.").wait_for()
    page.locator("#site\\:passphrase").fill("river")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my key file").click()
    download.value.save_as(course / "zoe.json")
    made, name = read_key((course / "zoe.json").read_text(), "river")
    assert (made.did, name) == (page.evaluate(DID), "Zoe")
    at(page, "award.html")
    page.get_by_role("link", name="My key", exact=True).click()
    assert not page.get_by_role("button", name="Save my key file").is_visible()
    other = visitor()
    other.get_by_role("button", name="Make it without a file").click()
    other.get_by_role("button", name="Go on without a file").click()
    other.get_by_role("link", name="My key", exact=True).click()
    other.get_by_text("There is no copy of this key").wait_for()


def test_a_key_of_an_older_release_whose_file_was_saved_is_moved_at_once(visitor: Any) -> None:
    page = visitor(kept=old_entry(is_saved=True))
    assert page.evaluate(DID) == key("mei").did
    is_out_of_reach(page, "mei")


@pytest.mark.parametrize("button", ["Save my key file", "Go on without a file"])
def test_a_key_of_an_older_release_without_a_file_waits_for_one(visitor: Any, button: str) -> None:
    page = visitor(kept=old_entry(is_saved=False))
    page.get_by_text("Your key file is not saved yet.").wait_for()
    assert page.evaluate("(name) => localStorage.getItem(name)", ENTRY), "the only copy is gone before it was saved"
    page.get_by_role("button", name=button).click()
    page.locator("[data-status=key]").filter(has_text="e").wait_for(state="attached")
    is_out_of_reach(page, "mei")
    assert page.evaluate(DID) == key("mei").did


def test_my_data_shows_exports_and_deletes_the_key(visitor: Any, course: Path) -> None:  # noqa: F811
    page = visitor(course / "mei.json")
    at(page, "my-data.html")
    mine = page.locator("[data-kind='badge-key']")
    assert mine.is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    told = json.loads(Path(download.value.path()).read_text())["data"]["badge-key"]
    assert told == {"type": "PeerBadgeKey", "name": "Mei", "did": key("mei").did}
    mine.get_by_role("button").click()
    page.get_by_role("button", name="Yes, delete").click()
    page.locator("[data-nothing]").wait_for()
    assert page.evaluate(DID) is None


def test_an_older_export_brings_its_key_back_so_that_it_cannot_be_read(visitor: Any, tmp_path: Path) -> None:
    page = visitor()
    at(page, "my-data.html")
    export = tmp_path / "export.json"
    export.write_text(json.dumps({"course": "river-watch", "data": {"badge-key": old_entry(is_saved=False)}}))
    page.set_input_files("#site\\:import", export)
    page.get_by_text("What was in the file is here now.").wait_for()
    assert page.evaluate(DID) == key("mei").did
    is_out_of_reach(page, "mei")
    other = old_entry(is_saved=True) | {"did": key("noor").did, "secret": secret_of("noor")}
    export.write_text(json.dumps({"course": "river-watch", "data": {"badge-key": other}}))
    page.set_input_files("#site\\:import", export)
    page.get_by_role("button", name="Keep what is here").click()
    page.get_by_text("What was in the file is here now.").wait_for()
    assert page.evaluate(DID) == key("mei").did


def test_two_courses_on_one_origin_keep_their_keys_apart(visitor: Any, course: Path) -> None:  # noqa: F811
    page = visitor(course / "mei.json")

    def as_another(route: Any) -> None:
        text = (course / "out/site/award.html").read_text()
        assert '"course": "river-watch"' in text or '"course":"river-watch"' in text
        for space in ("", " "):
            text = text.replace(f'"course":{space}"river-watch"', '"course":"other"')
        route.fulfill(body=text, content_type="text/html")

    page.route("**/award.html", as_another)
    at(page, "award.html")
    page.get_by_text("You have no key here yet.").wait_for()
    page.get_by_role("button", name="Make it without a file").click()
    page.get_by_text("Your key is in this browser").wait_for()
    assert page.evaluate(DID) != key("mei").did
    page.unroute("**/award.html")
    at(page, "award.html")
    assert page.evaluate(DID) == key("mei").did


def test_a_browser_that_keeps_no_keys_says_so_and_still_signs(visitor: Any, course: Path) -> None:  # noqa: F811
    page = visitor(course / "mei.json", script="Object.defineProperty(globalThis, 'indexedDB', { value: undefined });")
    page.get_by_text("This browser does not keep keys").wait_for()
    page.locator("[name=words]").first.fill("The bank")
    page.get_by_role("button", name="Sign my request").click()
    page.locator("[data-next=ask] [data-link]").wait_for()
    assert page.evaluate("(name) => localStorage.getItem(name)", ENTRY) is None
    at(page, "award.html")
    page.get_by_text("You have no key here yet.").wait_for()
