"""What a script costs: the time to compile it, and its size with all that it links, over the programs of the corpus."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bml.collect.loading import UserModule
from bml.context import new_program
from bmlc.bundle import vendor
from environment import ROOT

sys.path.append(str(ROOT))
from tests.scripts.compiled import compiled_module
from tests.scripts.programs import Program, corpus, load

__all__ = ["Cost", "corpus_costs"]


@dataclass(frozen=True)
class Cost:
    """Args: `seconds` of the processor, the median of the rounds; `gzip` in bytes, minified and alone in its bundle."""

    seconds: float
    gzip: int


def corpus_costs(rounds: int) -> list[Cost]:
    """Of each program, compiled `rounds` times."""
    programs = corpus()
    users = {path: UserModule(path, load(path)) for path in {program.path for program in programs}}
    with TemporaryDirectory(prefix="bml-bench-") as folder:
        seconds = [
            median(_compiled(program, users[program.path], Path(folder) / f"{number}.js") for _ in range(rounds))
            for number, program in enumerate(programs)
        ]
        sizes = _linked(Path(folder), len(programs))
    return [Cost(*each) for each in zip(seconds, sizes, strict=True)]


def _compiled(program: Program, user: UserModule, out: Path) -> float:
    with new_program():  # a file that was parsed is not parsed again
        began = time.process_time()
        _, text = compiled_module(program, user)
        spent = time.process_time() - began
    out.write_text(text, encoding="utf-8")
    return spent


def _linked(folder: Path, count: int) -> list[int]:
    """The sizes of `0.js` and so on, each in a bundle of its own."""
    aliases = [f"--alias:{name}={path}" for name, path in vendor.aliases().items()]
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error"]
    files = [folder / f"{number}.js" for number in range(count)]
    subprocess.run([vendor.esbuild(), *files, *options, *aliases, f"--outdir={folder / 'linked'}"], check=True)
    return [len(gzip.compress((folder / "linked" / file.name).read_bytes(), 9, mtime=0)) for file in files]
