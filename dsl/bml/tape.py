"""`GradientTape`, as TensorFlow has it: in a trace it differentiates what its block recorded.

A trace goes through a block once, so that a tape needs no equation of its own: it remembers which equations of the
function that is being built depend on what it watches, and `gradient` writes those of the gradients behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from bml.keras.seam import is_ours
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Builder, Eqn, Var, Variable, active_builder, placed
from bmlc.ops.control import taped
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten

__all__ = ["GradientTape", "is_compared"]


class GradientTape:
    """Records what is computed in its block, to differentiate it: `with bml.GradientTape() as tape:`.

    In Python it is TensorFlow's own. Trainable variables are watched as they are read, other tensors by `watch`.

    Args:
        persistent: Whether `gradient` may be called more than once.
        watch_accessed_variables: Whether trainable variables are watched by themselves.

    Raises:
        UserError: BML301 where a file is only read for what it declares; BML403 in Python, where Keras does not run on
            TensorFlow.

    Example:
        >>> import bml
        >>> w = bml.Variable(3.0)
        >>> with bml.GradientTape() as tape:
        ...     loss = w * w
        >>> float(tape.gradient(loss, w))
        6.0
    """

    def __new__(cls, persistent: bool = False, watch_accessed_variables: bool = True) -> Any:
        if active_builder() is not None:
            return super().__new__(cls)
        if is_ours():
            raise UserError.here(
                "BML301",
                "a GradientTape differentiates in the browser, and this file is only read for what it declares",
                "use it in a @bml.script or a @bml.function; to run it in Python: bml run FILE",
            )
        from bml.native.tensorflow import tensorflow

        return tensorflow("bml.GradientTape").GradientTape(persistent, watch_accessed_variables)

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self._persistent = persistent
        self._watches_variables = watch_accessed_variables
        self._builder: Builder | None = None
        self._is_used = False
        self.reset()

    def reset(self) -> None:
        """Forget what was recorded and watched."""
        self._watched = set[Variable]()
        self._versions: dict[Variable, list[Var]] = {}  # what stood for each variable, in turn
        self._active = set[Var]()  # what is watched, and what depends on it
        self._recorded = set[Var]()  # the results of the equations that were recorded
        self._seen = 0 if self._builder is None else len(self._builder.body)

    def __enter__(self) -> GradientTape:
        builder = active_builder()
        if self._is_recording:
            raise _misuse("this tape records already", "open another one: with bml.GradientTape() as inner:")
        if builder is None or self._builder not in (None, builder):
            raise _misuse("a tape records one function", "make a tape in each function")
        self._builder = builder
        # What a block reads of a variable is told apart from what was read before it.
        known = {variable: self.own_value(variable, value) for variable, value in builder.values.items()}
        builder.tapes.append(self)
        for variable, value in known.items():
            builder.hold(variable, value)
        self._seen = len(builder.body)
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_recording:  # `gradient` may have ended it
            self._stop()

    @contextmanager
    def stop_recording(self) -> Iterator[None]:
        """Inside, nothing is recorded."""
        if not self._is_recording:
            raise _misuse("this tape does not record", "stop the recording in its block")
        self._stop()
        try:
            yield
        finally:
            assert self._builder is not None
            self._builder.tapes.append(self)
            self._seen = len(self._builder.body)

    def watch(self, tensor: Any) -> None:
        """Differentiate by `tensor`, or by the tensors in it, from here on."""
        self._catch_up()
        for leaf in flatten(tensor):
            if isinstance(leaf, Tensor):  # the value of a variable stands for it, as `variable.value` in TensorFlow
                held = [variable for variable, values in self._versions.items() if values[-1] is leaf.var]
                self._watched.update(held)
                self._active.add(leaf.var)
            elif (variable := _variable(leaf)) is not None and self._builder is not None:
                self._watched.add(variable)
                self._active.add(self._builder.read(variable))
            else:
                raise _misuse(f"tape.watch expects tensors, received {leaf!r}", "bml.ops.convert_to_tensor makes one")

    def gradient(
        self, target: Any, sources: Any, output_gradients: Any = None, unconnected_gradients: Any = "none"
    ) -> Any:
        """The gradients of `target` by `sources`, in the structure of these.

        Args:
            target: A tensor, or several, whose elements are summed.
            sources: Variables, tensors, and lists, tuples and dictionaries of them.
            output_gradients: What the gradients of the target are multiplied by; ones by default.
            unconnected_gradients: "none" or "zero": what a source has that the target does not depend on.

        Raises:
            UserError: BML102 for arguments that do not fit, BML104 for an op that has no gradient.
        """
        if self._is_used and not self._persistent:
            raise _misuse("this tape has given its gradients", "GradientTape(persistent=True) gives more than one")
        self._is_used = True
        if self._is_recording and not self._persistent:
            self._stop()
        self._catch_up()
        builder = active_builder()
        if self._builder not in (None, builder):
            raise _misuse("a tape differentiates in the function that it records", "call tape.gradient there")
        zero = str(getattr(unconnected_gradients, "value", unconnected_gradients)).lower()
        if zero not in ("none", "zero"):
            raise _misuse("expected 'none' or 'zero' as unconnected_gradients, received " + repr(zero))
        leaves = list(flatten(sources))
        wanted = [self._standing_for(leaf) for leaf in leaves]
        found = self._propagated(self._cotangents(target, output_gradients), [var for each in wanted for var in each])
        gradients = []
        for leaf, each in zip(leaves, wanted, strict=True):
            parts = [found[var] for var in each if var in found]
            whole = parts[0] if parts else ops.zeros_like(ops.convert_to_tensor(leaf)) if zero == "zero" else None
            for part in parts[1:]:
                whole = whole + part
            gradients.append(whole)
        if is_compared(target, sources) and builder is not None and not builder.tapes:
            gradients = _told(target, leaves, gradients)
        return unflatten(sources, iter(gradients))

    def jacobian(self, *args: object, **kwargs: object) -> NoReturn:
        raise _misuse(
            "tape.jacobian is not compiled", "ask for one row after another: tape.gradient(y[i], x), persistent=True"
        )

    def batch_jacobian(self, *args: object, **kwargs: object) -> NoReturn:
        self.jacobian()

    def watched_variables(self) -> NoReturn:
        raise _misuse("a tape does not list what it watches", "name the variables: model.trainable_variables")

    def renewed(self, variable: Variable, value: Var) -> None:
        """`value` stands for `variable` from here on."""
        self._versions.setdefault(variable, []).append(value)
        by_itself = self._watches_variables and getattr(variable, "was_trainable", variable.trainable)
        if variable in self._watched or (by_itself and variable.type.dtype == "float32"):
            self._active.add(value)

    def own_value(self, variable: Variable, value: Var) -> Var:
        """`value` as one of the variable's own: a tape differentiates by that, not by what was assigned."""
        if variable.type.dtype != "float32":
            return value
        with placed(value.name, None):
            return ops.stop_gradient(Tensor(value)).var

    @property
    def _is_recording(self) -> bool:
        return self._builder is not None and any(tape is self for tape in self._builder.tapes)

    def _stop(self) -> None:
        self._catch_up()
        assert self._builder is not None
        self._builder.tapes = [tape for tape in self._builder.tapes if tape is not self]

    def _catch_up(self) -> None:
        """Learn what the equations since the last time depend on."""
        from bmlc.passes.differentiate import blocks

        if not self._is_recording or self._builder is None:
            return
        for eqn in self._builder.body[self._seen :]:
            if not self._active.isdisjoint(eqn.inputs) and not blocks(eqn):
                self._active.update(eqn.outs)
                self._recorded.update(eqn.outs)
        self._seen = len(self._builder.body)

    def _standing_for(self, source: Any) -> list[Var]:
        """The values of a source that the tape watches."""
        variable = _variable(source)
        if variable is None and not hasattr(source, "dtype"):
            raise _misuse(f"tape.gradient expects variables and tensors as sources, received {source!r}")
        known = [source.var] if isinstance(source, Tensor) else self._versions.get(variable, []) if variable else []
        return [var for var in dict.fromkeys(known) if var in self._active]

    def _cotangents(self, target: Any, given: Any) -> dict[Var, Tensor]:
        targets = list(flatten(target))
        factors = list(flatten(given)) if given is not None else [None] * len(targets)
        if len(factors) != len(targets):
            raise _misuse(f"expected {len(targets)} output_gradients, one a target, received {len(factors)}")
        found: dict[Var, Tensor] = {}
        for leaf, factor in zip(targets, factors, strict=True):
            if not hasattr(leaf, "dtype"):
                raise _misuse(f"tape.gradient expects a tensor as its target, received {leaf!r}", _IN_THE_BLOCK)
            tensor = ops.convert_to_tensor(leaf)
            if tensor.var not in self._active:
                continue
            with placed("d_loss", self._maker(tensor.var).loc):
                one = ops.ones_like(tensor) if factor is None else ops.convert_to_tensor(factor)
            if one.type != tensor.type:
                raise _misuse(f"expected output_gradients of {tensor.type}, received {one.type}")
            found[tensor.var] = found[tensor.var] + one if tensor.var in found else one
        return found

    def _maker(self, var: Var) -> Any:
        assert self._builder is not None
        return next((eqn for eqn in self._builder.body if var in eqn.outs), self._builder)

    def _propagated(self, cotangents: dict[Var, Tensor], wanted: list[Var]) -> dict[Var, Tensor]:
        from bmlc.passes.differentiate import differentiate, propagate
        from bmlc.passes.regions import in_regions, inside

        builder = self._builder
        if builder is None or not cotangents or not wanted:
            return cotangents
        recorded = self._recorded
        run = in_regions(differentiate)
        builder.body = [inside(eqn, run) if not recorded.isdisjoint(eqn.outs) else eqn for eqn in builder.body]
        start = len(builder.body)
        forward: list[Eqn] = [eqn for eqn in builder.body if not recorded.isdisjoint(eqn.outs)]
        propagate(forward, cotangents, wanted)
        # For who reads the emitted code, gradients are named after their sources, as `value_and_grad` does.
        made = {out for eqn in builder.body[start:] for out in eqn.outs}
        names = {
            cotangents[var].var: Var(f"d_{var.name}", var.type)
            for var in wanted
            if var in cotangents and cotangents[var].var in made
        }
        builder.body[start:] = [eqn.renamed(names) for eqn in builder.body[start:]]
        return {var: Tensor(names.get(each.var, each.var)) for var, each in cotangents.items()}


_IN_THE_BLOCK = "compute the loss in the tape's block"


def is_compared(target: Any, sources: Any) -> bool:
    """Whether parity compares such gradients: it has to know which is which."""
    return not any(isinstance(each, Mapping) for each in (target, sources)) and hasattr(target, "shape")


def _told(target: Any, sources: Sequence[Any], gradients: Sequence[Any]) -> list[Any]:
    """The gradients, with an equation that says of which value they are; zeros for those that are None."""
    value = ops.convert_to_tensor(target)
    whole = [
        ops.zeros_like(ops.convert_to_tensor(source)) if each is None else each
        for source, each in zip(sources, gradients, strict=True)
    ]
    variables = [_variable(source) for source in sources]
    _, *outs = taped(value, *whole, names=tuple(None if each is None else each.name for each in variables))
    return [None if each is None else out for each, out in zip(gradients, outs, strict=True)]


def _variable(leaf: Any) -> Variable | None:
    """The variable of the IR that a leaf is, or that stands behind one of Keras."""
    found = leaf if isinstance(leaf, Variable) else getattr(leaf, "state", None)
    return found if isinstance(found, Variable) else None


def _misuse(message: str, hint: str | None = None) -> UserError:
    return UserError.here("BML102", message, hint)
