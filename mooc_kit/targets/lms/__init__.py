"""Packages for a learning management system: the site in a frame that reports, as SCORM and cmi5 carry it."""
