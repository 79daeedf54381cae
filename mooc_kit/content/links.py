"""Internal links: they name what they lead to; each target turns them into its platform's addresses.

In a course's HTML they read `course:home`, `course:module/ID`, `course:activity/ID`, `course:page/ID` and
`asset:PATH-IN-KIT`, each with an optional `#fragment`. While a kit is being read they are `kit:PATH-IN-KIT`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

SCHEMES = ("course", "asset", "kit")

# nh3 has written the HTML by the time this runs, so attributes are always in double quotes.
_LINK = re.compile(r'(?P<before>\s(?:href|src|poster)=")(?P<url>(?:course|asset|kit):[^"]*)(?P<after>")')


def rewrite(html: str, resolve: Callable[[str], str]) -> str:
    """`html` with each internal link replaced by what `resolve` gives for it (unescaped in, escaped here)."""
    from html import escape, unescape

    def replaced(found: re.Match[str]) -> str:
        return found["before"] + escape(resolve(unescape(found["url"])), quote=True) + found["after"]

    return _LINK.sub(replaced, html)
