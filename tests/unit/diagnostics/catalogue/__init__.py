"""The catalogue of errors: docs/errors.md is made of it, and every message in it by the real compiler."""

from .example import Example, message_of
from .scripts import SCRIPTS
from .surroundings import SURROUNDINGS
from .tensors import TENSORS

__all__ = ["EXAMPLES", "Example", "message_of"]

EXAMPLES = {example.code: example for example in [*TENSORS, *SCRIPTS, *SURROUNDINGS]}
