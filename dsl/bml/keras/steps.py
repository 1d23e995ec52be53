"""The steps of a compiled Keras model, traced: what `fit`, `evaluate` and `predict` of a script call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bml.keras.imported import keras
from bml.keras.logs import flat_logs
from bml.keras.state import State
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Function, Guard, Loc, TensorType, active_builder, scoped, symbol
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten
from bmlc.passes.trace import trace

__all__ = ["states", "step"]


def step(
    model: Any, kind: str, types: Sequence[TensorType], name: str, structure: tuple[Any, ...] | None = None
) -> tuple[Function, tuple[str, ...]]:
    """The step `kind` (train, test or predict) for elements of `types`, and what its result vector holds.

    Args:
        model: Of Keras, compiled where it trains or is tested.
        kind: What is called is the model's own `train_step`, `test_step` or `predict_step`.
        types: Of the components of an element, without the batch.
        name: Of the function.
        structure: An element with the places of its tensors: ((0, 1), 2), say; flat by default.

    Raises:
        UserError: BML102 for a model that `compile` was not called of, or that takes or gives what no element is.
    """
    is_of_keras = getattr(type(model), f"{kind}_step") is getattr(keras.Model, f"{kind}_step")
    structure = tuple(range(len(types))) if structure is None else structure

    def element(tensors: Iterable[Any]) -> Any:
        parts = unflatten(structure, iter(tensors))
        # Keras takes a tuple apart into x and y: one that is x alone stays in a tuple of its own.
        return parts if len(parts) > 1 or isinstance(parts[0], tuple) else parts[0]

    for side, part in zip(("inputs", "outputs"), structure, strict=False):
        count = _compared(model) if side == "outputs" else len(getattr(model, side, None) or ())
        if count > 1 and is_of_keras and not isinstance(part, tuple | Mapping):
            raise _several(model, side, count)
    if kind != "predict" and not model.compiled:
        raise UserError.here(
            "BML102",
            f"{model.name} cannot be trained or evaluated yet: compile was not called",
            'call model.compile(optimizer="adam", loss="categorical_crossentropy")',
        )
    if kind == "train" and getattr(model.optimizer, "use_ema", False):
        raise UserError.here(
            "BML102",
            f"fit in a script does not take the use_ema of {model.optimizer.name} yet: "
            "at its end Keras puts the averages in place of the weights",
            "leave use_ema out, or write the loop: it calls optimizer.apply",
        )
    if kind == "train" and is_of_keras and not all(layer.built for layer in model._flatten_layers()):
        model._symbolic_build(data_batch=element(keras.KerasTensor((None, *of.shape), of.dtype) for of in types))
    logs: list[str] = []
    size = _fixed_size(model)

    def run(*given: Tensor) -> Any:
        batch = given if size is None else _batches_of(size, model, given)
        result = getattr(model, f"{kind}_step")(element(batch))
        if kind == "predict":
            return result
        result = flat_logs(result)
        ordered = model._flatten_metrics_in_order({log: log for log in result})  # as in the list that `evaluate` gives
        logs.extend(ordered if isinstance(ordered, list) else [ordered])
        with scoped("logs", model._bml_compiled):
            values = [ops.convert_to_tensor(result[log], "float32") for log in logs]
            for log, value in zip(logs, values, strict=True):
                if value.ndim:
                    raise _several_numbers(log, value.type, model._bml_compiled)
            return ops.stack(values)

    names = [
        f"{label}_{i}" if len(flatten(part)) > 1 else label
        for label, part in zip("xyw", structure, strict=False)
        for i in range(len(flatten(part)))
    ]
    params = [(label, of.with_shape((symbol("n"), *of.shape))) for label, of in zip(names, types, strict=True)]
    fn = trace(run, params, name, model._bml_loc if kind == "predict" else model._bml_compiled)
    if len(fn.outs) > 1:
        raise _several(model, "outputs", len(fn.outs))
    return fn, tuple(logs)


def _fixed_size(model: Any) -> int | None:
    """The size of all batches of a model whose layers keep a state for each element of one."""
    inputs = getattr(model, "inputs", None) or ()
    sizes = [x.shape[0] for x in inputs if any(getattr(layer, "stateful", False) for layer in model._flatten_layers())]
    return sizes[0] if sizes else None


def _batches_of(size: int, model: Any, batch: Sequence[Tensor]) -> list[Tensor]:
    """The tensors of a batch, which each call checks to have `size` elements."""
    builder, open_size = active_builder(), batch[0].dims[0]
    assert builder is not None
    expected = f"{model.name}, whose layers are stateful, expected batches of {size}"
    message = f"{expected} (batch({size}, drop_remainder=True) leaves out a smaller last one)"
    builder.require(Guard(open_size - size, True, message, model._bml_loc))
    return [ops.reshape(x, (size, *x.dims[1:])) for x in batch]


def _compared(model: Any) -> int:
    """How many of its outputs have a target: Keras takes one tensor where all losses but one are None."""
    chosen = getattr(getattr(model, "_compile_loss", None), "_user_loss", None)
    return len(getattr(model, "outputs", None) or ()) - (chosen.count(None) if isinstance(chosen, list | tuple) else 0)


def _several(model: Any, side: str, count: int) -> UserError:
    return UserError.here(
        "BML102",
        f"{model.name} has {count} {side}, the elements have one tensor for them",
        "map the data set to elements such as ((a, b), y); for several predictions, call the model in a @bml.function",
    )


def _several_numbers(log: str, of: TensorType, compiled: Loc) -> UserError:
    return UserError(
        "BML102",
        f"expected one number for the log {log!r}, received {of}",
        "have the metric return one, as F1Score(average='macro') does, or call its update_state and result in a loop "
        "of the script",
        compiled,
    )


def states(variables: Sequence[Any]) -> list[State]:
    """The IR's variables behind those of Keras."""
    return [variable.state for variable in variables]
