"""CAPA problem writer: prompts, feedback, solutions, and what was lost on the way, shared by all problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mooc_kit.i18n import Messages
from mooc_kit.problems import Notice
from mooc_kit.quizzes.model import Question
from mooc_kit.targets.open_edx.html import Pages, move_into, words_of

if TYPE_CHECKING:
    from lxml import etree

INLINE_TAGS = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u".split()  # noqa: SIM905
)


@dataclass
class ProblemWriter:
    """Writes problems. `losses` gathers what was lost by its reason, with the names of the quizzes it happened in."""

    pages: Pages
    losses: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    quiz: str = ""

    def lose(self, what: str, why: str, instead: str) -> None:
        named = self.losses.setdefault((what, why, instead), [])
        if self.quiz not in named:
            named.append(self.quiz)

    def notices(self) -> list[Notice]:
        return [
            Notice(f"{what} (in {', '.join(named[:4])}{' …' if len(named) > 4 else ''})", why, instead)
            for (what, why, instead), named in self.losses.items()
        ]

    @property
    def messages(self) -> Messages:
        return self.pages.messages

    def prompt(self, question: Question, element: etree._Element, response: etree._Element | None) -> None:
        """The question's text above the answer. Its last paragraph, where it is plain, is the answer's label."""
        from lxml import etree

        made = self.pages.markdown(question.whole_prompt)
        blocks = list(made)
        last = blocks[-1] if blocks else None
        is_label = (
            response is not None
            and last is not None
            and last.tag == "p"
            and all(isinstance(part.tag, str) and part.tag in INLINE_TAGS | {"p"} for part in last.iter())
        )
        if is_label and last is not None and response is not None:
            made.remove(last)
            label = etree.Element("label")
            move_into(label, last)
            response.insert(0, label)
        if len(made) or (made.text or "").strip():
            element.insert(0, made)

    def said(self, markdown: str, tag: str, parent: etree._Element, **fields: str) -> etree._Element:
        """A piece of feedback as an element `tag` of `parent`."""
        from lxml import etree

        element = etree.SubElement(parent, tag)
        for name, value in fields.items():
            element.set(name, value)
        made = self.pages.markdown(markdown)
        if len(made) == 1 and made[0].tag == "p" and not (made.text or "").strip():
            move_into(element, made[0])
        else:
            move_into(element, made)
        return element

    def plain(self, markdown: str) -> str:
        """Words for a place that takes no HTML, such as a list to choose from."""
        words = words_of(made := self.pages.markdown(markdown))
        if made.find(".//span[@class='math']") is not None:
            self.lose(
                "Formulas in lists to choose from",
                "A list in a browser shows bare words.",
                "Their source stands there.",
            )
        return words


def solution(writer: ProblemWriter, element: etree._Element, *parts: str | None) -> None:
    """What is shown with the right answer."""
    from lxml import etree

    wanted = [part for part in parts if part]
    if not wanted:
        return
    inside = etree.SubElement(etree.SubElement(element, "solution"), "div")
    inside.set("class", "detailed-solution")
    for part in wanted:
        move_into(inside, writer.pages.markdown(part))
