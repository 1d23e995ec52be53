"""`while_loop`: a function applied as long as a condition holds of what it gives.

    h, = while_loop[condition=condition, body=body, carries=1](h0, w)

With a bound it is a scan whose steps leave the state alone once the condition fails, so it has a gradient. Without one
nothing says what to keep for a gradient, and a GPU's program has to wait for each truth value: between two steps the
session does what else it is asked for, with the variables as they were before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from bmlc.errors import UserError
from bmlc.ir import Dim, Eqn, Function, TensorType, Var, current_builder
from bmlc.ops.batching import batch_body, batch_step
from bmlc.ops.cond import STEP, choice, truth_value
from bmlc.ops.op import TF, Array, NotDifferentiable, Op
from bmlc.ops.region import RegionOp, Vjp, call_user, needed_eqns, trace_region
from bmlc.ops.rules import misuse
from bmlc.ops.scan import carried, scan
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import Nested, Tree

__all__ = ["is_unbounded", "while_loop"]

UNBOUNDED = "how often it runs is known only when it has run"
NO_GRADIENT = f"while_loop has no gradient without a bound: {UNBOUNDED}"
CURE = "give it maximum_iterations="


def while_shape(*inputs: TensorType, condition: Function, body: Function, carries: int) -> tuple[TensorType, ...]:
    held, after = (tuple(var.type for var in fn.outs) for fn in (condition, body))
    if held != (TensorType((), "bool"),) or after != inputs[:carries]:
        raise misuse("while_loop", f"a bool scalar, and a state of {inputs[:carries]}", f"{held} and {after}")
    return after


def while_reference(tf: TF, *inputs: Array, condition: Function, body: Function, carries: int) -> tuple[Array, ...]:
    from bmlc.reference import evaluate

    shapes = [tf.TensorShape([n if isinstance(n, int) else None for n in v.type.shape]) for v in body.params[:carries]]

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def run(*given: Array) -> Array:
        state: Sequence[Array] = tf.while_loop(
            lambda *state: evaluate(condition, [*state, *given[carries:]], ())[0][0],
            lambda *state: list(evaluate(body, [*state, *given[carries:]], ())[0]),
            list(given[:carries]),
            shape_invariants=shapes,
        )

        def gradient(*_: Array) -> Array:
            raise UserError.here("BML104", NO_GRADIENT, CURE)

        return tuple(state), gradient

    outs: tuple[Array, ...] = run(*map(tf.convert_to_tensor, inputs))
    return outs


def while_augment(
    eqn: Eqn, active: Sequence[bool], cotangents: Sequence[Tensor | None], vjp: Vjp
) -> tuple[Eqn, Sequence[Tensor | None]]:
    raise UserError("BML104", NO_GRADIENT, CURE, eqn.loc)


def while_batching(
    op: Op,
    inputs: tuple[Tensor, ...],
    batched: tuple[bool, ...],
    n: Dim,
    *,
    condition: Function,
    body: Function,
    carries: int,
) -> tuple[Tensor, ...]:
    """The steps of all elements together, as long as a condition holds that is the same for all."""
    new, given, flags, _ = batch_step(body, inputs, batched, n, carries)
    held, (is_batched,) = batch_body(condition, flags, n, [False])
    if is_batched:
        cure = "give maximum_iterations"
        raise misuse("while_loop", "a bound where each element of a batch decides how often it runs", "none", cure)
    return WHILE.several(*given, condition=held, body=new, carries=carries)


def while_prune(eqn: Eqn, needed: set[Var]) -> Eqn:
    """Without the inputs that neither function reads; each part of the state may decide how often it runs."""
    carries, held = eqn.attrs["carries"], {key: eqn.attrs[key] for key in ("condition", "body")}
    used = set(range(carries))
    for key, fn in held.items():
        body, read = needed_eqns(fn.body, set(fn.outs))
        held[key] = fn if body is fn.body else replace(fn, body=body)
        used.update(i for i, param in enumerate(fn.params) if param in read)
    if len(used) == len(eqn.inputs) and all(held[key] is eqn.attrs[key] for key in held):
        return eqn
    kept = sorted(used)
    smaller = {key: replace(fn, params=tuple(fn.params[i] for i in kept)) for key, fn in held.items()}
    return replace(eqn, inputs=tuple(eqn.inputs[i] for i in kept), attrs={**eqn.attrs, **smaller})


WHILE = RegionOp(
    name="while_loop",
    shape=while_shape,
    gradient=NotDifferentiable(UNBOUNDED),
    batching=while_batching,
    reference=while_reference,
    kernel=None,  # legalize makes kernels of what it holds
    augment=while_augment,
    prune=while_prune,
)


def is_unbounded(fn: Function) -> bool:
    """Whether a function of ops holds a loop without a bound."""
    return any(eqn.op is WHILE for eqn in fn.eqns())


def while_loop(
    cond: Callable[..., Nested], body: Callable[..., Nested], loop_vars: Nested, maximum_iterations: int | None = None
) -> Nested:
    """`loop_vars = body(*loop_vars)` as long as `cond(*loop_vars)` holds.

    Args:
        cond: Gives a bool scalar.
        body: Gives the next state, of the same types. It may read tensors and variables from outside, and set
            variables.
        loop_vars: The first state: a tensor, or a tuple or list of them.
        maximum_iterations: After so many the loop ends. Without it the loop has no gradient, and a GPU's program waits
            for the condition at each step.

    Returns:
        The last state, in the structure of `loop_vars`.

    Raises:
        UserError: BML101 where the state changes its types; BML104 for a gradient without a bound.
    """
    if maximum_iterations is not None:
        return _bounded(cond, body, loop_vars, maximum_iterations)
    state = Tree(loop_vars)
    count = len(state.tensors)
    params = [*zip(state.names("state"), (x.type for x in state.tensors), strict=True)]

    def holds(*leaves: Tensor) -> list[Tensor]:
        return [truth_value("while_loop", _called(cond, state.put(leaves)))]

    def step(*leaves: Tensor) -> list[Tensor]:
        return carried("while_loop", state, _called(body, state.put(leaves))).tensors

    condition, region = trace_region(holds, params, "condition"), trace_region(step, params, "body")
    if condition.updates:
        raise misuse("while_loop", "a condition that sets no variable", ", ".join(v.name for v in condition.updates))
    builder = current_builder()
    # What the condition reads of the variables that the body sets is their value at that step.
    looked = dict(zip(condition.read, condition.constants, strict=False))
    own = [(given, var) for given, var in zip(condition.given, condition.constants, strict=True)]
    own = [pair for pair, variable in zip_longest(own, condition.read) if variable not in region.updates]
    now = [looked.get(variable) or Var(variable.name, variable.type) for variable in region.updates]
    given, constants = [given for given, _ in own], [var for _, var in own]
    outs = WHILE.several(
        *state.tensors,
        *(Tensor(builder.read(variable)) for variable in region.updates),
        *map(Tensor, (*given, *region.given)),
        condition=condition.function((*condition.params, *now, *constants, *_like(region.given)), condition.outs),
        body=region.function(
            (*region.params, *region.states, *_like(given), *region.constants),
            (*region.outs, *region.updates.values()),
        ),
        carries=count + len(region.updates),
    )
    for variable, after in zip(region.updates, outs[count:], strict=True):
        builder.assign(variable, after.var)
    return state.put(outs[:count])


def _like(values: Sequence[Var]) -> list[Var]:
    return [Var(var.name, var.type) for var in values]


def _bounded(holds: Callable[..., Nested], body: Callable[..., Nested], loop_vars: Nested, most: int) -> Nested:
    first = Tree(loop_vars)

    def step(state: Nested, _: None) -> tuple[Nested, None]:
        def after() -> Nested:
            return first.put(carried("while_loop", first, _called(body, state)).tensors)

        return choice("while_loop", _called(holds, state), after, lambda: state, STEP), None

    return scan(step, loop_vars, length=most)[0]


def _called(fn: Callable[..., Nested], state: Nested) -> Nested:
    return call_user("while_loop", fn, *(state if isinstance(state, tuple | list) else (state,)))
