"""The interview asks a course team the design questions that matter, and keeps the answers in the shape of a spec."""
