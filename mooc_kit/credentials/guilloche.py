"""Guilloche: a rosette of fine interlaced lines, as on banknotes, in the institution's colours, as SVG.

It is drawn here and not in the certificate's template, because it is the same for everybody in a course.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from lxml import etree

RINGS = ((18, 0.62, 1.0, 6), (12, 0.3, 0.66, 5))
"""(waves, inner and outer radius as parts of the whole, lines) of the outer ring and of the inner one."""


@lru_cache(maxsize=32)
def rosette(size_mm: float, stroke_pt: float, colours: tuple[str, str]) -> bytes:
    """A rosette of `size_mm` from middle to rim, its rings in two `colours`."""
    side = f"{2 * size_mm:g}"
    attributes = {"width": f"{side}mm", "height": f"{side}mm", "viewBox": f"0 0 {side} {side}"}
    root = etree.Element("svg", attributes, nsmap={None: "http://www.w3.org/2000/svg"})  # type: ignore[dict-item]
    for (waves, inner, outer, lines), colour in zip(RINGS, colours, strict=True):
        group = etree.SubElement(root, "g", {"fill": "none", "stroke": colour})
        group.set("stroke-width", f"{stroke_pt * 25.4 / 72:.4f}")
        for line in range(lines):
            etree.SubElement(group, "path", {"d": _wave(size_mm, waves, inner, outer, line / lines)})
    return etree.tostring(root)


def _wave(size: float, waves: int, inner: float, outer: float, shift: float) -> str:
    """A line that swings `waves` times between two radii, begun `shift` of a wave on."""
    half = pi / waves
    reach = half / 3
    radii = (size * outer, size * inner)

    def at(step: int, along: float) -> str:
        angle, radius = (step + 2 * shift) * half, radii[step % 2]
        # Half a wave is one curve: at both ends it runs at a right angle to the radius.
        x, y = cos(angle) - along * sin(angle), sin(angle) + along * cos(angle)
        return f"{size + radius * x:.3f} {size + radius * y:.3f}"

    curves = (f"C{at(step, reach)} {at(step + 1, -reach)} {at(step + 1, 0)}" for step in range(2 * waves))
    return f"M{at(0, 0)}{''.join(curves)}Z"


def mixed(colour: str, share: float, other: str = "#ffffff") -> str:
    """`share` of `colour`, the rest `other`; both as #rrggbb."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def readable(colour: str) -> str:
    """`colour` as a fine line on white: as dark as it must be to be seen."""
    while luma(colour) > 0.5:
        colour = mixed(colour, 0.86, "#000000")
    return colour


def luma(colour: str) -> float:
    """How light `colour` is, from 0 to 1."""
    red, green, blue = _parts(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
