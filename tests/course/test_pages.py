"""Pages: what Markdown becomes, and that no script gets through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from mooc_kit.content.bracketed_words import TAKEN_OUT
from mooc_kit.content.safe_html import ALLOWED_TAGS
from mooc_kit.course.kit_files import KitFiles
from mooc_kit.course.pages import markdown_html, read_page


@pytest.fixture
def files(tmp_path: Path) -> KitFiles:
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/other.md").write_text("x")
    Image.new("RGB", (8, 4), "#1d4f5c").save(tmp_path / "content/pages/river.jpg")
    return KitFiles(tmp_path)


def page(files: KitFiles, text: str) -> str:
    found = read_page(files, "content/pages/page.md", text)
    return found.body_html


def test_front_matter_is_read_and_taken_off(files: KitFiles) -> None:
    found = read_page(files, "content/pages/page.md", "---\ntitle: A title\nminutes: 20\n---\nWords\n")
    assert (found.meta.title, found.meta.minutes) == ("A title", 20)
    assert found.body_html == "<p>Words</p>\n"
    assert not files.problems


def test_a_problem_in_a_page_names_the_line_of_the_file(files: KitFiles) -> None:
    page(files, "---\ntitle: A title\n---\nWords\n\n![](river.jpg)\n\n[gone](gone.md)\n")
    assert [(p.code, p.place.line) for p in files.problems] == [("K104", 6), ("K105", 8)]


def test_a_wrong_key_of_the_front_matter_is_placed_too(files: KitFiles) -> None:
    page(files, "---\ntitel: A title\n---\nWords\n")
    assert [(p.code, p.place.line) for p in files.problems] == [("S102", 2)]


def test_links_into_the_kit_become_internal_ones(files: KitFiles) -> None:
    assert 'href="kit:content/pages/other.md#part"' in page(files, "[other](other.md#part)")
    assert 'src="asset:content/pages/river.jpg"' in page(files, "![A river](river.jpg)")
    assert not files.problems


def test_tables_footnotes_and_callouts_work() -> None:
    out = markdown_html("| a | b |\n| - | - |\n| 1 | 2 |\n\nNote[^1].\n\n[^1]: Here.\n\n::: tip Look\nUp\n:::\n")
    for sign in ("<table>", "footnote", 'class="callout tip"', "callout-title"):
        assert sign in out


ATTACKS = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "[x](javascript:alert(1))",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    '<iframe src="https://example.org"></iframe>',
    "<math><mi><style><img src onerror=alert(1)></style></mi></math>",
    '<form action="https://example.org"><input name="a"></form>',
    '<p style="background:url(https://example.org)">x</p>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<video src="x" onloadstart="alert(1)"></video>',
]


def is_harmless(text: str) -> bool:
    tree = html.fragment_fromstring(text, create_parent=True)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            return False
        if element.tag in ("script", "style", "iframe", "form", "object", "embed", "base", "meta", "link"):
            return False
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                return False
            if name in ("href", "src") and "".join(value.split()).lower().startswith(
                ("javascript:", "data:", "vbscript:")
            ):
                return False
    return True


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_script_gets_into_a_page(attack: str) -> None:
    assert is_harmless(markdown_html(attack))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<", ">", '"', "'", "`", "\n", "*", "[", "](", ")", "&lt;", "::: tip", "|"]),
        max_size=8,
    )
)
def test_no_mixture_of_attacks_gets_into_a_page(parts: list[str]) -> None:
    assert is_harmless(markdown_html("".join(parts)))


BRACKETED = st.one_of(
    st.from_regex(r"[A-Za-z][a-z-]{0,8}( [a-z]{1,6}){0,2}", fullmatch=True).filter(
        lambda words: words.split()[0].lower() not in TAKEN_OUT and words.split()[0].lower() not in ALLOWED_TAGS
    ),
    st.sampled_from(["time", "var", "first name", "b and c", "title", "form", "path", "Button", "code", "data set"]),
)
AROUND = [
    "Say {}.",
    "{} comes first",
    "- {}",
    "| a |\n| - |\n| {} |",
    "*{}* and **{}**",
    "## {}",
    "> {}",
    "::: tip\n{}\n:::",
]


@settings(max_examples=200, deadline=None)
@given(BRACKETED, st.sampled_from(AROUND))
def test_words_in_angle_brackets_are_shown_as_they_were_typed(words: str, around: str) -> None:
    shown = html.fragment_fromstring(markdown_html(around.replace("{}", f"<{words}>")), create_parent=True)
    assert shown.text_content().count(f"<{words}>") == around.count("{}")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<b>bold</b>, <br>a line", "<p><b>bold</b>, <br>a line</p>\n"),
        ("<details open>\n<summary>More</summary>\n\n*Here.*\n\n</details>", "<em>Here.</em>"),
        ("2<sup>3</sup> and <abbr title='x'>X</abbr>", '<abbr title="x">X</abbr>'),
        (
            "List<String> in text, `List<String>` as code",
            "<p>List&lt;String&gt; in text, <code>List&lt;String&gt;</code>",
        ),
        ("<div>\nopen <path>\n</div>", "open &lt;path&gt;"),
        ('<form action="x">words</form>', "words"),
    ],
)
def test_tags_of_a_page_stay_tags_beside_them(text: str, made: str) -> None:
    assert made in markdown_html(text)


def test_formulas_become_mathml_with_their_source(files: KitFiles) -> None:
    out = page(files, "A rate $\\frac{d}{n}$.\n\n$$\n\\begin{aligned}a&=b\\\\c&=d\\end{aligned}\n$$\n")
    inline, block = html.fromstring(out).iter("math")
    assert inline.find(".//mfrac") is not None and block.get("display") == "block"
    assert inline.findtext(".//annotation") == "\\frac{d}{n}"
    assert len(block.findall(".//mtr")) == 2
    assert " style=" not in out
    assert not files.problems


def test_prices_are_not_formulas(files: KitFiles) -> None:
    text = "It costs $5 and $10, or US$20 to US$30; 5 $ then."
    assert page(files, text) == f"<p>{text}</p>\n"


def test_a_wrong_formula_is_found_on_its_line_and_shown_as_it_was_written(files: KitFiles) -> None:
    out = page(files, "One\n\n$$\na\n\\frac{1\n$$\n\nTwo $\\oops$\n")
    assert [(p.code, p.place.line) for p in files.problems] == [("K109", 5), ("K109", 8)]
    assert "Unknown command" in files.problems[1].message
    assert "\\oops" in html.fromstring(out).text_content()


@pytest.mark.parametrize(
    "tex", ["\\text{</annotation><script>alert(1)</script>}", "\\color{red}x", "\\def\\a{\\a\\a}\\a"]
)
def test_a_formula_brings_no_markup_of_its_own(tex: str) -> None:
    out = markdown_html(f"${tex}$")
    assert "<script" not in out and "style=" not in out


def test_code_is_coloured_by_classes_under_the_name_of_its_language() -> None:
    out = markdown_html('```python\nprint("<b>")  # why\n```\n')
    figure = html.fromstring(out)
    assert figure.findtext("figcaption") == "Python"
    assert figure.find("pre").get("dir") == "ltr"
    assert figure.find("pre").text_content() == 'print("<b>")  # why\n'
    assert {"c-nb", "c-s2", "c-c1"} <= {span.get("class") for span in figure.iter("span")}


def test_code_of_an_unknown_language_is_shown_plainly() -> None:
    assert markdown_html("```riverish\na < b\n```\n") == "<pre><code>a &lt; b\n</code></pre>\n"


def test_a_callout_without_a_title_says_what_it_is() -> None:
    assert '<p class="callout-title">Warning</p>' in markdown_html("::: warning\nHot\n:::\n")


def test_a_picture_with_a_title_is_a_figure_with_a_caption(files: KitFiles) -> None:
    figure = html.fromstring(page(files, '![A bend](river.jpg "The river in *May*")'))
    assert figure.tag == "figure" and figure.find("img").get("alt") == "A bend"
    assert figure.findtext("figcaption") == "The river in *May*"
    assert figure.find("img").get("title") is None


def test_a_picture_that_only_adorns_needs_no_words(files: KitFiles) -> None:
    assert 'alt=""' in page(files, "![](river.jpg){.decorative}")
    assert not files.problems


def test_a_damaged_picture_is_found_on_its_line(files: KitFiles) -> None:
    (files.folder / "content/pages/river.jpg").write_bytes(b"\xff\xd8 not a picture")
    page(files, "One\n\n![A bend](river.jpg)\n")
    assert [(p.code, p.place.line) for p in files.problems] == [("K110", 3)]


def test_a_picture_that_would_fill_the_memory_is_refused(files: KitFiles) -> None:
    Image.new("1", (20_000, 20_000)).save(files.folder / "content/pages/river.png")
    page(files, "![A bend](river.png)\n")
    assert [p.code for p in files.problems] == ["K110"]
    assert "too large" in files.problems[0].message


def test_a_recording_on_another_site_is_a_link_with_its_transcript_folded_away(files: KitFiles) -> None:
    text = "::: video https://youtu.be/dQw4w9WgXcQ How to *sample*\n\nI stand **upstream**.\n:::\n"
    figure = html.fromstring(page(files, text))
    assert figure.find(".//a").get("class") == "embed" and figure.find(".//a").text == "How to *sample*"
    assert figure.find(".//details//strong").text == "upstream"
    assert not files.problems


def test_a_video_of_the_kit_takes_the_captions_and_the_picture_beside_it(files: KitFiles) -> None:
    for name in ("river.mp4", "river.vtt", "river.de.vtt", "river-2.vtt", "other.vtt"):
        (files.folder / "content/pages" / name).write_text("x")
    out = page(files, "::: video river.mp4 How to sample\nWords\n:::\n")
    assert 'poster="asset:content/pages/river.jpg"' in out
    assert re.findall(r'srclang="(\w+)" label="(\w+)"', out) == [("de", "Deutsch"), ("en", "English")]
    assert not files.problems


def test_a_recording_without_title_captions_or_transcript_is_told(files: KitFiles) -> None:
    (files.folder / "content/pages/alone.mp4").write_text("x")
    page(files, "::: video alone.mp4\n:::\n\n::: audio gone.mp3 Voices\n::: note\nSaid\n:::\n")
    assert sorted((p.code, p.place.line) for p in files.problems) == [
        ("K105", 4),
        ("K111", 1),
        ("K112", 1),
        ("K113", 1),
    ]


@pytest.mark.parametrize(
    "name, content",
    [
        ("page.html", "<p>"),
        ("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>"),
        ("data.xml", "<a/>"),
    ],
)
def test_a_file_that_could_run_in_the_courses_name_is_refused(files: KitFiles, name: str, content: str) -> None:
    (files.folder / "content/pages" / name).write_text(content)
    page(files, f"[here]({name})\n")
    assert [p.code for p in files.problems] == ["K115"]


def test_a_file_too_large_for_a_phone_is_told(files: KitFiles) -> None:
    with (files.folder / "content/pages/deck.pdf").open("wb") as file:
        file.truncate(26_000_000)
    page(files, "[slides](deck.pdf)\n")
    assert [(p.code, p.message) for p in files.problems] == [("K114", "content/pages/deck.pdf has 26 MB.")]
