"""Key files: the key with which a participant requests badges and judges.

The site's award page writes the same file, so that a key made in a browser works on the command line, and the other way
round.

The secret is locked with a passphrase where one is given: AES-256-GCM under a key from PBKDF2-HMAC-SHA-256.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mooc_kit.credentials.keys import SigningKey
from mooc_kit.credentials.multibase import decode, encode
from mooc_kit.files import write_new

TYPE = "PeerBadgeKey"
ROUNDS = 600_000
_MOST_ROUNDS = 5_000_000


class BadKeyFile(ValueError):
    """The key cannot be read; the message says why."""


def key_text(key: SigningKey, passphrase: str = "", name: str = "") -> str:
    """The key file as text; the secret is locked where `passphrase` is not empty."""
    seed = key.private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    found: dict[str, Any] = {"type": TYPE, "did": key.did, **({"name": name} if name else {})}
    if passphrase:
        salt, nonce = os.urandom(16), os.urandom(12)
        locked = AESGCM(_stretched(passphrase, salt, ROUNDS)).encrypt(nonce, seed, key.did.encode())
        found["locked"] = {
            "kdf": "PBKDF2-SHA-256",
            "rounds": ROUNDS,
            "salt": encode(salt),
            "nonce": encode(nonce),
            "secret": encode(locked),
        }
    else:
        found["secret"] = encode(seed)
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def write_key(path: Path, text: str) -> None:
    """A new file that only its owner can read. Raises FileExistsError: a key is never overwritten."""
    write_new(path, text)


def is_locked(text: str) -> bool:
    return '"locked"' in text


def read_key(text: str, passphrase: str = "") -> tuple[SigningKey, str]:
    """(the key, the name in the file). Raises BadKeyFile."""
    try:
        found = json.loads(text)
        if found.get("type") != TYPE:
            raise BadKeyFile("This is not a key file for peer badges.")
        if "locked" in found:
            locked = found["locked"]
            rounds = int(locked["rounds"])
            if not 1 <= rounds <= _MOST_ROUNDS:
                raise BadKeyFile("The key file asks for more work than any key needs.")
            stretched = _stretched(passphrase, decode(locked["salt"]), rounds)
            seed = AESGCM(stretched).decrypt(decode(locked["nonce"]), decode(locked["secret"]), found["did"].encode())
        else:
            seed = decode(found["secret"])
        key = SigningKey.from_seed(seed)
        is_whole = key.did == found["did"]
    except BadKeyFile:
        raise
    except InvalidTag as error:
        raise BadKeyFile("The passphrase is wrong, or the file is damaged.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise BadKeyFile("The key file is damaged.") from error
    if not is_whole:
        raise BadKeyFile("The key file is damaged: its two halves do not belong together.")
    return key, str(found.get("name", ""))


def _stretched(passphrase: str, salt: bytes, rounds: int) -> bytes:
    return PBKDF2HMAC(SHA256(), 32, salt, rounds).derive(passphrase.encode())
