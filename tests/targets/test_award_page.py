"""The award page: three people hand a badge on in the browser alone, the command line checks it; and the reverse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mooc_kit.credentials.peers.keyfile import key_text
from mooc_kit.kit.examples import examples_folder
from tests.conftest import Run
from tests.credentials.peers.test_chain import World, key

pytestmark = pytest.mark.browser
LEVELS = ("sample", "evidence")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit whose first judges are Ama and Luis, with their key files and its site beside it."""
    folder = tmp_path_factory.mktemp("award")
    shutil.copytree(examples_folder() / "river-watch", folder / "kit")
    for name in ("ama", "luis", "mei", "noor"):
        (folder / f"{name}.json").write_text(key_text(key(name), "river" if name == "luis" else "", name.title()))
    judges = "".join(f"      - {{name: {name}, key: '{key(name).did}'}}\n" for name in ("ama", "luis"))
    spec = folder / "kit" / "course.yaml"
    spec.write_text(spec.read_text().replace("  peer_badges:\n", f"  peer_badges:\n    first_judges:\n{judges}", 1))
    from mooc_kit.commands.build import build_course

    assert build_course(folder / "kit", ("site",), folder / "out") == 0
    return folder


class Person:
    """Somebody with a browser of their own at the award page."""

    def __init__(self, browser, course: Path, key_file: str = "", name: str = ""):
        self.folder = course
        self.context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto((course / "out" / "site" / "award.html").as_uri())
        self.page.wait_for_selector("[data-award][data-ready]", state="attached")
        self.page.get_by_role("link", name="Show everything").click()
        if key_file:
            self.page.set_input_files("#site\\:key-file", course / key_file)
            if "locked" in (course / key_file).read_text():
                self.page.get_by_label("Passphrase of the key file").fill("river")
                self.page.get_by_role("button", name="Open the key file").click()
        else:
            self.page.get_by_label("What may others call you?").fill(name)
            self.page.get_by_role("button", name="Make my key, and save its file").click()
        self.page.get_by_text("Your key is in this browser").wait_for()

    def saved(self, button: str, name: str, part: str = "") -> Path:
        """The file that `button` saves, or the step `part` that it begins: signed words go as a link or a file."""
        if part:
            self.page.get_by_role("button", name=button, exact=True).click()
            self.page.locator(f"[data-next={part}] details").evaluate("(place) => { place.open = true; }")
            button = "Save it as a file"
        with self.page.expect_download() as download:
            self.page.locator(f"[data-next={part}]" if part else "main").get_by_role(
                "button", name=button, exact=True
            ).click()
        place = self.folder / name
        download.value.save_as(place)
        return place

    def asks(self, name: str) -> Path:
        self.page.select_option("#site\\:ask-badge", "field-observer")
        self.page.locator("[name=url]").first.fill("https://photos.example.org/1")
        self.page.locator("[name=words]").first.fill("The bank at noon — “zażółć” 水 🐟\nsecond line\twith a tab")
        return self.saved("Sign my request", name, "ask")

    def shows(self, field: str, *files: Path) -> None:
        self.page.set_input_files(f"#site\\:{field}", list(files))

    def opens(self, request: Path, own: Path | None = None) -> None:
        if own:
            self.shows("own-file", own)
            self.page.get_by_text("You judge as a holder of Field Observer.").wait_for()
        self.shows("request-file", request)
        self.page.locator("[data-judge] fieldset").first.wait_for()

    def judges(self, request: Path, name: str, own: Path | None = None) -> Path:
        self.opens(request, own)
        for criterion in LEVELS:
            self.page.locator(f"[data-judge] input[name={criterion}][value=secure]").check()
        self.page.get_by_label("What convinced you?").fill("The photo shows it.")
        return self.saved("Sign my yes", name, "judge")

    def awards(self, request: Path, judgements: list[Path], name: str) -> Path:
        self.shows("close-files", request, *judgements)
        return self.saved("Sign the badge", name, "close")

    def checks(self, badge: Path) -> str:
        self.shows("check-file", badge)
        self.page.locator("[data-status=check] .verdict").wait_for()
        return self.page.locator("[data-status=check]").inner_text()


@pytest.fixture
def person(browser, course):
    made = []

    def come(*words: str, **more: str) -> Person:
        made.append(Person(browser, course, *words, **more))
        return made[-1]

    yield come
    for one in made:
        assert one.complaints == []
        one.context.close()


def test_a_chain_of_three_made_in_the_browser_holds_on_the_command_line(person, course: Path, mooc_kit: Run) -> None:
    ama, luis, mei, noor = person("ama.json"), person("luis.json"), person(name="Mei"), person(name="Noor")
    asked = mei.asks("mei.request.json")
    yes = [ama.judges(asked, "mei.ama.json"), luis.judges(asked, "mei.luis.json")]
    badge = ama.awards(asked, yes, "mei.badge.json")
    asked = noor.asks("noor.request.json")
    yes = [luis.judges(asked, "noor.luis.json"), mei.judges(asked, "noor.mei.json", own=badge)]
    second = mei.awards(asked, yes, "noor.badge.json")
    result = mooc_kit("badge", "verify", str(badge), str(second), "--kit", str(course / "kit"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 award from a first judge" in result.stdout
    told = noor.checks(second)
    assert "The badge Field Observer holds." in told
    assert "Badges checked on the way: 2" in told
    forged = json.loads(second.read_text())
    forged["documents"][0]["name"] = "Something better"
    broken = course / "forged.json"
    broken.write_text(json.dumps(forged))
    assert "does not hold" in noor.checks(broken)

    noor.shows("request-file", asked)
    noor.page.get_by_text("This is your own request. Somebody else must judge it.").wait_for()
    luis.page.get_by_role("button", name="Start again").click()
    luis.shows("close-files", asked, yes[0])
    luis.page.get_by_role("button", name="Sign the badge").click()
    luis.page.get_by_text("It needs 2 different judges and has 1").wait_for()
    noor.shows("close-files", asked, *yes)
    noor.page.get_by_role("button", name="Sign the badge").click()
    noor.page.get_by_text("one of those who judged it makes the badge").wait_for()
    noor.page.get_by_text("The key's file", exact=True).click()
    key_file = noor.saved("Save my key file", "noor-key.json")
    where = ["--kit", str(course / "kit"), "-o", str(course / "again.json")]
    signed = mooc_kit("badge", "request", "field-observer", "--key", str(key_file), "-e", "x", *where)
    assert signed.returncode == 0, signed.stderr


def test_what_the_command_line_made_can_be_gone_on_with_in_the_browser(person, course: Path, mooc_kit: Run) -> None:
    kit = ["--kit", str(course / "kit")]

    def run(*words: str) -> None:
        result = mooc_kit("badge", *words, *kit)
        assert result.returncode == 0, result.stdout + result.stderr

    request = course / "cli.request.json"
    seen = "https://e.example.org/1 Ein Käfer\nim Wasser"
    run("request", "field-observer", "--key", str(course / "mei.json"), "-e", seen, "-o", str(request))
    run(
        "judge",
        str(request),
        "--key",
        str(course / "ama.json"),
        *[f"-l{c}=secure" for c in LEVELS],
        "-o",
        str(course / "cli.ama.json"),
    )
    luis = person("luis.json")
    yes = luis.judges(request, "cli.luis.json")
    badge = luis.awards(request, [course / "cli.ama.json", yes], "cli.badge.json")
    run("verify", str(badge))
    assert "holds" in luis.checks(badge)


def test_the_browser_signs_the_same_statements_as_a_complete_canonicaliser(person) -> None:
    from mooc_kit.credentials.rdf import in_full

    world = World()
    world.awards("mei", "ama", "luis")
    asked = world.asks("noor")
    world.judges("mei", asked, comment='A "quoted" \\ line\nand 🐟 another')
    page = person("ama.json").page
    for document in world.documents:
        bare = {name: value for name, value in document.items() if name != "proof"}
        assert page.evaluate("(document) => moocKit.signing.statements(document)", bare) == in_full(bare)
        assert page.evaluate("(document) => moocKit.signing.isSigned(document, document.issuer.id)", document)
        for changed in (
            {**document, "name": "x"},
            {**document, "unknown": "x"},
            {**document, "validFrom": "2020-01-01T00:00:00Z"},
        ):
            assert not page.evaluate("(document) => moocKit.signing.isSigned(document, document.issuer.id)", changed)


NO_ED25519 = """
for (const name of ["importKey", "generateKey"]) {
  const real = crypto.subtle[name].bind(crypto.subtle);
  crypto.subtle[name] = (...words) => words.some((word) => (word?.name ?? word) === "Ed25519")
    ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")) : real(...words);
}
"""


@pytest.fixture(scope="module")
def made(course: Path) -> Path:
    """A folder of files as three people made them: Mei's and Noor's requests, judgements, badges."""
    world = World()
    kit_world(world, course)
    return course / "files"


def kit_world(world: World, course: Path) -> None:
    """Files of peers under the rules of the course in `course`."""
    from mooc_kit.commands.validate import whole_course
    from mooc_kit.credentials.jcs import jcs
    from mooc_kit.credentials.peers.bundle import bundle_of
    from mooc_kit.credentials.peers.policy import peer_badges, policy_of

    whole = whole_course(course / "kit")
    badge = next(found for found in peer_badges(whole) if found.id == "field-observer")
    world.policy = policy_of(whole, badge)
    good = dict.fromkeys(LEVELS, "secure")
    folder = course / "files"
    folder.mkdir()

    def moment(month: int) -> str:
        return f"2026-0{month}-01T12:00:00Z"

    from mooc_kit.credentials.peers.documents import PeerEvidence, award, judgement, request

    own: dict[str, object] = {}
    month = 1
    for who, judges in (("mei", ("ama", "luis")), ("noor", ("luis", "mei"))):
        asked = request(world.policy, key(who), [PeerEvidence("The bank")], moment(month), name=who.title())
        said = [
            judgement(world.policy, asked, key(one), good, moment(month + 1), own_badge=own.get(one), name=one.title())
            for one in judges
        ]
        made = award(world.policy, asked, key(judges[0]), said, moment(month + 2))
        world.documents += [*said, made]
        own[who] = made
        (folder / f"{who}.request.json").write_bytes(jcs(asked))
        for one, yes in zip(judges, said, strict=True):
            bundle = bundle_of(yes, world.documents if one in own else ())
            (folder / f"{who}.{one}.json").write_bytes(bundle.bytes())
        (folder / f"{who}.badge.json").write_bytes(bundle_of(made, world.documents).bytes())
        month += 3


def said(one: Person, part: str) -> str:
    place = one.page.locator(f"[data-status={part}]")
    place.filter(has_text="e").wait_for()
    return place.inner_text()


def test_a_wrong_file_is_named_for_what_it_is(person, made: Path, course: Path) -> None:
    one = person("ama.json")
    (made / "cut.json").write_text('{"type": "PeerBadgeRequest"')
    (made / "twice.json").write_text('{"type": "PeerBadgeRequest", "type": "PeerBadgeBundle"}')
    (made / "deep.json").write_text("[" * 100_000 + "]" * 100_000)
    for field, part, file, words in (
        ("request-file", "judge", made / "mei.badge.json", "This is a badge. Choose the request"),
        ("request-file", "judge", made / "mei.ama.json", "This is a judgement, one judge's yes. Choose the request"),
        ("request-file", "judge", course / "ama.json", "keep it to yourself"),
        ("request-file", "judge", course / "kit/badges/field-observer.svg", "is a picture or another kind of file"),
        ("request-file", "judge", made / "cut.json", "changed on the way"),
        ("request-file", "judge", made / "twice.json", "changed on the way"),
        ("request-file", "judge", made / "deep.json", "changed on the way"),
        ("check-file", "check", made / "mei.request.json", "This is a request for a badge. Choose the badge"),
        ("close-files", "close", made / "mei.badge.json", "Choose the request (.request.json) and the judgements"),
    ):
        one.shows(field, file)
        one.page.get_by_text(words).wait_for()
        assert words in said(one, part), file
        one.page.locator(f"[data-status={part}]").evaluate("(place) => place.replaceChildren()")


def test_a_yes_for_another_request_does_not_count_here(person, made: Path) -> None:
    one = person("ama.json")
    one.shows("close-files", made / "noor.request.json", made / "mei.ama.json", made / "mei.luis.json")
    one.page.get_by_text("A yes by Ama, for somebody else's request").wait_for()
    one.page.get_by_role("button", name="Sign the badge").click()
    one.page.get_by_text("It needs 2 different judges and has 0").wait_for()


def test_text_that_was_posted_can_be_pasted_with_words_around_it(person, made: Path) -> None:
    one = person("luis.json")
    texts = [(made / name).read_text() for name in ("mei.request.json", "mei.ama.json", "mei.luis.json")]
    one.page.locator("[data-source=close-files] summary").click()
    one.page.locator("#site\\:close-files-text").fill(
        f"Hello {{Luis}}:\n{texts[0]}\n\nand two:{texts[1]} {texts[2]} Bye"
    )
    one.page.locator("[data-source=close-files] [data-take]").click()
    one.page.get_by_text("A yes, by Luis").wait_for()
    badge = one.saved("Sign the badge", "pasted.badge.json", "close")
    assert "holds" in one.checks(badge)


def test_a_badge_kept_under_my_badges_lets_its_holder_judge_and_is_checked_there(person, made: Path) -> None:
    mei = person("mei.json")
    mei.checks(made / "mei.badge.json")
    mei.saved("Save my badge", "kept.badge.json")
    mei.page.get_by_text("It is saved, and under My badges now.").wait_for()
    mei.opens(made / "noor.request.json")
    mei.page.get_by_text("You judge as a holder of Field Observer.").wait_for()
    mei.page.goto(mei.page.url.replace("award.html", "my-badges.html"))
    mei.page.locator(".collected .verdict.good").wait_for()
    assert "Field Observer holds" in mei.page.locator(".collected").inner_text()


def test_a_peer_badge_is_walked_on_the_page_that_checks_credentials(person, made: Path) -> None:
    one = person("ama.json")
    page = one.page
    page.goto(page.url.replace("award.html", "verify.html"))
    bundle = json.loads((made / "noor.badge.json").read_text())
    alone = next(
        d for d in bundle["documents"] if d["name"] == "Field Observer" and d["issuer"]["id"] == key("luis").did
    )
    (made / "alone.json").write_text(json.dumps(alone))
    for name, words in (
        ("noor.badge.json", "The badge Field Observer holds."),
        ("alone.json", "The badge Field Observer does not hold."),
        ("mei.request.json", "This is no badge"),
    ):
        page.set_input_files("#credential-file", made / name)
        page.get_by_role("heading", name=words).wait_for()
    page.set_input_files("#credential-file", made / "alone.json")
    page.get_by_text("A picture holds the badge alone").wait_for()


def test_a_browser_without_ed25519_says_what_to_do_on_every_page_that_needs_it(
    browser, course: Path, made: Path
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(NO_ED25519)
    page = context.new_page()
    site = course / "out" / "site"
    page.goto((site / "award.html").as_uri())
    note = page.locator("[data-unable]")
    note.wait_for()
    assert "Chrome or Edge from version 137" in note.inner_text() and "mooc-kit badge" in note.inner_text()
    assert not page.locator("[data-tools]").is_visible()
    page.goto((site / "verify.html").as_uri())
    note.wait_for()
    page.set_input_files("#credential-file", made / "mei.badge.json")
    page.get_by_role("heading", name="It cannot be judged here").wait_for()
    assert "Open this page in another one" in page.locator("[data-verify-result]").inner_text()
    page.goto((site / "my-badges.html").as_uri())
    page.set_input_files("#site\\:badge-file", made / "mei.badge.json")
    page.locator(".collected").get_by_text("It cannot be judged here").wait_for()
    assert "Open this page in another one" in page.locator(".collected").inner_text()
    context.close()


def test_a_page_without_encryption_says_so(browser, course: Path) -> None:
    """Browsers sign only over https (or on this machine): over http there is no WebCrypto at all."""
    context = browser.new_context()
    site = course / "out" / "site"
    context.route(
        "http://rivers.example.org/**",
        lambda route: route.fulfill(path=site / route.request.url.removeprefix("http://rivers.example.org/")),
    )
    page = context.new_page()
    page.goto("http://rivers.example.org/award.html")
    page.locator("[data-unable]").wait_for()
    assert "Put https:// in front" in page.locator("[data-unable]").inner_text()
    context.close()


def test_too_few_judges_is_said_and_nothing_is_signed(person, made: Path) -> None:
    luis = person("luis.json")
    luis.shows("close-files", made / "mei.request.json", made / "mei.luis.json")
    luis.page.get_by_role("button", name="Sign the badge").click()
    luis.page.get_by_text("It needs 2 different judges and has 1").wait_for()
    assert not luis.page.locator("[data-next=close]").is_visible()


def test_a_badge_that_the_team_took_back_is_said_to_be_revoked(
    browser, course: Path, made: Path, tmp_path: Path
) -> None:
    from mooc_kit.commands.build import build_course
    from mooc_kit.credentials.peers.chain import REVOCATIONS
    from mooc_kit.credentials.peers.signed import sign_file

    shutil.copytree(course / "kit", tmp_path / "kit")
    bundle = json.loads((made / "mei.badge.json").read_text())
    award = next(d for d in bundle["documents"] if d["name"] == "Field Observer")
    listed = {"type": REVOCATIONS, "entries": [{"award": award["id"], "from": "", "reason": "copied"}]}
    revoked = sign_file(listed, key("ama"), "2026-10-01T00:00:00Z")
    (tmp_path / "kit/badges/revoked.json").write_text(json.dumps(revoked))
    assert build_course(tmp_path / "kit", ("site",), tmp_path / "out") == 0
    one = Person(browser, tmp_path, name="Zoe")
    told = one.checks(made / "mei.badge.json")
    assert "does not hold" in told and "revoked by the course team" in told
    assert "does not hold" in one.checks(made / "noor.badge.json")  # Mei's badge never counted
    one.context.close()


def test_the_whole_of_a_request_can_be_made_with_the_keyboard_alone(person, course: Path) -> None:
    """From the top of the page: tab to a control, type, press Enter; the address bar is not needed."""
    one = person(name="Mei")
    page = one.page
    page.on("filechooser", lambda _: None)  # asked for now: asked for at the key press, it came too late once
    page.evaluate("document.activeElement.blur()")

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached with the keyboard")

    tab_to("#site\\:ask-badge")
    tab_to("#site\\:words-1")
    page.keyboard.type("The bank at noon")
    tab_to("[data-ask] button")
    page.keyboard.press("Enter")
    page.locator("[data-next=ask] details").wait_for()
    tab_to("[data-next=ask] summary")
    page.keyboard.press("Enter")
    tab_to("[data-next=ask] details button")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "field-observer.request.json"
    tab_to("#site\\:request-file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    download.value.save_as(course / "keyboard.json")
    chooser.value.set_files(course / "keyboard.json")
    page.get_by_text("This is your own request.").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_the_award_page_has_a_barrier_that_axe_knows(person, made: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one = person("ama.json")
    page = one.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def is_clean(state: str) -> None:
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], state
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, state

    is_clean("with a key")
    one.opens(made / "mei.request.json")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    is_clean("a request to judge")
    page.get_by_role("button", name="Sign my yes").click()
    page.get_by_text("is not judged").wait_for()
    is_clean("not judged yet")
    one.judges(made / "mei.request.json", f"axe.{scheme}.json")
    one.shows("close-files", made / "noor.request.json", made / "mei.luis.json")
    page.get_by_text("for somebody else's request").first.wait_for()
    is_clean("what to do next, and what was gathered")
    one.checks(made / "mei.badge.json")
    is_clean("a badge that holds")
    page.goto(page.url.replace("award.html", "verify.html"))
    page.set_input_files("#credential-file", made / "mei.badge.json")
    page.locator(".checks").wait_for()
    is_clean("the page that checks")
