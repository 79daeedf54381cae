"""File type allow-list: the file name endings that may lie on a course's site.

A server names a file's kind by its ending, and a browser guesses where the server does not: so only endings are taken
that no server and no browser opens as a page of the site (`.shtml`, `.svgz`, `.xht` and every XML are not among them),
and no file may begin like a page.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from mooc_kit.content import svg


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MEDIA = _words(
    ".png .jpg .jpeg .gif .webp .avif .heic .tif .tiff .bmp .ico .pdf .ps .eps .wav .avi .ogg .oga .ogv .opus .flac"
    " .webm .mkv .mp3 .mp4 .m4a .m4v .mov .gz .tgz .bz2 .xz .7z .zip .rtf .woff .woff2 .parquet .docx .xlsx .pptx"
    " .docm .xlsm .pptm .dotx .potx .odt .ods .odp .odg .epub .h5p .imscc .kmz .ggb .jar .apkg .sb3 .whl .mbz .npz"
    " .doc .xls .ppt"
)
_TEXT = _words(
    ".txt .text .csv .tsv .md .rst .vtt .srt .json .jsonl .ndjson .geojson .yaml .yml .toml .ini .log .tex .bib"
    " .ris .ics .py .ipynb .r .rmd .qmd .jl .m .c .h .cpp .hpp .cc .cs .java .kt .go .rs .rb .pl .lua .sql .sh .bat"
    " .ps1 .f90 .do .sps .sas .stan .swift .scala .hs .ml .dot .gv .puml .mmd .asc .pgn .fen .ino .tab .dat .fasta"
    " .fa .nwk .pdb .obj .stl .gcode .abc .ly .gift .po .cff"
)
_DATA = _words(
    ".sav .dta .rds .rda .rdata .feather .arrow .nc .h5 .hdf5 .mat .npy .sqlite .db .gpkg .shp .shx .dbf .prj .apk"
    " .exe .dmg .blend .glb .mid .midi .mscz .aac .sb2 .psd .xcf .ai .key .numbers .pages .mbtiles"
)
_LARGEST_OPML = 1_000_000  # bytes
ENDINGS = frozenset({".svg", ".opml", *_MEDIA, *_TEXT, *_DATA})


def why_not(path: Path, name: str) -> str | None:
    """Why the file at `path`, published as `name`, could act as a page of the site; None where it could not."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        return f"files that end in {ending!r} are not published" if ending else "its name has no ending"
    if ending == ".svg":
        try:
            if path.stat().st_size > svg.LARGEST:
                return "it is too large to be looked through"
            svg.check(path.read_bytes())
        except svg.UnsafeSvg as error:
            return str(error)
        return None
    if ending == ".opml":
        return None if _is_plain_opml(path) else "it is no plain list of feeds (OPML)"
    with path.open("rb") as stream:
        start = stream.read(1024)
    return "it begins like a page" if _is_like_a_page(start) else None


def _is_plain_opml(path: Path) -> bool:
    """Whether the file is OPML 2.0 and nothing else: no name space, in which alone a browser would find a script."""
    from lxml import etree

    if path.stat().st_size > _LARGEST_OPML:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(path.read_bytes(), parser).getroottree()
    except (etree.XMLSyntaxError, ValueError):
        return False
    has_extra = tree.docinfo.internalDTD is not None or bool(
        tree.xpath("//processing-instruction()|/processing-instruction()")
    )
    return (
        not has_extra
        and tree.getroot().tag == "opml"
        and all(not str(part.tag).startswith("{") for part in tree.iter(etree.Element))
    )


def _is_like_a_page(start: bytes) -> bool:
    """WHATWG MIME Sniffing: a page is told by a tag behind white space (and behind a byte order mark)."""
    if start.startswith((b"\xfe\xff", b"\xff\xfe")):
        start = start[2:].replace(b"\0", b"")
    return start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\x0c\r ").startswith(b"<")
