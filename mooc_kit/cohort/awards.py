"""Awards: what a course gives under a rule, in the words of a credential and of its certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mooc_kit.cohort.batch_plan import BatchAward
from mooc_kit.cohort.credential_rules import CredentialRule, credential_of
from mooc_kit.content.html_words import lines_of
from mooc_kit.course.credential_facts import elements_told, standing_of
from mooc_kit.course.model import Course, Credential, CredentialKind
from mooc_kit.credentials.badge import Achievement, Result
from mooc_kit.credentials.certificate_design import Design
from mooc_kit.i18n import Messages, messages_for


def awards_of(course: Course, kit: Path, rules: Sequence[CredentialRule]) -> Iterator[BatchAward]:
    """The award of each of `rules`."""
    messages = messages_for(course.language)
    for rule in rules:
        credential = credential_of(course, rule)
        base = course.url.rstrip("/") if course.url else f"urn:mooc-kit:{course.id}"
        page = f"{base}/certificates/{credential.id}.html" if course.url else f"{base}:{credential.id}"
        is_transcript = credential.kind is CredentialKind.TRANSCRIPT
        says_all = is_transcript or rule.needs_identity
        facts = tuple((standing_of if says_all else elements_told)(credential, messages))
        shown = [(label, value) for label, value in facts if len(value) < 60]
        results = tuple(
            Result(name=label, kind="Result", value=value, id=f"{page}#term-{n}")
            for n, (label, value) in enumerate(facts)
        )
        named = credential.outcomes or tuple(outcome.id for outcome in course.outcomes)
        outcomes = [outcome for outcome in course.outcomes if outcome.id in named]
        yield BatchAward(
            kind=rule.id,
            achievement=Achievement(
                id=page,
                name=f"{course.title}: {credential.title}",
                description=_sentence(credential, messages),
                criteria="\n".join(lines_of(credential.criteria_html, as_written=True)) or credential.description,
                criteria_url=page if course.url else "",
                kind="Course" if is_transcript else "CertificateOfCompletion",
                image_url=f"{base}/certificates/{credential.id}.svg" if course.url else "",
                outcomes=tuple((o.id, f"{base}/syllabus.html", o.text) for o in outcomes) if course.url else (),
            ),
            design=_design(course, kit, credential, tuple(shown), tuple(o.text for o in outcomes)),
            results=results,
            is_transcript=is_transcript,
            description=credential.description,
        )


def _sentence(credential: Credential, messages: Messages) -> str:
    """What a wallet shows, where no name stands before it: a certificate's words go on from the person's name."""
    said = credential.statement
    if not said or not said[:1].islower():
        return said or credential.description
    return messages.text("The person to whom this was given {statement}", statement=said)


def _design(
    course: Course,
    kit: Path,
    credential: Credential,
    facts: tuple[tuple[str, str], ...],
    outcomes: tuple[str, ...],
) -> Design:
    text = messages_for(course.language).text
    # Who signs the course's certificate signs what else the course gives, too.
    signed = credential.signatories or next((c.signatories for c in course.credentials if c.signatories), ())
    words = {
        "certifies": text("This is to certify that"),
        "check": text("Check it here"),
        "qr": text("A code that leads to"),
        "number": text("Number of this certificate:"),
        "attached": text("The signed credential, for checking by machine"),
    }
    logo = kit / course.brand.logo if course.brand.logo else None
    kind = logo.suffix.lower().lstrip(".") if logo else ""
    is_there = logo is not None and logo.is_file() and kind in ("svg", "png")
    return Design(
        look=credential.design if credential.design in ("classic", "modern", "plain") else "classic",
        title=credential.title,
        statement=credential.statement or credential.description,
        course=course.title,
        institution=course.institution,
        language=course.language,
        primary=course.brand.primary,
        accent=course.brand.accent,
        signatories=tuple((signatory.name, signatory.role) for signatory in signed),
        facts=facts,
        outcomes=outcomes,
        small_print=credential.small_print,
        logo=logo.read_bytes() if logo is not None and is_there else b"",
        logo_kind=kind if is_there else "",
        words=tuple(words.items()),
    )


def badge_picture(design: Design) -> bytes:
    """A round badge in the institution's colours, for the pictures that a credential is baked into."""
    from lxml import etree

    svg = etree.Element("svg", {"viewBox": "0 0 300 300"}, nsmap={None: "http://www.w3.org/2000/svg"})  # type: ignore[dict-item]
    svg.set("role", "img")
    title = etree.SubElement(svg, "title")
    title.text = f"{design.course}: {design.title}"

    def draw(tag: str, **values: str) -> None:
        etree.SubElement(svg, tag, {name.replace("_", "-"): value for name, value in values.items()})

    draw("circle", cx="150", cy="150", r="142", fill=design.primary)
    draw(
        "circle",
        cx="150",
        cy="150",
        r="126",
        fill="none",
        stroke="#ffffff",
        stroke_width="3",
        stroke_dasharray="2 9",
        stroke_linecap="round",
    )
    draw("path", d="M95 205 L95 275 L150 248 L205 275 L205 205 Z", fill=design.accent)
    draw("circle", cx="150", cy="138", r="84", fill="#ffffff")
    draw(
        "path",
        d="M108 140 L140 172 L196 108",
        fill="none",
        stroke=design.primary,
        stroke_width="19",
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    return etree.tostring(svg)
