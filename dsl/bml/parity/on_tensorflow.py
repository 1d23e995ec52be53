"""The user's file on TensorFlow: any of its functions, each traced by TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

import bml
from bml.arguments import spread
from bml.functions import TensorFunction
from bml.keras.logs import flat_logs
from bml.native.operators import keras_operators
from bml.parity.keras_file import Array, KerasFile
from bml.parity.origins import Called, Derivative, Hole, Mapped, Origin, Recipes, Step
from bml.parity.recorder import Recorder
from bmlc.ir import TensorType
from bmlc.ops.tree import flatten, unflatten
from bmlc.oracle import Answer, OracleError, Tape

__all__ = ["OnTensorFlow"]

Call = Callable[..., Any]

_PROBABILITIES = ("Softmax", "Sigmoid")
_SPARSE = (
    "not comparable: install jax (Keras on TensorFlow squares the rows of an embedding's gradient before it adds up "
    "those that repeat; Keras on JAX adds first, as a browser does)"
)


class OnTensorFlow(KerasFile):
    """Keras on TensorFlow."""

    def __init__(self) -> None:
        super().__init__(f"TensorFlow {tf.__version__}")
        self.recorder = Recorder()

    def load(self, path: Path, recipes: Recipes) -> None:
        """Import the file at `path`, and make what its scripts make."""
        self._runs: dict[str, _Run | _Elements] = {}
        super().load(path, recipes)

    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        """See `bmlc.oracle.Oracle`."""
        is_first = function not in self._runs
        if is_first:
            origin = self.origin(function)
            self._runs[function] = _Elements(origin) if isinstance(origin, Mapped) else _Run(origin, self)
        run = self._runs[function]
        run.prepare(inputs)
        self.set_state(state, updates)
        before = self.variables.everything() if is_first else {}
        outs, logits, tapes, repeated = run(inputs)
        taped = tuple(
            Tape(np.asarray(value), tuple(map(np.asarray, gradients)), names)
            for (value, gradients), names in zip(tapes, run.names, strict=True)
        )
        return Answer(
            tuple(map(np.asarray, outs)),
            tuple(None if each is None else np.asarray(each) for each in logits),
            taped,
            self.variables.read(updates),
            tuple(name for name in self.variables.changed(before) if name not in updates),
            _SPARSE if any(map(bool, repeated)) else None,
        )


def _callable(origin: Origin) -> Call:
    """A function of the tensors of `origin`."""
    match origin:
        case Step(model, "predict", _, structure):
            return lambda *batch: model.predict_step(_alone(unflatten(structure, iter(batch))))
        case Step(model, kind, logs, structure):
            step = getattr(model, f"{kind}_step")
            return lambda *batch: _stacked(step(unflatten(structure if len(batch) > 1 else 0, iter(batch))), logs)
        case Called(call, arguments):
            of = call.call if isinstance(call, Derivative) else call
            return _filled_call(_of(call), of, arguments)
        case Mapped(function, _):
            return function  # type: ignore[no-any-return]


def _of(call: Any) -> Any:
    return bml.value_and_grad(_of(call.call), **call.options) if isinstance(call, Derivative) else call


def _filled_call(call: Call, of: Any, arguments: Mapping[int | str, Any]) -> Call:
    """`call` as a function of the tensors that fill its arguments, which are those of `of`."""

    def filled(*tensors: Any) -> Any:
        supply = iter(tensors)
        leaves = [next(supply) if isinstance(leaf, Hole) else leaf for leaf in flatten(arguments)]
        given = unflatten(arguments, iter(leaves))
        if isinstance(of, TensorFunction):
            given = {place: _joined(of.declared_at(place), arguments[place], given[place]) for place in arguments}
        positional, named = spread(given)
        return call(*positional, **named)

    return filled


def _joined(declared: TensorType | None, argument: Any, value: Any) -> Any:
    """A tuple of numbers of which the script computes some is one tensor, as an array is where the file runs."""
    leaves = flatten(argument) if isinstance(argument, tuple | list) else []
    numbers = [leaf is Hole.NUMBER or isinstance(leaf, bool | int | float) for leaf in leaves]
    if Hole.NUMBER not in leaves or not all(numbers):
        return value
    joined = _in_one(value)
    return joined if declared is None else keras.ops.cast(joined, declared.dtype)


def _in_one(value: Any) -> Any:
    return keras.ops.stack([*map(_in_one, value)]) if isinstance(value, tuple | list) else keras.ops.array(value)


def _alone(parts: Any) -> Any:
    """What Keras takes for x: of a tuple it would make x and y, unless it stands in one of its own."""
    return parts if isinstance(parts[0], tuple) else parts[0]


def _stacked(logs: Mapping[str, Any], order: Sequence[str]) -> Any:
    logs = flat_logs(logs)
    if set(logs) != set(order):
        raise OracleError(f"the program logs {', '.join(order)}, Keras logs {', '.join(logs)}")
    return tf.stack([tf.cast(logs[name], "float32") for name in order])


class _Run:
    """A function, traced by TensorFlow."""

    def __init__(self, origin: Origin, of: OnTensorFlow) -> None:
        self.names: list[tuple[str | None, ...]] = []  # of the variables of each tape
        self._call = _callable(origin)
        self._is_step = isinstance(origin, Step)
        self._of = of
        self._function = tf.function(self._traced, autograph=False)

    def prepare(self, inputs: Sequence[Array]) -> None:
        """Make what a first call makes: slots of optimizers, weights of layers."""
        self._function.get_concrete_function(*map(tf.constant, inputs))

    def __call__(self, inputs: Sequence[Array]) -> Any:
        return self._function(*map(tf.constant, inputs))

    def _traced(self, *tensors: Any) -> Any:
        recorder = self._of.recorder
        recorder.begin()
        if self._is_step:  # batches of any size, as `fit` has them
            tensors = tuple(tf.raw_ops.PlaceholderWithDefault(input=x, shape=[None, *x.shape[1:]]) for x in tensors)
        with keras_operators():
            result = self._call(*tensors)
        outs = [tf.convert_to_tensor(leaf) for leaf in flatten(result) if leaf is not None]
        names = self._of.variables.names
        tapes = [tape for tape in recorder.tapes if tape.value.graph is tf.compat.v1.get_default_graph()]
        self.names = [tuple(names.get(id(source)) for source in tape.sources) for tape in tapes]
        return outs, [*map(_logits, outs)], [(tape.value, tape.gradients) for tape in tapes], recorder.repeated


class _Elements:
    """A function that a data set maps."""

    names: Sequence[tuple[str | None, ...]] = ()

    def __init__(self, origin: Mapped) -> None:
        self._origin = origin
        self._is_prepared = False

    def prepare(self, inputs: Sequence[Array]) -> None:
        """Make the generator that the first draw makes."""
        if not self._is_prepared:
            self(inputs)
            self._is_prepared = True

    def __call__(self, inputs: Sequence[Array]) -> Any:
        data = bml.Dataset.from_tensor_slices(tuple(inputs) if len(inputs) > 1 else inputs[0])
        data = (
            data.batch(len(inputs[0])).map(self._origin.function)
            if self._origin.batched
            else data.map(self._origin.function).batch(len(inputs[0]))
        )
        (batch,) = data
        outs = flatten(batch)
        return outs, [None] * len(outs), [], []


def _logits(out: Any) -> Any:
    """What goes into a softmax or a sigmoid that `out` is."""
    op = out.op
    while op.type == "Identity":
        op = op.inputs[0].op
    return op.inputs[0] if op.type in _PROBABILITIES else None
