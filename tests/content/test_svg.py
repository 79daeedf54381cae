"""Drawings and other files that could run a script on the course's own origin are refused, whatever they are called."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from mooc_kit.content.file_kinds import why_not
from mooc_kit.content.svg import UnsafeSvg, check, is_harmless

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HTML = base64.b64encode(b"<script>alert(1)</script>").decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nxx").decode()
ATTACKS = {
    "a script": f"<svg {NS}><script>alert(1)</script></svg>",
    "a script under a prefix": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>',
    "a script of XHTML": f'<svg {NS}><h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>',
    "a page inside": f"<svg {NS}><foreignObject><p/></foreignObject></svg>",
    "an event": f'<svg {NS} onload="alert(1)"/>',
    "an event behind a line": f'<svg {NS}\nonload\n=\n"alert(1)"/>',
    "a link that is a script": f'<svg {NS}><a href="java&#10;script:alert(1)"><text>x</text></a></svg>',
    "a link that is a page": f'<svg {NS}><a xlink:href="data:text/html;base64,{HTML}"><text>x</text></a></svg>',
    "another drawing": f'<svg {NS}><use href="other.svg#x"/></svg>',
    "a drawing inside a picture": f'<svg {NS}><image href="data:image/svg+xml;base64,{HTML}"/></svg>',
    "a page that says it is a picture": f'<svg {NS}><image href="data:image/png;base64,{HTML}"/></svg>',
    "a picture from elsewhere": f'<svg {NS}><image href="https://x.example/p.png"/></svg>',
    "an address that is set later": f'<svg {NS}><a><set attributeName="href" to="javascript:alert(1)"/></a></svg>',
    "an animation": f'<svg {NS}><a id="a"><animate attributeName="href" values="javascript:alert(1)"/></a></svg>',
    "an entity": f'<!DOCTYPE svg [<!ENTITY e "<script>alert(1)</script>">]><svg {NS}>&e;</svg>',
    "entities without end": f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg {NS}/>',
    "a file of the machine": f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg {NS}>&e;</svg>',
    "a style sheet for XML": f'<?xml-stylesheet href="x.xsl" type="text/xsl"?><svg {NS}/>',
    "a style from elsewhere": f"<svg {NS}><style>@import url(https://x.example/a.css);</style></svg>",
    "an escaped import": f"<svg {NS}><style>@\\69mport 'https://x.example/a.css';</style></svg>",
    "an address in a style": f"<svg {NS}><style>a {{ fill: u\\72l(https://x.example/a) }}</style></svg>",
    "an address in an attribute": f'<svg {NS}><path fill="url(https://x.example/a#b)"/></svg>',
    "a picture set in style": f"""<svg {NS}><path style="background: image-set('https://x.example/a' 1x)"/></svg>""",
    "a behaviour": f'<svg {NS}><path style="-moz-binding: url(#x)"/></svg>',
    "a base": f'<svg {NS} xml:base="https://x.example/"/>',
    "a page": '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    "no XML": "<svg onload=alert(1)>",
}
HARMLESS = {
    "a path": f'<svg {NS} viewBox="0 0 1 1"><title>x</title><path d="M0 0" fill="url(#g)" style="stroke:#fff"/></svg>',
    "a document type": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    f"<svg {NS}/>",
    "notes of Inkscape": f'<svg {NS} xmlns:i="http://www.inkscape.org/namespaces/inkscape"><g i:label="x"/><i:v/></svg>',  # noqa: E501
    "a picture inside": f'<svg {NS}><image xlink:href="data:image/png;base64,{PNG}"/></svg>',
    "a style": f"<svg {NS}><style>.a {{ fill: url(#g) }} @media print {{ .a {{ fill: #000 }} }}</style></svg>",
    "a link to the web": f'<svg {NS}><a href="https://x.example/"><text>x</text></a></svg>',
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_drawing_that_could_do_something_is_refused(name: str) -> None:
    with pytest.raises(UnsafeSvg):
        check(ATTACKS[name].encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
def test_no_other_encoding_hides_a_script(encoding: str) -> None:
    drawing = f'<?xml version="1.0" encoding="{encoding}"?>{ATTACKS["a script"]}'
    assert not is_harmless(drawing.encode(encoding))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_drawing_programs_write_is_taken(name: str) -> None:
    check(HARMLESS[name].encode())


def test_every_drawing_of_our_own_is_harmless() -> None:
    found = list((Path(__file__).parents[2]).glob("examples/**/*.svg"))
    assert found
    for path in found:
        check(path.read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "a.svgz",
        "a.shtml",
        "a.xht",
        "a.xhtml",
        "a.html",
        "a.htm",
        "a.xml",
        "a.xsl",
        "a.rdf",
        "a.gpx",
        "a.mathml",
        "a.js",
        "a.mjs",
        "a.wasm",
        "a.swf",
        "a.mht",
        "a.hta",
        "a.appcache",
        "a.htc",
        "a.phtml",
        "a.php",
        "a",
        "a.png.html",
        "a.PNG.HTML",
        "a.vbs",
    ],
)
def test_endings_that_are_not_known_are_not_published(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"harmless")
    assert why_not(tmp_path / "file", name)


@pytest.mark.parametrize(
    "name", ["a.png", "a.jpg", "a.pdf", "a.zip", "a.txt", "a.csv", "a.ipynb", "a.mp4", "a.sav", "a.svg"]
)
@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b" \n<!DOCTYPE html>",
        b"\xef\xbb\xbf<script>",
        "\ufeff<html>".encode("utf-16-le"),
        gzip.compress(b"x")[:0] + b"<svg",
    ],
)
def test_a_page_under_another_name_is_not_published(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert why_not(tmp_path / "file", name)


def test_a_kit_with_a_script_in_a_drawing_is_not_built_wherever_the_drawing_is_used(tmp_path: Path) -> None:
    from mooc_kit.course.kit_files import KitFiles

    (tmp_path / "badges").mkdir()
    (tmp_path / "badges/x.svg").write_text(ATTACKS["a script under a prefix"])
    files = KitFiles(tmp_path)
    files.asset("badges/x.svg")
    assert [problem.code for problem in files.problems] == ["K115"]
