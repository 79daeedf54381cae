"""Contributed questions: handed in by participants as files, made harmless, compared and credited."""
