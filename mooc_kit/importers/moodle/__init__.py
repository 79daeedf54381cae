"""Moodle importer: a course that Moodle backed up becomes a kit."""
