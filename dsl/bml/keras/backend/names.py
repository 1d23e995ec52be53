"""Scopes of names: of variables for Keras, of equations for the IR."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from types import FrameType
from typing import Any

from keras.src.backend.common.name_scope import name_scope as keras_name_scope

from bmlc.errors import UserError
from bmlc.ir import active_builder, current_scope, scoped

__all__ = ["name_scope"]


class name_scope(keras_name_scope):  # noqa: N801  # Keras's name
    """Keras's scope; in a trace also the name and the user's line of what the calling layer computes.

    A scope that no object opens, as a loss does, names only what stands in no other: a step has its `loss`.
    """

    def __enter__(self) -> Any:
        _check_gradients(sys._getframe(1))
        self._stack = ExitStack()
        if active_builder() is not None and (self.caller is not None or not current_scope()):
            self._stack.enter_context(scoped(self.name, getattr(self.caller, "_bml_loc", None)))
        return super().__enter__()

    def __exit__(self, *args: object, **kwargs: object) -> None:
        super().__exit__(*args, **kwargs)
        self._stack.close()


def _check_gradients(opener: FrameType) -> None:
    """Refuse another number of gradients than of variables, which `Optimizer.apply` would zip in silence."""
    if opener.f_code.co_name == "apply" and opener.f_globals["__name__"] == "keras.src.optimizers.base_optimizer":
        counts = [len(opener.f_locals[name]) for name in ("grads", "trainable_variables")]
        if counts[0] != counts[1]:
            raise UserError.here("BML102", f"expected {counts[1]} gradients, received {counts[0]}")
