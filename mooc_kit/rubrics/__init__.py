"""Rubrics: criteria by levels, with points and descriptors, in YAML files that authors change."""
