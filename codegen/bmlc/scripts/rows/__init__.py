"""What scripts know of Python: rows, which `everything` declares."""
