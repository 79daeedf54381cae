"""Readers account for every element: take one away from a file or add one, and the questions or the notices change."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook

from mooc_kit.quizzes.base import ReadQuiz
from mooc_kit.quizzes.formats.account import XmlConventions
from mooc_kit.quizzes.formats.moodle_xml_defaults import MOODLE
from mooc_kit.quizzes.formats.table_columns import COLUMNS
from mooc_kit.quizzes.formula import evaluate
from mooc_kit.quizzes.read import read_bytes
from mooc_kit.quizzes.registry import format_named
from mooc_kit.quizzes.scoring import score
from mooc_kit.tables import csv_text
from tests.quizzes.test_native import EVERYTHING

CASES = Path(__file__).parent / "cases"


def written(key: str) -> bytes:
    """Our own sample of every kind of question, as the format's writer puts it."""
    format_ = format_named(key)
    quiz = read_bytes(EVERYTHING.encode(), "everything.yaml").quiz
    assert format_ is not None
    assert quiz is not None
    return format_.write(quiz, {}).data


def outcome(found: ReadQuiz) -> tuple[Any, ...]:
    """All that a reader made of a file, without the lines where it stood: they move with every change."""
    told = [(notice.what, notice.why, notice.instead) for notice in found.notices]
    wrong = [(problem.code, problem.message) for problem in found.problems]
    quizzes = [quiz.model_dump() for quiz in found.quizzes] or None
    return quizzes, sorted(found.media.items()), told, wrong


def says_something(element: Any, dialect: XmlConventions) -> bool:
    """Whether the element, or what lies in it, has a text, an attribute or a flag that the format gives a meaning."""
    for part in element.iter():
        named = part
        while etree.QName(named).localname == "text" and named.getparent() is not None:
            named = named.getparent()
        name, value = etree.QName(named).localname, (part.text or "").strip()
        if (value and not dialect.means_nothing(name, value)) or name in dialect.flags:
            return True
    return False


# Said by something else: a question that is left out is told as a whole, a name that is also the id or the question's
# own words, what a file is.
SAID_ELSEWHERE = (
    "//question[starts-with(questiontext/text, concat('<p>', normalize-space(name/text), '</p>'))]/name",
    "//question[starts-with(questiontext/text, concat('<p>', normalize-space(name/text), '</p>'))]/name/text",
    "//question[@type='calculatedmulti']//*",
    "//question[normalize-space(name/text) = 'Weighted']/idnumber",
    "//unit[multiplier = '1']/multiplier",
    "//question[responseformat = 'noinline']/*[starts-with(name(), 'attachments') or name() = 'responserequired']",
    "//question[@type='description']/name",
    "//question[@type='description']/name/text",
)


def with_one_less(root: Any, dialect: XmlConventions, elsewhere: Collection[Any]) -> Iterator[tuple[str, bytes]]:
    for number, element in enumerate(root.iter()):
        if element.getparent() is None or element in elsewhere or not says_something(element, dialect):
            continue
        changed = copy.deepcopy(root)
        gone = next(part for n, part in enumerate(changed.iter()) if n == number)
        gone.getparent().remove(gone)
        yield root.getroottree().getpath(element), etree.tostring(changed)


SAMPLES = {
    "m1": (CASES / "m1.xml").read_bytes(),
    "cloze": (CASES / "cloze-kinds.xml").read_bytes(),
    "pictures": (CASES / "same-names-moodle.xml").read_bytes(),
    "own": written("moodle-xml"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_element_of_moodle_xml_can_be_taken_away_unnoticed(name: str) -> None:
    root = etree.fromstring(SAMPLES[name])
    whole = outcome(read_bytes(SAMPLES[name], "q.xml"))
    elsewhere = {element for path in SAID_ELSEWHERE for element in root.xpath(path)}
    tried = list(with_one_less(root, MOODLE, elsewhere))
    assert len(tried) > 5
    assert [place for place, data in tried if outcome(read_bytes(data, "q.xml")) == whole] == []


@pytest.mark.parametrize(
    "added",
    [
        "<responsetemplate><text>Dear ...</text></responsetemplate>",
        "<maxwordlimit>100</maxwordlimit>",
        "<attachments>3</attachments>",
        "<filetypeslist>.pdf</filetypeslist>",
        "<penalty>0.5</penalty>",
        "<hidden>1</hidden>",
        "<answernumbering>iii</answernumbering>",
        "<generalfeedback><text>All in all</text></generalfeedback>",
        "<idnumber>B-12</idnumber>",
        "<hint><text>Look</text><clearwrong/></hint>",
        "<tags><tag><text>new</text></tag></tags>",
        "<coderunnertype>python3</coderunnertype>",
        "<anything>that nobody knows</anything>",
    ],
)
@pytest.mark.parametrize("kind", ["essay", "multichoice", "numerical", "matching", "truefalse", "ordering", "cloze"])
def test_nothing_can_be_added_to_a_moodle_question_unnoticed(kind: str, added: str) -> None:
    answers = {
        "essay": "",
        "multichoice": '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>',
        "numerical": '<answer fraction="100"><text>3.1415</text><tolerance>0.5</tolerance></answer>',
        "matching": "".join(
            f"<subquestion><text>{left}</text><answer><text>{left}{left}</text></answer></subquestion>"
            for left in "abc"
        ),
        "truefalse": '<answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer>',
        "ordering": "".join(f'<answer fraction="{n}"><text>item {n}</text></answer>' for n in (1, 2, 3)),
        "cloze": "",
    }[kind]
    text = "In {1:SA:=Rome}" if kind == "cloze" else "What?"
    plain = f'<quiz><question type="{kind}"><name><text>n</text></name><questiontext><text>{text}</text></questiontext>'
    plain += answers
    before = read_bytes(f"{plain}</question></quiz>".encode(), "q.xml")
    after = read_bytes(f"{plain}{added}</question></quiz>".encode(), "q.xml")
    assert before.quiz is not None
    assert not before.notices
    assert outcome(after) != outcome(before)


@pytest.mark.parametrize("name", ["samples/features.gift", "samples/everything.txt", "cases/aiken.txt"])
def test_no_word_of_a_text_file_can_be_taken_away_unnoticed(name: str) -> None:
    path = CASES.parent / name
    text = path.read_text(encoding="utf-8")
    whole = outcome(read_bytes(text.encode(), path.name))
    hidden = [found.span() for found in re.finditer(r"^//.*?$|^%.*?$|^COMMENT$.*?^END_COMMENT$", text, re.M | re.S)]
    words = [
        found for found in re.finditer(r"\S+", text) if not any(start <= found.start() < end for start, end in hidden)
    ]
    assert len(words) > 20
    unnoticed = [
        (text[: word.start()].count("\n") + 1, word[0])
        for word in words
        if outcome(read_bytes((text[: word.start()] + text[word.end() :]).encode(), path.name)) == whole
    ]
    assert unnoticed == []


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("Which? {=a ~b}", "{=a#Yes ~b}"),
        ("Which? {=a ~b}", "{=a ~%50%b}"),
        ("Which? {=a ~b}", "{=a ~b####All}"),
        ("Pair {=a->1 =b->2}", "{=a->1#yes =b->2}"),
        ("Pair {=a->1 =b->2}", "{=%50%a->1 =b->2}"),
        ("True? {T}", "{T#no#yes}"),
        ("True? {T#no#yes}", "{T#no#yes#more}"),
        ("How far? {#5}", "{#5:1}"),
        ("How far? {#5}", "{#5#near}"),
        ("Say {=a}", "{=%50%a =b}"),
        ("Write. {}", "{####Read on}"),
    ],
)
def test_nothing_can_be_added_to_a_gift_question_unnoticed(question: str, added: str) -> None:
    before = outcome(read_bytes(question.encode(), "q.gift"))
    after = outcome(read_bytes((question[: question.index("{")] + added).encode(), "q.gift"))
    assert before[0] is not None
    assert after != before


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Which?", "choices": "*a\nb"},
        {"prompt": "True?", "answer": "true"},
        {"prompt": "Far?", "answer": "5"},
        {"prompt": "Say", "answer": "word"},
        {"prompt": "Pair", "pairs": "a -> 1\nb -> 2"},
        {"prompt": "Write."},
        {"prompt": "Sort", "items": "a\nb"},
        {"prompt": "Fill", "text": "In [[a]]"},
    ],
)
def test_no_cell_of_a_table_is_passed_over(row: dict[str, str], column: str) -> None:
    if column in row:
        return
    before = outcome(read_bytes(csv_text([list(row), list(row.values())]).encode(), "q.csv"))
    more = {**row, column: "7"}
    after = outcome(read_bytes(csv_text([list(more), list(more.values())]).encode(), "q.csv"))
    assert before[0] is not None
    assert after != before


def test_the_summary_counts_every_question_of_the_file_once() -> None:
    unknown = b'<question type="coderunner"><name><text>c</text></name></question></quiz>'
    bank = SAMPLES["m1"].replace(b"</quiz>", unknown)
    found = read_bytes(bank, "m1.xml")
    source = len(etree.fromstring(bank).xpath("//question[@type != 'category' and @type != 'description']"))
    assert found.quiz is not None
    assert len(found.quiz.questions) + found.left_out == source
    assert found.summary().startswith(f"{source} questions in the file: ")
    assert found.summary().endswith("2 left out.")
    assert " changed)" in found.summary()


def test_a_notice_names_the_first_place_and_the_questions_once_for_a_whole_bank() -> None:
    one = '<question type="essay"><name><text>q{n}</text></name><questiontext><text>x</text></questiontext>\n'
    one += "<maxwordlimit>9</maxwordlimit></question>\n"
    bank = "<quiz>" + "".join(one.format(n=n) for n in range(100)) + "</quiz>"
    (notice,) = read_bytes(bank.encode(), "bank.xml").notices
    assert notice.what == 'The most words of "q0", "q1", "q2" and 97 more'
    assert str(notice.place) == "bank.xml:2:1"


def test_a_format_that_is_not_read_is_named_in_the_refusal() -> None:
    found = read_bytes((CASES / "lia.md").read_bytes(), "lia.md")
    assert found.quiz is None
    (problem,) = found.problems
    assert "LiaScript" in problem.message
    assert problem.hint


TABLES_OF_OTHERS = {
    "kahoot": (CASES / "kahoot.csv").read_text(encoding="utf-8"),
    "kahoot with numbers": "Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,"
    "Correct answer(s) - choose at least one\nWhat?,2,1,2\n",
    "quizizz": "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Time in seconds,Image Link,"
    'Answer explanation\nWhich?,Multiple Choice,a,b,c,2,30,,because\nAll?,Checkbox,a,b,c,"1,3",30,,\n'
    "Say,Fill-in-the-Blank,Rome,Roma,,,30,,\nWrite,Open-Ended,,,,,,,\n",
    "wooclap": "Type,Title,Correct,Choice,Choice,Choice\nMCQ,Which?,2,a,b,c\n"
    "OpenQuestion,Say,Rome,,,\n"
    "GuessNumber,Far?,12,,,\n",
    "blackboard": "MC\tWhich?\ta\tincorrect\tb\tcorrect\nMA\tAll?\ta\tcorrect\tb\tincorrect\tc\tcorrect\n"
    "TF\tYes?\ttrue\n"
    "ESS\tWrite\nORD\tSort\ta\tb\nMAT\tPair\ta\t1\tb\t2\nFIB\tSay\tRome\tRoma\nNUM\tPi\t3.14\t0.01\n"
    "FIB_PLUS\t[x] is [y]\tx\ta\tb\t\ty\tc\nFIL\tUpload\n",
}


@pytest.mark.parametrize(
    ("maker", "right"),
    [
        ("kahoot", [["4"], ["2", "4"]]),
        ("kahoot with numbers", [["1"]]),
        ("quizizz", [["b"], ["a", "c"], ["Rome", "Roma"], []]),
        ("wooclap", [["b"], ["Rome"], [12]]),
        (
            "blackboard",
            [["b"], ["a", "c"], [True], [], ["a", "b"], ["1", "2"], ["Rome", "Roma"], [3.14], ["a", "b", "c"], []],
        ),
    ],
)
def test_tables_of_other_makers_are_read(maker: str, right: list[list[Any]]) -> None:
    found = read_bytes(TABLES_OF_OTHERS[maker].encode(), "q.txt" if maker == "blackboard" else "q.csv")
    assert not found.problems
    assert found.quiz is not None
    assert [rights_of(question) for question in found.quiz.questions] == right


def rights_of(question: Any) -> list[Any]:
    """What is right, as people would write it."""
    match question.kind:
        case "multiple_choice" | "multiple_response":
            return [choice.text for choice in question.choices if choice.correct]
        case "short_answer":
            return [answer.text for answer in question.answers]
        case "numerical" | "true_false":
            return [question.answer]
        case "ordering":
            return list(question.items)
        case "matching":
            return [pair.right for pair in question.pairs]
        case "fill_blanks":
            return [text for gap in question.gaps() for text in gap.right_answers()]
    return []


def test_a_blackboard_question_without_a_place_here_is_told() -> None:
    data = "OP\tLike it?\nTF\tNo?\tmaybe\nMC\tQ\ta\tcorrect\tb\twrong\nFIB_PLUS\tNo gaps\n"
    found = read_bytes(data.encode(), "q.txt")
    assert found.left_out == 3
    assert found.changed.total() == 1
    assert [("OP" in str(n) or "wrong" in str(n)) for n in found.notices] == [True, True]


def test_all_sheets_of_a_workbook_are_read_and_one_without_questions_is_told() -> None:
    (first,) = read_bytes((CASES / "x.xlsx").read_bytes(), "x.xlsx").quizzes
    assert first.questions[-1].prompt == "Lost?"
    book = Workbook()
    book.active.append(["My template"])
    book.active.append(["question", "answer"])
    book.active.append(["Say?", "x"])
    book.create_sheet("Notes").append(["for", "us"])
    stream = io.BytesIO()
    book.save(stream)
    found = read_bytes(stream.getvalue(), "q.xlsx")
    assert found.quiz is not None
    assert len(found.quiz.questions) == 1
    assert ["My template" in str(found.notices[0]), "Notes" in str(found.notices[1])] == [True, True]


def test_aiken_is_read() -> None:
    found = read_bytes((CASES / "aiken.txt").read_bytes(), "aiken.txt")
    assert not found.problems
    assert found.quiz is not None
    first, second = found.quiz.questions
    assert [(choice.text, choice.correct) for choice in first.choices] == [  # type: ignore[union-attr]
        ("Everest", False),
        ("Rhine", True),
        ("Gobi", False),
    ]
    assert (second.kind, second.answer) == ("true_false", True)  # type: ignore[union-attr]
    assert "<b>" not in second.prompt.replace("\\<", "").replace("&lt;b", "")


@pytest.mark.parametrize("broken", ["A) x\nB) y\nANSWER: A", "Q?\nA) x\nB) y\nANSWER: C\n\nQ2?\nA) x\nB) y\nANSWER: A"])
def test_an_aiken_question_whose_answer_is_not_there_is_told(broken: str) -> None:
    assert read_bytes(broken.encode(), "q.txt").problems


def test_a_formula_of_several_lines_gives_what_the_file_says_it_gives() -> None:
    found = read_bytes((CASES / "f1-formula-steps.xml").read_bytes(), "f.xml")
    assert found.quiz is not None
    (question,) = found.quiz.questions
    assert evaluate(question.formula, {"n": 4, "x": 5}) == 23  # type: ignore[union-attr]
    assert "check-scoring" not in question.tags
    wrong = (CASES / "f1-formula-steps.xml").read_bytes().replace(b"<answer>23<", b"<answer>24<")
    found = read_bytes(wrong, "f.xml")
    assert found.quiz is not None
    assert "check-scoring" in found.quiz.questions[0].tags
    assert any("cannot be read" in notice.what for notice in found.notices)


def test_wrong_choices_of_a_menu_beside_a_typed_gap_are_never_accepted() -> None:
    quiz = read_bytes((CASES / "r6-mixed-gaps.yaml").read_bytes(), "r6.yaml").quiz
    format_ = format_named("qti12")
    assert format_ is not None
    assert quiz is not None
    written = format_.write(quiz, {})
    assert any("Menus beside gaps" in notice.what for notice in written.notices)
    again = read_bytes(written.data, "r6.zip").quiz
    assert again is not None
    assert score(again.questions[0], ["Paris", "Seine"]) == 1
    for wrong in ("Lyon", "Nice"):
        assert score(again.questions[0], [wrong, "Seine"]) == 0.5


def test_an_ordinary_document_type_is_read_and_entities_are_refused() -> None:
    data = (CASES / "doctype.xml").read_bytes()
    found = read_bytes(data, "d.xml")
    assert not found.problems
    assert found.quiz is not None
    assert len(found.quiz.questions) == 2
    for bad in (data.replace(b"Water is", b"Water &is;"), data.replace(b'.dtd">', b'.dtd" [<!ENTITY a "b">]>')):
        assert read_bytes(bad, "d.xml").quiz is None


def test_what_graders_read_is_not_shown_to_participants() -> None:
    found = read_bytes(SAMPLES["m1"], "m1.xml")
    assert found.quiz is not None
    essay = next(question for question in found.quiz.questions if question.kind == "essay")
    assert essay.model_answer is None
    assert any("graders" in notice.what and "Look for X" in notice.why for notice in found.notices)


def test_pictures_of_one_name_stay_two_pictures() -> None:
    found = read_bytes(SAMPLES["pictures"], "p.xml")
    assert found.quiz is not None
    named = [question.prompt.rpartition("(")[2].rstrip(")") for question in found.quiz.questions]
    assert len(set(named)) == len(named) == len(found.media) == 5
    assert set(named) == set(found.media)
    root = etree.fromstring(SAMPLES["pictures"])
    there = {"".join(file.text.split()) for file in root.iter("file")}
    assert len({bytes(data) for data in found.media.values()}) == len(there)


def test_a_gap_with_several_right_choices_becomes_a_question_that_takes_several() -> None:
    found = read_bytes(SAMPLES["cloze"], "c.xml")
    assert found.quiz is not None
    gaps, several = found.quiz.questions
    assert (gaps.prompt, gaps.points) == ("Fill in the gaps.", 4)
    assert [blank.weight for blank in gaps.gaps()] == [1, 1, 2]  # type: ignore[union-attr]
    assert (several.kind, several.points) == ("multiple_response", 1)
    assert [score(several, chosen) for chosen in ([0], [2], [0, 2], [0, 1], [0, 1, 2])] == [0.5, 0.5, 1, 0, 0.5]
    assert "_____" in several.prompt
    assert any("several right choices" in notice.what for notice in found.notices)
    assert found.summary().startswith("1 question in the file: ")


@pytest.mark.parametrize(
    "question",
    [
        "<question type='truefalse'><name><text>Secret name</text></name><questiontext><text></text></questiontext>"
        "<answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer></question>",
        "<question type='essay'><name><text>Secret name</text></name></question>",
    ],
)
def test_a_name_is_never_what_a_question_asks(question: str) -> None:
    for data, name in ((f"<quiz>{question}</quiz>", "q.xml"), ("::Secret name:: {T}", "q.gift")):
        found = read_bytes(data.encode(), name)
        assert found.quiz is not None
        assert (found.quiz.questions[0].prompt, found.quiz.questions[0].title) == ("…", "Secret name")
        assert any("The words of" in notice.what for notice in found.notices)
        assert found.changed.total() == 1


def test_a_table_that_says_its_kinds_leaves_nothing_over() -> None:
    read = read_bytes(b"kind;prompt;answer\ntrue_false;Does water wash?;true\nnumerical;How many?;3\n", "quiz.csv")
    assert read.quiz is not None and [question.kind for question in read.quiz.questions] == ["true_false", "numerical"]
    assert read.notices == []


def test_a_column_without_a_place_is_told_with_how_many_rows_it_has_and_an_empty_one_is_not() -> None:
    found = read_bytes(b"prompt,answer,image,note\nWho?,me,a.png,\nWhen?,now,b.png,\n", "q.csv")
    told = "\n".join(str(notice) for notice in found.notices)
    assert '"image", in which 2 rows have something' in told
    assert '"note"' not in told


def test_a_choice_with_a_share_of_its_own_is_not_made_right_in_silence() -> None:
    found = read_bytes(b'prompt,choices,answer\nWhich?,"[x] a\n(50%) b",b\n', "q.csv")
    assert 'The answer "b"' in "\n".join(str(notice) for notice in found.notices)
