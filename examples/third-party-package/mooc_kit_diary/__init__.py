"""A learning diary as evidence, and a course as one text: what another package can add to mooc-kit."""
