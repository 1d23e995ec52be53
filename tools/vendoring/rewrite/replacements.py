"""Replaces tfjs's engine, its environment and what hangs on them by the small modules in `tools/vendoring/core`.

A bundle has no engine: nothing tracks tensors, moves them between backends or picks kernels by name. What the kernels
still ask of these modules is a table of two flags (`environment.js`), the table of a backend's tensors
(`runtime_js/src/memory/data_storage.ts`) and the host-side `TensorBuffer`.
"""

from __future__ import annotations

import re
from pathlib import Path

from .errors import RewriteError

__all__ = ["replace_core"]

CORE = Path(__file__).parent.parent / "core"
REPLACED = {path.relative_to(CORE).as_posix(): path.read_text("utf-8") for path in sorted(CORE.rglob("*.js"))}


def cut(name: str, source: str, start: str, end: str, instead: str = "") -> str:
    """`source` with `instead` for what stands from `start` up to `end`; an empty `end` is the end of the file."""
    first = source.find(start)
    last = source.find(end, first + len(start)) if end else len(source)
    if first < 0 or last < 0:
        raise RewriteError(name, f"text from {start!r} to {end!r}")
    return source[:first] + instead + source[last:]


def swap(name: str, source: str, old: str, new: str) -> str:
    """`source` with every `old` replaced by `new`; there must be one."""
    if old not in source:
        raise RewriteError(name, f"the text {old!r}")
    return source.replace(old, new)


def no_eager_operations(name: str, source: str) -> str:
    """fused_util.js: keeps `shouldFuse`; the others call operations of the engine."""
    return cut(name, source, "import * as broadcast_util", "// Whether we should call fused ops.")


def no_platform(name: str, source: str) -> str:
    """util.js: the standard functions in place of tfjs's platform objects, no hashes of strings, a plain scalar."""
    source = swap(name, source, "export * from './hash_util';\n", "")
    source = swap(name, source, "toTypedArray([value], dtype)", "base.getTypedArrayFromDType(dtype, 1).fill(value)")
    source = swap(name, source, "return env().platform.now();", "return performance.now();")
    source = swap(name, source, "env().platform.encode(s, encoding)", "new TextEncoder().encode(s)")
    source = swap(name, source, "env().platform.decode(bytes, encoding)", "new TextDecoder(encoding).decode(bytes)")
    source = swap(name, source, "env().platform.fetch(", "globalThis.fetch(")
    return cut(
        name,
        source,
        "    // TODO(mattsoulanille): Remove this fallback",
        "}\n// NOTE: We explicitly type",
        "    return isTypedArrayBrowser(a);\n",
    )


def no_glue(name: str, source: str) -> str:
    """backend_wasm.js: keeps the class; our own start loads the module (`backends/wasm_module.ts`)."""
    source = cut(name, source, "import * as wasmFactoryThreadedSimd_import", "export class BackendWasm")
    source = cut(name, source, "function createInstantiateWasmFunc", "function typedArrayFromBuffer")
    source = cut(name, source, "const wasmBinaryNames", "")
    source = swap(name, source, "constructor(wasm) {", "constructor(wasm, threadsCount) {")
    return swap(name, source, "        actualThreadsCount = this.wasm.tfjs.getThreadsCount();\n", "")


def no_custom_timer(name: str, source: str) -> str:
    """gpgpu_context.js: waits for fences with plain timers."""
    return cut(name, source, "        if ('setTimeoutCustom' in env().platform)", "        util.repeatedTry")


def direct_shared(name: str, source: str) -> str:
    """kernel_utils/shared.js: re-exports instead of picking apart a namespace, which links all of it."""
    picked = re.search(r"^const \{([^}]*)\} = shared;$", source, flags=re.MULTILINE)
    if picked is None:
        raise RewriteError(name, "const { ... } = shared;")
    pairs = [pair.strip() for pair in picked[1].split(",")]
    names = ", ".join(pair.replace(": ", " as ") for pair in pairs if not pair.startswith("raggedTensorToTensor"))
    return f"export {{ {names} }} from '@tensorflow/tfjs-backend-cpu/dist/shared';\n"


def no_ragged(name: str, source: str) -> str:
    """shared.js: without the one kernel that calls operations of the engine."""
    return re.sub(r"^export \{ raggedTensorToTensorImpl \}.*\n", "", source, flags=re.MULTILINE)


def plain_outputs(name: str, source: str) -> str:
    """backend_cpu.js: outputs that no engine tracks, and no advice to install tfjs-node."""
    source = swap(
        name,
        source,
        "engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype, values), this)",
        "this.makeTensorInfo(shape, dtype, values)",
    )
    return cut(name, source, "        if (this.firstUse) {", "        const dataId = {")


def untracked_reads(name: str, source: str) -> str:
    """backend_webgl.js: a tensor that was freed while it was read is told to no engine."""
    return cut(
        name,
        source,
        "            if (this.disposeData(dataId)) {",
        "            this.pendingDeletes--;",
        "            this.disposeData(dataId);\n",
    )


def whole_shapes(name: str, source: str) -> str:
    """util_base.js: one check of a new shape instead of five; kernels that call others leave a dimension open."""
    return cut(
        name,
        source,
        "    let shapeProd = 1;",
        "\n}\n",
        "    const known = sizeFromShape(shape.filter((dimension) => dimension !== -1));\n"
        "    const whole = shape.map((dimension) => dimension === -1 ? size / known : dimension);\n"
        "    if (size !== sizeFromShape(whole)) {\n"
        "        throw Error(`Size(${size}) must match the product of shape ${shape}`);\n"
        "    }\n"
        "    return whole;",
    )


PADDING = """function padAlong(pad, axis, size, stride, filter) {
    const [before, after] = pad === 'valid' ? [0, 0] : pad[axis];
    return [Math.trunc((size - filter + before + after) / stride + 1), before, after];
}
function getPadAndOutInfo(pad, inHeight, inWidth, strideHeight, strideWidth, filterHeight, filterWidth) {
    const [outHeight, top, bottom] = padAlong(pad, 1, inHeight, strideHeight, filterHeight);
    const [outWidth, left, right] = padAlong(pad, 2, inWidth, strideWidth, filterWidth);
    const type = top || bottom || left || right ? 'EXPLICIT' : 'VALID';
    return { padInfo: { top, bottom, left, right, type }, outHeight, outWidth };
}
"""


def explicit_paddings(name: str, source: str) -> str:
    """conv_util.js: paddings are "valid" or explicit, and sizes rounded down, as the compiler says them."""
    source = cut(name, source, "function getPadAndOutInfo(", "function get3DPadAndOutInfo(", PADDING)
    return cut(name, source, "    if (!roundingMode) {", "\n}\n", "    return Math.trunc(value);")


def plain_zero(name: str, source: str) -> str:
    """Cast.js on cpu: a zero without the code that takes nested arrays apart."""
    return swap(name, source, "util.toTypedArray([0], inputType)", "util.createScalarValue(0, inputType)")


def given_dtype(name: str, source: str) -> str:
    """Fill.js: the compiler always says the type, which nobody has to infer from the value."""
    return swap(name, source, "dtype || util.inferDtype(value)", "dtype")


EDITS = {
    "tfjs-core/dist/ops/conv_util.js": explicit_paddings,
    "tfjs-core/dist/util.js": no_platform,
    "tfjs-core/dist/util_base.js": whole_shapes,
    "tfjs-core/dist/ops/fused_util.js": no_eager_operations,
    "tfjs-backend-wasm/dist/backend_wasm.js": no_glue,
    "tfjs-backend-webgl/dist/gpgpu_context.js": no_custom_timer,
    "tfjs-backend-cpu/dist/kernels/Cast.js": plain_zero,
    "tfjs-backend-cpu/dist/shared.js": no_ragged,
    "tfjs-backend-cpu/dist/backend_cpu.js": plain_outputs,
    "tfjs-backend-webgl/dist/backend_webgl.js": untracked_reads,
    "tfjs-backend-webgl/dist/kernel_utils/shared.js": direct_shared,
    "tfjs-backend-webgpu/dist/kernel_utils/shared.js": direct_shared,
}
# The same for a file of each backend.
EDITS_OF_BACKENDS = {"dist/kernels/Fill.js": given_dtype}


def replace_core(name: str, source: str) -> str:
    """The replacement of the whole file, its edit, or the file as it is."""
    if name in REPLACED:
        return REPLACED[name]
    edit = EDITS.get(name) or EDITS_OF_BACKENDS.get(name.partition("/")[2])
    return source if edit is None else edit(name, source)
