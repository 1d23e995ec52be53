"""An op and its rules, declared in one place.

    RELU = Op(
        name="relu",
        shape=same_shape,                 # types and attributes in, types out; raises UserError on a misuse
        gradient=relu_gradient,           # (g, y, *inputs, **attrs) -> a gradient or None an input, by other ops
        batching=elementwise_batching,    # (inputs, batched, **attrs) -> outs, all with an extra leading dimension
        reference=relu_reference,         # (tf, *inputs, **attrs) -> outs
        kernel=relu_kernel,               # (k, *inputs, **attrs) -> outs: `k.kernel(...)` calls, or other ops
    )

A frozen dataclass without defaults: a rule cannot be forgotten silently. "Not differentiable" is written down as
`NotDifferentiable(reason)`; `no_gradient` is for ops whose gradient is zero or undefined everywhere, as in TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from bmlc.ir import TensorType, active_builder

if TYPE_CHECKING:
    from bmlc.ops.tensor import Tensor

__all__ = ["NotDifferentiable", "Op", "Types", "no_gradient", "one_or_many"]

Types: TypeAlias = TensorType | tuple[TensorType, ...]


@dataclass(frozen=True)
class NotDifferentiable:
    """Stands in for a gradient rule; differentiating through the op is an error that gives this reason."""

    reason: str


def no_gradient(g: Any, y: Any, *inputs: Any, **attrs: Any) -> tuple[None, ...]:
    """y is piecewise constant in its inputs (or not a number): nothing flows back."""
    return (None,) * len(inputs)


@dataclass(frozen=True, eq=False)
class Op:
    """A primitive operation on tensors; see the module's docstring for the rules."""

    name: str
    shape: Callable[..., Types]
    gradient: Callable[..., Sequence[Tensor | None]] | NotDifferentiable
    batching: Callable[..., Any]
    reference: Callable[..., Any]
    kernel: Callable[..., Any]

    def __call__(self, *inputs: Tensor, **attrs: Any) -> Tensor:
        """Append an equation to the function being built; outside a trace, run the reference rule on arrays at once.

        An op with several outs gives a tuple of them: see `several`.
        """
        return cast("Tensor", self._apply(inputs, attrs))

    def several(self, *inputs: Tensor, **attrs: Any) -> tuple[Tensor, ...]:
        """The call of an op that has several outs."""
        return one_or_many(self._apply(inputs, attrs))

    def _apply(self, inputs: tuple[Tensor, ...], attrs: dict[str, Any]) -> Tensor | tuple[Tensor, ...]:
        from bmlc.ops.tensor import Tensor  # the operators of Tensor are ops: the two modules need each other

        builder = active_builder()
        if builder is None:
            from bmlc.reference import evaluate_op  # TensorFlow is imported only by who runs something

            return evaluate_op(self, inputs, attrs)  # type: ignore[no-any-return]  # arrays stand in for tensors
        types = self.shape(*(x.type for x in inputs), **attrs)
        many = types if isinstance(types, tuple) else (types,)
        outs = tuple(Tensor(var) for var in builder.emit(self, tuple(x.var for x in inputs), many, **attrs))
        return outs if isinstance(types, tuple) else outs[0]

    def __repr__(self) -> str:
        return f"<op {self.name}>"


def one_or_many(value: Any) -> tuple[Any, ...]:
    """Rules return one tensor or a tuple of them; this is always the tuple."""
    return tuple(value) if isinstance(value, tuple | list) else (value,)
