"""Rewrites one module of tfjs so that a bundler keeps only what a program uses.

tfjs is written for an engine that looks up kernels by name: namespaces that no bundler can shake, feature flags read
at each call, a fall-back to the CPU beside every GPU kernel. A bml bundle calls kernels directly, on a device that
was checked at the start. So the flags become constants, the imports point at the module that they mean, and the
branches that are left without a way in are dropped by esbuild.
"""

from __future__ import annotations

from .array_sizes import bound_arrays
from .assertions import drop_assertions
from .backend_names import drop_backend_names
from .cpu_forwarding import drop_cpu_forwarding
from .dtypes import fold_dtypes
from .enums import shorten_enums
from .flags import fold_flags
from .imports import point_imports
from .methods import drop_methods
from .op_types import split_op_types
from .pure_calls import mark_pure_calls
from .replacements import replace_core
from .setups import chain_setups
from .shaders import strip_shaders
from .signatures import shorten_signatures
from .source_maps import strip_source_map
from .webgl_checks import drop_webgl_checks

__all__ = ["rewrite_module"]

PASSES = [
    strip_source_map,
    replace_core,
    bound_arrays,
    drop_methods,
    drop_assertions,
    drop_backend_names,
    drop_cpu_forwarding,
    drop_webgl_checks,
    fold_flags,
    fold_dtypes,
    split_op_types,
    shorten_enums,
    chain_setups,
    point_imports,
    mark_pure_calls,
    strip_shaders,
    shorten_signatures,
]


def rewrite_module(name: str, source: str) -> str:
    """The rewritten text of `name`, such as "tfjs-backend-wasm/dist/kernels/Sum.js"."""
    for rewrite in PASSES:
        source = rewrite(name, source)
    return source
