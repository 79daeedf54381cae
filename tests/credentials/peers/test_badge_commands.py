"""Peer badges from the command line, as three people and a course team use it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mooc_kit.credentials.peers.keyfile import BadKeyFile, key_text, read_key
from mooc_kit.kit.examples import examples_folder
from tests.conftest import Run
from tests.credentials.peers.test_chain import key

LEVELS = [f"-l{criterion}=secure" for criterion in ("sample", "evidence")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a kit whose first judges are Ama and Luis, and everybody's keys."""
    folder = tmp_path_factory.mktemp("badges")
    shutil.copytree(examples_folder() / "river-watch", folder / "kit")
    for name in ("ama", "luis", "mei", "noor"):
        (folder / f"{name}.json").write_text(key_text(key(name), name=name))
    judges = "".join(f"      - {{name: {name}, key: '{key(name).did}'}}\n" for name in ("ama", "luis"))
    spec = folder / "kit" / "course.yaml"
    spec.write_text(spec.read_text().replace("  peer_badges:\n", f"  peer_badges:\n    first_judges:\n{judges}", 1))
    return folder


def test_three_people_hand_a_badge_on_and_anyone_can_check_it(mooc_kit: Run, place: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        result = mooc_kit("badge", *words, "--kit", str(place / "kit"))
        assert result.returncode == code, (words, result.stdout, result.stderr)
        return result.stdout + result.stderr

    def file(name: str) -> str:
        return str(place / name)

    def earns(who: str, *judges: str) -> None:
        run(
            "request",
            "field-observer",
            "--key",
            file(f"{who}.json"),
            "-e",
            "https://photos.example.org/1 The bank",
            "-o",
            file(f"{who}.request.json"),
        )
        said = []
        for judge in judges:
            own = ["--own", file(f"{judge}.badge.json")] if (place / f"{judge}.badge.json").exists() else []
            said.append(file(f"{who}.{judge}.json"))
            run("judge", file(f"{who}.request.json"), "--key", file(f"{judge}.json"), *own, *LEVELS, "-o", said[-1])
        run(
            "award",
            file(f"{who}.request.json"),
            *said,
            "--key",
            file(f"{judges[0]}.json"),
            "-o",
            file(f"{who}.badge.json"),
            "--image",
            file(f"{who}.svg"),
        )

    earns("mei", "ama", "luis")
    earns("noor", "luis", "mei")
    told = run("verify", file("noor.badge.json"), file("noor.svg"))
    assert told.count("Field Observer holds") == 2
    assert "1 award from a first judge" in told
    assert "Not proven" in told
    assert told.count("Id, for mooc-kit badge revoke: urn:uuid:") == 2
    assert "openbadges:credential" in (place / "noor.svg").read_text()

    low = ["-lsample=developing", "-levidence=secure"]
    weak = run("judge", file("noor.request.json"), "--key", file("ama.json"), *low, code=1)
    assert "P106" in weak
    own = run(
        "judge", file("mei.request.json"), "--key", file("mei.json"), "--own", file("mei.badge.json"), *LEVELS, code=1
    )
    assert "your own request" in own
    none = run("judge", file("mei.request.json"), "--key", file("noor.json"), *LEVELS, code=1)
    assert "no badge yet" in none
    few = run("award", file("mei.request.json"), file("mei.ama.json"), "--key", file("ama.json"), code=1)
    assert "P105" in few
    assert "needs 2 different judges and has 1" in few

    broken = json.loads((place / "mei.badge.json").read_text())
    broken["documents"][0]["name"] = "Something better"
    (place / "forged.json").write_text(json.dumps(broken))
    assert "does not hold" in run("verify", file("forged.json"), code=1)

    run("graph", file("noor.badge.json"), "-o", file("graph.html"))
    assert "4 people, 4 judgements" in (place / "graph.html").read_text()

    mei = json.loads(run("verify", file("mei.badge.json"), "--json"))[0]["id"]
    refused = run("revoke", mei, "--key", file("noor.json"), "--reason", "copied", code=1)
    assert "Only first judges" in refused
    run("revoke", mei, "--key", file("ama.json"), "--reason", "copied")
    assert "revoked by the course team" in run("verify", file("mei.badge.json"), code=1)
    assert mooc_kit("validate", str(place / "kit")).returncode == 0


def test_borrowed_evidence_and_a_second_key_of_one_person_are_told(mooc_kit: Run, place: Path, tmp_path: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        result = mooc_kit("badge", *words, "--kit", str(tmp_path / "kit"))
        assert result.returncode == code, (words, result.stdout, result.stderr)
        return str(result.stdout + result.stderr)

    shutil.copytree(place / "kit", tmp_path / "kit", ignore=shutil.ignore_patterns("revoked.json"))
    keys = {name: str(place / f"{name}.json") for name in ("ama", "luis", "mei", "noor")}
    asked = {name: str(tmp_path / f"{name}.request.json") for name in ("mei", "noor")}
    for name, address in (("mei", "https://Photos.example.org/1/"), ("noor", "https://photos.example.org/1#top")):
        seen = f"{address} The bank"
        run("request", "field-observer", "--key", keys[name], "-e", seen, "-o", asked[name])
    said = []
    for judge in ("ama", "luis"):
        said.append(str(tmp_path / f"{judge}.json"))
        told = run("judge", asked["mei"], "--key", keys[judge], *LEVELS, "-o", said[-1])
        assert "The same evidence stands in the requests of" in told and "The bank" in told
    badge = str(tmp_path / "mei.badge.json")
    run("award", asked["mei"], *said, "--key", keys["ama"], "-o", badge)
    told = run("graph", badge, asked["noor"], "-o", str(tmp_path / "graph.html"))
    assert "worth a look: The same evidence stands in the requests of" in told

    by = ("--person", "mei@example.org", "--key", keys["ama"], "--secret", "of the team")
    mooc_kit("badge", "register", badge, *by, "--kit", str(tmp_path / "kit"))
    again = str(tmp_path / "noor.badge.json")
    for judge in ("ama", "luis"):
        run("judge", asked["noor"], "--key", keys[judge], *LEVELS, "-o", str(tmp_path / f"{judge}.json"))
    run("award", asked["noor"], *said, "--key", keys["ama"], "-o", again)
    mooc_kit("badge", "register", again, *by, "--kit", str(tmp_path / "kit"))
    told = run("graph", badge, again, "-o", str(tmp_path / "graph.html"))
    assert "One person has several keys, says the register" in told
    refused = run("judge", asked["noor"], "--key", keys["mei"], "--own", badge, *LEVELS, code=1)
    assert "the same person as this key" in refused


def test_verify_hands_a_peer_badge_over_to_its_chain(
    mooc_kit: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mooc_kit.commands.verify import verify

    kit = tmp_path / "kit"
    shutil.copytree(place / "kit", kit, ignore=shutil.ignore_patterns("revoked.json"))
    request, badge, said = tmp_path / "r.json", tmp_path / "b.json", []
    where = ("--kit", str(kit))
    asked = ("request", "field-observer", "--key", str(place / "mei.json"), "-e", "The bank", "-o", str(request))
    assert mooc_kit("badge", *asked, *where).returncode == 0
    for judge in ("ama", "luis"):
        said.append(str(tmp_path / f"{judge}.json"))
        words = ("judge", str(request), "--key", str(place / f"{judge}.json"), *LEVELS, "-o", said[-1])
        assert mooc_kit("badge", *words, *where).returncode == 0
    closing = ("award", str(request), *said, "--key", str(place / "ama.json"), "-o", str(badge))
    assert mooc_kit("badge", *closing, *where).returncode == 0

    def told(file: Path) -> tuple[int, str]:
        status = verify([file], trusted=(), issuer="", owner="", as_json=False)
        return status, " ".join(capsys.readouterr().out.split())

    monkeypatch.chdir(tmp_path)
    status, words = told(badge)
    assert status == 1 and "cannot be judged here" in words and "mooc-kit badge verify b.json" in words
    monkeypatch.chdir(kit)
    status, words = told(badge)
    assert status == 0 and "it holds" in words and "lead back to the first judges" in words
    changed = tmp_path / "changed.json"
    changed.write_text(badge.read_text().replace("The bank", "The bonk"))
    status, words = told(changed)
    assert status == 1 and "does NOT hold" in words


def test_a_locked_key_opens_with_its_passphrase_only() -> None:
    text = key_text(key("mei"), "river", "Mei")
    assert read_key(text, "river")[0].did == key("mei").did
    for passphrase in ("", "River"):
        with pytest.raises(BadKeyFile):
            read_key(text, passphrase)
    with pytest.raises(BadKeyFile):
        read_key(text.replace("PeerBadgeKey", "Other"))
