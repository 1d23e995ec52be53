"""Random scripts on a model of memory: they do what CPython does, and whatever happens, everything is freed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bmlc.frontend import ObjectValue, TracedCall, check_script
from bmlc.frontend.host import FunctionType, HostType, TensorValue, TupleType
from bmlc.frontend.ownership import manage
from bmlc.ir import Loc, TensorType

from ..world import FakeWorld, load
from .memory import FUNCTIONS, Memory, MemoryMistakeError, Stopped, compute
from .python_text import python_text
from .random_programs import random_program

PROGRAMS = 60
MOST = 30  # disturbances of one kind

SCALAR = TensorValue(TensorType((), "float32"))


class TensorWorld(FakeWorld):
    """The functions of `memory.FUNCTIONS`."""

    def __init__(self) -> None:
        super().__init__(values={name: ObjectValue(name, FunctionType(name, name)) for name in FUNCTIONS})

    def call(self, function: HostType, arguments: Any, keywords: Any, loc: Loc) -> TracedCall:
        assert isinstance(function, FunctionType)
        return TracedCall(function.name, TupleType((SCALAR, SCALAR)) if function.name == "pair" else SCALAR)


@dataclass(frozen=True)
class _Number:
    """A tensor where nobody counts."""

    value: float

    def __float__(self) -> float:
        return self.value


@dataclass
class _Ended:
    printed: list[str]
    end: str
    calls: int


def _in_cpython(source: str, fail_at: int = 0) -> _Ended:
    ended = _Ended([], "", 0)

    def function(name: str) -> Callable[..., Any]:
        def call(*inputs: _Number) -> Any:
            ended.calls += 1
            if ended.calls == fail_at:
                raise ValueError("injected")
            value = compute(name, [tensor.value for tensor in inputs])
            return (_Number(round(value / 2, 6)), _Number(round(value / 3, 6))) if name == "pair" else _Number(value)

        return call

    names: dict[str, Any] = {name: function(name) for name in FUNCTIONS}
    names["print"] = lambda *values: ended.printed.append(" ".join(map(str, values)))
    exec(compile(source, "program.py", "exec"), names)
    try:
        names["main"]()
    except Exception as error:
        ended.end = f"{type(error).__name__}: {error}"
    return ended


def _managed(code: str, memory: Memory) -> _Ended:
    names: dict[str, Any] = {}
    exec(compile(code, "managed.py", "exec"), names)
    end = ""
    try:
        memory.drop(names["main"](memory, 3))
    except Stopped:
        end = "stopped"
    except MemoryMistakeError:
        raise
    except Exception as error:
        end = f"{type(error).__name__}: {error}"
    return _Ended(memory.printed, end, memory.calls)


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_everything_is_freed(seed: int, tmp_path: Path) -> None:
    source = random_program(seed)
    path = tmp_path / "program.py"
    path.write_text(source, encoding="utf-8")
    code = python_text(manage(check_script(load(path).main, "main", TensorWorld())))
    undisturbed = Memory()
    expected = _in_cpython(source)
    assert _managed(code, undisturbed) == expected, source
    assert (undisturbed.live, undisturbed.shared) == (0, 0), source
    for number in range(1, min(expected.calls, MOST) + 1):
        memory = Memory(fail_at=number)
        assert _managed(code, memory) == _in_cpython(source, number), (source, number)
        assert (memory.live, memory.shared) == (0, 0), (source, number)
    for number in range(1, min(undisturbed.gates, MOST) + 1):
        memory = Memory(stop_at=number)
        _managed(code, memory)
        assert (memory.live, memory.shared) == (0, 0), (source, number)


def test_the_model_sees_mistakes() -> None:
    """Else nothing above could fail."""
    memory = Memory()
    tensor = memory.call("f", [], 0)
    items = memory.retain([tensor])
    assert (memory.live, memory.shared) == (1, 1)
    memory.drop(items)
    memory.drop(items)
    assert (memory.live, memory.shared) == (0, 0)
    with pytest.raises(MemoryMistakeError, match="use after free"):
        memory.read(tensor)
    with pytest.raises(MemoryMistakeError, match="freed twice"):
        memory.drop(tensor)
