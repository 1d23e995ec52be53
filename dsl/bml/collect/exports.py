"""What a file offers: every public decorated function, with its annotations as its interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bml.annotations import KNOWN, Image, Probabilities, TensorSpec, is_known
from bml.collect.loading import UserModule
from bml.collect.world import ModuleWorld
from bml.functions import Script, TensorFunction
from bmlc.errors import UserError
from bmlc.frontend import KeyedNames, host
from bmlc.ir import Function, TensorType
from bmlc.program import REQUIRED, Export, Parameter, Result

__all__ = ["declarations", "function_export", "script_export"]


def declarations(user: UserModule) -> Iterator[tuple[str, Script | TensorFunction]]:
    """The public functions that the file itself decorates, in its order."""
    for name, value in vars(user.module).items():
        if (
            not name.startswith("_")
            and isinstance(value, Script | TensorFunction)
            and value.fn.__module__ == user.module.__name__
        ):
            yield name, value


def script_export(script: Script, name: str, tree: host.Script) -> Export:
    """The interface of a checked script."""
    params = tuple(
        Parameter(param.js_name, str(param.type).split()[-1], REQUIRED if param.default is ... else param.default, {})
        for param in tree.params
    )
    return Export(name, "script", params, None, tree.doc, script.loc)


def function_export(function: TensorFunction, python_name: str, world: ModuleWorld) -> Export | None:
    """The interface of a tensor function; None for a helper that nothing gives types to.

    Raises:
        UserError: BML102 for an annotation of a parameter that says nothing of a tensor.
    """
    for parameter, annotation in function.annotations.items():
        if not is_known(annotation):
            raise UserError(
                "BML102",
                f"{function.name} expects annotations among {KNOWN}, received {_annotation(annotation)} of {parameter}",
                f"{parameter}: bml.TensorSpec((None, 4)), say; or begin the name of a helper with an underscore",
                function.loc,
            )
    if function.declared_types() is not None:
        name = world.add_function(function, python_name)
    else:
        mapped = world.mapped_name(function)
        if mapped is None:
            return None
        name = mapped
    traced = world.functions[name]
    names = KeyedNames()
    params = tuple(
        _parameter(names(param, param), function.annotations.get(param), var.type)
        for param, var in zip(function.signature.parameters, traced.params, strict=True)
    )
    return Export(name, "function", params, _result(function, traced), (function.__doc__ or "").strip(), function.loc)


def _parameter(name: str, annotation: Any, received: TensorType) -> Parameter:
    if isinstance(annotation, Image):
        return Parameter(name, "image", REQUIRED, {"shape": [annotation.height, annotation.width, annotation.channels]})
    if annotation in (int, float, bool):
        return Parameter(name, annotation.__name__, REQUIRED, {})
    shape = [size if isinstance(size, int) else str(size) for size in received.shape]
    # Numbers that somebody may type in, as opposed to what a data set gives.
    return Parameter(name, "numbers" if isinstance(annotation, TensorSpec) else "tensor", REQUIRED, {"shape": shape})


def _annotation(annotation: Any) -> str:
    if isinstance(annotation, type):
        module = "" if annotation.__module__ == "builtins" else f"{annotation.__module__}."
        return f"{module}{annotation.__qualname__}"
    return str(annotation)


def _result(function: TensorFunction, traced: Function) -> Result:
    annotation = function.signature.return_annotation
    if isinstance(annotation, Probabilities):
        return _probabilities(annotation, function, traced)
    if isinstance(annotation, Image):
        return _image(annotation, function, traced)
    return Result("tensor", {})


def _probabilities(annotation: Probabilities, function: TensorFunction, traced: Function) -> Result:
    out = traced.outs[0].type
    if out.rank == 0 or out.shape[-1] != len(annotation.labels):
        raise UserError(
            "BML101",
            f"{function.name} gives {out}, its annotation names {len(annotation.labels)} labels",
            "Probabilities takes a label a class",
            function.loc,
        )
    options: Mapping[str, Any] = {"labels": list(annotation.labels)}
    return Result("probabilities", options)


def _image(annotation: Image, function: TensorFunction, traced: Function) -> Result:
    shape = annotation.type.shape
    outs = [var.type for var in traced.outs]
    # An open leading size is a batch's: of one image, what calls with one element get.
    batch = outs[0].shape[:-3] if len(outs) == 1 and outs[0].rank > 3 else ()
    is_one = len(batch) <= 1 and all(size == 1 or not isinstance(size, int) for size in batch)
    if len(outs) != 1 or outs[0].shape[-3:] != shape or not is_one or outs[0].dtype == "bool":
        given = ", ".join(map(str, outs)) or "nothing"
        raise UserError(
            "BML101",
            f"{function.name} gives {given}, its annotation asks for an image of {list(shape)}",
            "an image is float32 from 0 to 1, or uint8 or int32 from 0 to 255; bml.ops.reshape makes the shape fit",
            function.loc,
        )
    return Result("image", {"shape": list(shape)})
