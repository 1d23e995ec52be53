"""Ops that hold a function and its gradient: `value_and_grad`, and `custom_gradient`, which brings its own.

    y, e = custom_gradient[body=body, backward=backward](x)
      def body(x): e = exp(x); …; return y, e
      def backward(d_y, e): …; return d_x

What the backward function reads of the forward one are results too. No pass looks into it before differentiation;
afterwards its equations stand in its place.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from itertools import compress

from bmlc.ir import Builder, Dim, Eqn, Function, TensorType, Var, active_builder, building, caller_loc, scoped
from bmlc.ir.inline import inline
from bmlc.ops.batching import batch_body
from bmlc.ops.broadcasting import stretched, sum  # noqa: A004 - the name that Keras gives it
from bmlc.ops.constant import zeros_like
from bmlc.ops.op import TF, Array, NotDifferentiable, Op, OpN
from bmlc.ops.region import RegionOp, Vjp, call_user, closed
from bmlc.ops.rules import misuse, same_shape
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import Nested, Tree

__all__ = ["custom_gradient", "taped", "value_and_grad"]


def value_and_grad_shape(*inputs: TensorType, body: Function, wrt: tuple[int, ...]) -> tuple[TensorType, ...]:
    outs = tuple(out.type for out in body.outs)
    if outs[0] != TensorType((), "float32"):
        raise misuse(
            "value_and_grad",
            "a function whose (first) result is a float32 scalar",
            outs[0],
            "take the mean of the losses",
        )
    return (*outs, *(inputs[i] for i in wrt))


def value_and_grad_reference(tf: TF, *inputs: Array, body: Function, wrt: tuple[int, ...]) -> Array:
    """TensorFlow's own tape over the body: independent of our gradient rules."""
    from bmlc.reference import evaluate

    watched = [tf.identity(inputs[i]) for i in wrt]  # each parameter by itself, as the compiler takes them
    with tf.GradientTape() as tape:
        tape.watch(watched)
        operands = list(inputs)
        for i, x in zip(wrt, watched, strict=True):
            operands[i] = x
        outs, _ = evaluate(body, operands, ())
    gradients = tape.gradient(outs[0], watched, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return (*outs, *(tf.convert_to_tensor(g) for g in gradients))


def value_and_grad_batching(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], n: Dim, *, body: Function, wrt: tuple[int, ...]
) -> tuple[Tensor, ...]:
    """The sum of all losses has the gradient of each, where each element has parameters of its own."""
    flags = [flag or index in wrt for index, flag in enumerate(batched)]
    new, _ = batch_body(body, flags, n, [index == 0 for index in range(len(body.outs))])
    builder = Builder(body.name, body.loc, params=[Var(param.name, param.type) for param in new.params])
    with building(builder):
        losses, *others = inline(new, builder.params)
        total = sum(Tensor(losses))
    summed = builder.finish((total.var, losses, *others))
    return value_and_grad(*stretched(inputs, batched, flags, n), body=summed, wrt=wrt)[1:]


VALUE_AND_GRAD = OpN(
    name="value_and_grad",
    shape=value_and_grad_shape,
    gradient=NotDifferentiable("differentiate replaces the inner ones first"),
    batching=value_and_grad_batching,
    reference=value_and_grad_reference,
    kernel=None,  # differentiate replaces it before legalize
)


def value_and_grad(*inputs: Tensor, body: Function, wrt: tuple[int, ...]) -> tuple[Tensor, ...]:
    """The results of `body` (the loss first), then the gradients of the loss for the inputs `wrt`."""
    return VALUE_AND_GRAD.several(*inputs, body=body, wrt=wrt)


TAPED = OpN(
    name="taped",
    shape=lambda *inputs, names: inputs,
    gradient=lambda received, outs, *inputs, names: received,
    batching=lambda op, inputs, batched, *, names: op.apply(inputs, {"names": names}),
    reference=lambda tf, *inputs, names: inputs,
    kernel=None,  # inline_for_gradients removes it
)


def taped(value: Tensor, *gradients: Tensor, names: tuple[str | None, ...]) -> tuple[Tensor, ...]:
    """A value and its gradients, which a tape computed before: for who compares them. `names` are of variables."""
    return TAPED.several(value, *gradients, names=names)


def custom_gradient_augment(
    eqn: Eqn, active: Sequence[bool], cotangents: Sequence[Tensor | None], vjp: Vjp
) -> tuple[Eqn, list[Tensor | None]]:
    body, backward, upstream = (eqn.attrs[key] for key in ("body", "backward", "upstream"))
    residuals = len(eqn.outs) - len(backward.params) + upstream
    found: dict[int, Tensor] = {}
    if any(g is not None for g in cotangents[:upstream]):
        pairs = zip(cotangents[:upstream], eqn.outs, strict=False)
        received = [zeros_like(Tensor(var)) if g is None else g for g, var in pairs]
        gradients = inline(backward, [*(g.var for g in received), *eqn.outs[residuals:]])
        found.update(zip(eqn.attrs["places"], map(Tensor, gradients), strict=True))
    # Of a second derivative: what `backward` has read is differentiated as `body` made it.
    again = [g if index >= residuals else None for index, g in enumerate(cotangents)]
    if any(g is not None for g in again):
        fn, there = vjp(body, active, [g is not None for g in again])
        gradients = inline(fn, [*eqn.inputs, *(g.var for g in again if g is not None)])
        for index, gradient in zip(compress(range(len(there)), there), map(Tensor, gradients), strict=True):
            found[index] = found[index] + gradient if index in found else gradient
    return eqn, [found.get(index) for index in range(len(eqn.inputs))]


def custom_gradient_batching(
    op: Op,
    inputs: Sequence[Tensor],
    batched: Sequence[bool],
    n: Dim,
    body: Function,
    backward: Function,
    upstream: int,
    places: tuple[int, ...],
) -> tuple[Tensor, ...]:
    """Each element has its gradient: what is differentiated and what its gradient reads is there for each."""
    flags = [flag or index in places for index, flag in enumerate(batched)]
    given = stretched(inputs, batched, flags, n)
    residuals = len(body.outs) - len(backward.params) + upstream  # between its outs and these are variables
    forward, _ = batch_body(body, flags, n, [not upstream <= i < residuals for i in range(len(body.outs))])
    gradient, _ = batch_body(backward, [True] * len(backward.params), n, [True] * len(backward.outs))
    return CUSTOM_GRADIENT.several(*given, body=forward, backward=gradient, upstream=upstream, places=places)


def custom_gradient_reference(
    tf: TF, *inputs: Array, body: Function, backward: Function, upstream: int, places: tuple[int, ...]
) -> tuple[Array, ...]:
    from bmlc.reference import evaluate

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def run(*operands: Array) -> Array:
        outs, _ = evaluate(body, operands, ())
        read = outs[len(outs) - len(backward.params) + upstream :]

        def gradient(*received: Array) -> list[Array]:
            found = dict(zip(places, evaluate(backward, [*received[:upstream], *read], ())[0], strict=True))
            return [found.get(index) for index in range(len(operands))]

        return outs, gradient

    outs: tuple[Array, ...] = run(*map(tf.convert_to_tensor, inputs))
    return outs


CUSTOM_GRADIENT = RegionOp(
    name="custom_gradient",
    shape=lambda *inputs, body, **attrs: tuple(var.type for var in body.outs),
    batching=custom_gradient_batching,
    reference=custom_gradient_reference,
    augment=custom_gradient_augment,
    prune=lambda eqn, needed: eqn,  # it is gone before anybody prunes
)


def custom_gradient(f: Callable[..., Nested]) -> Callable[..., Nested]:
    """`f` without its second result, which says how it is differentiated.

    Args:
        f: Takes tensors, in tuples, lists and dictionaries, and gives `(output, grad_fn)`. `grad_fn(*upstream)` takes a
            gradient for each tensor of the output, and gives one, or None, for each tensor that `f` took.

    Raises:
        UserError: BML101 where `f` or `grad_fn` gives something else.
    """

    @functools.wraps(f)
    def call(*args: Nested) -> Nested:
        given, outer = Tree(args), active_builder()
        assert outer is not None, "it is called inside a trace"
        name = getattr(f, "__name__", "f").replace("<lambda>", "f")
        inner, behind = Builder(name, caller_loc()), Builder(f"d_{name}", caller_loc())
        with building(inner):
            with scoped(name):
                names = given.names("x")
                types = (x.type for x in given.tensors)
                params = [Tensor(inner.param(*each)) for each in zip(names, types, strict=True)]
                result = call_user("custom_gradient", f, *given.put(params))
            if not isinstance(result, tuple) or len(result) != 2 or not callable(result[1]):
                raise misuse("custom_gradient", "a function that returns its output and a gradient function", result)
            output = Tree(result[0])
            with building(behind), scoped(f"d_{name}"):
                upstream = [Tensor(behind.param(f"d_{x.var.name}", x.type)) for x in output.tensors]
                gradients = _gradients(given, call_user("custom_gradient", result[1], *upstream))
            backward = closed(behind, tuple(gradient.var for gradient in gradients.values()))
        if backward.updates:
            raise misuse("custom_gradient", "a gradient function that sets no variable", [*backward.updates])
        region = closed(inner, (*(x.var for x in output.tensors), *backward.given))
        count, read = len(output.tensors), len(backward.given)
        own, residuals = region.outs[:count], region.outs[count:]
        outs = CUSTOM_GRADIENT.several(
            *given.tensors,
            *(Tensor(outer.read(variable)) for variable in region.updates),
            *map(Tensor, region.given),
            body=region.function(
                (*region.params, *region.states, *region.constants), (*own, *region.updates.values(), *residuals)
            ),
            backward=backward.function((*backward.params, *backward.constants), backward.outs),
            upstream=count,
            places=tuple(gradients),
        )
        for variable, after in zip(region.updates, outs[count : len(outs) - read], strict=True):
            outer.assign(variable, after.var)
        return output.put(outs[:count])

    return call


def _gradients(given: Tree, result: Nested) -> dict[int, Tensor]:
    """The gradient of each tensor that has one, by its place."""
    leaves = Tree.leaves(result)
    if len(leaves) != len(given.tensors):
        raise misuse("custom_gradient", f"{len(given.tensors)} gradients, one for each tensor", f"{len(leaves)}")
    found = {index: leaf for index, leaf in enumerate(leaves) if leaf is not None}
    for index, gradient in found.items():
        wanted = given.tensors[index].type
        if gradient.dtype != wanted.dtype or not same_shape("custom_gradient", gradient.dims, wanted.shape):
            raise misuse("custom_gradient", f"a gradient of {wanted}", gradient.type)
    return found
