"""Data sets without a batch: loops run no step; fit, evaluate and predict raise, and `except Exception` takes what they raise."""
# ruff: noqa

import numpy as np

import bml
from bml import layers

data = bml.Dataset.from_arrays(np.zeros((5, 2), "float32"), np.arange(5))
pairs = bml.Dataset.from_arrays(np.zeros((3, 2), "float32"), np.zeros((3, 1), "float32"))
single = bml.Dataset.from_tensor_slices(np.zeros((3, 2), "float32"))
empty = pairs.batch(8, drop_remainder=True)
model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
model.compile("sgd", "mse")


@bml.function
def total(rows: bml.TensorSpec((None, 2))):
    return bml.ops.sum(rows)


@bml.function
def add(a, b):
    return a + b


@bml.script
def loops(batch: int = 8):
    count = 0
    for x, y in data.batch(batch, drop_remainder=True):
        count += 1
    else:
        print("else")
    for i, (x, y) in enumerate(empty):
        print(i)
    for x, y in pairs.take(0).batch(2):
        print("no")
    for x in single.skip(3).batch(2):
        print("no")
    print(count, len(empty), [len(x) for x, y in empty], sum(1 for x, y in empty), any(True for x, y in empty))
    return count


@bml.script
def a_name_that_no_step_set():
    for x, y in empty:
        last = len(x)
    print(last)


@bml.script
def training_raises():
    try:
        model.fit(empty, verbose=0)
    except ValueError:
        print("a ValueError")
    except Exception as error:
        print(type(error).__name__, isinstance(error, Exception), isinstance(error, ValueError))
    try:
        model.fit(pairs.batch(2), validation_data=empty, verbose=0)
    except Exception as error:
        print(type(error).__name__)
    try:
        model.evaluate(empty, verbose=0)
    except:
        print("evaluate")
    try:
        model.predict(empty, verbose=0)
    except (KeyError, Exception):
        print("predict")
    finally:
        print("finally")


@bml.script
def no_epoch(epochs: int = 0, less: int = -1):
    before = float(bml.ops.sum(model.get_weights()[0]))
    history = model.fit(pairs.batch(2), epochs=epochs, verbose=0).history
    if epochs > 0:
        print(history["loss"][-1])
    model.fit(pairs.batch(2), validation_data=pairs.batch(2), epochs=less, verbose=0)
    print(float(bml.ops.sum(model.get_weights()[0])) == before)
    try:
        print(history["loss"][-1])
    except LookupError:
        print("a LookupError")


@bml.script
def options_that_are_wrong(none: int = 0, below: int = -5, share: float = 1.5):
    try:
        data.batch(none)
    except Exception as error:
        print(type(error).__name__)
    try:
        data.take(below)
    except Exception as error:
        print(type(error).__name__)
    try:
        data.split(share)
    except Exception as error:
        print(type(error).__name__)
    try:
        data.shuffle(seed=1).split(2)
    except Exception as error:
        print(type(error).__name__)


@bml.script
def shapes_that_differ():
    rows = [[1.0, 2.0], [3.0]]
    try:
        print(float(total(rows)))
    except ValueError as error:
        print(type(error).__name__)
    try:
        for x, y in data.batch(3):
            for a, b in data.batch(2):
                print(add(x, a).shape)
    except Exception:
        print("sizes that differ")


@bml.script
def recursion_without_end():
    def deeper(n):
        if n < 0:
            return 0
        return deeper(n + 1) + 1

    try:
        print(deeper(0))
    except Exception as error:
        print(type(error).__name__)
