"""Self-serve certificates: evidence to collect, tools to keep it in, and wording that claims nothing for others."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest
import yaml

from mooc_kit.completion_options.self_certificate.option import SelfCertificate
from mooc_kit.completion_options.self_certificate.section import PortfolioTool
from mooc_kit.course.credential_facts import facts_of
from mooc_kit.course.model import Awarder, CredentialKind
from mooc_kit.i18n import messages_for
from tests.command_line import yamllint
from tests.completion_options.kit_folders import ODD_COURSE, codes_of, contributed, rendered, spec_for

OPTION = SelfCertificate()
FILE = "certificates/self-certificate.yaml"


def changed(**section: object) -> dict[str, object]:
    return {"completion": {"self_certificate": section}}


@pytest.mark.parametrize("rule", [r for r in OPTION.rules if r.example_is == "course.yaml"], ids=lambda rule: rule.code)
def test_the_wrong_example_of_a_rule_breaks_it_and_the_right_one_does_not(rule):
    assert rule.code in codes_of(OPTION, rule.wrong)
    assert rule.code not in codes_of(OPTION, rule.right)


def test_the_sound_course_has_no_problems():
    assert codes_of(OPTION) == []


@pytest.mark.parametrize(
    "statement",
    [
        "This is to certify that the holder has completed the course.",
        "The holder has been awarded this certificate.",
        "Open Rivers Institute confirms that I took part.",
        "I certify that I was officially certified by the Open Rivers Institute.",
        "River Watch hereby certifies the participation of",
        "I declare this. Issued by the faculty of rivers.",
        "The course team certifies my work.",
        "I certify this on behalf of the institute.",
        "took part in River Watch with success",
        "We certify that this person took part.",
    ],
)
def test_wording_that_reads_as_an_award_is_an_error(statement: str):
    assert codes_of(OPTION, changed(statement=statement)) == ["C701"]


@pytest.mark.parametrize(
    "statement",
    [
        "I certify that I took part in River Watch.",
        "Self-certified: everything here is my own work.",
        "I declare that I did this work. It is not awarded by Open Rivers Institute, and nobody has verified it.",
        "I, the person named above, confirm that I collected three samples.",
        "I certify that I won no diploma here.",
    ],
)
def test_wording_in_a_persons_own_voice_is_fine(statement: str):
    assert codes_of(OPTION, changed(statement=statement)) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Certificate of Completion", ["C701"]),
        ("Diploma", ["C701"]),
        ("Awarded by Open Rivers Institute", ["C701"]),
        ("My own certificate of participation", []),
        ("Self-certificate", []),
        ("Ich bescheinige mir", []),
    ],
)
def test_the_title_says_whose_certificate_it_is(title: str, expected: list[str]):
    assert codes_of(OPTION, changed(title=title)) == expected


@pytest.mark.parametrize(
    "title", ["No awards, no diploma", "Who certifies?", "The school awards itself", "River Watch"]
)
def test_the_certificate_that_the_kit_begins_with_is_honest_whatever_the_course_is_called(tmp_path: Path, title: str):
    spec = spec_for(OPTION, {"course": {"title": title, "institution": "Diploma School"}})
    rendered(OPTION, spec, tmp_path)
    assert contributed(OPTION, spec, tmp_path)[1] == []


def test_in_another_language_a_persons_voice_is_not_looked_for_in_english():
    german = {"course": {"language": "de"}, **changed(statement="Ich bescheinige, dass ich dabei war.")}
    assert codes_of(OPTION, german) == []
    assert codes_of(OPTION, {"course": {"language": "de"}, **changed(statement="This certifies me.")}) == ["C701"]


def test_the_files_wording_is_judged_at_its_own_line(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    text = "title: Certificate of Achievement\nevidence: [A sample]\nstatement: River Watch awards this.\n"
    (tmp_path / FILE).write_text(text)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert [(p.code, p.place.file, p.place.line) for p in problems] == [("C701", FILE, 1), ("C701", FILE, 3)]
    assert course.credentials[0].statement == "River Watch awards this."


def test_the_credential_is_the_persons_own_and_names_the_evidence(tmp_path: Path):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    course, problems = contributed(OPTION, spec, tmp_path)
    assert problems == []
    (credential,) = course.credentials
    assert credential.kind is CredentialKind.SELF_CERTIFICATE
    assert credential.awarded_by is Awarder.SELF
    assert credential.statement.startswith("I certify that I took part in the open course River Watch.")
    assert "<li>Three field notes</li>" in credential.criteria_html
    assert credential.outcomes == ("sample", "analyse", "advocate")
    assert any(
        "Open Rivers Institute" in value and "does not award it" in value
        for _, value in facts_of(credential, messages_for("en"))
    )
    assert [page.id for page in course.pages] == ["evidence-log", "portfolio-guide", "aggregation"]
    assert list(course.assets) == ["feeds/participants.opml"]


def test_the_log_has_a_line_for_each_piece_of_evidence_and_each_outcome(tmp_path: Path):
    log = rendered(OPTION, spec_for(OPTION), tmp_path)["content/completion/evidence-log.md"]
    for words in (
        "| Three field notes |",
        "| One shared brief |",
        "| Analyse sample results against a local baseline |",
    ):
        assert words in log
    assert "“Your first sample”" in log


@pytest.mark.parametrize("tool", list(PortfolioTool))
def test_the_portfolio_guide_explains_the_chosen_tool_and_no_other(tmp_path: Path, tool: PortfolioTool):
    spec = spec_for(OPTION, changed(tools=[tool.value], tag="river-days"))
    guide = rendered(OPTION, spec, tmp_path)["content/completion/portfolio-guide.md"]
    headings = [line for line in guide.splitlines() if line.startswith("## ")]
    assert len(headings) == 2, headings
    assert "1. " in guide
    assert "river-watch" not in guide


def test_the_tag_is_written_for_blogs_and_for_networks(tmp_path: Path):
    guide = rendered(OPTION, spec_for(OPTION, changed(tag="river-days")), tmp_path)["content/completion/aggregation.md"]
    assert "`river-days`" in guide
    assert "`#RiverDays`" in guide


def test_the_list_of_feeds_is_opml_and_holds_every_feed(tmp_path: Path):
    feeds = [
        {"name": 'Ama "River" <Boateng> & co', "url": "https://ama.example.org/feed/?a=1&b=2"},
        {"name": "لويس", "url": "https://luis.example.org/feed/"},
    ]
    spec = spec_for(OPTION, changed(feeds=feeds))
    texts = rendered(OPTION, spec, tmp_path)
    root = Xml.fromstring(texts["feeds/participants.opml"].encode())
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "River Watch: blogs of the participants"
    found = [(o.get("text"), o.get("xmlUrl")) for o in root.iter("outline") if o.get("type") == "rss"]
    assert found == [(feed["name"], feed["url"]) for feed in feeds]
    assert "لويس" in texts["content/completion/aggregation.md"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('<opml version="2.0">\n<body>\n<outline text="Ama">\n</body>\n</opml>\n', 4),
        ('<!DOCTYPE opml [<!ENTITY a "b">]>\n<opml version="2.0"><body/></opml>\n', 1),
        ("<html><body></body></html>", 1),
        ('<opml version="2.0"><body><outline xmlUrl="https://a.example.org"/></body></opml>', 1),
        ("", 1),
    ],
)
def test_a_broken_list_of_feeds_is_told_with_its_line(tmp_path: Path, text: str, line: int):
    spec = spec_for(OPTION)
    rendered(OPTION, spec, tmp_path)
    (tmp_path / "feeds/participants.opml").write_text(text)
    (problem,) = (p for p in contributed(OPTION, spec, tmp_path)[1] if p.code != "K115")  # not published, either
    assert (problem.code, problem.place.file, problem.place.line) == ("C704", "feeds/participants.opml", line)


def test_missing_files_are_problems_and_nothing_else_breaks(tmp_path: Path):
    _, problems = contributed(OPTION, spec_for(OPTION), tmp_path)
    assert {problem.code for problem in problems} == {"K101"}


def test_odd_titles_and_missing_facts_leave_every_file_whole(tmp_path: Path):
    for number, more in enumerate(({}, {"outcomes": [], "modules": [{"id": "only", "title": "| ` |"}]})):
        spec = spec_for(
            OPTION, {**ODD_COURSE, **more, **changed(tools=[tool.value for tool in PortfolioTool], evidence=[])}
        )
        texts = rendered(OPTION, spec, tmp_path / str(number))
        course, problems = contributed(OPTION, spec, tmp_path / str(number))
        assert problems == []
        assert spec.course.title in course.credentials[0].title
        assert all("<b>" not in page.body_html and page.title for page in course.pages)
        assert all("None" not in text for text in texts.values())
        yaml.safe_load(texts[FILE])
        Xml.fromstring(texts["feeds/participants.opml"].encode())


def test_what_is_written_in_yaml_passes_yamllint(tmp_path: Path):
    rendered(OPTION, spec_for(OPTION), tmp_path)
    assert yamllint(tmp_path / FILE).stdout == ""
