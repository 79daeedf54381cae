"""Share-back forms: an issue becomes a file in `share-backs/`.

Pictures on other sites become links: a team copies those it wants to show, with words for people who cannot see them.
"""

from __future__ import annotations

import re
from html import unescape

from mooc_kit.cohort.repository_forms.issue_bodies import Answers, Issue
from mooc_kit.spec.fields import slug
from mooc_kit.spec.model import Spec
from mooc_kit.spec.yaml_text import yaml_text

FOLDER = "share-backs"
AGREED, MAY_BE_SHOWN = 0, 1
"""The places of the boxes in the form's field `consent`."""
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^)\s]+)[^)\n]*\)")
_IMG_TAG = re.compile(r"<img\b[^>]*?\bsrc=[\"']([^\"']+)[\"'][^>]*>", re.IGNORECASE)
_LOCAL_LINK = re.compile(r"\[([^\]\n]*)\]\((?!https?://|mailto:)([^)\n]*)\)")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]*>|<!--.*?-->", re.DOTALL)


def share_back_file(spec: Spec, issue: Issue, answers: Answers, labels: dict[str, str], prefix: str) -> tuple[str, str]:
    """The file's path in the kit and its text. `labels` are the form's questions; `prefix` begins its titles."""
    title = issue.title.removeprefix(prefix.strip()).strip()
    ticked = answers.ticked.get("consent", ())
    module = next((module.id for module in spec.modules if module.title == answers["module"]), None)
    meta = {
        "date": issue.created_on,
        "module": module,
        "title": title[:200] or None,
        "may_be_shown": MAY_BE_SHOWN in ticked,
        "people_agreed": AGREED in ticked,
        "name": answers["name"][:200].replace("\n", " "),
    }
    head = yaml_text({key: value for key, value in meta.items() if value is not None})
    parts = [plain_markdown(answers["done"])]
    for id in ("changed", "evidence", "next"):
        if answers[id]:
            parts.append(f"**{labels.get(id, id)}**\n\n{plain_markdown(answers[id])}")
    name = "-".join(part for part in (str(issue.created_on), slug(title)[:40].strip("-"), str(issue.number)) if part)
    return f"{FOLDER}/{name}.md", f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"


def plain_markdown(text: str) -> str:
    """A participant's Markdown without what a page must not take over: pictures elsewhere, tags, links into the kit."""
    text = _IMG_TAG.sub(lambda found: f"<{found[1]}>" if found[1].startswith("https://") else "", text)
    text = _IMAGE.sub(_instead_of_image, text)
    text = _TAG.sub(lambda found: found[0] if re.match(r"<https?://\S+>$", found[0]) else "", text)
    text = _LOCAL_LINK.sub(lambda found: found[1], text)
    # A line of three hyphens would end the file's settings, a line with :: : would open a box.
    lines = [re.sub(r"^(\s*)(-{3,}|:{3,})", r"\1\\\2", line.rstrip()) for line in unescape(text).split("\n")]
    return "\n".join(lines).strip()


def _instead_of_image(found: re.Match[str]) -> str:
    label, address = found[1], found[2]
    return f"[{label or address}]({address})" if address.startswith("https://") else label
