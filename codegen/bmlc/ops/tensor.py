"""The symbolic tensor: what user code sees while it is traced, and gradient rules while a pass runs them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeAlias

from bmlc.errors import UserError
from bmlc.ir import Dim, DType, TensorType, Var, active_builder

__all__ = ["Operand", "Tensor"]

Operand: TypeAlias = Any  # a Tensor, a variable, a NumPy array, a number or nested lists of numbers


def _refused(why: str, hint: str) -> Callable[..., NoReturn]:
    """A method of Python's that a traced tensor cannot have."""

    def method(self: Tensor, *args: object) -> NoReturn:
        raise _without_numbers(self) or UserError.here("BML103", f"a traced {self.type} {why}", hint)

    return method


def _without_numbers(x: Tensor) -> UserError | None:
    """The error outside of a trace, where a tensor is what Keras computed on arrays to know its shape."""
    if active_builder() is not None:
        return None
    return UserError.here(
        "BML103",
        f"this {x.type} has a shape and no numbers: a browser computes them, not the build",
        "read it in a @bml.script, or make the numbers with NumPy",
    )


# What NumPy's array protocol is asked by, as its users call it.
_LIBRARIES = {"matplotlib": "Matplotlib", "pandas": "pandas", "scipy": "SciPy", "sklearn": "scikit-learn"}
_LIBRARIES |= {"tensorflow": "TensorFlow", "torch": "PyTorch"}


def _asking() -> str:
    """The library that wants the values of a tensor."""
    return _LIBRARIES.get(str(sys._getframe(2).f_globals.get("__name__")).partition(".")[0], "NumPy")


@dataclass(eq=False)
class Tensor:
    """A value of the function being built, with Python's operators and a NumPy-like face.

    Keras remembers masks and logits as attributes of its tensors, hence not frozen.
    """

    var: Var
    stacked: ClassVar[Callable[[Sequence[Tensor]], Tensor]]  # `ops.operators` installs these two
    counted: ClassVar[Callable[[Dim], Tensor | int]]

    __array_priority__ = 100  # NumPy must leave `array * tensor` to us

    @property
    def type(self) -> TensorType:
        return self.var.type

    @property
    def dims(self) -> tuple[Dim, ...]:
        """The sizes; those that are not known until the program runs have names."""
        return self.var.type.shape

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The sizes as Keras shows them: None where one is not known until the program runs; see `ops.shape`."""
        return tuple(size if isinstance(size, int) else None for size in self.var.type.shape)

    @property
    def dtype(self) -> DType:
        return self.var.type.dtype

    @property
    def ndim(self) -> int:
        return self.var.type.rank

    def __len__(self) -> int:
        size = self.dims[0] if self.dims else None
        if not isinstance(size, int):
            raise UserError.here(
                "BML103",
                f"the length of a traced {self.type} is not known until the program runs",
                "use bml.ops.shape(x)[0]",
            )
        return size

    __bool__ = _refused(
        "has no truth value: it is not known until the program runs",
        "use bml.ops.where or bml.ops.cond instead of `if`, bml.ops.while_loop instead of `while`, "
        "bml.ops.logical_and instead of `and`",
    )
    __int__ = _refused(
        "has no number that Python could take: it is not known until the program runs",
        'compute with the tensor itself, or bml.ops.cast(x, "int32")',
    )
    __float__ = _refused(
        "has no number that Python could take: it is not known until the program runs",
        'compute with the tensor itself, or bml.ops.cast(x, "float32")',
    )
    __round__ = _refused(
        "has no number that Python could round: it is not known until the program runs", "use bml.ops.round"
    )
    __index__ = _refused(
        "is no int that Python could count with: it is not known until the program runs",
        "use bml.ops.while_loop instead of `range`, bml.ops.take instead of an index into a list",
    )
    __iter__ = _refused(
        "cannot be iterated over: its elements are not known until the program runs",
        "use bml.ops.scan or bml.ops.map instead of `for`, or write x[0], x[1] for its parts",
    )
    __contains__ = _refused(
        "has no elements that Python could compare: they are not known until the program runs",
        "use bml.ops.any(bml.ops.equal(x, element)) instead of `in`",
    )
    __setitem__ = _refused(
        "cannot be changed in place",
        "use bml.ops.slice_update, bml.ops.scatter_update or bml.ops.where, which give a new tensor",
    )

    def __array__(self, *args: object, **kwargs: object) -> NoReturn:
        raise _without_numbers(self) or UserError.here(
            "BML103",
            f"{_asking()} received a traced {self.type}, whose values are not known until the program runs",
            "use what bml.ops has instead",
        )

    def __format__(self, spec: str) -> str:
        if spec:
            raise _without_numbers(self) or UserError.here(
                "BML103",
                f"a traced {self.type} has no digits that {spec!r} could format: they are not known until the program "
                "runs",
                "return the tensor, and format it in a @bml.script",
            )
        return repr(self)

    if TYPE_CHECKING:  # `ops.operators` installs them, since ops build on this class

        def __add__(self, other: Operand) -> Tensor: ...
        def __neg__(self) -> Tensor: ...

        __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__
        __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = __add__
        __lt__ = __le__ = __gt__ = __ge__ = __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __add__
        __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = __add__
        __abs__ = __invert__ = __neg__

        def __eq__(self, other: object) -> Tensor: ...  # type: ignore[override]  # element by element; see `is`
        def __ne__(self, other: object) -> Tensor: ...  # type: ignore[override]
        def __getitem__(self, index: Operand) -> Tensor: ...

    __hash__ = object.__hash__  # of the tensor itself, although `==` compares element by element

    def __repr__(self) -> str:
        return f"<bml.Tensor {self.type}>"
