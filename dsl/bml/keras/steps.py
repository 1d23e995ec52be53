"""The steps of a compiled Keras model, traced: what `fit`, `evaluate` and `predict` of a script call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bml.keras.imported import keras
from bml.keras.state import State
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType, scoped, symbol
from bmlc.ops.tensor import Tensor
from bmlc.passes.trace import trace

__all__ = ["states", "step"]


def step(model: Any, kind: str, types: Sequence[TensorType], name: str) -> tuple[Function, tuple[str, ...]]:
    """The step `kind` (train, test or predict) for elements of `types`, and what its result vector holds.

    Args:
        model: Of Keras, compiled where it trains or is tested.
        kind: What is called is the model's own `train_step`, `test_step` or `predict_step`.
        types: Of the components of an element, without the batch.
        name: Of the function.

    Raises:
        UserError: BML102 for a model that `compile` was not called of, or that takes or gives what no element is.
    """
    is_of_keras = getattr(type(model), f"{kind}_step") is getattr(keras.Model, f"{kind}_step")
    for side in ("inputs", "outputs"):
        count = len(getattr(model, side, None) or ())
        if count > 1 and is_of_keras:
            raise _several(model, side, count)
    if kind != "predict" and not model.compiled:
        raise UserError.here(
            "BML102",
            f"{model.name} cannot be trained or evaluated yet: compile was not called",
            'call model.compile(optimizer="adam", loss="categorical_crossentropy")',
        )
    if kind == "train" and is_of_keras and not all(layer.built for layer in model._flatten_layers()):
        batch = tuple(keras.KerasTensor((None, *of.shape), of.dtype) for of in types)
        model._symbolic_build(data_batch=batch if len(batch) > 1 else batch[0])
    logs: list[str] = []

    def run(*batch: Tensor) -> Any:
        result = getattr(model, f"{kind}_step")(batch if len(batch) > 1 else batch[0])
        if kind == "predict":
            return result
        ordered = model._flatten_metrics_in_order({log: log for log in result})  # as in the list that `evaluate` gives
        logs.extend(ordered if isinstance(ordered, list) else [ordered])
        with scoped("logs", model._bml_compiled):
            return ops.stack([ops.convert_to_tensor(result[log], "float32") for log in logs])

    params = [(label, of.with_shape((symbol("n"), *of.shape))) for label, of in zip("xyw", types, strict=False)]
    fn = trace(run, params, name, model._bml_loc if kind == "predict" else model._bml_compiled)
    if len(fn.outs) > 1:
        raise _several(model, "outputs", len(fn.outs))
    return fn, tuple(logs)


def _several(model: Any, side: str, count: int) -> UserError:
    return UserError.here(
        "BML102",
        f"{model.name} has {count} {side}: fit, evaluate and predict take elements (x, y), each of them one tensor",
        "call the model in a @bml.function, and train it in a loop of your own with bml.value_and_grad",
    )


def states(variables: Sequence[Any]) -> list[State]:
    """The IR's variables behind those of Keras."""
    return [variable.state for variable in variables]
