"""Named data sets: found, downloaded, verified; and what is said when that fails."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import bml
from bml.datasets import files
from bml.datasets.digits import like_mnist, resize_bilinear
from bml.datasets.files import Remote, read
from bml.datasets.mnist import parse_idx
from bmlc.errors import UserError

CONTENT = b"the content of a file" * 100
REMOTE = Remote("part.gz", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BML_DATA_DIR", raising=False)
    monkeypatch.delenv("BML_DATASETS_URL", raising=False)
    monkeypatch.setattr(files, "cache_folder", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "some"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", folder
        http.shutdown()
        thread.join()


def test_a_download_is_kept(cache: Path, server: tuple[str, Path]) -> None:
    url, folder = server
    (folder / REMOTE.name).write_bytes(CONTENT)
    assert read("some", REMOTE, url, None) == CONTENT
    assert [path.name for path in cache.iterdir()] == [REMOTE.name]
    (folder / REMOTE.name).unlink()
    assert read("some", REMOTE, url, None) == CONTENT, "from the cache"


def test_another_address_can_be_named(cache: Path, server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    url, folder = server
    (folder / REMOTE.name).write_bytes(CONTENT)
    monkeypatch.setenv("BML_DATASETS_URL", url + "/")
    assert read("some", REMOTE, "http://127.0.0.1:1", None) == CONTENT


def test_a_damaged_cache_is_fetched_again(cache: Path, server: tuple[str, Path]) -> None:
    url, folder = server
    (folder / REMOTE.name).write_bytes(CONTENT)
    cache.mkdir(parents=True)
    (cache / REMOTE.name).write_bytes(CONTENT[:50])
    assert read("some", REMOTE, url, None) == CONTENT


@pytest.mark.parametrize("served", [CONTENT[:-1], CONTENT + b"more" * 100_000, b"<html>login</html>"])
def test_a_damaged_download_is_refused_and_not_kept(cache: Path, server: tuple[str, Path], served: bytes) -> None:
    url, folder = server
    (folder / REMOTE.name).write_bytes(served)
    with pytest.raises(UserError, match=f"expected part.gz of 2100 bytes with SHA-256 {REMOTE.sha256}") as caught:
        read("some", REMOTE, url, None)
    assert caught.value.code == "BML304"
    assert not cache.exists()


def test_a_missing_file_says_where_it_was_looked_for(cache: Path, server: tuple[str, Path]) -> None:
    url, _ = server
    with pytest.raises(UserError) as caught:
        read("some", REMOTE, url, None)
    assert caught.value.message == f"downloading part.gz from {url}/part.gz failed: 404 File not found"
    assert caught.value.hint == "check the connection, or put part.gz into a folder and name it in BML_DATA_DIR"


def test_no_network(cache: Path) -> None:
    with pytest.raises(UserError, match=r"downloading part.gz from http://127.0.0.1:1/part.gz failed: .*refused"):
        read("some", REMOTE, "http://127.0.0.1:1", None)


def test_a_folder_that_lacks_the_file_is_named(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BML_DATA_DIR", str(tmp_path))
    with pytest.raises(UserError) as caught:
        read("some", REMOTE, "http://127.0.0.1:1", None)
    assert f"put part.gz into {tmp_path}, which BML_DATA_DIR names and which lacks it" in (caught.value.hint or "")


class Strange(BaseHTTPRequestHandler):
    """Answers what is no HTTP, or byte by byte for ever."""

    def do_GET(self) -> None:
        if self.path.startswith("/garbage"):
            self.wfile.write(b"no HTTP at all\r\n\r\n")
            return
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.01)

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize(("path", "reason"), [("garbage", "the answer is not HTTP"), ("slow", "it stalled, with ")])
def test_a_strange_server(cache: Path, monkeypatch: pytest.MonkeyPatch, path: str, reason: str) -> None:
    monkeypatch.setattr(files, "_TIMEOUT", 0.5)
    with ThreadingHTTPServer(("127.0.0.1", 0), Strange) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        with pytest.raises(UserError, match=f"failed: {reason}") as caught:
            read("some", REMOTE, f"http://127.0.0.1:{http.server_port}/{path}", None)
        http.shutdown()
        thread.join()
    assert caught.value.code == "BML304"
    assert not cache.exists()


def test_only_the_web_is_read(cache: Path) -> None:
    with pytest.raises(
        UserError, match=r"expected a web address to download part.gz from, received 'file:///etc/part.gz'"
    ):
        read("some", REMOTE, "file:///etc", None)


@pytest.mark.parametrize("folder", ["some", "."])
def test_a_folder_of_ones_own_comes_first(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    own = tmp_path / "own" / folder
    own.mkdir(parents=True)
    (own / REMOTE.name).write_bytes(CONTENT)
    monkeypatch.setenv("BML_DATA_DIR", str(tmp_path / "own"))
    assert read("some", REMOTE, "http://127.0.0.1:1", None) == CONTENT
    (own / REMOTE.name).write_bytes(CONTENT[:-1])
    with pytest.raises(UserError, match="received 2099 bytes") as caught:
        read("some", REMOTE, "http://127.0.0.1:1", None)
    assert caught.value.code == "BML303"
    assert "unset BML_DATA_DIR" in (caught.value.hint or "")


def idx(values: np.ndarray) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in values.shape)
    return gzip.compress(bytes([0, 0, 8, values.ndim]) + sizes + values.tobytes())


def test_idx() -> None:
    values = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    np.testing.assert_array_equal(parse_idx("f", idx(values), None), values)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"plain", "expected f to be gzipped"),
        (gzip.compress(b"\0\0\x0d\x01"), "expected f to hold bytes in IDX format"),
        (gzip.compress(b"\0\0\x08\x01\0\0\0\x05abc"), r"expected f to hold \(5,\) bytes, received 3"),
        (idx(np.zeros((2, 2), np.uint8))[:-9], "expected f to be gzipped"),
    ],
)
def test_a_damaged_idx(content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        parse_idx("f", content, None)


@pytest.mark.data("mnist")
def test_mnist() -> None:
    train, test = bml.datasets.mnist()
    assert (len(train), len(test)) == (60000, 10000)
    images, labels = train.source.arrays
    assert (images.shape, images.dtype, labels.dtype) == ((60000, 28, 28, 1), np.uint8, np.uint8)
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert images.mean() / 255 == pytest.approx(0.13066, abs=1e-5)
    assert labels[:5].tolist() == [5, 0, 4, 1, 9]
    image, label = next(iter(test))
    assert (image.shape, int(label)) == ((28, 28, 1), 7)


def test_digits() -> None:
    train, test = bml.datasets.digits()
    assert (len(train), len(test)) == (1500, 297)
    images, labels = train.source.arrays
    assert (images.shape, images.dtype, images.max()) == ((1500, 28, 28, 1), np.uint8, 255)
    assert np.bincount(np.concatenate([labels, test.source.arrays[1]])).tolist() == [
        178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
    ]  # fmt: skip
    assert hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()[:16] == "38ac3260e538ac33"


def test_digits_have_the_form_of_mnists() -> None:
    """From the description of MNIST: "fit in a 20x20 pixel box", "centered in a 28x28 image by the center of mass"."""
    images = bml.datasets.digits()[0].source.arrays[0][..., 0].astype(float)
    places = np.arange(28) + 0.5
    for axis in (1, 2):
        ink = images.max(axis=axis) > 0
        assert (ink.sum(axis=1) <= 20).all()
        mass = images.sum(axis=axis)
        centre = (mass @ places) / mass.sum(axis=1)
        assert np.abs(centre - 14).max() <= 0.5  # whole pixels
    assert (images.max(axis=1) > 0).sum(axis=1).mean() < (images.max(axis=2) > 0).sum(axis=1).mean()  # taller than wide


@pytest.mark.parametrize("place", [(0, 0), (7, 7), (3, 4)])
def test_a_dot_fills_its_box(place: tuple[int, int]) -> None:
    image = np.zeros((8, 8), np.int64)
    image[place] = 16
    expected = np.zeros((28, 28), np.uint8)
    expected[4:24, 4:24] = 255
    assert (like_mnist(image) == expected).all()


def test_digits_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("bml.datasets.digits"), "find_spec", lambda name: None)
    with pytest.raises(UserError, match="reads a file of scikit-learn, which is not installed") as caught:
        bml.datasets.digits()
    assert (caught.value.code, caught.value.hint) == ("BML403", "pip install scikit-learn")


def test_resize_is_that_of_tensorflow() -> None:
    import tensorflow as tf

    images = np.random.default_rng(0).integers(0, 256, (3, 8, 8))
    expected = tf.image.resize(images[..., None].astype(np.float32), (28, 28), antialias=False).numpy()[..., 0]
    assert np.abs(resize_bilinear(images, 28, 28).astype(np.float64) - expected).max() <= 0.5 + 1e-3
