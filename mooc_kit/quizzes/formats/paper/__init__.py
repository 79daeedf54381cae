"""Printed quizzes: a page or a PDF, with and without answers."""
