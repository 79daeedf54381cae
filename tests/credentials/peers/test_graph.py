"""The graph of awards: groups that award only among themselves are found as a library of graphs finds them."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from mooc_kit.credentials.peers.graph import strongly_connected

NODES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NODES, st.sets(NODES), max_size=8))
def test_groups_are_those_of_another_implementation(out: dict[str, set[str]]) -> None:
    reference = networkx.DiGraph({node: sorted(targets) for node, targets in out.items()})
    expected = {frozenset(part) for part in networkx.strongly_connected_components(reference)}
    found = strongly_connected(out)
    assert {frozenset(part) for part in found} == expected
    assert len(found) == len(expected)


def test_a_chain_longer_than_pythons_stack_is_walked() -> None:
    chain = {str(number): {str(number + 1)} for number in range(20_000)}
    assert len(strongly_connected(chain)) == 20_001
    ring = {**chain, "20000": {"0"}}
    assert len(strongly_connected(ring)) == 1
