"""`value_and_grad`: a loss and its gradients, as one equation that the compiler differentiates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bml.running import runs_anywhere
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Builder, TensorType, Variable, active_builder, building, caller_loc
from bmlc.ops.region import closed
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten
from bmlc.passes.trace import flatten_results

__all__ = ["gradients_of", "value_and_grad"]


def value_and_grad(
    fn: Callable[..., Any],
    argnums: int | Sequence[int] | None = None,
    has_aux: bool = False,
    variables: Sequence[Variable] | None = None,
) -> Callable[..., Any]:
    """A function that gives `fn`'s value and the gradients of that value.

    Args:
        fn: Gives a float32 scalar, or, with `has_aux`, a tuple of one and of further tensors.
        argnums: Which arguments to differentiate by; by default, the trainable variables that `fn` reads, in the order
            in which it reads them.
        has_aux: Whether `fn` gives more than the value.
        variables: Which variables to differentiate by, such as those of one of two models: the order of the gradients.

    Returns:
        A function of `fn`'s arguments that gives `(value, gradients)`, or `((value, aux), gradients)`. Gradients are a
        list; for a single number as `argnums` the one gradient.

    Raises:
        UserError: BML101 for a value that is not a scalar, BML102 where there is nothing to differentiate by or both
            `argnums` and `variables` are given, BML104 for an op that has no gradient.

    Example:
        >>> import bml, numpy as np
        >>> w = bml.Variable([3.0])
        >>> value, (gradient,) = bml.value_and_grad(lambda x: bml.ops.sum(w * w * x))(np.array([2.0]))
        >>> float(value), gradient.tolist()
        (18.0, [12.0])
    """

    # A loop asks for the same gradients at each step: a function remembers what it was traced for.
    known: dict[Any, Callable[..., Any]] = fn.__dict__.setdefault("gradients", {}) if hasattr(fn, "__dict__") else {}
    if argnums is not None and variables is not None:
        raise UserError.here("BML102", "value_and_grad expects argnums or variables, received both")
    wanted = None if variables is None else list(variables)
    key = (repr(argnums), has_aux, None if wanted is None else tuple(map(id, wanted)))
    if key not in known:

        def call(*args: Any) -> Any:
            return gradients_of(fn, args, argnums=argnums, has_aux=has_aux, variables=wanted)

        known[key] = runs_anywhere(call)
    return known[key]


def gradients_of(
    fn: Callable[..., Any],
    args: Sequence[Any],
    *,
    argnums: int | Sequence[int] | None = None,
    variables: Sequence[Variable] | None = None,
    has_aux: bool = False,
) -> Any:
    """`value_and_grad(fn, argnums, has_aux)(*args)` inside a trace; `variables` names those to differentiate by."""
    outer = active_builder()
    assert outer is not None, "gradients are traced"
    name = getattr(fn, "__name__", "loss")
    leaves = [ops.convert_to_tensor(leaf) if hasattr(leaf, "shape") else leaf for leaf in flatten(tuple(args))]
    operands = [leaf for leaf in leaves if isinstance(leaf, Tensor)]

    inner = Builder(name, caller_loc())
    with building(inner):
        stand_ins = iter([Tensor(inner.param(leaf.var.name, leaf.type)) for leaf in operands])
        inner_leaves = iter([next(stand_ins) if isinstance(leaf, Tensor) else leaf for leaf in leaves])
        result = fn(*unflatten(tuple(args), inner_leaves))
        value, aux = result if has_aux else (result, ())
        value = ops.convert_to_tensor(value)
        if value.type != TensorType((), "float32"):
            raise UserError.here(
                "BML101",
                f"value_and_grad expects {name} to give a float32 scalar, received {value.type}",
                "take the mean of the losses: bml.ops.mean(...)",
            )
        extras = flatten_results(aux, name)
        for variable in variables or ():
            inner.read(variable)  # one that the loss does not depend on still gets its gradient, zeros

    region = closed(inner, (value.var, *(extra.var for extra in extras)))
    params = (*region.params, *region.states, *region.constants)
    body = region.function(params, (*region.outs, *region.updates.values()))
    inputs = [*operands, *(Tensor(outer.read(variable)) for variable in region.updates), *map(Tensor, region.given)]
    captured = dict.fromkeys([*region.updates, *inner.captures])
    places = {variable: place for place, variable in enumerate(captured, len(operands))}
    if argnums is None:
        read = [variable for variable in inner.captures if variable.trainable]
        chosen = read if variables is None else list(variables)
        wrt = [places[variable] for variable in chosen]
    else:
        wrt = _positions(args, leaves, [argnums] if isinstance(argnums, int) else list(argnums))
    if not wrt:
        raise UserError.here(
            "BML102",
            f"value_and_grad found nothing to differentiate by: {name} reads no trainable variable",
            "pass argnums to differentiate by arguments",
        )
    outs = iter(ops.value_and_grad(*inputs, body=body, wrt=tuple(wrt)))
    value = next(outs)
    aux = unflatten(aux, iter([next(outs) for _ in extras]))
    for variable in inner.updates:
        outer.assign(variable, next(outs).var)
    gradients: Any = list(outs)
    if isinstance(argnums, int) and len(gradients) == 1:
        gradients = gradients[0]
    return ((value, aux) if has_aux else value), gradients


def _positions(args: Sequence[Any], leaves: Sequence[Any], argnums: Sequence[int]) -> list[int]:
    """Where the tensors of these arguments stand among all tensors."""
    owners = [index for index, arg in enumerate(args) for _ in flatten(arg)]
    owners = [owner for owner, leaf in zip(owners, leaves, strict=True) if isinstance(leaf, Tensor)]
    wanted = {index % len(args) if -len(args) <= index < len(args) else None for index in argnums}
    if None in wanted:
        raise UserError.here("BML102", f"value_and_grad expects argnums below {len(args)}, received {list(argnums)}")
    positions: dict[int, list[int]] = {}
    for position, owner in enumerate(owners):
        positions.setdefault(owner, []).append(position)
    return [position for index in argnums for position in positions.get(index % len(args), ())]
