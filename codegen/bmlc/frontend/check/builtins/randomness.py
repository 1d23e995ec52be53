"""`bml.random` on the host: Python's `random`, on the program's generator, asked of the run."""

from __future__ import annotations

from dataclasses import replace

from bmlc.frontend.check import tensors
from bmlc.frontend.check.arguments import match_signature
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expected import check_argument
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    FLOAT,
    INT,
    NONE,
    STR,
    Builtin,
    Constant,
    Expression,
    FixedListType,
    HostType,
    ListType,
    RangeType,
    RunCall,
    TensorValue,
    TupleType,
    VariableType,
)

__all__: list[str] = []


def _call(call: Call, arguments: list[Expression], result: HostType) -> Expression:
    method = f"random.{call.name.rpartition('.')[2]}"
    return RunCall(method, tuple(arguments), (), False, result, call.scope.loc(call.node))


def _drawn(name: str, signature: str, result: HostType, expected: HostType = FLOAT) -> None:
    """A function of numbers; or Keras's of tensors under the same name, where the first argument is a shape."""

    @known_builtin(f"bml.random.{name}")
    def check(call: Call) -> Expression:
        if name in _BOTH and _is_of_tensors(call, "shape", TupleType, ListType, FixedListType):
            return _of_tensors(call, name)
        call = replace(call, arguments=match_signature(call.node, call.name, signature, call.scope))
        params = [param.strip("?") for param in signature.split(", ") if param]
        arguments = [
            check_argument(call.arguments[param], f"{call.name}'s {param}", expected, call.scope)
            for param in params
            if param in call.arguments
        ]
        if list(call.arguments) != params[: len(arguments)]:
            raise call.scope.error("BML102", call.node, f"{call.name} in scripts takes its arguments in order")
        return _call(call, arguments, result)


_BOTH = ("uniform", "randint")


def _is_of_tensors(call: Call, name: str, *types: type) -> bool:
    """Whether the first argument, `name` to Keras, is of these types."""
    if any(argument.keyword is not None and argument.keyword.value == name for argument in call.node.args):
        return True
    first = call.node.args[0] if call.node.args and not call.node.args[0].star else None
    return first is not None and isinstance(known(check_expression(first.value, call.scope).type), types)


def _of_tensors(call: Call, name: str) -> Expression:
    return tensors.call(call.node, call.scope.world.operation(f"random.{name}"), call.node.args, call.scope)


_drawn("random", "", FLOAT)
_drawn("gauss", "mu?, sigma?", FLOAT)
_drawn("uniform", "a, b", FLOAT)
_drawn("randint", "a, b", INT, INT)
_drawn("randrange", "start, stop?, step?", INT, INT)
_drawn("seed", "seed", NONE, INT)


def _population(call: Call, name: str) -> tuple[Expression, HostType]:
    """A list to draw from; others become one."""
    written = call.arguments[name].value
    value = check_expression(written, call.scope)
    host_type = known(value.type)
    item = check_iterable(call.scope, written, value)
    if host_type == STR or isinstance(host_type, RangeType):
        value = Builtin("list", (value,), ListType(item), value.loc)
    elif not isinstance(host_type, ListType | TupleType):
        raise call.scope.error("BML204", written, f"{call.name} draws from a list, received {host_type}", None)
    return value, item


@known_builtin("bml.random.choice", "seq")
def _choice(call: Call) -> Expression:
    values, item = _population(call, "seq")
    return _call(call, [values], item)


@known_builtin("bml.random.choices", "population, weights?, *, k?")
def _choices(call: Call) -> Expression:
    values, item = _population(call, "population")
    loc = call.scope.loc(call.node)
    weights: Expression = Constant(None, NONE, loc)
    if "weights" in call.arguments:
        weights = check_expression(call.arguments["weights"].value, call.scope)
        if known(weights.type) != NONE and known(check_iterable(call.scope, call.node, weights)) not in (INT, FLOAT):
            raise call.scope.error(
                "BML204", call.arguments["weights"], f"weights are numbers, received {known(weights.type)}"
            )
    count: Expression = Constant(1, INT, loc)
    if "k" in call.arguments:
        count = check_argument(call.arguments["k"], "choices' k", INT, call.scope)
    return _call(call, [values, weights, count], ListType(item))


@known_builtin("bml.random.sample", "population, k")
def _sample(call: Call) -> Expression:
    values, item = _population(call, "population")
    return _call(call, [values, check_argument(call.arguments["k"], "sample's k", INT, call.scope)], ListType(item))


@known_builtin("bml.random.shuffle")
def _shuffle(call: Call) -> Expression:
    if _is_of_tensors(call, "", TensorValue, VariableType):
        return _of_tensors(call, "shuffle")
    written = match_signature(call.node, call.name, "x", call.scope)["x"].value
    value = check_expression(written, call.scope)
    if not isinstance(known(value.type), ListType):
        raise call.scope.error("BML204", written, f"shuffle takes a list, received {known(value.type)}")
    return _call(call, [value], NONE)
