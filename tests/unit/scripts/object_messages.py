"""Calls of data sets and models that scripts refuse, each with the whole message."""

__all__ = ["OF_OBJECTS"]

OF_OBJECTS = {
    "unknown argument": (
        """
        model.fit(digits.map(prepare).batch(8), epoch=2)
        """,
        """
        error BML102: model.fit has no argument 'epoch'
         --> program.py:2:45
          |
        2 |     model.fit(digits.map(prepare).batch(8), epoch=2)
          |                                             ^^^^^^^
          = hint: did you mean epochs?
        """,
    ),
    "positional option": (
        """
        model.fit(digits.batch(8), 5)
        """,
        """
        error BML102: model.fit takes y where x is an array, received a data set of (uint8[n, 28, 28, 1], int32[n])
         --> program.py:2:32
          |
        2 |     model.fit(digits.batch(8), 5)
          |                                ^
          = hint: a data set has both: bml.Dataset.from_tensor_slices((x, y)).batch(32)
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
    "batches at once": (
        """
        list(digits.batch(8))
        """,
        """
        error BML204: expected items that are there at once, received a data set of (uint8[n, 28, 28, 1], int32[n])
         --> program.py:2:10
          |
        2 |     list(digits.batch(8))
          |          ^^^^^^^^^^^^^^^
          = hint: batches come one by one: use for, or make a list of them, as in [batch for batch in data]
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
        error BML204: dataset.batch takes an int as batch_size, received a float
         --> program.py:2:28
          |
        2 |     model.fit(digits.batch(x))
          |                            ^
          = hint: convert it: int(...)
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
    "unusable value": (
        """
        return labels
        """,
        """
        error BML201: a script cannot use labels, a set
         --> program.py:2:12
          |
        2 |     return labels
          |            ^^^^^^
          = hint: scripts use models, data sets, tensor functions, numbers and strings of the file
        """,
    ),
}
