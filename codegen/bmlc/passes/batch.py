"""Make a function of one element a function of a batch, by the ops' batching rules.

def prepare(image: uint8[28, 28, 1]):               def prepare(image: uint8[n, 28, 28, 1]):
  a: float32[28, 28, 1] = cast(image)         =>      a: float32[n, 28, 28, 1] = cast(image)
  return a                                            return a
"""

from __future__ import annotations

from bmlc.errors import UserError
from bmlc.ir import Builder, Function, TensorType, Var, building, symbol
from bmlc.ops import broadcast_to
from bmlc.ops.batching import batch_eqns
from bmlc.ops.tensor import Tensor

__all__ = ["batch"]


def batch(fn: Function, symbol_name: str = "n") -> Function:
    """`fn` with a leading dimension `n` on every parameter and every result; captured variables are shared by the
    batch. Random numbers are drawn for each element, unless their seed is a number, which gives the same at each call.

    Raises:
        UserError: The function updates a variable from an element, so that the elements' order would matter.
    """
    n = symbol(symbol_name)
    builder = Builder(fn.name, fn.loc)
    builder.require(*fn.guards)
    with building(builder):
        env: dict[Var, Tensor] = {}
        batched: set[Var] = set()
        for param in fn.params:
            env[param] = Tensor(builder.param(param.name, TensorType((n, *param.type.shape), param.type.dtype)))
            batched.add(param)
        for capture in fn.captures:
            env[capture.var] = Tensor(builder.read(capture.variable))
        batch_eqns(fn.body, env, batched, n)
        for update in fn.updates:
            if update.var in batched:
                raise UserError(
                    "BML103",
                    f"{fn.name} is mapped over elements, so it cannot set {update.variable.name} from one element",
                    "update the variable in a function that takes whole batches",
                    fn.loc,
                )
            builder.assign(update.variable, env[update.var].var)
        results = [env[var] if var in batched else broadcast_to(env[var], (n, *var.type.shape)) for var in fn.outs]
        return builder.finish(tuple(result.var for result in results))
