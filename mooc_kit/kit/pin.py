"""Version pin: the one line with which all workflows of a kit install exactly the mooc-kit that made it.

`.mooc-kit/install.txt` is a pip requirements file. Where the running mooc-kit knows where it came from (pip's
direct_url.json, PEP 610: an address with a hash, or a git commit), that is the line; `update` moves it. Where it does
not, as in a checkout, the line that is there stays, and without one the workflows stop and say so. A bare name is never
installed: whoever registers it somewhere would run in everybody's repository.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

PIN = ".mooc-kit/install.txt"
_LINE = re.compile(r"^mooc-kit *(?:@|==) *\S.*$", re.MULTILINE)
_HEAD = """\
# Which mooc-kit this course's workflows install: exactly one line that begins with mooc-kit.
# `mooc-kit update` writes the address and the hash of the mooc-kit that it is, where it knows them.
"""
_UNKNOWN = """\
# The mooc-kit that made this course does not know where it came from. Take away the # from one line and complete it:
# mooc-kit @ https://... .whl#sha256=...
# mooc-kit @ git+https://... .git@COMMIT
# mooc-kit==VERSION, only where your own package index has it
"""


def pin_file(before: bytes | None = None) -> bytes:
    """The file for a kit made by this mooc-kit; `before` is the file as it is in the kit, None where there is none."""
    line = source()
    if not line and before is not None:
        found = _LINE.search(before.decode("utf-8", "replace"))
        line = found.group().strip() if found else ""
    return (_HEAD + (f"{line}\n" if line else _UNKNOWN)).encode()


def source() -> str:
    """The requirement that installs the mooc-kit which is running; "" where nobody else could install it from there."""
    try:
        told = distribution("mooc-kit").read_text("direct_url.json")
        return requirement(json.loads(told)) if told else ""
    except (PackageNotFoundError, ValueError, AttributeError, TypeError):
        return ""


def requirement(direct: dict[str, Any]) -> str:
    """The requirement line of a direct_url.json; "" for a folder or a file of one machine."""
    url = str(direct.get("url", ""))
    if not re.fullmatch(r"https://[^\s#]+", url):
        return ""
    if vcs := direct.get("vcs_info"):
        commit = str(vcs.get("commit_id", ""))
        is_sound = vcs.get("vcs") == "git" and re.fullmatch(r"[0-9a-f]{40,64}", commit)
        return f"mooc-kit @ git+{url}@{commit}" if is_sound else ""
    if (archive := direct.get("archive_info")) is None:
        return ""
    older = dict([str(archive["hash"]).split("=", 1)]) if "=" in str(archive.get("hash", "")) else {}
    digest = str({**older, **archive.get("hashes", {})}.get("sha256", ""))
    return f"mooc-kit @ {url}#sha256={digest}" if re.fullmatch(r"[0-9a-f]{64}", digest) else ""
