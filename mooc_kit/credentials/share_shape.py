"""Share page allow-list: whether a file is a share page as mooc-kit writes it, with nothing but plain words filled in.

A page of a kit that came from somebody else would run on the course's own site. So a share page is published only
where it is the template, letter by letter, and each gap holds what can be no markup: words without `<`, `>` and quotes,
a colour, an address of the site's own page that checks, or of the form with which people add it to a profile.
"""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

LARGEST = 200_000
"""Bytes. The words of a course's outcomes are a hundredth of that."""
_WORDS = r"[^<>\"'\x00-\x08\x0b\x0c\x0e-\x1f]*"
_COLOUR = r"#[0-9a-fA-F]{6}"
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_GAPS = {
    "language": r"[A-Za-z0-9-]{1,35}",
    "dir": r"(?:ltr|rtl)",
    "colour": _COLOUR,
    "words": _WORDS,
    "check": rf"\.\./verify\.html\#c={_ID}",
    "profile": r"https://www\.linkedin\.com/profile/add\?[\w.~%+=&;*-]*",
    "outcomes": rf"(?:<li>{_WORDS}</li>)*",
}


def is_share_page(data: bytes) -> bool:
    """Whether `data` is a share page as some release of mooc-kit has written it."""
    if len(data) > LARGEST:
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _shape().fullmatch(text.replace("\r\n", "\n").rstrip("\n")) is not None


def template() -> Any:
    """The template of share pages."""
    from mooc_kit.templating import built_in, environment

    whole = environment(built_in("reports"), trim_blocks=False, lstrip_blocks=False, keep_trailing_newline=False)
    return whole.get_template("share.html.j2")


@cache
def _shape() -> re.Pattern[str]:
    """The template as a pattern: rendered with a mark in each gap, and the marks put into what each may hold."""
    marks = {name: f"gap0{name}0gap" for name in _GAPS}
    words = marks["words"]
    rendered = template().render(
        design=SimpleNamespace(
            language=marks["language"], primary=marks["colour"], course=words, outcomes=[marks["outcomes"]]
        ),
        dir=marks["dir"],
        name=words,
        description=words,
        issuer=words,
        date=words,
        verify=marks["check"],
        profile=marks["profile"],
        ink=marks["colour"],
        words=dict.fromkeys(("own", "about", "by", "check", "profile"), words),
    )
    pattern = re.escape(rendered.strip().replace(f"<li>{marks['outcomes']}</li>", marks["outcomes"]))
    for name, gap in _GAPS.items():
        pattern = pattern.replace(marks[name], gap)
    return re.compile(pattern)
