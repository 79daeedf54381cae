"""H5P: a question set, and each question as the content type that comes nearest."""
