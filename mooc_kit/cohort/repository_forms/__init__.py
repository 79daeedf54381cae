"""Repository forms: what participants hand in with the forms of a course's repository, turned into kit files."""
