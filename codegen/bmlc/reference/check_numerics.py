"""Functions on TensorFlow that end at the first NaN or infinity, with the same line as in the browser."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import Function, evaluate
from bmlc.passes.check_numerics import NumericsCheck, check_numerics, describe, first_blamed
from bmlc.passes.pipeline import optimize
from bmlc.reference.bindings import bind_symbols
from bmlc.reference.checking import hint_for
from bmlc.reference.evaluate import Results
from bmlc.reference.evaluate import evaluate as evaluate_function
from bmlc.reference.tensorflow import tensorflow

__all__ = ["checked"]

Run: TypeAlias = Callable[[Sequence[Any], Sequence[Any]], Results]


def _interpreted(fn: Function) -> Run:
    return functools.partial(evaluate_function, fn)


def checked(fn: Function, make: Callable[[Function], Run] = _interpreted) -> Run:
    """`fn` as a call that checks what each of its equations gave.

    It runs the optimized function, as a browser does: gradients are the compiler's own, so that their equations have
    places and counts too.

    Args:
        fn: A traced function.
        make: What makes a function callable: `evaluate`, by default, or `compile`.

    Raises:
        UserError: BML406, of the call, before anything is committed.
    """
    optimized = optimize(fn)
    counting = check_numerics(optimized)
    run = make(counting.function)
    position = {capture.variable: index for index, capture in enumerate(fn.captures)}
    kept = [position[capture.variable] for capture in optimized.captures]  # optimizing drops those that nothing reads

    def call(inputs: Sequence[Any], captures: Sequence[Any]) -> Results:
        outs, updates = run(inputs, [captures[index] for index in kept])
        if not counting.checks:
            return outs, updates
        counts = np.asarray(outs[-1]).tolist()
        blamed = first_blamed(counting.checks, counts)
        if blamed is not None:
            raise _error(optimized, counting.checks[blamed], inputs, *counts[2 * blamed : 2 * blamed + 2])
        return outs[:-1], updates

    return call


def _error(fn: Function, check: NumericsCheck, inputs: Sequence[Any], nans: float, infinities: float) -> UserError:
    tf = tensorflow()
    bindings = bind_symbols(tf, fn.params, [tf.convert_to_tensor(x) for x in inputs])
    message = describe(check, nans, infinities, evaluate(check.type.size, bindings))
    return UserError("BML406", message, hint_for(check.subject.removesuffix(" gave")), check.loc)
