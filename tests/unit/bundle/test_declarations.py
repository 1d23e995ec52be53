"""The `.d.ts` of a bundle, and that TypeScript agrees with it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bmlc.bundle.report import Report

ROOT = Path(__file__).parents[3]

USE = """
import { load, type App, type RunEvent } from "./bundle/line_fit.js";

const app: App = await load({ backend: "wasm", onprogress: ({ loaded, total }) => console.log(loaded / total) });
const run = app.train({ epochs: 2, quick: true });
for await (const event of run) {
  const known: RunEvent = event;
  if (event.type === "epoch") console.log(event.epoch, event.val_loss, known.logs["loss"]);
  if (event.type === "log") console.log(event.text.length, event.elapsed, event.logs["best"] === true, event.loss);
  if (event.type === "plot") console.log(event.logs);
  if (event.type === "progress") console.log(event.done / event.total, event.logs);
  if (event.type === "print") console.log(event.text.length);
  if (event.type === "dropped") console.log(event.count);
}
const loss: number = await run;
const steps: number | undefined = await app.runReport({ steps: 4 }, { signal: AbortSignal.timeout(1000) });
const again: Promise<number> = app.train().catch(() => 0).finally(() => {});
const end = await run.ended;
if (end.status === "completed") console.log(end.result - (await again));
const p = await app.answer(0.5, new ImageData(2, 2));
console.log(p.label, p.data[0], loss, steps);
document.querySelector("bml-line-fit")?.app?.memory();
document.querySelector("bml-line-fit")?.ready.then(({ backend }) => console.log(backend));
document.addEventListener("bml-event", ({ detail }) => console.log(detail));
await app.dispose();
"""

WRONG = {
    "an unknown argument": "app.train({ epoch: 2 });",
    "a missing argument": "app.runReport();",
    "a wrong type": "app.train({ name: 3 });",
    "an unknown backend": 'await load({ backend: "webgl" });',
    "an unknown option": "app.train({}, { timeout: 1 });",
    "a private function": "app._private(1);",
}


@pytest.fixture(scope="module")
def check(
    report: Report, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    tsc = ROOT / "node_modules" / ".bin" / "tsc"
    if not tsc.exists() or shutil.which("node") is None:
        reason = "expected TypeScript in node_modules (npm ci) and node on the PATH"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("types")
    (folder / "bundle").symlink_to(report.folder)

    def check(text: str) -> subprocess.CompletedProcess[str]:
        (folder / "use.ts").write_text(text, encoding="utf-8")
        flags = ["--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
        command = [str(tsc), *flags, "--lib", "es2022,dom,dom.iterable", "--types", "", "use.ts"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    return check


def test_typescript_accepts_a_program_that_uses_all_of_it(
    check: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    done = check(USE)
    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("case", WRONG)
def test_typescript_refuses(case: str, check: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    done = check(f'import {{ load }} from "./bundle/line_fit.js";\nconst app = await load();\n{WRONG[case]}\n')
    assert "use.ts(3," in done.stdout


def test_docs_and_defaults_are_there(report: Report) -> None:
    text = (report.folder / "line_fit.d.ts").read_text(encoding="utf-8")
    assert "  /** Fit the line. */\n  train(args?: TrainArguments, options?: RunOptions): Run<number>;" in text
    assert '  name?: string; // "a" by default' in text
    assert "  runReport(args: RunReportArguments, options?: RunOptions): Run<number | undefined>;" in text
