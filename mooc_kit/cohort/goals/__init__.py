"""Participants' goals: read from survey exports, grouped into themes, compared with what the course offers."""
