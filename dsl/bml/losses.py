"""`keras.losses`, as type checkers and editors see it: `bml.aliases` serves the module itself."""

from keras.losses import *  # noqa: F403

from bml.aliases import __getattr__ as __getattr__
