"""What a module of tensor functions takes from the runtime: its loops, and the start of its backend."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bmlc.emit import js
from bmlc.emit.chains import PRINTED
from bmlc.ir import Eqn, Function
from bmlc.kernels.loop import BRANCH, LOOP, REPEAT, in_pieces
from bmlc.kernels.start import Start

__all__ = ["import_start", "loop_function", "loop_imports"]

_LOOPS = "loops"  # what writes them down, of those that are planned


def import_start(start: Start, printed: Sequence[js.Declare], loops: Sequence[str]) -> list[js.Statement]:
    """`export const start = startWith(common, chains);`, or what a backend without modules of ours exports itself."""
    if start.files is None:
        return [js.ExportFrom(("start",), start.module)]
    files = [js.Import((name,), f"@bml/runtime/engine/files/{name}.js") for name in start.files]
    parts = [*start.files, *([PRINTED] if printed else []), *([_LOOPS] if loops else [])]
    files += [js.Import((_LOOPS,), "@bml/runtime/engine/loops.js")] if loops else []
    exported = js.Declare("const", js.name("start"), js.call("startWith", *map(js.name, parts)), export=True)
    return [*files, js.Import(("startWith",), start.module), *printed, exported]


def loop_imports(functions: Mapping[str, Function], profiled: Collection[str]) -> list[str]:
    """What of the runtime's loops the functions call."""
    found: set[str] = set()
    for key, fn in functions.items():
        loops = [eqn for eqn in fn.eqns() if eqn.op is LOOP]
        found.update(loop_function(eqn, key in profiled) for eqn in loops)
        found.update("Stack" for eqn in loops if len(eqn.outs) > eqn.attrs["carries"])
        found.update("branch" for eqn in fn.eqns() if eqn.op is BRANCH)
        found.update(loop_function(eqn, key in profiled) for eqn in fn.eqns() if eqn.op is REPEAT)
    return sorted(found)


def loop_function(eqn: Eqn, yields: bool) -> str:
    return f"{eqn.op.name}{'Back' if eqn.attrs.get('reverse') else ''}{'InPieces' if yields or in_pieces(eqn) else ''}"
