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
        run("request", "field-observer", "--key", file(f"{who}.json"), "-e", "https://photos.example.org/1 The bank",
            "-o", file(f"{who}.request.json"))  # fmt: skip
        said = []
        for judge in judges:
            own = ["--own", file(f"{judge}.badge.json")] if (place / f"{judge}.badge.json").exists() else []
            said.append(file(f"{who}.{judge}.json"))
            run("judge", file(f"{who}.request.json"), "--key", file(f"{judge}.json"), *own, *LEVELS, "-o", said[-1])
        run("award", file(f"{who}.request.json"), *said, "--key", file(f"{judges[0]}.json"), "-o",
            file(f"{who}.badge.json"), "--image", file(f"{who}.svg"))  # fmt: skip

    earns("mei", "ama", "luis")
    earns("noor", "luis", "mei")
    told = run("verify", file("noor.badge.json"), file("noor.svg"))
    assert told.count("Field Observer holds") == 2
    assert "1 award from a first judge" in told
    assert "Not proven" in told
    assert "openbadges:credential" in (place / "noor.svg").read_text()

    low = ["-lsample=developing", "-levidence=secure"]
    weak = run("judge", file("noor.request.json"), "--key", file("ama.json"), *low, code=1)
    assert "P106" in weak
    own = run("judge", file("mei.request.json"), "--key", file("mei.json"), "--own", file("mei.badge.json"), *LEVELS,
              code=1)  # fmt: skip
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


def test_a_locked_key_opens_with_its_passphrase_only() -> None:
    text = key_text(key("mei"), "river", "Mei")
    assert read_key(text, "river")[0].did == key("mei").did
    for passphrase in ("", "River"):
        with pytest.raises(BadKeyFile):
            read_key(text, passphrase)
    with pytest.raises(BadKeyFile):
        read_key(text.replace("PeerBadgeKey", "Other"))
