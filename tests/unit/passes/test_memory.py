"""schedule and the peak in numbers; what they make of functions is held by tests/golden/passes."""

from bmlc import ops
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.legalize import legalize
from bmlc.passes.memory import peak_bytes
from bmlc.passes.schedule import schedule


def lowered(fn, backend="cpu"):
    return insert_disposals(legalize(fn, backend))


def test_a_peak_may_depend_on_the_symbols(traced):
    def fn(x, w):
        return ops.sum(ops.exp(ops.exp(x))), ops.sum(ops.exp(ops.exp(w)))

    peak = peak_bytes(lowered(traced(fn, x="float32[n]", w="float32[100]")))
    assert peak.evaluate({"n": 1}) == 400 + 4 + 4 + 800
    assert peak.evaluate({"n": 1000}) > peak.evaluate({"n": 999})


def test_what_a_kernel_holds_for_itself_counts_while_it_runs(traced):
    fn = traced(lambda x: ops.exp(ops.argsort(x) * 1.0), x="float32[n, m]")
    peaks = [str(peak_bytes(lowered(fn, backend))) for backend in ("cpu", "wasm")]
    assert peaks == ["12*m*n", "max(8*m*n + 4*m, 12*m*n)"]  # wasm sorts with one more row


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


def test_a_product_over_two_unknown_sizes_is_one_product(traced):
    def fn(x, w):
        return ops.matmul(x, w)

    assert str(peak_bytes(lowered(traced(fn, x="float32[n, t, 8]", w="float32[8, 16]")))) == "96*n*t + 512"


def test_a_peak_may_have_rounded_terms(traced):
    peak = peak_bytes(lowered(traced(lambda x: (x[::2], ops.exp(x)), x="float32[n, 3]")))
    assert str(peak) == "12*n + 36*((n + 1)//2)"
    assert [peak.evaluate({"n": n}) for n in (1, 4, 5)] == [48, 120, 168]
