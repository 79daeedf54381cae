"""Every example as a site: each link leads somewhere, each quiz can be answered, and it all works without a network."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.examples.conftest import NAMES

pytestmark = pytest.mark.browser


class _Links(HTMLParser):
    """The addresses that a page uses, and the places in it that links can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.used: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif name in ("href", "src", "poster") and value:
                self.used.append(value)
            elif name == "srcset" and value:
                self.used += [part.split()[0] for part in value.split(",")]


def dead_links(site: Path) -> Iterator[str]:
    pages = {path.relative_to(site).as_posix(): _Links(path.read_text("utf-8")) for path in site.rglob("*.html")}
    for name, page in pages.items():
        if name == "404.html":  # made for the course's own address, which is elsewhere
            continue
        for url in page.used:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            if not (site / target).is_file():
                yield f"{name}: {url}"
            elif parts.fragment and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{name}: {url} (no such place on the page)"


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(site_of, name):
    assert list(dead_links(site_of(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_without_a_complaint_and_asks_nothing_of_other_sites(visit, site_of, name):
    visitor = visit(name)
    for path in sorted(site_of(name).rglob("*.html")):
        if path.name != "404.html":
            visitor.go(path.relative_to(site_of(name)).as_posix())
    assert visitor.complaints == []
    assert visitor.asked_elsewhere == []


def quizzes(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "data-quiz" in path.read_text())


def give(card, question, *, rightly):
    """Answer one question of any kind, rightly or wrongly."""
    choices = [index for index, choice in enumerate(question.get("choices", [])) if choice["isRight"] is rightly]
    match question["kind"]:
        case "multiple_choice":
            card.locator(f'input[value="{choices[0]}"]').check()
        case "multiple_response":
            for index in choices or [0]:
                card.locator(f'input[value="{index}"]').check()
        case "true_false":
            card.get_by_label("True" if question["answer"] is rightly else "False", exact=True).check()
        case "short_answer":
            card.locator("input").fill(question["answers"][0]["text"].replace("*", "") if rightly else "no idea")
        case "numerical":
            rule = question["numbers"][0]
            number = rule["answer"] if rule["answer"] is not None else rule["least"]
            unit = f" {question['unit']}" if question["unitNeeded"] else ""
            card.locator("input").fill(f"{number if rightly else number + 10**6}{unit}")
        case "matching":
            labels = {option["value"]: option["label"] for option in question["options"]}
            rights = [labels[pair["right"]] for pair in question["pairs"]]
            for select, label in zip(card.locator("select").all(), rights if rightly else rights[::-1], strict=True):
                select.select_option(label=label)
        case "ordering":
            # With the keyboard alone: bring each item up to its place, the first one last where it is to be wrong.
            wanted = question["items"] if rightly else question["items"][::-1]
            for place, item in enumerate(wanted):
                words = card.page.evaluate("(html) => { const d = document.createElement('div'); d.innerHTML = html; return d.textContent.trim(); }", item)  # noqa: E501
                while card.locator(".order li").nth(place).locator(".order-words").inner_text().strip() != words:
                    card.get_by_role("button", name=f"Move up: {words}", exact=True).focus()
                    card.page.keyboard.press("Enter")
        case "fill_blanks":
            for box, gap in zip(card.locator(".blanks input, .blanks select").all(), question["gaps"], strict=True):
                if gap["choices"]:
                    box.select_option(next(c["text"] for c in gap["choices"] if (c["credit"] == 1) is rightly))
                else:
                    right = gap["answers"][0]["text"] if gap["answers"] else str(gap["numbers"][0]["answer"])
                    box.fill(right if rightly else "zzz")
        case "essay":
            card.locator("textarea").fill("words " * max(question["leastWords"], 3))
        case "calculated":
            values = card.locator(".prompt").inner_text()
            card.locator("input").fill("-999999" if not rightly else values)
    card.locator("button[type=submit]").click()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rightly", [True, False], ids=["rightly", "wrongly"])
def test_every_quiz_can_be_answered(visit, site_of, name, rightly):
    paths = quizzes(site_of(name))
    assert paths
    visitor = visit(name, viewport={"width": 360, "height": 740})
    for path in paths:
        page = visitor.go(path)
        data = json.loads(page.locator("#site\\:quiz").text_content() or "")
        questions = {question["id"]: question for question in data["questions"]}
        scored = 0
        for card in page.locator("form.question").all():
            question = questions[card.get_attribute("data-question")]
            if question["kind"] == "calculated":
                continue
            give(card, question, rightly=rightly)
            scored += question["kind"] != "essay"
            assert card.locator(".result").is_visible(), (path, question["id"], card.inner_text())
            verdict = card.locator(".verdict").inner_text()
            if question["kind"] != "essay":
                assert ("Right." in verdict) is rightly, (path, question["id"], verdict)
        if scored and not any(q["kind"] == "calculated" for q in questions.values()):
            summary = page.locator(".quiz-summary").inner_text()
            assert ("(100%)" in summary) is rightly, (path, summary)
    assert visitor.complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_the_course_is_there_without_a_network_after_the_first_visit(visit, site_of, name):
    visitor = visit(name, goes_offline=True)
    page = visitor.go("index.html")
    page.get_by_text("This course is kept in your browser").wait_for()
    visitor.context.set_offline(True)
    for path in ("syllabus.html", "evidence.html", quizzes(site_of(name))[0], "my-data.html"):
        page.goto(visitor.base + path)
        assert page.locator("h1").is_visible()
    visitor.go("index.html").get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Mark as done").click()
    assert len(visitor.kept()["done"]) == 1
    assert visitor.complaints == []
