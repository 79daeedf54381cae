"""Platform-generated completions: the platform itself says that the course is complete, by a rule that all can read."""
