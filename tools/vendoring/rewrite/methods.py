"""Drops methods of tfjs's backend classes that bml never calls; a bundler can't see that.

What goes: the engine's bookkeeping (`where`, `time`, `memory`), synchronous reads from webgpu, and textures and buffers
that other libraries made.
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["drop_methods"]

COMMON = ["time", "memory", "floatPrecision", "move", "decRef"]
UNUSED: dict[str, list[str]] = {
    "tfjs-backend-cpu/dist/backend_cpu.js": ["where", "epsilon", *COMMON],
    "tfjs-backend-wasm/dist/backend_wasm.js": ["time", "memory", "floatPrecision", "getMemoryOffset", "dispose"],
    "tfjs-backend-webgl/dist/backend_webgl.js": [
        "writeTexture",
        "readToGPU",
        "checkNumericalProblems",
        "timerAvailable",
        "startTimer",
        "endTimer",
        "getQueryTime",
        "where",
        "makeOutput",
        "abs",
        "packedUnaryOp",
        "createTensorFromGPUData",
        "checkCompileCompletion",
        "checkCompileCompletionAsync",
        "checkCompletionAsync_",
        "checkCompletion_",
        "getUniformLocations",
        "shouldExecuteOnCPU",
        "getGPGPUContext",
        "epsilon",
        *COMMON,
    ],
    "tfjs-backend-webgl/dist/gpgpu_context.js": [
        "uploadPixelDataToTexture",
        "downloadByteEncodedFloatMatrixFromOutputTexture",
        "downloadPackedMatrixFromBuffer",
        "blockUntilAllProgramsCompleted",
        "getQueryTimerExtension",
        "getQueryTimerExtensionWebGL1",
        "getQueryTimerExtensionWebGL2",
        "beginQuery",
        "endQuery",
        "waitForQueryAndGetTime",
        "getQueryTime",
        "isQueryAvailable",
        "setOutputMatrixWriteRegion",
        "setOutputPackedMatrixWriteRegion",
        "setOutputMatrixWriteRegionDriver",
        "getAttributeLocation",
        "get debug",
        "debugValidate",
        "throwIfDisposed",
        "throwIfNoProgram",
    ],
    "tfjs-backend-webgl/dist/texture_manager.js": ["getNumUsedTextures", "getNumFreeTextures"],
    "tfjs-backend-webgpu/dist/backend_webgpu.js": [
        "checkCompileCompletionAsync",
        "readSync",
        "copyBuffer",
        "createTensorFromGPUData",
        "readToGPU",
        "getQueryTime",
        "shouldExecuteOnCPU",
        *COMMON,
    ],
}


def drop_methods(name: str, source: str) -> str:
    """`class B { read() {...} time(f) {...} }`  =>  `class B { read() {...} }`."""
    for method in UNUSED.get(name, []):
        # tsc prints every method of a top-level class at four spaces and closes it there.
        source, count = re.subn(
            rf"^    (?:async )?{method}\([^\n]*\) \{{(?: \}}|\n.*?^    \}})\n",
            "",
            source,
            flags=re.MULTILINE | re.DOTALL,
        )
        if count != 1:
            raise RewriteError(name, f"one method {method}, not {count}")
    return source
