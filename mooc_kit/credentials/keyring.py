"""Keyring: a folder outside every kit with an issuer's keys: `keyring.json` is public, each `.pem` locked.

Keys are never thrown away: `rotate` retires the one in use, and its public half stays in the issuer's DID document.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mooc_kit.credentials import credential_codes, jwt
from mooc_kit.credentials.badge import moment
from mooc_kit.credentials.did_web import did_web
from mooc_kit.credentials.keys import SigningKey, did_document
from mooc_kit.credentials.multibase import public_of
from mooc_kit.files import write_new, write_whole
from mooc_kit.problems import MoocKitError, Place, Rule

FILE = "keyring.json"
ED25519, RSA = "Ed25519", "RSA"
_RSA_BITS = 2048


def default_folder() -> Path:
    """Where keys lie when nothing is said: below the user's configuration, so outside every kit."""
    if found := os.environ.get("MOOC_KIT_KEYS"):
        return Path(found)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "mooc-kit" / "keys"


@dataclass(frozen=True)
class KeyEntry:
    """A key of the ring: `public` is a Multikey, or a JWK for RSA; `retired` is "" while it is in use."""

    name: str
    kind: str
    public: str | dict[str, str]
    created: str
    retired: str = ""


@dataclass(frozen=True)
class Keyring:
    """The keys of one issuer. `did` is "" for an issuer without a web address, who is then known by its did:key."""

    folder: Path
    did: str
    url: str
    entries: tuple[KeyEntry, ...]

    @property
    def issuer(self) -> str:
        """The DID in whose name the ring signs."""
        return self.did or f"did:key:{self.in_use(ED25519).public}"

    def in_use(self, kind: str = ED25519) -> KeyEntry:
        """The key that signs. Raises MoocKitError where there is none of `kind`."""
        for entry in reversed(self.entries):
            if entry.kind == kind and not entry.retired:
                return entry
        raise _stop(
            credential_codes.NO_KEYRING,
            self.folder,
            "Make one: mooc-kit keys new --rsa",
            f"There is no {kind} key here.",
        )

    def method(self, entry: KeyEntry) -> str:
        """The address of the public key of `entry`."""
        return f"{self.did}#{entry.name}" if self.did else f"{self.issuer}#{entry.public}"

    def document(self) -> dict[str, Any]:
        """The DID document to publish; {} for a did:key, which needs none."""
        if not self.did:
            return {}
        keys: list[tuple[str, bytes | dict[str, str]]] = [
            (e.name, public_of(e.public) if isinstance(e.public, str) else e.public) for e in self.entries
        ]
        return did_document(self.did, keys)

    def signing_key(self, passphrase: str | None) -> SigningKey:
        """The key that signs credentials. Raises MoocKitError for a wrong passphrase or an open file."""
        entry = self.in_use(ED25519)
        private = self._private(entry, passphrase)
        if not isinstance(private, Ed25519PrivateKey):
            raise _stop(
                credential_codes.KEYRING_BROKEN, self.folder / f"{entry.name}.pem", "Restore the file from your copy."
            )
        return SigningKey(private, self.method(entry))

    def rsa_key(self, passphrase: str | None) -> tuple[RSAPrivateKey, str]:
        """(the key, its address) that signs VC-JWTs."""
        entry = self.in_use(RSA)
        private = self._private(entry, passphrase)
        if not isinstance(private, RSAPrivateKey):
            raise _stop(
                credential_codes.KEYRING_BROKEN, self.folder / f"{entry.name}.pem", "Restore the file from your copy."
            )
        return private, self.method(entry)

    def is_locked(self) -> bool:
        """Whether the key that signs asks for a passphrase."""
        data = (self.folder / f"{self.in_use(ED25519).name}.pem").read_bytes()
        return b"ENCRYPTED" in data

    def _private(self, entry: KeyEntry, passphrase: str | None) -> Any:
        path = self.folder / f"{entry.name}.pem"
        try:
            if os.name == "posix" and path.stat().st_mode & 0o077:
                hint = f"Make it yours alone: chmod 600 {path.name}"
                raise _stop(credential_codes.KEYRING_BROKEN, path, hint, "Others can read the key.")
            return load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
        except (ValueError, TypeError) as error:
            hint = "Give the passphrase with which the key was made, or restore the file from your copy."
            raise _stop(
                credential_codes.KEYRING_BROKEN, path, hint, "The passphrase is wrong, or the file is damaged."
            ) from error
        except OSError as error:
            hint = "Restore the file from your copy, or go on with a new key: mooc-kit keys rotate"
            raise _stop(credential_codes.KEYRING_BROKEN, path, hint, "The key's file cannot be read.") from error


def create(folder: Path, url: str, passphrase: str | None, *, with_rsa: bool = False) -> Keyring:
    """A new keyring in `folder` for the issuer whose pages are at `url` ("" for a did:key). Raises MoocKitError."""
    refuse_kit(folder)
    if (folder / FILE).exists():
        raise _stop(credential_codes.KEY_EXISTS, folder / FILE, "Use: mooc-kit keys rotate")
    did = ""
    if url:
        try:
            did = did_web(url)
        except ValueError as error:
            raise _stop(
                credential_codes.BAD_DID, url, "Write it like https://rivers.example.org/watch", str(error)
            ) from error
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    entries = [_make(folder, ED25519, passphrase, ())]
    if with_rsa:
        entries.append(_make(folder, RSA, passphrase, entries))
    return _saved(Keyring(folder, did, url, tuple(entries)))


def rotate(ring: Keyring, passphrase: str | None, *, is_stolen: bool = False) -> Keyring:
    """`ring` with fresh keys. The old ones stay for checking, unless one `is_stolen`: then nothing it signed holds."""
    if not ring.did:
        hint = "A did:key is the key itself. Make a new keyring in another folder, with --did and the course's address."
        raise _stop(credential_codes.BAD_DID, ring.folder / FILE, hint, "A did:key cannot be rotated.")
    now = moment(datetime.now(UTC))
    kinds = [kind for kind in (ED25519, RSA) if any(e.kind == kind and not e.retired for e in ring.entries)]
    kept = tuple(e if e.retired else replace(e, retired=now) for e in ring.entries if e.retired or not is_stolen)
    fresh: list[KeyEntry] = []
    for kind in kinds:
        fresh.append(_make(ring.folder, kind, passphrase, (*ring.entries, *fresh)))
    return _saved(replace(ring, entries=(*kept, *fresh)))


# Both are empty until a team knows its address.
_DID = re.compile(r"(did:[a-z0-9]+:[^\s<>\"{}|\\^`]+)?")
_WEB = re.compile(r"(https?://[^\s<>\"{}|\\^`]+)?")


def _is_sound(entry: KeyEntry) -> bool:
    words = (entry.name, entry.kind, entry.created, entry.retired)
    return all(isinstance(word, str) for word in words) and isinstance(entry.public, str | dict)


def load(folder: Path) -> Keyring:
    """The keyring in `folder`. Raises MoocKitError where there is none, or it cannot be read."""
    path = folder / FILE
    refuse_kit(folder)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = tuple(KeyEntry(**entry) for entry in data["keys"])
        if not (_DID.fullmatch(data["did"]) and _WEB.fullmatch(data["url"]) and all(map(_is_sound, entries))):
            raise ValueError("no addresses")
        return Keyring(folder, data["did"], data["url"], entries)
    except FileNotFoundError as error:
        hint = "Make one, outside the kit: mooc-kit keys new --did https://your-course.example.org"
        raise _stop(credential_codes.NO_KEYRING, folder, hint) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _stop(credential_codes.KEYRING_BROKEN, path, "Restore the file from your copy.") from error


def _make(folder: Path, kind: str, passphrase: str | None, others: Any) -> KeyEntry:
    number = 1 + sum(entry.kind == kind for entry in others)
    lock: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    now = moment(datetime.now(UTC))
    private: Ed25519PrivateKey | RSAPrivateKey
    public: str | dict[str, str]
    if kind == ED25519:
        name = f"key-{number}"
        private = Ed25519PrivateKey.generate()
        public = SigningKey(private, "").multikey
    else:
        name = f"rsa-{number}"
        private = generate_private_key(65537, _RSA_BITS)
        public = jwt.public_jwk(private)
    while (folder / f"{name}.pem").exists():
        number += 1
        name = f"{name.partition('-')[0]}-{number}"
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    write_new(folder / f"{name}.pem", data)
    return KeyEntry(name, kind, public, now)


def _saved(ring: Keyring) -> Keyring:
    entries = [{name: getattr(entry, name) for name in KeyEntry.__dataclass_fields__} for entry in ring.entries]
    text = json.dumps({"format": 1, "did": ring.did, "url": ring.url, "keys": entries}, indent=2) + "\n"
    write_whole(ring.folder / FILE, text)
    return ring


def refuse_kit(
    folder: Path, hint: str = "Name a folder outside: --keys ~/keys/my-course, or leave --keys out."
) -> None:
    """Raises MoocKitError where `folder` lies inside a kit: kits are shared."""
    for above in _above(folder.resolve()):
        if (above / "course.yaml").is_file() or (above / ".mooc-kit").is_dir():
            raise _stop(credential_codes.KEY_IN_KIT, folder, hint)


def _above(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _stop(rule: Rule, place: Path | str, hint: str, message: str = "") -> MoocKitError:
    return MoocKitError(rule.at(Place(str(place)), message, hint=hint))
