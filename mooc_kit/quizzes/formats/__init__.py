"""Quiz formats, read and written: one module each (a big one has a module for each direction)."""
