"""The folder that a build writes."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from bmlc.bundle import build as build_module
from bmlc.bundle.build import build
from bmlc.bundle.esbuild import EsbuildError
from bmlc.bundle.options import BuildOptions
from bmlc.bundle.report import Report
from bmlc.errors import UserError
from bmlc.program import Program

CPU = BuildOptions(backends=("cpu",))
ROOT = Path(__file__).parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def threads(report: Report) -> set[str]:
    """The script of wasm's threads, which our kernels alone have."""
    return {"chunks/wasm_thread.js"} if report.compiled.backends["wasm"].start.thread else set()


def session(report: Report) -> str:
    (path,) = (path for path in contents(report.folder) if re.fullmatch(r"chunks/session-[0-9A-Z]{8}\.js", path))
    return path


def test_layout(report: Report) -> None:
    files = set(contents(report.folder))
    assert {
        "index.html",
        "line_fit.js",
        "line_fit.js.map",
        "line_fit.d.ts",
        "manifest.json",
        "package.json",
        "report.html",
        "THIRD_PARTY_NOTICES",
        session(report),
        *threads(report),
    } <= files
    assert {path.split("/")[0] for path in files if "/" in path} == {"chunks", "data", "weights"}


def test_the_manifest_lists_every_file_with_its_hash(report: Report) -> None:
    manifest = json.loads((report.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["bml"], manifest["name"], manifest["backends"]) == ("1.2.3", "line_fit", ["cpu", "wasm"])
    assert manifest["program"] == report.version
    found = {
        path: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        for path, data in contents(report.folder).items()
        if path != "manifest.json"
    }
    assert manifest["files"] == found


def test_shards_hold_the_values(report: Report, program: Program) -> None:
    points = program.sources["points"]
    expected = {element.values.tobytes() for element in points.elements}
    assert {gzip.decompress(path.read_bytes()) for path in (report.folder / "data").iterdir()} == expected
    weights = {gzip.decompress(path.read_bytes()) for path in (report.folder / "weights").iterdir()}
    assert weights == {np.array([0.5, 0.5, 0.5, 0.25], "<f4").tobytes()}  # zeros are made in the browser


def test_the_page_and_entry_hold_nothing_inline(report: Report) -> None:
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    assert '<script type="module" src="./line_fit.js"></script>' in page
    assert "<bml-line-fit fullpage>" in page
    assert "style=" not in page
    assert "eval(" not in (report.folder / "line_fit.js").read_text(encoding="utf-8")


def test_package_json_makes_it_an_npm_package(report: Report) -> None:
    package = json.loads((report.folder / "package.json").read_text(encoding="utf-8"))
    assert package["name"] == "line-fit"
    assert package["type"] == "module"
    assert (report.folder / package["exports"]["."]["default"]).is_file()
    assert (report.folder / package["exports"]["."]["types"]).is_file()
    assert package["version"] == f"0.0.0-b{report.version}"
    assert set(package["sideEffects"]) == {
        "./line_fit.js",
        f"./{session(report)}",
        *(f"./{path}" for path in threads(report)),
    }
    assert all((report.folder / path).is_file() for path in package["sideEffects"])


def test_bundlers_see_every_file_that_is_fetched(report: Report) -> None:
    seen = set()
    for script in report.folder.rglob("*.js"):
        for url in re.findall(r'new URL\("([^"]+)",\s*import\.meta\.url\)', script.read_text(encoding="utf-8")):
            seen.add((script.parent / url).resolve().relative_to(report.folder.resolve()).as_posix())
    fetched = {name for name in contents(report.folder) if name.endswith((".bin", ".wasm"))}
    assert seen == fetched | {session(report)} | threads(report)


def test_the_page_names_what_its_script_and_worker_ask_for(report: Report) -> None:
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    modules = re.findall(r'<link rel="modulepreload" href="\./([^"]+)">', page)
    files = re.findall(r'<link rel="preload" as="fetch" crossorigin href="\./([^"]+)">', page)
    assert session(report) in modules
    assert [path for path in modules if path.startswith("chunks/wasm-")]  # the first of its backends
    assert not [path for path in modules if path.startswith("chunks/cpu-")]
    assert {path for path in contents(report.folder) if path.startswith("weights/")} < set(files)
    start = report.compiled.backends["wasm"].start
    assert set(files) >= {f"chunks/{on_page}" for on_page, _ in start.likely()}
    assert all((report.folder / path).is_file() for path in [*modules, *files])
    assert len(modules) + len(files) == len({*modules, *files})


def test_a_server_that_renders_pages_defines_no_element(report: Report) -> None:
    entry = (report.folder / "line_fit.js").as_uri()
    code = f"const entry = await import({json.dumps(entry)}); console.log(await entry.define());"
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("undefined\n", "")


def test_source_maps_lead_to_the_python_file(report: Report) -> None:
    maps = [json.loads(path.read_text(encoding="utf-8")) for path in report.folder.rglob("*.map")]
    ours = [table for table in maps if any(name.endswith("/line_fit.py") for name in table["sources"])]
    assert len(ours) == 3  # the program, cpu, wasm
    assert not [name for table in maps for name in table["sources"] if str(ROOT) in name or "/tmp" in name]


def test_two_builds_are_the_same_bytes(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(program, tmp_path / "a" / "line_fit", CPU)
    monkeypatch.setenv("BML_CACHE_DIR", str(tmp_path / "empty"))
    second = build(program, tmp_path / "deeper" / "b" / "other", CPU)
    assert contents(first.folder) == contents(second.folder)


def test_a_failure_leaves_the_old_folder_and_nothing_else(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "line_fit"
    build(program, out, CPU)
    before = contents(tmp_path)

    def fail(*args: object) -> str:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(build_module, "manifest_text", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        build(program, out, CPU)
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["line_fit"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_is_no_bug(program: Program, tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(UserError, match=f"cannot write {tmp_path}/out: .*too large") as caught:
            build(program, tmp_path / "out", CPU)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.code == "BML305"
    assert list(tmp_path.iterdir()) == []


def test_esbuilds_refusal_is_a_bug_of_ours(program: Program, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ts"
    broken.write_text("export const open = ;\n", encoding="utf-8")
    options = BuildOptions(backends=("cpu",), alias={"@bml/runtime/training/open.js": broken})
    with pytest.raises(EsbuildError, match='Unexpected ";"'):
        build(program, tmp_path / "out", options)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.ts"]


def test_a_folder_of_somebody_elses_is_refused(program: Program, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("chapter 1", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        build(program, tmp_path, CPU)
    assert str(caught.value) == (
        f"error BML305: {tmp_path} holds files that bml did not write; they would be lost\n"
        "  = hint: name another folder with --out, or remove this one yourself"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_way_is_refused(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        build(program, out, CPU)
    assert str(caught.value).startswith(f"error BML305: expected a folder to write to, received the file {out}")


def test_a_parent_that_is_no_folder(program: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "out"
    with pytest.raises(UserError) as caught:
        build(program, out, CPU)
    assert str(caught.value).startswith(f"error BML305: cannot write {out}: ")


def test_an_alias_replaces_a_module(program: Program, tmp_path: Path) -> None:
    other = tmp_path / "ranges.ts"
    other.write_text('export function* range() { yield "another range"; }\n', encoding="utf-8")
    options = BuildOptions(backends=("cpu",), alias={"@bml/runtime/python/ranges.js": other})
    report = build(program, tmp_path / "out", options)
    assert any("another range" in path.read_text(encoding="utf-8") for path in report.folder.rglob("*.js"))


def test_sizes_count_what_a_first_step_fetches(report: Report) -> None:
    for backend, size in report.sizes.items():
        assert {"line_fit.js", session(report)} < set(size.files)
        assert [path for path in size.files if path.startswith(f"chunks/{backend}-")]
        assert size.raw == sum((report.folder / path).stat().st_size for path in size.files)
        assert size.gzip < size.raw
        assert not [path for path in size.files if "page" in path or "plot" in path]


def test_unminified_code_is_readable(program: Program, tmp_path: Path) -> None:
    report = build(program, tmp_path / "out", BuildOptions(backends=("cpu",), minify=False))
    text = "".join(path.read_text(encoding="utf-8") for path in (report.folder / "chunks").glob("*.js"))
    assert 'async function train({ model, points }, { epochs = 1, quick = false, name = "a" } = {}, run) {' in text


SAVING = """
import keras
import numpy as np
import bml

keras.utils.set_random_seed(3)
points = bml.Dataset.from_arrays(np.zeros((4, 3), "f"), np.zeros((4, 1), "f"))
layers = [keras.layers.Normalization(), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
model = keras.Sequential([keras.Input((3,)), *layers])
layers[0].adapt(np.ones((4, 3), "f"))
model.save("whole.keras")
model.save_weights("some.weights.h5")
model.load_weights("some.weights.h5")
model.set_weights(keras.saving.load_model("whole.keras").get_weights())
model.compile("adam", "mse")


@bml.script
def train():
    model.fit(points.batch(2))
"""


def test_building_imports_no_tensorflow(tmp_path: Path) -> None:
    """Nor anything else that Keras imports where it is installed, to save, to seed and for its wrappers."""
    (tmp_path / "saving.py").write_text(SAVING)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bml.cli.build import build_file\n"
        "build_file(Path('saving.py'), Path('out'), 'cpu')\n"
        "print({name.split('.')[0] for name in sys.modules} & {'tensorflow', 'jax', 'torch', 'sklearn', 'playwright'})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
