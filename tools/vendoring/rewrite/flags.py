"""Replaces reads of tfjs's feature flags by the value that they have on every device bml runs on.

    if (env().getBool('WEBGL_PACK')) { packed } else { unpacked }
  =>
    if (true) { packed } else { unpacked }

The backends in `runtime_js/src/backends` refuse a device that lacks what is assumed here (WebGL 2 with float32 render
targets, for instance), so the other branches can't run. What does differ from device to device is in RUNTIME: it stays
a read, from the small table that the start of the backend fills (`core/environment.js`).
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["fold_flags"]

CONSTANTS = {
    "CANVAS2D_WILL_READ_FREQUENTLY_FOR_GPU": "false",
    "DEBUG": "false",
    "DEPRECATION_WARNINGS_ENABLED": "false",
    "ENGINE_COMPILE_ONLY": "false",
    "HAS_WEBGL": "true",
    "IS_BROWSER": "true",
    "IS_NODE": "false",
    "IS_SAFARI": "false",
    "IS_TEST": "false",
    "PROD": "false",
    "SOFTWARE_WEBGL_ENABLED": "true",
    "TOPK_K_CPU_HANDOFF_THRESHOLD": "128",
    "TOPK_LAST_DIM_CPU_HANDOFF_SIZE_THRESHOLD": "100000",
    "USE_SETTIMEOUTCUSTOM": "false",
    "WEBGL2_ISNAN_CUSTOM": "false",
    "WEBGL_AUTO_SQUARIFY_NARROW_TEXTURE_SHAPE": "false",
    "WEBGL_BUFFER_SUPPORTED": "true",
    "WEBGL_CHECK_NUMERICAL_PROBLEMS": "false",
    "WEBGL_CONV_IM2COL": "true",
    "WEBGL_CPU_FORWARD": "false",
    "WEBGL_DELETE_TEXTURE_THRESHOLD": "-1",
    "WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE": "false",
    "WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION": "0",
    "WEBGL_DOWNLOAD_FLOAT_ENABLED": "true",
    "WEBGL_EXP_CONV": "false",
    "WEBGL_FENCE_API_ENABLED": "true",
    "WEBGL_FORCE_F16_TEXTURES": "false",
    "WEBGL_LAZILY_UNPACK": "true",
    # What WebGL 2 guarantees, and the most that tfjs ever uses.
    "WEBGL_MAX_TEXTURES_IN_SHADER": "16",
    "WEBGL_MAX_SIZE_FOR_NARROW_TEXTURE": "Infinity",
    "WEBGL_PACK": "true",
    "WEBGL_PACK_ARRAY_OPERATIONS": "true",
    "WEBGL_PACK_BINARY_OPERATIONS": "true",
    "WEBGL_PACK_CLIP": "true",
    "WEBGL_PACK_CONV2DTRANSPOSE": "true",
    "WEBGL_PACK_DEPTHWISECONV": "true",
    "WEBGL_PACK_IMAGE_OPERATIONS": "true",
    "WEBGL_PACK_NORMALIZATION": "true",
    "WEBGL_PACK_REDUCE": "true",
    "WEBGL_PACK_UNARY_OPERATIONS": "true",
    "WEBGL_RENDER_FLOAT32_CAPABLE": "true",
    "WEBGL_RENDER_FLOAT32_ENABLED": "true",
    "WEBGL_SIZE_UPLOAD_UNIFORM": "4",
    "WEBGL_USE_SHAPES_UNIFORMS": "false",
    "WEBGL_VERSION": "2",
    "WEBGPU_CONV_SEPARATE_IM2COL_SHADER": "false",
    "WEBGPU_CPU_FORWARD": "false",
    "WEBGPU_CPU_HANDOFF_SIZE_THRESHOLD": "0",
    "WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE": "15",
    "WEBGPU_ENGINE_COMPILE_ONLY": "false",
    "WEBGPU_IMPORT_EXTERNAL_TEXTURE": "true",
    "WEBGPU_MATMUL_PROGRAM_TYPE": "-1",
    "WEBGPU_PRINT_SHADER": "''",
    "WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL": "-1",
    "WEBGPU_USE_NAIVE_CONV2D_DEBUG": "false",
    "WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE": "true",
    "WEBGPU_USE_PROFILE_TOOL": "false",
    "CPU_HANDOFF_SIZE_THRESHOLD": "0",
    "WRAP_TO_IMAGEBITMAP": "false",
}

RUNTIME = {"WEBGL_FLUSH_THRESHOLD", "WEBGL_MAX_TEXTURE_SIZE"}

READ = re.compile(r"(?:\benv\(\)|\bENV)\s*\.(?:get|getBool|getNumber|getString)\(\s*'([A-Z0-9_]+)'\s*\)")


def fold_flags(name: str, source: str) -> str:
    """`env().getBool('WEBGL_PACK')`  =>  `true`."""

    def value(read: re.Match[str]) -> str:
        flag = read[1]
        if flag in RUNTIME:
            return f"env().getNumber('{flag}')"
        if flag not in CONSTANTS:
            raise RewriteError(name, f"a known flag instead of {flag}")
        return CONSTANTS[flag]

    return READ.sub(value, source)
