"""`scan`: a function applied along the leading axis of its inputs, carrying values from step to step.

    h, hs = scan[body=step, carries=1, slices=1, length=t, reverse=False](h0, xs, w)
      def step(h, x, w): …; return h1, y

The body takes the carries, a slice of each of `xs` and the constants; it gives the next carries and what is stacked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

from bmlc.errors import UserError
from bmlc.ir import Dim, Eqn, Function, TensorType, Var, active_builder, caller_loc, current_builder
from bmlc.ops.batching import batch_step
from bmlc.ops.joining import stack
from bmlc.ops.op import TF, Array, Op
from bmlc.ops.region import RegionOp, call_user, needed_eqns, trace_region
from bmlc.ops.rules import bad_argument, may_agree, misuse, require_room, same_shape
from bmlc.ops.scan_gradient import scan_augment
from bmlc.ops.shape import reshape, swapaxes
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import Nested, Tree

__all__ = ["scan"]


def scan_shape(
    *inputs: TensorType, body: Function, carries: int, slices: int, length: Dim, reverse: bool
) -> tuple[TensorType, ...]:
    parts = tuple(x.with_shape(x.shape[1:]) for x in inputs[carries : carries + slices])
    given = (*inputs[:carries], *parts, *inputs[carries + slices :])
    expected, after = tuple(var.type for var in body.params), tuple(var.type for var in body.outs)
    if given != expected or after[:carries] != expected[:carries]:
        raise misuse("scan", f"carries, slices and constants of types {expected}", f"{given}, then {after[:carries]}")
    if any(x.shape[0] != length for x in inputs[carries : carries + slices]):
        raise misuse("scan", f"a leading dimension {length}", inputs[carries : carries + slices])
    return (*after[:carries], *(of.with_shape((length, *of.shape)) for of in after[carries:]))


def scan_reference(
    tf: TF, *inputs: Array, body: Function, carries: int, slices: int, length: Dim, reverse: bool
) -> tuple[Array, ...]:
    """A loop of TensorFlow, which its tape differentiates by itself."""
    from bmlc.reference import dtype_of, evaluate, sizes_of

    def arrays(types: Sequence[TensorType], size: Array) -> list[Array]:
        shapes = [[n if isinstance(n, int) else None for n in of.shape] for of in types]
        return [
            tf.TensorArray(dtype_of(of), size=size, element_shape=shape, clear_after_read=False)
            for of, shape in zip(types, shapes, strict=True)
        ]

    params, after = [var.type for var in body.params], [var.type for var in body.outs[carries:]]
    parts = params[carries : carries + slices]
    xs = [a.unstack(x) for a, x in zip(arrays(parts, length), inputs[carries : carries + slices], strict=True)]

    def step(k: Array, state: Array, stacked: Array) -> Array:
        i = length - 1 - k if reverse else k
        outs, _ = evaluate(body, [*state, *(x.read(i) for x in xs), *inputs[carries + slices :]], ())
        return k + 1, list(outs[:carries]), [a.write(i, y) for a, y in zip(stacked, outs[carries:], strict=True)]

    state = [tf.convert_to_tensor(x) for x in inputs[:carries]]
    unknown = [tf.TensorShape([n if isinstance(n, int) else None for n in of.shape]) for of in params[:carries]]
    nothing = arrays(after, length)
    _, state, stacked = tf.while_loop(
        lambda k, *_: k < length,
        step,
        (tf.constant(0), state, nothing),
        shape_invariants=(tf.TensorShape([]), unknown, [tf.TensorShape(None) for _ in nothing]),
    )
    return (
        *state,
        *(  # an array of nothing may not know what it is one of
            tf.cond(tf.equal(length, 0), lambda of=of: tf.zeros((0, *sizes_of(of)), dtype_of(of)), a.stack)
            for a, of in zip(stacked, after, strict=True)
        ),
    )


def scan_batching(
    op: Op,
    inputs: Sequence[Tensor],
    batched: Sequence[bool],
    n: Dim,
    body: Function,
    carries: int,
    slices: int,
    **steps: object,
) -> tuple[Tensor, ...]:
    """The steps of all elements together; a carry is one of each element where a step makes it so."""
    new, given, flags, outs = batch_step(body, inputs, batched, n, carries)
    for i in range(carries, carries + slices):
        given[i] = swapaxes(given[i], 0, 1) if flags[i] else given[i]
    results = SCAN.several(*given, body=new, carries=carries, slices=slices, **steps)
    return tuple(swapaxes(y, 0, 1) if i >= carries and outs[i] else y for i, y in enumerate(results))


def scan_prune(eqn: Eqn, needed: set[Var]) -> Eqn:
    """Without the stacks and carries that nothing reads, and without the inputs that only those needed."""
    body, c, s = eqn.attrs["body"], eqn.attrs["carries"], eqn.attrs["slices"]
    alive = [var in needed for var in eqn.outs]
    while True:
        eqns, used = needed_eqns(body.body, set(compress(body.outs, alive)))
        grown = [kept or (i < c and body.params[i] in used) for i, kept in enumerate(alive)]
        if grown == alive:
            break
        alive = grown
    kept = [alive[i] if i < c else var in used for i, var in enumerate(body.params)]
    if all(alive) and all(kept) and eqns is body.body:
        return eqn

    params, outs = tuple(compress(body.params, kept)), tuple(compress(body.outs, alive))
    smaller = replace(body, params=params, body=eqns, outs=outs)
    attrs = {**eqn.attrs, "body": smaller, "carries": sum(alive[:c]), "slices": sum(kept[c : c + s])}
    inputs, outs = tuple(compress(eqn.inputs, kept)), tuple(compress(eqn.outs, alive))
    return replace(eqn, inputs=inputs, outs=outs, attrs=attrs)


SCAN = RegionOp(
    name="scan",
    shape=scan_shape,
    batching=scan_batching,
    reference=scan_reference,
    augment=scan_augment,
    prune=scan_prune,
)


def scan(
    f: Callable[..., Nested],
    init: Nested,
    xs: Nested = None,
    length: Dim | None = None,
    reverse: bool = False,
    unroll: int | bool = 1,
) -> tuple[Nested, Nested]:
    """`f` at each step along the leading axis of `xs`: `carry, y = f(carry, x)`.

    Args:
        f: Takes the carry and a slice of `xs` (None without `xs`), gives the next carry and what is stacked, or None.
            It may read tensors and variables from outside, and set variables, whose values pass from step to step.
        init: The first carry: a tensor, or tuples, lists and dictionaries of tensors.
        xs: What is sliced: the same, of one leading size.
        length: The number of steps, where there are no `xs`.
        reverse: Whether to go from the last slice to the first; what is stacked stays beside its slice.
        unroll: True, or at least the number of steps, writes the steps out; other ints are taken as a wish.

    Returns:
        The last carry, and the stacked results, with a leading axis.

    Raises:
        UserError: BML101 where the sizes of `xs` differ or `f` gives a carry of another type, BML102 without a length.
    """
    state, given = Tree(init), Tree(xs)
    size = _length(given, length)
    if isinstance(size, int) and (unroll is True or (unroll is not False and unroll >= size)) and size:
        return _written_out(f, init, given, size, reverse)
    name = getattr(f, "__name__", "step").replace("<lambda>", "step")
    results: list[Tree] = []

    count = len(state.tensors)

    def call(*leaves: Tensor) -> list[Tensor]:
        carry, y = _pair(call_user("scan", f, state.put(leaves[:count]), given.put(leaves[count:])))
        results.extend((carried("scan", state, carry), Tree(y)))
        return [*results[0].tensors, *results[1].tensors]

    slices = [x.type.with_shape(x.dims[1:]) for x in given.tensors]
    names = _names(f)
    params = [*zip(state.names(names[0]), (x.type for x in state.tensors), strict=True)]
    params += zip(given.names(names[1]), slices, strict=True)
    region = trace_region(call, params, name)
    carry, ys = results
    builder = current_builder()
    body = region.function(
        (*region.params[:count], *region.states, *region.params[count:], *region.constants),
        (*region.outs[:count], *region.updates.values(), *region.outs[count:]),
    )
    require_room("scan", size, "a length of at least 0")
    before = tuple(builder.read(variable) for variable in region.updates)
    outs = SCAN.several(
        *state.tensors,
        *map(Tensor, before),
        *given.tensors,
        *map(Tensor, region.given),
        body=body,
        carries=count + len(before),
        slices=len(given.tensors),
        length=size,
        reverse=bool(reverse),
    )
    for variable, after in zip(region.updates, outs[count:], strict=False):
        builder.assign(variable, after.var)
    return carry.put(outs[:count]), ys.put(outs[count + len(before) :])


def _names(f: Callable[..., Nested]) -> tuple[str, str]:
    """What `f` calls the carry and the slices."""
    try:
        first, second = inspect.signature(f).parameters
    except (TypeError, ValueError):
        return "carry", "x"
    return first, second


def _length(xs: Tree, length: Dim | None) -> Dim:
    size = xs.leading_size("scan")
    if size is None and length is None:
        raise bad_argument("scan", "xs or a length", "neither")
    if size is not None and length is not None and not may_agree("scan", size, length):
        raise bad_argument("scan", f"a length of {size}, that of xs", f"length={length}")
    known = size if size is not None else length
    if isinstance(known, int) and known < 0:
        raise bad_argument("scan", "a length of at least 0", f"length={known}")
    return known  # type: ignore[return-value]  # one of them is there


def _pair(result: Nested) -> tuple[Nested, Nested]:
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise misuse("scan", "a function that returns two things, the carry and what is stacked", f"{result!r}")
    return result[0], result[1]


def carried(op: str, before: Tree, carry: Nested) -> Tree:
    """`carry` as tensors of the types of `before`."""
    after = Tree(carry, before)
    if not after.is_like(before):
        raise misuse(op, f"a carry as it was given, {before.describe()}", after.describe())
    builder = active_builder()
    makers = {out: eqn for eqn in builder.body for out in eqn.outs} if builder is not None else {}
    for place, (old, new) in enumerate(zip(before.tensors, after.tensors, strict=True)):
        if old.dtype == new.dtype and same_shape(op, old.dims, new.dims):
            after.tensors[place] = reshape(new, old.dims)
        else:
            maker = makers.get(new.var)
            raise UserError(
                "BML101",
                f"{op} expected a carry of the type that it was given, {old.type}, received {new.type}",
                "begin with a carry of the type that the function gives, or cast what it gives",
                maker.loc if maker is not None else caller_loc(),
            )
    return after


def _written_out(f: Callable[..., Nested], carry: Nested, xs: Tree, size: int, reverse: bool) -> tuple[Nested, Nested]:
    columns: list[Tree] = []
    state = Tree(carry)
    for i in reversed(range(size)) if reverse else range(size):
        after, y = _pair(call_user("scan", f, carry, xs.put([x[i] for x in xs.tensors])))
        tree = carried("scan", state, after)
        carry = tree.put(tree.tensors)
        columns.append(Tree(y, columns[0] if columns else None))
    rows = zip(*(column.tensors for column in (reversed(columns) if reverse else columns)), strict=True)
    return carry, columns[0].put([stack(row) for row in rows])
