"""Local rewrites: what is known is computed now, what does nothing is left out, what is cheaper stands instead.

    a = multiply(x, 1.0)              a = x
    b = reshape(reshape(x))     =>    b = reshape(x)
    c = 1.0 / 64.0                    c = 0.015625
    d = multiply(broadcast_to(s), x)  d = multiply(s, x)

The rules stand in `rewrites`, one function each. None of them changes a rounding, an infinity, a NaN or the sign of a
zero: `tests/golden/test_rewrites.py` holds them to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bmlc.ir import Builder, Eqn, Function, Operation, Var, building, placed
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites import Known, Match, rules_of
from bmlc.passes.rewrites.match import Rule

__all__ = ["rewrite"]

# Each rule leaves fewer equations, fewer elements to compute, or a form that no other rule takes back. This is how many
# in a row would show that two of them do not agree.
_MOST_IN_A_ROW = 50


def rewrite(fn: Function) -> Function:
    """`fn` with rules applied in the order of its equations, to what they give too; `fn` itself where none applies."""
    readers = Counter(var for eqn in fn.body for var in eqn.inputs)
    readers.update(fn.results)
    joined = {var: eqn.attrs["axis"] for eqn in fn.body if eqn.op.name == "concatenate" for var in eqn.inputs}
    rewriter = _Rewriter(Known(readers=readers, joined=joined), Builder("", fn.loc))
    for eqn in fn.body:
        rewriter.visit(eqn, 0)
    return fn.rewritten(rewriter.body, {var: rewriter.value(var) for var in fn.results}) if rewriter.changed else fn


@dataclass
class _Rewriter:
    known: Known
    writer: Builder  # of what the rules write
    body: list[Eqn] = field(default_factory=list)
    changed: bool = False
    _env: dict[Var, Var] = field(default_factory=dict)  # values that are no longer made -> what stands for them
    _fresh: set[Var] = field(default_factory=set)  # made by a rule
    _rules: dict[Operation, Sequence[Rule]] = field(default_factory=dict)

    def value(self, var: Var) -> Var:
        while var in self._env:
            var = self._env[var]
        return var

    def visit(self, eqn: Eqn, depth: int) -> None:
        """Append `eqn`, or what a rule makes of it."""
        if not self._env.keys().isdisjoint(eqn.inputs):
            eqn = replace(eqn, inputs=tuple(map(self.value, eqn.inputs)))
        found = self._apply_rules(eqn)
        if found is None:
            self._append(eqn)
            return
        rule, result, written = found
        assert result.type == eqn.outs[0].type, f"{rule} gives {result.type} instead of {eqn.outs[0].type}"
        assert depth < _MOST_IN_A_ROW, f"{rule} and other rules of {eqn.op.name} undo each other"
        self.changed = True
        for inner in written:
            self._fresh.update(inner.outs)
            self.visit(inner, depth + 1)
        self._stand_in(eqn.outs[0], self.value(result.var))

    def _apply_rules(self, eqn: Eqn) -> tuple[str, Tensor, list[Eqn]] | None:
        """The first rule that applies, what it returns, and the equations that it wrote that with."""
        rules = self._rules.get(eqn.op)
        if rules is None:
            rules = self._rules[eqn.op] = rules_of(eqn.op)
        if not rules:
            return None
        match = Match(eqn, self.known)
        with building(self.writer), placed(eqn.scope, eqn.loc):
            for rule in rules:
                result = rule(match)
                self.writer.guards.clear()
                if result is not None:
                    written, self.writer.body = self.writer.body, []
                    return rule.__name__, result, written
                self.writer.body.clear()
        return None

    def _append(self, eqn: Eqn) -> None:
        self.known.maker.update(dict.fromkeys(eqn.outs, eqn))
        self.body.append(eqn)

    def _stand_in(self, var: Var, found: Var) -> None:
        """Let `found` stand for `var`; where a rule has just made it, it takes the name as well."""
        if found in self._fresh and self.body[-1].outs == (found,):
            self._append(replace(self.body.pop(), outs=(var,)))
            self._env[found] = var
        else:
            self.known.readers[found] += self.known.readers[var]
            self._env[var] = found
