"""Prints chains of elementwise kernels as a WebAssembly module."""
