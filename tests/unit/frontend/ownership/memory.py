"""A model of a backend's memory: tensors with counted references, and what a managed script asks of its run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["FUNCTIONS", "Memory", "MemoryMistakeError", "Stopped", "Tensor", "compute"]

FUNCTIONS = ("f", "g", "h", "pair")  # `pair` gives two tensors


class Stopped(BaseException):
    """The end of a stopped run, which no handler takes."""


class MemoryMistakeError(BaseException):
    """A tensor that was freed is used, or freed again; no handler of a script takes it."""


class Tensor:
    def __init__(self, value: float) -> None:
        self.value = value
        self.references = 1


def compute(function: str, inputs: Sequence[float]) -> float:
    """What the functions compute: something that tells all of them and their inputs apart."""
    total = 0.137 * (1 + FUNCTIONS.index(function))
    for position, value in enumerate(inputs):
        total += value * (1.7 + position)
    return round(total % 1, 6)


class Memory:
    """The run of a script. Fails at the tensor call or stops at the step whose number is given, counted from one."""

    def __init__(self, fail_at: int = 0, stop_at: int = 0) -> None:
        self.printed: list[str] = []
        self.calls = 0
        self.gates = 0
        self._fail_at = fail_at
        self._stop_at = stop_at
        self._tensors: list[Tensor] = []
        self._more: dict[int, tuple[object, int]] = {}

    @property
    def live(self) -> int:
        return sum(tensor.references > 0 for tensor in self._tensors)

    @property
    def shared(self) -> int:
        """Containers with more than one reference."""
        return len(self._more)

    def gate(self) -> None:
        self.gates += 1
        if self.gates == self._stop_at:
            raise Stopped

    def call(self, function: str, inputs: Sequence[Any], structure: Any) -> Any:
        values = [self.read(tensor) for tensor in inputs]
        self.calls += 1
        if self.calls == self._fail_at:
            raise ValueError("injected")
        value = compute(function, values)
        return self._make(value, structure)

    def _make(self, value: float, structure: Any) -> Any:
        if isinstance(structure, tuple):
            return tuple(self._make(round(value / (2 + i), 6), part) for i, part in enumerate(structure))
        tensor = Tensor(value)
        self._tensors.append(tensor)
        return tensor

    def read(self, tensor: Tensor) -> float:
        _check(tensor, "use after free")
        return tensor.value

    def print(self, text: str) -> None:
        self.printed.append(text)

    def retain(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            _check(value, "use after free")
            value.references += 1
        elif _is_container(value):
            self._more[id(value)] = (value, self._more.get(id(value), (value, 0))[1] + 1)
        return value

    def drop(self, *values: Any) -> tuple[None, ...]:
        for value in values:
            if isinstance(value, Tensor):
                _check(value, "freed twice")
                value.references -= 1
            elif _is_container(value):
                self._drop_container(value)
        return (None,) * len(values)

    def _drop_container(self, value: Any) -> None:
        _, more = self._more.pop(id(value), (value, 0))
        if more > 1:
            self._more[id(value)] = (value, more - 1)
        elif more == 0:
            self.drop(*_items(value))

    def replace(self, before: Iterable[Any], make: Callable[[], Any]) -> Any:
        value = make()
        self.drop(*before)
        return value

    def adopt(self, copy: Any) -> Any:
        for item in _items(copy):
            self.retain(item)
        return copy

    def exchange(self, container: Any, index: Any, value: Any) -> Any:
        before = container.get(index) if isinstance(container, dict) else container[index : index + 1 or None]
        container[index] = value
        return before if isinstance(container, dict) else before[0]

    def take_item(self, container: Any, index: Any) -> Any:
        before = container[index] if isinstance(container, dict) else container[index : index + 1 or None]
        del container[index]
        return before if isinstance(container, dict) else before[0]

    def take_all(self, container: Any) -> list[Any]:
        items = list(_items(container))
        container.clear()
        return items


def _check(tensor: Tensor, mistake: str) -> None:
    if tensor.references <= 0:
        raise MemoryMistakeError(mistake)


def _is_container(value: Any) -> bool:
    return isinstance(value, list | tuple | dict)


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
