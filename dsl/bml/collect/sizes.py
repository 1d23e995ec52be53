"""Sizes that a call in a script does not know: named anew for the function, so that calls alike share one."""

from __future__ import annotations

from bmlc.ir import Dim, Poly, TensorType, linear, renamed, symbol
from bmlc.scripts.types import is_open

__all__ = ["Sizes"]

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

    def unknown(self) -> frozenset[str]:
        """The symbols of sizes that only the running script knows, as those of an array."""
        return frozenset(name for name, of in self.in_script.items() if is_open(of))

    def of_list(self, declared: TensorType) -> TensorType:
        """The parameter's type for host values, whose sizes the annotation names."""
        return declared.with_shape(tuple(self._of_annotation(size) for size in declared.shape))

    def _of_script(self, size: Dim) -> Dim:
        if not isinstance(size, Poly):
            return size
        # A parameter's size has to say what its symbol is: `n - 1` does, `n*t` and `n//2` are sizes of their own.
        first, *others = sorted(size.symbols)
        known = not others and linear(size, first) is not None
        named = symbol(first) if known else size
        if str(named) not in self._symbols:
            self._symbols[str(named)] = self._new(named)
        return renamed(size, self._symbols) if known else self._symbols[str(named)]

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
