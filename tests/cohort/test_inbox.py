"""The inbox: forum exports, issues, pasted texts and mailboxes, told apart and taken in once."""

from __future__ import annotations

import base64
import csv
import io
import json
import mailbox
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooc_kit.cohort.inbox.labelled import answers_below
from mooc_kit.cohort.inbox.sources import file_pieces, mail_pieces
from mooc_kit.quizzes.contributions.taught_form import is_taught, read_taught

TAUGHT = """Somebody wants to know whether the water is clean.
What helps most?

+ Three samples, taken in the same way :: Yes. They can be compared.
- One look :: A look says little.
"""
EXAMPLES = Path(__file__).parents[2] / "examples"
STORY = """A title
At the school pond

What did you do, where, and with whom?
We took three samples.

Consent
You may show this to later participants.; Everybody who can be recognised here agreed to it, and nobody is in danger.
"""


@pytest.fixture
def kit(grow, tmp_path: Path) -> Path:
    return Path(grow("river-watch", tmp_path / "kit"))


def test_a_question_as_the_page_teaches_it_is_received_and_accepted(mooc_kit, kit, tmp_path):
    (tmp_path / "question.txt").write_text(f"Sampling\n\n{TAUGHT}\n-- \nNoor\n")
    ran = mooc_kit("receive", "question.txt", "--kit", "kit")
    assert "Taken: 1 question." in ran.stdout, ran.stderr
    waiting = next((kit / "contributions").rglob("20*.md"))
    taken = mooc_kit("quiz", "accept", str(waiting), "--kit", "kit", "--module", "sampling")
    assert taken.returncode == 0, taken.stderr
    assert "Three samples, taken in the same way" in (kit / "quizzes/self-check-sampling.yaml").read_text()


def test_a_taught_question_is_accepted_as_a_text_file(mooc_kit, kit, tmp_path):
    (tmp_path / "question-as-taught.txt").write_text(TAUGHT)
    ran = mooc_kit("quiz", "accept", "question-as-taught.txt", "--kit", "kit", "--module", "sampling")
    assert ran.returncode == 0, ran.stderr


def _moodle_csv() -> bytes:
    out = io.StringIO()
    rows = csv.DictWriter(out, ["id", "discussion", "userid", "created", "subject", "message", "messageformat"])
    rows.writeheader()
    html = STORY.replace("\n", "<br>")
    rows.writerow(
        {
            "id": 1,
            "discussion": 1,
            "userid": 2,
            "created": 1804500000,
            "subject": "x",
            "message": html,
            "messageformat": 1,
        }
    )
    rows.writerow(
        {
            "id": 2,
            "discussion": 1,
            "userid": 3,
            "created": 1804500000,
            "subject": "x",
            "message": "<p>How lovely!</p>",
            "messageformat": 1,
        }
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


EXPORTS = {
    "moodle.csv": _moodle_csv(),
    "moodle.json": json.dumps([[{"id": 1, "subject": "x", "message": STORY, "messageformat": "1"}]]).encode(),
    "discourse.json": json.dumps(
        {
            "post_stream": {
                "posts": [
                    {
                        "id": 1,
                        "topic_id": 5,
                        "created_at": "2027-03-08T10:00:00Z",
                        "cooked": STORY.replace("\n", "<br>"),
                    },
                    {"id": 2, "topic_id": 5, "cooked": "<p>How lovely!</p>"},
                ]
            }
        }
    ).encode(),
    "gitlab.json": json.dumps(
        [{"labels": [], "iid": 3, "title": "Story", "description": STORY, "created_at": "2027-03-08T10:00:00Z"}]
    ).encode(),
}


@pytest.mark.parametrize("name", list(EXPORTS))
def test_a_story_in_a_forums_or_repositorys_export_is_taken(mooc_kit, kit, tmp_path, name):
    (tmp_path / name).write_bytes(EXPORTS[name])
    ran = mooc_kit("receive", name, "--kit", "kit")
    assert ran.returncode == 0 and "Taken: 1 story." in ran.stdout, ran.stderr
    assert "We took three samples." in "".join(path.read_text() for path in (kit / "share-backs").glob("20*.md"))
    assert "How lovely" not in ran.stderr


def test_one_story_by_every_way_is_one_story(mooc_kit, kit, tmp_path):
    for name, data in EXPORTS.items():
        (tmp_path / name).write_bytes(data)
    box = mailbox.mbox(tmp_path / "mails.mbox")
    mail = EmailMessage()
    mail.set_content(STORY)
    box.add(mail)
    box.close()
    ran = mooc_kit("receive", *EXPORTS, "mails.mbox", "--kit", "kit")
    assert "Taken: 1 story." in ran.stdout and ran.stderr.count("H203") == 4


def test_a_badge_request_is_taken_from_words_and_from_the_award_pages_link(mooc_kit, kit, tmp_path):
    request = {"type": "PeerBadgeRequest", "badge": "field-observer", "recipient": "did:key:z6Mk"}
    packed = zlib.compressobj(wbits=-15)
    data = packed.compress(json.dumps(request).encode()) + packed.flush()
    link = f"https://rivers.example.org/award.html#p={base64.urlsafe_b64encode(data).decode().rstrip('=')}"
    (tmp_path / "words.txt").write_text(f"Dear {{team}}, my request:\n{json.dumps(request, indent=1)}\nThanks")
    (tmp_path / "link.txt").write_text(f"Dear team, {link} is my request.")
    ran = mooc_kit("receive", "words.txt", "link.txt", "--kit", "kit")
    assert "Taken: 1 badge file." in ran.stdout and ran.stderr.count("H203") == 1
    kept = next((tmp_path / "kit-received/badges").glob("*.request.json"))
    assert json.loads(kept.read_text()) == request


def test_the_private_folder_is_never_inside_the_kit(mooc_kit, kit, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    ran = mooc_kit("receive", "story.txt", "--kit", "kit", "--to", str(kit / "private"))
    assert ran.returncode == 2 and not (kit / "private").exists()


def taken_story(kit: Path) -> str:
    """The one story that the example did not have: the file system gives files in an order of its own."""
    had = {path.name for path in (EXAMPLES / "river-watch/share-backs").iterdir()}
    (new,) = (path for path in (kit / "share-backs").glob("20*.md") if path.name not in had)
    return new.read_text()


def test_markup_in_a_story_reaches_no_page(mooc_kit, kit, tmp_path):
    hostile = STORY.replace(
        "We took", "<script>alert(1)</script>![x](https://evil.example/p.png)\n---\n::: video\nWe took"
    )
    (tmp_path / "story.txt").write_text(hostile)
    assert mooc_kit("receive", "story.txt", "--kit", "kit").returncode == 0
    told = taken_story(kit)
    assert "<script" not in told and "![" not in told and "\n---\n::: " not in told
    assert mooc_kit("validate", "kit").returncode == 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30), min_size=1, max_size=4)
)
def test_answers_come_back_from_the_text_that_the_site_makes(answers: list[str]) -> None:
    labels = {str(n): f"Question number {n} about a long matter that mail programs fold somewhere?" for n in range(4)}
    given_ = {str(n): " ".join(answer.split()) for n, answer in enumerate(answers)}
    given_ = {id: words for id, words in given_.items() if words and not words.lstrip().startswith(">")}
    text = "\n\n".join(f"{labels[id]}\n{words}" for id, words in given_.items())
    for made in (text, text.replace("matter that", "matter\nthat"), "\n".join(f"> {x}" for x in text.split("\n"))):
        found = answers_below(made, labels)
        assert {id: " ".join(words.split()) for id, words in found.items()} == given_


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".json", ".csv", ".txt", ".md", ".html", ".eml", ".zip"]))
def test_no_file_and_no_mail_makes_it_stumble(data: bytes, suffix: str) -> None:
    list(file_pieces(data, "x", suffix))
    list(mail_pieces(data, "x"))
    text = data.decode("utf-8", "replace")
    if is_taught(text):
        read_taught(text, "x")


def test_questions_applications_and_tables_of_the_sites_own_pages_go_where_the_team_looks(mooc_kit, kit, tmp_path):
    course = {"course": "river-watch"}
    question = {"id": "uphill", "kind": "true_false", "prompt": "Rivers flow uphill.", "answer": False}
    made = {"type": "ContributedQuestion", "version": 1, **course, "module": "sampling", "agreed": True}
    application = {"type": "CreditApplication", "version": 1, **course, "email": "noor@example.org", "confirmed": True}
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "one.question.json").write_text(json.dumps({**made, "questions": [question]}))
    (inbox / "two.application.json").write_text(json.dumps({**application, "applied": "2027-03-01", "name": "Noor"}))
    (inbox / "three-completion.csv").write_text(
        "email,name,activity,title,done,score,evidence\r\nnoor@example.org,Noor,sampling-plan,Plan,done,,\r\n"
    )
    ran = mooc_kit("receive", "inbox", "--kit", "kit", "--to", "private")
    assert "1 application for credit" in ran.stdout, ran.stderr
    assert "1 table of what somebody did" in ran.stdout
    waiting = next((kit / "contributions/sampling").glob("*.question.json"))
    assert mooc_kit("quiz", "accept", str(waiting), "--kit", "kit").returncode == 0
    assert "Rivers flow uphill." in (kit / "quizzes/self-check-sampling.yaml").read_text()
    assert list((tmp_path / "private/applications").glob("*.application.json"))
    assert next((tmp_path / "private/completions").glob("*.csv")).read_text().startswith("email,name")
    assert "1 question" not in mooc_kit("receive", "inbox", "--kit", "kit", "--to", "private").stdout


def test_the_report_understands_all_that_was_received_and_counts_nothing_twice(mooc_kit, kit, tmp_path):
    (tmp_path / "story.txt").write_text(STORY.partition("Consent")[0])
    mooc_kit("receive", "story.txt", "--kit", "kit", "--to", "private")
    alone = mooc_kit("report", "kit", "--output", "alone.json.html")
    both = mooc_kit("report", "kit", "private", "--output", "both.json.html")
    assert both.returncode == alone.returncode == 0, both.stdout + both.stderr
    assert "not understood" not in both.stdout
    figures = [json.loads((tmp_path / f"{name}.json.json").read_text())["measures"] for name in ("alone", "both")]
    assert figures[0] == figures[1]


def _answers(course, reply: str, words: str, written: str) -> str:
    said = {"kind": "survey", "course": "river-watch", "survey": "sign-up", "reply": reply, "written": written}
    return json.dumps({**said, "answers": [{"id": "goal-1", "question": "?", "answer": words}]})


def _goals_of(tmp_path: Path) -> list[str]:
    with (tmp_path / "kit-received/answers/sign-up.csv").open(encoding="utf-8-sig") as table:
        return [row["goal-1"] for row in csv.DictReader(table)]


def test_who_sends_a_survey_again_counts_once_with_the_later_answers_whatever_came_first(mooc_kit, kit, tmp_path):
    later = _answers(kit, "a" * 16, "Measure at school", "2027-03-09T08:00:00.000Z")
    (tmp_path / "sign-up (1).json").write_text(later)
    (tmp_path / "sign-up.json").write_text(_answers(kit, "a" * 16, "Measure", "2027-03-02T08:00:00.000Z"))
    (tmp_path / "other.json").write_text(_answers(kit, "b" * 16, "Measure", "2027-03-02T08:00:00.000Z"))
    ran = mooc_kit("receive", "sign-up (1).json", "sign-up.json", "other.json", "--kit", "kit")
    assert sorted(_goals_of(tmp_path)) == ["Measure", "Measure at school"], ran.stderr
    assert ran.stderr.count("H240") == 1 and "H241" not in ran.stderr
    again = mooc_kit("receive", "sign-up.json", "--kit", "kit")
    assert "H203" in again.stderr and sorted(_goals_of(tmp_path)) == ["Measure", "Measure at school"]
    files = [tmp_path / name for name in ("sign-up (1).json", "sign-up.json", "kit-received/answers/sign-up.csv")]
    assert mooc_kit("report", "kit", *map(str, files), "-o", "told.html").returncode == 0
    with (tmp_path / "told.csv").open(encoding="utf-8-sig") as table:
        (signed,) = [row for row in csv.reader(table) if "Answered the sign-up survey" in row]
    assert "2" in signed, "the files and the table made from them tell of two people"


def test_a_survey_without_a_sender_says_that_it_counts_by_itself(mooc_kit, kit, tmp_path):
    whole = json.loads(_answers(kit, "", "Measure", ""))
    (tmp_path / "old.json").write_text(json.dumps({k: v for k, v in whole.items() if k not in ("reply", "written")}))
    ran = mooc_kit("receive", "old.json", "--kit", "kit")
    assert "H241" in ran.stderr and _goals_of(tmp_path) == ["Measure"]


def test_goals_mailed_again_replace_the_earlier_ones_but_not_those_that_the_team_passes_on(mooc_kit, kit, tmp_path):
    asked = "What do you want to be able to do, or to have done?"
    box = mailbox.mbox(tmp_path / "mails.mbox")
    for who, day, words in (
        ("noor@example.org", 9, "Ask the council"),
        ("Noor <noor@example.org>", 2, "Ask around"),
        ("mei@example.org", 3, "Count frogs"),
    ):
        mail = EmailMessage()
        mail["From"], mail["Date"] = who, f"Tue, 0{day} Mar 2027 10:00:00 +0000"
        mail.set_content(f"{asked}\n{words}\n")
        box.add(mail)
    box.close()
    ran = mooc_kit("receive", "mails.mbox", "--kit", "kit")
    table = (tmp_path / "kit-received/goal-responses.csv").read_text("utf-8-sig")
    assert "Ask the council" in table and "Count frogs" in table and "Ask around" not in table, ran.stderr
    kept = "".join(path.read_text() for path in (tmp_path / "kit-received/items").iterdir())
    assert "noor@example.org" not in kept, "who sent it is known again, and not written down"


def test_a_story_on_the_lines_that_the_page_teaches_is_taken(mooc_kit, kit, tmp_path):
    page = (kit / "content/completion/sharing-back.md").read_text()
    form = page.split("Short is fine.\n\n")[1].split("\n:::")[0]
    (tmp_path / "empty.txt").write_text(form)
    assert "H201" in mooc_kit("receive", "empty.txt", "--kit", "kit").stderr
    filled = form
    for label, words in (
        ("What I did, where and when:", "Showed five anglers our map, at the weir on Sunday."),
        ("What changed, for somebody else or for me:", "Two of them measure now."),
        ("You may show this to later participants:", ""),
    ):
        filled = filled.replace(f"**{label}**", f"**{label}** {words}")
    filled = filled.replace("yes / no", "Yes, with pleasure").replace("my name / a name I choose / not at all", "Noor")
    mail = EmailMessage()
    mail.set_content("Dear team,\n\n" + filled.replace("**", "") + "\n-- \nNoor A.\n0123\n")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    ran = mooc_kit("receive", "mail.eml", "--kit", "kit")
    assert "Taken: 1 story." in ran.stdout, ran.stderr
    head = taken_story(kit)
    assert "may_be_shown: true" in head and "people_agreed: false" in head and "anglers" not in head
    kept = next((tmp_path / "kit-received/stories").iterdir()).read_text()
    assert "Two of them measure now." in kept and "0123" not in kept and "name: Noor" in kept


def test_goals_on_the_wall_in_moodle_are_taken_once_a_person(mooc_kit, kit, tmp_path):
    rows = [
        ["My goal", "Why it matters to me", "How I will know that I got there", "User", "Username", "Email address"]
    ]
    rows += [["Count frogs", "", "<p>I have a table</p>", who, who, f"{who}@example.org"] for who in ("noor", "mei")]
    with (tmp_path / "wall.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(rows)
    ran = mooc_kit("receive", "wall.csv", "--kit", "kit")
    assert "Taken: 2 sets of goals." in ran.stdout, ran.stderr
