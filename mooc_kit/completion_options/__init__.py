"""Completion options: what a course offers as evidence of participation or completion, one folder an option."""
