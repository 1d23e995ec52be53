"""Names: what they are at a point."""
