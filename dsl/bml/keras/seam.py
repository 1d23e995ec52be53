"""The seam between Keras and bml: how Keras comes to import `bml.keras.backend` as its backend.

Keras 3 takes only backends whose names it knows, so ours stands in for the one called `numpy`, whose modules it imports
from `keras.src.backend.numpy`. A finder serves ours under these names before Python looks into Keras's folder: nothing
of Keras is patched. Once a release of Keras has an interface for backends (keras-team/keras#23523), only this file
changes.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from bml.native.hooks import after_import, hush_tensorflow
from bmlc.errors import UserError
from bmlc.ir import not_the_user

__all__ = ["TESTED", "is_ours", "load", "require_keras", "share_random_numbers"]

NAME = "numpy"
PACKAGE = f"keras.src.backend.{NAME}"
FOLDER = Path(__file__).parent / "backend"
RANDOM = "keras.src.backend.tensorflow.random"
TENSORFLOW_RANDOM = Path(__file__).parent / "tensorflow_random.py"
TESTED = ("3.14", "3.15")  # the versions of Keras that the tests cover


class _Finder(MetaPathFinder):
    """Serves a file of ours as a module of Keras's, or denies a module that is installed.

    Args:
        files: By the names of the modules. Those of a package are found in its folder.
    """

    def __init__(self, files: Mapping[str, Path | None]) -> None:
        self.files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.files:
            return None
        file = self.files[fullname]
        if file is None:
            raise ModuleNotFoundError(f"{fullname} is not imported by a build", name=fullname)
        inside = [str(file.parent)] if file.name == "__init__.py" else None
        return spec_from_file_location(fullname, file, submodule_search_locations=inside)


_BACKEND = _Finder({PACKAGE: FOLDER / "__init__.py"})
_RANDOM_NUMBERS = _Finder({RANDOM: TENSORFLOW_RANDOM})
# Keras imports these if they are installed, for wrappers and callbacks that no build can use; scikit-learn alone takes
# as long as Keras.
_WITHOUT = _Finder({"requests": None, "sklearn": None})


def share_random_numbers() -> None:
    """Let Keras on TensorFlow, which is imported later, draw the numbers that a browser draws.

    Raises:
        UserError: BML301 where Keras was imported on TensorFlow, or on bml's own backend, before.
    """
    known = sys.modules.get(PACKAGE) if is_ours() else sys.modules.get(RANDOM)
    if known is not None:
        if known.__file__ == str(TENSORFLOW_RANDOM):
            return
        raise UserError(
            "BML301",
            f"Keras was imported on {'bml' if is_ours() else 'TensorFlow'} before bml chose its random numbers",
            "run in a process of its own: bml run FILE",
        )
    sys.meta_path.insert(0, _RANDOM_NUMBERS)


def is_ours() -> bool:
    """Whether Keras is imported, and on bml's backend: a file is read for what it declares."""
    return getattr(sys.modules.get(PACKAGE), "__file__", None) == str(FOLDER / "__init__.py")


def load() -> ModuleType:
    """Import Keras on bml's backend, whatever backend the environment or `keras.json` names.

    Returns:
        The module keras.

    Raises:
        UserError: BML301 where Keras was imported with another backend before.
    """
    if "keras" not in sys.modules:
        _import()
    elif not is_ours():
        raise UserError(
            "BML301",
            f"Keras was imported with its backend {sys.modules['keras'].backend.backend()!r} before bml chose its own",
            'build in a process of its own: bml build FILE, or bml.build("FILE") from Python',
        )
    return sys.modules["keras"]


def require_keras() -> None:
    """Refuse to begin without Keras.

    Raises:
        UserError: BML403
    """
    if find_spec("keras") is None:
        raise UserError("BML403", "bml needs Keras, which is not installed", f"pip install 'keras~={TESTED[-1]}.0'")


def _import() -> None:
    require_keras()
    if _BACKEND not in sys.meta_path:
        sys.meta_path.insert(0, _BACKEND)
    given = os.environ.get("KERAS_BACKEND")
    os.environ["KERAS_BACKEND"] = NAME
    sys.meta_path.insert(0, _WITHOUT)
    try:
        keras = import_module("keras")
    finally:  # child processes get the user's own
        sys.meta_path.remove(_WITHOUT)
        if given is None:
            del os.environ["KERAS_BACKEND"]
        else:
            os.environ["KERAS_BACKEND"] = given
    not_the_user(FOLDER.parent)
    not_the_user(Path(str(keras.__file__)).parent)
    _hide_tensorflow()
    hush_tensorflow()
    # With the compiler behind it, of which a native run imports nothing.
    from bml.keras.of_tensorflow import watch_tensorflow

    after_import("tensorflow", watch_tensorflow)
    keep_tracebacks()
    if not keras.__version__.startswith(TESTED):
        warnings.warn(f"bml was tested with Keras {' and '.join(TESTED)}, found {keras.__version__}", stacklevel=3)


def keep_tracebacks() -> None:
    """Let exceptions be as they are raised: what Keras leaves out of them hides whose fault it is."""
    sys.modules["keras"].config.disable_traceback_filtering()


def _hide_tensorflow() -> None:
    """Keras imports TensorFlow where it is installed to save, seed and open files: seconds that no build needs."""
    from keras.src.utils import module_utils

    for name in ("tensorflow", "jax", "torch", "torch_xla", "gfile"):
        lazy = getattr(module_utils, name, None)
        if lazy is not None:
            lazy._available = False
