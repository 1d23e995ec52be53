"""How long a script of 500 lines takes to compile: parsed, checked, freed of its tensors, written as JavaScript."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bml.collect.loading import load_module
from bml.collect.world import ModuleWorld
from bml.context import new_program
from bmlc.emit.printer import print_module
from bmlc.scripts import compile_script

__all__ = ["LINES", "compile_seconds"]

LINES = 500

_HEAD = """import bml
from bml import layers

data = bml.Dataset.from_arrays([[0.0, 1.0]] * 8, [0.0] * 8)
model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.ops.square(model(x, training=True)[:, 0] - y))


@bml.script
def train(epochs: int = 3):
    optimizer = bml.optimizers.SGD(0.1)
    total = 0.0
    history = []
    counts = {}
"""
# What loops of one's own are made of: steps, numbers, lists, dictionaries, texts, functions.
_PART = """    for epoch in range(epochs):
        for x, y in data.batch(4):
            value, gradients = bml.value_and_grad(loss)(x, y)
            optimizer.apply(gradients, model.trainable_variables)
            number = float(value)
            total += number * #.5
            history.append(number)
            key = f"run {epoch % 3}"
            counts[key] = counts.get(key, 0) + 1
            if number > 100.0 and len(history) > 3:
                break
        best = min([one for one in history if one >= 0.0])
        print(f"# {best:.3f} {total:.2e}", sorted(counts.items()))

    def wrapped#(a, b):
        while a > b:
            a -= b
        return a

    history = [wrapped#(one, 0.5) for one in history][-20:]
"""


def compile_seconds(rounds: int) -> float:
    """The median of the processor's seconds."""
    parts = [_PART.replace("#", str(number)) for number in range(LINES // _PART.count("\n") + 1)]
    text = "".join([_HEAD, *parts])
    assert len(text.splitlines()) >= LINES
    return median(_compiled(text) for _ in range(rounds))


def _compiled(text: str) -> float:
    with TemporaryDirectory(prefix="bml-bench-") as folder, new_program():  # a file that was parsed is not parsed again
        path = Path(folder) / "long.py"
        path.write_text(text, encoding="utf-8")
        user = load_module(path)
        script = vars(user.module)["train"]
        began = time.process_time()
        compiled = compile_script(script.fn, "train", ModuleWorld(user))
        print_module([compiled.function], path)
        return time.process_time() - began
