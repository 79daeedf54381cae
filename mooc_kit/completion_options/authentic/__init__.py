"""Authentic, real-world: activities are carried into real life, and what happened there is shared back."""
