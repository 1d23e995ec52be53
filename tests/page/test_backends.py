"""The choice of a backend, and what the page says of the one in use."""

from __future__ import annotations

from typing import Any

import pytest
from program_page import ACROSS, Opener

from bmlc.browser import Page as Browser
from bmlc.browser import serve
from bmlc.bundle.report import Report

GPU = True


def test_another_backend_goes_on_with_the_trained_model(open_page: Opener) -> None:
    page = open_page()
    page.train()
    page.draw(ACROSS)
    for backend in ("cpu", "webgl", "webgpu", "wasm"):
        page.choose(backend)
        assert (page.phase, page.text(".facts strong")) == ("ready", backend)
        page.button("Clear").click()
        page.draw(ACROSS)
        page.says("across")
        assert page.button("Train more").is_enabled()
        assert page.results.get_by_text("on 120 held-out examples").is_visible()
    page.train()
    assert page.problems == []


def test_automatic_says_why_it_passed_over_a_backend(open_page: Opener) -> None:
    page = open_page("index.html")
    page.wait("ready")
    assert page.text(".facts strong") == "wasm"
    assert "webgpu: the adapter is software (swiftshader), slower than wasm; using wasm" in page.notices
    assert "webgl: the renderer is software (SwiftShader), slower than wasm; using wasm" in page.notices
    assert page.root.locator(".notices details").count() == 0  # short enough to stand whole
    page.choose("wasm")
    assert not page.root.locator(".notices").is_visible()


NO_WEBGPU = "GPU.prototype.requestAdapter = async () => null"
# What drivers do wrong, and what is said of it. `never` is a promise that nothing settles.
FAULTS = {
    "no adapter": (
        "GPU.prototype.requestAdapter = () => never",
        "webgpu: requestAdapter had no answer within 10 s; using webgl",
    ),
    "no device": (
        "GPUAdapter.prototype.requestDevice = () => never",
        "webgpu: requestDevice had no answer within 10 s; using webgl",
    ),
    "no shader of webgpu": (
        "GPUDevice.prototype.createComputePipelineAsync = async () => { throw new Error('internal compiler error'); }",
        "webgpu: the driver compiles no shaders (internal compiler error); using webgl",
    ),
    "no answer to a shader": (
        "GPUDevice.prototype.createComputePipelineAsync = () => never",
        "webgpu: a shader had no answer within 10 s; using webgl",
    ),
    "no shader of webgl": (
        f"{NO_WEBGPU}; WebGL2RenderingContext.prototype.getShaderParameter = () => false",
        "webgl: the driver compiles no shaders (no reason given); using wasm",
    ),
    "no program of webgl": (
        f"{NO_WEBGPU}; WebGL2RenderingContext.prototype.getProgramParameter = () => false",
        "webgl: the driver compiles no shaders (no reason given); using wasm",
    ),
}

FALL_BACK = """async ([entry, fault]) => {
  const { setTimeout } = globalThis;
  const patience = fault.includes("never") ? 1000 : 10_000;  // a busy machine takes its time to answer
  globalThis.setTimeout = (work, after, ...given) => setTimeout(work, after === 10_000 ? patience : after, ...given);
  const never = new Promise(() => {});
  new Function("never", fault)(never);
  const { load } = await import(entry);
  const app = await load({ backend: "webgpu", worker: false });
  await app.train();
  return app.notices;
}"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_driver_that_fails_is_passed_over(browser: Browser, built: Report, fault: str) -> None:
    script, notice = FAULTS[fault]
    with serve(built.folder, headers={}) as server:
        page: Any = browser.browser.new_page()
        page.goto(f"{server.url}manifest.json")
        assert notice in page.evaluate(FALL_BACK, [f"{server.url}strokes.js", script])
        page.close()
