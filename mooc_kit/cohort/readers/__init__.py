"""Gradebook readers: each knows one platform's export by its headings and turns its rows into records.

Adding one: a module with `fits(headings, rows)` and `read(table, columns)`, named in `sheets.READERS`.
"""
