"""What einsum costs: the kernels of common cases, views left out."""

import pytest

from bmlc import ops
from bmlc.ir import TensorType, dim
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

PRODUCT, TURNED = "BatchMatMul", "Transpose"

COSTS = [
    ("abc,cd->abd", "n 7 4, 4 5", [PRODUCT]),
    ("abc,dc->abd", "n 7 4, 5 4", [PRODUCT]),
    ("abc,cde->abde", "n t 4, 4 2 8", [PRODUCT]),  # the projections of attention
    ("abcd,cde->abe", "n t 2 8, 2 8 4", [PRODUCT]),
    ("bqhd,bkhd->bhqk", "n t 2 8, n u 2 8", [TURNED, TURNED, PRODUCT]),
    ("bhqk,bkhd->bqhd", "n 2 t u, n u 2 8", [TURNED, PRODUCT, TURNED]),
    ("bhqd,bhkd->bhqk", "n 2 t 8, n 2 u 8", [PRODUCT]),
    ("bij,bjk->bki", "n 3 4, n 4 5", [PRODUCT]),
    ("ij,jk->ki", "n 4, 4 5", [PRODUCT]),
    ("bi,bi->b", "n 4, n 4", ["Multiply", "Sum"]),
    ("i,j->ij", "n, 4", ["Multiply"]),
    ("bij,j->bij", "n 3 4, 4", ["Multiply"]),
    ("ij->ji", "n 4", [TURNED]),
    ("ij->j", "n 4", [TURNED, "Sum"]),
    ("ii->i", "4 4", ["PadV2", "Slice"]),
    ("ij,jk,kl->il", "3 4, 4 9, 9 2", [PRODUCT, PRODUCT]),
    ("bi,ij,jk->bk", "n 4, 4 8, 8 2", [PRODUCT, PRODUCT]),
]


@pytest.mark.parametrize(("subscripts", "shapes", "kernels"), COSTS, ids=[case[0] for case in COSTS])
def test_the_kernels_of_a_case(subscripts, shapes, kernels):
    types = [TensorType(tuple(map(dim, map(number, shape.split()))), "float32") for shape in shapes.split(",")]
    fn = trace(lambda *xs: ops.einsum(subscripts, *xs), [(f"x{i}", of) for i, of in enumerate(types)], "f")
    names = [eqn.op.name for eqn in lower(optimize(fn), "webgpu").body]
    assert [name for name in names if name not in ("Reshape", "dispose", "retain")] == kernels


def number(size):
    return int(size) if size.isdigit() else size


def test_a_chain_begins_where_least_is_made():
    """(a b) c would be made of 100 x 100 elements."""
    shapes = (("a", (100, 2)), ("b", (2, 100)), ("c", (100, 1)))
    fn = trace(
        lambda *xs: ops.einsum("ij,jk,kl->il", *xs), [(name, TensorType(of, "float32")) for name, of in shapes], "f"
    )
    assert max(eqn.outs[0].type.size for eqn in fn.body) == 100
