"""Sections and edit links: lists of a section's pages, and where each page can be changed (a hook of mkdocs).

The list of a section is made from the navigation and the first sentences of its pages, so that it needs no upkeep. The
address of the repository is that of the forge on which the manual is built, else git's `origin`; without one, each
page names its source.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any

LIST = "<!-- pages -->"
LONGEST = 150
"""Letters of a sentence about a page; of a longer one the part before its colon is told."""


def on_config(config: Any) -> Any:
    address = repository()
    if address and not config.repo_url:
        config.repo_url = address
        config.repo_name = address.rpartition("/")[2]
        branch = os.environ.get("CI_DEFAULT_BRANCH") or os.environ.get("GITHUB_REF_NAME") or "main"
        config.edit_uri = f"{'-/' if 'gitlab' in address else ''}edit/{branch}/docs/"
    return config


def repository() -> str:
    """The web address of the repository, "" where nothing tells it."""
    if os.environ.get("GITHUB_REPOSITORY"):
        return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{os.environ['GITHUB_REPOSITORY']}"
    if os.environ.get("CI_PROJECT_URL"):
        return os.environ["CI_PROJECT_URL"]
    asked = subprocess.run(["git", "remote", "get-url", "origin"], capture_output=True, text=True, check=False)
    return web_address(asked.stdout.strip())


def web_address(remote: str) -> str:
    """The page of a git remote; "" for one that no browser can open, such as a folder."""
    found = re.fullmatch(
        r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)([\w.-]+\.[a-z]+)(?::\d+)?[:/](.+?)(?:\.git)?/?", remote
    )
    return f"https://{found[1]}/{found[2]}" if found else ""


def on_pre_page(page: Any, config: Any, **_: Any) -> Any:
    """Pages that are made lead to what makes them."""
    if page.file.generated_by and config.repo_url and config.edit_uri:
        page.edit_url = f"{config.repo_url}/{config.edit_uri}{source(page).removeprefix('docs/')}"
    return page


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    if LIST in markdown:
        markdown = markdown.replace(LIST, "\n".join(contents(page.parent.children, page)))
    if config.repo_url:
        return markdown
    return f"{markdown}\n\n---\n\n*Made from `{source(page)}`.*{{ .made-from data-search-exclude }}\n"


def source(page: Any) -> str:
    """The file in which a page's words are written, or which makes them."""
    made = page.file.generated_by
    return str(made) if made else f"docs/{page.file.src_uri}"


def contents(children: list[Any], own: Any) -> Iterator[str]:
    """The pages below a section, with what each is about; sections inside it get a heading."""
    for child in children:
        if child.is_page and child is not own:
            words = about(child.file.content_string)
            yield f"- [{child.title}]({child.file.src_uri}){': ' if words else ''}{words}"
    for child in children:
        if child.is_section:
            yield f"\n## {child.title}\n"
            yield from contents(child.children, own)


def about(markdown: str) -> str:
    """The first sentence of a page, if it begins with one."""
    below = markdown.partition("\n# ")[2] if not markdown.startswith("# ") else markdown
    first = next((part for part in below.split("\n\n")[1:] if part.strip()), "").strip()
    if re.match(r"```|[^\w*`]", first):
        return ""
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(first.split()))
    found = re.match(r"(.+?[.?!])(?= |$)", words)
    sentence = found[1] if found else words
    return sentence if len(sentence) <= LONGEST else sentence.partition(":")[0].rstrip(".") + "."
