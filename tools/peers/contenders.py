"""Who takes part: a line each. A variant of bml is a line too.

`threads` is what the page is told that the machine has (`navigator.hardwareConcurrency`), so that everybody who asks is
given as many; who wants to be told gets it among `options` as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from peers.tasks import Task

__all__ = ["CONTENDERS", "Contender", "built_before", "chosen"]


@dataclass(frozen=True)
class Contender:
    """A library as it is set up.

    Args:
        adapter: A module of `web/adapters`; none for Keras in its own process.
        options: What the adapter is given.
        version: The npm package whose version it is.
        trains: Whether it has training at all.
        device: "gpu" is drawn by software here: it takes part in few tasks, in one round.
        build: Of bml: more arguments of `bml build`.
        before: Of the page: a script that runs before any other.
    """

    name: str
    threads: int
    adapter: str | None = None
    options: Mapping[str, str | int] = field(default_factory=dict)
    version: str | None = None
    trains: bool = True
    device: str = "cpu"
    build: tuple[str, ...] = ()
    before: str = ""

    @property
    def is_native(self) -> bool:
        return self.adapter is None

    @property
    def is_ours(self) -> bool:
        return self.adapter == "bml"

    def described(self) -> dict[str, object]:
        """What a row of figures says of it."""
        kind = "native" if self.is_native else "ours" if self.is_ours else "peer"
        return {"contender": self.name, "kind": kind, "threads": self.threads, "device": self.device}

    @property
    def folder(self) -> str:
        """Of bml: where its programs lie, below one of the server's roots."""
        made = "_".join([str(self.options.get("backend")), *self.build]).replace("--", "")
        return str(self.options.get("folder", f"programs/{made}"))

    def takes(self, task: Task) -> bool:
        if self.device == "gpu" and task.name not in _ON_GPUS:
            return False
        return self.trains or task.kind == "infer"


def chosen(name: str, patterns: str) -> bool:
    """Whether one of `patterns`, with commas between, is of `name`."""
    return any(fnmatchcase(name, pattern.strip()) for pattern in patterns.split(","))


_ON_GPUS = ("T1b64", "T2b128")
# An engine that asks whether a module with instructions of relaxed SIMD is valid hears that it is not. (Chromium has no
# flag for it.) Their opcodes are 0x100 to 0x113 behind the prefix 0xfd, in LEB128.
_WITHOUT_RELAXED_SIMD = """
const { validate } = WebAssembly;
WebAssembly.validate = (source) => {
  const bytes = new Uint8Array(source.buffer ?? source);
  const isRelaxed = (at) => bytes[at] === 0xfd && bytes[at + 1] >= 0x80 && bytes[at + 1] <= 0x93 && bytes[at + 2] === 2;
  return !bytes.some((_, at) => isRelaxed(at)) && validate(source);
};
"""


def _bml(name: str, backend: str, threads: int, *build: str, device: str = "cpu", before: str = "") -> Contender:
    return Contender(f"bml {name}", threads, "bml", {"backend": backend}, device=device, build=build, before=before)


def _tfjs(backend: str, threads: int, device: str = "cpu") -> Contender:
    name = f"tfjs Layers {backend}" + (f" {threads}t" if backend == "wasm" else "")
    options: dict[str, str | int] = {"backend": backend, "threads": threads if backend == "wasm" else 0}
    return Contender(name, threads, "tfjs", options, "@tensorflow/tfjs-core", device=device)


def _jaxjs(device: str, threads: int) -> Contender:
    name = "jax-js wasm" + f" {threads}t" if device == "wasm" else f"jax-js {device}"
    on = "cpu" if device == "wasm" else "gpu"
    return Contender(name, threads, "jaxjs", {"device": device}, "@jax-js/jax", device=on)


def _predictor(name: str, adapter: str, package: str, threads: int) -> Contender:
    return Contender(f"{name} {threads}t", threads, adapter, {"threads": threads}, package, trains=False)


_ALL = (
    Contender("Keras 1t", 1),
    Contender("Keras 2t", 2),
    _bml("wasm 1t", "wasm", 1),
    _bml("wasm 2t", "wasm", 2),
    _bml("wasm 1t plain", "wasm", 1, before=_WITHOUT_RELAXED_SIMD),
    _bml("wasm 2t plain", "wasm", 2, before=_WITHOUT_RELAXED_SIMD),
    _bml("wasm 2t of tfjs", "wasm", 2, "--wasm-kernels", "tfjs"),
    _bml("cpu", "cpu", 1),
    _tfjs("wasm", 1),
    _tfjs("wasm", 2),
    _tfjs("cpu", 1),
    _jaxjs("wasm", 1),
    _jaxjs("wasm", 2),
    _predictor("onnxruntime-web", "ort", "onnxruntime-web", 1),
    _predictor("onnxruntime-web", "ort", "onnxruntime-web", 2),
    _predictor("LiteRT.js", "litert", "@litertjs/core", 1),
    _predictor("LiteRT.js", "litert", "@litertjs/core", 2),
    _bml("webgl", "webgl", 2, device="gpu"),
    _bml("webgpu", "webgpu", 2, device="gpu"),
    _tfjs("webgl", 2, device="gpu"),
    _tfjs("webgpu", 2, device="gpu"),
    _jaxjs("webgpu", 2),
)
CONTENDERS: Mapping[str, Contender] = {contender.name: contender for contender in _ALL}


def built_before() -> tuple[Contender, ...]:
    """Programs as they were built earlier: what a change of bml brings."""
    wasm = (Contender(f"bml before {threads}t", threads, "bml", _before("wasm")) for threads in (1, 2))
    gpu = (Contender(f"bml before {each}", 2, "bml", _before(each), device="gpu") for each in ("webgl", "webgpu"))
    return (*wasm, *gpu)


def _before(backend: str) -> dict[str, str | int]:
    return {"backend": backend, "folder": f"before/{backend}"}
