"""Moodle target: a course as a Moodle backup, with its questions, completion rules, gradebook and badges."""

from mooc_kit.targets.moodle.target import Moodle

__all__ = ["Moodle"]
