"""Importers: what courses made elsewhere are read from, one folder or module an importer."""
