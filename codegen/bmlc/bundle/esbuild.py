"""Linking with the native esbuild binary, source maps back to the user's file."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from bmlc.bundle import vendor
from bmlc.bundle.cache import BuildCache, key_of
from bmlc.bundle.linked import pack, unpack
from bmlc.bundle.options import BuildOptions, SourceMaps

__all__ = ["EsbuildError", "Linker", "Outputs"]

# Path in the bundle -> what esbuild's metafile says of the file.
Outputs: TypeAlias = dict[str, dict[str, Any]]

# Maps name bml:///work/src/program.py, wherever the build ran.
_LINES = ("--sourcemap=linked", "--source-root=bml:///", "--sources-content=false")
_MAPS: Mapping[SourceMaps, tuple[str, ...]] = {"none": (), "lines": _LINES, "full": _LINES[:-1]}

_CODE = b"".join(
    Path(__file__).with_name(name).read_bytes() for name in ("esbuild.py", "linked.py")
)  # of other code is another file
_META = "meta.json"
_UNWRITTEN = re.compile(r"Failed to write to output file: .*: (?P<reason>.+)")


class EsbuildError(Exception):
    """esbuild refused what we emitted: our own bug."""


class Linker:
    """Links modules in `work/src` into files of `out`.

    Args:
        work: A folder of this build alone, always in the same place beside `out`: esbuild names files by a hash over
            the paths of the sources relative to the output, which must be the same on every machine.
        out: Where the files go.
        options: Of the build.
        cache: Keeps what was linked of files in `work` alone, under all that decides it.
    """

    def __init__(self, work: Path, out: Path, options: BuildOptions, cache: BuildCache | None = None) -> None:
        self._work = work
        self._out = out
        self._options = options
        self._cache = cache

    def alone(self, entries: Mapping[str, str]) -> Outputs:
        """Each entry as one file that shares none with the others, `<entry>-<hash>.js`.

        A backend is fetched alone, and one file compresses better than pieces that four backends would share.

        Args:
            entries: Name of the file -> module.
        """
        return self._run(entries, "--entry-names=[dir]/[name]-[hash]")

    def split(self, entries: Mapping[str, str], linked: Iterable[str], *, hashed: bool = False) -> Outputs:
        """Entries as `<entry>.js`, with chunks for what they share and for what they import when it is needed.

        Args:
            entries: As in `alone`.
            linked: Paths of files that were linked before, which these import as they are.
            hashed: Whether entries are `<entry>-<hash>.js`.
        """
        # esbuild compares only patterns with the text of an import; others it resolves to files first.
        external = [f"--external:./{name.removesuffix('.js')}*" for name in linked]
        names = ["--entry-names=[dir]/[name]-[hash]"] if hashed else []
        return self._run(entries, "--splitting", *external, *names)

    def _run(self, entries: Mapping[str, str], *flags: str) -> Outputs:
        options = [
            *(f"{name}={module}" for name, module in entries.items()),
            *flags,
            "--bundle",
            "--format=esm",
            "--platform=browser",  # in Node too, where the runtime asks for what it needs
            "--external:node:*",
            "--target=es2022",
            "--charset=utf8",
            f"--outdir={self._out}",
            "--chunk-names=chunks/[name]-[hash]",
            *_MAPS[self._options.source_maps],
            "--legal-comments=none",  # THIRD_PARTY_NOTICES has them
            "--preserve-symlinks",
            "--log-level=error",
            "--tsconfig-raw={}",
            f"--metafile={self._work / _META}",
            *(["--minify"] if self._options.minify else []),
            *(f"--alias:{name}={path}" for name, path in {**self._packages, **self._options.alias}.items()),
        ]
        if self._cache is None or self._options.alias:  # which are files that nothing is known of
            return self._link(options)
        key = self._key(options)
        kept = self._cache.get("links", key)
        if kept is not None:
            return unpack(kept, self._out)
        outputs = self._link(options)
        self._cache.put("links", key, pack(self._out, outputs))
        return outputs

    def _key(self, options: Iterable[str]) -> str:
        """Of the options, wherever the build runs, the modules that were written for it, and all that is installed."""
        text = "\n".join(options).replace(str(self._out), "out").replace(str(self._work), "work")
        sources = sorted(path for path in (self._work / "src").rglob("*") if path.is_file())
        parts = (part for path in sources for part in (path.relative_to(self._work).as_posix(), path.read_bytes()))
        return key_of(_CODE, vendor.toolchain_hash(), text, *parts)

    def _link(self, options: Iterable[str]) -> Outputs:
        # What lies around the output folder has no say: neither the options nor the package of somebody's project.
        (self._work / "package.json").write_text("{}", encoding="utf-8")
        command: list[str | Path] = [vendor.esbuild(), *options]
        done = subprocess.run(command, cwd=self._work, check=False, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            unwritten = _UNWRITTEN.search(done.stderr)
            if unwritten is not None:
                raise OSError(errno.EIO, unwritten["reason"])  # a full disk is no mistake in what was emitted
            raise EsbuildError(f"esbuild does not accept what bml emitted:\n{done.stderr.strip()}")
        outputs = json.loads((self._work / _META).read_text(encoding="utf-8"))["outputs"]
        for path in outputs:
            if path.endswith(".map"):
                _ignore_libraries(self._work / path)
        return {self._bundle_path(path): self._output(output) for path, output in outputs.items()}

    @cached_property
    def _packages(self) -> dict[str, str]:
        """The packages that bundles import, linked below `work`."""
        packages = self._work / "packages"
        packages.mkdir()
        aliases = {}
        for name, path in vendor.aliases().items():
            link = packages / name.replace("@", "").replace("/", "-")
            try:
                os.symlink(path, link, target_is_directory=True)
            except OSError:  # Windows without the right to make links
                shutil.copytree(path, link)
            aliases[name] = str(link)
        return aliases

    def _output(self, output: Mapping[str, Any]) -> dict[str, Any]:
        imports = [
            {**each, "path": self._bundle_path(each["path"])} for each in output["imports"] if not each.get("external")
        ]
        return {**output, "imports": imports}

    def _bundle_path(self, path: str) -> str:
        return (self._work / path).resolve().relative_to(self._out.resolve()).as_posix()


def _ignore_libraries(path: Path) -> None:
    """Mark all sources of a map but the user's own: debuggers step over them and fold their frames."""
    text = path.read_text(encoding="utf-8")
    sources, _ = json.JSONDecoder().raw_decode(text, text.index("[", text.index('"sources"')))
    ignored = [index for index, source in enumerate(sources) if not source.endswith(".py")]
    # By the name of the standard (ECMA-426) and the one that browsers had before it.
    marks = f',"ignoreList":{ignored},"x_google_ignoreList":{ignored}}}\n'
    path.write_text(text.rstrip().removesuffix("}").rstrip() + marks, encoding="utf-8")
