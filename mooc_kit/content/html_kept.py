"""HTML that stays HTML in Markdown: what has no sign there, with its formulas drawn as MathML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mooc_kit.content.html_words import fragment
from mooc_kit.content.mathematics import formulas_as_markdown

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def raw_html(element: HtmlElement) -> str:
    """The element as an HTML block: no empty line inside, which would end it. Formulas in its words become MathML."""
    from lxml import html as lxml_html

    if element.tag != "pre":
        _draw_formulas(element)
    text = str(lxml_html.tostring(element, encoding="unicode", with_tail=False))
    if element.tag == "math":
        return " ".join(text.split())
    return re.sub(r"\n\s*\n", "\n", text).strip() if element.tag != "pre" else text.strip()


def _draw_formulas(element: HtmlElement) -> None:
    """Formulas between delimiters as MathML: within HTML nobody reads Markdown."""
    from html import escape

    from mooc_kit.content.mathematics import MathError, has_formula, mathml

    def drawn(markdown: str) -> str:
        tex = markdown.strip("$")
        try:
            return mathml(tex, block=markdown.startswith("$$"))
        except MathError:
            return escape(markdown)

    for part in [found for found in element.iter() if found.tag not in ("math", "annotation", "code", "pre")]:
        for where in ("text", "tail"):
            words = getattr(part, where) or ""
            if not has_formula(words) or (part is element and where == "tail"):
                continue
            made = fragment(formulas_as_markdown(words, escape, drawn))
            holder = part if where == "text" else part.getparent()
            at = 0 if where == "text" else holder.index(part) + 1
            setattr(part, where, made.text)
            for offset, child in enumerate(list(made)):
                holder.insert(at + offset, child)
