"""`keras.random`, as type checkers and editors see it: `bml.aliases` serves the module itself."""

from keras.random import *  # noqa: F403

from bml.aliases import __getattr__ as __getattr__
