"""The style sheet: what is fixed in it can be read in light and dark."""

from __future__ import annotations

import re

from mooc_kit.targets.site.colours import contrast
from mooc_kit.targets.site.theme import FOLDER, PARTS, STYLE


def test_coloured_code_can_be_read_in_light_and_dark() -> None:
    css = "".join((FOLDER / name).read_text(encoding="utf-8") for name in (STYLE, *PARTS))
    # The dark one stands twice: for devices that are dark, and for readers who choose it.
    schemes = dict.fromkeys(re.findall(r":root[^{]* \{ (--code: [^}]+)\}", css))
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(code[\w-]*): (#[0-9a-f]{6})", scheme))
        paper = colours.pop("code")
        assert len(colours) == 6
        for name, colour in colours.items():
            assert contrast(colour, paper) >= 4.5, f"{name} on {paper}"
