"""Pictures of what arrives where: the parts of a kit, and what each becomes in Canvas and in a Common Cartridge.

`python docs/what_arrives.py` writes the pictures into docs/images/; a test compares them. Its words are the first ones
of the rows in the tables of what-becomes-what.md, so that a picture cannot say what they do not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from lxml import etree

HERE = Path(__file__).parent
SVG = "http://www.w3.org/2000/svg"
WIDTH, ROW, BOX, TOP = 960, 34, 26, 72
LEFT, RIGHT = (16, 330), (410, 534)
"""Where the boxes of a column begin, and how wide they are."""
MOST = 70
"""How many letters a box holds."""
INK, LINE = "#1b2b30", "#14505c"


class Arrival(NamedTuple):
    """How a part of a kit arrives: the colour of its box, and what the colour means."""

    colour: str
    means: str


WHOLE = Arrival("#dcefe6", "arrives as what it is")
PAGE = Arrival("#fbf0d2", "a page tells it")
HAND = Arrival("#f6dfd3", "AFTER-IMPORT.md says what to do by hand")


class Picture(NamedTuple):
    """`hand` and `page` are rows (the first words of each) that do not arrive as what they are."""

    name: str
    title: str
    page: tuple[str, ...] = ()
    hand: tuple[str, ...] = ()


PICTURES = (
    Picture("canvas", "In Canvas", ("A certificate of one's own",), ("What a rule gives",)),
    Picture(
        "common-cartridge",
        "In a Common Cartridge",
        ("Live session", "Announcements", "A certificate of one's own"),
        ("Assignment, peer review", "Survey", "Weights, rule, dates, badges, certificates"),
    ),
)


def rows(page: str) -> list[tuple[str, str]]:
    """The table that says what becomes what: what stands in a kit, and the first words of what it becomes."""
    text = (HERE / "what-becomes-what.md").read_text(encoding="utf-8")
    table = text.partition(f"{{#{page}}}")[2].partition("| In the kit |")[2].partition("\n\n")[0]
    cells = [re.split(r"\s*\|\s*", line.strip().strip("|").strip()) for line in table.splitlines()[2:]]
    return [(re.sub("[`*]", "", kit), _first(made.replace("`", ""))) for kit, made in cells]


def _first(words: str) -> str:
    """As much of a cell as fits into a box, up to the end of a part of its sentence."""
    while len(words) > MOST and (shorter := re.sub(r"[;:,.][^;:,.]*$", "", words)) != words:
        words = shorter
    return words


def picture(of: Picture) -> bytes:
    """The picture as SVG, the same bytes for the same table."""
    table = rows(of.name)
    height = TOP + ROW * len(table) + 44
    root = etree.Element(
        f"{{{SVG}}}svg",
        {
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "font-family": "Helvetica, Arial, sans-serif",
            "font-size": "14",
        },
        {None: SVG},
    )
    _put(root, "title", f"{of.title}: what becomes of the parts of a kit")
    _put(root, "rect", width=WIDTH, height=height, fill="#ffffff")
    for x, words in ((LEFT[0], "In the kit"), (RIGHT[0], of.title)):
        _put(root, "text", words, x=x + 8, y=40, font_size=17, font_weight=600, fill=LINE)
    used: list[Arrival] = []
    for number, (kit, made) in enumerate(table):
        arrival = HAND if kit in of.hand else PAGE if kit in of.page else WHOLE
        used.append(arrival)
        y = TOP - 14 + number * ROW
        middle = y + BOX // 2
        for (x, width), words, colour in ((LEFT, kit, "#eef4f5"), (RIGHT, made, arrival.colour)):
            _put(root, "rect", x=x, y=y, width=width, height=BOX, rx=5, fill=colour, stroke=LINE)
            _put(root, "text", words, x=x + 10, y=y + 18, fill=INK)
        start, end = LEFT[0] + LEFT[1] + 4, RIGHT[0] - 14
        _put(root, "path", d=f"M{start} {middle}H{end}", stroke=LINE, stroke_width=2, fill="none")
        _put(root, "path", d=f"M{end} {middle - 5}l10 5l-10 5z", fill=LINE)
    x = LEFT[0]
    for arrival in (WHOLE, PAGE, HAND):
        if arrival in used:
            _put(root, "rect", x=x, y=height - 34, width=18, height=14, rx=3, fill=arrival.colour, stroke=LINE)
            _put(root, "text", arrival.means, x=x + 26, y=height - 22, fill=INK)
            x += 50 + 8 * len(arrival.means)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=False, encoding="utf-8")) + b"\n"


def _put(parent: etree._Element, tag: str, words: str = "", **values: str | int) -> None:
    made = etree.SubElement(parent, f"{{{SVG}}}{tag}", {k.replace("_", "-"): str(v) for k, v in values.items()})
    made.text = words or None


def place(of: Picture) -> Path:
    return HERE / "images" / f"{of.name}-what-arrives.svg"


if __name__ == "__main__":
    for each in PICTURES:
        place(each).write_bytes(picture(each))
