"""What to say of a name that neither the script nor its file sets."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from difflib import get_close_matches

from bmlc.frontend.check.scope import Scope

__all__ = ["describe"]

# Functions and classes of Python that people reach for, and what they write instead.
_INSTEAD = {
    "breakpoint": "set it in the browser, whose tools show this file",
    "eval": "write the code out",
    "exec": "write the code out",
    "frozenset": "use a dictionary with values True, or a list",
    "getattr": "write the attribute out, or use a dictionary",
    "hasattr": "write the attribute out, or use a dictionary",
    "input": "make it a parameter of the script, for which the page shows a field",
    "iter": "use a for loop, or an index",
    "next": "use a for loop, or an index",
    "open": "a page has no files: report with bml.log or print, and read data with bml.Dataset",
    "set": "use a dictionary with values True, or a list",
    "setattr": "use a dictionary",
    "slice": "write the slice out, as in xs[1:3]",
    "type": "ask isinstance(x, float), or print type(x).__name__",
}


def describe(name: str, scope: Scope) -> tuple[str, str, str | None]:
    """The code, the message and the hint."""
    from bmlc.frontend.check.builtins import BUILTINS  # they hold expressions, which hold names
    from bmlc.frontend.check.exceptions import EXCEPTIONS

    if name in BUILTINS:
        return "BML201", f"scripts do not keep functions: {name} is only called", f"call it, as in {name}(...)"
    if name in EXCEPTIONS:
        return "BML201", f"scripts do not keep exceptions: {name} is only raised and caught", f"raise {name}(...)"
    if hasattr(builtins, name):
        return "BML201", f"scripts do not have {name}", _INSTEAD.get(name)
    known = sorted({*_names(scope), *scope.world.names(), *(each for each in BUILTINS if "." not in each)})
    close = get_close_matches(name, known, n=1, cutoff=0.65)  # lenght is near len, missing is not near min
    hint = f"did you mean {close[0]}?" if close else "set it in the script or at the top of the file"
    return "BML202", f"{name} is not defined", hint


def _names(scope: Scope | None) -> Iterator[str]:
    """The names of this function and of those around it."""
    while scope is not None:
        yield from (name for name in scope.locals if name.isidentifier())
        scope = scope.outer
