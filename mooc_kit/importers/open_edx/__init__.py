"""Open edX importer: a course export (OLX) becomes a kit."""

from mooc_kit.importers.open_edx.importer import OpenEdxImporter

__all__ = ["OpenEdxImporter"]
