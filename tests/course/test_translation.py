"""One course in several languages: its texts go to translators and come back, and its site has them side by side."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po, write_po
from lxml import html

from mooc_kit.cache import Cache
from mooc_kit.checks.course_check import check_path
from mooc_kit.commands.new import from_answers
from mooc_kit.commands.translate import fits, translate
from mooc_kit.course.model import Course
from mooc_kit.course.translation import in_words, words_of
from mooc_kit.i18n import messages_for
from mooc_kit.problems import UsageError
from mooc_kit.spec.course_info import CourseInfo, Person
from mooc_kit.targets.site.target import Site
from tests.shared import once
from tests.test_pseudo_languages import names_in, plain

ROOT = Path(__file__).parents[2]
LONG = (
    'Look after the river near you, say "hello" to it, and tell the people who live along it what you found in its '
    "water, so that they can do something about it as well"
)
SMALL = {
    "course": {
        "title": "River Watch",
        "languages": ["en", "es"],
        "subtitle": LONG,
        "url": "https://r.example.org/w",
        "weeks": 2,
    },
    "outcomes": [{"id": "sample", "text": "Collect a water sample"}],
    "modules": [
        {
            "id": "first",
            "title": "First look",
            "outcomes": ["sample"],
            "activities": [
                {"id": "read", "kind": "page", "title": "Read this"},
                {"id": "work", "kind": "assignment", "title": "Do it", "rubric": "work", "points": 4},
            ],
        }
    ],
    "targets": ["site"],
}


@pytest.fixture
def kit(shared: Path, tmp_path: Path) -> Path:
    def grow(draft: Path) -> None:
        file = draft.with_suffix(".yaml")
        file.write_text(yaml.safe_dump(SMALL), "utf-8")
        from_answers(draft, file)

    return Path(shutil.copytree(once(shared, "kit-of-two-languages", grow), tmp_path / "kit"))


def course(kit: Path) -> Course:
    found = check_path(kit)
    assert found.course is not None
    return found.course


def notes(kit: Path) -> list[str]:
    return [problem.code for problem in check_path(kit).problems if problem.code in ("D202", "D212")]


def given_back(kit: Path, texts: dict[str, str]) -> Path:
    """The file for Spanish as another program writes it, with `texts` filled in."""
    catalogue = read_po(BytesIO((kit / "translations/es.po").read_bytes()), locale="es")
    for text, words in texts.items():
        assert text in catalogue
        catalogue[text].string = words
    made = BytesIO()
    write_po(made, catalogue, width=76, sort_output=True)
    file = kit.parent / "returned.po"
    file.write_bytes(made.getvalue())
    return file


def test_what_translators_fill_in_is_shown_in_their_language_under_the_same_ids(kit: Path, capsys) -> None:
    assert notes(kit) == ["D202"]
    translate(kit, [], None)
    words = {"First look": "Primera mirada", "Collect a water sample": "Recoger una muestra", "Do it": "Hazlo"}
    translate(kit, ["es"], given_back(kit, words))
    assert "3 texts taken." in capsys.readouterr().out
    first, second = course(kit), course(kit).translations[0]
    assert (first.language, second.language) == ("en", "es")
    assert second.modules[0].title == "Primera mirada"
    assert second.outcomes[0].text == "Recoger una muestra"
    assert [a.title for a in second.modules[0].activities][:2] == ["Read this", "Hazlo"]
    assert [a.id for _, a in first.activities()] == [a.id for _, a in second.activities()]
    assert "<li>Recoger una muestra</li>" in second.home_html
    assert '<p lang="en" dir="ltr">Begin with' in second.home_html


def test_what_the_course_says_otherwise_since_is_told_and_kept_for_somebody_to_look_at(kit: Path, capsys) -> None:
    translate(kit, ["es"], None)
    returned = given_back(kit, {LONG: "Cuídalo"})
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text("utf-8").replace("Look after the river", "Look after a river"), "utf-8")
    translate(kit, ["es"], returned)
    told = capsys.readouterr().out
    assert "1 text changed in the course since" in told
    assert "1 text to look at again" in told
    file = (kit / "translations/es.po").read_text("utf-8")
    assert '#| msgid "" "Look after the river' in file
    assert course(kit).translations[0].subtitle == LONG.replace("the river", "a river", 1)
    translate(kit, ["es"], None)
    assert (kit / "translations/es.po").read_text("utf-8") == file


def test_validate_tells_what_is_translated_and_not_said_any_more(kit: Path) -> None:
    translate(kit, ["es"], None)
    translate(kit, ["es"], given_back(kit, {LONG: "Cuídalo"}))
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text("utf-8").replace("Look after the river", "Something else"), "utf-8")
    assert notes(kit) == ["D202", "D212"]


def test_a_translation_that_leads_elsewhere_is_not_taken(kit: Path, capsys) -> None:
    translate(kit, ["es"], None)
    text = "[First look](modules/first/index.md)"
    translate(kit, ["es"], given_back(kit, {text: "[Mirada](https://evil.example)"}))
    assert "1 text lead elsewhere" in capsys.readouterr().out
    assert "evil" not in (kit / "translations/es.po").read_text("utf-8")
    assert fits(text, "[Mirada](modules/first/index.md)")
    assert fits("Say [[water]].", "Di [[agua]].")
    assert not fits("Say [[water]].", "Di agua.")


def test_a_page_beside_a_page_takes_its_place_and_is_no_page_of_its_own(kit: Path) -> None:
    (kit / "content/pages/taking-part.es.md").write_text("---\ntitle: Participar\n---\n\nDe otra manera.\n", "utf-8")
    first = course(kit)
    pages = {page.id: page for page in first.translations[0].pages}
    assert pages["taking-part"].body_html == "<p>De otra manera.</p>\n"
    assert pages["taking-part"].title == "Participar"
    assert pages.keys() == {page.id for page in first.pages}
    assert not [problem for problem in check_path(kit).problems if "taking-part.es" in problem.place.file]


def test_every_page_leads_to_itself_in_the_other_languages(kit: Path) -> None:
    first = course(kit)
    for edition, path, others in (
        (first, "modules/first/read.html", {"es": "../../es/modules/first/read.html"}),
        (first.translations[0], "modules/first/read.html", {"en": "../../../modules/first/read.html"}),
    ):
        page = html.fromstring(Site().pages(edition, kit, Cache()).package.files[path])
        assert {a.get("hreflang"): a.get("href") for a in page.xpath("//nav[@class='editions']//a")} == others
        known = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
        assert known == {
            "en": "https://r.example.org/w/modules/first/read.html",
            "es": "https://r.example.org/w/es/modules/first/read.html",
        }
        kept = '"kept":"../../../"' in html.tostring(page, encoding="unicode")
        assert kept is (edition.language == "es")


def test_texts_are_words_for_people_and_no_ids_names_or_addresses() -> None:
    assert {"title", "subtitle", "summary", "audience", "prerequisites"} <= words_of(CourseInfo)
    assert not {"id", "url", "language", "languages", "contact", "license"} & words_of(CourseInfo)
    ama = Person(name="Ama Boateng", role="mentor")
    assert in_words(ama, str.upper) == ama


def test_a_language_that_the_course_is_in_already_or_that_is_none_is_refused(kit: Path) -> None:
    for tag in ("en", "no language"):
        with pytest.raises(UsageError):
            translate(kit, [tag], None)


@pytest.fixture(scope="module")
def whole(shared: Path) -> Path:
    """A kit with all eight options by authors who write English, wholly translated into en-XA."""

    def grow(draft: Path) -> None:
        answers = yaml.safe_load((ROOT / "tests/spec/sound.yaml").read_text("utf-8"))
        answers["course"]["languages"] = ["en", "en-XA"]
        file = draft.with_suffix(".yaml")
        file.write_text(yaml.safe_dump(answers, allow_unicode=True, sort_keys=False), "utf-8")
        from_answers(draft, file)
        translate(draft, ["en-XA"], None)
        po = draft / "translations/en-XA.po"
        catalogue = read_po(BytesIO(po.read_bytes()))
        for entry in catalogue:
            entry.string = messages_for("en-XA").text(str(entry.id)) if entry.id else entry.string
        with po.open("wb") as stream:
            write_po(stream, catalogue)

    return once(shared, "kit-translated-into-en-XA", grow)


def test_nothing_of_a_wholly_translated_course_stays_in_its_first_language(whole: Path) -> None:
    edition = course(whole).translations[0]
    # A picture of the kit says of itself what it shows, in every language the same.
    names = re.compile(rf"{names_in(whole).pattern}|Ama Boateng|Luis Ortega|The words \"Field Observer\" on .*")
    left = {words for words in _seen(edition, whole) if plain(names.sub("", words))}
    assert not sorted(left)


def _seen(edition: Course, kit: Path) -> Iterator[str]:
    for path, data in Site().pages(edition, kit, Cache()).package.files.items():
        if path.endswith(".html") and isinstance(data, bytes):
            tree = html.fromstring(data)
            for part in tree.xpath("//script | //style | //code | //nav[@class='editions']"):
                part.drop_tree()
            yield from (" ".join(str(words).split()) for words in tree.xpath("//text()"))


def test_a_kit_brings_translations_of_its_own_for_what_mooc_kit_says(kit: Path) -> None:
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text("utf-8").replace("language: en", "language: fr"), "utf-8")
    file = kit / "locale/fr/LC_MESSAGES/mooc_kit.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Home"\nmsgstr "Chez nous"\n',
        "utf-8",
    )
    page = Site().pages(course(kit), kit, Cache()).package.files["index.html"]
    assert isinstance(page, bytes)
    assert "Chez nous" in page.decode()
    assert "D222" not in {problem.code for problem in check_path(kit).problems}


def test_translations_of_a_kit_that_cannot_be_read_are_told_and_left_out(kit: Path) -> None:
    file = kit / "locale/es/LC_MESSAGES/mooc_kit.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no catalogue")
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text("utf-8").replace("language: en", "language: es"), "utf-8")
    assert "D222" in {problem.code for problem in check_path(kit).problems}
    assert messages_for("es").text("Home") == "Inicio"
    shutil.rmtree(kit / "locale")
    check_path(kit)
    assert "D222" not in {problem.code for problem in check_path(kit).problems}
