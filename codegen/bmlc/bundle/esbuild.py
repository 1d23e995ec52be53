"""Linking with the native esbuild binary: one run, split into chunks, source maps back to the user's file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.bundle import vendor
from bmlc.bundle.options import BuildOptions

__all__ = ["EsbuildError", "Linked", "link"]


class EsbuildError(Exception):
    """esbuild refused what we emitted: our own bug."""


@dataclass(frozen=True)
class Linked:
    """`outputs` of the metafile, by path in the bundle."""

    outputs: Mapping[str, Mapping[str, Any]]


def link(work: Path, entries: Mapping[str, str], out: Path, options: BuildOptions) -> Linked:
    """Link the modules in `work/src` into `out`.

    Args:
        work: A folder of this build alone.
        entries: Path in the bundle, without its ending -> the module, a file of `work` or an import specifier.
        out: Where the files go.
    """
    aliases = {**_packages(work), **options.alias}
    metafile = work / "meta.json"
    command: list[str | Path] = [
        vendor.esbuild(),
        *(f"{name}={module}" for name, module in entries.items()),
        "--bundle",
        "--splitting",
        "--format=esm",
        "--platform=browser",  # in Node too, where the runtime asks for what it needs
        "--external:node:*",
        "--target=es2022",
        "--charset=utf8",
        f"--outdir={out}",
        "--entry-names=[dir]/[name]",
        "--chunk-names=chunks/[name]-[hash]",
        "--sourcemap=linked",
        "--source-root=bml:///",  # maps then name bml:///src/program.py, wherever the build ran
        "--legal-comments=none",  # THIRD_PARTY_NOTICES has them
        "--preserve-symlinks",
        "--log-level=error",
        f"--metafile={metafile}",
        *(["--minify"] if options.minify else []),
        *(f"--alias:{name}={path}" for name, path in aliases.items()),
    ]
    done = subprocess.run(command, cwd=work, check=False, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise EsbuildError(f"esbuild does not accept what bml emitted:\n{done.stderr.strip()}")
    outputs = json.loads(metafile.read_text(encoding="utf-8"))["outputs"]
    return Linked(
        {
            _bundle_path(work, path, out): {
                **output,
                "imports": [
                    {**imported, "path": _bundle_path(work, imported["path"], out)} for imported in output["imports"]
                ],
            }
            for path, output in outputs.items()
        }
    )


def _packages(work: Path) -> dict[str, str]:
    """The packages that bundles import, linked below `work`.

    esbuild names chunks by a hash over the paths of the sources, relative to the output. Below one folder these are the
    same on every machine.
    """
    packages = work / "packages"
    packages.mkdir()
    aliases = {}
    for name, path in vendor.aliases().items():
        link_path = packages / name.replace("@", "").replace("/", "-")
        try:
            os.symlink(path, link_path, target_is_directory=True)
        except OSError:  # Windows without the right to make links
            shutil.copytree(path, link_path)
        aliases[name] = str(link_path)
    return aliases


def _bundle_path(work: Path, path: str, out: Path) -> str:
    return (work / path).resolve().relative_to(out.resolve()).as_posix()
