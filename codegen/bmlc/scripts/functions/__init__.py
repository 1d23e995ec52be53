"""Functions: those of the script, and those of its file."""
