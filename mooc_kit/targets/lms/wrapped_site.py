"""Wrapped site: the pages of the course's web site as a learning platform shows them, and the scripts that report.

Left out is what only a site of its own needs: the offline copy, the sitemap, pages at earlier addresses.
"""

from __future__ import annotations

from pathlib import Path

from mooc_kit.cache import Cache
from mooc_kit.course.model import Course
from mooc_kit.problems import Notice
from mooc_kit.targets.lms.launch_pages import FOLDER, PAGE_SCRIPT, SESSION_SCRIPTS, STYLE
from mooc_kit.targets.site import addresses as at
from mooc_kit.targets.site.notices import site_notices
from mooc_kit.targets.site.page_host import PageHost
from mooc_kit.targets.site.target import Site, indexed
from mooc_kit.targets.site.theme import smaller_script, smaller_style

HOST = PageHost(first_scripts=(PAGE_SCRIPT,), left_out=("offline.js",), is_reported=True)
_NOT_CARRIED = (at.NOT_FOUND, at.OER_METADATA, f"{at.OWN_FILES}/offline.js")


def wrapped_site(course: Course, kit: Path, cache: Cache, driver: str) -> tuple[dict[str, bytes | Path], set[Notice]]:
    """The files of the site with the scripts of a session (`driver` speaks to the platform), and what pages lost."""
    built = Site().pages(course, kit, cache, host=HOST)
    files = {name: data for name, data in built.package.files.items() if name not in _NOT_CARRIED}
    files.update(indexed({name: html for name, html in built.searched.items() if name in files}, cache))
    for name in (PAGE_SCRIPT, *SESSION_SCRIPTS, driver, "lms-session.js"):
        files[f"{at.OWN_FILES}/{name}"] = smaller_script(FOLDER / name)
    files[f"{at.OWN_FILES}/{STYLE}"] = smaller_style(FOLDER / STYLE)
    files.update(course.published)
    return files, set(built.package.notices) - set(site_notices(course))
