"""What each step of a chain is in instructions of WebAssembly, on four elements at a time.

Floats and ints are lanes of 32 bits; a truth value is a lane of ones or of zeros. Functions that are no instruction
are those of `runtime_js/wasm/math.c`, by their names. Nothing here is a relaxed instruction: every engine gives the
same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from bmlc.emit.wasm.encoding import SIMD
from bmlc.ir import DType
from bmlc.kernels.chain import CONSTANT, Chain, Step

__all__ = ["COMMON", "STEPS", "Graph", "Node", "graph_of"]

Value: TypeAlias = int

# Functions of the module that all programs load, and of the one that few do.
COMMON = ("exp", "expm1", "int_floor_div", "int_mod", "log", "log1p", "pow", "sigmoid", "softplus", "tanh")
RARE = (
    *("acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh"),
    *("cos", "cosh", "erf", "mod", "sin", "sinh", "tan"),
)


@dataclass(frozen=True)
class Node:
    """An instruction, a function of math.c, a constant or an input."""

    op: str
    args: tuple[Value, ...] = ()
    number: int = 0  # the bits of a constant, or which input


@dataclass
class Graph:
    """Instructions that give the values of a chain; equal ones are one."""

    nodes: list[Node] = field(default_factory=list)
    _known: dict[Node, Value] = field(default_factory=dict)

    def add(self, op: str, *args: Value, number: int = 0) -> Value:
        node = Node(op, args, number)
        if node not in self._known:
            self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return self._known[node]

    def bits(self, bits: int) -> Value:
        return self.add(CONSTANT, number=bits)

    def float(self, value: float) -> Value:
        return self.bits(int(np.float32(value).view(np.int32)))

    def call(self, function: str, *args: Value) -> Value:
        assert function in COMMON or function in RARE, function
        return self.add(function, *args)

    def f(self, op: str, *args: Value) -> Value:
        return self.add(f"f32x4.{op}", *args)

    def i(self, op: str, *args: Value) -> Value:
        return self.add(f"i32x4.{op}", *args)

    def v(self, op: str, *args: Value) -> Value:
        return self.add(f"v128.{op}", *args)

    def select(self, condition: Value, then: Value, otherwise: Value) -> Value:
        return self.v("bitselect", then, otherwise, condition)

    def cast(self, x: Value, of: DType, to: DType) -> Value:
        match of, to:
            case ("bool", "int32"):
                return self.i("neg", x)
            case ("bool", "float32"):
                return self.v("and", x, self.float(1.0))
            case ("int32", "float32"):
                return self.f("convert_i32x4_s", x)
            case ("float32", "int32"):
                return self.i("trunc_sat_f32x4_s", x)
            case ("float32", "bool"):
                return self.f("ne", x, self.bits(0))
            case ("int32", "bool"):
                return self.i("ne", x, self.bits(0))
            case _:
                return x


@dataclass(frozen=True)
class Given:
    """A step's surroundings: the dtypes of its arguments and of its result, and its attributes."""

    dtypes: tuple[DType, ...]
    dtype: DType
    attrs: Mapping[str, float | str]

    def number(self, k: Graph, name: str, default: float = 0.0) -> Value:
        value = float(self.attrs.get(name, default))
        return k.float(value) if self.dtypes[0] == "float32" else k.bits(int(value))


Emit: TypeAlias = Callable[..., Value]  # (graph, given, *args) -> the result
STEPS: dict[str, Emit] = {}


def _of(names: str) -> Callable[[Emit], Emit]:
    def declare(emit: Emit) -> Emit:
        STEPS.update(dict.fromkeys(names.split(), emit))
        return emit

    return declare


def graph_of(chain: Chain) -> tuple[Graph, list[Value]]:
    """The instructions of `chain`, and which of them are its values."""
    k = Graph()
    values = [k.add("input", number=i) for i in range(len(chain.inputs))]
    for step in chain.steps:
        values.append(_step(k, chain, step, [values[arg] for arg in step.args]))
    return k, values


def _step(k: Graph, chain: Chain, step: Step, args: list[Value]) -> Value:
    attrs = dict(step.attrs)
    if step.kernel == CONSTANT:
        bits = int(attrs["bits"])
        return k.bits(-bits if step.dtype == "bool" else bits)
    given = Given(tuple(chain.dtype(arg) for arg in step.args), step.dtype, attrs)
    return STEPS[step.kernel](k, given, *args)


def _instructions(floats: str, ints: str = "") -> None:
    """`Add=add`: a kernel that is one instruction for floats, and for ints."""
    for prefix, names in (("f32x4", floats), ("i32x4", ints)):
        for kernel, op in (each.split("=") for each in names.split()):
            before = STEPS.get(kernel)
            STEPS[kernel] = _instruction(f"{prefix}.{op}", prefix == "i32x4", before)


def _instruction(op: str, of_ints: bool, otherwise: Emit | None) -> Emit:
    assert op in SIMD

    def emit(k: Graph, given: Given, *args: Value) -> Value:
        if of_ints != (given.dtypes[0] != "float32") and otherwise is not None:
            return otherwise(k, given, *args)
        return k.add(op, *args)

    return emit


_instructions(
    "Abs=abs Add=add Ceil=ceil Equal=eq Floor=floor Greater=gt GreaterEqual=ge Less=lt LessEqual=le Maximum=max "
    "Minimum=min Neg=neg NotEqual=ne RealDiv=div Round=nearest Sqrt=sqrt Sub=sub",
    "Abs=abs Add=add Equal=eq Greater=gt_s GreaterEqual=ge_s Less=lt_s LessEqual=le_s Maximum=max_s Minimum=min_s "
    "Neg=neg NotEqual=ne Sub=sub",
)


def _ordered_bools(otherwise: Emit, op: str) -> Emit:
    """True is the larger one, but a lane of ones is below a lane of zeros."""

    def emit(k: Graph, given: Given, a: Value, b: Value) -> Value:
        return k.i(op, a, b) if given.dtypes[0] == "bool" else otherwise(k, given, a, b)

    return emit


for _kernel, _op in {"Greater": "lt_s", "GreaterEqual": "le_s", "Less": "gt_s", "LessEqual": "ge_s"}.items():
    STEPS[_kernel] = _ordered_bools(STEPS[_kernel], _op)


def _whole(otherwise: Emit) -> Emit:
    """Ints are whole already."""

    def emit(k: Graph, given: Given, x: Value) -> Value:
        return x if given.dtypes[0] != "float32" else otherwise(k, given, x)

    return emit


for _kernel in ("Ceil", "Floor", "Round"):
    STEPS[_kernel] = _whole(STEPS[_kernel])


def _function(name: str) -> Emit:
    return lambda k, given, *args: k.call(name, *args)


STEPS.update({name.capitalize(): _function(name) for name in (*COMMON, *RARE) if not name.startswith("int_")})


@_of("Multiply")
def multiply(k: Graph, given: Given, a: Value, b: Value) -> Value:
    first, second = (k.cast(x, of, given.dtype) for x, of in zip((a, b), given.dtypes, strict=True))
    return k.f("mul", first, second) if given.dtype == "float32" else k.i("mul", first, second)


@_of("Square")
def square(k: Graph, given: Given, x: Value) -> Value:
    return k.f("mul", x, x) if given.dtype == "float32" else k.i("mul", x, x)


@_of("SquaredDifference")
def squared_difference(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return square(k, given, k.f("sub", a, b) if given.dtype == "float32" else k.i("sub", a, b))


@_of("Reciprocal")
def reciprocal(k: Graph, given: Given, x: Value) -> Value:
    return k.f("div", k.float(1.0), x)


@_of("Rsqrt")
def rsqrt(k: Graph, given: Given, x: Value) -> Value:
    return k.f("div", k.float(1.0), k.f("sqrt", x))


@_of("Relu")
def relu(k: Graph, given: Given, x: Value) -> Value:
    return _most(k, given, x, k.bits(0))


@_of("Relu6")
def relu6(k: Graph, given: Given, x: Value) -> Value:
    six = k.float(6.0) if given.dtype == "float32" else k.bits(6)
    return _least(k, given, relu(k, given, x), six)


@_of("ClipByValue")
def clip(k: Graph, given: Given, x: Value) -> Value:
    low, high = given.number(k, "clipValueMin"), given.number(k, "clipValueMax")
    return _least(k, given, _most(k, given, x, low), high)


def _most(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return k.f("max", a, b) if given.dtype == "float32" else k.i("max_s", a, b)


def _least(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return k.f("min", a, b) if given.dtype == "float32" else k.i("min_s", a, b)


@_of("Step")
def step(k: Graph, given: Given, x: Value) -> Value:
    positive, alpha = k.f("gt", x, k.bits(0)), float(given.attrs.get("alpha", 0.0))
    if alpha == 0.0 and not np.signbit(alpha):
        return k.v("and", positive, k.float(1.0))
    return k.select(positive, k.float(1.0), k.float(alpha))


@_of("Sign")
def sign(k: Graph, given: Given, x: Value) -> Value:
    """-1, 0 or 1; a NaN stays one."""
    if given.dtype == "int32":
        return k.i("sub", k.i("gt_s", k.bits(0), x), k.i("gt_s", x, k.bits(0)))
    one = k.v("or", k.v("and", x, k.float(-0.0)), k.float(1.0))
    return k.select(k.f("gt", k.f("abs", x), k.bits(0)), one, x)


@_of("LeakyRelu")
def leaky_relu(k: Graph, given: Given, x: Value) -> Value:
    scaled = k.f("mul", x, k.float(float(given.attrs["alpha"])))
    return k.select(k.f("gt", x, k.bits(0)), x, scaled)


@_of("Elu")
def elu(k: Graph, given: Given, x: Value) -> Value:
    return k.select(k.f("gt", x, k.bits(0)), x, k.call("expm1", x))


SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


@_of("Selu")
def selu(k: Graph, given: Given, x: Value) -> Value:
    left = k.f("mul", k.call("expm1", x), k.float(SELU_SCALE * SELU_ALPHA))
    return k.select(k.f("gt", x, k.bits(0)), k.f("mul", x, k.float(SELU_SCALE)), left)


@_of("IsFinite")
def is_finite(k: Graph, given: Given, x: Value) -> Value:
    return k.f("lt", k.f("abs", x), k.float(np.inf))


@_of("IsInf")
def is_inf(k: Graph, given: Given, x: Value) -> Value:
    return k.f("eq", k.f("abs", x), k.float(np.inf))


@_of("LogicalNot")
def logical_not(k: Graph, given: Given, x: Value) -> Value:
    return k.v("not", x)


@_of("LogicalAnd")
def logical_and(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return k.v("and", a, b)


@_of("LogicalOr")
def logical_or(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return k.v("or", a, b)


@_of("Select")
def select(k: Graph, given: Given, condition: Value, t: Value, e: Value) -> Value:
    return k.select(condition, t, e)


@_of("Cast")
def cast(k: Graph, given: Given, x: Value) -> Value:
    return k.cast(x, given.dtypes[0], given.dtype)


@_of("FloorDiv")
def floor_div(k: Graph, given: Given, a: Value, b: Value) -> Value:
    """0 for a divisor of 0, of ints."""
    return k.f("floor", k.f("div", a, b)) if given.dtype == "float32" else k.call("int_floor_div", a, b)


@_of("Mod")
def mod(k: Graph, given: Given, a: Value, b: Value) -> Value:
    return k.call("mod" if given.dtype == "float32" else "int_mod", a, b)
