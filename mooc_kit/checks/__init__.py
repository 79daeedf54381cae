"""Checks of a course as a whole: design rules, alignment, an institution's rules, and the catalogue of problem codes."""
