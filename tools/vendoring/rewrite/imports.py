"""Points every import at the module that defines what is imported, so that a bundler can leave the rest out.

    import { util, backend_util, Sum } from '@tensorflow/tfjs-core';
    const { getBroadcastDims } = backend_util;
  =>
    import * as util from '@tensorflow/tfjs-core/dist/util.js';
    import * as backend_util from '@tensorflow/tfjs-core/dist/backends/backend_util.js';
    import { Sum } from '@tensorflow/tfjs-core/dist/kernel_names.js';
    import { getBroadcastDims } from '@tensorflow/tfjs-core/dist/backends/backend_util.js';

A namespace that is re-exported, or picked apart at run time, is linked as a whole.
"""

from __future__ import annotations

import re

__all__ = ["point_imports"]

CORE = "@tensorflow/tfjs-core/dist/"
NAMESPACES = {
    "backend_util": "backends/backend_util",
    "broadcast_util": "ops/broadcast_util",
    "device_util": "device_util",
    "gather_util": "ops/gather_nd_util",
    "kernel_impls": "backends/kernel_impls",
    "scatter_util": "ops/scatter_nd_util",
    "slice_util": "ops/slice_util",
    "util": "util",
}
MODULES = {
    "DataStorage": "backends/backend",
    "KernelBackend": "backends/backend",
    "TensorBuffer": "tensor",
    "buffer": "ops/buffer",
    "engine": "engine",
    "env": "environment",
    "sumOutType": "types",
    "upcastType": "types",
}
# Imported by tfjs for code that the other passes removed.
GONE = {"deprecationWarn", "nextFrame", "scalar", "tensor", "tidy", "registerBackend"}

FROM_CORE = re.compile(r"^import \{([^}]*)\} from '@tensorflow/tfjs-core';$", re.MULTILINE)
PICKED = re.compile(rf"^const \{{ ([^}}]*) \}} = ({'|'.join(NAMESPACES)});$", re.MULTILINE)
TAKEN = re.compile(r"^const (\w+) = kernel_impls\.(\w+);$", re.MULTILINE)
FLAGS = re.compile(r"^import '\./flags_\w+';\n", re.MULTILINE)


def point_imports(name: str, source: str) -> str:
    """See the module's docstring."""
    source = FLAGS.sub("", source).replace("import * as tf from '@tensorflow/tfjs-core';", "")
    source = PICKED.sub(lambda found: f"import {{ {found[1]} }} from '{CORE}{NAMESPACES[found[2]]}.js';", source)
    source = TAKEN.sub(
        lambda found: (
            f"import {{ {found[2]} as {found[1]} }} from '{CORE}backends/kernel_impls.js';"
            if found[1] != found[2]
            else f"import {{ {found[1]} }} from '{CORE}backends/kernel_impls.js';"
        ),
        source,
    )
    return FROM_CORE.sub(lambda found: _import_lines(found[1]), source)


def _import_lines(imported: str) -> str:
    lines: list[str] = []
    named: dict[str, list[str]] = {}
    for item in (part.strip() for part in imported.split(",")):
        original = item.split(" as ")[0]
        if not item or original in GONE:
            continue
        if original in NAMESPACES:
            lines.append(f"import * as {item.split(' as ')[-1]} from '{CORE}{NAMESPACES[original]}.js';")
        else:
            named.setdefault(MODULES.get(original, "kernel_names"), []).append(item)
    lines += [f"import {{ {', '.join(items)} }} from '{CORE}{module}.js';" for module, items in named.items()]
    return "\n".join(lines)
