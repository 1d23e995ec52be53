"""Functions cut out of a program's own, so that each stage of a step is compared by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bmlc.ir import Eqn, Function, Var

__all__ = [
    "Gradients",
    "Logits",
    "draws",
    "gradients",
    "has_gradients",
    "logits",
    "optimizer",
    "sources",
    "trains",
    "values_and_grads",
    "with_gradients",
]

_PROBABILITIES = frozenset({"softmax", "sigmoid"})


@dataclass(frozen=True)
class Logits:
    """A function that returns logits, then its own outs; of which outs they are."""

    function: Function
    of: tuple[int, ...]


@dataclass(frozen=True)
class Gradients:
    """A function that returns losses with their gradients, then its other outs; a name for each.

    `places` says for each where it stands among the results of a call: (tape, 0) is the value of a tape, (tape, i) its
    gradient number i, and (None, i) the function's own out number i.
    """

    function: Function
    names: tuple[str, ...]
    places: tuple[tuple[int | None, int], ...]


def gradients(step: Function) -> Gradients | None:
    """Every `value_and_grad` and tape of a traced function with all that leads to them; None where there is none.

    A function that trains nothing, since an optimizer is given its gradients elsewhere, stays whole.
    """
    found = values_and_grads(step)
    if not found:
        return None
    outs: list[Var] = []
    names: list[str] = []
    places: list[tuple[int | None, int]] = []
    for number, eqn in enumerate(found):
        of = sources(step, eqn)
        which = f" of {number + 1}" if number else ""
        outs += [eqn.outs[0], *eqn.outs[len(eqn.outs) - len(of) :]]
        names += [f"{name}{which}" for name in ("value", *(f"d {variable or label}" for variable, label in of))]
        places += [(number, index) for index in range(1 + len(of))]
    if trains(step):
        return Gradients(replace(step, outs=tuple(outs), updates=()), tuple(names), tuple(places))
    for index, out in enumerate(step.outs):
        if out not in outs:
            outs.append(out)
            names.append(out.name)
            places.append((None, index))
    return Gradients(replace(step, outs=tuple(outs)), tuple(names), tuple(places))


def trains(fn: Function) -> bool:
    """Whether it replaces variables that are trained."""
    return any(update.variable.trainable for update in fn.updates)


def draws(fn: Function) -> bool:
    """Whether it draws random numbers."""
    return any(eqn.op.name == "random" for eqn in fn.eqns())


def has_gradients(fn: Function) -> bool:
    """Whether it computes gradients itself."""
    return bool(values_and_grads(fn))


def with_gradients(step: Function) -> Function:
    """A training step that also returns all that its `value_and_grad`s give, after its own outs."""
    return replace(step, outs=(*step.outs, *_outs(values_and_grads(step))))


def optimizer(step: Function) -> Function:
    """What a training step makes of values and gradients that are given to it, after its own parameters.

    One that computes none, since a script gives them to it, stays as it is.
    """
    found = values_and_grads(step)
    body = tuple(eqn for eqn in step.body if eqn not in found)
    return replace(step, params=(*step.params, *_outs(found)), body=body)


def logits(predict: Function) -> Logits:
    """`predict` returning what goes into its last softmax or sigmoid, besides its outs.

    Probabilities hide errors: those near 0 or 1 move little, whatever the logits do.
    """
    producers: dict[Var, Eqn] = {var: eqn for eqn in predict.body for var in eqn.outs}
    before = {
        index: producers[var].inputs[0]
        for index, var in enumerate(predict.outs)
        if var in producers and producers[var].op.name in _PROBABILITIES
    }
    return Logits(replace(predict, outs=(*before.values(), *predict.outs), updates=()), tuple(before))


def values_and_grads(step: Function) -> tuple[Eqn, ...]:
    """Its equations that give a value and gradients of it: the value first, the gradients last."""
    return tuple(eqn for eqn in step.body if eqn.op.name in ("value_and_grad", "taped"))


def sources(step: Function, eqn: Eqn) -> list[tuple[str | None, str]]:
    """What one of them differentiates by: the name of each variable, None for other tensors, and what to call it."""
    if eqn.op.name == "taped":
        return [(name, var.name) for name, var in zip(eqn.attrs["names"], eqn.inputs[1:], strict=True)]
    captured = {capture.var: capture.variable.name for capture in step.captures}
    return [(captured.get(eqn.inputs[index]), eqn.inputs[index].name) for index in eqn.attrs["wrt"]]


def _outs(eqns: tuple[Eqn, ...]) -> tuple[Var, ...]:
    return tuple(out for eqn in eqns for out in eqn.outs)
