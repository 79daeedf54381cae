"""Self-checking quizzes: people check what they know, as often as they like, and may add questions of their own."""
