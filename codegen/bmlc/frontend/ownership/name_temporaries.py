"""Give every value that holds tensors an owner: a name, a container, or whoever a function returns to.

    value = f(g(x), h(y))           g_1 = g(x)
                              =>    h_1 = h(y)
                                    value = f(g_1, h_1)

A call borrows what it is given, so that its inputs need names that live through it; what a name or a container keeps,
it keeps a reference to (`retain`). What is evaluated before a value that got a name gets one too: Python's order stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bmlc.frontend.host import Statement
from bmlc.frontend.ownership.fresh_names import FreshNames
from bmlc.frontend.ownership.functions import FunctionFacts
from bmlc.frontend.ownership.namer import Namer

__all__ = ["name_temporaries"]


def name_temporaries(
    body: Sequence[Statement], fresh: FreshNames, functions: Mapping[str, FunctionFacts]
) -> tuple[tuple[Statement, ...], dict[str, frozenset[str]]]:
    """One function's body, and the names in it that own nothing, each with the names of what it looks into."""
    namer = Namer(fresh, functions)
    return namer.statements(body), namer.views
