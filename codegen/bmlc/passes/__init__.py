"""One pass a file, in the order of `pipeline`."""
