"""Shards and the cache of compressed ones."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from bmlc.bundle import shards
from bmlc.bundle.cache import BuildCache
from bmlc.bundle.shards import ShardWriter
from bmlc.program import Element


@pytest.fixture
def cache(tmp_path: Path) -> BuildCache:
    return BuildCache(tmp_path / "cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize(("dtype", "stored"), [("float32", "<f4"), ("int32", "<i4"), ("uint8", "u1"), ("bool", "u1")])
def test_rows_are_cut_into_shards(
    dtype: str, stored: str, cache: BuildCache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 64)
    values = (np.arange(150) % 2).reshape(50, 3).astype(dtype)
    entries = ShardWriter(folder, cache).rows(values, dtype)
    sizes = [entry["examples"] for entry in entries]
    assert sum(sizes) == 50
    assert len(set(sizes[:-1])) == 1
    raw = b"".join(gzip.decompress((folder / entry["file"]).read_bytes()) for entry in entries)
    assert np.array_equal(np.frombuffer(raw, stored).reshape(50, 3), values)
    for entry in entries:
        data = (folder / entry["file"]).read_bytes()
        assert entry["file"] == f"data/{sha256(data).hexdigest()[:32]}.bin"
        assert entry["bytes"] == len(data)


def test_a_row_larger_than_a_shard(cache: BuildCache, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 8)
    entries = ShardWriter(folder, cache).rows(np.zeros((3, 100), np.float32), "float32")
    assert [entry["examples"] for entry in entries] == [1, 1, 1]


def test_no_rows(cache: BuildCache, folder: Path) -> None:
    assert ShardWriter(folder, cache).rows(np.zeros((0, 4), np.float32), "float32") == []


def test_a_second_build_compresses_nothing(cache: BuildCache, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.arange(1000, dtype=np.float32)
    first = ShardWriter(folder, cache).weight(values, "float32")
    monkeypatch.setattr(shards, "compress", lambda raw: pytest.fail("compressed again"))
    assert ShardWriter(folder, cache).weight(values, "float32") == first


@pytest.mark.parametrize("kind", ["files", "shards"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, cache: BuildCache, folder: Path, kind: str) -> None:
    values = np.arange(1000, dtype=np.float32)
    first = ShardWriter(folder, cache).weight(values, "float32")
    (entry,) = (tmp_path / "cache" / "builds" / kind).iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(b"damaged")
    assert ShardWriter(folder, cache).weight(values, "float32") == first
    assert entry.read_bytes() == whole
    assert gzip.decompress((folder / first["file"]).read_bytes()) == values.tobytes()


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    writer = ShardWriter(folder, BuildCache(tmp_path / "file"))
    assert writer.weight(np.zeros(4, np.float32), "float32")["bytes"] > 0


def element(values: np.ndarray, origin: str) -> Element:
    return Element("image", values.shape[1:], "uint8", lambda: values, origin)


def undecoded(origin: str) -> Element:
    return Element("image", (3,), "uint8", lambda: pytest.fail("decoded again"), origin)


def test_what_has_an_origin_is_decoded_once(cache: BuildCache, folder: Path, tmp_path: Path) -> None:
    values = np.arange(150, dtype=np.uint8).reshape(50, 3)
    first = ShardWriter(folder, cache).element(element(values, "a"))
    again = tmp_path / "again"
    again.mkdir()
    assert ShardWriter(again, cache).element(undecoded("a")) == first
    (entry,) = first
    assert (again / entry["file"]).read_bytes() == (folder / entry["file"]).read_bytes()


def test_another_origin_is_decoded(cache: BuildCache, folder: Path) -> None:
    values = np.arange(150, dtype=np.uint8).reshape(50, 3)
    first = ShardWriter(folder, cache).element(element(values, "a"))
    assert ShardWriter(folder, cache).element(element(values + 1, "b")) != first


@pytest.mark.parametrize("kind", ["files", "rows"])
def test_an_origin_whose_entries_are_damaged_is_decoded_again(
    cache: BuildCache, folder: Path, tmp_path: Path, kind: str
) -> None:
    values = np.arange(150, dtype=np.uint8).reshape(50, 3)
    first = ShardWriter(folder, cache).element(element(values, "a"))
    (entry,) = (tmp_path / "cache" / "builds" / kind).iterdir()
    entry.write_bytes(b"damaged")
    assert ShardWriter(folder, cache).element(element(values, "a")) == first
    assert ShardWriter(folder, cache).element(undecoded("a")) == first


def test_files_carry_no_time_and_no_system() -> None:
    assert shards.compress(b"data")[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
