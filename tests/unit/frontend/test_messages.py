"""What scripts refuse, with the whole message."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from bmlc.errors import UserError

from .world import compile_script

CASES = {
    "while": (
        """
        while n > 0:
            n -= 1
        """,
        """
        error BML201: scripts do not have while
         --> program.py:2:5
          |
        2 |     while n > 0:
          |     ^^^^^^^^^^^^
        """,
    ),
    "lambda": (
        """
        digits.map(lambda image, label: image)
        """,
        """
        error BML201: scripts do not have lambda
         --> program.py:2:16
          |
        2 |     digits.map(lambda image, label: image)
          |                ^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: move it into a @bml.function, or write it in steps
        """,
    ),
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
    "two types": (
        """
        total = 0
        for i in range(n):
            total = total + 0.5
        """,
        """
        error BML203: total would be an int (line 2) or a float (line 4)
         --> program.py:4:9
          |
        4 |         total = total + 0.5
          |         ^^^^^^^^^^^^^^^^^^^
          = hint: write the int with a point, as in 0.0
        """,
    ),
    "unknown argument": (
        """
        model.fit(digits.map(prepare).batch(8), epoch=2)
        """,
        """
        error BML102: fit has no argument 'epoch'
         --> program.py:2:45
          |
        2 |     model.fit(digits.map(prepare).batch(8), epoch=2)
          |                                             ^^^^^^^
          = hint: did you mean 'epochs'? the arguments of fit in scripts are x, epochs, validation_data, verbose
        """,
    ),
    "positional option": (
        """
        model.fit(digits.batch(8), 5)
        """,
        """
        error BML102: fit has no argument number 2
         --> program.py:2:32
          |
        2 |     model.fit(digits.batch(8), 5)
          |                                ^
          = hint: name it: epochs, validation_data, verbose take a keyword in scripts
        """,
    ),
    "no batches": (
        """
        model.fit(digits.map(prepare))
        """,
        """
        error BML102: fit expects batches, received a data set of (float32[28, 28, 1], float32[10])
         --> program.py:2:15
          |
        2 |     model.fit(digits.map(prepare))
          |               ^^^^^^^^^^^^^^^^^^^
          = hint: call .batch(size) on the data set
        """,
    ),
    "batched twice": (
        """
        digits.batch(8).batch(8)
        """,
        """
        error BML102: batch expects single elements, received a data set of (uint8[n, 28, 28, 1], int32[n])
         --> program.py:2:5
          |
        2 |     digits.batch(8).batch(8)
          |     ^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: call batch once
        """,
    ),
    "wrong type": (
        """
        model.fit(digits.batch(x))
        """,
        """
        error BML102: batch expects an int for 'batch_size', received a float
         --> program.py:2:28
          |
        2 |     model.fit(digits.batch(x))
          |                            ^
        """,
    ),
    "unknown method": (
        """
        model.fitt(digits)
        """,
        """
        error BML201: a model in a script has no method fitt
         --> program.py:2:11
          |
        2 |     model.fitt(digits)
          |           ^^^^
          = hint: did you mean fit?
        """,
    ),
    "calls": (
        """
        print(n)
        """,
        """
        error BML201: scripts do not have print
         --> program.py:2:5
          |
        2 |     print(n)
          |     ^^^^^
        """,
    ),
    "unusable value": (
        """
        return labels
        """,
        """
        error BML201: a script cannot use labels, a list
         --> program.py:2:12
          |
        2 |     return labels
          |            ^^^^^^
          = hint: scripts use models, data sets, tensor functions, numbers and strings of the file
        """,
    ),
    "large int": (
        """
        return HUGE
        """,
        """
        error BML201: HUGE is beyond 2**53, where JavaScript's numbers are not exact
         --> program.py:2:12
          |
        2 |     return HUGE
          |            ^^^^
        """,
    ),
    "unknown log": (
        """
        return model.evaluate(digits.batch(8))["acc"]
        """,
        """
        error BML102: expected one of 'loss', 'accuracy', received 'acc'
         --> program.py:2:44
          |
        2 |     return model.evaluate(digits.batch(8))["acc"]
          |                                            ^^^^^
        """,
    ),
    "unreachable": (
        """
        return n
        n = 1
        """,
        """
        error BML201: this line never runs
         --> program.py:3:5
          |
        3 |     n = 1
          |     ^^^^^
          = hint: remove it
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
        error BML102: n is an int, its default is 0.5
         --> program.py:1:10
          |
        1 | def main(n: int = 0.5):
          |          ^
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str, script_file: Callable[[str], Path]) -> None:
    body, expected = CASES[case]
    with pytest.raises(UserError) as caught:
        compile_script(script_file(body), "main")
    assert str(caught.value) == textwrap.dedent(expected).strip()
