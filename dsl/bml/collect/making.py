"""What lines of scripts make: models, layers, optimizers, metrics. A line runs here once; the browser makes variables.

Keras takes the seeds that nobody gives it from Python's `random`. The browser draws them too, each time the line runs.
"""

from __future__ import annotations

import ast
import io
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from bml.context import current_context
from bml.keras.imported import keras
from bml.keras.state import Counter, Draw, State
from bml.plain import as_scripts
from bmlc.errors import UserError
from bmlc.ir import Loc
from bmlc.ops.casting import as_array

__all__ = ["Making", "Rate", "evaluate", "seed_of", "variables_of"]

_MOST_SEEDS = 10_000  # that a line draws


@dataclass(frozen=True)
class Making:
    """A line of a script that makes objects.

    Attributes:
        name: Of the line, in the program; empty until the program has it.
        value: What it gave here.
        compiled: The models that it compiled: their optimizers and metrics are of this line.
        seeds: What Keras drew, in order.
        settings: Names of arguments that only the running script knows, with the variables that take them.
    """

    name: str
    value: Any
    compiled: Sequence[Any]
    seeds: Sequence[int]
    settings: tuple[tuple[str, str], ...]
    loc: Loc


class Rate(float):
    """A number that only the running script knows: Keras may put it into a variable, and nobody may ask what it is.

    Args:
        place: Among the names of the line.
        text: How the script writes it.
    """

    text: str

    def __new__(cls, place: int, text: str) -> Rate:
        made = super().__new__(cls, 0.01 + place / 1024)
        made.text = text
        return made

    def _asked(self, *_: object) -> Any:
        raise UserError.here(
            "BML207",
            f"{self.text} is known only as the script runs, and decides here what is made",
            "write a number, or go through some that are written out: for x in (4, 8)",
        )

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _asked
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = _asked
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _asked

    def __float__(self) -> float:
        """NumPy asks, to put it into a variable."""
        asks = sys._getframe(1).f_code.co_filename
        return float.__add__(self, 0.0) if asks == as_array.__code__.co_filename else self._asked()

    __bool__ = __int__ = __round__ = __str__ = __repr__ = __format__ = _asked
    __hash__ = float.__hash__

    @property
    def usual(self) -> np.float32:
        """What it is while nobody knows it."""
        return np.float32(float.__add__(self, 0.0))


def evaluate(
    expression: ast.expr, scope: Mapping[str, Any], names: Mapping[str, Any], loc: Loc, model: Any = None
) -> tuple[Making, str]:
    """Evaluate the expression, with its text for another process.

    Args:
        expression: As it is written at `loc`.
        scope: The names of its module.
        names: What the script knows, by names of ours that the expression has.
        loc: The line.
        model: That the line compiles, if it does.

    Raises:
        UserError: BML207 where it does more than to make objects.
    """
    whole = ast.fix_missing_locations(ast.Expression(expression))
    used = {node.id for node in ast.walk(whole) if isinstance(node, ast.Name)} & scope.keys()
    own = {
        each: as_scripts(scope[each]) for each in used if not isinstance(scope[each], np.ndarray)
    }  # as a script has them
    with _unmoved() as seeds, _silent():
        value = eval(compile(whole, loc.file, "eval"), {**scope, **own, **names})
    objects = list(objects_in(value))
    compiled = [each for each in objects if getattr(each, "compiled", False)] if model is None else [model]
    settings = _settings([*objects, *compiled], names)
    return Making("", value, compiled, seeds, settings, loc), ast.unparse(whole)


@contextmanager
def _unmoved() -> Iterator[list[int]]:
    """Finds the seeds that Keras draws inside; nobody else may draw."""
    seeds: list[int] = []
    before, of_numpy, context = random.getstate(), np.random.get_state(), current_context()
    context.makes = True
    try:
        yield seeds
    finally:
        context.makes = False
    after, again = random.getstate(), random.Random()
    again.setstate(before)
    while again.getstate() != after and len(seeds) < _MOST_SEEDS:
        seeds.append(again.randint(1, int(1e9)))
    is_still = all(np.array_equal(one, other) for one, other in zip(of_numpy, np.random.get_state(), strict=True))
    if again.getstate() != after or not is_still:
        raise UserError(
            "BML207",
            "a line that makes objects of Keras's runs when you build, and here it also draws random numbers",
            "draw them in the script, where what they decide may be known as it runs",
        )


@contextmanager
def _silent() -> Iterator[None]:
    with redirect_stdout(io.StringIO()) as printed:
        yield
    if printed.getvalue():
        raise UserError(
            "BML207",
            "a line that makes objects of Keras's runs when you build, and here it also prints",
            "print in the script, or leave it out",
        )


def _settings(value: Any, names: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    rates = {name: rate for name, rate in names.items() if isinstance(rate, Rate)}
    found = [
        (name, variable.state.name)
        for name, rate in rates.items()
        for optimizer in _optimizers(value)
        if isinstance(variable := optimizer._learning_rate, keras.Variable) and np.asarray(variable.value) == rate.usual
    ]
    if {name for name, _ in found} != set(rates):
        late = ", ".join(rate.text for rate in rates.values())
        raise UserError(
            "BML207",
            f"expected numbers that are written out, or a learning rate, received {late},"
            " known only as the script runs",
            "write a number, or go through some that are written out: for x in (4, 8)",
        )
    return tuple(found)


def _optimizers(value: Any) -> Iterator[Any]:
    for each in objects_in(value):
        if isinstance(each, keras.Optimizer):
            yield each
        elif getattr(each, "optimizer", None) is not None:
            yield each.optimizer


def objects_in(value: Any) -> Iterator[Any]:
    """The objects that a line gives: one, or several in a tuple, list or dictionary."""
    match value:
        case tuple() | list():
            for each in value:
                yield from objects_in(each)
        case Mapping():
            yield from objects_in(list(value.values()))
        case _:
            yield value


def variables_of(making: Making) -> list[State]:
    """The variables of what a line gives: its own, and what training adds to them."""
    found: list[Any] = [each for value in objects_in(making.value) for each in _own_variables(value)]
    for model in making.compiled:
        found += [*model.optimizer.variables, *model.metrics_variables]
    return [variable.state for variable in found]


def _own_variables(value: Any) -> Iterator[Any]:
    """Those of an object, and of the layers behind a symbolic tensor; lines before have claimed what they made."""
    yield from getattr(value, "variables", ())
    waiting, seen = [value] if isinstance(value, keras.KerasTensor) else [], set()
    while waiting:
        layer = waiting.pop()._keras_history.operation
        if id(layer) not in seen:
            seen.add(id(layer))
            yield from getattr(layer, "variables", ())
            waiting += [tensor for node in layer._inbound_nodes for tensor in node.input_tensors]


def seed_of(variable: State) -> int | None:
    """The seed that the first value of a variable was drawn with, which may be one that Keras took."""
    value = variable.of._value
    if isinstance(value, Draw):
        return int(value.descriptor["key"][0])
    return int(variable.seed) if isinstance(variable, Counter) else None
