"""What happens once a module is imported: `import bml` imports nothing of Keras, whose backend the user chooses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["after_import", "hush_tensorflow", "importing_keras", "install"]

Action = Callable[[ModuleType], None]
Around = Callable[[], AbstractContextManager[object]]

_BACKENDS = ("tensorflow", "jax", "torch")  # of Keras, that train


def install() -> None:
    """Have `fit` take bml's data sets, and operators of tensors mean what they mean in a build."""
    after_import("keras.src.trainers.data_adapters", _take_datasets)
    after_import("keras.src.backend.tensorflow", _choose_operators)


def hush_tensorflow() -> None:
    """Have TensorFlow imported without its notes on start-up, and work without notes on what it traces.

    Who sets `TF_CPP_MIN_LOG_LEVEL` to 0 or 1 wants them.
    """
    from bmlc.extras import without_greetings

    if os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3") in ("0", "1"):
        return

    def hush(tensorflow: ModuleType) -> None:
        tensorflow.get_logger().setLevel("ERROR")
        tensorflow.config.list_physical_devices()  # says what it has to say of missing ones

    after_import("tensorflow", hush, without_greetings)


@contextmanager
def importing_keras() -> Iterator[None]:
    """Around the import of Keras on the user's backend: it draws no numbers, and says what keeps it from that backend.

    Raises:
        UserError: BML403 where the backend cannot be imported.
    """
    from bml.context import kept_numbers
    from bmlc.errors import UserError

    try:
        with kept_numbers():
            yield
    except Exception as error:  # of classes of the backend's own too
        name = error.name if isinstance(error, ModuleNotFoundError) else str(error).rpartition(" ")[2]
        others = ", ".join(known for known in _BACKENDS if known != name)
        if name in _BACKENDS:
            message = f"Keras is to run on {name}, which is not installed"
            hint = f"pip install {name}, or set KERAS_BACKEND to another: {others}"
        elif "Unable to import backend" in str(error):
            message, hint = f"Keras has no backend {name!r}", f"set KERAS_BACKEND to one of {others}"
        else:
            message, hint = f"Keras cannot be imported: {error}", 'python -c "import keras" says where that comes from'
        raise UserError.here("BML403", message, hint) from error


def after_import(name: str, action: Action, around: Around = nullcontext) -> None:
    """Call `action` with the module `name` once it is imported; now, if it is. Both happen inside `around`."""
    if name not in sys.modules:
        sys.meta_path.insert(0, _After(name, action, around))
    else:
        action(sys.modules[name])


class _After(MetaPathFinder, Loader):
    """Imports one module as Python would, and then acts."""

    def __init__(self, name: str, action: Action, around: Around) -> None:
        self._name, self._action, self._around = name, action, around
        self._looking = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name or self._looking:
            return None
        self._looking = True  # two of these may wait for one module, and each asks the other
        try:
            specs = (finder.find_spec(fullname, path, target) for finder in list(sys.meta_path))
            spec = next((spec for spec in specs if spec is not None), None)
        finally:
            self._looking = False
        if spec is not None and spec.loader is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        sys.meta_path.remove(self)
        module.__loader__ = module.__spec__.loader = self._loader
        with self._around():
            self._loader.exec_module(module)
            self._action(module)


def _take_datasets(data_adapters: ModuleType) -> None:
    from bml.keras.seam import is_ours

    if not is_ours():  # a build refuses fit
        from bml.native.fit import take_datasets

        take_datasets(data_adapters)


def _choose_operators(backend: ModuleType) -> None:
    from bml.native.operators import choose_operators

    choose_operators()
