"""Run a Python function once with symbolic tensors and keep what it did.

def prepare(image, label):                 def prepare(image: uint8[28, 28, 1], label: uint8[]):
    return image / 255.0                     prepare: float32[28, 28, 1] = cast[dtype=float32](image)
                                     =>      prepare_1: float32[] = constant[value=255.0]()
                                             prepare_2: float32[28, 28, 1] = divide(prepare, prepare_1)
                                             return prepare_2
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Builder, Function, Loc, Poly, TensorType, binders, building, scoped
from bmlc.ops import convert_to_tensor
from bmlc.ops.region import free_vars, refuse_foreign
from bmlc.ops.tensor import Tensor

__all__ = ["flatten_results", "trace"]


def trace(
    fn: Callable[..., Any],
    params: Sequence[tuple[str, TensorType]],
    name: str,
    loc: Loc = UNKNOWN,
    learns: frozenset[str] = frozenset(),
) -> Function:
    """The function that `fn` computes for parameters of these types.

    Args:
        fn: Called once with a `Tensor` a parameter; returns a tensor, number or array, or tuples, lists and
            dictionaries of them.
        params: Name and type of each parameter.
        name: Name of the result.
        loc: Where the user wrote `fn`.
        learns: Symbols of the parameters' sizes that only the caller's run knows: `fn` may need them to be a number.

    Raises:
        SizeLearntError: One of `learns` has to be a number.
        UserError: `fn` returned something that is not a tensor, or one of another function; or a parameter's size says
            too little.
    """
    known = {binder.symbol for binder in binders([of for _, of in params])}
    for param, of in params:
        if any(isinstance(size, Poly) and not (size.atoms <= known) for size in of.shape):
            raise UserError.here(
                "BML101",
                f"{name} expected sizes of {param} that follow from those of its parameters, received {of}",
                'give a size that is not known a name of its own: bml.TensorSpec(("n", 4))',
            )
    builder = Builder(name, loc, learns=learns)
    with building(builder), scoped(name):
        args = [Tensor(builder.param(*param)) for param in params]
        outs = tuple(out.var for out in flatten_results(fn(*args), name))
    refuse_foreign(builder, free_vars(builder, outs))
    return builder.finish(outs)


def flatten_results(result: Any, name: str) -> list[Tensor]:
    """The tensors of a result in order; dictionaries by key order."""
    if isinstance(result, Tensor):
        return [result]
    if isinstance(result, dict):
        return [tensor for key in result for tensor in flatten_results(result[key], name)]
    if isinstance(result, tuple | list):
        return [tensor for item in result for tensor in flatten_results(item, name)]
    if result is None or isinstance(result, str):
        raise UserError.here(
            "BML103", f"{name} must return tensors, received {result!r}", "end the function with `return ...`"
        )
    return [convert_to_tensor(result)]
