"""Calls of functions that are values, and of methods: what is called is found as the script runs.

Each function that it may be is gone through. It has one version, which takes its own defaults.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bmlc.emit import js
from bmlc.scripts.fitting import fitted, lasting
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.functions.calls import bound_arguments, call_function
from bmlc.scripts.program.resolving import expect_one, valueless
from bmlc.scripts.types import NONE
from bmlc.scripts.values import OwnCall, Value
from bmlc.scripts.visit import Visit

__all__ = ["Target", "call_targets", "fitted_to_all", "guarded"]


@dataclass(frozen=True)
class Target:
    """A function that a call may reach, with the values of the parameters that the call does not give.

    `first` is a parameter whose value is an argument in JavaScript all the same: the class of a class method.
    """

    definition: Definition
    fixed: Mapping[str, Value] = field(default_factory=dict)
    first: js.Expression | None = None

    @property
    def parameters(self) -> list[str]:
        """The parameters that the call's arguments are for."""
        return [name for name in self.definition.parameters if name not in self.fixed]


def call_targets(
    visit: Visit,
    node: ast.AST,
    callee: js.Expression,
    targets: Sequence[Target],
    arguments: Arguments,
    first: js.Expression | None = None,
) -> Value:
    """`callee(first, …)`, which reaches one of these."""
    arguments = guarded(visit, arguments)
    instances: list[Instance] = []
    orders: list[list[int]] = []
    values: list[Value] = []
    for target in targets:
        definition = target.definition
        if not definition.is_value:
            definition.is_value = visit.cells.grew = True
        bound = bound_arguments(visit, definition, arguments, node, target.fixed)
        instances.append(call_function(visit, definition, bound, node))
        values = [value for name, value in bound.items() if name not in target.fixed]
        places = target.parameters
        given = [*range(len(arguments.positional)), *(places.index(name) for name in arguments.keywords)]
        if orders and orders[-1] != given:
            message = "expected functions that take these arguments in one order"
            raise visit.error("BML204", node, message, "give them by position")
        orders.append(given)
    held = visit.cells.meet_all((each.result for each in instances), ("call", node, visit.here))
    for instance in instances if len(instances) > 1 else ():
        instance.given = visit.cells.widened(instance.given, held, ("given", instance.key))
    names = [target.parameters for target in targets]
    written = [
        fitted_to_all(visit, node, value, [(each, names[j][k]) for j, each in enumerate(instances)])
        for k, value in enumerate(values[: max(orders[0], default=-1) + 1])
    ]
    written = [each if k in orders[0] else js.name("undefined") for k, each in enumerate(written)]
    before = [each for each in (first, targets[0].first) if each is not None]
    whole_call: js.Expression = OwnCall(callee, (*before, *written))
    if any(instance.waits for instance in instances):
        visit.wait()
        whole_call = js.Await(whole_call)
    if held != NONE and any(instance.result == NONE for instance in instances):
        whole_call = js.Binary("??", whole_call, js.Literal(None))  # some give nothing at all
    return Value(held, whole_call, fresh=True)


def guarded(visit: Visit, arguments: Arguments) -> Arguments:
    """What lies in containers and attributes is held while it is given to a function."""
    return Arguments(
        [visit.guard(lasting(visit, value)) for value in arguments.positional],
        {name: visit.guard(lasting(visit, value)) for name, value in arguments.keywords.items()},
        arguments.starred,
    )


def fitted_to_all(visit: Visit, node: ast.AST, value: Value, places: Sequence[tuple[Instance, str]]) -> js.Expression:
    """An argument as all versions hold it that may get it."""
    if valueless(value.type):  # known by its type: nothing is given
        for instance, name in places:
            expect_one(visit, node, visit.cells.resolve(instance.params[name]), name)
        return js.Literal(None)
    for instance, name in places:
        value = fitted(visit, value, instance.params[name])
    for instance, name in places:  # one holds it as all the others do
        place = ("parameter", instance.key, name)
        instance.params[name] = visit.cells.widened(instance.params[name], value.type, place)
    return value.js
