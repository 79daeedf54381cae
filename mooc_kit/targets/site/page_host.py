"""Page host: what shows the site's pages, a web server, or a learning platform that plays them in a frame and records.

A platform's pages load one script more, before all others, and none for an offline copy; and they say what is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mooc_kit.i18n import N_

_ON_A_PLATFORM = {
    "Your answer is kept in this browser. No one else sees or scores it.": N_(
        "Your answer is kept, here and on the learning platform. Nobody scores it."
    )
}


@dataclass(frozen=True)
class PageHost:
    """`first_scripts` run before anything reads what was kept; `left_out` are scripts that do not work there."""

    first_scripts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_reported: bool = False

    def scripts(self, *names: str) -> tuple[str, ...]:
        """The scripts of a page that asks for these."""
        return (*self.first_scripts, *(name for name in names if name not in self.left_out))

    @property
    def instead(self) -> Mapping[str, str]:
        """What the pages' scripts say otherwise than on a web site, by what they say there."""
        return _ON_A_PLATFORM if self.is_reported else {}


WEB = PageHost()
"""The site of its own."""
