"""Word conversion: .docx as a page, by mammoth; what it leaves behind without a word is found in the package."""

from __future__ import annotations

import io
from pathlib import Path

from mooc_kit.archive import zip_bytes
from mooc_kit.extras import require
from mooc_kit.importers.documents.office_package import lost_in_word, parts
from mooc_kit.importers.documents.page import ConvertedPage, NotConverted, from_html


def read_word(path: Path, title: str) -> ConvertedPage:
    """The document at `path` as a page. Raises NotConverted where it is none."""
    require("documents", "Taking in Word documents")
    import mammoth

    package = parts(path)
    document = package.get("word/document.xml")
    if document is None:
        raise NotConverted(f"{path.name} is no Word document (.docx). Save it as one in Word or LibreOffice.")
    page = ConvertedPage(title)
    page.lost += list(lost_in_word(document))
    for name, what in (("header", "the header of the paper"), ("footer", "the footer of the paper")):
        if any(part.startswith(f"word/{name}") for part in package):
            page.lost.append(f"{what}: a page on a screen has none")
    try:
        made = mammoth.convert_to_html(io.BytesIO(zip_bytes(package)))
    except (ValueError, KeyError, OSError, AttributeError, SyntaxError) as error:
        raise NotConverted(f"{path.name} cannot be read: its parts do not fit together ({error}).") from None
    from_html(page, made.value)
    page.lost += [f"a format: {message.message}" for message in made.messages if message.type != "warning"]
    return page
