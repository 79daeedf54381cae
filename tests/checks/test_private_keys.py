"""Private keys in a kit are found, in whatever form they come; what merely speaks of keys is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mooc_kit.checks.course_check import bad_contents
from mooc_kit.credentials import keyring
from mooc_kit.credentials.peers.keyfile import key_text
from tests.credentials.peers.test_chain import key

PEM = "-----BEGIN {}PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("keys/key-1.pem", PEM.format("ENCRYPTED ")),
        ("notes.txt", "Copied to be sure:\n" + PEM.format("")),
        ("content/pages/ssh.md", PEM.format("OPENSSH ")),
        ("mine.json", key_text(key("mei"), name="Mei")),
        ("data/jwk.json", '{"kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}'),
        ("a.json", '{"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"}'),
    ],
)
def test_a_private_key_in_a_kit_is_an_error_that_names_its_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    (problem,) = bad_contents(tmp_path, "")
    assert (problem.code, problem.place.file) == ("K107", name)


def test_public_keys_and_words_about_keys_are_none(tmp_path: Path) -> None:
    ring = keyring.create(tmp_path / "ring", "https://rivers.example.org/watch", None)
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "did.json").write_text(str(ring.document()).replace("'", '"'))
    (tmp_path / "kit" / "keyring.json").write_bytes((ring.folder / "keyring.json").read_bytes())
    (tmp_path / "kit" / "a.md").write_text('Never show your PRIVATE KEY, or what stands behind "d": in a JWK.\n')
    assert not list(bad_contents(tmp_path / "kit", ""))
