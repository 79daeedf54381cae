"""Colour contrast: how well one colour can be read on another (WCAG 2's ratio of relative luminance in sRGB)."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

LEAST_FOR_TEXT = 4.5
"""What WCAG 2.2 asks of text, level AA."""
_TEXT = 4.6
"""A little above what is asked for, so that rounding never matters."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (#rrggbb), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_dark(colour: str) -> bool:
    return _luminance(colour) <= 0.18


def legible(colour: str, background: str, least: float = _TEXT) -> str:
    """`colour`, made darker or lighter just far enough to be read on `background`; its hue stays."""
    goal = 1.0 if is_dark(background) else 0.0
    hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    for step in range(101):
        red, green, blue = hls_to_rgb(hue, lightness + (goal - lightness) * step / 100, saturation)
        moved = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if contrast(moved, background) >= least:
            return moved
    return "#ffffff" if goal else "#000000"


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(colour), _channels(other), strict=True)
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if (value := channel / 255) <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
