"""Functions cut out of a program's own, so that each stage of a step is compared by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bmlc.ir import Eqn, Function, Var

__all__ = ["Gradients", "draws", "gradients", "has_gradients", "logits", "optimizer", "trains", "with_gradients"]

_PROBABILITIES = frozenset({"softmax", "sigmoid"})


@dataclass(frozen=True)
class Gradients:
    """A function that returns a loss's values, then its gradients, then its other outs; a name for each."""

    function: Function
    names: tuple[str, ...]


def gradients(step: Function) -> Gradients | None:
    """Every `value_and_grad` of a traced function with all that leads to them; None where there is none.

    A function that trains nothing, since an optimizer is given its gradients elsewhere, stays whole.
    """
    found = _values_and_grads(step)
    if not found:
        return None
    captured = {capture.var: capture.variable.name for capture in step.captures}
    names: list[str] = []
    for number, eqn in enumerate(found, 1):
        wrt = [eqn.inputs[index] for index in eqn.attrs["wrt"]]
        values = [f"value {index}" for index in range(len(eqn.outs) - len(wrt))]
        which = f" of {number}" if number > 1 else ""
        names += [f"{name}{which}" for name in (*values, *(f"d {captured.get(var, var.name)}" for var in wrt))]
    outs = _outs(found)
    if trains(step):
        return Gradients(replace(step, outs=outs, updates=()), tuple(names))
    others = tuple(out for out in step.outs if out not in outs)
    return Gradients(replace(step, outs=(*outs, *others)), (*names, *(out.name for out in others)))


def trains(fn: Function) -> bool:
    """Whether it replaces variables that are trained."""
    return any(update.variable.trainable for update in fn.updates)


def draws(fn: Function) -> bool:
    """Whether it draws random numbers."""
    return any(eqn.op.name == "random" for eqn in fn.eqns())


def has_gradients(fn: Function) -> bool:
    """Whether it computes gradients itself."""
    return bool(_values_and_grads(fn))


def with_gradients(step: Function) -> Function:
    """A training step that also returns the values and gradients that it computes, after its own outs."""
    return replace(step, outs=(*step.outs, *_outs(_values_and_grads(step))))


def optimizer(step: Function) -> Function:
    """What a training step makes of values and gradients that are given to it, after its own parameters.

    One that computes none, since a script gives them to it, stays as it is.
    """
    found = _values_and_grads(step)
    body = tuple(eqn for eqn in step.body if eqn.op.name != "value_and_grad")
    return replace(step, params=(*step.params, *_outs(found)), body=body)


def logits(predict: Function) -> Function:
    """`predict` returning what goes into its last softmax or sigmoid, besides its outs.

    Probabilities hide errors: those near 0 or 1 move little, whatever the logits do.
    """
    producers: dict[Var, Eqn] = {var: eqn for eqn in predict.body for var in eqn.outs}
    last = [producers[var] for var in predict.outs if var in producers]
    before = tuple(eqn.inputs[0] for eqn in last if eqn.op.name in _PROBABILITIES)
    return replace(predict, outs=(*before, *predict.outs), updates=())


def _values_and_grads(step: Function) -> tuple[Eqn, ...]:
    return tuple(eqn for eqn in step.body if eqn.op.name == "value_and_grad")


def _outs(eqns: tuple[Eqn, ...]) -> tuple[Var, ...]:
    return tuple(out for eqn in eqns for out in eqn.outs)
