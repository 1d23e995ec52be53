"""What a rule sees of an equation, and the table of all rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TypeAlias

import numpy as np

from bmlc.ir import Attrs, Eqn, Operation, TensorType, Var
from bmlc.ops import broadcast_to, convert_to_tensor, reshape
from bmlc.ops.broadcasting import elementwise
from bmlc.ops.op import Op, one_or_many, unchanged
from bmlc.ops.tensor import Tensor

__all__ = ["BINARY", "RULES", "UNARY", "Known", "Match", "Number", "Rule", "rewrites", "rules_of"]

Number: TypeAlias = float | int | bool


@dataclass
class Known:
    """What the equations so far say about values."""

    maker: dict[Var, Eqn] = field(default_factory=dict)
    readers: Counter[Var] = field(default_factory=Counter)
    joined: dict[Var, int] = field(default_factory=dict)  # what is concatenated -> along which axis


@dataclass(frozen=True)
class Match:
    """An equation with one out, whose op the rule is for."""

    eqn: Eqn
    known: Known

    @cached_property
    def inputs(self) -> tuple[Tensor, ...]:
        return tuple(map(Tensor, self.eqn.inputs))

    @property
    def attrs(self) -> Attrs:
        return self.eqn.attrs

    @property
    def type(self) -> TensorType:
        """The type of the out, which is that of every result of a rule."""
        return self.eqn.outs[0].type

    def maker(self, of: Tensor, *ops: str) -> Eqn | None:
        """The equation that gives `of`, if it applies one of `ops`."""
        eqn = self.known.maker.get(of.var)
        return eqn if eqn is not None and eqn.op.name in ops else None

    def source_of(self, of: Tensor, *ops: str) -> Tensor | None:
        """What `of` is made of, if by one of `ops`."""
        eqn = self.maker(of, *ops)
        return None if eqn is None else Tensor(eqn.inputs[0])

    @property
    def inner(self) -> Eqn:
        """The equation that gives the first input, of a rule that says which ops that is `of`."""
        return self.known.maker[self.inputs[0].var]

    @property
    def source(self) -> Tensor:
        """What that was made of."""
        return Tensor(self.inner.inputs[0])

    def read_once(self, of: Tensor) -> bool:
        """Whether nothing else would still need `of`."""
        return self.known.readers[of.var] <= 1

    def number(self, of: Tensor) -> Number | None:
        """The number that every element of `of` is known to be."""
        eqn = self.maker(of, "constant", "full")
        if eqn is None:
            return None
        value: Number | np.ndarray = eqn.attrs["value"]
        if not isinstance(value, np.ndarray):
            value = np.asarray(value, eqn.attrs["dtype"])  # rounded as its elements are
        return value.item() if value.size == 1 else None

    def array(self, of: Tensor) -> np.ndarray | None:
        """The elements of `of`, where they are known."""
        eqn = self.maker(of, "constant")
        return None if eqn is None else np.asarray(eqn.attrs["value"])

    def scalar(self, of: Tensor) -> Tensor | None:
        """The scalar that every element of `of` is equal to, if it was made by repeating one."""
        if self.maker(of, "full"):
            return convert_to_tensor(self.number(of), of.dtype)
        source = self.source_of(of, "broadcast_to")
        return reshape(source, ()) if source is not None and source.type.size == 1 else None

    def same_op(self, *inputs: Tensor) -> Tensor:
        """The equation's op, with its attributes, of other inputs."""
        assert isinstance(self.eqn.op, Op)
        result: Tensor = one_or_many(self.eqn.op.apply(inputs, self.attrs))[0]
        return result

    def stretch(self, of: Tensor) -> Tensor:
        """`of` in the shape of the out."""
        return broadcast_to(of, self.type.shape)


# Returns what stands for the equation's out, written with ops; None where the rule does not apply.
Rule: TypeAlias = Callable[[Match], Tensor | None]

RULES: dict[str, list[Rule]] = {}  # by op, in the order in which they are tried
# Any op whose result at a place depends on what one input, or two that broadcast, are at that place.
UNARY, BINARY = "(any unary op)", "(any binary op)"


def rewrites(*ops: str, of: Sequence[str] = ()) -> Callable[[Rule], Rule]:
    """Declares a function to be a rule for equations of these ops, or of all that are `UNARY` or `BINARY`.

    With `of` it is one for those alone whose first input one of these gives.
    """

    def declare(rule: Rule) -> Rule:
        @wraps(rule)
        def where_it_applies(m: Match) -> Tensor | None:
            return rule(m) if not of or m.maker(m.inputs[0], *of) else None

        for op in ops:
            RULES.setdefault(op, []).append(where_it_applies)
        return rule

    return declare


def rules_of(op: Operation) -> Sequence[Rule]:
    """The rules for equations of this op."""
    batching = op.batching if isinstance(op, Op) else None
    of_all = UNARY if batching is unchanged else BINARY if batching is elementwise else ""
    return [*RULES.get(op.name, ()), *RULES.get(of_all, ())]
