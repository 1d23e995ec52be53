"""Reads a user's file into a `Program`: `collect(path)`."""

from bml.collect.loading import UserModule, load_module
from bml.collect.program import collect

__all__ = ["UserModule", "collect", "load_module"]
