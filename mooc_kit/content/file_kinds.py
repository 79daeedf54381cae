"""File type allow-list: the endings of files that may lie on a course's site, and how each kind begins.

A server names a file's kind by its ending, and a browser guesses where the server does not: so only endings are taken
that no server and no browser opens as a page of the site (`.shtml`, `.svgz`, `.xht` and every XML are not among them),
and a file must begin as its ending says.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from mooc_kit.content import svg

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",), ".wav": (b"RIFF",), ".avi": (b"RIFF",), ".tif": (b"II*\0", b"MM\0*"), ".tiff": (b"II*\0", b"MM\0*"),
    ".bmp": (b"BM",), ".ico": (b"\0\0\1\0",), ".pdf": (b"%PDF-",), ".ps": (b"%!PS",), ".eps": (b"%!PS", b"\xc5\xd0\xd3\xc6"),
    ".ogg": (b"OggS",), ".oga": (b"OggS",), ".ogv": (b"OggS",), ".opus": (b"OggS",), ".flac": (b"fLaC", b"ID3"),
    ".webm": (b"\x1aE\xdf\xa3",), ".mkv": (b"\x1aE\xdf\xa3",), ".mp3": (b"ID3", b"\xff"),
    ".gz": (b"\x1f\x8b",), ".tgz": (b"\x1f\x8b",), ".bz2": (b"BZh",), ".xz": (b"\xfd7zXZ",), ".7z": (b"7z\xbc\xaf",), ".rtf": (b"{\\rtf",),
    ".woff": (b"wOFF",), ".woff2": (b"wOF2",), ".parquet": (b"PAR1",),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".dotx", ".potx", ".odt", ".ods", ".odp", ".odg",
                     ".epub", ".h5p", ".imscc", ".kmz", ".ggb", ".jar", ".apkg", ".sb3", ".whl", ".mbz", ".npz"),
                    (*_ZIP, b"\x1f\x8b")),
    **dict.fromkeys((".doc", ".xls", ".ppt"), _OLE),
}  # fmt: skip
_BOXED = frozenset({".mp4", ".m4a", ".m4v", ".mov", ".avif", ".heic"})
"""ISO media: the fifth to the eighth byte say so."""
_TEXT = frozenset(
    ".txt .text .csv .tsv .md .rst .vtt .srt .json .jsonl .ndjson .geojson .yaml .yml .toml .ini .log .tex .bib .ris .ics"
    " .py .ipynb .r .rmd .qmd .jl .m .c .h .cpp .hpp .cc .cs .java .kt .go .rs .rb .pl .lua .sql .sh .bat .ps1 .f90 .do"
    " .sps .sas .stan .swift .scala .hs .ml .dot .gv .puml .mmd .asc .pgn .fen .ino .tab .dat .fasta .fa .nwk .pdb .obj"
    " .stl .gcode .abc .ly .gift .po .cff".split()
)
"""Never a page where they do not begin like one: what a browser guesses from is how a file begins."""
_DATA = frozenset(
    ".sav .dta .rds .rda .rdata .feather .arrow .nc .h5 .hdf5 .mat .npy .sqlite .db .gpkg .shp .shx .dbf .prj .apk .exe .dmg"
    " .blend .glb .mid .midi .mscz .aac .sb2 .psd .xcf .ai .key .numbers .pages .mbtiles".split()
)
ENDINGS = frozenset({".svg", *_STARTS, *_BOXED, *_TEXT, *_DATA})


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
    with path.open("rb") as stream:
        start = stream.read(1024)
    return None if _begins_right(ending, start) else f"it does not begin as a file that ends in {ending} does"


def _begins_right(ending: str, start: bytes) -> bool:
    if not start:
        return True
    if ending in _STARTS:
        return start.startswith(_STARTS[ending])
    if ending in _BOXED:
        return start[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
    if start.startswith((b"\xfe\xff", b"\xff\xfe")):
        start = start[2:].replace(b"\0", b"")
    # WHATWG MIME Sniffing: a page is told by a tag behind white space (and behind a byte order mark).
    return not start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\x0c\r ").startswith(b"<")
