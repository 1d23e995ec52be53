"""The contract, against Keras's TensorFlow backend as it is installed, and the modules of ours against the contract."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import pytest
from keras.src import backend

from bml.keras.contract import asked
from bml.keras.seam import TESTED

MODULES = ["core", "image", "linalg", "math", "nn", "numpy", "random", "rnn"]
TENSORFLOW = Path(str(keras.__file__)).parent / "src" / "backend" / "tensorflow"


def of(module: str) -> ModuleType:
    return import_module(f"keras.src.backend.numpy.{module}")


def declared(module: str) -> dict[str, str]:
    tree = ast.parse((TENSORFLOW / f"{module}.py").read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
    return {node.name: ast.unparse(node.args) for node in functions}


def names(arguments: str) -> list[str]:
    """Of the arguments that a call can pass, in order."""
    given = ast.parse(f"def f({arguments}): ...").body[0]
    assert isinstance(given, ast.FunctionDef)
    return [each.arg for each in (*given.args.posonlyargs, *given.args.args, *given.args.kwonlyargs)]


def is_refused(function: Any) -> bool:
    return getattr(getattr(function, "__wrapped__", None), "__name__", None) == "refuse"


@pytest.mark.parametrize("module", MODULES)
def test_the_contract_is_what_keras_has(module: str) -> None:
    functions = declared(module)
    if keras.__version__.startswith(TESTED[-1]):
        assert functions == asked()[module]
    else:  # which has fewer
        assert functions | asked()[module] == asked()[module] | functions


@pytest.mark.parametrize("module", ["numpy"])
def test_functions_take_keras_arguments(module: str) -> None:
    ours, wrong = of(module), {}
    for name, arguments in asked()[module].items():
        if is_refused(getattr(ours, name)):
            continue
        parameters = inspect.signature(getattr(ours, name)).parameters.values()
        mine = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        more = [p.name for p in parameters if p.name in mine[len(names(arguments)) :] and p.default is p.empty]
        if mine[: len(names(arguments))] != names(arguments) or more:
            wrong[name] = mine
    assert wrong == {}


def test_all_is_there_and_nothing_more_of_the_ops() -> None:
    assert [(module, name) for module in MODULES for name in asked()[module] if not hasattr(of(module), name)] == []
    assert sum(is_refused(getattr(backend.numpy, name)) for name in asked()["numpy"]) == 4
    with pytest.raises(AttributeError, match="mish"):
        _ = backend.nn.mish


@pytest.mark.parametrize("module", ["math", "nn", "numpy"])
def test_functions_of_one_tensor_refuse_none(module: str) -> None:
    """NumPy would make an array of objects of it, and compute something."""
    ours, given = of(module), []
    for name, arguments in asked()[module].items():
        first, *others = names(arguments) or [""]
        if first != "x" or not all(is_optional(arguments, each) for each in others):
            continue
        try:
            getattr(ours, name)(None)
        except Exception:  # whichever: it must not answer
            continue
        given.append(name)
    assert given == []


def is_optional(arguments: str, name: str) -> bool:
    return name in dict(re.findall(r"(\w+)=([^,]+)", arguments))
