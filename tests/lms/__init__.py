"""Packages for learning platforms, played in a real browser by runtimes of others."""
