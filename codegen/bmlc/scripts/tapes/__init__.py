"""The blocks of tapes, which are traced."""
