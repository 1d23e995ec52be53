"""Keras on bml's backend, for modules that only a build imports: `from bml.keras.imported import keras`."""

from typing import TYPE_CHECKING

from bml.keras.seam import load

__all__ = ["keras"]

if TYPE_CHECKING:
    import keras
else:
    keras = load()
