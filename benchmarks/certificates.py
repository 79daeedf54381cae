"""How many certificates a second one process makes, beside WeasyPrint with an HTML twin of the same page. Prints
Markdown rows.

Both make the *classic* look: frame, rosettes, a code to scan, the same words, names in six scripts, tags for screen
readers, the signed credential attached. WeasyPrint declares one standard for each file (PDF/A-3a here, for the
attachment), mooc-kit two. WeasyPrint keeps its fonts between pages, as its manual advises.
"""

from __future__ import annotations

import html
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mooc_kit.cohort.awards import awards_of
from mooc_kit.cohort.credential_rules import rules_of
from mooc_kit.cohort.decision import Planned
from mooc_kit.commands.validate import whole_kit
from mooc_kit.credentials.certificate import Printer, qr
from mooc_kit.credentials.certificate_design import Design
from mooc_kit.credentials.guilloche import mixed, rosette

KIT = Path(__file__).parents[1] / "examples" / "reading-health-numbers"
NAMES = ("Ama Boateng", "محمد الأمين", "李小龍", "मोहन कुमार", "Nguyễn Thị Minh Khai", "Милица Ђорђевић")
NOW = "2027-06-01T12:00:00Z"
URL = "https://open.lakeside.example.edu/health-numbers/verify.html"
CREDENTIAL = '{"filler": "' + "x" * 3000 + '"}'
ROUNDS = 5

Make = Callable[[int], bytes]


def design() -> Design:
    spec, course = whole_kit(KIT)
    award = next(iter(awards_of(course, KIT, list(rules_of(spec, course)))))
    people = (("Dr. Esi Owusu", "Dean of Public Health"), ("Kwame Asante", "Lead instructor"))
    return replace(award.design, look="classic", signatories=people)


def person(number: int) -> Planned:
    name = f"{NAMES[number % len(NAMES)]} {number}"
    return Planned(number, f"urn:uuid:{number:032x}", "l", name, "", "completion", "87.00", NOW, "")


def with_typst(look: Design) -> Make:
    printer = Printer()
    return lambda number: printer.certificate(look, person(number), CREDENTIAL, URL)


PAGE = """<!doctype html><html lang="en"><title>{title}: {name}</title><style>
@page {{ size: A4 landscape; margin: 21mm 27mm 19mm }}
body {{ font: 11pt 'Source Serif 4', 'Noto Serif', 'Noto Naskh Arabic', 'Noto Serif Devanagari', 'Noto Serif CJK SC';
  color: #1f262c; text-align: center; margin: 0 }}
.frame, .ground {{ position: fixed; left: -27mm; top: -21mm; width: 297mm; height: 210mm }}
.ground svg {{ position: absolute; left: 66.5mm; top: 23mm }}
.i {{ font-size: 11.5pt; letter-spacing: .14em; text-transform: uppercase; color: {strong} }}
h1 {{ font-size: 35pt; font-weight: 300; color: {strong}; margin: 7mm 0 5mm }}
.rule {{ width: 60mm; border-top: .6pt solid {fine}; margin: 0 auto 8mm }}
.c {{ font-size: 12.5pt; font-style: italic; color: #4f5a63; margin: 0 }}
.n {{ font-size: 40pt; margin: 4mm 0 }}
.s {{ font-size: 14pt; line-height: 1.5; width: 196mm; margin: 0 auto 7mm }}
.s b {{ color: {strong}; font-weight: 600 }}
ul {{ list-style: none; padding: 0; margin: 0; font-size: 10.2pt; color: #4f5a63 }}
.f {{ margin: 7mm 0 }}
.low {{ position: absolute; bottom: 11mm; left: 0; right: 0; display: flex; align-items: flex-end }}
.low .sign {{ flex: 1; margin: 0 9mm; border-top: .5pt solid #4f5a63; padding-top: 1.8mm; font-size: 10.5pt }}
.small {{ position: absolute; bottom: 0; left: 0; right: 0; font-size: 7.4pt; color: #4f5a63 }}
.qr {{ width: 25mm }} small {{ color: #4f5a63; font-size: 8.8pt }}
</style><div class=ground>{ground}</div><div class=frame>{frame}</div>
<p class=i>{institution}</p><h1>{title}</h1><div class=rule></div><p class=c>{certifies}</p><p class=n>{name}</p>
<p class=s>{statement}</p><ul>{outcomes}</ul><p class=f>June 1, 2027 · Score: <b>87 %</b></p>
<div class=low><div>{seal}</div>{signatories}
<div class=qr><img src="{qr}" alt="{code}" class=qr><br><small>{check}</small></div></div>
<p class=small>{small}<br>{number} {id}</p></html>"""


def frame(look: Design) -> str:
    drawn = []
    for inset, width, colour in ((8, 0.18, look.primary), (9.9, 0.85, look.primary), (12.1, 0.18, look.accent)):
        w, h, n = 297 - 2 * inset, 210 - 2 * inset, 9
        path = (
            f"M{n} 0H{w - n}A{n} {n} 0 0 0 {w} {n}V{h - n}A{n} {n} 0 0 0 {w - n} {h}H{n}A{n} {n} 0 0 0 0 {h - n}"
            f"V{n}A{n} {n} 0 0 0 {n} 0Z"
        )
        style = f"fill='none' stroke='{colour}' stroke-width='{width}'"
        drawn.append(f"<path transform='translate({inset} {inset})' d='{path}' {style}/>")
    return f"<svg viewBox='0 0 297 210' width='297mm' height='210mm'>{''.join(drawn)}</svg>"


def with_weasyprint(look: Design) -> Make:
    from urllib.parse import quote

    import weasyprint
    from fontpkg_source_serif_4 import ROOT
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: 'Source Serif 4'; font-weight: {weight}; font-style: {style}; "
        f"src: url(file://{path}) }}\n"
        for path, weight, style in (
            (ROOT / "files" / "SourceSerif4[opsz,wght].ttf", "200 900", "normal"),
            (ROOT / "files" / "SourceSerif4-Italic[opsz,wght].ttf", "200 900", "italic"),
        )
    )
    css = weasyprint.CSS(string=faces, font_config=fonts)
    words = dict(look.words)
    ground = rosette(82, 0.3, (mixed(look.primary, 0.13), mixed(look.accent, 0.11))).decode()
    fixed = {
        "title": look.title,
        "strong": look.primary,
        "fine": look.accent,
        "institution": look.institution,
        "certifies": words["certifies"],
        "check": words["check"],
        "number": words["number"],
        "small": look.small_print,
        "statement": html.escape(look.statement).replace(look.course, f"<b>{look.course}</b>"),
        "outcomes": "".join(f"<li>{html.escape(o)}</li>" for o in look.outcomes),
        "signatories": "".join(f"<div class=sign>{n}<br><small>{r}</small></div>" for n, r in look.signatories),
        "qr": "data:image/svg+xml," + quote(qr(URL)),
        "code": f"{words['qr']} {URL}",
        "ground": ground,
        "frame": frame(look),
        "seal": rosette(13, 0.35, (look.primary, look.accent)).decode(),
    }

    def make(number: int) -> bytes:
        item = person(number)
        page = weasyprint.HTML(string=PAGE.format(**fixed, name=html.escape(item.name), id=item.id))
        attached = weasyprint.Attachment(string=CREDENTIAL, name="credential.json", relationship="Data")
        made: bytes = page.write_pdf(
            stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3a", attachments=[attached]
        )
        return made

    return make


def measured(name: str) -> None:
    """Print the processor's seconds for one certificate, the median of ROUNDS."""
    make = (with_typst if name == "mooc-kit" else with_weasyprint)(design())
    count = 60 if name == "mooc-kit" else 12
    for number in range(6):
        make(number)
    found = []
    for turn in range(ROUNDS):
        begun = time.process_time()
        for number in range(count):
            made = make(100 + turn * count + number)
        found.append((time.process_time() - begun) / count)
    if target := os.environ.get("KEEP"):
        Path(target, f"{name}.pdf").write_bytes(made)
    print(statistics.median(found))


def main() -> None:
    seconds = {}
    for name in ("mooc-kit", "WeasyPrint"):
        done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {name} | not measured | {done.stderr.strip().splitlines()[-1]} |")
            continue
        seconds[name] = float(done.stdout.strip().splitlines()[-1])
    print("| Certificates | For each second of a core | mooc-kit is |\n| --- | ---: | --- |")
    for name, found in seconds.items():
        times = f"{found / seconds['mooc-kit']:.1f} times faster" if name != "mooc-kit" else ""
        print(f"| {name} | {1 / found:.1f} | {times} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measured(sys.argv[1])
    else:
        main()
