"""Print target: a course as one tagged PDF, and its activities as sheets to hand out."""

from mooc_kit.targets.print.target import PrintedCourse

__all__ = ["PrintedCourse"]
