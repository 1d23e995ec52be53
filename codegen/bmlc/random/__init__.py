"""The random numbers that Python and the browser share."""
