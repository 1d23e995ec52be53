"""Chains of elementwise kernels: one expression tree each, and how it is printed for a backend."""
