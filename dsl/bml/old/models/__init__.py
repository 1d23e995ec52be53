"""Models: layers that can be compiled, trained, evaluated and asked for predictions."""

from bml.old.models.history import History
from bml.old.models.model import Model
from bml.old.models.sequential import Sequential

__all__ = ["History", "Model", "Sequential"]
