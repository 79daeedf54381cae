"""SCORM target: the course as one package that nearly every learning platform plays, and that reports to it."""

from mooc_kit.targets.scorm.target import Scorm

__all__ = ["Scorm"]
