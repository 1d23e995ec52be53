"""Types that would never end: of a value that holds one of its own kind.

node = None
for value in values:
    node = (value, node)      (int, (int, (int, ... or None) or None) or None)
"""

from __future__ import annotations

from bmlc.errors import UserError
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import HostType, parts
from bmlc.ir import Loc

__all__ = ["check_growth"]

_DEEPEST = 24  # containers in containers
_LARGEST = 4000  # parts of a type, those of its parts included


def check_growth(what: str, host_type: HostType, loc: Loc) -> None:
    """Refuse a type that has grown too large to be anything but endless.

    Args:
        what: Whose type it is: "node", "what f returns".
        host_type: The type.
        loc: What gave it.

    Raises:
        UserError: BML203.
    """
    depth, level = 0, [host_type]
    size = 0
    while level:
        depth += 1
        size += len(level)
        if depth > _DEEPEST or size > _LARGEST:
            raise UserError(
                "BML203",
                f"{what} would hold values of its own type, whose end is not known when you build",
                "keep the items in a list, and name others by their index in it",
                loc,
            )
        level = [part for each in level for part in parts(known(each))]
