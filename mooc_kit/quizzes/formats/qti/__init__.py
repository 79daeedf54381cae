"""QTI 2.1 and 3.0: one tree of items and a test, spelled in either version's names, packed with a manifest."""
