"""The graph of awards shows who awarded whom, and points at patterns that collusion makes. Patterns are no proof."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mooc_kit.credentials.peers.documents import Read, read_document

TEMPLATES = Path(__file__).parents[2] / "templates" / "reports"
FLOOD_SHARE = 0.4
"""One judge in more than this share of all judgements, among at least `FLOOD_LEAST`."""
FLOOD_LEAST = 10
FAST_MINUTES = 60
FAST_COUNT = 5
"""So many judgements by one judge within `FAST_MINUTES` are faster than anybody reads."""
CLOSED_LEAST = 3


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


def graph_of(documents: Iterable[Mapping[str, object]], roots: frozenset[str]) -> Graph:
    """The graph of all judgements among `documents`; what is no judgement is passed over."""
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
    return Graph(tuple(ordered), names, roots)


def _is_judgement(read: Read) -> bool:
    return read.badge.endswith("#judgement")


def signs(graph: Graph) -> list[str]:
    """Warnings in words: closed circles, one judge's flood, and speed."""
    found = []
    edges = graph.edges
    by = Counter(edge.judge for edge in edges)
    for judge, count in sorted(by.items()):
        if len(edges) >= FLOOD_LEAST and count / len(edges) > FLOOD_SHARE and judge not in graph.roots:
            found.append(f"{graph.name(judge)} made {count} of {len(edges)} judgements.")
    times: dict[str, list[datetime]] = defaultdict(list)
    for edge in edges:
        times[edge.judge].append(edge.at)
    for judge, moments in sorted(times.items()):
        for first, last in zip(moments, moments[FAST_COUNT - 1 :], strict=False):
            if (last - first).total_seconds() <= FAST_MINUTES * 60:
                found.append(f"{graph.name(judge)} judged {FAST_COUNT} requests within {FAST_MINUTES} minutes.")
                break
    pairs = {(edge.judge, edge.holder) for edge in edges}
    mutual = sorted({tuple(sorted(pair)) for pair in pairs if pair[::-1] in pairs})
    for one, other in mutual:
        found.append(f"{graph.name(one)} and {graph.name(other)} awarded each other.")
    for group in _closed(graph):
        people = ", ".join(graph.name(did) for did in group)
        found.append(f"These award only among themselves: {people}.")
    return found


def _closed(graph: Graph) -> list[list[str]]:
    """Groups of judges who all judged only for each other, and were judged by nobody else but one way in."""
    import networkx

    directed = networkx.DiGraph()
    directed.add_edges_from((edge.judge, edge.holder) for edge in graph.edges)
    groups = []
    for part in networkx.strongly_connected_components(directed):
        out = any(target not in part for node in part for target in directed.successors(node))
        if len(part) >= CLOSED_LEAST and not out and not part & graph.roots:
            groups.append(sorted(part))
    return sorted(groups)


def graph_svg(graph: Graph) -> str:
    """Who awarded whom, in layers from the first judges outward; names are data, never markup."""
    from lxml import etree

    nodes = graph.nodes()
    layer = _layers(graph, nodes)
    rows: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        rows[layer[node]].append(node)
    height = max((len(row) for row in rows.values()), default=1) * 34 + 40
    width = (max(rows, default=0) + 1) * 190 + 20
    place = {
        node: (20 + column * 190, 30 + (height - 60) * (position + 0.5) / len(row))
        for column, row in rows.items()
        for position, node in enumerate(row)
    }
    svg = etree.Element("{http://www.w3.org/2000/svg}svg", nsmap={None: "http://www.w3.org/2000/svg"})  # type: ignore[dict-item]
    size = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height), "role": "img"}
    for name, value in (*size.items(), ("aria-label", summary(graph))):
        svg.set(name, value)
    etree.SubElement(svg, "style").text = _STYLE
    etree.SubElement(svg, "rect", width="100%", height="100%", fill="#fff")
    for edge in graph.edges:
        (x1, y1), (x2, y2) = place[edge.judge], place[edge.holder]
        bend = 60 if x1 != x2 else 90
        path = f"M{x1 + 12:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2 - 12:.0f} {y2:.1f}"
        drawn = etree.SubElement(svg, "path", {"d": path, "class": "edge"})
        told = f"{graph.name(edge.judge)} → {graph.name(edge.holder)}, {edge.at:%Y-%m-%d}"
        etree.SubElement(drawn, "title").text = told
    for node, (x, y) in place.items():
        group = etree.SubElement(svg, "g")
        etree.SubElement(group, "title").text = node
        if node in graph.roots:
            corner = {"x": f"{x - 8:.0f}", "y": f"{y - 8:.1f}", "width": "16", "height": "16", "rx": "3"}
            etree.SubElement(group, "rect", {**corner, "class": "root"})
        else:
            etree.SubElement(group, "circle", {"cx": f"{x:.0f}", "cy": f"{y:.1f}", "r": "7", "class": "peer"})
        etree.SubElement(group, "text", x=f"{x + 14:.0f}", y=f"{y + 4:.1f}").text = graph.name(node)
    return etree.tostring(svg, encoding="unicode") + "\n"


_STYLE = (
    ".edge{fill:none;stroke:#6b7680;stroke-width:1.3;stroke-opacity:.7}.root{fill:#8a4b12}.peer{fill:#14505c}"
    "text{font:13px system-ui,sans-serif;fill:#20262b;paint-order:stroke;stroke:#fff;stroke-width:3px}"
)


def graph_html(graph: Graph, title: str, warnings: Sequence[str]) -> str:
    """A page with the graph, its signs, and the same as a table."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    drawn = Markup(graph_svg(graph))  # noqa: S704  # lxml has escaped every name in it
    values = {"title": title, "summary": summary(graph), "svg": drawn, "warnings": warnings, "edges": graph.edges}
    return environment.get_template("badge-graph.html.j2").render(**values, name=graph.name)


def summary(graph: Graph) -> str:
    return f"{len(graph.nodes())} people, {len(graph.edges)} judgements."


def _layers(graph: Graph, nodes: Sequence[str]) -> dict[str, int]:
    """How far from the first judges each node is, along the judgements in the order of time."""
    layer = dict.fromkeys(nodes, 0)
    for edge in graph.edges:
        if edge.holder not in graph.roots:
            layer[edge.holder] = max(layer[edge.holder], layer[edge.judge] + 1)
    return layer
