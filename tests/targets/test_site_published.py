"""What the site publishes so that credentials can be checked: on it, from a disk, and with nothing secret among it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.commands.build import build_course
from mooc_kit.credentials import badge, proof, status
from mooc_kit.credentials.keys import SigningKey, did_document
from mooc_kit.credentials.peers.keyfile import key_text
from mooc_kit.kit.examples import examples_folder
from tests.conftest import Run
from tests.credentials.documents import CREATED, river_badge

DID = "did:web:rivers.example.org:watch"
SITE = "https://rivers.example.org/watch"
KEY = SigningKey.from_seed(b"a seed for tests, never for work", f"{DID}#key-1")
SHARED = "credentials/0b9b5d4e-6f0a-4a55-9b58-111111111111"


def publish(folder: Path, *revoked: int, keys: tuple[tuple[str, bytes], ...] = (("key-1", KEY.public),)) -> Path:
    """What `mooc-kit issue --share` writes into its folder `publish`."""
    address = f"{SITE}/status/0.json"
    issuer = badge.Issuer(id=DID, name="Open Rivers Institute")
    listing = proof.sign(status.list_credential(address, issuer, revoked, CREATED), KEY, CREATED)
    credential = proof.sign(river_badge(DID, valid_from="2026-04-01T12:00:00Z"), KEY, CREATED)
    for name, found in (("did.json", did_document(DID, list(keys))), ("status/0.json", listing)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(found))
    (folder / SHARED).parent.mkdir(exist_ok=True)
    (folder / f"{SHARED}.json").write_text(json.dumps(credential))
    return folder


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "kit"
    shutil.copytree(examples_folder() / "river-watch", folder)
    return folder


@pytest.fixture(scope="module")
def site(kit: Path) -> Path:
    """The site, built with what was published."""
    folder = publish(kit.parent / "run" / "publish")
    assert build_course(kit, ("site",), kit.parent / "out", folder) == 0
    return kit.parent / "out" / "site"


@pytest.fixture
def visit(browser: Any, site: Path) -> Any:
    """Open a page of the site at its own address; `instead` are files that changed on the server since it was built."""
    made = []

    def open_page(path: str, instead: dict[str, Path | None] | None = None) -> Any:
        def answer(route: Any) -> None:
            name = route.request.url.removeprefix(f"{SITE}/").partition("#")[0].partition("?")[0]
            file = (instead or {}).get(name, site / name)
            if file is not None and file.is_file():
                route.fulfill(path=file)
            else:
                route.fulfill(status=404)

        context = browser.new_context(service_workers="block")
        made.append(context)
        context.route("https://rivers.example.org/**", answer)
        page = context.new_page()
        page.goto(f"{SITE}/{path}")
        return page

    yield open_page
    for context in made:
        context.close()


def checked(page: Any, file: Path) -> str:
    page.set_input_files("#credential-file", str(file))
    page.wait_for_selector("[data-verify-result] .checks")
    return str(page.inner_text("[data-verify-result]"))


@pytest.mark.browser
def test_the_site_checks_a_file_with_nothing_else_dropped(visit: Any, site: Path) -> None:
    told = checked(visit("verify.html"), site / f"{SHARED}.json")
    assert "It holds" in told and "whose site this is" in told and "not taken back" in told


@pytest.mark.browser
def test_a_page_on_a_disk_knows_the_keys_and_says_that_the_list_is_out_of_reach(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "verify.html").as_uri())
    told = checked(page, site / f"{SHARED}.json")
    assert "It cannot be judged here" in told and "came with this copy" in told and "cannot be reached" in told
    page.close()


@pytest.mark.browser
def test_a_shared_link_and_a_second_one_are_followed(visit: Any) -> None:
    page = visit("verify.html#c=" + SHARED.removeprefix("credentials/"))
    page.get_by_role("heading", name="It holds").wait_for()
    page.evaluate("location.hash = '#c=00000000-0000-4000-8000-000000000000'")
    page.get_by_text("The link cannot be read from here").wait_for()


@pytest.mark.browser
def test_a_key_that_was_taken_out_since_the_build_counts_no_more(visit: Any, site: Path, tmp_path: Path) -> None:
    other = SigningKey.from_seed(bytes(32), f"{DID}#key-2")
    newer = publish(tmp_path, keys=(("key-2", other.public),))
    told = checked(visit("verify.html", {"did.json": newer / "did.json"}), site / f"{SHARED}.json")
    assert "cannot be judged here" in told


@pytest.mark.browser
def test_a_revoked_credential_is_told_as_soon_as_the_list_is_new(visit: Any, site: Path, tmp_path: Path) -> None:
    newer = publish(tmp_path, 4711)
    told = checked(visit("verify.html", {"status/0.json": newer / "status/0.json"}), site / f"{SHARED}.json")
    assert "It does not hold" in told and "taken it back" in told


def test_keys_and_lists_are_never_shown_from_the_offline_copy(site: Path) -> None:
    worker = (site / "service-worker.js").read_text()
    assert (site / "did.json").is_file()
    assert '"did.json"' not in worker and '"status/0.json"' not in worker


def test_the_folder_publish_of_the_kit_is_taken_without_being_named(kit: Path, tmp_path: Path) -> None:
    shutil.copytree(kit, tmp_path / "kit", ignore=shutil.ignore_patterns("cache"))
    publish(tmp_path / "kit" / "publish")
    assert build_course(tmp_path / "kit", ("site",), tmp_path / "out") == 0
    assert json.loads((tmp_path / "out/site/did.json").read_text())["id"] == DID
    assert DID in (tmp_path / "out/site/verify.html").read_text()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("status/1.json", '{"privateKeyMultibase": "z3u2..."}', "K107"),
        ("did.json", '{"id": "did:web:x", "verificationMethod": [{"publicKeyJwk": {"d": "secret"}}]}', "K107"),
        ("did.json", key_text(KEY), "K107"),
        ("did.json", "[]", "K140"),
        ("ledger.sqlite", "SQLite format 3", "K140"),
        ("key-1.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "K140"),
        ("credentials/Ama Boateng.json", "{}", "K140"),
        ("credentials/0f0e0d0c-0b0a-4908-8706-050403020100.html", "<h1>Ama</h1><script src=x></script>", "K140"),
    ],
)
def test_nothing_secret_is_ever_published(
    kit: Path, mooc_kit: Run, tmp_path: Path, name: str, data: str, code: str
) -> None:
    folder = publish(tmp_path / "publish")
    (folder / name).write_text(data)
    result = mooc_kit("build", str(kit), "-t", "site", "-o", str(tmp_path / "out"), "--publish", str(folder))
    assert result.returncode == 1 and code in result.stdout + result.stderr
    assert not (tmp_path / "out").exists()


def test_a_link_out_of_the_folder_is_not_followed(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    folder = publish(tmp_path / "publish")
    (tmp_path / "secret.json").write_text("{}")
    (folder / "status/1.json").symlink_to(tmp_path / "secret.json")
    result = mooc_kit("build", str(kit), "-t", "site", "-o", str(tmp_path / "out"), "--publish", str(folder))
    assert result.returncode == 1 and "K140" in result.stdout + result.stderr


def test_keys_of_another_address_are_pointed_out(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    shutil.copytree(kit, tmp_path / "kit", ignore=shutil.ignore_patterns("cache"))
    spec = tmp_path / "kit/course.yaml"
    spec.write_text(spec.read_text().replace(SITE, "https://rivers.example.org/other"))
    publish(tmp_path / "kit/publish")
    result = mooc_kit("validate", str(tmp_path / "kit"))
    assert "K141" in result.stdout and "did:web:rivers.example.org:watch" in result.stdout


def test_a_participants_key_in_the_kit_is_reported(kit: Path, mooc_kit: Run, tmp_path: Path) -> None:
    shutil.copytree(kit, tmp_path / "kit", ignore=shutil.ignore_patterns("cache"))
    (tmp_path / "kit/my-badge-key.json").write_text(key_text(KEY, "river"))
    result = mooc_kit("validate", str(tmp_path / "kit"))
    assert result.returncode == 1 and "K107" in result.stdout
