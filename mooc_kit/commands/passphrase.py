"""Passphrases of key files: from the environment, or typed on a terminal where nobody can read them."""

from __future__ import annotations

import os
import sys

from mooc_kit.console import ask_secret, console
from mooc_kit.problems import UsageError

VARIABLE = "MOOC_KIT_PASSPHRASE"
SHORTEST = 10


def given_passphrase(question: str) -> str:
    """The passphrase of a locked key. Raises UsageError where it is not set and nobody can be asked."""
    found = os.environ.get(VARIABLE)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise UsageError(f"The key is locked: set {VARIABLE}, or run it on a terminal.")
    return ask_secret(question)


def new_passphrase(else_: str) -> str:
    """A new passphrase, typed twice. `else_` is what somebody can do who has neither the variable nor a terminal."""
    if found := os.environ.get(VARIABLE):
        return found
    if not sys.stdin.isatty():
        raise UsageError(f"Set {VARIABLE}, run it on a terminal, or {else_}.")
    while True:
        found = ask_secret(f"A passphrase for the key ({SHORTEST} letters or more)", twice=True)
        if len(found) >= SHORTEST:
            return found
        console().print("That is too short.")
