"""OLX video blocks as links to where the video is."""

from __future__ import annotations

from html import escape

from mooc_kit.importers.open_edx.olx_tree import Block
from mooc_kit.problems import Notice


def video(block: Block, notices: list[Notice]) -> str:
    """A recording, as the link that a kit shows with its player."""

    youtube = block.xml.get("youtube_id_1_0") or (block.xml.get("youtube") or "").rpartition(":")[2]
    sources = [source.get("src") or "" for source in block.xml.iter("source")]
    address = f"https://www.youtube.com/watch?v={youtube}" if youtube else next((s for s in sources if s), "")
    if not address:
        notices.append(
            Notice(f'The video "{block.title or block.name}"', "The package does not say where it is.", "Link to it.")
        )
        return ""
    title = escape(block.title or "Video")
    return f'<figure class="media video"><p><a class="embed" href="{escape(address)}">{title}</a></p></figure>'
