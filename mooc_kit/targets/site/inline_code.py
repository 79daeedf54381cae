"""Inline style and script: what a page carries in itself, with the hashes by which its policy allows just that.

Source: Content Security Policy Level 3, hashes of inline scripts and styles.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from mooc_kit.course.model import Course
from mooc_kit.targets.site.colours import brand_css
from mooc_kit.targets.site.theme import FINDER, SiteTheme, script


def whole_style(course: Course, theme: SiteTheme) -> Markup:
    """All style sheets of a page as one."""
    own = dict(theme.own_files())
    return inside("".join((brand_css(course.brand), *(own[name].decode() for name in theme.styles))), "style")


def inside(words: str, element: str) -> Markup:
    """Our own script or style as what stands inside its element."""
    return Markup(words.replace(f"</{element}", f"<\\/{element}"))  # noqa: S704  # what would end it is gone


def hash_of(words: str) -> str:
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"


def shown_anywhere(course: Course, theme: SiteTheme, root: str) -> dict[str, object]:
    """What the page for missing addresses carries: a server shows it at any of them, where no relative link leads home.

    `root` is where the site is thought to lie; the script finds out where it does.
    """
    style, code = whole_style(course, theme), inside(script(FINDER), "script")
    return {
        "root": root,
        "style": style,
        "style_hash": hash_of(style),
        "script": code,
        "script_hash": hash_of(code),
    }
