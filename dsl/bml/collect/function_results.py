"""What an exported function gives: what its annotation says of it, held against what it was traced to give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from bml.annotations import Image, Probabilities, TensorSpec, fits
from bml.functions import TensorFunction
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType
from bmlc.ops.tensor import Tensor
from bmlc.program import Result

__all__ = ["annotation_text", "function_result"]

_CONTAINERS = (dict, tuple, list)


def function_result(function: TensorFunction, traced: Function, structure: Any) -> Result:
    """The result of `function` for its callers.

    Args:
        function: With an annotation of its result, or none.
        traced: What it computes.
        structure: What it returns, with a position among the results of `traced` for each tensor.

    Raises:
        UserError: BML101 for an annotation that does not fit, BML102 for one that says nothing, BML103 for a dictionary
            with two keys that are one text.
    """
    annotation = function.signature.return_annotation
    match annotation:
        case Probabilities():
            return _probabilities(annotation, function, _only(function, traced, structure, "probabilities"))
        case Image():
            return _image(annotation, function, _only(function, traced, structure, "an image"))
        case TensorSpec():
            _check_type(annotation, function, _only(function, traced, structure, "a tensor"))
        case _:
            _check_annotation(annotation, function, structure)
    return Result("tensor", {} if structure in (None, 0) else {"structure": _described(structure, function)})


def annotation_text(annotation: Any) -> str:
    if isinstance(annotation, type):
        module = "" if annotation.__module__ == "builtins" else f"{annotation.__module__}."
        return f"{module}{annotation.__qualname__}"
    return str(annotation)


def _described(structure: Any, function: TensorFunction) -> Any:
    """A position, a list of such, or the keys and items of a dictionary, which may have any keys."""
    if isinstance(structure, Mapping):
        keys = [str(key) for key in structure]
        if len(set(keys)) < len(keys):
            raise UserError(
                "BML103",
                f"{function.name} returns a dictionary with the keys {list(structure)}, some of which are one text",
                "objects of JavaScript have texts as keys",
                function.loc,
            )
        return {"keys": keys, "items": [_described(item, function) for item in structure.values()]}
    if isinstance(structure, tuple | list):
        return [_described(item, function) for item in structure]
    return structure


def _only(function: TensorFunction, traced: Function, structure: Any, meant: str) -> TensorType:
    if structure not in (None, 0) or len(traced.outs) != 1:
        given = ", ".join(str(out.type) for out in traced.outs) or "nothing"
        raise _misfit(function, given, f"asks for {meant}", "return one tensor alone, or leave the annotation out")
    return traced.outs[0].type


def _misfit(function: TensorFunction, given: object, wanted: str, hint: str) -> UserError:
    return UserError("BML101", f"{function.name} gives {given}, its annotation {wanted}", hint, function.loc)


def _check_annotation(annotation: Any, function: TensorFunction, structure: Any) -> None:
    """Without a word to say, one may be there for whoever reads the file, if it is true."""
    if annotation is function.signature.empty or annotation is Tensor:
        return
    container = get_origin(annotation) or annotation
    if container in _CONTAINERS and isinstance(structure, container):
        return
    if annotation is None and structure is None:
        return
    raise UserError(
        "BML102",
        f"{function.name} expects bml.Probabilities(...), bml.Image(...) or bml.TensorSpec(...) of its result, "
        f"received {annotation_text(annotation)}",
        'leave it out, or say what the result is: -> bml.Probabilities(["cat", "dog"])',
        function.loc,
    )


def _check_type(annotation: TensorSpec, function: TensorFunction, out: TensorType) -> None:
    if out.dtype != annotation.dtype or not fits(annotation.shape, out.shape):
        wanted = f"asks for {annotation.dtype}{list(annotation.shape)}"
        raise _misfit(function, out, wanted, "make the annotation say what the function gives")


def _probabilities(annotation: Probabilities, function: TensorFunction, out: TensorType) -> Result:
    if out.rank not in (1, 2) or out.shape[-1] != len(annotation.labels) or out.dtype != "float32":
        count = len(annotation.labels)
        hint = f"Probabilities takes a label a class: float32[{count}] of one element, float32[n, {count}] of several"
        raise _misfit(function, out, f"names {count} labels", hint)
    # What keras's models give for one example is a batch of one; its callers gave no batch.
    single = {"single": True} if out.rank == 1 or out.shape[0] == 1 else {}
    return Result("probabilities", {"labels": list(annotation.labels), **single})


def _image(annotation: Image, function: TensorFunction, out: TensorType) -> Result:
    shape = annotation.type.shape
    # An open leading size is a batch's: of one image, what calls with one element get.
    batch = out.shape[:-3] if out.rank > 3 else ()
    is_one = len(batch) <= 1 and all(size == 1 or not isinstance(size, int) for size in batch)
    if out.shape[-3:] != shape or not is_one or out.dtype == "bool":
        hint = "an image is float32 from 0 to 1, or uint8 or int32 from 0 to 255; bml.ops.reshape makes the shape fit"
        raise _misfit(function, out, f"asks for an image of {list(shape)}", hint)
    return Result("image", {"shape": list(shape)})
