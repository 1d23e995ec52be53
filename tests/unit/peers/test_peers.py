"""`tools/bench peers`: what it makes of its measurements, and that tasks and programs are as it says. No timing."""

from __future__ import annotations

import ast
import io
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from peers.contenders import CONTENDERS, built_before, chosen
from peers.figures import best_peer, entries, keras_beside, ratio
from peers.goals import GOALS, Goal, outcomes
from peers.pages import PAGES
from peers.programs import epoch_text, program_text
from peers.report import blocks, rewritten
from peers.server import serve
from peers.sprite import write_png
from peers.tasks import TASKS, Layer, Model
from peers.workspace import HERE, packed

PAGE = Path(__file__).resolve().parents[3] / "docs" / "performance.md"
RUN = {
    "part": "run",
    "date": "2026-01-02",
    "bml": "1 at abc",
    "machine": "a machine",
    "browser": "1",
    "keras": "Keras 3",
    "packages": {"a": "1"},
}


def row(contender: str, number: int, *times: float, **more: Any) -> dict[str, Any]:
    """A step of T1b64."""
    known = CONTENDERS[contender].described() if contender in CONTENDERS else {"contender": contender}
    timed = {"times": list(times)} if times else {}
    return {"part": "steps", "task": "T1b64", "round": number, "foreign": 0.5, **known, **timed, **more}


# Twice as quick in the second round, as if somebody had stopped using the machine.
ROWS = [
    RUN,
    row("Keras 1t", 0, 8.0, 10.0, 12.0),
    row("bml wasm 1t", 0, 4.0, 6.0, 9.0, difference=1e-6, about="SIMD, 1 thread"),
    row("jax-js wasm 1t", 0, 100.0, difference=1e-5),
    row("tfjs Layers wasm 1t", 0, 1.0, difference=2.0),
    row("LiteRT.js 1t", 0, error="Page.evaluate: no training API at step (http://127.0.0.1/x.js:1:2)"),
    row("Keras 1t", 1, 4.0, 5.0, 6.0),
    row("bml wasm 1t", 1, 3.0, 4.0, 5.0, difference=2e-6),
    row("jax-js wasm 1t", 1, 60.0, difference=1e-5),
]


def test_a_figure_is_the_median_over_the_rounds() -> None:
    figures = {entry.name: entry.figure for entry in entries(ROWS, "steps", task="T1b64")}
    assert figures["Keras 1t"] is not None
    assert (figures["Keras 1t"].median, figures["Keras 1t"].least) == (7.5, 6.0)
    assert figures["LiteRT.js 1t"] is None
    assert not entries(ROWS, "steps", task="T2b128")


def test_a_ratio_is_made_round_by_round() -> None:
    among = {entry.name: entry for entry in entries(ROWS, "steps", task="T1b64")}
    found = ratio(among["bml wasm 1t"], among["Keras 1t"])
    assert found is not None
    assert found.median == pytest.approx((0.6 + 0.8) / 2)
    assert found.least == pytest.approx((0.5 + 0.75) / 2)
    late = entries([row("bml wasm 2t", 7, 1.0)], "steps", task="T1b64")[0]
    assert ratio(late, among["Keras 1t"]) is None  # no round in common


def test_who_is_held_against_whom() -> None:
    among = entries([*ROWS, row("bml wasm 2t", 0, 3.0)], "steps", task="T1b64")
    best = best_peer(among)
    assert best is not None
    assert best.name == "jax-js wasm 1t"  # not the quicker one, which computes something else
    assert best_peer(among, "LiteRT.js") is None
    by_name = {entry.name: entry for entry in among}
    assert keras_beside(by_name["bml wasm 1t"], among) == by_name["Keras 1t"]
    assert keras_beside(by_name["bml wasm 2t"], among) is None  # Keras had one thread


def test_goals_are_missed_and_reached() -> None:
    where = ("steps", {"task": "T1b64"})
    fetched = Goal("fetched", ("bytes", {}), "bml wasm", None, 32, (".js", ".wasm"))
    goals = [
        Goal("T1b64", where, "bml wasm 1t", "Keras 1t", 0.6),
        Goal("T1b64", where, "bml wasm 1t", "", 0.1),
        Goal("T1b64", where, "bml wasm 2t", "Keras 2t", 0.1),
        fetched,
    ]
    sent = {"part": "bytes", "contender": "bml wasm", "sent": {".js": 30_000, ".wasm": 3_000, ".html": 10_000}}
    above, below, unknown, bytes_ = outcomes([*ROWS, sent], goals)
    assert (above.value, above.missed, above.other) == (pytest.approx(0.625), True, "Keras 1t")
    assert (below.value, below.missed, below.other) == (pytest.approx((0.04 + 0.05) / 2), False, "jax-js wasm 1t")
    assert (unknown.value, unknown.missed) == (None, False)
    assert (bytes_.value, bytes_.missed) == (33.0, True)


def test_goals_name_what_is_measured() -> None:
    visits = {part: {visit.name for visit in PAGES[part][0]} for part in PAGES}
    everybody = [*CONTENDERS, *(each.name for each in built_before())]
    for goal in GOALS:
        part, where = goal.where
        assert goal.ours in (CONTENDERS if part == "steps" else visits[part]), goal
        assert where.get("task", "T1b64") in TASKS
        others = everybody if part == "steps" else [*visits[part]]
        assert goal.against is None or any(name.startswith(goal.against) for name in others), goal


def test_tables_mark_what_disagrees_and_tell_what_fails() -> None:
    made = blocks(ROWS)
    assert "| **bml wasm 1t** | 5.00 (3.50) | 0.70 (0.62) | 0.063 (0.045) | 2e-06 | 0.5 |" in made["steps"]
    assert "| jax-js wasm 1t, the best | 80.0 (80.0) | 11.0 (13.8) |  | 1e-05 | 0.5 |" in made["steps"]
    assert "**2e+00!**" in made["steps"]
    assert "| LiteRT.js 1t | T1b64 | no training API |" in made["failures"]
    assert "in 2 rounds" in made["run"]
    assert made["run"].endswith("What bml said it ran on: wasm 1t: SIMD, 1 thread.")


def test_the_page_keeps_what_is_written_by_hand() -> None:
    page = re.sub(r"(<!-- missed -->).*(<!-- /missed -->)", r"\1\2", PAGE.read_text("utf-8"), flags=re.DOTALL)
    slow = [_times(2.0, each) for each in ROWS]
    heading = "### T1b64: bml wasm 1t against Keras 1t"
    first = rewritten(page, slow)
    assert f"{heading}\n\nNo profile yet." in first
    written = first.replace("No profile yet.", "The pooling takes half.\n\nAnd a second paragraph.")
    assert rewritten(written, slow) == written
    assert heading not in rewritten(written, ROWS)  # reached since
    with pytest.raises(ValueError, match="expected <!-- missed --> and <!-- /missed --> on the page"):
        rewritten("# Nothing", ROWS)


def _times(factor: float, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "times": [factor * each for each in row["times"]]} if row.get("kind") == "ours" else row


def test_shapes_follow_the_layers() -> None:
    model = Model("m", (7, 7, 3), (
        Layer("conv", 4, 3, 2, "end"), Layer("depthwise", 0, 3, padding="same", bias=False), Layer("norm"),
        Layer("pool", size=2, strides=2), Layer("flatten"), Layer("dense", 5),
    ))  # fmt: skip
    assert list(model.shapes()) == [(7, 7, 3), (3, 3, 4), (3, 3, 4), (3, 3, 4), (1, 1, 4), (4,)]
    assert [weight.name for weight in model.weights()] == [
        "l0/kernel", "l0/bias", "l1/kernel", "l2/gamma", "l2/beta", "l2/moving_mean", "l2/moving_variance",
        "l5/kernel", "l5/bias",
    ]  # fmt: skip


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_the_same_each_time(name: str) -> None:
    task = TASKS[name]
    x, y = task.inputs()
    assert x.shape[1:] == (task.batch, *task.model.inputs)
    assert (x == task.inputs()[0]).all()
    assert y.size == 0 if task.kind == "infer" else (y.sum(-1) == 1).all()
    described, content = packed(task)
    assert json.loads(json.dumps(described))["task"] == name
    weights = task.weights()
    for place, (weight, array) in zip(described["weights"], weights.items(), strict=True):  # type: ignore[call-overload]  # JSON
        assert place["name"] == weight
        assert (np.frombuffer(content, "<f4", array.size, place["offset"]).reshape(array.shape) == array).all()


def test_inputs_are_those_of_earlier_runs() -> None:
    """Figures of two days are of one thing."""
    x, y = TASKS["T1b64"].inputs()
    first = next(iter(TASKS["T1b64"].weights().values()))
    digests = [zlib.crc32(np.ascontiguousarray(array, "<f4").tobytes()) for array in (x, y, first)]
    assert digests == [3830590437, 3416136077, 3915125114]


@pytest.mark.parametrize("name", TASKS)
def test_a_program_has_the_layers_of_its_task(name: str) -> None:
    tree = ast.parse(program_text(TASKS[name]))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert functions == ["loss", "step", "predict"]
    named = [
        each.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "name"
        for each in [node.value]
        if isinstance(each, ast.Constant)
    ]
    assert named == [f"l{number}" for number in range(len(TASKS[name].model.layers))]


def test_tasks_of_one_program_agree_on_it() -> None:
    texts: dict[str, set[str]] = {}
    for task in TASKS.values():
        texts.setdefault(task.program, set()).add(program_text(task))
    assert {name: len(each) for name, each in texts.items()} == dict.fromkeys(texts, 1)


def test_the_epoch_is_a_script() -> None:
    tree = ast.parse(epoch_text(TASKS["T1b64"]))
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["prepare", "train"]


def test_contenders_have_their_modules() -> None:
    for contender in CONTENDERS.values():
        assert contender.is_native or (HERE / "web" / "adapters" / f"{contender.adapter}.js").is_file()
    for visits, _ in PAGES.values():
        for visit in visits:
            files = [HERE / "web" / "pages" / f"{visit.page}{ending}" for ending in (".js", ".html")]
            assert visit.page is None or any(file.is_file() for file in files), visit


def test_programs_lie_where_their_options_say() -> None:
    folders = {name: each.folder for name, each in CONTENDERS.items() if each.is_ours}
    assert folders["bml wasm 1t"] == folders["bml wasm 2t plain"] == "programs/wasm"
    assert folders["bml wasm 2t of tfjs"] == "programs/wasm_wasm-kernels_tfjs"
    assert {each.folder for each in built_before()} == {"before/wasm", "before/webgl", "before/webgpu"}


def test_patterns_choose() -> None:
    names = [name for name in CONTENDERS if chosen(name, "bml wasm ?t, Keras*")]
    assert names == ["Keras 1t", "Keras 2t", "bml wasm 1t", "bml wasm 2t"]


def test_a_png_is_what_it_was_made_of(tmp_path: Path) -> None:
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    write_png(tmp_path / "a.png", pixels)
    content = io.BytesIO((tmp_path / "a.png").read_bytes()[8:])
    chunks = {}
    while length := content.read(4):
        kind = content.read(4)
        chunks[kind] = content.read(int.from_bytes(length, "big"))
        assert int.from_bytes(content.read(4), "big") == zlib.crc32(kind + chunks[kind])
    assert chunks[b"IHDR"][:8] == bytes([0, 0, 0, 4, 0, 0, 0, 3])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(3, 5)
    assert (rows[:, 0] == 0).all()
    assert (rows[:, 1:] == pixels).all()


def test_the_server_counts_what_it_sends(tmp_path: Path) -> None:
    from urllib.request import urlopen

    (tmp_path / "a.js").write_text("x" * 10_000)
    with serve({"site": tmp_path}) as traffic:
        with urlopen(f"{traffic.address}site/a.js") as answer:
            assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
            assert len(answer.read()) == traffic.sent[".js"] < 100
        with pytest.raises(OSError, match="404"):
            urlopen(f"{traffic.address}site/../a.js")
        assert traffic.requests == 1
