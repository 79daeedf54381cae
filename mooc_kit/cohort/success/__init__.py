"""Success of a course: every source that tells of it, read and counted, each figure beside its target."""
