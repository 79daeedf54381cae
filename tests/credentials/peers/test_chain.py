"""The chain of peer awards: what holds, and each way in which somebody could try to make it seem to hold."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest

from mooc_kit.credentials.canonical import canonical
from mooc_kit.credentials.jcs import digest
from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.peers.bundle import Bundle, bundle_of, read_bundle
from mooc_kit.credentials.peers.chain import Trust, checkpoint_of, revocations, verify_chain
from mooc_kit.credentials.peers.documents import PeerEvidence, award, checkpoint, judgement, read_document, request
from mooc_kit.credentials.peers.graph import graph_html, graph_of, graph_svg, signs
from mooc_kit.credentials.peers.policy import Policy, read_policy
from mooc_kit.credentials.peers.register import BadRegister, Register, read_register
from mooc_kit.credentials.peers.signed import sign_file
from mooc_kit.credentials.proof import BadProof, sign
from mooc_kit.credentials.rdf import in_full

NOW = datetime(2028, 1, 1, tzinfo=UTC)


def key(name: str) -> SigningKey:
    return SigningKey.from_seed(sha256(name.encode()).digest())


def rules(**changes: Any) -> Policy:
    levels = [{"id": id, "title": id, "descriptor": ""} for id in ("beginning", "developing", "secure", "extending")]
    base = "https://rivers.example.org/badges/observer"
    document = {
        "type": "PeerBadgePolicy",
        "id": f"{base}.policy.json",
        "course": {"id": "rivers", "title": "Rivers", "url": "https://rivers.example.org"},
        "badge": {"id": f"{base}.html", "name": "Observer", "description": "Observes.", "criteria": "Was seen."},
        "criteria": [
            {"id": "method", "title": "Method", "least": "secure", "levels": levels},
            {"id": "place", "title": "Place", "least": "developing", "levels": levels},
        ],
        "awardsNeeded": 2,
        "holdersMayAward": True,
    }
    return read_policy(document | changes)


POLICY = rules()
GOOD = {"method": "secure", "place": "extending"}
SEEN = [PeerEvidence("The bank at noon", "https://photos.example.org/1"), PeerEvidence("I was there")]


class World:
    """Awards as they come about: every call is a month later, unless said otherwise."""

    def __init__(self, policy: Policy = POLICY) -> None:
        self.policy = policy
        self.month = 0
        self.badges: dict[str, dict[str, Any]] = {}
        self.documents: list[dict[str, Any]] = []

    def at(self) -> str:
        self.month += 1
        return f"2027-{self.month:02d}-01T12:00:00Z" if self.month <= 12 else f"2027-12-{self.month - 11:02d}T12:00:00Z"

    def asks(self, who: str) -> dict[str, Any]:
        return request(self.policy, key(who), SEEN, self.at(), name=who)

    def judges(self, judge: str, asked: dict[str, Any], **more: Any) -> dict[str, Any]:
        own = more.pop("own_badge", self.badges.get(judge))
        at = more.pop("at", None) or self.at()
        results = more.pop("results", GOOD)
        made = judgement(self.policy, asked, key(judge), results, at, own_badge=own, name=judge, **more)
        self.documents.append(made)
        return made

    def awards(self, who: str, *judges: str) -> dict[str, Any]:
        asked = self.asks(who)
        said = [self.judges(judge, asked) for judge in judges]
        return self.closes(asked, judges[0], said, who)

    def closes(self, asked: dict[str, Any], by: str, said: list[dict[str, Any]], who: str) -> dict[str, Any]:
        made = award(self.policy, asked, key(by), said, self.at())
        self.documents.append(made)
        self.badges[who] = made
        return made

    def bundle(self, who: str) -> Bundle:
        return read_bundle(bundle_of(self.badges[who], self.documents).bytes())

    def trust(self, **more: Any) -> Trust:
        roots = frozenset(key(name).did for name in ("ama", "luis"))
        return Trust(**{"policies": {self.policy.digest: self.policy}, "roots": roots, "now": NOW} | more)

    def reasons(self, who: str, **more: Any) -> str:
        return " ".join(verify_chain(self.bundle(who), self.trust(**more)).main.reasons)


@pytest.fixture
def world() -> World:
    """Ama and Luis are first judges; Mei holds by them; Noor by Luis and Mei; Ona by Mei and Noor."""
    made = World()
    made.awards("mei", "ama", "luis")
    made.awards("noor", "luis", "mei")
    made.awards("ona", "mei", "noor")
    return made


def test_a_chain_of_three_holds_and_says_how_long_it_is(world: World) -> None:
    verdict = verify_chain(world.bundle("ona"), world.trust())
    assert verdict.holds, verdict.main.reasons
    assert verdict.main.height == 2
    assert set(verdict.main.judges) == {key("mei").did, key("noor").did}
    assert len(verdict.unproven) == 2


def test_what_is_signed_is_what_a_complete_canonicaliser_signs(world: World) -> None:
    for document in world.documents:
        bare = {name: value for name, value in document.items() if name != "proof"}
        assert canonical(bare) == in_full(bare)
        assert "_:" not in in_full(bare)


def test_the_same_award_has_the_same_id_whoever_signs_it(world: World) -> None:
    asked = world.asks("ida")
    said = [world.judges("ama", asked), world.judges("luis", asked)]
    one, other = (world.closes(asked, by, said, "ida") for by in ("ama", "luis"))
    assert one["id"] == other["id"]
    assert world.reasons("ida") == ""


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in _leaves(item, (*path, name))]
    if isinstance(value, list):
        return [leaf for number, item in enumerate(value) for leaf in _leaves(item, (*path, number))]
    return [path]


def test_every_value_that_is_changed_anywhere_in_the_chain_breaks_it(world: World) -> None:
    bundle = world.bundle("noor")
    assert verify_chain(bundle, world.trust()).holds
    used = {bundle.award, *(name for _, name in read_document(bundle.main).rests_on)}
    for name in used:
        for path in _leaves(bundle.documents[name]):
            changed = copy.deepcopy(bundle.documents)
            place = changed[name]
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = str(place[path[-1]]) + "x"
            top = changed[name] if name == bundle.award else changed[bundle.award]
            forged = bundle_of(top, changed.values())
            assert not verify_chain(forged, world.trust()).holds, path


def test_one_judge_twice_is_one_judge(world: World) -> None:
    asked = world.asks("eve")
    world.closes(asked, "ama", [world.judges("ama", asked), world.judges("ama", asked, comment="again")], "eve")
    assert "could be read in two ways" in world.reasons("eve")
    asked = world.asks("ida")
    world.closes(asked, "ama", [world.judges("ama", asked)], "ida")
    assert "needs 2 different judges and has 1" in world.reasons("ida")


def test_nobody_judges_their_own_request(world: World) -> None:
    asked = world.asks("mei")
    said = [world.judges("ama", asked), world.judges("mei", asked)]
    world.closes(asked, "ama", said, "mei")
    assert "judged their own request" in world.reasons("mei")


def test_a_judge_without_a_badge_does_not_count(world: World) -> None:
    world.awards("eve", "stranger", "ama")
    assert "names no badge of their own" in world.reasons("eve")


def test_a_judge_cannot_show_somebody_elses_badge(world: World) -> None:
    asked = world.asks("eve")
    said = [world.judges("ama", asked), world.judges("stranger", asked, own_badge=world.badges["mei"])]
    world.closes(asked, "ama", said, "eve")
    assert "somebody else's badge" in world.reasons("eve")


def test_two_who_award_each_other_lead_nowhere() -> None:
    world = World()
    world.awards("eve", "mallory", "ama")
    world.awards("mallory", "eve", "ama")
    world.awards("eve", "mallory", "ama")
    assert "did not hold the badge" in world.reasons("eve")


def test_below_the_threshold_is_no_yes(world: World) -> None:
    for results, why in (
        ({"method": "developing", "place": "secure"}, 'below "secure"'),
        ({"method": "secure"}, "is not judged"),
        ({**GOOD, "charm": "secure"}, "does not know"),
        ({"method": "best", "place": "secure"}, "is not judged"),
    ):
        asked = world.asks("eve")
        world.closes(asked, "ama", [world.judges("ama", asked), world.judges("luis", asked, results=results)], "eve")
        assert why in world.reasons("eve")


def test_a_judgement_cannot_be_replayed_for_somebody_else(world: World) -> None:
    said = [world.judges(judge, world.asks("mei")) for judge in ("ama", "luis")]
    world.closes(world.asks("eve"), "ama", said, "eve")
    assert "judged another request" in world.reasons("eve")


def test_a_judgement_cannot_be_replayed_for_other_evidence(world: World) -> None:
    first = world.asks("eve")
    said = [world.judges(judge, first) for judge in ("ama", "luis")]
    other = request(POLICY, key("eve"), [PeerEvidence("something else")], world.at())
    world.closes(other, "ama", said, "eve")
    assert "judged another request" in world.reasons("eve")


def test_an_award_under_other_rules_is_none(world: World) -> None:
    easy = World(rules(awardsNeeded=1))
    easy.awards("eve", "ama")
    assert "other rules" in " ".join(verify_chain(easy.bundle("eve"), world.trust()).main.reasons)


def test_who_signs_the_award_must_have_judged(world: World) -> None:
    asked = world.asks("eve")
    world.closes(asked, "noor", [world.judges("ama", asked), world.judges("luis", asked)], "eve")
    assert "not signed by one of its judges" in world.reasons("eve")


def test_a_judge_must_have_held_the_badge_then(world: World) -> None:
    asked = world.asks("eve")
    early = world.judges("mei", asked, at="2027-01-02T00:00:00Z")
    world.closes(asked, "ama", [world.judges("ama", asked), early], "eve")
    assert "before they held the badge" in world.reasons("eve")


def test_dates_in_the_future_and_judgements_after_the_award_do_not_count(world: World) -> None:
    asked = world.asks("eve")
    late = world.judges("luis", asked, at="2027-12-31T00:00:00Z")
    world.closes(asked, "ama", [world.judges("ama", asked), late], "eve")
    assert "judged after the badge was given" in world.reasons("eve")
    assert "lies in the future" in world.reasons("mei", now=datetime(2027, 1, 1, tzinfo=UTC))


def test_where_holders_may_not_award_only_first_judges_count() -> None:
    world = World(rules(holdersMayAward=False))
    world.awards("mei", "ama", "luis")
    world.awards("eve", "ama", "mei")
    assert world.reasons("mei") == ""
    assert "only they may give this badge" in world.reasons("eve")


def test_two_parts_with_one_id_are_refused_since_their_statements_run_together(world: World) -> None:
    asked = request(POLICY, key("eve"), [PeerEvidence("x", f"{POLICY.id}#criteria")], world.at())
    world.closes(asked, "ama", [world.judges(judge, asked) for judge in ("ama", "luis")], "eve")
    assert world.reasons("eve")


def test_a_revoked_holder_judged_well_until_then_and_not_after(world: World) -> None:
    mei = world.badges["mei"]["id"]
    assert "revoked by the course team" in world.reasons("mei", revoked={mei: ""})
    assert "revoked by then" in world.reasons("noor", revoked={mei: ""})
    after = world.badges["noor"]["validFrom"]
    assert world.reasons("noor", revoked={mei: after}) == ""
    assert "revoked by then" in world.reasons("ona", revoked={mei: after})


def test_only_a_first_judge_revokes() -> None:
    roots = frozenset([key("ama").did])
    listed = {"type": "PeerBadgeRevocations", "entries": [{"award": "urn:x", "from": "", "reason": "copied"}]}
    assert revocations(sign_file(listed, key("ama"), "2027-01-01T00:00:00Z"), roots) == {"urn:x": ""}
    with pytest.raises(BadProof):
        revocations(sign_file(listed, key("eve"), "2027-01-01T00:00:00Z"), roots)
    changed = sign_file(listed, key("ama"), "2027-01-01T00:00:00Z") | {"entries": []}
    with pytest.raises(BadProof):
        revocations(changed, roots)


def test_a_checkpoint_cuts_the_chain_and_only_a_first_judge_can_set_one(world: World) -> None:
    noor = world.badges["noor"]
    names = [digest(noor)]
    vouched = checkpoint(POLICY, key("ama"), noor, world.at())
    assert checkpoint_of(vouched, names, world.trust().roots) == names[0]
    assert checkpoint_of(checkpoint(POLICY, key("eve"), noor, world.at()), names, world.trust().roots) is None
    needed = [
        world.badges["ona"],
        noor,
        *(d for d in world.documents if d["credentialSubject"]["id"] == key("ona").did),
    ]
    short = bundle_of(world.badges["ona"], [*needed, world.badges["mei"]])
    vouched_for = frozenset([digest(noor), digest(world.badges["mei"])])
    assert verify_chain(short, world.trust(checkpoints=vouched_for)).holds
    assert not verify_chain(short, world.trust()).holds


def test_the_register_closes_back_dating_and_second_keys(world: World) -> None:
    log = Register()

    def seen(who: str, person: str) -> None:
        log.add(read_document(world.badges[who]), person, key("ama"), b"team", "2027-12-30T00:00:00Z")

    for who in ("mei", "noor"):
        seen(who, who)
    assert world.reasons("noor", register=log) == ""
    assert "does not know this award" in world.reasons("ona", register=log)
    seen("ona", "Mei")  # Ona is Mei under another key, and Mei judged her
    assert "its holder under another key" in world.reasons("ona", register=log)
    again = read_register(log.text(), frozenset([key("ama").did]))
    assert again.lines == log.lines
    lines = log.text().splitlines()
    for broken in (
        "\n".join(lines[1:]),
        "\n".join([lines[0], *lines[2:]]),
        log.text().replace("2027-12-30", "2027-01-01"),
    ):
        with pytest.raises(BadRegister):
            read_register(broken, frozenset([key("ama").did]))
    with pytest.raises(BadRegister):
        read_register(log.text(), frozenset([key("luis").did]))


def test_a_long_chain_is_walked_without_recursion_and_its_length_is_bounded() -> None:
    world = World(rules(awardsNeeded=1))
    names = ["ama", *(f"p{n}" for n in range(400))]
    for judge, who in pairwise(names):
        asked = request(world.policy, key(who), SEEN, "2027-01-01T00:00:00Z")
        said = world.judges(judge, asked, at="2027-01-01T00:00:00Z")
        made = award(world.policy, asked, key(judge), [said], "2027-01-01T00:00:00Z")
        world.badges[who] = made
        world.documents.append(made)
    with few_calls_within_calls(300):
        verdict = verify_chain(world.bundle("p399"), world.trust())
    assert verdict.holds
    assert verdict.main.height == 399
    assert world.reasons("p399", most_height=100)


@contextmanager
def few_calls_within_calls(most: int) -> Iterator[None]:
    """Let Python nest `most` calls within this one: a chain that is longer cannot be walked by recursion."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + most)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def test_a_forged_judgement_needs_the_judges_key(world: World) -> None:
    asked = world.asks("eve")
    real = world.judges("luis", asked)
    as_ama = {
        "id": "urn:uuid:00000000-0000-5000-8000-000000000000",
        "issuer": {"id": key("ama").did, "type": ["Profile"]},
    }
    forged = sign({name: value for name, value in real.items() if name != "proof"} | as_ama, key("eve"), world.at())
    world.documents.append(forged)
    world.closes(asked, "luis", [real, forged], "eve")
    assert "not signed by" in world.reasons("eve")


def test_the_graph_names_closed_circles_floods_and_speed_and_escapes_names() -> None:
    world = World()
    world.awards("a", "ama", "luis")
    for who, judge in (("b", "a"), ("c", "b"), ("a", "c"), ("b", "c")):
        asked = request(POLICY, key(who), SEEN, "2027-05-01T00:00:00Z")
        world.judges(judge, asked, at="2027-05-01T00:10:00Z")
    for number in range(8):
        asked = request(POLICY, key(f"friend{number}"), SEEN, "2027-05-01T00:00:00Z")
        world.judges("flood", asked, at=f"2027-05-02T00:0{number}:00Z")
    bad = request(POLICY, key("z"), SEEN, "2027-05-01T00:00:00Z")
    world.documents.append(
        judgement(POLICY, bad, key("x"), GOOD, "2027-06-01T00:00:00Z", name="<script>alert(1)</script>")
    )
    graph = graph_of(world.documents, world.trust().roots)
    found = signs(graph)
    told = " ".join(sign.words for sign in found)
    assert "c and b awarded each other" in told or "b and c awarded each other" in told
    assert "among themselves" in told
    assert "flood made 8" in told
    assert "within 60 minutes" in told
    assert "<script>alert" not in graph_svg(graph)
    page = graph_html(graph, "Awards", found)
    assert "<script>alert" not in page and "default-src 'none'" in page
    ringed = graph_svg(graph, {key("b").did})
    assert ringed.count('<g class="look">') == 1
