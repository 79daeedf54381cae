"""mooc-kit: grow an open online course from its design questions."""

__version__ = "0.2.0"
