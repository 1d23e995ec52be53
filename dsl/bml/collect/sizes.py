"""Sizes that a call in a script does not know: named anew for the function, so that calls alike share one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bmlc.frontend import Slot
from bmlc.frontend.host import TensorValue
from bmlc.ir import Dim, Poly, TensorType, renamed, symbol
from bmlc.ops.structure import flatten, unflatten

__all__ = ["Sizes", "of_one_size"]

_NAMES = "nmkpqrstuvw"  # in the order in which a call meets them


class Sizes:
    """The symbols of one call.

    `in_script` says what each symbol of the function is among the sizes of the script. A name in an annotation is one
    size, whatever tensors are given: what only the running script knows, the guards at the function's entry compare.
    """

    def __init__(self) -> None:
        self.in_script: dict[str, Dim] = {}
        self._symbols: dict[str, Dim] = {}  # of the script -> of the function
        self._declared: dict[str, Dim] = {}  # named by annotations

    def of_tensor(self, received: TensorType, declared: TensorType | None) -> TensorType | None:
        """The parameter's type for a tensor of the script; None where the annotation does not allow it."""
        own = received.with_shape(tuple(self._of_script(size) for size in received.shape))
        if declared is None:
            return own
        if declared.rank != own.rank or _on_device(declared) != _on_device(own):
            return None
        shape = []
        for size, wanted in zip(own.shape, declared.shape, strict=True):
            known = self._declared.setdefault(str(wanted), size) if isinstance(wanted, Poly) else wanted
            if isinstance(known, int) and isinstance(size, int) and known != size:
                return None
            shape.append(known)
        return own.with_shape(tuple(shape))

    def of_list(self, declared: TensorType) -> TensorType:
        """The parameter's type for host values, whose sizes the annotation names."""
        return declared.with_shape(tuple(self._of_annotation(size) for size in declared.shape))

    def _of_script(self, size: Dim) -> Dim:
        if not isinstance(size, Poly):
            return size
        for name in sorted(size.symbols):
            if name not in self._symbols:
                self._symbols[name] = self._new(symbol(name))
        return renamed(size, self._symbols)

    def _of_annotation(self, size: Dim) -> Dim:
        if not isinstance(size, Poly):
            return size
        if str(size) not in self._declared:
            self._declared[str(size)] = self._new(symbol(f"size{len(self.in_script)}"))
        return self._declared[str(size)]

    def _new(self, in_script: Dim) -> Dim:
        count = len(self.in_script)
        name = _NAMES[count] if count < len(_NAMES) else f"n{count}"
        self.in_script[name] = in_script
        return symbol(name)


def _on_device(tensor_type: TensorType) -> str:
    """uint8 data is int32 on a device."""
    return "int32" if tensor_type.dtype == "uint8" else tensor_type.dtype


def of_one_size(arguments: Sequence[Any]) -> list[Any] | None:
    """The arguments of a call with one symbol for all of their sizes; None where there are not two of them."""
    leaves = flatten(list(arguments))
    types = [leaf.type.type for leaf in leaves if isinstance(leaf, Slot) and isinstance(leaf.type, TensorValue)]
    names = {name for tensor_type in types for name in tensor_type.symbols}
    if len(names) < 2:
        return None
    same: dict[str, Dim] = dict.fromkeys(names, symbol(min(names)))

    def merged(leaf: Any) -> Any:
        if not (isinstance(leaf, Slot) and isinstance(leaf.type, TensorValue)):
            return leaf
        shape = tuple(renamed(size, same) for size in leaf.type.type.shape)
        return Slot(TensorValue(leaf.type.type.with_shape(shape)))

    found: list[Any] = unflatten(list(arguments), map(merged, leaves))
    return found
