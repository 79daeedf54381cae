"""Contributions: questions that participants hand in as files, made harmless, compared and credited."""
