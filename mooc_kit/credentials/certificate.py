"""PDF certificates: tagged for screen readers (PDF/UA-1), archival (PDF/A-3a), with the credential inside.

Typst draws it. What a person wrote reaches the template as data (JSON), never as markup. Letters come from the Noto
fonts of the system, or of the folder in MOOC_KIT_FONTS; a name with a letter that no font has is an error, never an
empty box.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import unicodedata
import weakref
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from mooc_kit.credentials.assessment_records import AssessmentRecord
from mooc_kit.credentials.certificate_design import Design
from mooc_kit.credentials.guilloche import luma, mixed, readable, rosette
from mooc_kit.credentials.person_names import clean_text
from mooc_kit.files import write_fresh
from mooc_kit.i18n import Messages, messages_for

STANDARDS = ["ua-1", "a-3a"]
FONTS = "MOOC_KIT_FONTS"
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
LOOKS = ("classic", "modern", "plain")


class CannotPrint(ValueError):
    """The page cannot be drawn, most often for a letter that no font has."""


class CertificateFacts(Protocol):
    """What a certificate says of one person; the ledger's `Planned` is one."""

    @property
    def id(self) -> str: ...
    @property
    def learner(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def percent(self) -> str: ...
    @property
    def valid_from(self) -> str: ...
    @property
    def assessment(self) -> str: ...


class Printer:
    """Typst with its fonts, loaded once for a process."""

    def __init__(self) -> None:
        from mooc_kit.typst import fonts

        self._folder = Path(tempfile.mkdtemp(prefix="mooc-kit-print-"))
        self._end = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        templates = files("mooc_kit").joinpath("templates", "certificates")
        for item in templates.iterdir():
            write_fresh(self._folder / item.name, item.read_bytes())
        more = [os.environ[FONTS]] if os.environ.get(FONTS) else []
        own = self._own_fonts()
        # Typst's own fonts are for code and formulas: they have letters of scripts that they do not know how to join.
        self._fonts = fonts(own, *more, has_own=False)
        self._compilers: dict[str, Any] = {}

    def certificate(self, design: Design, item: CertificateFacts, credential: str, verify_url: str) -> bytes:
        """The PDF for `item` with the signed `credential` attached. Raises CannotPrint."""
        when = datetime.fromisoformat(item.valid_from)
        messages = messages_for(design.language)
        name = clean_text(item.name) or clean_text(item.learner)
        data = {
            "name": name,
            "title": design.title,
            "statement": design.statement,
            "course": design.course,
            "institution": design.institution,
            "lang": design.language.partition("-")[0],
            "dir": messages.dir,
            "primary": design.primary,
            "accent": design.accent,
            "strong": readable(design.primary),
            "fine": readable(design.accent),
            "is-light": luma(design.primary) > 0.6,
            "is-roomy": is_roomy(design, name),
            "ornaments": self._ornaments(design),
            "signatories": [{"name": n, "role": r} for n, r in design.signatories],
            "facts": [{"label": a, "value": b} for a, b in (*design.facts, *_recorded(item, messages))],
            "outcomes": list(design.outcomes),
            "small": design.small_print,
            "logo": self._file("logo", design.logo_kind, design.logo) if design.logo else "",
            "date": messages.date(when.date()),
            "year": when.year,
            "month": when.month,
            "day": when.day,
            "id": item.id.removeprefix("urn:uuid:"),
            "url": verify_url,
            "qr": qr(verify_url) if verify_url else "",
            "attached": credential,
            "kind": "application/json" if credential.startswith("{") else "application/jwt",
            "file": "credential.json" if credential.startswith("{") else "credential.jwt",
            "words": dict(design.words),
        }
        try:
            return self._compile(f"{design.look}.typ", data, when)
        except RuntimeError as error:
            said = str(error).strip().splitlines()[0]
            missing = _NO_LETTER.search(said)
            why = _why(missing.group(1)) if missing else said
            raise CannotPrint(f"The certificate for {name} cannot be drawn: {why}.") from error

    def _own_fonts(self) -> str:
        """The folder with the letters of the classic look: Latin, Greek and Cyrillic, in all weights, by Adobe."""
        from fontpkg_source_serif_4 import ROOT

        return str(ROOT / "files")

    def _ornaments(self, design: Design) -> dict[str, str]:
        """The ornaments of `design`: what each is for, and its file."""
        one, two = readable(design.primary), readable(design.accent)
        lines = mixed(design.primary, 0.76) if luma(design.primary) <= 0.6 else mixed(design.primary, 0.88, "#000000")
        drawn = {
            "ground": rosette(82, 0.3, (mixed(design.primary, 0.13), mixed(design.accent, 0.11))),
            "seal": rosette(13, 0.35, (one, two)),
            "band": rosette(88, 0.45, (lines, lines)),
        }
        return {use: self._file(use, "svg", data) for use, data in drawn.items()}

    def _file(self, use: str, kind: str, data: bytes) -> str:
        """`data` as a file that the template can name; the same data has the same name."""
        name = f"{use}-{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        if not (self._folder / name).exists():
            write_fresh(self._folder / name, data)
        return name

    def picture(self, svg: bytes) -> bytes:
        """`svg` as a PNG of 600 pixels a side."""
        write_fresh(self._folder / "picture.svg", svg)
        write_fresh(
            self._folder / "picture.typ",
            '#set page(width: 300pt, height: 300pt, margin: 0pt, fill: none)\n#image("picture.svg", width: 100%)\n',
        )
        import typst

        from mooc_kit.typst import fonts

        made = typst.compile(
            str(self._folder / "picture.typ"),
            format="png",
            ppi=144.0,
            root=str(self._folder),
            font_paths=fonts(),
        )
        return bytes(made)

    def _compile(self, name: str, data: dict[str, Any], when: datetime) -> bytes:
        import typst

        if name not in self._compilers:
            self._compilers[name] = typst.Compiler(
                str(self._folder / name), root=str(self._folder), font_paths=self._fonts
            )
        made = self._compilers[name].compile(
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(when.timestamp()),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
        return bytes(made)


def _why(letter: str) -> str:
    """What is missing for `letter`, and what to install: emoji have a font of their own."""
    said = f"no font here has the letter {letter}"
    is_symbol = any(unicodedata.category(part) == "So" for part in letter)
    return f"{said} (for emoji install Noto Color Emoji, on Debian fonts-noto-color-emoji)" if is_symbol else said


def is_roomy(design: Design, name: str) -> bool:
    """Whether everything surely fits on the page, so that nothing has to be tried: a quarter of the time."""
    return (
        len(name) <= 24
        and len(design.title) <= 40
        and len(design.statement) <= 140
        and len(design.outcomes) <= 4
        and all(len(outcome) <= 70 for outcome in design.outcomes)
        and len(design.facts) <= 2
        and all(len(label) + len(value) <= 24 for label, value in design.facts)
        and len(design.signatories) <= 2
        and all(len(who) <= 36 and len(role) <= 36 for who, role in design.signatories)
        and len(design.institution) <= 30
        and len(design.small_print) <= 140
    )


@lru_cache(maxsize=64)
def qr(text: str) -> str:
    """A QR code for `text`, as SVG. Its mask is not chosen by trying all eight: that would take as long as the page."""
    import segno

    stream = io.BytesIO()
    code = segno.make(text, error="m", boost_error=False, mask=3, micro=False)
    code.save(
        stream,
        kind="svg",
        border=2,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        dark="#000",
        light="#fff",
    )
    return stream.getvalue().decode()


def _recorded(item: CertificateFacts, messages: Messages) -> Iterator[tuple[str, str]]:
    """(label, value) of what is recorded about this person only."""
    if item.percent:
        shown = item.percent.rstrip("0").rstrip(".") if "." in item.percent else item.percent
        yield messages.text("Score"), f"{shown} %"
    if (assessed := AssessmentRecord.of(item.assessment)) is not None:
        yield from assessed.facts(messages)
