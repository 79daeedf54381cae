"""Commands: what stands behind each word of the command line, from the user's words to the calls below."""
