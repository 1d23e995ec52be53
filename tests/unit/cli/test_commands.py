"""The command line from outside: output, messages and exit statuses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from bmlc.passes.pipeline import PASSES

PROGRAM = '''"""A line."""

import numpy as np

import bml

x = np.zeros((8, 2), np.float32)
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train(epochs: int = 1, rate: float = 0.1, quick: bool = False, name: str = "a"):
    model.fit(points.batch(4), epochs=epochs)


@bml.script
def other(steps: int):
    return steps
'''
MAIN = "from bml.cli import main; main()"

Bml = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "line.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no bundle", encoding="utf-8")
    return tmp_path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "BML_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "200"}


@pytest.fixture
def bml(folder: Path, environment: dict[str, str]) -> Bml:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", MAIN, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return run


def test_version(bml: Bml) -> None:
    from bml import __version__

    done = bml("--version")
    assert (done.returncode, done.stdout) == (0, f"{__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Compile one Python file"),
        (("build",), "Compile FILE into a folder"),
        (("serve",), "Serve a bundle"),
        (("run",), "Train FILE in Python"),
        (("parity",), "exit 1 if a bound does not hold"),
        (("inspect",), "the IR after a pass"),
    ],
)
def test_help(arguments: tuple[str, ...], said: str, bml: Bml) -> None:
    done = bml(*arguments, "--help")
    assert done.returncode == 0
    assert said in done.stdout


def test_misuse_exits_with_2(bml: Bml) -> None:
    done = bml("build")
    assert done.returncode == 2
    assert "Missing argument 'FILE'" in done.stderr


def test_build_writes_dist(folder: Path, bml: Bml) -> None:
    done = bml("build", "line.py", "--backends", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("dist/line  ")
    assert done.stdout.endswith("Open it with: bml serve dist/line\n")
    manifest = json.loads((folder / "dist" / "line" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["backends"] == ["cpu"]


def test_an_error_is_plain_in_a_pipe_and_exits_with_1(folder: Path, bml: Bml) -> None:
    (folder / "bad.py").write_text("import bml\n\nlayers = bml.layers.Dense(unit=3)\n", encoding="utf-8")
    done = bml("build", "bad.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error BML102: Dense has no argument 'unit'\n --> bad.py:3:10\n")
    assert "\x1b" not in done.stderr
    assert not (folder / "dist").exists()


def test_an_error_of_the_program_shows_its_own_frames(folder: Path, bml: Bml) -> None:
    (folder / "fails.py").write_text("import bml\n\n\n@bml.script\ndef train():\n    return {}[1]\n", encoding="utf-8")
    done = bml("run", "fails.py")
    place = f'  File "{(folder / "fails.py").resolve()}", line 6, in train\n'
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Traceback (most recent call last):\n{place}")
    assert done.stderr.endswith("KeyError: 1\n")


def test_errors_as_json(folder: Path, bml: Bml) -> None:
    (folder / "bad.py").write_text("print(1)\nimport bml\n\nlayers = bml.layers.Dense(unit=3)\n", encoding="utf-8")
    for command in ("build", "serve", "run", "inspect", "parity", "profile"):
        done = bml(command, "bad.py", "--format", "json")
        assert (done.returncode, done.stderr) == (1, "1\n"), command
        (error,) = json.loads(done.stdout)["errors"]
        assert error["message"] == "Dense has no argument 'unit'"
        assert (error["file"], error["line"], error["column"]) == (str((folder / "bad.py").resolve()), 4, 10)
        assert (error["end_line"], error["end_column"]) == (4, 34)


def test_a_build_as_json(folder: Path, bml: Bml) -> None:
    done = bml("build", "line.py", "--backends", "cpu", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["errors"], told["folder"]) == ([], str((folder / "dist" / "line").resolve()))
    manifest = json.loads((folder / "dist" / "line" / "manifest.json").read_text(encoding="utf-8"))
    assert told["files"] == len(manifest["files"]) + 1
    assert set(told["javascript"]) == {"cpu"}


def test_inspect_as_json(bml: Bml) -> None:
    told = json.loads(bml("inspect", "line.py", "--backends", "cpu", "--format", "json").stdout)
    assert [each["name"] for each in told["functions"]] == ["modelTrainStep", "modelPredictStep"]
    assert told["functions"][1]["params"][0] == {"name": "x", "type": "float32[n, 2]"}
    assert told["kernels"]["cpu"]
    told = json.loads(bml("inspect", "line.py", "--after", "all", "--format", "json").stdout)
    assert {stage["pass"] for stage in told["ir"]} == set(PASSES)


MESSAGES = {
    ("build", "nothing.py"): "error BML301: expected a Python file, found nothing at nothing.py",
    ("build", "line.py", "--backends", "wsm"): (
        "error BML102: expected one of the backends cpu, wasm, webgl, webgpu, received 'wsm'\n"
        "  = hint: did you mean wasm?"
    ),
    (
        "build",
        "line.py",
        "--backends",
        ",",
    ): "error BML102: expected one of cpu, wasm, webgl, webgpu or several of them, received ','",
    ("serve", "nowhere"): (
        "error BML306: expected a bundle at nowhere, found nothing there\n  = hint: make one with: bml build FILE"
    ),
    ("serve", "."): (
        "error BML306: expected a bundle at ., received a folder without manifest.json and index.html\n"
        "  = hint: make one with: bml build FILE"
    ),
    ("serve", "notes.txt"): (
        "error BML306: expected a bundle at notes.txt, received a file\n  = hint: make one with: bml build FILE"
    ),
    ("parity", "line.py", "--json", "nowhere/rows.json"): (
        "error BML305: cannot write nowhere/rows.json: there is no folder nowhere"
    ),
    ("inspect", "line.py", "--after", "fold"): (
        f"error BML102: expected a pass, received 'fold'\n  = hint: the passes are {', '.join(PASSES)}"
    ),
    ("inspect", "line.py", "--after", "trace", "--function", "f"): (
        "error BML102: line.py has no tensor function 'f'\n  = hint: it has modelTrainStep, modelPredictStep"
    ),
}


@pytest.mark.parametrize("arguments", MESSAGES, ids=" ".join)
def test_message(arguments: tuple[str, ...], bml: Bml) -> None:
    done = bml(*arguments)
    assert (done.returncode, done.stderr.rstrip("\n")) == (1, MESSAGES[arguments])


def test_inspect_prints_the_ir_after_a_pass(bml: Bml) -> None:
    done = bml("inspect", "line.py", "--after", "trace", "--function", "modelPredictStep")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("def modelPredictStep(x: float32[n, 2], %sequential/dense/kernel: float32[2, 1]")


def test_inspect_prints_kernels_memory_and_sizes(bml: Bml) -> None:
    done = bml("inspect", "line.py", "--backends", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("Tensor functions", "Peak memory in bytes", "Kernels", "gzip -9", "modelTrainStep", "float32[n, 2]"):
        assert part in done.stdout


@pytest.fixture
def serving(folder: Path, environment: dict[str, str], bml: Bml) -> subprocess.Popen[str]:
    bml("build", "line.py", "--backends", "cpu")
    # A test runner in the background has its children ignore interrupts, which Ctrl-C on a terminal does not.
    listening = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {MAIN}"
    command = [sys.executable, "-c", listening, "serve", "dist/line", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_serve_sends_the_page_with_its_headers_until_interrupted(serving: subprocess.Popen[str]) -> None:
    assert serving.stdout is not None
    line = serving.stdout.readline()
    url = line.split(" at ")[1].split()[0]
    with urlopen(url) as answer:
        assert b"<bml-line fullpage>" in answer.read()
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert "script-src 'self' 'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    serving.send_signal(signal.SIGINT)
    assert serving.wait(timeout=20) == 130


def test_a_port_that_is_taken(folder: Path, bml: Bml) -> None:
    bml("build", "line.py", "--backends", "cpu")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = bml("serve", "dist/line", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error BML405: cannot listen on port {port}: ")
    assert f"hint: choose another one: bml serve dist/line --port {port + 1}" in done.stderr
