"""Badge images: an SVG made from the badge's id (shape, colour, pattern), with its name on a light plate.

Badges differ in all three, so that they can be told apart in black and white, on a small phone, and by people who see
colours differently. The same id gives the same drawing.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from typing import Any, NamedTuple, TypeVar
from xml.etree import ElementTree as ET

from mooc_kit.i18n import N_

T = TypeVar("T")

SVG = "http://www.w3.org/2000/svg"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SIZE = 400
_MIDDLE = SIZE / 2
_RADIUS = 176.0
_PLATE_WIDTH, _PLATE_HEIGHT = 312.0, 132.0
_TEXT_WIDTH = _PLATE_WIDTH - 32
_MOST_LINES, _LARGEST, _SMALLEST = 4, 46, 20
PAPER = "#ffffff"
_FONTS = "system-ui, 'Noto Sans', 'Segoe UI', Arial, sans-serif"


class Colour(NamedTuple):
    """A dark colour for the shape and the name (at least 7:1 on white), and a lighter tone for the pattern."""

    name: str
    dark: str
    light: str


COLOURS = (
    Colour(N_("dark green"), "#14532d", "#86c79b"),
    Colour(N_("dark blue"), "#1e3a8a", "#93b4f5"),
    Colour(N_("plum"), "#6b1d5e", "#e0a3d3"),
    Colour(N_("brown"), "#6a3410", "#e2b48d"),
    Colour(N_("teal"), "#0f4c55", "#7fc8cf"),
    Colour(N_("dark red"), "#86172a", "#f0a3ac"),
    Colour(N_("violet"), "#4c1d95", "#bfa8f0"),
    Colour(N_("olive"), "#47480f", "#cdcd74"),
    Colour(N_("slate"), "#334155", "#b0bccb"),
    Colour(N_("rust"), "#7a2c0b", "#f3b08c"),
)
SHAPES = (
    N_("circle"),
    N_("hexagon"),
    N_("octagon"),
    N_("shield"),
    N_("rounded square"),
    N_("twelve-pointed star"),
    N_("pentagon"),
    N_("rosette"),
)
PATTERNS = (N_("stripes"), N_("dots"), N_("rings"), N_("waves"), N_("rays"), N_("checks"), N_("chevrons"))


@dataclass(frozen=True)
class Look:
    """How a badge looks."""

    shape: str
    colour: Colour
    pattern: str


def looks(ids: Iterable[str]) -> dict[str, Look]:
    """A look for each id: from its hash, moved on where an earlier badge of the course has that shape or colour."""
    found: dict[str, Look] = {}
    shapes, colours, patterns = Counter[str](), Counter[Colour](), Counter[str]()
    for id in ids:
        digest = sha256(id.encode()).digest()
        candidates = product(_from(SHAPES, digest[0]), _from(COLOURS, digest[1]), _from(PATTERNS, digest[2]))
        taken = set(found.values())
        look = min(
            (Look(*parts) for parts in candidates),
            key=lambda look: (look in taken, shapes[look.shape] + colours[look.colour], patterns[look.pattern]),
        )
        found[id] = look
        shapes[look.shape] += 1
        colours[look.colour] += 1
        patterns[look.pattern] += 1
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def draw(id: str, look: Look, name: str, *, title: str, description: str, language: str) -> str:
    """The badge's SVG. `title` and `description` are for people who cannot see it."""
    ET.register_namespace("", SVG)
    root = _element(
        "svg",
        viewBox=f"0 0 {SIZE} {SIZE}",
        width=SIZE,
        height=SIZE,
        role="img",
        **{"aria-labelledby": f"{id}-title {id}-desc", _LANG: language},
    )
    root.append(_element("title", title, id=f"{id}-title"))
    root.append(_element("desc", description, id=f"{id}-desc"))
    definitions = _element("defs")
    clip = _element("clipPath", id=f"{id}-shape")
    clip.append(_shape(look.shape, _RADIUS))
    definitions.append(clip)
    root.append(definitions)
    outside = _shape(look.shape, _RADIUS + 14)
    outside.set("fill", look.colour.dark)
    root.append(outside)
    inside = _element("g", **{"clip-path": f"url(#{id}-shape)"})
    inside.append(_element("rect", width=SIZE, height=SIZE, fill=look.colour.light))
    for mark in _pattern(look.pattern):
        for key in ("fill", "stroke"):
            if mark.get(key) == "ink":
                mark.set(key, look.colour.dark)
        inside.append(mark)
    root.append(inside)
    left, top = (SIZE - _PLATE_WIDTH) / 2, (SIZE - _PLATE_HEIGHT) / 2
    root.append(
        _element(
            "rect",
            x=left,
            y=top,
            width=_PLATE_WIDTH,
            height=_PLATE_HEIGHT,
            rx=18,
            fill=PAPER,
            stroke=look.colour.dark,
            **{"stroke-width": 8},
        )
    )
    root.extend(_name(name, look.colour.dark))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def wrap(name: str) -> tuple[list[str], int]:
    """`name` in lines that fit the plate, and their font size: as large as they can be."""
    for size in range(_LARGEST, _SMALLEST - 1, -2):
        lines = list(_lines(name, _TEXT_WIDTH / size, breaks=size == _SMALLEST))
        fits = all(_ems(line) * size <= _TEXT_WIDTH for line in lines)
        if fits and len(lines) <= _MOST_LINES and len(lines) * size * 1.2 <= _PLATE_HEIGHT - 20:
            return lines, size
    lines = list(_lines(name, _TEXT_WIDTH / _SMALLEST, breaks=True))
    kept = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:  # the whole name still stands in <title>
        last = kept[-1]
        while last and _ems(last + "…") * _SMALLEST > _TEXT_WIDTH:
            last = last[:-1]
        kept[-1] = last.rstrip() + "…"
    return kept, _SMALLEST


def _lines(name: str, most_ems: float, *, breaks: bool) -> Iterator[str]:
    """Words put together while they fit; `breaks` also cuts words that are too long, never before a mark."""
    line = ""
    for word in name.split():
        joined = f"{line} {word}" if line else word
        if _ems(joined) <= most_ems:
            line = joined
            continue
        if line:
            yield line
        line = word
        # Scripts that write without spaces may break anywhere between two characters.
        if breaks or _is_unspaced(word):
            *full, line = _pieces(word, most_ems)
            yield from full
    if line:
        yield line


def _pieces(word: str, most_ems: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and unicodedata.combining(character) == 0 and _ems(pieces[-1] + character) > most_ems:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _is_unspaced(word: str) -> bool:
    return any(
        unicodedata.east_asian_width(c) in "WF" or "\u0e00" <= c <= "\u0eff" or "\u1780" <= c <= "\u17ff" for c in word
    )


def _ems(text: str) -> float:
    """An estimate, on the safe side, of the width of `text` in multiples of its font size (bold sans-serif)."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.04
    if character in " .,:;'|!iIjltf()-":
        return 0.36
    if character in "mwMW@%—":
        return 1.12
    if character.isupper():
        return 0.8
    return 0.64 if character.isascii() else 0.7


def _name(name: str, colour: str) -> Iterator[ET.Element]:
    """A text a line; spans of one text would take the spaces between them into the line's width."""
    lines, size = wrap(name)
    leading = size * 1.2
    first = _MIDDLE - leading * (len(lines) - 1) / 2 + size * 0.35
    for number, line in enumerate(lines):
        style = {"text-anchor": "middle", "font-size": size, "font-weight": 700, "font-family": _FONTS}
        yield _element("text", line, x=_MIDDLE, y=first + number * leading, fill=colour, **style)


def _shape(name: str, radius: float) -> ET.Element:
    match name:
        case "circle":
            return _element("circle", cx=_MIDDLE, cy=_MIDDLE, r=radius)
        case "rounded square":
            side = radius * 1.86
            start = _MIDDLE - side / 2
            return _element("rect", x=start, y=start, width=side, height=side, rx=44)
        case "hexagon":
            return _polygon(6, radius * 1.04)
        case "octagon":
            return _polygon(8, radius * 1.02, turn=math.pi / 8)
        case "pentagon":
            return _polygon(5, radius * 1.06, down=12)
        case "twelve-pointed star":
            return _polygon(24, radius * 1.03, inner=radius * 0.86)
        case "rosette":
            return _rosette(radius)
        case _:
            return _shield(radius)


def _polygon(corners: int, radius: float, *, inner: float = 0, turn: float = 0, down: float = 0) -> ET.Element:
    points = []
    for n in range(corners):
        angle = 2 * math.pi * n / corners - math.pi / 2 + turn
        r = inner if inner and n % 2 else radius
        points.append(f"{_short(_MIDDLE + r * math.cos(angle))},{_short(_MIDDLE + down + r * math.sin(angle))}")
    return _element("polygon", points=" ".join(points))


def _rosette(radius: float, petals: int = 14) -> ET.Element:
    base = radius * 0.84
    bulge = math.pi * base / petals
    steps = [f"M{_short(_MIDDLE)} {_short(_MIDDLE - base)}"]
    for n in range(1, petals + 1):
        angle = 2 * math.pi * n / petals - math.pi / 2
        x, y = _short(_MIDDLE + base * math.cos(angle)), _short(_MIDDLE + base * math.sin(angle))
        steps.append(f"A{_short(bulge)} {_short(bulge)} 0 0 1 {x} {y}")
    return _element("path", d=" ".join([*steps, "Z"]))


def _shield(radius: float) -> ET.Element:
    left, right = _short(_MIDDLE - radius * 0.94), _short(_MIDDLE + radius * 0.94)
    top, middle, tip = _short(_MIDDLE - radius * 0.94), _short(_MIDDLE + radius * 0.2), _short(_MIDDLE + radius * 1.04)
    low = _short(_MIDDLE + radius * 0.8)
    centre, near, far = _short(_MIDDLE), _short(_MIDDLE - 60), _short(_MIDDLE + 60)
    curves = f"C{right} {low} {far} {tip} {centre} {tip} C{near} {tip} {left} {low} {left} {middle}"
    return _element("path", d=f"M{left} {top} H{right} V{middle} {curves} Z")


def _pattern(name: str) -> Iterator[ET.Element]:
    line = {"fill": "none", "stroke": "ink", "stroke-width": 9}
    match name:
        case "stripes":
            for n in range(-SIZE, SIZE, 36):
                yield _element("path", d=f"M{n} {SIZE} L{n + SIZE} 0", **line)
        case "dots":
            for row, column in product(range(14), repeat=2):
                yield _element("circle", cx=column * 32 + (row % 2) * 16, cy=row * 30 + 6, r=7, fill="ink")
        case "rings":
            for radius in range(20, 300, 28):
                yield _element("circle", cx=_MIDDLE, cy=_MIDDLE, r=radius, **line)
        case "waves":
            for y in range(10, SIZE + 30, 32):
                yield _element("path", d=f"M-20 {y} q20 -22 40 0" + " t40 0" * 10, **line)
        case "rays":
            for n in range(18):
                yield _ray(2 * math.pi * n / 18, 2 * math.pi * (n + 0.5) / 18)
        case "checks":
            for row in range(13):
                for column in range(row % 2, 13, 2):
                    yield _element("rect", x=column * 32, y=row * 32, width=32, height=32, fill="ink")
        case _:
            for y in range(-40, SIZE + 60, 36):
                zigzag = " ".join("l25 -25 l25 25" for _ in range(8))
                yield _element("path", d=f"M0 {y} {zigzag}", **line)


def _ray(*angles: float) -> ET.Element:
    """A wedge from the middle to beyond the edge, between two angles in radians."""
    corners = " ".join(f"{_short(_MIDDLE + 300 * math.cos(a))},{_short(_MIDDLE + 300 * math.sin(a))}" for a in angles)
    return _element("polygon", points=f"{_MIDDLE:g},{_MIDDLE:g} {corners}", fill="ink")


def _element(tag: str, text: str = "", /, **attributes: Any) -> ET.Element:
    made = ET.Element(
        f"{{{SVG}}}{tag}", {k: _short(v) if isinstance(v, float) else str(v) for k, v in attributes.items()}
    )
    if text:
        made.text = text
    return made


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _from(all_: tuple[T, ...], start: int) -> tuple[T, ...]:
    """All entries in a circle, beginning at `start`."""
    start %= len(all_)
    return all_[start:] + all_[:start]
