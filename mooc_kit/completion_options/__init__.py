"""Completion options: what a course provides as evidence of participation or completion, one folder an option."""
