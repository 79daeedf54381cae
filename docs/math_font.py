"""Formula font: cuts the three files of `mooc_kit/templates/site` out of STIX Two Math (SIL Open Font License 1.1).

A browser fetches the first one on a page with a formula, the others only where a formula has one of their signs. What
grows (brackets, roots, sums) must be in the first: browsers look for the larger signs in the first font alone.
Copyright and licence stay in the files' own name tables; the fonts project reserves no name.

Usage: pip install fonttools brotli ziamath; python docs/math_font.py
"""

from __future__ import annotations

from pathlib import Path

import ziamath
from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "mooc_kit" / "templates" / "site"
SOURCE = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"

# What school and first-year formulas are made of: letters, Greek, operators, brackets, roots, large operators.
FIRST = """
20-7E A0 AC AF B0 B1 B2 B3 B5 B7 B9 D7 F7 131 237 2C6 2C7 2D9 2DC 300-304 306 307 308 30A 30C 332 393 394 398 39B 39E
3A0 3A3 3A6 3A8 3A9 3B1-3C9 3D1 3D5 3F5 2013 2016 2026 2032 2033 203E 2061-2064 20D7 210E 210F 2113 2190 2192 2194
21A6 21D0 21D2 21D4 2200 2202-2209 220B 220F 2211-2213 2215 2217-221E 2210 2223-222E 2248 2260 2261 2264 2265 226A
226B 2282 2283 2286 2287 2295 2297 22C0-22C3 22C5 22EE 22EF 22F1 2308-230B 239B-23AD 23B4 23B5 23DC-23DF 27E8-27EB
27EE 27EF 2A00-2A02 2A04 2A06 2A7D 2A7E FE00 1D434-1D467 1D6E5 1D6FC-1D71B
"""
# Rarer signs: arrows, relations, sets of numbers.
MORE = """
A7 AB BB B4 BC-BE 2C9-2CB 2D8 2DA 338 391 392 395-397 399 39A 39C 39D 39F 3A1 3A4 3A5 3A7 3D6 3F0 3F1 2009 200A 2010
2014 2018-201D 2020-2022 2034 2044 2102 2111 2115 2118-211A 211C 211D 2124 2135 2191 2193 2195-2199 21A9 21AA
21BC-21CC 21D1 21D3 21D5 2201 220A 220C 2214 2234-2237 223C 2243 2245 224D 225C 2262-2267 226E-2271 227A-227F 2284
2285 2288 2289 228E 2291-2294 2299 22A2-22A8 22B2-22B5 22C4 22C6 22C8 22F0 23B0 23B1 25A1 25B3 25B9 25C3 25CB 2605
27F5-27FC 2AAF 2AB0 1D6E2-1D6E4 1D6E6-1D6FB
"""
# Alphabets: bold, script, Fraktur, double-struck, sans serif, typewriter.
LETTERS = "210B-210D 2110 2112 211B 2128 212C 212D 212F-2131 2133 2134 1D400-1D433 1D468-1D6A5 1D6A8-1D6E1 1D71C-1D7FF"
FILES = {"math.woff2": FIRST, "math-more.woff2": MORE, "math-letters.woff2": LETTERS}


def characters(ranges: str) -> set[int]:
    """The code points of ranges in hexadecimal, as in `20-7E A0`."""
    ends = [part.partition("-")[::2] for part in ranges.split()]
    return {point for first, last in ends for point in range(int(first, 16), int(last or first, 16) + 1)}


def cut(name: str, ranges: str) -> None:
    font = TTFont(SOURCE, recalcTimestamp=False)
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 5, 7, 13, 14],
        # Without the small cuts for indices ("ssty"): they double the letters, and browsers do not ask for them.
        layout_features=["dtls", "flac", "mark", "mkmk", "ccmp"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters(ranges))
    cutter.subset(font)
    subset.save_font(font, FOLDER / name, options)


def style() -> str:
    """The rules that name the files; a device that has the whole font needs none of them."""
    rules = []
    for name, ranges in FILES.items():
        shown = ", ".join(f"U+{part}" for part in ranges.split())
        rules.append(
            f'@font-face {{\n  font-family: "Course Math";\n'
            f'  src: local("STIX Two Math"), url("{name}") format("woff2");\n'
            f"  font-display: swap;\n  unicode-range: {shown};\n}}\n"
        )
    head = "/* Formula font: STIX Two Math, SIL Open Font License 1.1. Made by docs/math_font.py. */\n"
    return head + "".join(rules)


if __name__ == "__main__":
    for name, ranges in FILES.items():
        cut(name, ranges)
        print(name, (FOLDER / name).stat().st_size)
    (FOLDER / "math.css").write_text(style(), encoding="utf-8")
