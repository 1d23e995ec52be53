"""WebAssembly's binary format, as much of it as printed chains need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["I32", "SIMD", "V128", "Function", "FunctionType", "i32_const", "leb128", "module", "name", "vector"]

I32, V128 = 0x7F, 0x7B
# Instructions of SIMD, behind the prefix.
SIMD: Mapping[str, int] = {
    "v128.load": 0x00,
    "v128.load8_splat": 0x07,
    "v128.load32_splat": 0x09,
    "v128.store": 0x0B,
    "i32x4.splat": 0x11,
    "i32x4.eq": 0x37,
    "i32x4.ne": 0x38,
    "i32x4.lt_s": 0x39,
    "i32x4.gt_s": 0x3B,
    "i32x4.le_s": 0x3D,
    "i32x4.ge_s": 0x3F,
    "f32x4.eq": 0x41,
    "f32x4.ne": 0x42,
    "f32x4.lt": 0x43,
    "f32x4.gt": 0x44,
    "f32x4.le": 0x45,
    "f32x4.ge": 0x46,
    "v128.not": 0x4D,
    "v128.and": 0x4E,
    "v128.or": 0x50,
    "v128.xor": 0x51,
    "v128.bitselect": 0x52,
    "v128.store8_lane": 0x58,
    "v128.store32_lane": 0x5A,
    "v128.load32_zero": 0x5C,
    "i8x16.narrow_i16x8_s": 0x65,
    "f32x4.ceil": 0x67,
    "f32x4.floor": 0x68,
    "f32x4.nearest": 0x6A,
    "i16x8.narrow_i32x4_s": 0x85,
    "i16x8.extend_low_i8x16_u": 0x89,
    "i32x4.abs": 0xA0,
    "i32x4.neg": 0xA1,
    "i32x4.extend_low_i16x8_u": 0xA9,
    "i32x4.add": 0xAE,
    "i32x4.sub": 0xB1,
    "i32x4.mul": 0xB5,
    "i32x4.min_s": 0xB6,
    "i32x4.max_s": 0xB8,
    "f32x4.abs": 0xE0,
    "f32x4.neg": 0xE1,
    "f32x4.sqrt": 0xE3,
    "f32x4.add": 0xE4,
    "f32x4.sub": 0xE5,
    "f32x4.mul": 0xE6,
    "f32x4.div": 0xE7,
    "f32x4.min": 0xE8,
    "f32x4.max": 0xE9,
    "i32x4.trunc_sat_f32x4_s": 0xF8,
    "f32x4.convert_i32x4_s": 0xFA,
}
MOST_PAGES = 65536
_SECTIONS = {"type": 1, "import": 2, "function": 3, "export": 7, "code": 10}


@dataclass(frozen=True)
class FunctionType:
    params: tuple[int, ...]
    results: tuple[int, ...]

    def encoded(self) -> bytes:
        return b"\x60" + vector(bytes([each]) for each in self.params) + vector(bytes([each]) for each in self.results)


@dataclass(frozen=True)
class Function:
    """Of the type of all functions that are exported; `locals`: how many of which type."""

    name: str
    locals: Sequence[tuple[int, int]]
    code: bytes

    def body(self) -> bytes:
        declared = vector(leb128(count) + bytes([kind]) for count, kind in self.locals if count)
        inner = declared + self.code + b"\x0b"
        return leb128(len(inner)) + inner


def leb128(value: int, *, signed: bool = False) -> bytes:
    out = bytearray()
    while True:
        byte = value & 127
        value >>= 7
        done = value == (-1 if byte & 64 else 0) if signed else value == 0
        out.append(byte if done else byte | 128)
        if done:
            return bytes(out)


def i32_const(value: int) -> bytes:
    return b"\x41" + leb128(value, signed=True)


def vector(items: Iterable[bytes]) -> bytes:
    given = list(items)
    return leb128(len(given)) + b"".join(given)


def name(text: str) -> bytes:
    encoded = text.encode()
    return leb128(len(encoded)) + encoded


def module(of: FunctionType, imports: Mapping[str, FunctionType], functions: Sequence[Function]) -> bytes:
    """A module of `functions`, all of type `of`, over the memory `env.memory`; `imports` come from `math`.

    Of a memory that threads share, the byte behind its name is 3 in place of 1: who loads the module puts it there.
    """
    types = [*dict.fromkeys((of, *imports.values()))]
    memory = name("env") + name("memory") + b"\x02\x01\x00" + leb128(MOST_PAGES)
    imported = (name("math") + name(each) + b"\x00" + leb128(types.index(kind)) for each, kind in imports.items())
    exports = (name(each.name) + b"\x00" + leb128(len(imports) + i) for i, each in enumerate(functions))
    sections = {
        "type": vector(each.encoded() for each in types),
        "import": vector([memory, *imported]),
        "function": vector(b"\x00" for _ in functions),
        "export": vector(exports),
        "code": vector(each.body() for each in functions),
    }
    parts = (bytes([_SECTIONS[key]]) + leb128(len(part)) + part for key, part in sections.items())
    return b"\0asm\1\0\0\0" + b"".join(parts)
