"""Reads a user's file into a `Program`: `collect(path)`."""

from bml.collect.loading import UserModule, load_module
from bml.collect.program import Collected, collect, collect_with_models

__all__ = ["Collected", "UserModule", "collect", "collect_with_models", "load_module"]
