"""Quiz format readers and writers: one module each (a big one has a module for each direction)."""
