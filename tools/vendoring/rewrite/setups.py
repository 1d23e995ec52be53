"""Makes each wasm kernel set up the kernels that it calls behind its back.

    export const sumConfig = { ..., setupFunc: setup, ... };
  =>
    export const sumConfig = chainSetups({ ..., setupFunc: setup, ... }, transposeConfig);

Sum over an outer axis calls Transpose, for example. tfjs sets up every registered kernel at the start; we set up those
that a program binds.
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["chain_setups"]

REDUCTIONS = ["All", "Any", "ArgMax", "ArgMin", "Max", "Mean", "Min", "Prod", "Sum", "Cumprod", "Cumsum"]
CALLED = {
    **{kernel: ["Transpose"] for kernel in [*REDUCTIONS, "BatchToSpaceND"]},
    "SpaceToBatchND": ["PadV2", "Transpose"],
}


def chain_setups(name: str, source: str) -> str:
    """See the module's docstring."""
    kernel = re.fullmatch(r"tfjs-backend-wasm/dist/kernels/(\w+)\.js", name)
    if kernel is None or kernel[1] not in CALLED:
        return source
    configs = [called[0].lower() + called[1:] + "Config" for called in CALLED[kernel[1]]]
    source, count = re.subn(
        r"^(export const \w+Config = )(\{.*?^\}|\w+\([^\n]*\));",
        rf"\1chainSetups(\2, {', '.join(configs)});",
        source,
        flags=re.MULTILINE | re.DOTALL,
    )
    if count != 1:
        raise RewriteError(name, "one kernel configuration")
    imports = [
        f"import {{ {config} }} from './{called}';"
        for config, called in zip(configs, CALLED[kernel[1]], strict=True)
        # Some kernels call the other's `kernelFunc` and import it already.
        if f"import {{ {config} }}" not in source
    ]
    return "\n".join(["import { chainSetups } from '@bml/runtime/memory/chain_setups.js';", *imports, source])
