"""Rewrite ops into kernels that one backend has, by the ops' kernel rules.

    def f(x: uint8[n, 28, 28, 1]):                      def f(x: int32[n, 28, 28, 1]):
      a: float32[n, 28, 28, 1] = cast(x)           =>     a: float32[n, 28, 28, 1] = Cast[dtype=float32](x)
      b: float32[28] = sum[axis=(0, 2, 3)](a)             t: float32[28, n, 28, 1] = Transpose[perm=(1, 0, 2, 3)](a)
                                                          b: float32[28] = Sum[axis=(1, 2, 3)](t)

A rule may be written with other ops, which are legalized in turn; a Reshape of a Reshape is one Reshape. `constant` and
`dimension` stay: they are no kernels, the emitter writes resident constants and numbers. uint8 exists on no device and
becomes int32.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bmlc.errors import UserError
from bmlc.ir import Attrs, Builder, Dim, Eqn, Function, Guard, TensorType, Var, building, placed, primitive
from bmlc.kernels.kernel import Backend, Kernel, Target, UnsupportedError
from bmlc.kernels.tables import FACTS, kernel_rules, kernel_table
from bmlc.kernels.variants import backend_of
from bmlc.ops.cond import COND, STEP
from bmlc.ops.op import Op, one_or_many
from bmlc.ops.scan import SCAN
from bmlc.ops.tensor import Tensor
from bmlc.ops.while_loop import WHILE
from bmlc.passes.copy_reshaped_weights import copy_reshaped_weights
from bmlc.passes.lower_cond import lower_cond
from bmlc.passes.lower_scan import lower_scan, stacks
from bmlc.passes.lower_while import lower_while
from bmlc.passes.regions import Around

__all__ = ["legalize", "legalize_values"]


def legalize(fn: Function, backend: Backend) -> Function:
    """`fn` in kernels of `backend`.

    Raises:
        UserError: BML401 for an op that the backend cannot run, with the op's line.
    """
    return legalize_values(fn, backend)[0]


def legalize_values(fn: Function, backend: Backend) -> tuple[Function, Mapping[Var, Var]]:
    """`legalize`, and what each value of `fn` is in kernels."""
    makers = {out: eqn for eqn in fn.body for out in eqn.outs}
    guards = {guard.key: guard for guard in fn.guards}

    def held(inner: Function) -> Function:
        """A function that an equation holds in kernels; what it requires is checked before this one begins."""
        legal = legalize(inner, backend)
        guards.update({guard.key: guard for guard in legal.guards})
        return replace(legal, guards=())

    writer = Builder("", fn.loc, guards=guards)
    rewriter = _Rewriter(Around(backend, makers, stacks(fn), held), guards, writer)
    for var in fn.inputs:
        rewriter.env[var] = Var(var.name, _on_device(var.type)) if var.type.dtype == "uint8" else var
    for eqn in fn.body:
        rewriter.rewrite(eqn)
        rewriter.keep_names(eqn)
    named = {var: Var(name, var.type) for var, name in rewriter.names.items()}
    values = {var: named.get(value, value) for var, value in rewriter.env.items()}
    # A Reshape that only another Reshape read would count as a reader of its input, and stop `fuse`.
    read = {rewriter.env[var] for var in fn.results}.union(*(eqn.inputs for eqn in rewriter.body))
    legal = replace(
        fn.rewritten(
            (eqn.renamed(named) for eqn in rewriter.body if eqn.op.name != "Reshape" or eqn.outs[0] in read), values
        ),
        params=tuple(values[param] for param in fn.params),
        captures=tuple(replace(capture, var=values[capture.var]) for capture in fn.captures),
        guards=tuple(rewriter.guards.values()),
    )
    return copy_reshaped_weights(legal, backend) if FACTS[backend].packs_weights else legal, values


_LOWERINGS: Mapping[Op, Callable[[Eqn, Around], Sequence[Var]]] = {
    SCAN: lower_scan,
    COND: lower_cond,
    STEP: lower_cond,
    WHILE: lower_while,
}


@dataclass
class _Rewriter:
    around: Around
    guards: dict[tuple[Dim, bool], Guard]
    writer: Builder  # of what the rules write
    env: dict[Var, Var] = field(default_factory=dict)  # values of ops -> values of kernels
    body: list[Eqn] = field(default_factory=list)
    made: set[Var] = field(default_factory=set)
    names: dict[Var, str] = field(default_factory=dict)
    views: dict[Var, Var] = field(default_factory=dict)  # results of Reshape -> what was reshaped first

    def rewrite(self, eqn: Eqn) -> None:
        """Append the kernels of `eqn`, and note which values its outs are."""
        inputs = tuple(self.env.get(var, var) for var in eqn.inputs)
        op = eqn.op
        if not isinstance(op, Op) or (op.kernel is None and op not in _LOWERINGS):
            self._append(eqn, inputs)
            return
        types = tuple(_on_device(var.type) for var in eqn.outs)
        with building(self.writer), placed(eqn.scope, eqn.loc):
            if op in _LOWERINGS:
                outs = _LOWERINGS[op](eqn, self.around)
            else:
                outs = self._by_rule(eqn, op, Target(kernel_table(self.around.backend), types), inputs)
        written, self.writer.body = self.writer.body, []
        for inner in written:
            self.rewrite(inner)
        for var, out, of in zip(eqn.outs, outs, types, strict=True):
            self.env[var] = found = self.env.get(out, out)
            right = found.type == of or self._is_of(found.type, of)
            assert right, f"{op.name} on {self.around.backend} gives {found.type} instead of {of}"

    def _is_of(self, found: TensorType, wanted: TensorType) -> bool:
        """Whether a type is the wanted one, with sizes that a guard of the function holds equal taken for the same."""
        pairs = zip(found.shape, wanted.shape, strict=False)
        same = all(one == other or (primitive(one - other), True) in self.guards for one, other in pairs)
        return found.dtype == wanted.dtype and found.rank == wanted.rank and same

    def _by_rule(self, eqn: Eqn, op: Op, target: Target, inputs: tuple[Var, ...]) -> tuple[Var, ...]:
        backend = self.around.backend
        rule = kernel_rules(backend).get(op, op.kernel)
        assert rule is not None
        try:
            return tuple(out.var for out in one_or_many(rule(target, *map(Tensor, inputs), **eqn.attrs)))
        except UnsupportedError as limit:
            raise UserError(
                "BML401",
                f"{op.name} cannot run on {backend_of(backend)}, which has {limit.has}",
                f"{limit.way}choose other backends with --backends",
                eqn.loc,
            ) from None

    def keep_names(self, eqn: Eqn) -> None:
        """Give what was made for an op of the program the name that the op's result had."""
        for var in eqn.outs:
            if self.env[var] in self.made:
                self.names.setdefault(self.env[var], var.name)

    def _append(self, eqn: Eqn, inputs: tuple[Var, ...]) -> None:
        attrs: Attrs = eqn.attrs
        outs = eqn.outs
        if eqn.op.name == "Reshape":
            source = self.views.get(inputs[0], inputs[0])
            if source.type == outs[0].type:
                self.env[outs[0]] = source
                return
            self.views[outs[0]] = source
            inputs = (source,)
        if any(var.type.dtype == "uint8" for var in outs):
            outs = tuple(Var(var.name, _on_device(var.type)) for var in outs)
            if "value" in attrs:
                attrs = {**attrs, "value": attrs["value"].astype("int32")}
        self.env.update(zip(eqn.outs, outs, strict=True))
        self.made.update(outs)
        as_it_is = isinstance(eqn.op, Kernel) and inputs == eqn.inputs  # a rule of this pass wrote it
        self.body.append(eqn if as_it_is else Eqn(eqn.op, inputs, outs, attrs, eqn.loc, eqn.scope))


def _on_device(of: TensorType) -> TensorType:
    return of.with_dtype("int32") if of.dtype == "uint8" else of
