"""Importers: readers of courses made elsewhere, one folder or module each."""
