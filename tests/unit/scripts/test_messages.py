"""What scripts refuse, with the whole message."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from bmlc.errors import UserError, UserErrors

from .object_messages import OF_OBJECTS
from .world import compile_script

CASES = {
    **OF_OBJECTS,
    "unknown name": (
        """
        rate = rat
        """,
        """
        error BML202: rat is not defined
         --> program.py:2:12
          |
        2 |     rate = rat
          |            ^^^
          = hint: did you mean rate?
        """,
    ),
    "maybe unset": (
        """
        if n > 1:
            best = 1
        return best
        """,
        """
        error BML202: best may not be set yet here
         --> program.py:4:12
          |
        4 |     return best
          |            ^^^^
          = hint: set it on every path before this line
        """,
    ),
    "large int": (
        """
        return HUGE
        """,
        """
        error BML205: expected an int below 2**53, where JavaScript's numbers are exact, received 1152921504606846976
         --> program.py:2:12
          |
        2 |     return HUGE
          |            ^^^^
          = hint: write a float, as in 1e18
        """,
    ),
    "unknown log": (
        """
        return model.evaluate(digits.map(prepare).batch(8), return_dict=True)["acc"]
        """,
        """
        error BML102: expected one of 'accuracy', 'loss', received 'acc'
         --> program.py:2:75
          |
        2 |     return model.evaluate(digits.map(prepare).batch(8), return_dict=True)["acc"]
          |                                                                           ^^^^^
        """,
    ),
    "unknown history": (
        """
        history = model.fit(digits.map(prepare).batch(8)).history
        return history["los"][0]
        """,
        """
        error BML102: expected one of 'accuracy', 'loss', received 'los'
         --> program.py:3:20
          |
        3 |     return history["los"][0]
          |                    ^^^^^
          = hint: did you mean 'loss'?
        """,
    ),
    "unreachable": (
        """
        return n
        n = 1
        """,
        """
        error BML206: this line never runs: the return before it leaves the function
         --> program.py:3:5
          |
        3 |     n = 1
          |     ^^^^^
          = hint: remove it, or move it up
        """,
    ),
    "parameter without a type": (
        """
        def main(n):
            return n
        """,
        """
        error BML201: n needs a type
         --> program.py:1:10
          |
        1 | def main(n):
          |          ^
          = hint: annotate it, as in n: int
        """,
    ),
    "default of another type": (
        """
        def main(n: int = 0.5):
            return n
        """,
        """
        error BML102: expected an int as the default of n, received 0.5
         --> program.py:1:10
          |
        1 | def main(n: int = 0.5):
          |          ^^^^^^
        """,
    ),
    "several": (
        """
        a = unknown
        b = a + 1
        if n:
            c = 'a' - 1
        return c
        """,
        """
        error BML202: unknown is not defined
         --> program.py:2:9
          |
        2 |     a = unknown
          |         ^^^^^^^
          = hint: set it in the script or at the top of the file

        error BML204: - does not take a str and an int
         --> program.py:5:13
          |
        5 |         c = 'a' - 1
          |             ^^^^^^^

        error BML202: c may not be set yet here
         --> program.py:6:12
          |
        6 |     return c
          |            ^
          = hint: set it on every path before this line

        3 errors
        """,
    ),
    "function rebinding": (
        """
        count = 0
        def f():
            count += 1
        f()
        """,
        """
        error BML202: count is set in this function, which makes it another one than that around it
         --> program.py:4:9
          |
        4 |         count += 1
          |         ^^^^^
          = note: in f, called here
         --> program.py:5:5
          |
        5 |     f()
          |     ^^^
          = hint: return the new value, or keep it in a list or dictionary
        """,
    ),
    "raise unknown": (
        """
        raise Exceptn('a')
        """,
        """
        error BML202: Exceptn is not defined
         --> program.py:2:11
          |
        2 |     raise Exceptn('a')
          |           ^^^^^^^
          = hint: did you mean Exception?
        """,
    ),
    "after handler": (
        """
        try:
            pass
        except ValueError as e:
            pass
        return e
        """,
        """
        error BML202: e may not be set yet here
         --> program.py:6:12
          |
        6 |     return e
          |            ^
          = hint: set it on every path before this line
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str, script_file: Callable[[str], Path]) -> None:
    body, expected = CASES[case]
    with pytest.raises((UserError, UserErrors)) as caught:
        compile_script(script_file(body), "main")
    assert str(caught.value) == textwrap.dedent(expected).strip()
