"""The choice of a backend, and what the page says of the one in use."""

from __future__ import annotations

from program_page import ACROSS, Opener

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
    assert "webgpu: the adapter is software" in page.notices
    assert "webgl: the renderer is software" in page.notices
    page.choose("wasm")
    assert not page.root.locator(".notices").is_visible()
