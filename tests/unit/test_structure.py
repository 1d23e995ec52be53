"""Imports go one way, files stay short, exported names are listed, and importing stays light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bmlc.kernels.backends import BACKENDS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in (ROOT / "dsl", ROOT / "codegen")
    for path in sorted(folder.rglob("*.py"))
    if "_vendor" not in path.parts
}
SCRIPTS = [path for folder in ("runtime_js/src", "tools", "tests", "examples") for path in (ROOT / folder).rglob("*")]
SERVED = ROOT / "dsl/bml/keras/backend"  # to Keras, as modules of its own
LONGEST = 400

# What each part of the compiler may import besides itself; from the ground up. Nothing imports what stands below it.
LAYERS = (
    "bmlc.source_text",
    "bmlc.extras",
    "bmlc.names",
    "bmlc.errors",
    "bmlc.ir",
    "bmlc.random",
    "bmlc.host_tensor",
    "bmlc.ops",
    "bmlc.emit.js",
    "bmlc.emit.names",
    "bmlc.scripts",
    "bmlc.program",
    "bmlc.kernels",
    "bmlc.passes",
    "bmlc.emit",
    "bmlc.reference",
    "bmlc.oracle",
    "bmlc.bundle",
    "bmlc.browser",
    "bmlc.parity",
    "bmlc.profile",
    "bml",
)
# The reference rules of ops that hold functions evaluate these; the import stands inside the call.
AGAINST_THE_WAY = {("bmlc.ops", "bmlc.reference")}
# Two that know each other: an error has a place in a file, and IR rules raise errors.
GROUND = {"bmlc.errors", "bmlc.ir"}


@pytest.mark.parametrize("module", [module for module in SOURCES if module != "bmlc"])
def test_imports_go_one_way(module: str) -> None:
    here = _layer(module)
    allowed = {*LAYERS[: LAYERS.index(here) + 1], *(GROUND if here in GROUND else ())}
    reached = {(here, _layer(name)) for name in _imported(SOURCES[module])} - AGAINST_THE_WAY
    wrong = {layer for _, layer in reached if layer not in allowed}
    assert not wrong, f"{module} belongs to {here}, which may import {', '.join(LAYERS[: LAYERS.index(here)])}"


def test_ops_import_each_other_without_a_circle() -> None:
    """Not even inside functions: an op's file can be read after those that it builds on."""
    reached = {
        module: {name if name in SOURCES else name.rpartition(".")[0] for name in _imported(path, types=False)}
        for module, path in SOURCES.items()
        if _layer(module) == "bmlc.ops"
    }
    TopologicalSorter(reached).prepare()  # raises a CycleError that names the circle


def test_only_its_own_files_name_a_backend() -> None:
    """One more backend is its own files: commands, passes and pages ask for facts."""
    named = re.compile(rf"(?<![\w./-])(?:{'|'.join(BACKENDS)})(?![\w./-])")
    texts = {path: _strings(path) for name, path in SOURCES.items() if not name.startswith("bmlc.kernels.backends.")}
    for path in (ROOT / "runtime_js/src").rglob("*.ts"):
        if not {path.parent.name, path.stem.split("_")[0]}.intersection(BACKENDS) and path.name != "tfjs.d.ts":
            code = re.sub(r"/\*.*?\*/|//.*", "", path.read_text("utf-8"), flags=re.DOTALL)
            texts[path] = re.findall(r'"[^"\n]*"|`[^`]*`', code)
    found = [(path.name, text) for path, each in texts.items() for text in each if named.search(text)]
    assert found == [("straight_alpha.ts", '"webgl"')]  # what a canvas calls it


def test_every_layer_exists() -> None:
    assert {_layer(module) for module in SOURCES if module != "bmlc"} == set(LAYERS)


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_lists_what_it_exports(module: str) -> None:
    tree = ast.parse(SOURCES[module].read_text("utf-8"))
    listed = [node.value for node in tree.body if isinstance(node, ast.Assign) and _is_all(node.targets[0])]
    if not listed and "__all__" in {name for node in tree.body for name in _defines(node)}:
        return  # handed on from another module
    if not listed and SOURCES[module].parent == SERVED:
        return  # Keras asks for all that it defines, by name
    if not listed and f"from keras.{module.partition('.')[2]} import *" in SOURCES[module].read_text("utf-8"):
        return  # it has all that the module of Keras has
    if not listed:
        assert SOURCES[module].name in {"__init__.py", "__main__.py"}, "expected __all__"
        assert not [node for node in tree.body if not isinstance(node, ast.Expr) and not _hands_on(node)]
        return
    names = ast.literal_eval(listed[0])
    defined = {name for node in tree.body for name in _defines(node)}
    assert set(names) <= defined
    assert len(set(names)) == len(names)


def test_files_stay_short() -> None:
    files = [*SOURCES.values(), *(path for path in SCRIPTS if path.suffix in {".py", ".ts", ".mjs"})]
    lengths = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n") for path in files}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_importing_needs_no_extra() -> None:
    code = (
        "import sys, bml, bmlc, bml.cli\n"
        "heavy = {'tensorflow', 'keras', 'playwright', 'sklearn'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""


def _layer(module: str) -> str:
    return max((layer for layer in LAYERS if f"{module}.".startswith(f"{layer}.")), key=len, default=module)


def _imported(path: Path, types: bool = True) -> Iterator[str]:
    """The modules of this project that a file imports, wherever in it; with `types`, also those for types only."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for each in node.body
    }
    for node in ast.walk(tree):
        match node:
            case _ if id(node) in for_types and not types:
                continue
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(level=0):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            case ast.ImportFrom(level=1) if path.parent == SERVED:
                continue  # a module beside it: Python knows both under Keras's name
            case ast.ImportFrom():
                raise AssertionError(f"{path} imports relatively")
            case _:
                continue
        yield from (name for name in names if name.split(".")[0] in {"bml", "bmlc"})


def _strings(path: Path) -> list[str]:
    """The texts in a file's code, without docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    return [node.value for node in constants if isinstance(node.value, str)]


def _is_all(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == "__all__"


def _hands_on(node: ast.stmt) -> bool:
    """`from module import *`: all that it lists."""
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _defines(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
        case ast.Assign() | ast.AnnAssign():
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.If() | ast.Try():
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    yield from _defines(child)
