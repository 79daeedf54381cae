"""Participants' goals: read from survey exports, grouped into themes, measured against what the course offers."""
