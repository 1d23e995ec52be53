"""Tensors that are asked for what they cannot have: numbers, methods of NumPy's, a size that is not known yet."""

from __future__ import annotations

import ast
import sys
from functools import reduce
from typing import Any

from bml.keras.raised import Raised, is_tensor
from bml.keras.slip import Slip
from bmlc.errors import UserError
from bmlc.ops.tensor import Tensor

__all__ = ["missing_method", "of_another_library", "op_called", "unknown_size"]

# Methods of NumPy's and TensorFlow's, by what keras.ops calls them.
_OPS = {
    "T": "transpose",
    "asarray": "convert_to_tensor",
    "astype": "cast",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "constant": "convert_to_tensor",
    "dot": "matmul",
    "flatten": "ravel",
    "map_fn": "map",
    "view": "reshape",
}
_NUMBERS = {"numpy", "item", "tolist", "eval", "detach"}


def unknown_size(raised: Raised) -> Slip | None:
    """`x.shape[0] + 1`, where the size is None."""
    if not isinstance(raised.error, TypeError | UserError) or "None" not in raised.text:
        return None
    written, node = _written_size(raised.expression), raised.expression
    reshaped = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("reshape")
    rest = ", or -1 for the one size that follows from the others" if reshaped else ""
    if written is not None:
        held = "is None" if written.endswith("]") else "holds None"
        message = f"{written} {held} here: a size is not known until the program runs"
        return Slip("BML103", message, f"use {_cure(written)}{rest}")
    unknown = (name for name, value in raised.scope.items() if is_tensor(value) and None in value.shape)
    name = next(unknown, None)
    if name is None or not isinstance(raised.error, TypeError):
        return None
    size = f"{name}.shape[{raised.scope[name].shape.index(None)}]"
    message = f"expected a number, received None: {raised.text}"
    return Slip("BML103", message, f"if it is {size}, use {_cure(size)}")


def _written_size(node: ast.expr | None) -> str | None:
    """The `x.shape[0]` or `x.shape` in what a line computes."""
    nodes = [] if node is None else list(ast.walk(node))
    shapes = [each for each in nodes if isinstance(each, ast.Attribute) and each.attr == "shape"]
    items = [each for each in nodes if isinstance(each, ast.Subscript) and each.value in shapes]
    return ast.unparse((items or shapes)[0]) if shapes else None


def _cure(size: str) -> str:
    owner, _, rest = size.partition(".shape")
    return f"bml.ops.shape({owner}){rest}"


def missing_method(raised: Raised) -> Slip | None:
    """`x.mean()`, as NumPy's arrays have it."""
    error, keras = raised.error, sys.modules.get("keras")
    if not isinstance(error, AttributeError) or keras is None:
        return None
    if isinstance(error.obj, keras.Optimizer) and error.name == "minimize":
        cure = "value, gradients = bml.value_and_grad(loss, variables=...)(x, y), then apply(gradients, variables)"
        return Slip("BML202", f"{type(error.obj).__name__} has no minimize, which Keras 3 left out", cure)
    for module in ("keras.ops", "keras.backend"):
        if error.obj is sys.modules[module] and (op := op_called(str(error.name))) is not None:
            return Slip("BML202", f"the module {module} has no {error.name}", f"use bml.ops.{op}")
    if not is_tensor(error.obj):
        return None
    name, kind = str(error.name), _described(error.obj)
    if name in _NUMBERS:
        message = f"{kind} has no numbers that {name} could give: they are not known until the program runs"
        return Slip("BML103", message, "return the tensor, and read it in a @bml.script")
    op = op_called(name)
    return None if op is None else Slip("BML202", f"{kind} has no {name}", f"use bml.ops.{op}")


def of_another_library(raised: Raised) -> Slip | None:
    """`np.tanh(x)`, `tf.reduce_mean(x)` and `tf.keras.backend.mean(x)`: the same function of ours."""
    called_first = raised.behind[0].frame if raised.behind else None
    if called_first is not None and called_first.f_globals["__name__"] == "keras.src.legacy.backend":
        op = op_called(called_first.f_code.co_name)
        message = f"tf.keras.backend.{called_first.f_code.co_name} computes with TensorFlow"
        return Slip("BML103", message, f"use bml.ops.{op}" if op else "use what bml.ops has instead")
    match raised.error, raised.expression:
        case UserError(code="BML103", message=message), ast.Call(func=ast.Attribute() as called):
            op = op_called(ast.unparse(called).partition(".")[2])
            if "received a traced" in message and op is not None:
                return Slip("BML103", message, f"use bml.ops.{op}")
    return None


def op_called(name: str) -> str | None:
    """What keras.ops calls a function of NumPy or TensorFlow: `image.resize`, say."""
    last = name.rpartition(".")[2]
    for each in (_OPS.get(last, name), last, last.removeprefix("reduce_")):
        if callable(reduce(lambda owner, part: getattr(owner, part, None), each.split("."), sys.modules["keras"].ops)):
            return each
    return None


def _described(value: Any) -> str:
    return f"a traced {value.type}" if isinstance(value, Tensor) else f"a symbolic {value.dtype} of shape {value.shape}"
