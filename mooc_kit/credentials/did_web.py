"""did:web: an issuer's name that leads to a web address where its public keys are published."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

_DID_WEB = re.compile(r"did:web:[A-Za-z0-9.-]+(%3A[0-9]+)?(:[A-Za-z0-9._~%-]+)*\Z")


def did_web(url: str) -> str:
    """The did:web of whoever owns the pages below `url`. Raises ValueError for what is not an https address."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("did:web needs a plain https address")
    return did_web_of_pages(url)


def did_web_of_pages(url: str) -> str:
    """The same for any address of pages, also one that keys cannot be published at."""
    parts = urlsplit(url)
    host = (parts.hostname or "") + (f"%3A{parts.port}" if parts.port else "")
    return ":".join(["did:web:" + host, *(quote(part, safe="._~-") for part in parts.path.split("/") if part)])


def did_web_address(did: str) -> str:
    """Where the document of a did:web lies: `…/.well-known/did.json` for a whole host, else `…/did.json`."""
    if not _DID_WEB.match(did) or "/" in unquote(did.split(":", 3)[2]):
        raise ValueError("not a did:web")
    host, *path = did.removeprefix("did:web:").split(":")
    where = "/".join(path) if path else ".well-known"
    return f"https://{unquote(host)}/{where}/did.json"
