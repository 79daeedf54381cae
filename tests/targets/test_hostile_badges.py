"""Attacks on the pages that check and judge: the browser must refuse just what the command line refuses, and show names
as nothing but text."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mooc_kit.commands.validate import whole_course
from mooc_kit.credentials.jcs import digest, jcs
from mooc_kit.credentials.peers.bundle import bundle_of, read_bundle
from mooc_kit.credentials.peers.chain import Trust, verify_chain
from mooc_kit.credentials.peers.documents import PeerEvidence, award, judgement, request
from mooc_kit.credentials.peers.policy import Policy, peer_badges, policy_of
from mooc_kit.credentials.peers.trust import trust_of
from mooc_kit.credentials.proof import sign
from tests.conftest import Run
from tests.credentials.peers.test_chain import World, key
from tests.targets.test_award_page import LEVELS, Person, course, made, person  # noqa: F401  # fixtures

pytestmark = pytest.mark.browser
WALK = """async (bundle) => {
  try {
    const read = moocKit.peers.readBundle(bundle);
    const trust = await moocKit.chain.trustOf(moocKit.coursePeers, [...read.documents.keys()]);
    return (await moocKit.chain.verify(read, trust)).holds;
  } catch { return false; }
}"""
STEERING = "\u202e\u2066\u200f"


@pytest.fixture(scope="module")
def page(browser: Any, course: Path) -> Iterator[Any]:  # noqa: F811
    one = Person(browser, course, "ama.json")
    yield one.page
    assert one.complaints == []
    one.context.close()


@pytest.fixture(scope="module")
def trust(course: Path) -> Trust:  # noqa: F811
    return trust_of(whole_course(course / "kit"), course / "kit", {})


@pytest.fixture(scope="module")
def policy(course: Path) -> Policy:  # noqa: F811
    whole = whole_course(course / "kit")
    return policy_of(whole, next(found for found in peer_badges(whole) if found.id == "field-observer"))


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, (*path, name))
    else:
        yield path


def test_the_browser_and_the_command_line_agree_on_every_change_anywhere_in_a_chain(
    page: Any,
    made: Path,  # noqa: F811
    trust: Trust,
) -> None:
    bundle = read_bundle((made / "mei.badge.json").read_bytes())
    assert page.evaluate(WALK, json.loads(bundle.bytes()))
    assert verify_chain(bundle, trust).holds
    count = 0
    for name in list(bundle.documents):
        for path in _leaves(bundle.documents[name]):
            changed = copy.deepcopy(bundle.documents)
            place = changed[name]
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = str(place[path[-1]]) + "x"
            forged = bundle_of(changed[bundle.award], changed.values())
            by_page = page.evaluate(WALK, json.loads(forged.bytes()))
            assert by_page == verify_chain(forged, trust).holds is False, path
            count += 1
    assert count > 100


def test_the_browser_refuses_documents_that_could_be_read_in_two_ways(page: Any, made: Path) -> None:  # noqa: F811
    text = (made / "mei.badge.json").read_text()
    proto = text.replace('"documents":[{', '"documents":[{"__proto__":{"polluted":"yes"},', 1)
    assert page.evaluate(
        "(text) => { try { moocKit.proof.readJson(text); return true; } catch { return false; } }", text
    )
    for broken in (
        text.replace('"type":"PeerBadgeBundle"', '"type":"x","type":"PeerBadgeBundle"'),
        text.replace('"documents":[{', '"documents":[{"name":"Field Observer",', 1),
        text.replace('"documents":[{', '"documents":[{"n\\u0061me":"Field Observer",', 1),
        '{"a":' * 5000 + "1" + "}" * 5000,
        '{"a":1}{"b":2}',
        '{"a":NaN}',
    ):
        found = "(text) => { try { moocKit.proof.readJson(text); return true; } catch { return false; } }"
        assert not page.evaluate(found, broken), broken[:80]
    walk = f"async (text) => ({WALK})(moocKit.proof.readJson(text))"
    assert page.evaluate(walk, text) and not page.evaluate(walk, proto)
    assert page.evaluate("({}).polluted") is None
    for name in ("__proto__", "constructor", "toString"):
        document = json.loads(text)["documents"][0]
        signed = "(text) => { const d = JSON.parse(text); return moocKit.signing.isSigned(d, d.issuer.id); }"
        assert page.evaluate(signed, json.dumps(document))
        assert not page.evaluate(signed, json.dumps({**document, name: "x"})), name
        evidence = [{**document["evidence"][0], "type": ["Evidence", name]}]
        assert not page.evaluate(signed, json.dumps({**document, "evidence": evidence})), name


def test_half_a_letter_is_not_taken_for_the_mark_that_replaces_it(page: Any, policy: Policy) -> None:
    """Half a surrogate pair has no bytes of its own; what encodes it would sign the same as U+FFFD."""
    asked = request(policy, key("eve"), [PeerEvidence("a \ufffd b")], "2026-01-01T00:00:00Z")
    said = judgement(policy, asked, key("ama"), dict.fromkeys(LEVELS, "secure"), "2026-01-01T00:00:00Z")
    text = json.dumps(said)
    signed = "(text) => { const d = JSON.parse(text); return moocKit.signing.isSigned(d, d.issuer.id); }"
    assert page.evaluate(signed, text)
    assert not page.evaluate(signed, text.replace("\\ufffd", "\\ud800"))


def test_names_and_words_of_others_are_shown_as_text_without_steering(
    person: Any,  # noqa: F811
    made: Path,  # noqa: F811
    policy: Policy,
) -> None:
    evil = f'<img src=x onerror="window.caught=1">{STEERING}gnp.exe'
    asked = request(
        policy,
        key("eve"),
        [PeerEvidence("seen", "https://e.example.org/1"), PeerEvidence("words")],
        "2026-01-01T00:00:00Z",
    )
    del asked["proof"]
    asked |= {"name": evil, "comment": f"{evil}\n{evil}"}
    asked["evidence"][1]["narrative"] = evil
    from mooc_kit.credentials.peers.signed import sign_file

    path = made / "evil.request.json"
    path.write_bytes(jcs(sign_file(asked, key("eve"), "2026-01-01T00:00:00Z")))
    one = person("ama.json")
    one.opens(path)
    form = one.page.locator("[data-judge]")
    assert "<img src=x" in form.inner_text()
    assert form.locator("img").count() == 0
    assert [link.get_attribute("href") for link in form.locator("a").all()] == ["https://e.example.org/1"]
    assert not any(mark in form.inner_text() for mark in STEERING)
    said = one.judges(path, "evil.judgement.json")
    bundle = json.loads(said.read_text())
    judge = bundle["documents"][0]
    judge["issuer"]["name"] = evil
    forged = sign({name: value for name, value in judge.items() if name != "proof"}, key("ama"), "2026-01-01T00:00:00Z")
    path.write_text(json.dumps({"type": "PeerBadgeBundle", "award": digest(forged), "documents": [forged]}))
    one.shows("close-files", path)
    one.page.locator("[data-gathered]").get_by_text("A yes, by <img src=x").wait_for()
    assert one.page.locator("[data-gathered] img").count() == 0
    assert one.page.evaluate("window.caught") is None


def test_evidence_that_is_no_web_address_makes_no_request(
    person: Any,  # noqa: F811
    made: Path,  # noqa: F811
    policy: Policy,
    mooc_kit: Run,
    course: Path,  # noqa: F811
) -> None:
    one = person("ama.json")
    path = made / "address.request.json"
    for address in ("data:text/html,x", "file:///etc/passwd", "https://a b", "javascript:alert(1)"):
        path.write_bytes(jcs(request(policy, key("eve"), [PeerEvidence("seen", address)], "2026-01-01T00:00:00Z")))
        one.shows("request-file", path)
        one.page.get_by_text("This request was changed after it was signed, or").wait_for()
        one.page.locator("[data-status=judge]").evaluate("(place) => place.replaceChildren()")
    given = [f"-l{name}=secure" for name in LEVELS]
    where = ["--kit", str(course / "kit"), "--key", str(course / "ama.json")]
    result = mooc_kit("badge", "judge", str(path), *where, *given)
    assert result.returncode == 1 and "P101" in result.stderr, result.stderr


def test_a_long_chain_is_walked_in_the_browser_without_recursion(page: Any, policy: Policy) -> None:
    world = World(policy)
    good = dict.fromkeys(LEVELS, "secure")
    at = "2026-01-01T00:00:00Z"
    holders: list[tuple[str, Any]] = [("ama", None), ("luis", None)]
    for number in range(120):
        who = f"p{number}"
        asked = request(policy, key(who), [PeerEvidence("x")], at)
        (one, own), (two, other) = holders[-2:]
        said = [
            judgement(policy, asked, key(judge), good, at, own_badge=held) for judge, held in ((one, own), (two, other))
        ]
        last = award(policy, asked, key(two), said, at)
        world.documents += [*said, last]
        holders.append((who, last))
    bundle = bundle_of(holders[-1][1], world.documents)
    found = page.evaluate(
        """async (text) => {
          const read = moocKit.peers.readBundle(moocKit.proof.readJson(text));
          const trust = await moocKit.chain.trustOf(moocKit.coursePeers, []);
          const { holds, height, walked } = await moocKit.chain.verify(read, trust);
          return { holds, height, walked };
        }""",
        bundle.bytes().decode(),
    )
    assert found == {"holds": True, "height": 119, "walked": 120}


def test_a_huge_file_is_refused_before_it_is_read(person: Any) -> None:  # noqa: F811
    one = person("ama.json")
    give = """([selector, size]) => {
      const input = document.querySelector(selector), chosen = new DataTransfer();
      chosen.items.add(new File([new Uint8Array(size)], "huge.json"));
      input.files = chosen.files;
      input.dispatchEvent(new Event("change"));
    }"""
    one.page.evaluate(give, ["#site\\:check-file", 60_000_001])
    one.page.get_by_text("too large for a browser").wait_for()
    one.page.goto(one.page.url.replace("award.html", "verify.html"))
    one.page.evaluate(give, ["#credential-file", 60_000_001])
    one.page.get_by_text("too large to be a credential").wait_for()


def test_the_pages_let_no_script_in_and_nothing_out(page: Any) -> None:
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "form-action 'none'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
