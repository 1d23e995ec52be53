"""Lowered code, and its references: every tensor is given up right after its last use, on every path."""
