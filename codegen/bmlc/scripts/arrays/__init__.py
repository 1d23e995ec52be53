"""NumPy's arrays on the host."""
