"""The importer moodle: a course that Moodle backed up becomes a kit."""
