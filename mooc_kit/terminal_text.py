"""Terminal escaping: letters that steer a terminal, or turn the direction of what stands around them, are written out.

Names, titles and messages come from kits, tables and packages of strangers. `\\x1b[2J` in one of them clears the
screen, `\\u202e` shows the rest of a line backwards; both are shown as what they are. Everything that is printed goes
through here: `console.echo`, the `Console` below, and the text report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

# Joiners and the plain marks of direction stay: Persian, Hindi, Hebrew and Arabic texts need them, and they turn
# nothing but themselves. Written as \uXXXX, which JSON reads as the same letter: what is printed as JSON stays equal.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)")


def visible(text: str) -> str:
    """`text` with each letter that would steer a terminal as `\\uXXXX`; line feeds and tabs stay."""
    return _STEERING.sub(lambda letter: f"\\u{ord(letter[0]):04x}", text)


def say(text: str) -> None:
    """Print a line."""
    print(visible(text))


def rich_console(**settings: Any) -> Console:
    """A console of Rich that shows every word by `visible`; what Rich itself says to the terminal passes."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class Shown(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Any:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(visible(segment.text), segment.style)

    return Shown(**settings)
