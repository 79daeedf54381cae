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
        if key_file:
            self.page.set_input_files("#site\\:key-file", course / key_file)
            if "locked" in (course / key_file).read_text():
                self.page.get_by_label("Passphrase of the key file").fill("river")
                self.page.get_by_role("button", name="Open the key file").click()
        else:
            self.page.get_by_label("What may others call you?").fill(name)
            self.page.get_by_role("button", name="Make my key").click()
        self.page.get_by_text("Your key is in this browser").wait_for()

    def saved(self, button: str, name: str) -> Path:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=button, exact=True).click()
        place = self.folder / name
        download.value.save_as(place)
        return place

    def asks(self, name: str) -> Path:
        self.page.select_option("#site\\:ask-badge", "field-observer")
        self.page.locator("[name=url]").first.fill("https://photos.example.org/1")
        self.page.locator("[name=words]").first.fill("The bank at noon — “zażółć” 水 🐟\nsecond line\twith a tab")
        return self.saved("Sign my request", name)

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
        return self.saved("Sign my yes", name)

    def awards(self, request: Path, judgements: list[Path], name: str) -> Path:
        self.shows("close-files", request, *judgements)
        return self.saved("Sign the badge", name)

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
    luis.shows("close-files", asked, *yes[:1])
    luis.page.get_by_role("button", name="Sign the badge").click()
    luis.page.get_by_text("It needs 2 different judges and has 1").wait_for()
    noor.shows("close-files", asked, *yes)
    noor.page.get_by_role("button", name="Sign the badge").click()
    noor.page.get_by_text("one of those who judged it makes the badge").wait_for()
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
    run("judge", str(request), "--key", str(course / "ama.json"), *[f"-l{c}=secure" for c in LEVELS], "-o",
        str(course / "cli.ama.json"))  # fmt: skip
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


def test_the_award_page_has_no_barrier_that_axe_knows(person) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one = person("ama.json")
    for scheme in ("light", "dark"):
        one.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(one.page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    width = one.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
