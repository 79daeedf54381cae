"""Web site target: the course as a folder of pages that any web server, or none, can show."""

from mooc_kit.targets.site.target import Site

__all__ = ["Site"]
