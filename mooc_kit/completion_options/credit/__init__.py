"""Credit for coursework: an institution counts the course towards one of its programmes."""
