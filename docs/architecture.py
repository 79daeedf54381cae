"""Architecture picture: the rooms of mooc-kit from top to bottom, drawn from the import contract.

`python docs/architecture.py` writes docs/images/architecture.svg; a test compares the two, so that the picture cannot
say what the contract does not. The words beside a room are the first line of its own docstring.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs/images/architecture.svg"
WIDTH, LINE, PAD, GAP, LEFT = 960, 19, 10, 10, 190
SVG = "http://www.w3.org/2000/svg"
FLOORS = {
    "mooc_kit.cli": ("Command line", "#d9ecea"),
    "mooc_kit.interview": ("Kits, packages, people", "#e4eed6"),
    "mooc_kit.checks": ("Course and evidence", "#f6ecd0"),
    "mooc_kit.typst": ("Foundations", "#e9e6f2"),
}
"""The room with which each of the four floors begins, what the floor is called, and its colour."""


def layers() -> list[list[str]]:
    """The rooms of each layer, from the top, as the contract names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    found = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in found]


def about(room: str) -> str:
    """What a room is, by the first line of its own docstring."""
    place = ROOT.joinpath(*room.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def picture() -> bytes:
    """The picture as SVG, the same bytes for the same contract."""
    root = etree.Element(f"{{{SVG}}}svg", {"role": "img", "font-family": "Helvetica, Arial, sans-serif"}, {None: SVG})
    _put(root, "title", "mooc-kit from the command line down to files: each row imports only from rows below it.")
    back = _put(root, "rect", width=WIDTH, fill="#ffffff")
    top, colour, floor_top, floor = PAD, "", 0, None
    for layer in layers():
        if layer[0] in FLOORS:
            _close(floor, floor_top, top)
            name, colour = FLOORS[layer[0]]
            floor_top, floor = top, _put(root, "rect", x=PAD, y=top, width=LEFT - 2 * PAD, rx=6, fill=colour)
            for number, words in enumerate(textwrap.wrap(name, 17)):
                _put(root, "text", words, x=2 * PAD, y=top + 24 + number * LINE, **_text(15, bold=True))
        wide = (WIDTH - LEFT - PAD - GAP * (len(layer) - 1)) // len(layer)
        boxes = [(room, textwrap.wrap(about(room), wide // 7) if len(layer) < 4 else []) for room in layer]
        height = PAD * 2 + LINE * (max(len(words) for _, words in boxes) + 1) - 4
        for number, (room, words) in enumerate(boxes):
            left = LEFT + number * (wide + GAP)
            _put(root, "rect", x=left, y=top, width=wide, height=height, rx=6, fill=colour, stroke="#5b6b6a")
            _put(root, "text", room.removeprefix("mooc_kit."), x=left + PAD, y=top + 21, **_text(15, bold=True))
            for row, line in enumerate(words, 1):
                _put(root, "text", line, x=left + PAD, y=top + 21 + row * LINE, **_text(13))
        top += height + GAP
    _close(floor, floor_top, top)
    root.set("viewBox", f"0 0 {WIDTH} {top}")
    back.set("height", str(top))
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=False, encoding="utf-8")) + b"\n"


def _close(floor: etree._Element | None, floor_top: int, top: int) -> None:
    if floor is not None:
        floor.set("height", str(top - floor_top - GAP))


def _put(parent: etree._Element, tag: str, words: str = "", **values: str | int) -> etree._Element:
    made = etree.SubElement(parent, f"{{{SVG}}}{tag}", {k.replace("_", "-"): str(v) for k, v in values.items()})
    made.text = words or None
    return made


def _text(size: int, *, bold: bool = False) -> dict[str, str | int]:
    return {"font_size": size, "font_weight": "600" if bold else "400", "fill": "#1d2b2a"}


if __name__ == "__main__":
    PICTURE.write_bytes(picture())
