"""Checks of a course as a whole: design rules, alignment, an institution's rules, the catalogue of problem codes."""
