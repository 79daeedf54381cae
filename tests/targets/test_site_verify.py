"""The page that checks credentials, in a real browser: what holds, what was tampered with, what was taken back."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.commands.build import build_course
from mooc_kit.credentials import badge, baking, contexts, proof, status
from mooc_kit.credentials.canonical import canonical
from mooc_kit.credentials.keys import SigningKey, did_document
from tests.credentials.documents import CREATED, KEY, random_badge, river_badge
from tests.web_server import served

ROOT = Path(__file__).parents[2]
SCRIPT = """
require(process.argv[2]);
const { contexts, documents, expected } = JSON.parse(require("fs").readFileSync(0));
const wrong = documents.filter((document, n) => moocKit.rdf.canonical(document, contexts) !== expected[n]);
process.stdout.write(JSON.stringify({ wrong: wrong.length, hash: moocKit.rdf.sha256("abc") }));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_browser_signs_and_checks_the_same_statements_as_the_command_line(tmp_path: Path) -> None:
    import random

    chance = random.Random(11)
    documents = [random_badge(chance) for _ in range(150)]
    signed = proof.sign(river_badge(), KEY, CREATED)
    issuer = badge.Issuer(id=KEY.did, name="N")
    documents.append(
        badge.transcript(
            id="urn:uuid:9", issuer=issuer, name="n", description="d", valid_from=CREATED, credentials=(signed,)
        )
    )
    documents.append(
        {"@context": signed["@context"], **{k: v for k, v in signed["proof"].items() if k != "proofValue"}}
    )
    data = {
        "contexts": {address: contexts.context(address) for address in contexts.PINNED},
        "documents": documents,
        "expected": [canonical(document) for document in documents],
    }
    (tmp_path / "run.cjs").write_text(SCRIPT)
    made = subprocess.run(
        ["node", tmp_path / "run.cjs", ROOT / "mooc_kit/templates/site/credential-rdf.js"],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = json.loads(made.stdout)
    assert found["wrong"] == 0 and found["hash"].startswith("ba7816bf8f01cfea")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, SigningKey]]:
    """A built site on a server, with the issuer's keys and an empty status list on it."""
    folder = tmp_path_factory.mktemp("verify")
    shutil.copytree(ROOT / "examples/fix-a-flat", folder / "kit")
    build_course(folder / "kit", ("site",), folder / "build")
    home = folder / "build/site"
    key = SigningKey.from_seed(b"a seed for tests, never for work", "did:web:rivers.example.org:watch#key-1")
    (home / "did.json").write_text(json.dumps(did_document(key.did, [("key-1", key.public)])))
    (home / "status").mkdir()
    with served(home) as address:
        yield f"{address}verify.html", home, key


def publish(home: Path, key: SigningKey, *revoked: int) -> None:
    issuer = badge.Issuer(id=key.did, name="Open Rivers Institute")
    address = "https://rivers.example.org/watch/status/0.json"
    listing = proof.sign(status.list_credential(address, issuer, revoked, CREATED), key, CREATED)
    (home / "status/0.json").write_text(json.dumps(listing))


@pytest.mark.browser
def test_a_dropped_file_is_checked_in_the_browser_and_told_in_words(
    browser: Any, site: tuple[str, Path, SigningKey], tmp_path: Path
) -> None:
    address, home, key = site
    signed = proof.sign(river_badge(key.did, valid_from="2026-04-01T12:00:00Z"), key, CREATED)
    text = json.dumps(signed)
    forged = json.dumps({**signed, "name": "Another name"})
    extra = json.dumps({**signed, "favourite": "x"})
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    twice = baking.bake_svg(svg, text).replace(b"</svg>", baking.bake_svg(svg, text).partition(b">")[2])
    full = json.dumps({**signed, "https://schema.org/favourite": "x"})
    own_words = json.dumps({**signed, "@context": [*signed["@context"], {"favourite": "https://schema.org/name"}]})
    same_key = text.replace('"name":', '"name": "Another name", "name":', 1)
    swapped = text.replace("Field Observer", "Field Observer\\u202e", 1)
    cases = {
        "good.json": (text.encode(), "It holds"),
        "good.svg": (baking.bake_svg(svg, text), "It holds"),
        "forged.json": (forged.encode(), "It does not hold"),
        "extra.json": (extra.encode(), "It does not hold"),
        "picture.svg": (svg, "It does not hold"),
        "twice.svg": (twice, "It does not hold"),
        "full.json": (full.encode(), "It does not hold"),
        "own-words.json": (own_words.encode(), "It cannot be judged here"),
        "same-key.json": (same_key.encode(), "It does not hold"),
        "swapped.json": (swapped.encode(), "It does not hold"),
        "peer.json": (
            json.dumps(proof.sign(river_badge(valid_from="2026-04-01T12:00:00Z", status=None), KEY, CREATED)).encode(),
            "It holds",
        ),
    }
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    publish(home, key)
    page.goto(address)
    for name, (data, expected) in cases.items():
        (tmp_path / name).write_bytes(data)
        page.set_input_files("#credential-file", str(tmp_path / name))
        page.wait_for_function(
            "words => document.querySelector('[data-verify-result] h2')?.textContent === words", arg=expected
        )
        page.evaluate("document.querySelector('[data-verify-result]').replaceChildren()")
    page.set_input_files("#credential-file", str(tmp_path / "good.json"))
    page.wait_for_selector(".checks")
    shown = page.inner_text("[data-verify-result]")
    assert "Field Observer" in shown and "not taken back" in shown
    page.fill("#owner", " AMA@example.org")
    page.click(".owner button")
    assert "Yes" in page.inner_text(".owner [role=status]")
    page.fill("#owner", "eve@example.org")
    page.click(".owner button")
    assert "No" in page.inner_text(".owner [role=status]")
    steered = {**river_badge(key.did, valid_from="2026-04-01T12:00:00Z"), "name": "Field\u202eObserver<b>\u2066"}
    steered["issuer"] = {**steered["issuer"], "name": "Open\u202e<i>Rivers"}
    (tmp_path / "steered.json").write_text(json.dumps(proof.sign(steered, key, CREATED)))
    page.set_input_files("#credential-file", str(tmp_path / "steered.json"))
    page.get_by_text("FieldObserver<b>").wait_for()
    shown = page.inner_text("[data-verify-result]")
    assert "Open<i>Rivers" in shown and "\u202e" not in shown and "\u2066" not in shown
    assert page.locator("[data-verify-result] :is(b, i)").count() == 0
    publish(home, key, 4711)
    page.reload()
    page.set_input_files("#credential-file", str(tmp_path / "good.json"))
    page.wait_for_selector(".check.failed")
    assert "taken it back" in page.inner_text("[data-verify-result]")
    assert not errors
    page.close()
