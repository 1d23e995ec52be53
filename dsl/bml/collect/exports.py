"""What a file offers: every public decorated function, with its annotations as its interface."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import numpy as np

from bml.annotations import KNOWN, Image, TensorSpec, fits
from bml.collect.function_results import annotation_text, function_result
from bml.collect.world import ModuleWorld
from bml.functions import TensorFunction
from bmlc.errors import UserError
from bmlc.ir import TensorType
from bmlc.ops.tensor import Tensor
from bmlc.program import REQUIRED, Export, Parameter
from bmlc.scripts import CompiledScript
from bmlc.scripts.printing.names import KeyedNames

__all__ = ["function_export", "script_export"]


def script_export(name: str, script: CompiledScript) -> Export:
    """The interface of a compiled script."""
    params = tuple(
        Parameter(param.js_name, param.kind, REQUIRED if param.default is ... else param.default, {})
        for param in script.params
    )
    return Export(name, "script", params, None, script.doc, script.loc)


def function_export(function: TensorFunction, python_name: str, world: ModuleWorld) -> Export | None:
    """The interface of a tensor function; None for a helper that nothing gives types to.

    Raises:
        UserError: BML102 for an annotation of a parameter that says nothing of a tensor.
    """
    for parameter, annotation in function.annotations.items():
        if parameter not in function.declared and annotation is not Tensor:  # which says as much as none
            raise UserError(
                "BML102",
                f"{function.name} expects annotations among {KNOWN}, "
                f"received {annotation_text(annotation)} of {parameter}",
                f"{parameter}: bml.TensorSpec((None, 4)), say; or begin the name of a helper with an underscore",
                function.loc,
            )
    for each in function.signature.parameters.values():
        if each.annotation is not each.empty and each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            raise UserError(
                "BML102",
                f"{function.name} expects parameters that stand for one input each, received {each}",
                "name each, or begin the name of a helper with an underscore",
                function.loc,
            )
    if function.is_declared:
        name, structure = world.add_function(function, python_name)
    else:
        mapped = world.mapped_name(function)
        if mapped is None:
            return None
        name = mapped
        outs = world.functions[name].outs
        structure = tuple(range(len(outs))) if len(outs) > 1 else 0
    traced = world.functions[name]
    names = KeyedNames()
    params = tuple(
        replace(
            _parameter(names(param.name, param.name), function.annotations.get(param.name), var.type),
            default=_default(function, param, var.type),
        )
        for param, var in zip(function.signature.parameters.values(), traced.params, strict=True)
    )
    result = function_result(function, traced, structure)
    return Export(name, "function", params, result, (function.__doc__ or "").strip(), function.loc)


def _parameter(name: str, annotation: Any, received: TensorType) -> Parameter:
    if isinstance(annotation, Image):
        return Parameter(name, "image", REQUIRED, {"shape": [annotation.height, annotation.width, annotation.channels]})
    if annotation in (int, float, bool):
        return Parameter(name, annotation.__name__, REQUIRED, {})
    shape = [size if isinstance(size, int) else str(size) for size in received.shape]
    # Numbers that somebody may type in, as opposed to what a data set gives.
    return Parameter(name, "numbers" if isinstance(annotation, TensorSpec) else "tensor", REQUIRED, {"shape": shape})


def _default(function: TensorFunction, parameter: inspect.Parameter, type: TensorType) -> Any:
    """The default of a parameter as numbers, or lists of them."""
    if parameter.default is parameter.empty:
        return REQUIRED
    annotation = function.annotations.get(parameter.name)
    try:
        with np.errstate(all="ignore"):
            given = np.asarray(parameter.default)
            if isinstance(annotation, Image):
                given = annotation.convert(given)
            array = given.astype(type.dtype)
    except (TypeError, ValueError, UserError):
        array = given = np.empty(0, object)
    changed = type.dtype != "float32" and (array != given).any()
    if not fits(type.shape, array.shape) or given.dtype.kind not in "biuf" or changed:
        raise UserError(
            "BML102",
            f"{function.name} expects {parameter.name} of {type}, received the default {parameter.default!r}",
            "give it a default of that type, or none",
            function.loc,
        )
    return given.tolist()
