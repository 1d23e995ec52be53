"""The layers that a function's scopes name: what reports per layer and messages call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bmlc.ir.function import Function

__all__ = ["Layer", "layers_of"]


@dataclass(frozen=True)
class Layer:
    """`sequential/conv2d`, and whether its equations are those of its gradient."""

    name: str
    gradient: bool

    def __str__(self) -> str:
        return f"gradient of {self.name}" if self.gradient else self.name


def layers_of(fn: Function) -> Mapping[str, Layer]:
    """Each scope of `fn`'s equations -> its layer.

    Scopes begin with the name that the function was traced under, which is left out where something follows it.
    `differentiate` names the gradient of `sequential/conv2d` `sequential/d_conv2d`; a layer of the user's own that is
    called so stays one.
    """
    scopes = dict.fromkeys(eqn.scope for eqn in fn.eqns())
    outermost = {scope.split("/", 1)[0] for scope in scopes if "/" in scope}
    common = f"{outermost.pop()}/" if len(outermost) == 1 else ""
    inner = {scope: scope.removeprefix(common) for scope in scopes}
    known = set(inner.values())
    layers: dict[str, Layer] = {}
    for scope, name in inner.items():
        owner, slash, last = name.rpartition("/")
        forward = f"{owner}{slash}{last.removeprefix('d_')}"
        layers[scope] = Layer(forward, True) if last.startswith("d_") and forward in known else Layer(name, False)
    return layers
