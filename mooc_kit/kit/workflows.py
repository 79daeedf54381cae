"""GitHub Actions workflows: the steps and the pinned actions that a kit's workflows share, and how updates treat pins.

Actions are pinned by the digest of a commit, since whoever moves a tag would run in everybody's repository; the kit's
`.github/dependabot.yml` lets the forge propose newer ones. What a bot renewed in a kit is nobody's edit: an update
takes the newer of both and never makes a conflict of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mooc_kit.kit.pin import PIN

if TYPE_CHECKING:
    from mooc_kit.kit.merge_base import MergeBase

FOLDER = ".github/workflows/"
# The commits behind the releases of the actions' own repositories, as of November 2026.
ACTIONS = {
    "checkout": "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd  # v6.0.2",
    "setup_python": "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405  # v6.2.0",
    "upload_artifact": "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a  # v7.0.1",
    "download_artifact": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c  # v8.0.1",
    "upload_pages": "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9  # v5.0.0",
    "deploy_pages": "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128  # v5.0.0",
}
_SETUP = """\
- uses: {checkout}
  with:
    persist-credentials: false
- uses: {setup_python}
  with:
    python-version: "3.12"
- name: Install mooc-kit
  run: |
    if ! grep -Eq "^mooc-kit *(@|==)" {PIN}; then
      echo "::error file={PIN}::Say here what to install."
      exit 1
    fi
"""
Pins = Mapping[bytes, re.Match[bytes]]
_PIN = re.compile(rb"(?P<action>[\w.-]+/[\w./-]+)@(?P<commit>[0-9a-f]{40}) +# v(?P<release>[0-9]+(?:\.[0-9]+)*)")


def workflow_context() -> dict[str, object]:
    """What templates of workflows use: `actions` by name, and the steps before any other, up to the line that
    installs (`setup`) and with it (`setup_and_install`)."""
    setup = _SETUP.format(PIN=PIN, **ACTIONS)
    return {"actions": ACTIONS, "setup": setup, "setup_and_install": f"{setup}    pip install --requirement {PIN}"}


def with_kits_pins(kit: Path, base: MergeBase, rendered: Mapping[str, bytes]) -> tuple[MergeBase, Mapping[str, bytes]]:
    """`base` as if it had been made with the pins that are in `kit`; `rendered` with those of them that are newer."""
    now, then = dict(rendered), dict(base.texts)
    for path in rendered:
        if path.startswith(FOLDER) and (kit / path).is_file():
            pins = {found["action"]: found for found in _PIN.finditer((kit / path).read_bytes())}
            now[path] = _PIN.sub(partial(_newer, pins), now[path])
            if path in then:
                then[path] = _PIN.sub(partial(_as_in_kit, pins), then[path])
    return replace(base, texts=then), now


def _newer(pins: Pins, ours: re.Match[bytes]) -> bytes:
    kits = pins.get(ours["action"], ours)
    return ours[0] if _release(ours) >= _release(kits) else kits[0]


def _as_in_kit(pins: Pins, old: re.Match[bytes]) -> bytes:
    return pins.get(old["action"], old)[0]


def _release(pin: re.Match[bytes]) -> list[int]:
    return [int(number) for number in pin["release"].split(b".")]
