"""Peer-awarded badges: those who hold a badge may award it on, so that facilitators are no bottleneck."""
