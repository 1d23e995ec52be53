"""BML3xx and BML4xx: files, data, backends, browsers and other things around a program."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from bmlc.kernels import tables

from .example import Example

__all__ = ["SURROUNDINGS"]

DIGITS = """\
import bml

digits, held_out = bml.datasets.mnist()
model = bml.Sequential([bml.Input((28, 28, 1)), bml.layers.Flatten(), bml.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")


@bml.script
def train(epochs: int = 5):
    model.fit(digits.batch(64), epochs=epochs)
"""
SMALL = """\
import numpy as np

import bml

x = np.zeros((64, 2), np.float32)
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(8, activation="relu"), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train(epochs: int = 5):
    model.fit(points.batch(16), epochs=epochs)
"""
NOT_FINITE = SMALL.replace(
    "@bml.script",
    """\
@bml.function
def prepare(features, target):
    return bml.ops.log(features), target


@bml.script""",
).replace("points.batch", "points.map(prepare).batch")


def damaged_data(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    (folder / "mnist").mkdir()
    (folder / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(b"404: Not Found")
    patch.setenv("BML_DATA_DIR", str(folder.resolve()))


def wrong_address(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    patch.setenv("BML_CACHE_DIR", str(folder))
    patch.setenv("XDG_CACHE_HOME", str(folder))
    patch.delenv("BML_DATA_DIR", raising=False)
    patch.setenv("BML_DATASETS_URL", "ftp://mirror.example/mnist")


def own_files(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "notes.txt").write_text("mine", encoding="utf-8")


def no_relu(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    """All backends have kernels for all ops: this is one that would not."""
    tables_of = tables.kernel_table

    def table(backend: str) -> object:
        return {name: kernel for name, kernel in tables_of(backend).items() if (backend, name) != ("webgpu", "Relu")}

    patch.setattr("bmlc.passes.legalize.kernel_table", table)


def no_browser(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    patch.setenv("BML_CHROMIUM", "/opt/chromium/chrome")


def no_tensorflow(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    patch.setitem(sys.modules, "tensorflow", None)


def no_patience(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    patch.setattr("bml.parity.oracle.TIMEOUT", 1.0)


def port_taken(folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    (folder / "index.html").write_text("", encoding="utf-8")
    with suppress(OSError):  # unless somebody else's program listens there anyway
        stack.enter_context(socket.create_server(("127.0.0.1", 8000)))


SURROUNDINGS = [
    Example(
        code="BML301",
        meaning="There is no such file, it is not Python, or an error was raised while it was imported. bml imports "
        "the file to learn what it declares; what the file raises is shown at the file's own line.",
        mending="Mend that line. `python program.py` gives Python's whole traceback.",
        program="""\
import nmupy as np

import bml

x = np.zeros((64, 2), "float32")
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train(epochs: int = 5):
    model.fit(points.batch(16), epochs=epochs)
""",
        fix={"nmupy": "numpy"},
    ),
    Example(
        code="BML302",
        meaning="The file has nothing that a page could call: no public `@bml.script`, and no `@bml.function` whose "
        "parameters say what they are. Names that begin with an underscore are private.",
        mending="Decorate a training function with `@bml.script`, or annotate the parameters of a `@bml.function`.",
        program="""\
import bml


@bml.function
def classify(image):
    return image / 255.0
""",
        fix={"(image)": "(image: bml.Image(28, 28, 1))"},
    ),
    Example(
        code="BML303",
        meaning="A file of a data set is there, but it is not what it should be. Files of named data sets are checked "
        "against their hash, so that a web page saved under their name, say, is not taken for images.",
        mending="Replace the file, or unset `BML_DATA_DIR` to have it downloaded.",
        program=DIGITS,
        arrange=damaged_data,
    ),
    Example(
        code="BML304",
        meaning="A file of a data set could not be downloaded, or what came has another hash.",
        mending="Check the network and `BML_DATASETS_URL`, or put the files into a folder that `BML_DATA_DIR` names.",
        program=DIGITS,
        arrange=wrong_address,
    ),
    Example(
        code="BML305",
        meaning="The output folder cannot be written, or holds something that no build of bml made: a build replaces "
        "the whole folder, and does not take files of yours with it.",
        mending="Name another folder with `--out`.",
        program=SMALL,
        command="bml build program.py --out site",
        arrange=own_files,
    ),
    Example(
        code="BML306",
        meaning="A command that works on a bundle was given a folder that is none.",
        mending="Build one first, and name that folder.",
        command="bml serve dist/program",
    ),
    Example(
        code="BML401",
        meaning="A backend that was asked for has no kernel for an op of the program. (All ops of this version run on "
        "all four backends: the example is of a backend that lacks one.)",
        mending="Leave that backend out with `--backends`, or use another op.",
        program=SMALL,
        arrange=no_relu,
    ),
    Example(
        code="BML402",
        meaning="The command needs a Chromium or Chrome, and there is none, or it does not start.",
        mending="Install one and put it on the `PATH`, name its executable in `BML_CHROMIUM`, or run "
        "`playwright install chromium`.",
        program=SMALL,
        command="bml profile program.py --backend webgl",
        arrange=no_browser,
    ),
    Example(
        code="BML403",
        meaning="The command needs a package that bml itself does not: TensorFlow, Playwright, scikit-learn or Node.",
        mending="Install it as the hint says.",
        program=SMALL,
        command="bml run program.py",
        arrange=no_tensorflow,
    ),
    Example(
        code="BML405",
        meaning="Another program listens on this port already, or the system does not give it to you.",
        mending="Choose another one with `--port`; 0 takes any that is free.",
        command="bml serve .",
        arrange=port_taken,
    ),
    Example(
        code="BML406",
        meaning="With `--check-numerics`: an equation made the first NaN or infinity out of numbers that were finite. "
        "In the browser it is the error of the run, in Python of the call.",
        mending="Keep the numbers in the op's domain: add a small constant before a `log` or a division, clip, or "
        "lower the learning rate.",
        program=NOT_FINITE,
        command="bml run program.py --check-numerics",
    ),
    Example(
        code="BML407",
        meaning="`bml parity` runs the file on Keras in a second process. That process was ended, by the file or by "
        "the system, or did not answer within five minutes (here: a second).",
        mending="`bml run program.py` runs the file in the same way and shows where it ends or waits.",
        program=SMALL,
        command="bml parity program.py",
        arrange=no_patience,
    ),
]
