"""Names and attributes that lead out of the script: to its module's objects and to what they have."""

from __future__ import annotations

from difflib import get_close_matches

import libcst as cst

from bmlc.frontend.check import objects, tensors
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Assign,
    Constant,
    DatasetType,
    Expression,
    HostType,
    Local,
    MetricType,
    ModelType,
    ModuleType,
    NameTarget,
    OfProgram,
    OptimizerType,
    ProgramObject,
    Scalar,
    TupleLiteral,
    TupleType,
    VariableType,
)
from bmlc.frontend.signatures import DATASET_METHODS, INSTEAD_OF_METHODS, MODEL_METHODS
from bmlc.frontend.world import ComputedValue, ConstantValue, ObjectValue, PipelineValue, Resolved, Unusable

__all__ = ["LARGEST", "attribute_of", "close_member", "free_name", "resolved"]

LARGEST = 2**53 - 1  # beyond it a JavaScript number no longer holds every integer
_SCALARS: dict[type, Scalar] = {bool: BOOL, int: INT, float: FLOAT, str: STR, type(None): NONE}


def free_name(node: cst.Name, scope: Scope) -> Expression:
    """A name that the script does not set: the module's."""
    found = scope.world.resolve(node.value)
    if found is None:
        raise scope.unknown_name(node)
    return resolved(found, node, scope)


def attribute_of(owner: OfProgram, node: cst.Attribute, scope: Scope) -> Expression | None:
    """`owner.name` where the world knows it: members of modules, variables of models. None where it does not."""
    value = ObjectValue(owner.name, owner)
    found = scope.world.attribute(value, node.attr.value)
    if found is not None:
        return resolved(found, node, scope)
    if isinstance(owner, ModuleType):
        close = get_close_matches(node.attr.value, scope.world.members(value), n=1)
        hint = f"did you mean {close[0]}?" if close else None
        raise scope.error("BML202", node.attr, f"{owner} has no {node.attr.value} that scripts know", hint)
    return None


def close_member(owner: HostType, name: str, scope: Scope) -> str | None:
    """Which of what `owner` has may have been meant, or stands for what Keras has besides."""
    if isinstance(owner, ModelType | OptimizerType) and name in INSTEAD_OF_METHODS:
        return INSTEAD_OF_METHODS[name]
    members: list[str] = []
    if isinstance(owner, OfProgram):
        members += scope.world.members(ObjectValue(owner.name, owner))
    if isinstance(owner, ModelType | DatasetType):
        members += MODEL_METHODS if isinstance(owner, ModelType) else DATASET_METHODS
    if name in members:
        return None
    close = next((each for each in get_close_matches(name, members) if _is_known(owner, each, scope)), None)
    return f"did you mean {close}?" if close else None


def _is_known(owner: HostType, member: str, scope: Scope) -> bool:
    """Whether scripts can read or call what Keras has by this name."""
    if not isinstance(owner, OfProgram) or member in MODEL_METHODS or member in DATASET_METHODS:
        return True
    if isinstance(owner, OptimizerType | MetricType | VariableType) and scope.world.method(owner, member) is not None:
        return True
    return not isinstance(scope.world.attribute(ObjectValue(owner.name, owner), member), Unusable | None)


def resolved(found: Resolved, node: cst.BaseExpression, scope: Scope) -> Expression:
    """What the world knows, as an expression in the place of `node`."""
    loc = scope.loc(node)
    text = scope.text(node)
    match found:
        case ConstantValue(value):
            return _constant(value, node, scope)
        case ObjectValue(name, host_type):
            if isinstance(host_type, ModelType | DatasetType):  # the others are known by name where they are used
                scope.objects.setdefault(name)
            return ProgramObject(name, host_type, loc)
        case PipelineValue() as pipeline:
            if pipeline.name not in scope.pipelines:
                made = objects.replay(scope, pipeline, loc)
                scope.pipelines[pipeline.name] = Assign((NameTarget(pipeline.name, made.type),), made, loc)
            return Local(pipeline.name, scope.pipelines[pipeline.name].value.type, loc)
        case ComputedValue(function):
            return tensors.applied(scope, node, function, ())
        case Unusable(what, hint):
            advice = hint or "scripts use models, data sets, tensor functions, numbers and strings of the file"
            named = what if what.endswith(f" {text}") else f"{text}, {what}"  # not "random, the module random"
            raise scope.error("BML201", node, f"a script cannot use {named}", advice)


def _constant(value: object, node: cst.BaseExpression, scope: Scope) -> Expression:
    loc = scope.loc(node)
    if isinstance(value, tuple):
        items = tuple(_constant(item, node, scope) for item in value)
        return TupleLiteral(items, TupleType(tuple(item.type for item in items)), loc)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise scope.error(
            "BML205", node, f"{scope.text(node)} is {value}, beyond 2**53, where JavaScript's numbers are not exact"
        )
    assert value is None or isinstance(value, bool | int | float | str)
    return Constant(value, _SCALARS[type(value)], loc)
