"""Open edX target: a course as OLX, in the tarball that Studio imports."""

from mooc_kit.targets.open_edx.target import OpenEdx

__all__ = ["OpenEdx"]
