"""Stage: sound files of every kind that a command reads, to damage; made once a run."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from unittest import mock

from mooc_kit.cohort import synthetic
from mooc_kit.credentials.peers.keyfile import key_text
from mooc_kit.kit.examples import copy_example, examples_folder
from mooc_kit.quizzes.registry import formats
from tests.cohort.issuing import decisions, make_course, write_decisions
from tests.command_line import in_process
from tests.credentials.peers.test_chain import key

PACKED = ("open-edx", "moodle", "canvas", "common-cartridge")


def make_stage(place: Path, *, is_whole: bool = True) -> None:
    """Put it at `place`; unless it `is_whole` without what takes long to make: packages, certificates, pictures."""
    place.mkdir(parents=True)
    _cohort(place, is_whole=is_whole)
    _badges(place)
    if is_whole:
        _packages(place)
    _quizzes(place / "questions")
    _mail(place / "mail")
    said = {"page": "home", "of": "0" * 16, "yes": True, "words": "Good."}
    review = {"mooc-kit-review": 1, "course": "river-watch", "by": "Mei", "on": "2027-03-01", "pages": [said]}
    (place / "review.json").write_text(json.dumps(review))
    (place / "pages").mkdir()
    (place / "pages" / "one.md").write_text("# One\n\nA [link](https://a.org) and a list:\n\n- one\n- two\n")
    (place / "pages" / "two.html").write_text("<h1>Two</h1><p>A <b>word</b><script>1</script></p><table><td>1</table>")
    shutil.copytree(examples_folder() / "institution-template", place / "template")
    (place / ".grown.mooc-kit-draft.json").write_text(
        json.dumps({"answers": {"course.title": "T", "course.weeks": "4"}, "full": True, "at": "course.title"})
    )


def run(place: Path, *words: str) -> str:
    done = in_process(words, place, env={"MOOC_KIT_PASSPHRASE": "x" * 20})
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def _cohort(place: Path, *, is_whole: bool) -> None:
    make_course(place)
    synthetic.main([str(place / "kit"), str(place / "books"), "12"])
    write_decisions(place / "decided.parquet", decisions(2))
    pictures = "--pictures" if is_whole else "--no-pdf"
    issue = ("issue", "decided.parquet", "--kit", "kit", "--keys", "keys", "-o", "issued", "--share", pictures)
    run(place, *issue)
    (place / "goals.csv").write_text("person,goal,share\n" + "".join(f"p{n},Read a study {n},yes\n" for n in range(9)))
    (place / "answers.csv").write_text("question,name,email,score\nq1,Ama,a@b.org,1\n" * 3)


def _badges(place: Path) -> None:
    copy_example("river-watch", place / "river")
    for name in ("ama", "luis", "mei", "noor"):
        (place / f"{name}.json").write_text(key_text(key(name), name=name))
    judges = "".join(f"      - {{name: {name}, key: '{key(name).did}'}}\n" for name in ("ama", "luis"))
    spec = place / "river" / "course.yaml"
    spec.write_text(spec.read_text().replace("  peer_badges:\n", f"  peer_badges:\n    first_judges:\n{judges}", 1))
    badge = ("--kit", "river")
    run(
        place,
        "badge",
        "request",
        "field-observer",
        "--key",
        "mei.json",
        "-e",
        "https://a.org/1 Bank",
        "-o",
        "r.json",
        *badge,
    )
    run(place, "badge", "request", "field-observer", "--key", "noor.json", "-e", "Mine", "-o", "r2.json", *badge)
    levels = [f"-l{criterion}=secure" for criterion in ("sample", "evidence")]
    for who in ("ama", "luis"):
        run(place, "badge", "judge", "r.json", "--key", f"{who}.json", *levels, "-o", f"j-{who}.json", *badge)
    run(place, "badge", "award", "r.json", "j-ama.json", "j-luis.json", "--key", "ama.json", "-o", "badge.json", *badge)


def _packages(place: Path) -> None:
    """Of a course of ours, without the source that travels in them: it would be believed before the rest is read."""
    with ExitStack() as patched:
        for module in ("moodle.backup", "open_edx.target", "canvas.team_files"):
            patched.enter_context(mock.patch(f"mooc_kit.targets.{module}.packed", lambda *_, **__: b""))
        for target in PACKED:
            run(place, "build", "river", "--target", target, "-o", f"built/{target}")
    (place / "packages").mkdir()
    for target in PACKED:
        found = [p for p in (place / "built" / target).rglob("*") if p.suffix in (".gz", ".mbz", ".imscc", ".zip")]
        for number, path in enumerate(found):
            shutil.copy(path, place / "packages" / f"{target}-{number}{path.suffix}")
    shutil.rmtree(place / "built")


def _quizzes(place: Path) -> None:
    from tests.quizzes.test_round_trips import everything

    place.mkdir()
    for format_ in formats().values():
        if format_.reads and format_.writes:
            for number, (_, quiz) in enumerate(everything()):
                (place / f"{format_.key}-{number}{format_.suffixes[0]}").write_bytes(format_.write(quiz, {}).data)


def _mail(place: Path) -> None:
    place.mkdir()
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "Ama <a@b.org>", "Story", "Mon, 1 Mar 2027 10:00:00 +0000"
    mail.set_content("Title: Told the anglers\nStory: We met at the bank.\nMay we publish it: yes\n")
    mail.add_attachment(b'{"type": "MoocKitGoals", "goals": [{"goal": "x"}]}', maintype="application", subtype="json")
    (place / "one.eml").write_bytes(bytes(mail))
    (place / "all.mbox").write_bytes(b"From a@b.org Mon Mar  1 10:00:00 2027\n" + bytes(mail) + b"\n")
    forum = [{"userid": 7, "subject": "Story", "message": "<p>Title: x</p><p>Story: y</p>", "created": 1772359200}]
    (place / "forum.json").write_text(json.dumps(forum))
    (place / "feed.xml").write_text("<rss version='2.0'><channel><item><title>x</title></item></channel></rss>")
