"""`cond`: one of two functions, as a truth value says.

    y, total = cond[then=then, otherwise=otherwise](p, x, total)
      def then(x, total): …; return y1, total1
      def otherwise(x, total): …; return y2, total

Both take the same operands: what either reads from outside. Both give the value of each variable that either sets; the
one that does not set it gives the value that it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import compress

from bmlc.ir import Builder, Dim, Eqn, Function, TensorType, Var, Variable, building, current_builder
from bmlc.ir.inline import inline
from bmlc.ops.batching import batch_body, counters
from bmlc.ops.casting import as_bool, convert_to_tensor
from bmlc.ops.constant import zeros_like
from bmlc.ops.elementwise_binary import maximum
from bmlc.ops.elementwise_unary import logical_not
from bmlc.ops.op import TF, Array
from bmlc.ops.region import Region, RegionOp, Vjp, call_user, needed_eqns, trace_region
from bmlc.ops.rules import bad_argument, misuse
from bmlc.ops.selection import where
from bmlc.ops.shape import reshape
from bmlc.ops.taken import taken
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.tree import Nested, Tree

__all__ = ["cond", "switch"]

ARMS = ("then", "otherwise")


def cond_shape(pred: TensorType, *operands: TensorType, then: Function, otherwise: Function) -> tuple[TensorType, ...]:
    if pred != TensorType((), "bool"):
        raise misuse("cond", "a bool scalar", pred)
    for arm in (then, otherwise):
        if tuple(var.type for var in arm.params) != operands:
            raise misuse("cond", f"functions of {operands}", tuple(var.type for var in arm.params))
    first, second = (tuple(var.type for var in arm.outs) for arm in (then, otherwise))
    if first != second:
        raise misuse("cond", f"two functions that give the same types, {first}", second)
    return first


def cond_augment(
    eqn: Eqn, active: Sequence[bool], cotangents: Sequence[Tensor | None], vjp: Vjp
) -> tuple[Eqn, list[Tensor | None]]:
    """A branch on the same truth value gives the gradients; what its functions need they compute once more."""
    received = [cotangent is not None for cotangent in cotangents]
    arms = {key: vjp(eqn.attrs[key], active[1:], received) for key in ARMS}
    found = [any(flags) for flags in zip(*(flags for _, flags in arms.values()), strict=True)]
    backward = {key: _with_zeros(fn, flags, found) for key, (fn, flags) in arms.items()}
    given = (*map(Tensor, eqn.inputs), *(cotangent for cotangent in cotangents if cotangent is not None))
    gradients = iter(COND.several(*given, **backward) if any(found) else ())
    return eqn, [None, *(next(gradients) if there else None for there in found)]


def _with_zeros(fn: Function, flags: Sequence[bool], found: Sequence[bool]) -> Function:
    """The gradients of one function, zeros for operands that only the other one's results depend on."""
    builder = Builder(fn.name, fn.loc, list(fn.params), list(fn.body))
    outs = iter(fn.outs)
    with building(builder):
        gradients = [
            next(outs) if has else zeros_like(Tensor(param)).var
            for param, has, there in zip(fn.params, flags, found, strict=False)
            if there
        ]
    return builder.finish(tuple(gradients))


def cond_batching(
    op: RegionOp, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], n: Dim, *, then: Function, otherwise: Function
) -> tuple[Tensor, ...]:
    """One truth value for all elements chooses a function; one for each chooses among what both give.

    A counter of draws goes on to where the function that draws more leaves it: it stays one for all elements. At a step
    of a loop that ends for all at once it counts the steps that were made.
    """
    pred, *operands = inputs
    flags, fns = batched[1:], (then, otherwise)
    drawn = counters(then.body) | counters(otherwise.body)
    counts = [not drawn.isdisjoint(outs) for outs in zip(then.outs, otherwise.outs, strict=True)]
    if not batched[0]:
        arms = [batch_body(arm, flags, n, [False] * len(arm.outs)) for arm in fns]
        have = [any(of) for of in zip(*(of for _, of in arms), strict=True)]
        new = [
            arm if has == have else batch_body(fn, flags, n, have)[0] for fn, (arm, has) in zip(fns, arms, strict=True)
        ]
        outs = op.several(*inputs, then=new[0], otherwise=new[1])
        if op is STEP or not any(counts):
            return outs
        both = [map(Tensor, inline(arm, [x.var for x in operands])) for arm in new]
        return tuple(maximum(a, b) if count else y for count, y, a, b in zip(counts, outs, *both, strict=True))
    wanted = [not count for count in counts]
    results: list[map[Tensor]] = []
    for fn, takes in zip(fns, (pred, logical_not(pred)), strict=True):
        given = taken(takes, operands, flags)
        results.append(map(Tensor, inline(batch_body(fn, flags, n, wanted)[0], [x.var for x in given])))
    return tuple(
        maximum(a, b) if count else where(reshape(pred, (n, *(1,) * (a.ndim - 1))), a, b)
        for count, a, b in zip(counts, *results, strict=True)
    )


def cond_reference(tf: TF, pred: Array, *operands: Array, then: Function, otherwise: Function) -> tuple[Array, ...]:
    from bmlc.reference import evaluate

    outs: Iterable[Array] = tf.cond(
        pred, lambda: list(evaluate(then, operands, ())[0]), lambda: list(evaluate(otherwise, operands, ())[0])
    )
    return tuple(outs)


def cond_prune(eqn: Eqn, needed: set[Var]) -> Eqn:
    """Without the results that nothing reads, and without the operands that only those needed."""
    kept = [var in needed for var in eqn.outs]
    arms: dict[str, Function] = {}
    used: set[int] = set()
    for key in ARMS:
        arm = eqn.attrs[key]
        outs = tuple(compress(arm.outs, kept))
        body, read = needed_eqns(arm.body, set(outs))
        arms[key] = arm if all(kept) and body is arm.body else replace(arm, body=body, outs=outs)
        used.update(i for i, param in enumerate(arm.params) if param in read)
    if len(used) == len(eqn.inputs) - 1 and all(arms[key] is eqn.attrs[key] for key in ARMS):
        return eqn
    for key, arm in arms.items():
        arms[key] = replace(arm, params=tuple(arm.params[i] for i in sorted(used)))
    inputs = (eqn.inputs[0], *(eqn.inputs[i + 1] for i in sorted(used)))
    return replace(eqn, inputs=inputs, outs=tuple(compress(eqn.outs, kept)), attrs={**eqn.attrs, **arms})


COND = RegionOp(
    name="cond",
    shape=cond_shape,
    batching=cond_batching,
    reference=cond_reference,
    augment=cond_augment,
    prune=cond_prune,
)
STEP = replace(COND)  # of a loop with a bound: what goes on leaves the state alone once the condition fails


def cond(pred: Operand, true_fn: Callable[[], Nested], false_fn: Callable[[], Nested]) -> Nested:
    """What `true_fn()` gives where `pred` holds, else what `false_fn()` gives.

    One of them runs; on a GPU, and for each element in `vectorized_map`, both do, and the result is chosen. What either
    requires of sizes is checked, whichever runs.

    Args:
        pred: A bool scalar; a number is true unless it is 0.
        true_fn: Takes nothing and gives tensors, in tuples, lists and dictionaries, or None. It may read tensors and
            variables from outside, and set variables.
        false_fn: The same; it gives tensors of the same types.

    Raises:
        UserError: BML101 where `pred` is no scalar, or the two give different types.
    """
    return choice("cond", pred, true_fn, false_fn)


def choice(
    op: str, pred: Operand, true_fn: Callable[[], Nested], false_fn: Callable[[], Nested], made: RegionOp = COND
) -> Nested:
    """See `cond`; `op` is what messages call it."""
    condition = truth_value(op, pred)
    results: list[Tree] = []

    def traced(fn: Callable[[], Nested], name: str) -> Region:
        def call() -> list[Tensor]:
            results.append(Tree(call_user(op, fn), results[0] if results else None))
            return results[-1].tensors

        return trace_region(call, (), name)

    regions = [traced(true_fn, "then"), traced(false_fn, "otherwise")]
    _check_alike(op, *results)
    builder = current_builder()
    variables = list(dict.fromkeys(variable for region in regions for variable in region.updates))
    before = [builder.read(variable) for variable in variables]
    then, otherwise = regions
    # An operand of both functions is one. (A variable's value and a tensor may be the same value twice.)
    given, known = list(then.given), {var: place for place, var in enumerate(then.given)}
    places = [known.pop(var, None) for var in otherwise.given]
    for i, var in enumerate(otherwise.given):
        if places[i] is None:
            places[i] = len(given)
            given.append(var)
    outs = made.several(
        condition,
        *map(Tensor, (*before, *given)),
        then=_arm(then, variables, given, range(len(then.given))),
        otherwise=_arm(otherwise, variables, given, [place for place in places if place is not None]),
    )
    count = len(results[0].tensors)
    for variable, after in zip(variables, outs[count:], strict=True):
        builder.assign(variable, after.var)
    return results[0].put(outs[:count])


def truth_value(op: str, value: Operand) -> Tensor:
    """It as a bool scalar."""
    (condition,) = as_bool(value)
    if condition.ndim:
        raise misuse(op, "a scalar truth value", condition.type, "reduce it with bml.ops.all or bml.ops.any")
    return condition


def _arm(region: Region, variables: Sequence[Variable], given: Sequence[Var], places: Sequence[int]) -> Function:
    """A region as a function of the values of `variables`, which it gives too, and of `given`: its own at `places`."""
    states = dict(zip(region.updates, region.states, strict=True))
    values = [states.get(variable) or Var(variable.name, variable.type) for variable in variables]
    own = dict(zip(places, region.constants, strict=True))
    params = (own.get(place) or Var(var.name, var.type) for place, var in enumerate(given))
    results = (region.updates.get(variable, value) for variable, value in zip(variables, values, strict=True))
    return region.function((*values, *params), (*region.outs, *results))


def _check_alike(op: str, then: Tree, otherwise: Tree) -> None:
    first, second = ([x.type for x in tree.tensors] for tree in (then, otherwise))
    if first != second or not then.is_like(otherwise):
        raise misuse(
            op,
            f"functions that give the same, {then.describe()} as the first",
            otherwise.describe(),
            "make all give tensors of the same shapes and dtypes, in the same structure",
        )


def switch(index: Operand, branches: Sequence[Callable[..., Nested]], *operands: Nested) -> Nested:
    """What `branches[index](*operands)` gives; an index out of range takes the first or the last.

    Args:
        index: An int32 scalar.
        branches: Functions that give tensors of the same types.
        operands: What the chosen one is called with.
    """
    if not branches:
        raise bad_argument("switch", "at least one function", "none")
    position = convert_to_tensor(index)
    if position.dtype == "float32" or position.ndim:
        raise misuse("switch", "an int32 scalar as its index", position.type)

    def among(first: int, last: int) -> Nested:
        if first == last:
            return call_user("switch", branches[first], *operands)
        middle = (first + last) // 2
        return choice("switch", position <= middle, lambda: among(first, middle), lambda: among(middle + 1, last))

    return among(0, len(branches) - 1)
