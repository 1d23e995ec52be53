"""A running harness: calls of lowered functions on an engine, from Python.

with open_chromium(modules) as host:
    host.start("wasm")
    result = host.call("wasm", "modelTrainStep", [x, y], weights)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bmlc.parity.arrays import Array, decode_array, encode_array

__all__ = ["CallResult", "Held", "Host", "HostError", "Memory", "Profiled", "Started"]


class HostError(Exception):
    """The harness, or what it ran, failed; the message is JavaScript's, with its stack."""


@dataclass(frozen=True)
class Held:
    """An argument that is on the device already: `hold` or an earlier call with `keep` left it there."""

    name: str


@dataclass(frozen=True)
class Started:
    backend: str
    description: str  # threads, renderer, adapter
    functions: tuple[str, ...]


@dataclass(frozen=True)
class CallResult:
    """What a call gave and cost."""

    outs: tuple[Array, ...]
    updates: tuple[Array, ...]  # empty when they were kept on the device
    kernel_calls: int
    milliseconds: tuple[float, ...]  # of each repetition
    argument_bytes: int  # logical bytes of what was uploaded for the call
    peak_bytes: int  # logical bytes live at once, over what was live before with the arguments
    plan: Plan | None  # where it runs by plan, which gave the same to the bit


@dataclass(frozen=True)
class Plan:
    """The memory of a list of prepared calls."""

    arena_bytes: int
    peak_bytes: int  # of what the function makes, its results too


@dataclass(frozen=True)
class CallCosts:
    """What one kernel call of a function took while the function ran once."""

    runs: int = 0  # more than one in a loop
    milliseconds: float = 0.0
    bytes: int = 0  # that it allocated


@dataclass(frozen=True)
class Profiled:
    """What each kernel call of a function cost."""

    milliseconds: tuple[float, ...]  # of each repetition, from the first kernel to the last
    kernels: tuple[Mapping[int, CallCosts], ...]  # for each repetition, by the call's number; none that did not run
    argument_bytes: int
    peak_bytes: int  # logical bytes live at once, over what was live before with the arguments
    peak_call: int | None  # the kernel call during which that was reached


@dataclass(frozen=True)
class Memory:
    live_tensors: int
    live_bytes: int


class Host(ABC):
    """Sends requests (`runtime_js/src/parity/messages.ts`) to a harness and gives its answers."""

    def start(self, backend: str) -> Started:
        """Start `backend` and bind the functions to it; raises HostError where this engine lacks it."""
        reply = self._answer({"kind": "start", "backend": backend})
        return Started(backend, reply["description"], tuple(reply["functions"]))

    def call(
        self,
        backend: str,
        function: str,
        inputs: Sequence[Array | Held],
        captures: Sequence[Array | Held] = (),
        *,
        keep: Sequence[str] | None = None,
        repeat: int = 1,
    ) -> CallResult:
        """Call `function`.

        Args:
            keep: Names under which the updates stay on the device instead of coming back.
            repeat: Call it this often; with `keep`, held captures see the updates of the call before.
        """
        call = {
            "function": function,
            "inputs": [_argument(value) for value in inputs],
            "captures": [_argument(value) for value in captures],
            "keep": None if keep is None else list(keep),
            "repeat": repeat,
        }
        reply = self._answer({"kind": "call", "backend": backend, "call": call})
        return CallResult(
            tuple(map(decode_array, reply["outs"])),
            tuple(map(decode_array, reply["updates"])),
            reply["kernelCalls"],
            tuple(reply["milliseconds"]),
            reply["memory"]["argumentBytes"],
            reply["memory"]["peakBytes"],
            reply["plan"] and Plan(reply["plan"]["bytes"], reply["plan"]["peak"]),
        )

    def profile(
        self,
        backend: str,
        function: str,
        inputs: Sequence[Array],
        captures: Sequence[Held],
        *,
        keep: Sequence[str],
        repeat: int = 1,
    ) -> Profiled:
        """Call `function`, which was emitted to be profiled, once to warm up and then `repeat` times.

        Arguments are as in `call`: captures are on the device, and the updates stay there.
        """
        call = {
            "function": function,
            "inputs": [encode_array(value) for value in inputs],
            "captures": [_argument(value) for value in captures],
            "keep": list(keep),
            "repeat": repeat,
        }
        reply = self._answer({"kind": "profile", "backend": backend, "call": call})
        return Profiled(
            tuple(each["milliseconds"] for each in reply["calls"]),
            tuple({int(key): CallCosts(**costs) for key, costs in each["kernels"].items()} for each in reply["calls"]),
            reply["argumentBytes"],
            reply["peakBytes"],
            None if reply["peakCall"] < 0 else reply["peakCall"],
        )

    def hold(self, backend: str, tensors: Mapping[str, Array]) -> None:
        """Upload tensors and keep them on the device under their names."""
        encoded = {name: encode_array(value) for name, value in tensors.items()}
        self._answer({"kind": "hold", "backend": backend, "tensors": encoded})

    def read(self, backend: str, names: Sequence[str]) -> tuple[Array, ...]:
        return tuple(map(decode_array, self._answer({"kind": "read", "backend": backend, "names": list(names)})))

    def release(self, backend: str, names: Sequence[str]) -> None:
        self._answer({"kind": "release", "backend": backend, "names": list(names)})

    def memory(self, backend: str) -> Memory:
        """What the tfjs backend's own table holds now."""
        reply = self._answer({"kind": "memory", "backend": backend})
        return Memory(reply["liveTensors"], reply["liveBytes"])

    def close(self, backend: str) -> None:
        self._answer({"kind": "close", "backend": backend})

    @property
    @abstractmethod
    def engine(self) -> str:
        """What runs the harness, for reports: `Node 20.1.0`, `Chromium 156.0`."""

    @abstractmethod
    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one request and wait for its reply."""

    def _answer(self, request: dict[str, Any]) -> Any:
        reply = self.ask(request)
        if "error" in reply:
            raise HostError(reply["error"])
        return reply["ok"]


def _argument(value: Array | Held) -> dict[str, Any]:
    return {"held": value.name} if isinstance(value, Held) else encode_array(value)
