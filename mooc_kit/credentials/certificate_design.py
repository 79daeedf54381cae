"""Certificate design: words, colours, logo, signatories and one of three looks, beside the person's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    look: str
    """classic, modern or plain."""
    title: str
    statement: str
    course: str
    institution: str
    language: str
    primary: str
    accent: str
    signatories: tuple[tuple[str, str], ...] = ()
    """(name, role) of whose names stand on it."""
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value): credit, level, how identity was checked."""
    outcomes: tuple[str, ...] = ()
    small_print: str = ""
    logo: bytes = b""
    logo_kind: str = ""
    """svg or png."""
    words: tuple[tuple[str, str], ...] = ()
    """The few words of the certificate itself, in the course's language: (key, text)."""
