"""Runs in the new kit, with --trust only: a line for the faculty's list of courses."""

from pathlib import Path

Path("guides/register.md").write_text(
    "# For the register of courses\n\nFaculty of {{ cookiecutter.faculty }}: send this page to the registrar.\n",
    encoding="utf-8",
)
