"""Models: layers that can be compiled, trained, evaluated and asked for predictions."""

from bml.models.history import History
from bml.models.model import Model
from bml.models.sequential import Sequential

__all__ = ["History", "Model", "Sequential"]
