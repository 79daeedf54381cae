"""Cohorts: the people who took part in one run of a course, as their answers and results show them."""
