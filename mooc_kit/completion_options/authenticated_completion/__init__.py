"""Authenticated completions: the platform knows who somebody is, and named activities are watched."""
