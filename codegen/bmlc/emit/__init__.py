"""JavaScript as nodes, printed with source maps back to the Python file."""
