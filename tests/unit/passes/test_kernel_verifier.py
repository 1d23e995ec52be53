"""A call that no kernel can do is our own bug, and is said in words."""

import pytest

from bmlc import ops
from bmlc.ir import UNKNOWN, Eqn, Function, InvalidIRError, Var, symbol
from bmlc.kernels.loop import LOOP
from bmlc.kernels.signatures import SIGNATURES
from bmlc.kernels.tables import BACKENDS, FACTS, kernel_table
from bmlc.kernels.verifier import verify_kernels
from bmlc.passes.pipeline import kernel_passes, optimize

from .conftest import tensor_type as tensor

IMAGES, WEIGHTS, BIAS, MAPS = "float32[n, 8, 8, 3]", "float32[3, 3, 3, 4]", "float32[4]", "float32[n, 6, 6, 4]"
CONV = {"strides": (1, 1), "pad": "valid", "dilations": (1, 1), "dataFormat": "NHWC"}
POOL = {"strides": (2, 2), "pad": "valid", "filterSize": (2, 2)}
SUM = {"axis": (1,), "keepDims": False}
PRODUCT = {"transposeA": False, "transposeB": False}


def call(name, inputs, out, attrs, backend="wasm"):
    """A function of one kernel call."""
    params = tuple(Var(f"x{index}", tensor(of)) for index, of in enumerate(inputs))
    result = Var("y", tensor(out))
    eqn = Eqn(kernel_table(backend)[name], params, (result,), attrs, UNKNOWN, "")
    return Function("f", params, (), (eqn,), (result,), (), UNKNOWN)


RIGHT = [
    ("Add", ["float32[n, 3]", "float32[3]"], "float32[n, 3]", {}),
    ("Multiply", ["float32[n]", "bool[n]"], "float32[n]", {}),
    ("Select", ["bool[n, 1]", "int32[n, 3]", "int32[1, 3]"], "int32[n, 3]", {}),
    ("Transpose", ["float32[n, 3]"], "float32[3, n]", {"perm": (1, 0)}),
    ("Concat", ["float32[n, 3]", "float32[n, m]"], "float32[n, m + 3]", {"axis": 1}),
    ("Conv2D", [IMAGES, WEIGHTS], MAPS, CONV),
    ("FusedConv2D", [IMAGES, WEIGHTS, BIAS], MAPS, {**CONV, "activation": "relu"}),
    ("FusedConv2D", [IMAGES, WEIGHTS], MAPS, CONV),  # without what is optional
    ("MaxPoolGrad", ["float32[n, 4, 4, 3]", IMAGES, "float32[n, 4, 4, 3]"], IMAGES, POOL),
]


@pytest.mark.parametrize(("name", "inputs", "out", "attrs"), RIGHT)
def test_a_call_that_fits(name, inputs, out, attrs):
    fn = call(name, inputs, out, attrs)
    assert verify_kernels(fn, "wasm") is fn


N = symbol("n")
BROKEN = [
    # dtypes, and with them the number of inputs
    ("Tanh", ["int32[n]"], "int32[n]", {}, "dtypes f>f, received i>i"),
    ("Add", ["float32[n]"], "float32[n]", {}, r"dtypes ([fi])\1>\1, received f>f"),
    ("Add", ["float32[n]", "int32[n]"], "float32[n]", {}, r"dtypes ([fi])\1>\1, received fi>f"),
    ("Less", ["float32[n]", "float32[n]"], "float32[n]", {}, r"dtypes ([fib])\1>b, received ff>f"),
    ("Cast", ["float32[n]"], "int32[n]", {"dtype": "bool"}, "dtypes .>., received f>i"),
    ("BatchMatMul", ["int32[2, 2]", "int32[2, 2]"], "int32[2, 2]", PRODUCT, "a kernel that is exact for integers"),
    # attributes
    ("Transpose", ["float32[n]"], "float32[n]", {}, "tuple[int, ...] perm, received None"),
    ("Tanh", ["float32[n]"], "float32[n]", {"alpha": 1.0}, "no alpha, received 1.0"),
    ("Sum", ["float32[n, 3]"], "float32[n]", {**SUM, "axis": 1}, "tuple[int, ...] axis, received 1"),
    ("Sum", ["float32[n, 3]"], "float32[n]", {**SUM, "keepDims": 0}, "<class 'bool'> keepDims, received 0"),
    ("ArgMax", ["float32[n, 3]"], "int32[n]", {"axis": True}, "<class 'int'> axis, received True"),
    ("Conv2D", [IMAGES, WEIGHTS], MAPS, {**CONV, "dataFormat": "NCHW"}, "['NHWC'] dataFormat, received 'NCHW'"),
    ("PadV2", ["float32[3]"], "float32[5]", {"paddings": ((1,),), "constantValue": 0.0}, "paddings, received ((1,),)"),
    # shapes
    ("Tanh", ["float32[n]"], "float32[n, 1]", {}, "an output of (n,), received (n, 1)"),
    ("Add", ["float32[3]", "float32[4]"], "float32[4]", {}, "equal sizes, received 3 and 4"),
    ("Add", ["float32[n, 1]", "float32[4]"], "float32[n, 5]", {}, "an output of (n, 4), received (n, 5)"),
    ("Reshape", ["float32[n, 4]"], "float32[n, 5]", {"shape": (N, 5)}, "equal sizes, received 4*n and 5*n"),
    ("Transpose", ["float32[n, 3]"], "float32[n, 3]", {"perm": (0, 0)}, "an order of 2 axes, received (0, 0)"),
    ("Transpose", ["float32[2, 3]"], "float32[2, 3]", {"perm": (1, 0)}, "an output of (3, 2), received (2, 3)"),
    ("Slice", ["float32[5]"], "float32[4]", {"begin": (2,), "size": (4,)}, "a part of (5,), received (4,) from (2,)"),
    ("Sum", ["float32[n, 3]"], "float32[n]", {**SUM, "axis": (2,)}, "different axes of 2, received (2,)"),
    ("Sum", ["float32[n, 3]"], "float32[n, 1]", SUM, "an output of (n,), received (n, 1)"),
    ("Concat", ["float32[2, 3]", "float32[3, 3]"], "float32[2, 6]", {"axis": 1}, "equal sizes, received 2 and 3"),
    ("BatchMatMul", ["float32[n, 3]", "float32[4, 2]"], "float32[n, 2]", PRODUCT, "equal sizes, received 3 and 4"),
    ("Conv2D", [IMAGES, WEIGHTS], "float32[n, 8, 8, 4]", CONV, "an output of (n, 6, 6, 4)"),
    ("AvgPoolGrad", ["float32[n, 5, 5, 3]", IMAGES], IMAGES, POOL, "equal sizes, received 4 and 5"),
    ("Gather", ["float32[5, 3]", "int32[n]"], "float32[n, 4]", {"axis": 0, "batchDims": 0}, "an output of (n, 3)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "out", "attrs", "words"), BROKEN)
def test_a_call_that_is_broken(name, inputs, out, attrs, words):
    with pytest.raises(InvalidIRError) as caught:
        verify_kernels(call(name, inputs, out, attrs), "wasm")
    first, _, text = str(caught.value).partition("\n")
    assert first.startswith(f"f: {name} on wasm: ")
    assert words in first
    assert text.startswith("def f(x0: ")


def test_a_rank_that_is_too_high():
    fn = call("Tanh", ["float32[1, 1, 1, 1, 1, 1, 1]"], "float32[1, 1, 1, 1, 1, 1, 1]", {}, backend="webgl")
    with pytest.raises(InvalidIRError, match="rank 6 at most, received 7"):
        verify_kernels(fn, "webgl")


def test_a_kernel_of_another_backend():
    with pytest.raises(InvalidIRError, match=r"expected a kernel of the backend's table, received <kernel cpu\.Tanh>"):
        verify_kernels(call("Tanh", ["float32[n]"], "float32[n]", {}, backend="cpu"), "wasm")


def test_an_op_that_was_not_legalized(traced):
    with pytest.raises(InvalidIRError, match="tanh on wasm: expected a kernel, received an op"):
        verify_kernels(traced(ops.tanh, x="float32[n]"), "wasm")


def test_a_call_in_a_loop():
    body = call("Add", ["float32[3]", "float32[4]"], "float32[4]", {})
    inputs = tuple(Var(var.name, var.type) for var in body.params)
    attrs = {"carries": 0, "length": 3, "reverse": False, "index": "i", "body": body}
    stack = Var("ys", tensor("float32[3, 4]"))
    loop = Eqn(LOOP, inputs, (stack,), attrs, UNKNOWN, "")
    fn = Function("f", inputs, (), (loop,), (stack,), (), UNKNOWN)
    with pytest.raises(InvalidIRError, match="f: Add on wasm: expected equal sizes, received 3 and 4"):
        verify_kernels(fn, "wasm")


def test_a_loop_whose_carry_changes_its_type():
    body = call("Tanh", ["float32[3]"], "float32[3]", {})
    inputs, carry = (Var("x", tensor("float32[3]")),), Var("y", tensor("float32[4]"))
    attrs = {"carries": 1, "length": 3, "reverse": False, "index": "i", "body": body}
    fn = Function("f", inputs, (), (Eqn(LOOP, inputs, (carry,), attrs, UNKNOWN, ""),), (carry,), (), UNKNOWN)
    with pytest.raises(InvalidIRError, match="loop on wasm: expected parameters, results and carries"):
        verify_kernels(fn, "wasm")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_loop_after_each_pass(traced, backend):
    def recurrent(x, w):
        return ops.scan(lambda h, row: (ops.tanh(ops.matmul(h, w) + row),) * 2, x[0], x)

    fn = optimize(traced(recurrent, x="float32[t, n, 3]", w="float32[3, 3]"))
    for _, apply in kernel_passes(backend):
        fn = verify_kernels(apply(fn), backend)


def test_every_kernel_has_a_signature():
    assert set(SIGNATURES) == {name for backend in FACTS for name in kernel_table(backend)}
