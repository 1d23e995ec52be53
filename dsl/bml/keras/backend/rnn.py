"""Recurrent layers: one scan over time, whatever the cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from keras.src import tree

from bml.keras.dispatch import traced
from bmlc import ops
from bmlc.errors import UserError

from .core import cast

__all__ = ["bidirectional_gru", "bidirectional_lstm", "cudnn_ok", "gru", "lstm", "rnn"]


@traced
def rnn(
    step_function: Callable[..., Any],
    inputs: Any,
    initial_states: Sequence[Any],
    go_backwards: bool = False,
    mask: Any = None,
    constants: Sequence[Any] | None = None,
    unroll: bool = False,
    input_length: Any = None,
    time_major: bool = False,
    zero_output_for_mask: bool = False,
    return_all_outputs: bool = True,
) -> tuple[Any, Any, Any]:
    """The last output, those of all steps in the order in which they ran, and the last states.

    A masked step leaves the states and the output alone; the output before the first step is 0.
    """
    given = tuple(constants or ())
    steps = tree.map_structure(lambda x: _time_first(ops.convert_to_tensor(x), time_major), inputs)
    states = tree.map_structure(ops.convert_to_tensor, initial_states)
    x, state = tree.flatten(steps)[0], tree.flatten(states)[0]
    if isinstance(state.dims[0], int) and not isinstance(x.dims[1], int):
        raise UserError.here(
            "BML101",
            f"expected a batch of {state.dims[0]} elements, as the layer has states for, received one of any size",
            f"drop a smaller last one, and say the size: x = ops.reshape(x, ({state.dims[0]}, ...))",
        )
    # Cells keep what they make at their first step, such as the masks of a dropout: it is made outside of the loop.
    first, _ = step_function(tree.map_structure(lambda x: x[0], steps), (*states, *given))
    nothing = tree.map_structure(ops.zeros_like, first)
    if mask is not None:
        mask = _time_first(ops.convert_to_tensor(cast(mask, "bool")), time_major)
    shown = None if mask is None else _stretched(mask, (states, nothing))

    def step(carry: Any, x: Any) -> Any:
        before, output_before = carry
        values, held = x
        output, after = step_function(values, (*before, *given))
        if held is None:
            return (tree.pack_sequence_as(before, tree.flatten(after)), output_before), output
        output = _where(held, output, output_before)
        after = _where(held, tree.pack_sequence_as(before, tree.flatten(after)), before)
        stacked = _where(held, output, nothing) if zero_output_for_mask else output
        return (after, output), stacked

    (states, _), outputs = ops.scan(step, (states, nothing), (steps, shown), reverse=go_backwards, unroll=unroll)
    last = tree.map_structure(lambda y: y[0 if go_backwards else -1], outputs)
    if not return_all_outputs:
        return last, tree.map_structure(lambda y: ops.expand_dims(y, 1), last), states
    ran = tree.map_structure(lambda y: ops.flip(y, 0), outputs) if go_backwards else outputs
    return last, tree.map_structure(lambda y: _time_first(y, time_major), ran), states


def _time_first(x: Any, time_major: bool) -> Any:
    """Time and batch in each other's place, unless they are so already."""
    return x if time_major else ops.swapaxes(x, 0, 1)


def _stretched(mask: Any, chosen: Any) -> dict[str, Any]:
    """The mask, (steps, batch) or (steps, batch, 1), in each shape that a step chooses in: once, before the loop."""

    def wide(dims: Sequence[Any]) -> Any:
        ones = (1,) * (1 + len(dims) - mask.ndim)
        return ops.broadcast_to(ops.reshape(mask, (*mask.dims, *ones)), (mask.dims[0], *dims))

    return {str(x.dims): wide(x.dims) for x in tree.flatten(chosen)}


def _where(held: dict[str, Any], new: Any, old: Any) -> Any:
    return tree.map_structure(lambda a, b: ops.where(held[str(b.dims)], a, b), new, old)


def lstm(*args: Any, **kwargs: Any) -> Any:
    """No kernel computes a whole layer: Keras then calls `rnn` with the steps of its cell."""
    raise NotImplementedError


gru = bidirectional_lstm = bidirectional_gru = lstm


def cudnn_ok(*args: Any, **kwargs: Any) -> bool:
    return False
