"""Connectionist temporal classification (Graves et al. 2006): labels without their places in time."""

from __future__ import annotations

import math
from typing import Any

from bml.keras.dispatch import traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.windows import known

__all__ = ["ctc_decode", "ctc_loss"]

NEVER = -1e30  # the logarithm of the probability 0, with which sums stay finite


@traced
def ctc_loss(target: Any, output: Any, target_length: Any, output_length: Any, mask_index: int = 0) -> Any:
    """Minus the logarithm of the probability of all paths that spell `target`, by its forward variables.

    A path is at one of 2 n + 1 states, the labels and the blanks around them. It stays, goes on by one, or by two if
    that skips a blank between two labels that differ. Labels for which there is no path cost infinity.
    """
    labels, logits = ops.cast(target, "int32"), ops.convert_to_tensor(output, "float32")
    labelled, steps = ops.cast(target_length, "int32"), ops.cast(output_length, "int32")
    n, longest = labels.dims
    time, classes = logits.dims[1], known("ctc_loss", logits.dims[2])
    blank = mask_index % classes
    blanks = ops.full_like(labels, blank)
    states = ops.concatenate([ops.reshape(ops.stack([blanks, labels], 2), (n, 2 * longest)), blanks[:, :1]], 1)
    count = 2 * longest + 1
    # [time, batch, states]
    emitted = ops.einsum("ntc,nsc->tns", ops.log_softmax(logits), ops.one_hot(states, classes))
    skips = ops.logical_and(states != blank, states != ops.pad(states, ((0, 0), (2, 0)))[:, :count])

    def moved(paths: Any, by: int) -> Any:
        return ops.pad(paths, ((0, 0), (by, 0)), constant_values=NEVER)[:, :count]

    def step(paths: Any, x: Any) -> Any:
        emission, now = x
        ways = [paths, moved(paths, 1), ops.where(skips, moved(paths, 2), NEVER)]
        after = ops.logsumexp(ops.stack(ways), axis=0) + emission
        return ops.where(ops.expand_dims(now < steps, 1), after, paths), None

    first = ops.where(ops.arange(count) < 2, emitted[0], NEVER)
    paths, _ = ops.scan(step, first, (emitted[1:], ops.arange(1, time)))
    last = ops.expand_dims(2 * labelled, 1) - ops.arange(count)
    ends = ops.logical_or(last == 0, last == 1)
    total = ops.logsumexp(ops.where(ends, paths, NEVER), axis=1)
    return ops.where(total > NEVER / 2, -total, math.inf)


@traced
def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int | None = 0,
) -> Any:
    """The labels of each step's best class, (1, batch, time), filled with -1, and minus the sum of their logits."""
    if strategy != "greedy":
        raise UserError.here(
            "BML102",
            f"ctc_decode expected strategy='greedy', received {strategy!r}: no browser has a search along beams",
        )
    logits, lengths = ops.convert_to_tensor(inputs, "float32"), ops.cast(sequence_lengths, "int32")
    time, classes = logits.dims[1], known("ctc_decode", logits.dims[2])
    best = ops.argmax(logits, -1)
    places = ops.arange(time)
    read = places < ops.expand_dims(lengths, 1)
    kept = ops.logical_and(read, best != (classes - 1 if mask_index is None else mask_index % classes))
    if merge_repeated:
        before = ops.pad(best, ((0, 0), (1, 0)), constant_values=-1)[:, :time]
        kept = ops.logical_and(kept, best != before)
    order = ops.argsort(ops.cast(ops.logical_not(kept), "int32"), axis=1)  # those that are kept first, in their order
    many = ops.sum(ops.cast(kept, "int32"), axis=1, keepdims=True)
    labels = ops.where(places < many, ops.take_along_axis(best, order, 1), -1)
    scores = -ops.sum(ops.where(read, ops.amax(logits, -1), 0.0), axis=1, keepdims=True)
    return ops.expand_dims(labels, 0), scores
