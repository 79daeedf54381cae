"""Award graph: who awarded whom, and the patterns that collusion makes, which are signs and no proof."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mooc_kit.counting import counted
from mooc_kit.credentials.peers.documents import REQUEST, ReadDocument, read_document
from mooc_kit.credentials.peers.duplicates import evidence_in, keys_of_one_person, shared
from mooc_kit.credentials.person_names import clean_text

FLOOD_SHARE = 0.4
"""One judge in more than this share of all judgements, among at least `FLOOD_LEAST`."""
FLOOD_LEAST = 10
FAST_MINUTES = 60
FAST_COUNT = 5
"""So many judgements by one judge within `FAST_MINUTES` are faster than anybody reads."""
CLOSED_LEAST = 3
MOST_NAMED = 8
MOST_LABELLED = 120
"""People whose names a graph can show beside each other; of more, only those that matter are called by name."""
LONGEST_LABEL = 22
LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Edge:
    """`judge` said yes to `holder` at `at` for `badge`."""

    judge: str
    holder: str
    badge: str
    at: datetime


@dataclass(frozen=True)
class Graph:
    edges: tuple[Edge, ...]
    names: Mapping[str, str]
    roots: frozenset[str]
    evidence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What more than one person brings as evidence: see `duplicates.shared`."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Key -> person, where the team's register knows it."""

    def nodes(self) -> list[str]:
        """Everybody, first judges first, then in the order in which they got a badge."""
        seen: dict[str, None] = dict.fromkeys(sorted(self.roots & {e.judge for e in self.edges}))
        for edge in self.edges:
            seen.setdefault(edge.judge)
            seen.setdefault(edge.holder)
        return list(seen)

    def name(self, did: str) -> str:
        """A name as people gave it, or the end of the key."""
        return self.names.get(did) or "…" + did[-6:]


def graph_of(
    documents: Collection[Mapping[str, Any]], roots: frozenset[str], people: Mapping[str, str] | None = None
) -> Graph:
    """The graph of all judgements among `documents`; of others, requests among them, only the evidence is read."""
    edges: dict[tuple[str, str, str], Edge] = {}
    names: dict[str, str] = {}
    for document in documents:
        try:
            read = read_document(document)
            at = datetime.fromisoformat(read.at)
        except ValueError:
            continue
        issuer = read.document["issuer"]
        if isinstance(issuer, dict) and issuer.get("name"):
            names.setdefault(read.by, str(issuer["name"]))
        if _is_judgement(read):
            edge = Edge(read.by, read.to, read.badge.removesuffix("#judgement"), at)
            edges.setdefault((edge.judge, edge.holder, edge.badge), edge)
    ordered = sorted(edges.values(), key=lambda edge: (edge.at, edge.judge, edge.holder))
    for document in documents:
        if document.get("type") == REQUEST and document.get("name"):
            names.setdefault(str(document.get("recipient")), str(document["name"]))
    return Graph(tuple(ordered), names, roots, shared(evidence_in(documents)), people or {})


def _is_judgement(read: ReadDocument) -> bool:
    return read.badge.endswith("#judgement")


@dataclass(frozen=True)
class CollusionSign:
    """Something worth a look, in words, and the people whom it is about."""

    words: str
    people: tuple[str, ...]
    kind: str = "pattern"
    """"double" (one person, two keys), "borrowed" (one piece of evidence, two people), or a "pattern" of judging."""


def signs(graph: Graph) -> list[CollusionSign]:
    """What collusion looks like: two keys of one person, borrowed evidence, closed circles, a judge's flood, speed."""
    return [*_doubles(graph), *_borrowed(graph), *_floods(graph), *_haste(graph), *_favours(graph), *_rings(graph)]


def _doubles(graph: Graph) -> Iterator[CollusionSign]:
    for group in keys_of_one_person(graph.people, graph.nodes()):
        names = ", ".join(graph.name(did) for did in group)
        yield CollusionSign(f"One person has several keys, says the register: {names}.", tuple(group), "double")


def _borrowed(graph: Graph) -> Iterator[CollusionSign]:
    for holders in graph.evidence.values():
        names = _named(graph, sorted(holders))
        said = clean_text(next(iter(holders.values())))[:LONGEST_QUOTE]
        words = f"The same evidence stands in the requests of {names}: “{said}”."
        yield CollusionSign(words, tuple(sorted(holders)), "borrowed")


def _floods(graph: Graph) -> Iterator[CollusionSign]:
    by = Counter(edge.judge for edge in graph.edges)
    for judge, count in sorted(by.items()):
        if len(graph.edges) >= FLOOD_LEAST and count / len(graph.edges) > FLOOD_SHARE and judge not in graph.roots:
            yield CollusionSign(f"{graph.name(judge)} made {count} of {len(graph.edges)} judgements.", (judge,))


def _haste(graph: Graph) -> Iterator[CollusionSign]:
    times: dict[str, list[datetime]] = defaultdict(list)
    for edge in graph.edges:
        times[edge.judge].append(edge.at)
    for judge, moments in sorted(times.items()):
        for first, last in zip(moments, moments[FAST_COUNT - 1 :], strict=False):
            if (last - first).total_seconds() <= FAST_MINUTES * 60:
                words = f"{graph.name(judge)} judged {FAST_COUNT} requests within {FAST_MINUTES} minutes."
                yield CollusionSign(words, (judge,))
                break


def _favours(graph: Graph) -> Iterator[CollusionSign]:
    pairs = {(edge.judge, edge.holder) for edge in graph.edges}
    for one, other in sorted({tuple(sorted(pair)) for pair in pairs if pair[::-1] in pairs}):
        yield CollusionSign(f"{graph.name(one)} and {graph.name(other)} awarded each other.", (one, other))


def _rings(graph: Graph) -> Iterator[CollusionSign]:
    for group in _closed(graph):
        yield CollusionSign(f"These award only among themselves: {_named(graph, group)}.", tuple(group))


def _named(graph: Graph, group: Sequence[str]) -> str:
    people = ", ".join(graph.name(did) for did in group[:MOST_NAMED])
    return people + (f" and {len(group) - MOST_NAMED} more" if len(group) > MOST_NAMED else "")


def _closed(graph: Graph) -> list[list[str]]:
    """Groups of judges who all judged only for each other, and were judged by nobody else but one way in."""
    judged: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        judged[edge.judge].add(edge.holder)
    groups = []
    for part in strongly_connected(judged):
        out = any(target not in part for node in part for target in judged.get(node, ()))
        if len(part) >= CLOSED_LEAST and not out and not part & graph.roots:
            groups.append(sorted(part))
    return sorted(groups)


def strongly_connected(out: Mapping[str, Collection[str]]) -> list[set[str]]:
    """The strongly connected components of the directed graph in which `out` leads on from each node (Kosaraju).

    Without recursion: a chain of awards may be longer than Python's stack is deep.
    """
    back: dict[str, set[str]] = {node: set() for node in out}
    for node, targets in out.items():
        for target in targets:
            back.setdefault(target, set()).add(node)
    left_last: list[str] = []
    seen: set[str] = set()
    for start in back:
        # The node is noted when everything behind it has been.
        stack = [(start, iter(out.get(start, ())))] if start not in seen else []
        seen.add(start)
        while stack:
            node, targets_left = stack[-1]
            for target in targets_left:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter(out.get(target, ()))))
                    break
            else:
                left_last.append(stack.pop()[0])
    parts: list[set[str]] = []
    placed: set[str] = set()
    for start in reversed(left_last):
        if start in placed:
            continue
        part, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            # Against the arrows: whoever is reached both ways judges in a circle with the start.
            if node not in placed:
                placed.add(node)
                part.add(node)
                waiting += back[node] - placed
        parts.append(part)
    return parts


def graph_svg(graph: Graph, about: Collection[str] = ()) -> str:
    """Who awarded whom, in layers from the first judges outward; names are data, never markup.

    `about` are people to point at. Of many people only these and the first judges are called by name.
    """
    from lxml import etree

    nodes = graph.nodes()
    is_dense = len(nodes) > MOST_LABELLED
    across, down = (56, 13) if is_dense else (190, 34)
    rows = _rows(graph, nodes)
    height = max((len(row) for row in rows), default=1) * down + 40
    width = (len(rows) - 1) * across + 210
    place = {
        node: (20 + column * across, 30 + (height - 60) * (position + 0.5) / len(row))
        for column, row in enumerate(rows)
        for position, node in enumerate(row)
    }
    svg = etree.Element("{http://www.w3.org/2000/svg}svg", nsmap={None: "http://www.w3.org/2000/svg"})  # type: ignore[dict-item]
    size = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height), "role": "img"}
    for name, value in (*size.items(), ("aria-label", summary(graph))):
        svg.set(name, value)
    etree.SubElement(svg, "style").text = _STYLE
    etree.SubElement(svg, "rect", {"width": "100%", "height": "100%", "class": "ground"})
    for edge in graph.edges:
        (x1, y1), (x2, y2) = place[edge.judge], place[edge.holder]
        bend = across / 3 if x1 != x2 else across / 2
        path = f"M{x1 + 8:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2 - 8:.0f} {y2:.1f}"
        kind = "edge look" if edge.judge in about and edge.holder in about else "edge"
        drawn = etree.SubElement(svg, "path", {"d": path, "class": kind})
        told = f"{graph.name(edge.judge)} → {graph.name(edge.holder)}, {edge.at:%Y-%m-%d}"
        etree.SubElement(drawn, "title").text = told
    for node, (x, y) in place.items():
        group = etree.SubElement(svg, "g", {"class": "look"} if node in about else {})
        etree.SubElement(group, "title").text = f"{graph.name(node)} ({node})"
        if node in graph.roots:
            corner = {"x": f"{x - 8:.0f}", "y": f"{y - 8:.1f}", "width": "16", "height": "16", "rx": "3"}
            etree.SubElement(group, "rect", {**corner, "class": "root"})
        else:
            radius = "4.5" if is_dense else "7"
            etree.SubElement(group, "circle", {"cx": f"{x:.0f}", "cy": f"{y:.1f}", "r": radius, "class": "peer"})
        if not is_dense or node in about or node in graph.roots:
            etree.SubElement(group, "text", x=f"{x + 12:.0f}", y=f"{y + 4:.1f}").text = _short(graph.name(node))
    return etree.tostring(svg, encoding="unicode") + "\n"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"


_STYLE = (
    ".ground{fill:#fff}.edge{fill:none;stroke:#6b7680;stroke-width:1.3;stroke-opacity:.6}.root{fill:#8a4b12}"
    ".peer{fill:#14505c}.edge.look{stroke:#b3261e;stroke-width:2;stroke-opacity:1}"
    ".look .peer,.look .root{stroke:#b3261e;stroke-width:3}"
    "text{font:13px system-ui,sans-serif;fill:#20262b;paint-order:stroke;stroke:#fff;stroke-width:3px}"
    "@media (prefers-color-scheme:dark){.ground{fill:#14181b}.edge{stroke:#93a1ab}.root{fill:#e0a060}"
    ".peer{fill:#5bb5c4}.edge.look{stroke:#ff8a80}.look .peer,.look .root{stroke:#ff8a80}"
    "text{fill:#e6e9eb;stroke:#14181b}}"
)


def graph_html(graph: Graph, title: str, found: Sequence[CollusionSign]) -> str:
    """A page with the signs, the graph, who judged how much, and every judgement as a table."""
    from markupsafe import Markup

    from mooc_kit.templating import built_in, environment

    about = {did for sign in found for did in sign.people}
    drawn = Markup(graph_svg(graph, about))  # noqa: S704  # lxml has escaped every name in it
    values = {
        "title": title,
        "summary": summary(graph),
        "svg": drawn,
        "signs": found,
        "edges": graph.edges,
        "judges": _judges(graph),
        "is_dense": len(graph.nodes()) > MOST_LABELLED,
        "roots": graph.roots,
    }
    return environment(built_in("reports")).get_template("badge-graph.html.j2").render(**values, name=graph.name)


def _judges(graph: Graph) -> list[tuple[str, int, datetime, datetime]]:
    """(judge, judgements, the first, the last), the busiest first."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for edge in graph.edges:
        times[edge.judge].append(edge.at)
    found = [(judge, len(moments), moments[0], moments[-1]) for judge, moments in times.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def summary(graph: Graph) -> str:
    return f"{counted(len(graph.nodes()), 'person', 'people')}, {counted(len(graph.edges), 'judgement')}."


def _rows(graph: Graph, nodes: Sequence[str]) -> list[list[str]]:
    """The people of each layer, from the top; whoever was judged by the same people stands near."""
    layer = _layers(graph, nodes)
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for node in nodes:
        rows[layer[node]].append(node)
    judges: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        judges[edge.holder].append(edge.judge)
    height: dict[str, float] = {}
    for row in rows:
        place = {node: number / len(row) for number, node in enumerate(row)}
        means = {
            node: sum(known) / len(known)
            if (known := [height[j] for j in judges[node] if j in height])
            else place[node]
            for node in row
        }
        row.sort(key=lambda node: (means[node], node))
        height |= {node: number / len(row) for number, node in enumerate(row)}
    return rows


def _layers(graph: Graph, nodes: Sequence[str]) -> dict[str, int]:
    """How far from the first judges each node is, along the judgements in the order of time."""
    layer = dict.fromkeys(nodes, 0)
    for edge in graph.edges:
        if edge.holder not in graph.roots:
            layer[edge.holder] = max(layer[edge.holder], layer[edge.judge] + 1)
    return layer
