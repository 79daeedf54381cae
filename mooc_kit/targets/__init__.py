"""Targets: what a course is built into, one folder a target."""
