"""Self-contained HTML: the form for a certificate of one's own, with its evidence log, as one file in a package.

Platforms with no tool of that kind carry it like any other file of the course. It brings its style and scripts along
and may ask for nothing (Content Security Policy), so that it works from the platform and, saved, from a disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import count
from pathlib import Path

from mooc_kit.course.model import Course, Credential, CredentialKind, Group, InfoPage
from mooc_kit.i18n import messages_for
from mooc_kit.problems import Notice
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.addresses import Addresses
from mooc_kit.targets.site.awarding import carried
from mooc_kit.targets.site.bodies import Bodies
from mooc_kit.targets.site.inline_code import hash_of, inside, whole_style
from mooc_kit.targets.site.metadata import absolute
from mooc_kit.targets.site.page_scripts import SIGNING
from mooc_kit.targets.site.pictures import ResponsivePictures
from mooc_kit.targets.site.quiz_data import json_script
from mooc_kit.targets.site.script_texts import script_texts
from mooc_kit.targets.site.theme import ALONE, SiteTheme, script
from mooc_kit.targets.site.view_models import SiteViews

FOLDER = "forms"
"""Where the files stand among those that a course carries."""
_LOG = ("drafts.js", "entries.js", "evidence.js")


def with_own_certificates(course: Course, kit: Path) -> Course:
    """The course with a page and a file for each certificate that people give themselves."""
    pages, made = [], {}
    taken = {page.id for page in course.pages}
    text = messages_for(course.language).text
    for credential in _self_made(course):
        path = _free(f"{FOLDER}/{credential.id}", ".html", set(course.assets))
        made[path] = one_file(course, kit, credential, path.rpartition("/")[2])
        words = [
            text(
                "You make this certificate yourself, about your own work. No one checks it, and it says so. What "
                "gives it weight is the evidence that you name."
            ),
            text(
                "The form for it is a file. It opens from here. You can also save it on your own device and open it "
                "there, without a network. It sends nothing to anyone: what you write stays in your browser."
            ),
        ]
        html = "".join(f"<p>{escape(line)}</p>" for line in words)
        html += f'<p><a href="asset:{path}">{escape(text("Open the form: {title}", title=credential.title))}</a></p>'
        id = _free(f"{credential.id}-form", "", taken)
        pages.append(InfoPage(id=id, title=credential.title, body_html=html, group=Group.EVIDENCE))
    return replace(course, pages=(*course.pages, *pages), made={**course.made, **made})


def own_certificates(course: Course) -> Iterator[tuple[str, str]]:
    """Titles of the certificates that people give themselves, each with the path of its form's file."""
    for credential, path in zip(_self_made(course), course.made, strict=False):
        yield credential.title, path


def one_file_notices(course: Course, platform: str) -> Iterator[Notice]:
    """What a platform makes of the form; `platform` is how it is called."""
    for credential in _self_made(course):
        yield Notice(
            f'The form for making "{credential.title}" as a part of {platform}',
            f"{platform} has no tool for a certificate of one's own.",
            f'The page "{credential.title}" leads to the form as one file, which {platform} stores but does not read.',
        )


def one_file(course: Course, kit: Path, credential: Credential, name: str) -> bytes:
    """The file called `name`: the same form, sheet and signature as on the course's site."""
    messages = messages_for(course.language).for_pages()
    theme = SiteTheme(kit)
    views = SiteViews(course, Addresses(course), messages, at.HOME, [], ResponsivePictures({}))
    log = course.evidence_log
    scripts = ("store.js", "passing-on.js", *(_LOG if log else ()), *SIGNING, "certificate.js", ALONE)
    code = inside("".join(map(script, scripts)), "script")
    style = whole_style(course, theme)
    outcomes = [(outcome.id, outcome.text) for outcome in course.outcomes]
    context = {
        "course": course,
        "lang": course.language,
        "dir": messages.dir,
        "is_one_file": True,
        "file_name": f"{course.id}-{name}",
        "award": views.award(credential),
        # What it asks for may lead to pages of the course, which are not in this file.
        "criteria": Bodies(messages, lambda _: None, credential.title, []).body(credential.criteria_html, level=3),
        "log": log,
        "outcomes": outcomes,
        "certificate_href": "#site:fill",
        "log_href": "#site:tool" if log else "",
        "outcomes_json": json.dumps([o for o in outcomes if o[0] in credential.outcomes], ensure_ascii=False),
        "verify_href": absolute(course, at.VERIFY) if course.url else "",
        "page_json": json_script({"course": course.id, "root": ".", "texts": script_texts(messages, scripts)}),
        "script": code,
        "script_hash": hash_of(code),
        "style": style,
        "style_hash": hash_of(style),
        **carried(course),
    }
    env = theme.environment(messages)
    return theme.render("one-file.html.j2", env, context).encode()


def _self_made(course: Course) -> Iterator[Credential]:
    return (credential for credential in course.credentials if credential.kind is CredentialKind.SELF_CERTIFICATE)


def _free(stem: str, ending: str, taken: set[str]) -> str:
    return next(free for n in count(1) if (free := f"{stem}{'' if n == 1 else f'-{n}'}{ending}") not in taken)
