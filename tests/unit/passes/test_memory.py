"""insert_disposals, schedule and the peak: what is freed where, and what that costs."""

import pytest

from bmlc import ops
from bmlc.ir import Variable, active_builder
from bmlc.ops.tensor import Tensor
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.legalize import legalize
from bmlc.passes.memory import peak_bytes
from bmlc.passes.schedule import schedule


def lowered(fn, backend="cpu"):
    return insert_disposals(legalize(fn, backend))


def test_a_tensor_is_freed_right_after_its_last_use(traced, text):
    def fn(x):
        a = ops.exp(x)
        b = ops.sqrt(a)
        return ops.add(a, b) * 2

    assert text(lowered(traced(fn, x="float32[n]"))) == [
        "def f(x: float32[n]):",
        "f: float32[n] = Exp(x)",
        "f_1: float32[n] = Sqrt(f)",
        "f_2: float32[n] = Add(f, f_1)",
        "dispose(f, f_1)",
        "f_3: float32[] = constant[value=2.0]()",
        "f_4: float32[n] = Multiply(f_2, f_3)",
        "dispose(f_2)",
        "return f_4",
    ]


def test_what_nobody_uses_is_freed_at_once(traced, text):
    assert "dispose(f)" in text(lowered(traced(lambda x: (ops.exp(x), x * 2)[1], x="float32[n]")))[2]


def test_a_borrowed_or_repeated_result_gets_a_reference_of_its_own(traced, text):
    def fn(x):
        y = ops.exp(x)
        return x, y, y

    assert text(lowered(traced(fn, x="float32[n]"))) == [
        "def f(x: float32[n]):",
        "f: float32[n] = Exp(x)",
        "x_1: float32[n] = retain(x)",
        "f_1: float32[n] = retain(f)",
        "return x_1, f, f_1",
    ]


def test_a_variable_that_is_set_to_its_own_value_is_retained(traced, text):
    total = Variable("total", traced(lambda x: x, x="float32[]").outs[0].type, False, {"name": "zeros"})

    def fn(x):
        builder = active_builder()
        builder.assign(total, builder.read(total))
        return x + Tensor(builder.read(total))

    assert "total: float32[] = retain(%total)" in text(lowered(traced(fn, x="float32[]")))


@pytest.mark.parametrize(
    ("fn", "peak"),
    [
        (ops.exp, "800*n"),  # input and output
        (lambda x: ops.exp(ops.exp(x)), "1200*n"),
        (lambda x: ops.exp(ops.exp(ops.exp(x))), "1200*n"),  # the first is freed before the third is made
        (lambda x: ops.reshape(x, (100 * x.shape[0],)), "400*n"),  # a view costs nothing
        (lambda x: (ops.sum(x), ops.exp(x))[1], "800*n"),
    ],
)
def test_the_peak_counts_inputs_locals_and_results(traced, fn, peak):
    assert str(peak_bytes(lowered(traced(fn, x="float32[n, 100]")))) == peak


def test_a_peak_may_depend_on_the_symbols(traced):
    def fn(x, w):
        return ops.sum(ops.exp(ops.exp(x))), ops.sum(ops.exp(ops.exp(w)))

    peak = peak_bytes(lowered(traced(fn, x="float32[n]", w="float32[100]")))
    assert peak.evaluate({"n": 1}) == 400 + 4 + 4 + 800
    assert peak.evaluate({"n": 1000}) > peak.evaluate({"n": 999})


def test_kernels_that_free_memory_come_first(traced, text):
    def fn(x):
        parts = [ops.exp(x * float(scale)) for scale in range(3)]  # written: all large, then all small
        return tuple(ops.sum(part) for part in parts)

    fn = legalize(traced(fn, x="float32[1000]"), "cpu")
    before, after = peak_bytes(insert_disposals(fn)), peak_bytes(insert_disposals(schedule(fn)))
    assert after.evaluate({}) < before.evaluate({})
    assert sorted(eqn.op.name for eqn in schedule(fn).body) == sorted(eqn.op.name for eqn in fn.body)


def test_an_order_that_is_no_better_is_left_alone(traced):
    fn = legalize(traced(lambda x: ops.exp(ops.sqrt(x)), x="float32[n]"), "cpu")
    assert schedule(fn) is fn
