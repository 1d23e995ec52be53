"""Shortens what wasm kernels say of the functions that they call: of the types only arrays matter to our `cwrap`.

wasm.cwrap(Tile, null /* void */, ['number', 'array'])  =>  wasm.cwrap(Tile, true)
wasm.cwrap(Step, null /*void*/, ['number', 'number'])   =>  wasm.cwrap(Step)
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["shorten_signatures"]

CALL = re.compile(r"\.cwrap\(([\w']+), (?:null|'number')[^\[]*\[([^\]]*)\]\)", re.DOTALL)


def shorten_signatures(name: str, source: str) -> str:
    """See the module's docstring."""
    if not name.startswith("tfjs-backend-wasm/dist/kernels/"):
        return source
    rewritten, count = CALL.subn(lambda call: f".cwrap({call[1]}{', true' * ('array' in call[2])})", source)
    if count != source.count(".cwrap("):
        raise RewriteError(name, f"{source.count('.cwrap(')} calls of cwrap with a list of types, not {count}")
    return rewritten
