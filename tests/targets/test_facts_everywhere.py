"""Facts arrive whole on every platform: a name with a comma, a title in other letters, a picture with its caption."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader

from mooc_kit.cohort.awards import awards_of
from mooc_kit.cohort.credential_rules import CredentialRule
from mooc_kit.cohort.decision import Planned
from mooc_kit.course.model import Course, CredentialKind, Page, Quiz, Signatory
from mooc_kit.course.pages import markdown_html
from mooc_kit.credentials.certificate import Printer
from mooc_kit.i18n import messages_for
from mooc_kit.quizzes.model import QuizFile
from mooc_kit.targets.open_edx.policy import policy as open_edx_policy
from mooc_kit.targets.registry import targets
from tests.cohort.issuing import NOW

TITLE = "Ríos, 川の数と نهر: ποτάμια"
NAME, ROLE = "Ama Boateng, PhD", "Course lead, hydrology"
ALT, CAPTION = "A weir, seen from the bank", "Fig. 1: the weir, at low water; “before”"
PICTURE = f'![{ALT}](content/images/logo.svg "{CAPTION}")'


def packed(data: bytes) -> Iterator[bytes]:
    """What lies in a file, whatever it is packed in."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from packed(archive.read(name))
    elif data[:2] == b"\x1f\x8b":
        try:
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    if file := archive.extractfile(member):
                        yield from packed(file.read())
        except tarfile.ReadError:
            yield from packed(gzip.decompress(data))
    else:
        yield data


def texts(data: bytes) -> Iterator[str]:
    """The texts of a package with their letters as people read them."""
    for content in packed(data):
        if content.startswith(b"%PDF"):
            yield from _of_paper(PdfReader(io.BytesIO(content)))
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        with suppress(ValueError):
            text = json.dumps(json.loads(text), ensure_ascii=False)
        yield unescape(unescape(text)).replace('\\"', '"')


def _of_paper(reader: PdfReader) -> Iterator[str]:
    """What is printed, what is said of pictures, and the title."""
    yield " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    yield str(reader.metadata.title if reader.metadata else "")
    elements = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while elements:
        element = elements.pop().get_object()
        if isinstance(element, list):
            elements += element
        elif isinstance(element, dict):
            yield str(element.get("/Alt", ""))
            elements += [element["/K"]] if "/K" in element else []


@pytest.fixture(scope="module")
def whole(course: Course) -> Course:
    first, *rest = course.modules
    page = Page(id="weir", title=TITLE, body_html=markdown_html(PICTURE))
    question = {"id": "weir", "kind": "true_false", "prompt": f"{PICTURE}\n\nIs it low?", "answer": True}
    quiz = Quiz(id="weirs", title=TITLE, quiz=QuizFile.model_validate({"questions": [question]}))
    signed = [
        replace(credential, title=TITLE, signatories=(Signatory(NAME, ROLE),))
        if credential.kind is CredentialKind.CERTIFICATE
        else credential
        for credential in course.credentials
    ]
    return replace(
        course,
        title=TITLE,
        credentials=tuple(signed),
        modules=(replace(first, activities=(*first.activities, page, quiz)), *rest),
    )


@pytest.fixture(scope="module")
def told(whole: Course) -> dict[str, str]:
    """Everything that each target writes about the course, and what it says that it could not."""
    found = {}
    for key, target in targets().items():
        package = target.render(whole, Path("kit"))
        files = (data if isinstance(data, bytes) else data.read_bytes() for data in package.files.values())
        notices = [f"{notice.what} {notice.why} {notice.instead}" for notice in package.notices]
        found[key] = "\n".join([*(text for data in files for text in texts(data)), *notices])
    return found


@pytest.mark.parametrize("fact", [TITLE, NAME, ROLE, ALT, CAPTION])
@pytest.mark.parametrize("target", targets())
def test_a_fact_arrives_whole(told: dict[str, str], target: str, fact: str) -> None:
    assert fact in told[target]


def test_open_edx_has_the_name_and_the_role_apart(whole: Course) -> None:
    found = next(iter(open_edx_policy(whole, messages_for("en")).values()))
    (signatory,) = found["certificates"]["certificates"][0]["signatories"]
    assert (signatory["name"], signatory["title"]) == (NAME, ROLE)


def test_the_certificate_says_it_whole(whole: Course) -> None:
    (award,) = awards_of(
        whole, Path("kit"), [CredentialRule(id="completion", title=TITLE, activities=(), least_percent=0, weights={})]
    )
    assert award.design.signatories == ((NAME, ROLE),)
    assert (award.design.title, award.design.course) == (TITLE, TITLE)
    assert award.achievement.name == f"{TITLE}: {TITLE}"
    whose = Planned(1, "urn:uuid:8f2ad191-aa12-447d-a3bd-53958d881f2e", "l", NAME, "", "completion", "", NOW, "")
    page = PdfReader(io.BytesIO(Printer().certificate(award.design, whose, "{}", "https://e.org"))).pages[0]
    words = " ".join(page.extract_text().split())
    assert words.count(NAME) == 2
    assert ROLE in words
