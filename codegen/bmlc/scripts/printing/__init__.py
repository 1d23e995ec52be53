"""Lowered functions as JavaScript."""
