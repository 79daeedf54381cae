"""The kit is the folder that a course team edits: rendered once around a spec, then theirs."""
