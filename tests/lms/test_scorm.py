"""SCORM target: the package that is made, and what it says that it cannot do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from mooc_kit.course.model import Course
from mooc_kit.spec.packages import Cut, PackageFlags, PackageSettings
from mooc_kit.targets.lms.launch_pages import FOLDER
from mooc_kit.targets.lms.reporting_rule import reported_parts
from mooc_kit.targets.registry import targets
from tests.conftest import Grow, Run
from tests.lms.check import CP, scorm_problems
from tests.lms.packages import members, packaged, river_course
from tests.node_tools import FOLDER as NODE

SCENARIOS = NODE / "lms.cjs"


@pytest.fixture(scope="session")
def found() -> dict[str, str]:
    """What went wrong in the package's scripts, by scenario; "" where nothing did."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    run = subprocess.run([node, str(SCENARIOS), FOLDER], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", re.findall(r'^scenario\("(.+?)",', SCENARIOS.read_text("utf-8"), re.MULTILINE))
def test_the_session_holds(name: str, found: dict[str, str]) -> None:
    assert found[name] == ""


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    return packaged(river_course(), "scorm")


@pytest.mark.parametrize(("version", "cut"), [("1.2", "course"), ("1.2", "activity"), ("2004", "module")])
def test_platforms_find_all_that_they_ask_for(version: str, cut: str) -> None:
    assert not list(scorm_problems(members(packaged(river_course(), "scorm", version, cut)), version))


def test_each_module_or_activity_is_a_line_where_the_team_wants_it() -> None:
    for cut, count in (("course", 1), ("module", 2), ("activity", 6)):
        root = etree.fromstring(members(packaged(river_course(), "scorm", "1.2", cut))["imsmanifest.xml"])
        items = [item.findtext(f"{CP['1.2']}title") for item in root.iter(f"{CP['1.2']}item")]
        assert len(items) == count
    assert items[0] == "The banks"


def test_the_same_course_gives_the_same_package(package: dict[str, bytes]) -> None:
    assert packaged(river_course(), "scorm") == package


def test_a_line_keeps_its_identifier_when_titles_change() -> None:
    def ids(course: Course) -> list[str | None]:
        root = etree.fromstring(members(packaged(course, "scorm", cut="module"))["imsmanifest.xml"])
        return [item.get("identifier") for item in root.iter(f"{CP['1.2']}item")]

    course = river_course()
    first = replace(course.modules[0], title="Another title")
    assert ids(course) == ids(replace(course, modules=(first, course.modules[1])))


def test_the_pages_say_that_they_report_and_do_not_say_that_they_do_not(package: dict[str, bytes]) -> None:
    pages = {name: data.decode() for name, data in members(package).items() if name.endswith(".html")}
    for name, html in pages.items():
        assert "sends nothing to anyone" not in html, name
        assert "not reported to anyone" not in html, name
    assert "are reported to the learning platform" in pages["modules/look/numbers.html"]
    assert "Your answers stay in this browser" not in pages["statement.html"]


def test_the_package_has_no_copy_for_reading_offline_and_no_map_for_search_engines(package: dict[str, bytes]) -> None:
    names = set(members(package))
    assert names.isdisjoint({"service-worker.js", "sitemap.xml", "robots.txt", "404.html", "site/offline.js"})
    assert {"launch.html", "index.html", "search/words.json", "site/lms-session.js"} <= names


def test_what_the_platform_cannot_know_is_told_and_left_out_of_the_rule() -> None:
    course = river_course()
    [part] = reported_parts(course, Cut.COURSE)
    assert "brief" not in part.needed
    notices = [str(notice) for notice in targets()["scorm"].render(course, Path("no-kit")).notices]
    assert any("A brief" in notice for notice in notices)
    assert '"A brief"' in packaged(course, "scorm")["AFTER-IMPORT.md"].decode()


def test_the_score_is_that_of_the_graded_quizzes_by_their_weights() -> None:
    [part] = reported_parts(river_course(), Cut.COURSE)
    assert {id: float(share) for id, share in part.weights.items()} == {"numbers": 0.6, "last": 0.4}
    assert part.least_percent == 60
    first, second = reported_parts(river_course(), Cut.MODULE)
    assert (first.weights, second.weights) == ({"numbers": 1}, {"last": 1})
    assert not first.can_pass


def test_no_mastery_score_lets_a_platform_overrule_the_rule(package: dict[str, bytes]) -> None:
    assert b"mastery" not in members(package)["imsmanifest.xml"].lower()


def test_a_flag_goes_before_the_setting_of_the_spec() -> None:
    settings = PackageSettings.model_validate({"scorm": {"version": 2004, "cut": "module"}})
    assert settings.scorm.version == "2004"
    assert PackageFlags().over(settings) == settings
    changed = PackageFlags("1.2", "activity").over(settings)
    assert (changed.scorm.version, changed.scorm.cut, changed.cmi5.cut) == ("1.2", "activity", "activity")


def test_build_makes_the_version_that_the_spec_or_the_flag_names(tmp_path: Path, grow: Grow, mooc_kit: Run) -> None:
    kit = grow("fix-a-flat")
    spec = kit / "course.yaml"
    spec.write_text(spec.read_text() + "packages:\n  scorm: {version: 2004}\n")
    assert mooc_kit("build", str(kit), "-t", "scorm", "-o", str(tmp_path / "a")).returncode == 0
    assert [path.name for path in (tmp_path / "a").glob("scorm/*.zip")] == ["fix-a-flat-scorm-2004.zip"]
    assert (
        mooc_kit("build", str(kit), "-t", "scorm", "-o", str(tmp_path / "b"), "--scorm-version", "1.2").returncode == 0
    )
    assert [path.name for path in (tmp_path / "b").glob("scorm/*.zip")] == ["fix-a-flat-scorm-1.2.zip"]
