"""A kernel: what an equation applies after legalization."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bmlc.ir import Dim, TensorType, Var, current_builder
from bmlc.kernels.integers import StandIn
from bmlc.ops.tensor import Tensor

__all__ = ["Backend", "Kernel", "Target", "UnsupportedError"]

Backend: TypeAlias = str  # the name of its file in `backends`


@dataclass(frozen=True, eq=False)
class Kernel:
    """One kernel of one backend: where its configuration is imported from and what it does to memory."""

    name: str
    backend: Backend
    module: str  # import specifier
    config: str  # name of the exported tfjs KernelConfig
    inputs: tuple[str, ...] | None  # names of the inputs in order, optional ones last; None: an array of tensors
    max_rank: int | None  # of its inputs and outputs; None: it can do any
    merged: bool  # whether neighbouring dimensions are always made one
    for_integers: StandIn | None  # what is called instead for tensors without float32
    workspace: Callable[..., Dim] | None  # the bytes that it holds for itself, by the types of its inputs

    @property
    def source(self) -> str:
        """The name of the file that declares it."""
        return self.module.rpartition("/")[2].removesuffix(".js")

    @property
    def shares_memory(self) -> bool:
        """Whether the output is its first input's memory with a reference added."""
        return self.name == "Reshape"

    def rounds(self, inputs: Iterable[TensorType]) -> bool:
        """Whether these are no floats, but would be computed as such."""
        return self.for_integers is not None and all(of.dtype != "float32" for of in inputs)

    def exceeded(self, types: Iterable[TensorType]) -> bool:
        """Whether one of its inputs and outputs has too many dimensions."""
        return self.max_rank is not None and any(of.rank > self.max_rank for of in types)

    def __repr__(self) -> str:
        return f"<kernel {self.backend}.{self.name}>"


class UnsupportedError(Exception):
    """A kernel rule asked for what the backend lacks: it `has` a lesser thing, and a `way` out may be open."""

    def __init__(self, has: str, way: str = "") -> None:
        super().__init__(has)
        self.has, self.way = has, way


@dataclass(frozen=True)
class Target:
    """What a kernel rule sees of the backend that it legalizes for."""

    table: Mapping[str, Kernel]
    out_types: tuple[TensorType, ...]  # of the op being legalized

    def kernel(
        self, name: str, *inputs: Tensor | None, types: tuple[TensorType, ...] | None = None, **attrs: object
    ) -> Tensor:
        """Call kernel `name`, which has one output, of the op's own type unless `types` says otherwise.

        `attrs` are the kernel's attributes as tfjs names them; a `Dim` inside becomes an expression.
        """
        operands: tuple[Var, ...] = tuple(x.var for x in inputs if x is not None)
        types = types or self.out_types
        given: Mapping[str, object] = attrs
        kernel = self._found(name)
        if kernel.for_integers is not None and kernel.rounds(var.type for var in operands):
            name, given = kernel.for_integers(name, types, attrs)
            kernel = self._found(name)
        if kernel.merged or kernel.exceeded([*types, *(var.type for var in operands)]):
            from bmlc.kernels.lower_ranks import lower_ranks  # written with ops, whose rules this class serves

            return lower_ranks(kernel, tuple(map(Tensor, operands)), types[0], given)
        (out,) = current_builder().emit(kernel, operands, types, **given)
        return Tensor(out)

    def _found(self, name: str) -> Kernel:
        if name not in self.table:
            raise UnsupportedError(f"no kernel {name}")
        return self.table[name]
