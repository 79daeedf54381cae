"""Repository forms: what participants hand in with the forms of a course's repository, made into files of the kit."""
