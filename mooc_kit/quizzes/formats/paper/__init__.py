"""Quizzes to print, as a page or a PDF, with and without answers."""
