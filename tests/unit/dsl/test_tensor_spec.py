"""`bml.TensorSpec`: the types that it gives to parameters, what Python makes of arguments, what a bundle exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bml
from bml.annotations import declared_types
from bml.collect import collect
from bmlc.bundle.declarations import declare_types
from bmlc.errors import UserError
from bmlc.program import Program


def types_of(**annotations: Any) -> list[str]:
    return [str(of) for of in declared_types(annotations).values()]


def test_each_none_is_a_size_of_its_own_and_names_are_shared() -> None:
    assert types_of(x=bml.TensorSpec((None, 4)), y=bml.TensorSpec((None,), "int32")) == ["float32[n, 4]", "int32[m]"]
    assert types_of(a=bml.TensorSpec(("n", None)), b=bml.TensorSpec([None, "n"], bool)) == [
        "float32[n, m]",
        "bool[k, n]",
    ]
    assert types_of(x=bml.TensorSpec(()), image=bml.Image(2, 2), rate=float, rest=bml.Tensor) == [
        "float32[]",
        "uint8[2, 2, 1]",
        "float32[]",
    ]
    assert types_of(x=bml.TensorSpec((None,) * 13))[0].endswith("v, w, n0, n1]")
    assert bml.TensorSpec((2,), np.float32) == bml.TensorSpec([2])


@bml.function
def weighted(x: bml.TensorSpec(("n", 2)), w: bml.TensorSpec(("n",)), k: bml.TensorSpec((), "int32")):  # type: ignore[no-untyped-def, valid-type]
    return bml.ops.sum(x * bml.ops.expand_dims(w, 1), axis=1) * k


def test_lists_and_numbers_become_tensors_of_the_type() -> None:
    assert weighted([[1, 2], [3, 4]], [1.0, 0.5], 2).tolist() == [6.0, 7.0]
    assert weighted(np.ones((3, 2), np.float64), np.ones(3, np.int64), np.int64(1)).tolist() == [2.0] * 3
    assert weighted(bml.Variable([[1.0, 1.0]]), (4,), 1.0).tolist() == [8.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1, 2]], [1, 2], 1), r"weighted expects w of float32\[n\], n = 1, received int64\[2\]"),
        (([1, 2], [1], 1), r"weighted expects x of float32\[n, 2\], received int64\[2\]"),
        (([[1, 2, 3]], [1], 1), r"weighted expects x of float32\[n, 2\], received int64\[1, 3\]"),
        (([[1, 2]], [1], 1.5), r"weighted expects k of int32\[\], received 1.5"),
        (([[1, 2]], [1], 2**40), r"weighted expects k of int32\[\], received 1099511627776"),
        (([[1, 2]], [1], float("nan")), r"weighted expects k of int32\[\], received nan"),
        (([["a", "b"]], [1], 1), r"weighted expects x of float32\[n, 2\], received \[\['a', 'b'\]\]"),
    ],
)
def test_what_does_not_fit(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        weighted(*arguments)
    assert caught.value.loc is not None
    assert caught.value.loc.file == __file__


def test_bytes_do_not_wrap_around() -> None:
    @bml.function
    def dark(image: bml.TensorSpec((2,), "uint8")):  # type: ignore[no-untyped-def, valid-type]
        return image < 100

    assert dark([1, 200]).tolist() == [True, False]
    with pytest.raises(UserError, match=r"dark expects image of uint8\[2\], received 256"):
        dark([1, 256])


@pytest.mark.parametrize("shape", [4, ("a b",), (-1,), (1.5,), (True,), None])
def test_shapes_are_checked(shape: Any) -> None:
    with pytest.raises(UserError, match="TensorSpec expects a shape of ints, names and None, received shape="):
        bml.TensorSpec(shape)


def test_dtypes_are_checked() -> None:
    with pytest.raises(UserError, match="one of float32, int32, bool, uint8, received dtype='float64'"):
        bml.TensorSpec((2,), "float64")


@pytest.fixture
def collected(tmp_path: Path) -> Callable[[str], Program]:
    def collected(text: str) -> Program:
        path = tmp_path / "program.py"
        path.write_text(f"import numpy as np\nimport bml\n@bml.function\n{text}\n", encoding="utf-8")
        return collect(path)

    return collected


def test_an_annotated_function_is_exported(collected: Callable[[str], Program]) -> None:
    program = collected(
        'def mix(a: bml.TensorSpec((None, 4)), b: bml.TensorSpec(("n", 4)), rate: float):\n'
        "    return bml.ops.concatenate([a, b]) * rate"
    )
    mix = program.exports["mix"]
    assert [(param.name, param.type, dict(param.options)) for param in mix.params] == [
        ("a", "numbers", {"shape": ["m", 4]}),
        ("b", "numbers", {"shape": ["n", 4]}),
        ("rate", "float", {}),
    ]
    assert [str(var.type) for var in program.functions["mix"].outs] == ["float32[m + n, 4]"]
    types = declare_types(program, program.functions, ["cpu"])
    assert "  mix(a: TensorInput, b: TensorInput, rate: number): Promise<HostArray>;" in types


@pytest.mark.parametrize(
    ("annotation", "received"),
    [("np.ndarray", "numpy.ndarray"), ("str", "str"), ("list[float]", r"list\[float\]"), ("3", "3")],
)
def test_an_annotation_that_says_nothing_of_a_tensor(
    annotation: str, received: str, collected: Callable[[str], Program]
) -> None:
    with pytest.raises(UserError, match=f"received {received} of x") as caught:
        collected(f"def f(x: {annotation}):\n    return x\n@bml.function\ndef g(x: float):\n    return x")
    assert caught.value.code == "BML102"
    assert "bml.Image(...), bml.TensorSpec(...), float, int and bool" in caught.value.message
    assert caught.value.loc is not None
    assert caught.value.loc.line == 4


def test_a_helper_may_say_that_it_takes_tensors(collected: Callable[[str], Program]) -> None:
    program = collected("def f(x: bml.Tensor):\n    return x\n@bml.function\ndef g(x: float):\n    return f(x)")
    assert list(program.exports) == ["g"]
