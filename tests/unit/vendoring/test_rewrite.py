"""Each pass of the rewrite, before and after; and what the rewritten packages must not contain any more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from vendoring.rewrite.array_sizes import bound_arrays  # noqa: E402
from vendoring.rewrite.assertions import drop_assertions  # noqa: E402
from vendoring.rewrite.backend_names import drop_backend_names  # noqa: E402
from vendoring.rewrite.cpu_forwarding import drop_cpu_forwarding  # noqa: E402
from vendoring.rewrite.dtypes import fold_dtypes  # noqa: E402
from vendoring.rewrite.enums import shorten_enums  # noqa: E402
from vendoring.rewrite.errors import RewriteError  # noqa: E402
from vendoring.rewrite.flags import fold_flags  # noqa: E402
from vendoring.rewrite.imports import point_imports  # noqa: E402
from vendoring.rewrite.methods import UNUSED, drop_methods  # noqa: E402
from vendoring.rewrite.op_types import split_op_types  # noqa: E402
from vendoring.rewrite.pure_calls import mark_pure_calls  # noqa: E402
from vendoring.rewrite.setups import chain_setups  # noqa: E402
from vendoring.rewrite.shaders import strip_shaders  # noqa: E402
from vendoring.rewrite.signatures import shorten_signatures  # noqa: E402
from vendoring.rewrite.source_maps import strip_source_map  # noqa: E402
from vendoring.rewrite.webgl_checks import drop_webgl_checks  # noqa: E402

CORE = "@tensorflow/tfjs-core/dist/"
KERNEL = "tfjs-backend-webgl/dist/kernels/Any.js"


@pytest.mark.parametrize(
    ("rewrite", "name", "before", "after"),
    [
        (
            shorten_signatures,
            "tfjs-backend-wasm/dist/kernels/Any.js",
            "f = wasm.cwrap(Tile, null, [\n'number', // x\n'array']);\ng = wasm.cwrap(Step, null, ['number']);\n",
            "f = wasm.cwrap(Tile, true);\ng = wasm.cwrap(Step);\n",
        ),
        (
            drop_assertions,
            "tfjs-backend-cpu/dist/cpu_util.js",
            "export function assertNotComplex(t, name) {\n    if (t) {\n    }\n}\nexport function f() {\n}\n",
            "export function assertNotComplex(t, name) {\n}\nexport function f() {\n}\n",
        ),
        (
            drop_assertions,
            "tfjs-backend-wasm/dist/kernels/Any.js",
            "    if (a.dtype !== 'float32') {\n        throw new Error('a' +\n            'b');\n    }\n    f(a);\n",
            "    f(a);\n",
        ),
        (
            drop_backend_names,
            KERNEL,
            "c = {\n    kernelName: Add,\n    backendName: 'webgl',\n    kernelFunc: add\n};\n",
            "c = {\n    kernelName: Add,\n    kernelFunc: add\n};\n",
        ),
        (
            shorten_enums,
            KERNEL,
            'export var T;\n(function (T) {\n    T[T["a"] = 0] = "a";\n    T[T["b"] = 1] = "b";\n})(T || (T = {}));\n',
            "export const T = { a: 0, b: 1 };\n",
        ),
        (
            shorten_enums,
            KERNEL,
            'export var T;\n(function (T) {\n    T["Prod"] = "*";\n    T["Sum"] = "+";\n})(T || (T = {}));\n',
            'export const T = { Prod: "*", Sum: "+" };\n',
        ),
        (
            bound_arrays,
            "tfjs-backend-cpu/dist/kernels/OneHot.js",
            "import { util } from 'core';\nconst res = new Float32Array(size * depth);",
            "import { util } from 'core';\nconst res = util.getTypedArrayFromDType('float32', size * depth);",
        ),
        (strip_source_map, KERNEL, "f();\n//# sourceMappingURL=data:abc\n", "f();\n"),
        (fold_flags, KERNEL, "if (env().getBool('WEBGL_PACK')) {", "if (true) {"),
        (fold_flags, KERNEL, "env()\n    .get('WEBGL_MAX_TEXTURE_SIZE')", "env().getNumber('WEBGL_MAX_TEXTURE_SIZE')"),
        (fold_dtypes, KERNEL, "if (x.dtype === 'complex64') {", "if (false) {"),
        (fold_dtypes, KERNEL, "a && dtypes[0] !== 'string'", "a && true"),
        (fold_dtypes, KERNEL, "info.dataFormat === 'channelsLast' ? 3 : 1", "true ? 3 : 1"),
        (fold_dtypes, KERNEL, "typeof value === 'string'", "typeof value === 'string'"),
        (
            fold_dtypes,
            KERNEL,
            "else if (dtype === 'bool') {\n    f();\n}\nelse {\n    throw new Error(`Unknown dtype ${dtype}`);\n}",
            "else {\n    f();\n}",
        ),
        (
            fold_dtypes,
            KERNEL,
            "case 'bool':\n    return f();\ndefault:\n    throw new Error(`Unknown dtype ${dtype}`);\n",
            "default:\n    return f();\n",
        ),
        (
            fold_dtypes,
            "tfjs-backend-cpu/dist/kernels/Add.js",
            "add = binaryKernelFunc(Add, addImpl, addComplexImpl);",
            "add = binaryKernelFunc(Add, addImpl);",
        ),
        (drop_webgl_checks, KERNEL, "a = callAndCheck(gl, () => f(gl));\ng(a);", "a = f(gl);\ng(a);"),
        (drop_webgl_checks, KERNEL, "    this.throwIfDisposed();\n    g();", "    g();"),
        (drop_webgl_checks, KERNEL, "if (this.debug || p.enableShapeUniforms) {", "if (false || false) {"),
        (
            drop_webgl_checks,
            KERNEL,
            "function f(x, enableShapeUniforms = false) {\n    g(x, this.enableShapeUniforms);\n",
            "function f(x) {\n    g(x);\n",
        ),
        (drop_cpu_forwarding, KERNEL, "if (webglBackend.shouldExecuteOnCPU([a, f(b)])) {", "if (false) {"),
        (
            mark_pure_calls,
            KERNEL,
            "export const relu = unary(RELU);",
            "export const relu = /* @__PURE__ */ unary(RELU);",
        ),
        (
            point_imports,
            KERNEL,
            "import { backend_util, env, Sum } from '@tensorflow/tfjs-core';",
            (
                f"import * as backend_util from '{CORE}backends/backend_util.js';\n"
                f"import {{ env }} from '{CORE}environment.js';\n"
                f"import {{ Sum }} from '{CORE}kernel_names.js';"
            ),
        ),
        (
            point_imports,
            KERNEL,
            "const { getBroadcastDims } = backend_util;",
            "import { getBroadcastDims } from '@tensorflow/tfjs-core/dist/backends/backend_util.js';",
        ),
        (
            chain_setups,
            "tfjs-backend-wasm/dist/kernels/Sum.js",
            "export const sumConfig = {\n    setupFunc: setup\n};\n",
            (
                "import { chainSetups } from '@bml/runtime/memory/chain_setups.js';\n"
                "import { transposeConfig } from './Transpose';\n"
                "export const sumConfig = chainSetups({\n    setupFunc: setup\n}, transposeConfig);\n"
            ),
        ),
        (
            strip_shaders,
            KERNEL,
            "this.userCode = `\n      // One.\n      #define A (1)\n      float x = get(${i + 1}, j); // Two.\n    `;",
            "this.userCode = `\n#define A (1)\nfloat x=get(${i + 1},j);\n`;",
        ),
        (strip_shaders, KERNEL, "const a = `one  line ${'`'} // kept`;", "const a = `one  line ${'`'} // kept`;"),
    ],
)
def test_pass(rewrite: Callable[[str, str], str], name: str, before: str, after: str) -> None:
    assert rewrite(name, before) == after


def test_an_unknown_flag_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(RewriteError) as caught:
        fold_flags(KERNEL, "env().getBool('NEW')")
    assert str(caught.value) == (
        f"{KERNEL}: expected to find a known flag instead of NEW. The rewrite in tools/vendoring/rewrite was written "
        "for the versions pinned in package-lock.json; adapt it together with the pins."
    )


def test_a_method_that_moved_is_an_error() -> None:
    with pytest.raises(RewriteError, match=r"one method where, not 0"):
        drop_methods("tfjs-backend-cpu/dist/backend_cpu.js", "class B {\n}\n")


def test_an_enumeration_of_another_form_is_an_error() -> None:
    with pytest.raises(RewriteError, match="an enumeration T"):
        shorten_enums(KERNEL, 'var T;\n(function (T) {\n    T[T["a"] = 1 << 2] = "a";\n})(T || (T = {}));\n')


# Prints the shader text of each operation: those that an enumeration numbers, or those that a module exports.
PRINT_TEXTS = """
const module = await import(process.argv[1]);
const text = module.getUnaryOpString ?? module.getBinaryOpString;
const type = module.UnaryOpType ?? module.BinaryOpType ?? module;
const names = Object.keys(type).filter((name) => /^[A-Z]/.test(name)).sort();
const rows = names.map((name) => [name, text(type[name], false), text(type[name], true)]);
if (type === module) for (const name of names) if (`${type[name]}` !== name) throw new Error(name);
console.log(JSON.stringify(rows));
"""


@pytest.mark.parametrize("arity", ["unary", "binary"])
def test_operations_of_their_own_have_the_same_shader_texts(arity: str, tmp_path: Path) -> None:
    name = f"tfjs-backend-webgpu/dist/{arity}_op_util.js"
    source = (ROOT / "node_modules/@tensorflow" / name).read_text("utf-8")
    core = re.compile(r"^import .* from '@tensorflow/tfjs-core';$", re.MULTILINE)
    source = core.sub("const backend_util = new Proxy({}, { get: (_, name) => `<${String(name)}>` });", source)
    rows = []
    for file, text in {"theirs": source, "ours": split_op_types(name, source)}.items():
        (tmp_path / f"{file}.mjs").write_text(text, "utf-8")
        command = ["node", "--input-type=module", "--eval", PRINT_TEXTS, (tmp_path / f"{file}.mjs").as_uri()]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    assert len(rows[0]) > 20
    assert rows[0] == rows[1]


VENDORED = ROOT / "codegen/bmlc/_vendor/node_modules/@tensorflow"


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    assert VENDORED.is_dir(), "run: python tools/vendor"
    return {path.relative_to(VENDORED).as_posix(): path.read_text("utf-8") for path in VENDORED.rglob("*.js")}


def test_no_kernel_calls_a_method_that_was_dropped(modules: dict[str, str]) -> None:
    # Branches that constants closed still name some; esbuild drops them.
    closed = {
        ("backend_webgl.js", "checkNumericalProblems"),
        ("backend_webgl.js", "startTimer"),
        ("backend_webgl.js", "endTimer"),
        ("backend_webgl.js", "getQueryTime"),
        ("backend_webgpu.js", "getQueryTime"),
        ("gpgpu_context.js", "beginQuery"),
        ("gpgpu_context.js", "endQuery"),
        ("gpgpu_context.js", "isQueryAvailable"),
        ("Concat_impl.js", "readSync"),
        ("GatherNd.js", "readSync"),
        ("GatherV2.js", "readSync"),
        ("StridedSlice.js", "readSync"),
        ("TopK.js", "readSync"),
        ("backend_webgpu.js", "readSync"),
        # Only beyond rank 4, which the compiler refuses on webgpu.
        ("Tile.js", "readSync"),
    }
    called = set()
    for file, methods in UNUSED.items():
        for name, text in modules.items():
            if name.split("/")[0] == file.split("/")[0]:
                pattern = rf"\b(?:this|gpgpu|\w*[bB]ackend)\.({'|'.join(methods)})\("
                called |= {(name.rsplit("/", 1)[1], found) for found in re.findall(pattern, text)}
    assert called <= closed


def test_no_trace_of_the_engine_is_left(modules: dict[str, str]) -> None:
    for name, text in modules.items():
        assert "from '@tensorflow/tfjs-core';" not in text, name
        assert "sourceMappingURL" not in text, name
        uses = re.findall(r"engine\(\)(?!\))(?! \{)", text)
        assert not uses, name
