"""Course kits: the folder that a team edits, rendered once around a spec, then theirs."""
