"""Page host: what shows the site's pages, a web server, or a learning platform that plays them in a frame and records.

A platform's pages load one script more, before all others, and none for an offline copy; and they say what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

from mooc_kit.i18n import Messages


@dataclass(frozen=True)
class PageHost:
    """`first_scripts` run before anything reads what was kept; `left_out` are scripts that do not work there."""

    first_scripts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_reported: bool = False

    def scripts(self, *names: str) -> tuple[str, ...]:
        """The scripts of a page that asks for these."""
        return (*self.first_scripts, *(name for name in names if name not in self.left_out))

    def texts(self, messages: Messages) -> dict[str, str]:
        """What the pages' scripts say otherwise than on a web site, and what only they say there."""
        if not self.is_reported:
            return {}
        text = messages.text
        return {
            "essayKept": text("Your answer is kept, here and on the learning platform. Nobody scores it."),
            "openedAlone": text(
                "This page was opened outside of your learning platform: nothing that you do in this window is "
                "reported. Open the course there."
            ),
        }


WEB = PageHost()
"""The site of its own."""
