"""Gradebook readers: each knows one platform's export by its headings and turns its rows into records.

Adding one: see `base`; the built-in ones are modules with the same two functions, named in `sheets.BUILT_IN`.
"""
