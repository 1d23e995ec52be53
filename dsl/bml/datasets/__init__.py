"""Named data sets."""

from bml.datasets.digits import digits
from bml.datasets.mnist import mnist

__all__ = ["digits", "mnist"]
