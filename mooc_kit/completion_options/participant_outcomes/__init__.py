"""Participant-driven outcomes: people set goals of their own, and the course answers what the goals have in common."""
