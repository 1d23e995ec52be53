"""Objects of the file that have no value in JavaScript, in every place where a value may stand.

They are refused when built, but for places that need no value: `tensors/objects_as_values.py` holds those to Python.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bml.context import new_program

from .compiled import Compiled, compile_programs
from .programs import Program, programs_of

FILE = """
import numpy as np

import bml
from bml import layers

data = bml.Dataset.from_arrays(np.ones((6, 2), "float32"), np.zeros((6, 1), "float32"))
batched = data.batch(3)
model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
model.compile("sgd", "mse")
layer = layers.Dense(3)
mse = bml.losses.MeanSquaredError()
mean = bml.metrics.Mean()
sgd = bml.optimizers.SGD(0.1)
decay = bml.optimizers.schedules.CosineDecay(0.1, decay_steps=10)
weight = bml.Variable(np.float32(0.5))
weights = model.trainable_variables
seeds = bml.random.SeedGenerator(1)


@bml.function
def double(x, y):
    return x * 2.0, y


@bml.function
def loss(x, y):
    return mse(y, model(x))


@bml.script
def another():
    print(1)


"""
OBJECTS = {
    "layer": "layer",
    "loss": "mse",
    "metric": "mean",
    "optimizer": "sgd",
    "schedule": "decay",
    "variable": "weight",
    "variables": "weights",
    "seeds": "seeds",
    "function": "double",
    "script": "another",
    "op": "bml.ops.mean",
    "class": "bml.optimizers.Adam",
    "module": "bml.ops",
    "report": "bml.log",
    "gradients": "bml.value_and_grad(loss)",
}
PLACES = {
    "argument": "def f(o, k):\n        return k\n    print(f({}, 1))",
    "argument_of_a_lambda": "f = lambda o: 1\n    print(f({}))",
    "default": "def f(k, o={}):\n        return k\n    print(f(1))",
    "value_of_a_dictionary": "d = {{'a': {}}}\n    print(len(d))",
    "value_of_a_record": "d = {{'a': {}, 'b': 1}}\n    print(len(d))",
    "item_of_a_list": "print(len([{}]))",
    "item_of_a_tuple": "t = ({}, 1)\n    print(t[1])",
    "item_of_a_tuple_in_a_tuple": "t = (({}, 1), 2)\n    print(t[1])",
    "appended": "xs = []\n    xs.append({})\n    print(len(xs))",
    "set_in_a_dictionary": "d = {{}}\n    d['a'] = {}\n    print(len(d))",
    "in_zip": "for n, m in zip(['a'], [{}]):\n        print(n)",
    "in_enumerate": "for n, m in enumerate([{}]):\n        print(n)",
    "unpacked": "a, b = {}, 1\n    print(b)",
    "unpacked_with_a_star": "a, *b = [{}]\n    print(a is None)",
    "compared": "print({} == 1)",
    "is_none": "print({} is None)",
    "captured_name": "m = None\n    m = {}\n    def f():\n        return m is None\n    print(f())",
    "of_either": "m = {0} if len(data) > 0 else {0}\n    print(m is None)",
    "returned": "return {}",
    "returned_by_a_function": "def f():\n        return {}\n    print(f() is None)",
    "condition": "if {}:\n        print(1)",
    "text": "print({})",
    "in_an_f_string": "print(f'{{{}}}')",
    "compared_in_a_list": "print(1 in [{}])",
}  # fmt: skip


# Where nothing is needed in JavaScript, or the object's number is read.
_OF_ALL = ("argument", "argument_of_a_lambda", "is_none", "of_either")
_LISTED = ("layer", "loss", "metric", "optimizer", "schedule", "variable", "seeds", "function", "op", "gradients")
IN_USE = {
    *(f"{kind}_{place}" for kind in OBJECTS if kind != "script" for place in _OF_ALL),
    *(f"{kind}_item_of_a_list" for kind in _LISTED),
    *(f"{kind}_in_enumerate" for kind in (*_LISTED, "class", "module", "report") if kind != "gradients"),
    *(f"{kind}_condition" for kind in ("variables", "class", "module", "report")),
    *("variable_compared", "variable_condition"),
}


def programs() -> Iterator[tuple[str, str]]:
    for kind, written in OBJECTS.items():
        for place, body in PLACES.items():
            yield f"{kind}_{place}", f"def {kind}_{place}():\n    {body.format(written)}\n\n\n"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    path = tmp_path_factory.mktemp("objects") / "objects_as_values.py"
    path.write_text(FILE + "".join(text for _, text in programs()), encoding="utf-8")
    names = {name for name, _ in programs()}
    found: list[Program] = [program for program in programs_of(path) if program.name in names]
    assert len(found) == len(names)
    with new_program():
        return compile_programs(found)


@pytest.mark.parametrize("kind", OBJECTS)
def test_an_object_is_no_value(kind: str, compiled: Compiled) -> None:
    assert not compiled.broken
    ids = {f"objects_as_values.{kind}_{place}" for place in PLACES}
    assert ids - set(compiled.refused) == ids & {f"objects_as_values.{name}" for name in IN_USE}
    refused = [compiled.refused[name] for name in ids & set(compiled.refused)]
    assert all(each.startswith(("error BML20", "error BML10")) for each in refused)
