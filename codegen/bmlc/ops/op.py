"""An op and its rules, declared in one place; the declaration is the function that callers use.

    tanh = unary("tanh", "The hyperbolic tangent.", lambda g, y, x: g * (1.0 - y * y), "Tanh")

    FLIP = Op1(
        name="flip",
        shape=flip_shape,  # types in, type out; its attributes are the op's; raises UserError on a misuse
        gradient=lambda g, y, x, *, axis: (flip(g, axis),),  # a gradient or None for each input, by other ops
        batching=shifted,  # (op, inputs, batched, *, axis) -> y, with one more leading dimension
        reference=lambda tf, x, *, axis: tf.reverse(x, axis),
        kernel=lambda k, x, *, axis: k.kernel("Reverse", x, dims=axis),  # kernel calls, or other ops
    )

The class says how many inputs the op takes, and so how its rules must look. No rule has a default: it cannot be
forgotten silently. "Not differentiable" is written down as `NotDifferentiable(reason)`; a gradient of None says that it
is zero or undefined everywhere, as in TensorFlow. What one backend does otherwise stands in that backend's file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from bmlc.ir import UNKNOWN, Builder, TensorType, active_builder, building
from bmlc.ops.rules import misuse
from bmlc.ops.tensor import Tensor

__all__ = [
    "TF",
    "Array",
    "Batching",
    "Gradients",
    "NotDifferentiable",
    "Op",
    "Op0",
    "Op1",
    "Op2",
    "Op3",
    "OpN",
    "Outs",
    "Override",
    "Target",
    "Types",
    "one_or_many",
    "refused",
    "shifted",
    "unchanged",
]

T = TypeVar("T")
P = ParamSpec("P")  # an op's attributes, by keyword

TF: TypeAlias = Any  # the module tensorflow, which has no types
Array: TypeAlias = Any  # a tensor of TensorFlow
Types: TypeAlias = TensorType | tuple[TensorType, ...]
Outs: TypeAlias = Tensor | tuple[Tensor, ...]
Gradients: TypeAlias = Sequence[Tensor | None]
# (op, inputs, which of them have an extra leading dimension, **attrs) -> outs, all with one
Batching: TypeAlias = Callable[..., Outs]
Override: TypeAlias = "tuple[Op, Callable[..., Outs]]"


class Target(Protocol):
    """What a kernel rule sees of the backend that it legalizes for."""

    @property
    def out_types(self) -> tuple[TensorType, ...]:
        """Those of the op being legalized."""

    def kernel(
        self, name: str, *inputs: Tensor | None, types: tuple[TensorType, ...] | None = None, **attrs: object
    ) -> Tensor:
        """Call kernel `name`, which has one output, of the op's own type unless `types` says otherwise."""


@dataclass(frozen=True)
class NotDifferentiable:
    """Stands in for a gradient rule; differentiating through the op is an error that gives this reason."""

    reason: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Op:
    """What passes see of an op, however many inputs it takes; see the module's docstring for the rules."""

    name: str
    shape: Callable[..., Types]
    gradient: Callable[..., Gradients] | NotDifferentiable | None
    batching: Batching | None  # None: it has no inputs
    reference: Callable[..., Array]
    kernel: Callable[..., Outs] | None  # None: the emitter writes it without a kernel

    @property
    def __name__(self) -> str:
        return self.name  # as functions have one: a declaration may be the public function

    def apply(self, inputs: Sequence[Tensor], attrs: Mapping[str, object]) -> Outs:
        """Append an equation to the function being built.

        A tensor outside of a trace has only a shape, and so has what is made of it.
        """
        builder = active_builder()
        if builder is None:
            shapes = Builder("shapes", UNKNOWN)
            with building(shapes):
                return self.apply([x if isinstance(x, Tensor) else _shape_of(x, shapes) for x in inputs], attrs)
        types = self.shape(*(x.type for x in inputs), **attrs)
        many = types if isinstance(types, tuple) else (types,)
        outs = tuple(Tensor(var) for var in builder.emit(self, tuple(x.var for x in inputs), many, **attrs))
        return outs if isinstance(types, tuple) else outs[0]

    def by(self, rule: Callable[..., Any]) -> Override:
        """The op with another kernel rule: one backend's, which stands in that backend's file."""
        return self, rule

    def __repr__(self) -> str:
        return f"<op {self.name}>"


def _shape_of(array: Array, builder: Builder) -> Tensor:
    return Tensor(builder.param("x", TensorType(array.shape, array.dtype.name)))


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Op0(Op, Generic[P]):
    """An op without inputs."""

    shape: Callable[P, TensorType]
    reference: Callable[Concatenate[TF, P], Array]
    kernel: Callable[Concatenate[Target, P], Tensor] | None

    def __call__(self, *args: P.args, **attrs: P.kwargs) -> Tensor:
        return cast(Tensor, self.apply((), attrs))

    def by(self, rule: Callable[Concatenate[Target, P], Tensor]) -> Override:
        return self, rule


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Op1(Op, Generic[P]):
    """An op with one input and one output."""

    shape: Callable[Concatenate[TensorType, P], TensorType]
    gradient: Callable[Concatenate[Tensor, Tensor, Tensor, P], Gradients] | NotDifferentiable | None
    reference: Callable[Concatenate[TF, Array, P], Array]
    kernel: Callable[Concatenate[Target, Tensor, P], Tensor]

    def __call__(self, x: Tensor, *args: P.args, **attrs: P.kwargs) -> Tensor:
        return cast(Tensor, self.apply((x,), attrs))

    def by(self, rule: Callable[Concatenate[Target, Tensor, P], Tensor]) -> Override:
        return self, rule


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Op2(Op, Generic[P]):
    """An op with two inputs and one output."""

    shape: Callable[Concatenate[TensorType, TensorType, P], TensorType]
    gradient: Callable[Concatenate[Tensor, Tensor, Tensor, Tensor, P], Gradients] | NotDifferentiable | None
    reference: Callable[Concatenate[TF, Array, Array, P], Array]
    kernel: Callable[Concatenate[Target, Tensor, Tensor, P], Tensor]

    def __call__(self, a: Tensor, b: Tensor, *args: P.args, **attrs: P.kwargs) -> Tensor:
        return cast(Tensor, self.apply((a, b), attrs))

    def by(self, rule: Callable[Concatenate[Target, Tensor, Tensor, P], Tensor]) -> Override:
        return self, rule


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Op3(Op, Generic[P]):
    """An op with three inputs and one output."""

    shape: Callable[Concatenate[TensorType, TensorType, TensorType, P], TensorType]
    gradient: Callable[Concatenate[Tensor, Tensor, Tensor, Tensor, Tensor, P], Gradients] | NotDifferentiable | None
    reference: Callable[Concatenate[TF, Array, Array, Array, P], Array]
    kernel: Callable[Concatenate[Target, Tensor, Tensor, Tensor, P], Tensor]

    def __call__(self, a: Tensor, b: Tensor, c: Tensor, *args: P.args, **attrs: P.kwargs) -> Tensor:
        return cast(Tensor, self.apply((a, b, c), attrs))

    def by(self, rule: Callable[Concatenate[Target, Tensor, Tensor, Tensor, P], Tensor]) -> Override:
        return self, rule


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OpN(Op):
    """An op with any number of inputs, or with several outputs."""

    def __call__(self, *inputs: Tensor, **attrs: object) -> Tensor:
        return cast(Tensor, self.apply(inputs, attrs))

    def several(self, *inputs: Tensor, **attrs: object) -> tuple[Tensor, ...]:
        """The call of an op that has several outputs."""
        return one_or_many(self.apply(inputs, attrs))


def unchanged(op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
    """Batching of an op with one input that treats all elements alike, whatever dimensions they stand in."""
    return op.apply(inputs, attrs)


def shifted(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int | tuple[int, ...], **attrs: object
) -> Outs:
    """Batching of an op with one input that works along `axis`, one further behind the extra dimension."""
    behind = axis + 1 if isinstance(axis, int) else tuple(i + 1 for i in axis)
    return op.apply(inputs, {"axis": behind, **attrs})


def refused(op: str, expected: str, received: str) -> Batching:
    """Batching of an op that cannot take a batch of elements: the user's mistake."""

    def rule(_: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: object) -> Outs:
        raise misuse(op, expected, received)

    return rule


def one_or_many(value: T | tuple[T, ...] | list[T]) -> tuple[T, ...]:
    """Rules return one tensor or a tuple of them; this is always the tuple."""
    return tuple(value) if isinstance(value, tuple | list) else (value,)
