"""Fill-in-the-blank problems: one whose fields all stand within its lines becomes one question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mooc_kit.content.html_to_markdown import Readdress, html_to_markdown

if TYPE_CHECKING:
    from lxml import etree

_SIGN = "\ue000{}\ue001"


def fill_blanks(
    root: etree._Element, responses: Sequence[etree._Element], answers: Sequence[Sequence[str]], readdress: Readdress
) -> dict[str, Any] | None:
    """The question, where `answers` fit into the gaps that are `responses` in `root`; changes `root`.

    What stands above the first gap is the question, the rest the text with the gaps.
    """
    from lxml import etree

    if not all(answers) or any("|" in text or "]]" in text for gap in answers for text in gap):
        return None
    for number, response in enumerate(responses):
        parent = response.getparent()
        if parent is None:
            return None
        sign = etree.Element("span")
        sign.text, sign.tail = _SIGN.format(number), response.tail
        parent.replace(response, sign)
    for element in list(root.iter("solution", "demandhint")):
        holder = element.getparent()
        if holder is not None:
            holder.remove(element)
    root.tag = "div"
    root.attrib.clear()
    blocks = html_to_markdown(etree.tostring(root, encoding="unicode", method="html"), readdress).split("\n\n")
    first = next((n for n, block in enumerate(blocks) if "\ue000" in block), 0)

    def gap(found: re.Match[str]) -> str:
        return f"[[{'|'.join(answers[int(found[1])])}]]"

    text = re.sub("\ue000(\\d+)\ue001", gap, "\n\n".join(blocks[first:]))
    return {"kind": "fill_blanks", "prompt": "\n\n".join(blocks[:first]) or "…", "text": text}
