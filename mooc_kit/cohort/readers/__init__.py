"""A reader knows one platform's export by its headings and turns its rows into records of a gradebook.

Adding one: a module with `fits(headings, rows)` and `read(table, columns)`, named in `sheets.READERS`.
"""
