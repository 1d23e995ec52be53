"""How ops are declared: under their own names, for all backends alike, in few lines."""

import ast
from collections import Counter
from pathlib import Path

from cases.families import DECLARED

import bmlc
import bmlc.ops
from bmlc.kernels.tables import BACKENDS
from bmlc.ops.op import Op

FOLDER = Path(bmlc.__file__).parent
LINES = 62  # of ops, passes and kernels together, for each op and each public function of ops


def test_an_op_that_is_the_function_has_its_name():
    """It may have others besides, as in Keras."""
    exported = {name: getattr(bmlc.ops, name) for name in bmlc.ops.__all__}
    assert {
        name: op.name for name, op in exported.items() if isinstance(op, Op) and exported.get(op.name) is not op
    } == {}


def test_nothing_asks_for_a_backend_by_its_name():
    """What is particular to one stands in its own file."""
    own = {FOLDER / "kernels" / f"{name}.py" for name in BACKENDS}
    for path in set(FOLDER.rglob("*.py")) - own:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            asks = isinstance(node, ast.Compare | ast.Dict | ast.MatchValue | ast.Set | ast.Tuple)
            names = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)} if asks else set()
            assert names.isdisjoint(BACKENDS), f"{path}:{node.lineno}"


def test_types_are_stated_but_where_there_are_none():
    """What users pass, what TensorFlow has, attributes of kernels; `by`, which each class narrows."""
    places = [
        path.stem
        for path in (FOLDER / "ops").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id == "Any"
    ]
    assert Counter(places) <= Counter(tensor=1, op=3, tree=1, convolution=1, pooling=1)


def test_an_op_takes_few_lines():
    files = [path for part in ("ops", "passes", "kernels") for path in (FOLDER / part).rglob("*.py")]
    lines = sum(path.read_text("utf-8").count("\n") for path in files)
    offered = len({*DECLARED, *bmlc.ops.__all__})
    assert lines <= LINES * offered, f"{lines} lines for {offered} ops and functions, {lines / offered:.1f} for each"
