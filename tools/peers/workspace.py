"""What a run needs below `build/peers`: packages, bundled adapters, built programs, models and data of the tasks."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bmlc.bundle import vendor
from environment import ROOT
from peers.contenders import Contender
from peers.native import Native
from peers.pages import PAGES
from peers.programs import write_programs
from peers.sprite import write_sprite
from peers.tasks import TASKS, Array, Task
from vendoring.npm import install

__all__ = ["FOLDER", "Workspace"]

HERE = Path(__file__).parent
FOLDER = ROOT / "build" / "peers"
# Of Node: libraries name them behind a test of where they run.
_PAGE = """<!doctype html><meta charset="utf-8"><title>peers</title><link rel="icon" href="data:,">
<script type="module" src="{name}"></script>
"""
_ELSEWHERE = ("fs", "path", "crypto", "worker_threads", "os", "perf_hooks")


@dataclass(frozen=True, order=True)
class Build:
    """`bml build <program>` for one backend."""

    folder: str
    program: str
    backend: str
    arguments: tuple[str, ...] = ()

    def run(self, sources: Path) -> None:
        _say(f"bml build {self.program} for {self.folder}")
        command = [
            sys.executable,
            "-c",
            "from bml.cli import main; main()",
            "build",
            str(sources / f"{self.program}.py"),
        ]
        command += ["--backends", self.backend, *self.arguments, "--out", str(FOLDER / self.folder / self.program)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Workspace:
    """Folders by what they hold. What Keras makes of a task is kept until the task changes; bml builds each time.

    Args:
        parts: Of `PAGES`.
        before: The folder `programs` of an earlier run.
    """

    def __init__(
        self, tasks: Sequence[Task], contenders: Sequence[Contender], parts: Sequence[str], before: Path | None = None
    ) -> None:
        self.tasks, self.parts = tasks, parts
        self.contenders = [each for each in contenders if each.is_ours and "folder" not in each.options]
        self.sources = FOLDER / "sources"
        self.roots = {name: FOLDER / name for name in ("site", "programs", "data", "models", "node_modules")}
        if before:
            self.roots["before"] = before

    def prepare(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        _say("packages")
        self._install()
        self._bundle()
        write_programs(list(TASKS.values()), self.sources)
        for build in self._builds():
            build.run(self.sources)
        self.roots["data"].mkdir(exist_ok=True)
        if "epoch" in self.parts:
            write_sprite(self.roots["data"])
        names = {task.name for task in self.tasks} | ({"I1b1"} if self.parts else set())
        with Native(2, self.sources) as keras:
            for name in sorted(names):
                self._write(TASKS[name], keras)

    def versions(self) -> dict[str, str]:
        """Of the npm packages that are pinned."""
        pinned: dict[str, str] = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
        return pinned

    def _install(self) -> None:
        for name in (".npmrc", "package.json", "package-lock.json"):
            shutil.copy(HERE / name, FOLDER)
        install(FOLDER, dev=False)
        pins = HERE / "requirements.txt"
        stamp = Native.PACKAGES / "installed"
        if stamp.is_file() and stamp.read_text("utf-8") == pins.read_text("utf-8"):
            return
        shutil.rmtree(Native.PACKAGES, ignore_errors=True)
        # All that these need comes with TensorFlow.
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(Native.PACKAGES)]
        subprocess.run([*command, "--requirement", str(pins)], check=True)
        shutil.copy(pins, stamp)

    def _bundle(self) -> None:
        """Each module in a bundle of its own, as if its page were alone; HTML that names it, if there is none."""
        site, web = self.roots["site"], HERE / "web"
        shutil.rmtree(site, ignore_errors=True)
        flags = ["--bundle", "--format=esm", "--minify", "--splitting", "--log-level=error"]
        flags += [f"--external:{name}" for name in _ELSEWHERE]
        for source in [web / "harness.js", *web.glob("adapters/*.js"), *web.glob("pages/*.js")]:
            command: list[str | Path] = [
                vendor.esbuild(),
                source,
                *flags,
                f"--outdir={site / source.parent.relative_to(web)}",
            ]
            subprocess.run(command, check=True, env={**os.environ, "NODE_PATH": str(self.roots["node_modules"])})
            page = site / source.relative_to(web).with_suffix(".html")
            page.write_text(_PAGE.format(name=source.name), "utf-8")
        for file in web.glob("**/*.html"):
            shutil.copy(file, site / file.relative_to(web))

    def _builds(self) -> list[Build]:
        """Each program for each way in which somebody wants it to be built, once."""
        builds = {
            Build(contender.folder, task.program, str(contender.options["backend"]), contender.build)
            for contender in self.contenders
            for task in self.tasks
            if contender.takes(task)
        }
        for options in (visit.options for part in self.parts for visit in PAGES[part][0]):
            if "program" in options:
                builds.add(Build(str(options["folder"]), str(options["program"]), str(options["backend"])))
        return sorted(builds)

    def _write(self, task: Task, keras: Native) -> None:
        """`<task>.bin` with all arrays, `<task>.json` with their places and Keras's results, and exported models."""
        described, content = packed(task)
        made_of = hashlib.sha256(content + (self.sources / f"{task.program}.py").read_bytes()).hexdigest()
        file = self.roots["data"] / f"{task.name}.json"
        if file.is_file() and json.loads(file.read_text("utf-8"))["made_of"] == made_of:
            return
        _say(f"what Keras makes of {task.name}")
        self.roots["models"].mkdir(exist_ok=True)
        expected = keras.ask("reference", task=task.name)
        if task.kind == "infer":
            keras.ask("export", task=task.name, stem=str(self.roots["models"] / task.name))
        file.with_suffix(".bin").write_bytes(content)
        [result] = expected.values()
        file.write_text(json.dumps({**described, "expected": result, "made_of": made_of}), "utf-8")


def packed(task: Task) -> tuple[dict[str, object], bytes]:
    """A task as adapters get it, and its arrays one behind the other."""
    x, y = task.inputs()
    arrays: dict[str, list[tuple[str, Array]]] = {
        "weights": list(task.weights().items()),
        "x": [("x", each) for each in x],
        "y": [("y", each) for each in y],
    }
    places: dict[str, list[dict[str, object]]] = {}
    content = bytearray()
    for group, members in arrays.items():
        places[group] = []
        for name, array in members:
            places[group].append({"name": name, "shape": list(array.shape), "offset": len(content)})
            content += np.ascontiguousarray(array, "<f4").tobytes()
    return {**task.described(), **places}, bytes(content)


def _say(text: str) -> None:
    print(f"peers: {text}", file=sys.stderr, flush=True)
