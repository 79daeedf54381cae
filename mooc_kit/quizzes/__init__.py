"""Quizzes: the question model, its scoring, and the formats in which questions are read and written."""
