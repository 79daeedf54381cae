"""A cohort is the people who took part in one run of a course, as their answers and results tell of them."""
