"""Kit repository: where a team keeps the kit. On GitHub, participants hand things in with issue forms."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

FORM_PARTS = 2
MAX_ADDRESS = 7_000
"""Characters. GitHub refuses longer addresses."""


def github(url: str | None) -> str:
    """The address of the repository that `url` leads to, without anything behind it; "" where it is not on GitHub."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    names = [name for name in parts.path.split("/") if name]
    if not (host == "github.com" or host.startswith("github.")) or len(names) < FORM_PARTS:
        return ""
    return f"https://{host}/{names[0]}/{names[1].removesuffix('.git')}"


def is_gitlab(url: str | None) -> bool:
    """Whether `url` leads to a GitLab, as far as its host's name says so."""
    return "gitlab" in (urlsplit(url or "").hostname or "").split(".")


def form_address(repository: str, form: str, **answers: str) -> str:
    """Where a person fills in the issue form in the file `form`, with some fields filled in already."""
    return f"{repository}/issues/new?{urlencode({'template': form, **answers})}"
