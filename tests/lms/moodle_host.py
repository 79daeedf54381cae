"""Moodle as a host of packages: its own SCORM activity and player, in a Moodle that is installed on this machine.

Nothing of it is in the repository. `MOODLE` names the folder of its code, with a config.php; it is served at its
wwwroot, and `php` is here. Courses and learners are made by Moodle's own functions, and what arrived is read from its
tables.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.lms.scorm_host import SUSPEND_LIMIT, expected

HEAD = """
define('CLI_SCRIPT', true);
require(getenv('MOODLE') . '/config.php');
foreach (['/course/lib.php', '/course/modlib.php', '/mod/scorm/lib.php', '/mod/scorm/locallib.php', '/user/lib.php',
    '/lib/enrollib.php'] as $file) require_once($CFG->dirroot . $file);
\\core\\session\\manager::set_user(get_admin());
"""
MAKE = """
$n = uniqid();
$course = create_course((object)['fullname' => "Rivers $n", 'shortname' => $n, 'category' => 1]);
$draft = file_get_unused_draft_itemid();
$own = context_user::instance($USER->id)->id;
get_file_storage()->create_file_from_pathname(['contextid' => $own, 'component' => 'user', 'filearea' => 'draft',
    'itemid' => $draft, 'filepath' => '/', 'filename' => 'package.zip'], $argv[1]);
$module = $DB->get_field('modules', 'id', ['name' => 'scorm']);
$made = add_moduleinfo((object)['modulename' => 'scorm', 'module' => $module,
    'course' => $course->id, 'section' => 1, 'visible' => 1, 'name' => 'Rivers', 'packagefile' => $draft,
    'introeditor' => ['text' => '', 'format' => 1, 'itemid' => 0], 'scormtype' => 'local', 'cmidnumber' => '',
    'grademethod' => 1, 'maxgrade' => 100, 'maxattempt' => 0, 'whatgrade' => 0, 'popup' => 0, 'width' => 100,
    'height' => 600, 'skipview' => 2, 'hidebrowse' => 1, 'hidetoc' => 3, 'nav' => 0, 'displaycoursestructure' => 0,
    'auto' => 0, 'updatefreq' => 0, 'forcecompleted' => 0, 'forcenewattempt' => 0, 'lastattemptlock' => 0,
    'displayattemptstatus' => 1, 'groupmode' => 0, 'groupingid' => 0, 'masteryoverride' => 1,
    'autocommit' => 0], $course);
echo json_encode(['course' => $course->id, 'module' => $made->coursemodule, 'scorm' => $made->instance,
    'root' => $CFG->wwwroot, 'release' => $CFG->release]);
"""
ENROL = """
$name = strtolower($argv[2]) . '.' . $argv[1];
$id = $DB->get_field('user', 'id', ['username' => $name]) ?: user_create_user((object)['username' => $name,
    'password' => 'Student1234!', 'firstname' => $argv[2], 'lastname' => 'L', 'email' => "$name@example.org",
    'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id, 'auth' => 'manual'], true, false);
$manual = enrol_get_plugin('manual');
$instance = $DB->get_record('enrol', ['courseid' => $argv[1], 'enrol' => 'manual']);
$manual->enrol_user($instance, $id, 5);
echo json_encode(['id' => $id, 'name' => $name]);
"""
ARRIVED = """
$rows = $DB->get_records_sql("SELECT v.id, e.element, v.value FROM {scorm_attempt} a JOIN {scorm_scoes_value} v
    ON v.attemptid = a.id JOIN {scorm_element} e ON e.id = v.elementid WHERE a.scormid = ? AND a.userid = ?",
    [$argv[1], $argv[2]]);
$found = [];
foreach ($rows as $row) $found[$row->element] = $row->value;
$scorm = $DB->get_record('scorm', ['id' => $argv[1]]);
$found['grade'] = scorm_get_user_grades($scorm, $argv[2])[$argv[2]]->rawgrade ?? null;
echo json_encode($found);
"""


def _php(script: str, *arguments: str) -> dict[str, Any]:
    command = ["php", "-d", "memory_limit=-1", "-r", HEAD + script, "--", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


@dataclass
class Moodle:
    """The Moodle in `MOODLE`, with the package `file` in a course of its own."""

    version: str
    file: Path
    frames = ("#scorm_object",)
    survives_reload = True
    cannot = frozenset({"Looks at the course again (review)"})
    """Moodle offers it only where an attempt is finished, in a way of its own."""
    facts: dict[str, Any] = field(default_factory=dict)
    learners: dict[str, dict[str, Any]] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.facts = _php(MAKE, str(self.file))

    @property
    def name(self) -> str:
        return f"Moodle {self.facts['release'].split()[0]}, {self.version}"

    @property
    def limit(self) -> int:
        return SUSPEND_LIMIT[self.version]

    def expected(self, done: bool, passed: bool | None) -> str:
        return expected(self.version, done, passed)

    def enter(self, context: BrowserContext, learner: str) -> None:
        """Logs in as `learner`, in place of whoever is logged in."""
        if learner not in self.learners:
            self.learners[learner] = _php(ENROL, str(self.facts["course"]), learner)
        if context not in self.contexts:
            self.contexts.append(context)
        context.clear_cookies()
        page = context.new_page()
        page.goto(f"{self.facts['root']}/login/index.php")
        page.fill("#username", self.learners[learner]["name"])
        page.fill("#password", "Student1234!")
        page.click("#loginbtn")
        page.wait_for_url(lambda url: "/login/" not in url)
        page.close()

    def launch(self, learner: str, mode: str = "") -> str:
        return f"{self.facts['root']}/mod/scorm/view.php?id={self.facts['module']}"

    def arrived(self, learner: str) -> dict[str, Any]:
        found = _php(ARRIVED, str(self.facts["scorm"]), str(self.learners[learner]["id"]))
        raw = found.get("cmi.core.score.raw", found.get("cmi.score.raw"))
        status = found.get("cmi.core.lesson_status", "")
        if self.version == "2004":
            status = f"{found.get('cmi.completion_status', '')}, {found.get('cmi.success_status', 'unknown')}"
        score = None if raw in (None, "") else float(raw)
        if score is not None and found["grade"] is not None:
            assert float(found["grade"]) == score, "the gradebook has another score than the activity"
        return {"status": status, "score": score, "state": len(found.get("cmi.suspend_data", ""))}

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """The platform's door for reports is shut, as after a session has ended."""
        for context in self.contexts:
            context.route("**/mod/scorm/datamodel.php*", lambda route: route.fulfill(status=403, body="false\n101"))
        try:
            yield
        finally:
            for context in self.contexts:
                context.unroute("**/mod/scorm/datamodel.php*")
