"""What a loss or an optimizer was given beside what it needs: targets of another shape, other gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bml.keras.raised import Raised, Step
from bml.keras.slip import Slip
from bmlc.errors import UserError

__all__ = ["wrong_gradients", "wrong_targets"]


def wrong_gradients(raised: Raised) -> Slip | None:
    """`optimizer.apply` with one gradient by itself, with fewer than variables, or with those of other ones."""
    step = _step(raised, "optimizers", "apply", ("grads", "trainable_variables"))
    if step is None:
        return None
    name = type(step.owner).__name__
    gradients, variables = (step.frame.f_locals[each] for each in ("grads", "trainable_variables"))
    if hasattr(gradients, "shape"):
        message = f"{name}.apply expects a list of gradients, received a tensor"
        return Slip("BML102", message, "write optimizer.apply([gradient], [variable])")
    if variables is None or hasattr(variables, "shape"):
        return None
    gradients, variables = list(gradients), list(variables)
    cure = "differentiate by the same variables: value_and_grad(..., variables=model.trainable_variables)"
    if len(gradients) != len(variables):
        counts = f"a gradient for each of {len(variables)} variables, received {len(gradients)}"
        return Slip("BML102", f"{name}.apply expects {counts}", cure)
    for gradient, variable in zip(gradients, variables, strict=True):
        shape, wanted = getattr(gradient, "shape", None), getattr(variable, "shape", None)
        if shape is not None and wanted is not None and tuple(shape) != tuple(wanted):
            message = (
                f"{name}.apply expects a gradient of shape {tuple(wanted)} for {variable.path!r}, received {shape}"
            )
            return Slip("BML101", message, cure)
    return None


def wrong_targets(raised: Raised) -> Slip | None:
    """A loss whose targets have another shape than the predictions."""
    step = _step(raised, "losses", None, ("y_true", "y_pred"))
    if step is None:
        return None
    targets, predictions = (getattr(step.frame.f_locals[each], "shape", None) for each in ("y_true", "y_pred"))
    if targets is None or predictions is None:
        return None
    name = _loss_name(step)
    is_sparse = "sparse" in name.lower()
    wanted = tuple(predictions[:-1] if is_sparse else predictions)
    if _agree(targets, wanted):
        return None
    if is_sparse:
        hint = "give it a whole number for each row of predictions, or use categorical_crossentropy for one-hot targets"
    elif "categorical" in name.lower() and len(targets) == len(predictions) - 1:
        hint = "one-hot encode the labels with bml.one_hot, or use sparse_categorical_crossentropy for whole numbers"
    else:
        hint = "give both the same shape, as bml.ops.reshape does"
    return Slip("BML101", f"{name} expects targets of shape {wanted}, received {tuple(targets)}", hint, "compile")


def _loss_name(step: Step) -> str:
    """Of a loss that `compile` made of a function or a name that function's."""
    owner = step.owner
    if owner is None:
        return step.frame.f_code.co_name
    name = type(owner).__name__
    return str(getattr(owner.fn, "__name__", name)) if name == "LossFunctionWrapper" else name


def _agree(targets: Sequence[Any], predictions: Sequence[Any]) -> bool:
    sizes = zip(targets, predictions, strict=False)
    return len(targets) == len(predictions) and all(a == b or None in (a, b) for a, b in sizes)


def _step(raised: Raised, module: str, function: str | None, names: Sequence[str]) -> Step | None:
    """The outermost frame of such a module of Keras that has these names, behind an error of shapes or arguments."""
    if not isinstance(raised.error, ValueError | UserError):
        return None
    for step in raised.behind:
        of_module = f"keras.src.{module}." in str(step.frame.f_globals.get("__name__", "")) + "."
        if of_module and function in (None, step.frame.f_code.co_name) and all(n in step.frame.f_locals for n in names):
            return step
    return None
