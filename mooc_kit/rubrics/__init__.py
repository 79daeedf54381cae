"""Rubrics: criteria by levels, with points and descriptors; YAML files that authors change."""
