"""Course checks: design rules, alignment, an institution's rules, and the catalogue of problem codes."""
