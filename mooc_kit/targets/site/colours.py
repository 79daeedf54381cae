"""Site colours: derived from the institution's two, with a text contrast of at least 4.5 to 1 (WCAG AA).

Contrast is WCAG 2's, from relative luminance in sRGB.
"""

from __future__ import annotations

from xml.etree import ElementTree

from mooc_kit.content.contrast import contrast, is_dark, legible, mix
from mooc_kit.course.model import Course
from mooc_kit.spec.course_info import Brand

PAPER, INK = "#fcfbf8", "#20262b"
NIGHT, MOON = "#12171a", "#e6e9ea"


def readable_on(background: str) -> str:
    """White or near-black, whichever reads better on `background`."""
    return max(("#ffffff", INK), key=lambda colour: contrast(colour, background))


def brand_css(brand: Brand) -> str:
    """The custom properties that course.css builds on, for light and dark."""
    light = _scheme(brand, PAPER, INK, "#ffffff")
    dark = _scheme(brand, NIGHT, MOON, "#1a2125")
    rules = "".join(f"  --{name}: {value};\n" for name, value in light.items())
    night = "".join(f"    --{name}: {value};\n" for name, value in dark.items())
    return (
        "/* Made from the course's two colours; contrast is at least 4.5 to 1 wherever text stands on them. */\n"
        f":root {{\n{rules}}}\n@media (prefers-color-scheme: dark) {{\n  :root {{\n{night}  }}\n}}\n"
    )


def icon_svg(course: Course) -> bytes:
    """The site's icon: the first letter of the course on the band's colour."""
    colours = _scheme(course.brand, PAPER, INK, "#ffffff")
    root = ElementTree.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox="0 0 64 64")
    ElementTree.SubElement(root, "rect", width="64", height="64", rx="12", fill=colours["band"])
    letter = {
        "x": "32",
        "y": "45",
        "font-size": "38",
        "font-family": "Georgia, serif",
        "text-anchor": "middle",
        "fill": colours["on-band"],
    }
    first = next((character for character in course.title if character.isalnum()), "·")
    ElementTree.SubElement(root, "text", letter).text = first.upper()
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def band_colours(brand: Brand) -> tuple[str, str]:
    """The colour of the band across the top, and that of the words on it."""
    scheme = _scheme(brand, PAPER, INK, "#ffffff")
    return scheme["band"], scheme["on-band"]


def _scheme(brand: Brand, paper: str, ink: str, card: str) -> dict[str, str]:
    is_night = is_dark(paper)
    # On a dark page a glowing band of the brand's colour tires the eyes: it is dimmed, its hue kept.
    band = mix(brand.primary, "#0b0f11", 0.45) if is_night else brand.primary
    on_band = readable_on(band)
    band = legible(band, on_band)
    tint = mix(paper, brand.primary, 0.16 if is_night else 0.06)
    accent_tint = mix(paper, brand.accent, 0.2 if is_night else 0.09)
    right_tint, wrong_tint = mix(paper, "#1f9d57", 0.14), mix(paper, "#d0342c", 0.11)
    worst = min((paper, card, tint, accent_tint, right_tint, wrong_tint), key=lambda colour: contrast(ink, colour))
    return {
        "paper": paper,
        "card": card,
        "tint": tint,
        "ink": ink,
        "soft-ink": legible(mix(ink, paper, 0.3), worst),
        "line": mix(paper, ink, 0.16),
        "edge": legible(mix(paper, ink, 0.4), worst, 3.1),
        "band": band,
        "on-band": on_band,
        "soft-on-band": legible(mix(on_band, band, 0.15), band),
        "band-line": mix(band, on_band, 0.3),
        "link": legible(brand.primary, worst),
        "accent": legible(brand.accent, worst),
        "accent-tint": accent_tint,
        "right": legible("#1f7a45", worst),
        "right-tint": right_tint,
        "wrong": legible("#b3261e", worst),
        "wrong-tint": wrong_tint,
    }
