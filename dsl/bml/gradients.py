"""`value_and_grad`: a loss and its gradients, as one equation that the compiler differentiates."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from bml.arrays import as_operand
from bml.context import current_context
from bml.functions import TensorFunction
from bml.keras.seam import is_ours
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Builder, TensorType, Var, Variable, active_builder, building, caller_loc
from bmlc.ops.region import closed
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten

if TYPE_CHECKING:
    from bml.native.compiled import Compiled

__all__ = ["argument_places", "by_argument", "gradients_of", "no_scalar", "nothing_trainable", "value_and_grad"]


def value_and_grad(
    fn: Callable[..., Any],
    argnums: int | Sequence[int] | None = None,
    has_aux: bool = False,
    variables: Sequence[Any] | None = None,
) -> Callable[..., Any]:
    """A function that gives `fn`'s value and the gradients of that value.

    Args:
        fn: A function, a closure or a bound method that returns a float32 scalar, or, with `has_aux`, a tuple of one
            and of further tensors. Its arguments may be lists, tuples and dictionaries of tensors.
        argnums: Which arguments to differentiate by; by default, the float32 variables that `fn` reads and that are
            trainable now, in the order in which they were made.
        has_aux: Whether `fn` returns more than the value.
        variables: Which variables to differentiate by, in the order of the gradients: `model.trainable_variables`
            where `optimizer.apply` follows.

    Returns:
        A function of `fn`'s arguments, by place or by name, that returns `(value, gradients)`, or
        `((value, aux), gradients)`. Gradients are a list, with an item of the argument's own structure for each of
        `argnums`; a single number as `argnums` gives that item alone.

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

    # A loop asks for the same gradients at each step: a function remembers what it was traced for, a method for whom.
    kept = getattr(fn, "__func__", fn)
    known: dict[Any, Callable[..., Any]] = (
        kept.__dict__.setdefault("gradients", {}) if hasattr(kept, "__dict__") else {}
    )
    if argnums is not None and variables is not None:
        raise UserError.here("BML102", "value_and_grad expects argnums or variables, received both")
    wanted = None if variables is None else list(variables)
    owner = id(getattr(fn, "__self__", None))  # which `call` keeps alive
    key = (owner, repr(argnums), has_aux, None if wanted is None else tuple(map(id, wanted)))
    if key not in known:
        known[key] = _gradients(fn, argnums=argnums, has_aux=has_aux, variables=wanted)
    return known[key]


def _gradients(fn: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """In a build the equation, in a file that runs by itself TensorFlow's tape."""
    compiled: list[Compiled] = []

    def call(*args: Any, **named: Any) -> Any:
        args = _placed(fn, args, named) if named else args
        if active_builder() is not None:
            return gradients_of(fn, args, **options)
        if is_ours():
            raise UserError.here(
                "BML301",
                "value_and_grad computes in the browser, and this file is only read for what it declares",
                "call it in a @bml.script or a @bml.function; to run it in Python: bml run FILE",
            )
        from bml.native.compiled import Compiled
        from bml.native.gradients import on_tape
        from bml.native.tensorflow import inside_a_graph, is_recording

        if inside_a_graph("value_and_grad") or is_recording():
            return on_tape(fn, args, **options)
        if not compiled:
            compiled.append(Compiled(lambda *tensors: on_tape(fn, tensors, **options), getattr(fn, "__name__", "loss")))
        if not isinstance(fn, TensorFunction):
            return compiled[0](list(map(as_operand, args)), {})
        arguments = list(fn.arguments(args, {}).items())[: len(args)]
        declared = {place: fn.declared[name] for place, (name, _) in enumerate(arguments) if name in fn.declared}
        return compiled[0]([value for _, value in arguments], {}, declared)

    return call


def _placed(fn: Callable[..., Any], args: Sequence[Any], named: Mapping[str, Any]) -> tuple[Any, ...]:
    """The arguments by place, as gradients are asked for; those left out before one that is named have defaults.

    Raises:
        UserError: BML102 for arguments that `fn` does not take, and for those that have no place.
    """
    name = getattr(fn, "__name__", "loss")
    signature: inspect.Signature = fn.signature if isinstance(fn, TensorFunction) else inspect.signature(fn)
    try:
        signature.bind(*args, **named)
    except TypeError as error:
        raise UserError.here("BML102", f"{name}: {error}") from None
    placed, left = list(args), dict(named)
    for each in list(signature.parameters.values())[len(args) :]:
        if left and each.kind is each.POSITIONAL_OR_KEYWORD:
            placed.append(left.pop(each.name, each.default))
    if left:
        only = ", ".join(left)
        message = f"value_and_grad of {name} takes arguments that have places, received {only} by name only"
        raise UserError.here("BML102", message, f"take the * out before {only} where {name} is defined")
    return tuple(placed)


def gradients_of(
    fn: Callable[..., Any],
    args: Sequence[Any],
    *,
    argnums: int | Sequence[int] | None = None,
    variables: Sequence[Any] | None = None,
    has_aux: bool = False,
) -> Any:
    """`value_and_grad(fn, argnums, has_aux)(*args)` inside a trace; `variables` names those to differentiate by."""
    from bmlc.passes.trace import flatten_results

    outer = active_builder()
    assert outer is not None, "gradients are traced"
    name = getattr(fn, "__name__", "loss")
    wanted = None if variables is None else list(map(_of_the_ir, variables))
    by = () if argnums is None else argument_places(args, argnums)
    # A variable stays one, and reading it captures it; that by which `argnums` differentiates is a tensor of its own.
    leaves = [
        ops.convert_to_tensor(leaf) if hasattr(leaf, "shape") and (place in by or not hasattr(leaf, "assign")) else leaf
        for place, arg in enumerate(args)
        for leaf in flatten(arg)
    ]
    operands = [leaf for leaf in leaves if isinstance(leaf, Tensor)]

    inner = _Loss(name, caller_loc())
    with building(inner):
        stand_ins = iter([_like(leaf, inner.param(leaf.var.name, leaf.type)) for leaf in operands])
        inner_leaves = iter([next(stand_ins) if isinstance(leaf, Tensor) else leaf for leaf in leaves])
        result = fn(*unflatten(tuple(args), inner_leaves))
        value, aux = result if has_aux else (result, ())
        value = ops.convert_to_tensor(value)
        if value.type != TensorType((), "float32"):
            raise no_scalar(name, value.type)
        extras = flatten_results(aux, name)
        kept = [tensor for extra in extras for tensor in _kept(extra).values()]
        for variable in wanted or ():
            inner.read(variable)  # one that the loss does not depend on still gets its gradient, zeros

    region = closed(inner, (value.var, *(extra.var for extra in (*extras, *kept))))
    params = (*region.params, *region.states, *region.constants)
    body = region.function(params, (*region.outs, *region.updates.values()))
    inputs = [*operands, *(Tensor(outer.read(variable)) for variable in region.updates), *map(Tensor, region.given)]
    captured = dict.fromkeys([*region.updates, *inner.captures])
    places = {variable: place for place, variable in enumerate(captured, len(operands))}
    if argnums is None:
        read = [variable for variable in inner.captures if _is_trained(variable)]
        wrt = [places[variable] for variable in (current_context().as_made(read) if wanted is None else wanted)]
    else:
        numbered = unflatten(tuple(args), _places(leaves))
        wrt = [place for index in by for place in flatten(numbered[index]) if place is not None]
    if not wrt:
        raise nothing_trainable(name)
    outs = iter(ops.value_and_grad(*inputs, body=body, wrt=tuple(wrt)))
    if outer.tapes:  # which differentiate what it computes
        from bmlc.passes.differentiate import value_with_gradients

        outs = map(Tensor, value_with_gradients(outer.body.pop()))
    value = next(outs)
    given = [next(outs) for _ in extras]
    for tensor, extra in zip(given, extras, strict=True):
        tensor.__dict__.update({key: next(outs) for key in _kept(extra)})
    aux = unflatten(aux, iter(given))
    for variable in inner.updates:
        outer.assign(variable, next(outs).var)
    gradients: Any = list(outs)
    if argnums is not None:
        gradients = by_argument(gradients, numbered, argnums, lambda place: place is not None)
    return ((value, aux) if has_aux else value), gradients


def argument_places(args: Sequence[Any], argnums: int | Sequence[int]) -> list[int]:
    """Which of `args` the `argnums` of `value_and_grad` name; negative ones count from the end."""
    places = [argnums] if isinstance(argnums, int) else list(argnums)
    if not all(-len(args) <= place < len(args) for place in places):
        raise UserError.here("BML102", f"value_and_grad expects argnums below {len(args)}, received {places}")
    return [place % len(args) for place in places]


def by_argument(
    gradients: Sequence[Any], args: Sequence[Any], argnums: int | Sequence[int], has_one: Callable[[Any], bool]
) -> Any:
    """Gradients in the structures of the arguments that they belong to; `has_one` tells the leaves that have one."""
    supply = iter(gradients)
    found = [
        unflatten(args[place], iter([next(supply) if has_one(leaf) else None for leaf in flatten(args[place])]))
        for place in argument_places(args, argnums)
    ]
    return found[0] if isinstance(argnums, int) else found


def no_scalar(name: str, received: object) -> UserError:
    return UserError.here(
        "BML101",
        f"value_and_grad expects {name} to give a float32 scalar, received {received}",
        "take the mean of the losses: bml.ops.mean(...)",
    )


def nothing_trainable(name: str) -> UserError:
    return UserError.here(
        "BML102",
        f"value_and_grad found nothing to differentiate by: {name} reads no trainable variable",
        "pass argnums to differentiate by arguments",
    )


class _Loss(Builder):
    """A loss in the making. A variable that it sets and then reads is, for its gradients, again the variable itself.

    A tape does the same: an assignment is nothing that it differentiates through.
    """

    def assign(self, variable: Variable, value: Var) -> None:
        held = ops.stop_gradient(Tensor(value))
        if _is_trained(variable):
            before = Tensor(self.read(variable))
            held = held + (before - ops.stop_gradient(before))
        super().assign(variable, held.var)


def _is_trained(variable: Variable) -> bool:
    """Keras calls variables trainable of any dtype; there are gradients by floats."""
    return variable.trainable and variable.type.dtype == "float32"


def _of_the_ir(variable: Any) -> Variable:
    """The variable itself, or that behind one of Keras."""
    return variable if isinstance(variable, Variable) else variable.state


def _kept(tensor: Tensor) -> dict[str, Tensor]:
    """What Keras remembers with a tensor: the mask of a sequence, the logits of probabilities."""
    return {key: value for key, value in vars(tensor).items() if key != "var" and isinstance(value, Tensor)}


def _like(tensor: Tensor, var: Var) -> Tensor:
    stand_in = Tensor(var)
    stand_in.__dict__.update(_kept(tensor))
    return stand_in


def _places(leaves: Sequence[Any]) -> Iterator[int | None]:
    """For each leaf its place among the tensors."""
    number = count()
    return (next(number) if isinstance(leaf, Tensor) else None for leaf in leaves)
