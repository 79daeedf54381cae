"""A certificate of one's own as one file: in every package, and working from a disk without a request."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from html import unescape
from pathlib import Path

import pytest

from mooc_kit.course.model import Course
from mooc_kit.kit.examples import examples_folder
from mooc_kit.targets.registry import targets
from tests.conftest import Run
from tests.shared import example_course, grown, once
from tests.visitor import Visitor, barriers

CARRIERS = ("moodle", "open-edx", "canvas", "common-cartridge")


@pytest.fixture(scope="session")
def course() -> Course:
    return example_course("stories-that-teach")


def members(package: Path) -> dict[str, bytes]:
    if tarfile.is_tarfile(package):
        with tarfile.open(package) as archive:
            return {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def forms(course: Course, shared: Path) -> Path:
    """A folder with the file that each platform's package carries, by the target's key."""

    def make(folder: Path) -> None:
        folder.mkdir()
        for key in CARRIERS:
            package = targets()[key].render(course, examples_folder() / "stories-that-teach")
            name, data = next((n, d) for n, d in package.files.items() if not n.endswith(".md"))
            (folder / name).write_bytes(data if isinstance(data, bytes) else data.read_bytes())
            found = [text for text in members(folder / name).values() if b"data-certificate=" in text]
            assert len(found) == 1, key
            (folder / f"{key}.html").write_bytes(found[0])
            said = " ".join(notice.instead for notice in package.notices)
            assert "leads to the form as one file" in said, key

    return once(shared, "one-file-forms", make)


def test_every_platform_carries_the_same_form_and_a_page_leads_to_it(forms: Path) -> None:
    assert len({(forms / f"{key}.html").read_bytes() for key in CARRIERS}) == 1
    packages = {path.suffix: members(path) for path in forms.iterdir() if path.suffix != ".html"}
    assert any(b'href="/static/forms-self-certificate.html"' in data for data in packages[".gz"].values())
    page = next(data for name, data in packages[".mbz"].items() if b"forms/self-certificate.html" in data)
    assert b"@@PLUGINFILE@@/forms/self-certificate.html" in page
    files = packages[".mbz"]["files.xml"].decode()
    row = next(row for row in files.split("</file>") if "<filename>self-certificate.html</filename>" in row)
    assert "<component>mod_page</component>" in row
    assert "<filearea>content</filearea>" in row
    assert "<mimetype>text/html</mimetype>" in row


def test_the_file_names_nothing_that_lies_outside_of_it(forms: Path) -> None:
    html = (forms / "moodle.html").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None and unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    assert not re.findall(r"<(?:link|img|iframe|script)\b[^>]*\b(?:src|href)=", html)
    assert len(html) < 200_000


@pytest.mark.browser
def test_from_a_disk_people_write_evidence_sign_and_print_and_nothing_is_asked_for(
    forms: Path, browser, shared: Path, tmp_path: Path, mooc_kit: Run
) -> None:
    address = (forms / "open-edx.html").as_uri()
    visitor = Visitor(browser, address, accept_downloads=True, viewport={"width": 360, "height": 740})
    page = visitor.go("")
    page.get_by_role("button", name="Add evidence").click()
    page.locator("[name=what]").fill("I told <b>the story</b> of the well")
    page.locator("[name=outcomes]").first.check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("Your name").fill("Ama Boateng")
    page.get_by_role("button", name="Take over my evidence log").click()
    shown = page.locator(".sheet-outcomes li:visible")
    assert shown.count() == 1, "the certificate says what the log shows, without opening the page again"
    with page.expect_download() as download:
        page.get_by_role("button", name="Sign it and save the file").click()
    download.value.save_as(badge := tmp_path / download.value.suggested_filename)
    signed = json.loads(badge.read_text("utf-8"))
    assert [piece["narrative"] for piece in signed["evidence"]] == ["I told <b>the story</b> of the well"]
    assert shown.inner_text() in signed["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert mooc_kit("verify", str(badge)).returncode == 0
    kit = grown(shared, "stories-that-teach", tmp_path / "kit")
    assert "Taken: 1 badge file." in mooc_kit("receive", str(badge), "--kit", str(kit)).stdout
    assert barriers(page) == []
    assert not page.get_by_role("link", name="Save this page").is_visible(), "it is on the device already"
    page.emulate_media(media="print")
    assert page.locator(".sheet").is_visible()
    assert not page.get_by_text("My evidence").first.is_visible()
    page.emulate_media(media="screen")

    page.reload()
    assert page.get_by_label("Your name").input_value() == "Ama Boateng"
    page.once("dialog", lambda asked: asked.accept())
    with page.expect_event("load"):
        page.get_by_role("button", name="Delete everything").click()
    assert page.get_by_label("Your name").input_value() == ""
    assert visitor.kept() == {}
    assert page.evaluate("moocKit.badgeKey.get()") is None
    assert set(visitor.requests) <= {address} | {r for r in visitor.requests if r.startswith("blob:")}
    assert visitor.complaints == []
    visitor.context.close()
