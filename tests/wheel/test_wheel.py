"""The wheel: what is inside, and that it builds the example in an empty environment on a machine without Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from bmlc.browser import launch, serve

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "tools" / "constraints.txt"
MNIST = Path(os.environ.get("BML_DATA_DIR", "")) / "mnist"
EXAMPLE = "mnist_cnn" if MNIST.is_dir() else "digits_cnn"


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of this checkout, unpacked."""
    out = tmp_path_factory.mktemp("sdist")
    _run([sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(out), str(ROOT)], path="")
    (archive,) = out.glob("*.tar.gz")
    _run([sys.executable, "-m", "tarfile", "-e", str(archive), str(out)], path="")
    return out / archive.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the sdist, without the compiler of a checkout: what a package index would hand out."""
    out = tmp_path_factory.mktemp("wheel")
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "ziglang.py").write_text("raise SystemExit('an sdist needs no compiler')\n", "utf-8")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(sdist)]
    _run(command, path="", PYTHONPATH=str(hidden))
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, what it depends on, and nothing else."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    requirement = str(wheel) if EXAMPLE == "mnist_cnn" else f"{wheel}[datasets]"
    _run([str(programs / "python"), "-m", "pip", "install", "--quiet", "--constraint", str(PINS), requirement], path="")
    return programs


@pytest.fixture(scope="module")
def built(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as the installed `bml` builds it, in a folder of its own."""
    project = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "examples" / f"{EXAMPLE}.py", project)
    # No PATH at all: neither Node nor anything else of this machine is there to be used.
    _run([str(programs / "bml"), "build", f"{EXAMPLE}.py"], path="", cwd=project)
    return project / "dist" / EXAMPLE


def test_the_tag_names_the_platform_of_the_binary_inside(wheel: Path) -> None:
    python, abi, platform = wheel.stem.split("-")[-3:]
    assert (python, abi) == ("py3", "none")
    assert platform != "any"


@pytest.mark.parametrize(
    "name",
    [
        "bml/__init__.py",
        "bml/py.typed",
        "bmlc/py.typed",
        "bmlc/_vendor/THIRD_PARTY_NOTICES",
        "bmlc/_vendor/runtime/app/define.ts",
        "bmlc/_vendor/binaries/bml-common-fma.wasm",
        "bmlc/_vendor/binaries/bml-rest-simd.wasm",
        "bmlc/_vendor/binaries/tfjs-backend-wasm-simd.wasm",
        "bmlc/_vendor/node_modules/@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js",
        "bmlc/_vendor/node_modules/uplot/dist/uPlot.esm.js",
    ],
)
def test_what_a_build_needs_is_inside(names: list[str], name: str) -> None:
    assert name in names


def test_esbuild_is_inside_and_may_run(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (binary,) = (entry for entry in archive.infolist() if entry.filename.startswith("bmlc/_vendor/bin/esbuild"))
    assert binary.external_attr >> 16 & 0o111
    assert binary.file_size > 5_000_000


def test_an_sdist_of_an_sdist_has_the_modules_too(sdist: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(sdist)]
    _run(command, path="")
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = [name.partition("/")[2] for name in opened.getnames()]
    built = sorted(path.relative_to(sdist).as_posix() for path in sdist.glob("runtime_js/wasm/built/*"))
    assert len(built) > 4
    assert sorted(name for name in names if "/built/" in name) == built


def test_nothing_else_is_inside(names: list[str]) -> None:
    own = [name for name in names if not name.startswith(("bml/", "bmlc/"))]
    assert all(".dist-info/" in name for name in own)
    assert any(name.endswith("licenses/LICENSE") for name in own)
    packages = {name.split("/node_modules/")[1].split("/")[0] for name in names if "/node_modules/" in name}
    assert packages == {"@tensorflow", "uplot"}
    assert not [name for name in names if ".test." in name or name.endswith((".map", ".pyc", "/stamp.draft"))]


def test_the_environment_has_no_extra(programs: Path) -> None:
    listed = _run([str(programs / "python"), "-m", "pip", "list", "--format=freeze"], path="").lower()
    assert "numpy==" in listed
    assert not [name for name in ("tensorflow", "playwright", "nodejs", "scikit") if name in listed]


def test_what_it_builds_opens_and_predicts(built: Path) -> None:
    with serve(built) as server, launch() as browser:
        browser.page.goto(server.url)
        answer = browser.page.evaluate(
            """async (entry) => {
                 const { load } = await import(entry);
                 const app = await load({ backend: "wasm" });
                 const image = { shape: [28, 28, 1], dtype: "uint8", data: new Uint8Array(784) };
                 const answer = await app.classify(image);
                 await app.dispose();
                 return JSON.stringify(answer);
               }""",
            f"{server.url}{EXAMPLE}.js",
        )
        assert answer
        assert browser.problems == []


def _run(command: list[str], *, path: str, cwd: Path | None = None, **more: str) -> str:
    environment = {**os.environ, "PATH": path, **more}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(command, check=False, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
