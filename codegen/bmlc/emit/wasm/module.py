"""Chains as one WebAssembly module, with a function each.

    (func (export "adam") (param $operands i32) (param $n i32) (param $rows i32) …)

`operands` is the address of two words for each input and output: where it lies, and how many bytes its next row is
away. A row is `n` elements, at least one: four at a time, and what is left one by one, by the same instructions on
vectors whose lanes are equal. Inputs that repeat along a row, and what is made of them and of constants alone, are
computed once a row. A chain that knows of one row, or of one element, has no loop for more (`Chain.walk`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bmlc.emit.wasm.encoding import I32, SIMD, V128, Function, FunctionType, i32_const, leb128, module
from bmlc.emit.wasm.steps import COMMON, RARE, Graph, Value, graph_of
from bmlc.ir import DType
from bmlc.kernels.chain import CONSTANT, Chain

__all__ = ["functions_of", "print_chains"]

_OPERANDS, _N, _ROWS = 0, 1, 2
_FUNCTION = FunctionType((I32, I32, I32), ())
_VOID = 0x40


def functions_of(chain: Chain) -> list[str]:
    """Those of math.c that `chain` calls."""
    ops = {node.op for node in graph_of(chain)[0].nodes}
    return [name for name in (*COMMON, *RARE) if name in ops]


def print_chains(chains: Mapping[str, Chain]) -> bytes:
    """The module with each chain under its name."""
    assert all(chain.is_rare != set(RARE).isdisjoint(functions_of(chain)) for chain in chains.values())
    imported = [*dict.fromkeys(name for chain in chains.values() for name in functions_of(chain))]
    types = {f"m_{name}": FunctionType((V128,) * _arity(chains, name), (V128,)) for name in imported}
    numbers = {name: i for i, name in enumerate(imported)}
    functions = [_Printer(chain, numbers).function(name) for name, chain in chains.items()]
    return module(_FUNCTION, types, functions)


def _arity(chains: Mapping[str, Chain], function: str) -> int:
    nodes = (node for chain in chains.values() for node in graph_of(chain)[0].nodes)
    return next(len(node.args) for node in nodes if node.op == function)


def _get(local: int) -> bytes:
    return b"\x20" + leb128(local)


def _set(local: int) -> bytes:
    return b"\x21" + leb128(local)


def _tee(local: int) -> bytes:
    return b"\x22" + leb128(local)


def _simd(op: str) -> bytes:
    return b"\xfd" + leb128(SIMD[op])


def _memory(op: str, lane: int | None = None) -> bytes:
    """At the address itself; engines take no notice of the alignment that is promised."""
    return _simd(op) + b"\x00\x00" + (b"" if lane is None else bytes([lane]))


_ADD, _LESS, _AND, _SHIFT = b"\x6a", b"\x49", b"\x71", b"\x76"


class _Printer:
    def __init__(self, chain: Chain, numbers: Mapping[str, int]) -> None:
        self._chain = chain
        self._numbers = numbers
        self._graph, values = graph_of(chain)
        self._outs = [values[out] for out in chain.outs]
        self._invariant = _invariant(self._graph, chain.along)
        nodes = self._graph.nodes
        needed = _needed(self._graph, self._outs)
        self._order = [value for value in range(len(nodes)) if value in needed]
        reads = Counter(arg for value in self._order for arg in nodes[value].args)
        several = (
            len(self._outs) > 1
        )  # then nothing is stored before all is computed: outputs may lie in inputs' memory
        kept = {value for value in self._order if reads[value] + self._outs.count(value) > 1}
        kept.update(self._outs if several else ())
        for value in self._order:
            if value not in self._invariant:
                kept.update(arg for arg in nodes[value].args if arg in self._invariant)
        kept.update(out for out in self._outs if out in self._invariant)
        kept.update(value for value in self._order if nodes[value].op == CONSTANT)
        first = 3 + len(chain.inputs) + len(chain.outs)
        self._index, self._end, words = first, first + 1, first + 2
        self._locals = {value: words + i for i, value in enumerate(v for v in self._order if v in kept)}
        self._spare = words + len(self._locals)  # of a vector

    def function(self, name: str) -> Function:
        operands = len(self._chain.inputs) + len(self._chain.outs)
        code = b"".join(self._assign(value, False) for value in self._order if self._is_constant(value))
        if self._chain.walk != "element":
            code += _get(_N) + i32_const(2) + b"\x74" + _set(_N)  # from now on in bytes
        if self._chain.walk == "rows":
            code += b"\x03" + bytes([_VOID])  # loop
        for i in range(operands):
            code += self._next_row(i)
        once = (value for value in self._order if value in self._invariant and not self._is_constant(value))
        code += b"".join(self._assign(value, False) for value in once if value in self._locals)
        if self._chain.walk == "element":
            return Function(name, ((operands + 2, I32), (len(self._locals) + 1, V128)), code + self._body(False))
        code += i32_const(0) + _set(self._index)
        code += _get(_N) + i32_const(-16) + _AND + _tee(self._end)
        code += b"\x04" + bytes([_VOID]) + self._loop(self._end, 16) + b"\x0b"  # if
        code += _get(self._index) + _get(_N) + _LESS
        code += b"\x04" + bytes([_VOID]) + self._loop(_N, 4) + b"\x0b"
        if self._chain.walk == "rows":
            code += _get(_ROWS) + i32_const(-1) + _ADD + _tee(_ROWS) + b"\x0d\x00" + b"\x0b"  # br_if 0, end
        return Function(name, ((operands + 2, I32), (len(self._locals) + 1, V128)), code)

    def _is_constant(self, value: Value) -> bool:
        return self._graph.nodes[value].op == CONSTANT

    def _base(self, operand: int) -> int:
        return 3 + operand

    def _next_row(self, operand: int) -> bytes:
        """base = *p, and where there are several rows, *p += p[1]."""
        word = b"\x28\x02"  # i32.load
        at, step = leb128(8 * operand), leb128(8 * operand + 4)
        if self._chain.walk != "rows":
            return _get(_OPERANDS) + word + at + _set(self._base(operand))
        base = _get(_OPERANDS) + word + at + _tee(self._base(operand))
        return _get(_OPERANDS) + base + _get(_OPERANDS) + word + step + _ADD + b"\x36\x02" + at  # i32.store

    def _loop(self, end: int, step: int) -> bytes:
        code = b"\x03" + bytes([_VOID]) + self._body(step == 16)
        code += _get(self._index) + i32_const(step) + _ADD + _tee(self._index) + _get(end) + _LESS
        return code + b"\x0d\x00\x0b"

    def _body(self, whole: bool) -> bytes:
        """Four elements, or one."""
        kept = (value for value in self._order if value in self._locals and value not in self._invariant)
        code = b"".join(self._assign(value, whole) for value in kept)
        for i, out in enumerate(self._outs):
            dtype = self._chain.dtype(self._chain.outs[i])
            code += (
                self._address(len(self._chain.inputs) + i, dtype) + self._value(out, whole) + self._store(dtype, whole)
            )
        return code

    def _assign(self, value: Value, whole: bool) -> bytes:
        return self._compute(value, whole) + _set(self._locals[value])

    def _value(self, value: Value, whole: bool) -> bytes:
        local = self._locals.get(value)
        return self._compute(value, whole) if local is None else _get(local)

    def _compute(self, value: Value, whole: bool) -> bytes:
        node = self._graph.nodes[value]
        if node.op == CONSTANT:
            return i32_const(node.number) + _simd("i32x4.splat")
        if node.op == "input":
            return self._load(node.number, whole)
        args = b"".join(self._value(arg, whole) for arg in node.args)
        if node.op in self._numbers:
            return args + b"\x10" + leb128(self._numbers[node.op])
        return args + _simd(node.op)

    def _address(self, operand: int, dtype: DType) -> bytes:
        if self._chain.walk == "element":
            return _get(self._base(operand))
        index = _get(self._index)
        if dtype == "bool":
            index += i32_const(2) + _SHIFT
        return _get(self._base(operand)) + index + _ADD

    def _load(self, operand: int, whole: bool) -> bytes:
        dtype = self._chain.inputs[operand]
        along = self._chain.along[operand]
        at = self._address(operand, dtype) if along else _get(self._base(operand))
        if dtype != "bool":
            return at + _memory("v128.load" if whole and along else "v128.load32_splat")
        if whole and along:
            at += _memory("v128.load32_zero") + _simd("i16x8.extend_low_i8x16_u") + _simd("i32x4.extend_low_i16x8_u")
        else:
            at += _memory("v128.load8_splat")
        return at + i32_const(0) + _simd("i32x4.splat") + _simd("i32x4.ne")

    def _store(self, dtype: DType, whole: bool) -> bytes:
        if dtype != "bool":
            return _memory("v128.store") if whole else _memory("v128.store32_lane", 0)
        code = _simd("i32x4.neg")
        if not whole:
            return code + _memory("v128.store8_lane", 0)
        for op in ("i16x8.narrow_i32x4_s", "i8x16.narrow_i16x8_s"):
            code += _tee(self._spare) + _get(self._spare) + _simd(op)
        return code + _memory("v128.store32_lane", 0)


def _invariant(graph: Graph, along: Sequence[bool]) -> set[Value]:
    """What is the same for all elements of a row."""
    found: set[Value] = set()
    for value, node in enumerate(graph.nodes):
        changes = along[node.number] if node.op == "input" else not found.issuperset(node.args)
        if not changes:
            found.add(value)
    return found


def _needed(graph: Graph, outs: Sequence[Value]) -> set[Value]:
    needed: set[Value] = set()
    left = [*outs]
    while left:
        value = left.pop()
        if value not in needed:
            needed.add(value)
            left += graph.nodes[value].args
    return needed
