"""Going on after an error: a script's errors are told in one go, each once, none that only follows from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import libcst as cst

from bmlc.errors import UserError, UserErrors
from bmlc.frontend.check.scope import PoisonedError, Scope

__all__ = ["attempt", "poison_all"]

Result = TypeVar("Result")


def attempt(scope: Scope, check: Callable[[], Result]) -> Result | None:
    """What `check` gives; None where it found an error, which is noted."""
    before = scope.flow
    try:
        return check()
    except PoisonedError:
        pass
    except (UserError, UserErrors) as error:
        told = [(each.code, each.message, each.notes) for each in scope.journal.errors if _is_told_once(each)]
        scope.journal.errors += [each for each in error.errors if (each.code, each.message, each.notes) not in told]
    if scope.flow is None:
        scope.flow = before
    return None


def _is_told_once(error: UserError) -> bool:
    """Whether it is the same mistake wherever it shows: of a name that nothing sets, or with its own places."""
    return bool(error.notes) or error.code == "BML202"


def poison_all(scope: Scope, names: Iterable[str], node: cst.CSTNode) -> None:
    """What would have set these names is wrong: what uses them is not an error again."""
    for name in sorted(names):
        scope.poison(name, scope.loc(node))
