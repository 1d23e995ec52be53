"""BML2xx: what is written in a `@bml.script`."""

from __future__ import annotations

from .example import Example

__all__ = ["SCRIPTS"]

SCRIPTS = [
    Example(
        code="BML201",
        meaning="Scripts are Python, but not all of it: no sets, no `global`, no `async`, no "
        "classes or imports inside functions. [scripts.md](scripts.md) lists what they have.",
        mending="Write it with what scripts have, or move it to the file's top level, which runs in Python while the "
        "program is built.",
        program="""\
import bml


@bml.script
def train(epochs: int = 5):
    seen = {1, 2}
    for epoch in range(epochs):
        bml.log(epoch=epoch, known=epoch in seen)
""",
        fix={"{1, 2}": "[1, 2]"},
    ),
    Example(
        code="BML202",
        meaning="A name that is not set on this path: misspelt, set on some of the branches only, or set later.",
        mending="Take the name from the hint, or set it before the branch.",
        program="""\
import bml


@bml.script
def train(epochs: int = 5):
    for epoch in range(epochs):
        if epoch > 2:
            best = epoch
        bml.log(epoch=epoch, best=best)
""",
        fix={"    for epoch": "    best = 0\n    for epoch"},
    ),
    Example(
        code="BML203",
        meaning="What a name, a list or a call holds would be of a type that has no end: a pair that holds the pair "
        "before it, which holds the one before that. Types are known when the program is built, and this one never is.",
        mending="Keep the values in a list, and say by an index which one belongs to which.",
        program="""\
import bml


@bml.script
def train(epochs: int = 5):
    path = None
    for epoch in range(epochs):
        path = (epoch, path)
    return epochs
""",
        fix={"path = None": "path = []", "path = (epoch, path)": "path.append(epoch)"},
    ),
    Example(
        code="BML204",
        meaning="An operation or a call of a script does not take values of these types. Python would raise a "
        "`TypeError` while the script runs; here it is known before. What may be of several types has to fit with each "
        "of them; notes show where a value got each.",
        mending="Convert one of them, with `str()`, `int()` or `float()`, or test for `None` first.",
        program="""\
import bml


@bml.script
def train(epochs: int = 5):
    for epoch in range(epochs):
        print("epoch " + epoch)
""",
        fix={'"epoch " + epoch': 'f"epoch {epoch}"'},
    ),
    Example(
        code="BML205",
        meaning="The numbers of JavaScript hold ints exactly up to 2**53. Beyond that they would lose digits silently, "
        "so that scripts refuse them: while they are compiled where the number is written out, with an `OverflowError` "
        "where it is computed.",
        mending="Use a float, which says that it is not exact, or a smaller number.",
        program="""\
import bml


@bml.script
def train(seed: int = 7):
    return seed * 6364136223846793005 % 1000
""",
        fix={"6364136223846793005": "48271"},
    ),
    Example(
        code="BML206",
        meaning="Nothing leads to this line: it stands behind a `return`, `raise`, `break` or `continue`, or behind a "
        "loop that does not end. That is hardly what was meant.",
        mending="Remove the line, or move it before what ends the block.",
        program="""\
import bml


@bml.script
def train(epochs: int = 5):
    for epoch in range(epochs):
        continue
        bml.log(epoch=epoch)
""",
        fix={"        continue\n": ""},
    ),
    Example(
        code="BML207",
        meaning="Models, optimizers, metrics, data sets and functions are compiled, so that they have to be known by "
        "then. Scripts make some of them, of settings that are written out, and use them by their names.",
        mending="Write the setting out, or make the object at the file's top level.",
        program="""\
import bml

model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])


@bml.function
def loss(x: bml.TensorSpec((2,)), y: float):
    return bml.ops.mean(bml.ops.square(model(bml.ops.reshape(x, (1, 2))) - y))


@bml.script
def train(momentum: float = 0.9):
    optimizer = bml.optimizers.SGD(0.1, momentum=momentum)
    value, gradients = bml.value_and_grad(loss)([1.0, 2.0], 3.0)
    optimizer.apply(gradients, model.trainable_variables)
""",
        fix={"momentum=momentum": "momentum=0.9"},
    ),
]
