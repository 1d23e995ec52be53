"""One check a file, each a `Check`: what it needs compiled, and the rows that it finds on a backend."""
