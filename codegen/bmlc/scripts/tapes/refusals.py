"""What the block of a tape cannot do: it is traced, once, so that what it does to the script would happen once, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bmlc.scripts.tapes.inputs import Chain, Inputs
from bmlc.scripts.types import BuiltinName, Holder
from bmlc.scripts.visit import Visit

__all__ = ["refuse_host_effects"]

_AFTER = "do it after the block, with the names that the block sets"
_TOLD = ("log", "plot", "progress", "timer")


def refuse_host_effects(visit: Visit, node: ast.With, inputs: Inputs) -> None:
    """
    Raises:
        UserError: BML201 for a block that ends the function, prints, or changes what the script has.
    """
    for each in _inside(node, in_loop=False):
        match each:
            case ast.Return() | ast.Break() | ast.Continue() | ast.Yield() | ast.YieldFrom():
                word = type(each).__name__.lower().removesuffix("from")
                raise visit.error("BML201", each, f"{word} in the block of a tape would end it", _AFTER)
            case ast.Try():
                message = "the block of a tape is traced: try would catch what happens as you build"
                raise visit.error("BML201", each, message, "put the block into the try")
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()) if inputs.is_outer(each.value):
                what = ast.unparse(each)
                raise visit.error("BML201", each, f"the block of a tape is traced: it cannot set {what}", _AFTER)
            case ast.Call(ast.Name("print")) if not inputs.is_inside("print"):
                message = "the block of a tape is traced: print would print once, as you build"
                raise visit.error("BML201", each, message, _AFTER)
            case ast.Call(ast.Attribute(ast.Name() as owner, name) as function) if (
                name in _TOLD and not inputs.is_inside(owner.id)
            ):
                with visit.filling():
                    told = visit.expression(function).type
                if told <= {BuiltinName(f"bml.{name}") for name in _TOLD}:
                    message = f"the block of a tape is traced: bml.{name} would report nothing"
                    raise visit.error("BML201", each, message, _AFTER)
            case ast.Call(ast.Attribute(owner, name)) if isinstance(owner, Chain) and inputs.is_outer(owner):
                with visit.filling():
                    held = visit.expression(owner).type
                if any(isinstance(atom, Holder) for atom in held):
                    what = ast.unparse(owner)
                    message = f"the block of a tape is traced: it cannot call {name} of {what}, the script's own"
                    raise visit.error("BML201", each, message, _AFTER)


def _inside(node: ast.AST, in_loop: bool) -> Iterator[ast.AST]:
    """What is done in a block; `break` and `continue` of loops in it are its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if not (in_loop and isinstance(child, ast.Break | ast.Continue)):
            yield child
        yield from _inside(child, in_loop or isinstance(child, ast.For | ast.While))
