"""Stopping early: Ctrl-C and a reader that goes away end a command at once, with its status and without a traceback.

The interview's Ctrl-C is in interview/test_terminal.py, that of issuing in cohort/test_executors.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SOUND, Grow

pytestmark = [pytest.mark.process, pytest.mark.skipif(os.name != "posix", reason="POSIX signals and pipes")]

SLOW = """
import time
from pathlib import Path
from mooc_kit.targets.base import Target

class Slow(Target):
    key = title = about = "slow"

    def render(self, course, kit):
        Path("begun").touch()
        time.sleep(100)
"""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_ends_a_build_and_leaves_nothing_half_made(sent: int, status: int, grow: Grow, tmp_path: Path) -> None:
    kit = grow("fix-a-flat", "kit")
    (tmp_path / "slow_target.py").write_text(SLOW)
    told = tmp_path / "slow-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: slow\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[mooc_kit.targets]\nslow = slow_target:Slow\n")
    paths = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    running = subprocess.Popen(
        [sys.executable, "-m", "mooc_kit", "build", str(kit), "--target", "slow"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's job in the background ignores Ctrl-C, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and running.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(sent)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == status, errors
    assert "Traceback" not in errors
    assert not (kit / "build").exists()


@pytest.mark.parametrize("words", ["explain", "schema", "--help", "validate course.yaml --format json"])
def test_a_reader_that_goes_away_ends_a_command_in_silence(words: str, tmp_path: Path) -> None:
    """As in `mooc-kit explain | head -1`, with a reader that is gone before the first line."""
    (tmp_path / "course.yaml").write_bytes(SOUND.read_bytes())
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "mooc_kit", *words.split()]
    # As it is for most people: some machines have Python write each line at once, and nothing waits until the end.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    try:
        ended = subprocess.run(
            command, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, env=usual
        )
    finally:
        os.close(writing)
    assert ended.returncode == 1
    assert not ended.stderr
