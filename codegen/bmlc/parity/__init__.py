"""Runs the same functions here and on TensorFlow and holds one against the other."""
