"""Files of named data sets: found, or downloaded, and always checked against their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from bmlc.errors import UserError
from bmlc.ir import Loc

__all__ = ["Remote", "cache_folder", "read"]

_CHUNK = 1 << 16
_TIMEOUT = 20.0  # seconds without an answer
_SLOWEST = 1000  # bytes a second, on average after that time


@dataclass(frozen=True)
class Remote:
    """A file of a data set: its name, what its content hashes to, and its size."""

    name: str
    sha256: str
    size: int


def cache_folder(data_set: str) -> Path:
    """Where downloads of a data set are kept."""
    from platformdirs import user_cache_path

    return user_cache_path("bml", appauthor=False) / data_set


def read(data_set: str, remote: Remote, base_url: str, loc: Loc | None) -> bytes:
    """The content of a file, verified.

    Looks in the folder that BML_DATA_DIR names (in `<data_set>/`, then directly in it), then in the user's cache, then
    downloads into the cache. The environment variable BML_DATASETS_URL replaces `base_url`.

    Raises:
        UserError: BML303 for a file in BML_DATA_DIR that is damaged, BML304 for a download that failed or is damaged.
    """
    own = os.environ.get("BML_DATA_DIR")
    for path in [Path(own) / data_set / remote.name, Path(own) / remote.name] if own else []:
        if path.is_file():
            return _own_file(path, remote, loc)
    cached = cache_folder(data_set) / remote.name
    with suppress(OSError):  # a cache that cannot be read is none
        content = cached.read_bytes()
        if _hash(content) == remote.sha256:
            return content
        cached.unlink()  # cut off or damaged: fetched again
    url = (os.environ.get("BML_DATASETS_URL") or base_url).rstrip("/") + "/" + remote.name
    content = _download(url, remote, loc)
    _write_whole(cached, content)
    return content


def _own_file(path: Path, remote: Remote, loc: Loc | None) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError("BML303", f"cannot read {path}: {error.strerror or error}", None, loc) from error
    if _hash(content) != remote.sha256:
        hint = f"{path} is damaged or another file: replace it, or unset BML_DATA_DIR to download it"
        raise UserError("BML303", _another(remote, content), hint, loc)
    return content


def _download(url: str, remote: Remote, loc: Loc | None) -> bytes:
    own = os.environ.get("BML_DATA_DIR")
    elsewhere = f"{own}, which BML_DATA_DIR names and which lacks it" if own else "a folder and name it in BML_DATA_DIR"
    hint = f"check the connection, or put {remote.name} into {elsewhere}"
    if urlsplit(url).scheme not in ("http", "https"):
        raise UserError("BML304", f"expected a web address to download {remote.name} from, received {url!r}", hint, loc)
    content = bytearray()
    try:
        for chunk in _chunks(url, remote):
            content += chunk
            if len(content) > remote.size:
                break  # already not the file: no need to fetch the rest
    except (HTTPException, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it is an open response
        reason = _reason(error)
        raise UserError("BML304", f"downloading {remote.name} from {url} failed: {reason}", hint, loc) from error
    if _hash(content) != remote.sha256:
        raise UserError("BML304", f"{_another(remote, content)} from {url}", hint, loc)
    return bytes(content)


def _another(remote: Remote, content: bytes | bytearray) -> str:
    """The message for a content that is not the file's."""
    return (
        f"expected {remote.name} of {remote.size} bytes with SHA-256 {remote.sha256}, "
        f"received {len(content)} bytes with {_hash(content)}"
    )


def _reason(error: Exception) -> str:
    """Why, in one line."""
    if isinstance(error, HTTPError):
        return f"{error.code} {error.reason}".splitlines()[0]
    if isinstance(error, HTTPException) and not isinstance(error, OSError):
        return "the answer is not HTTP"
    return str(getattr(error, "reason", None) or error)


def _chunks(url: str, remote: Remote) -> Iterator[bytes]:
    """The content piece by piece, with a bar on the terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with urlopen(url, timeout=_TIMEOUT) as response, Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(remote.name, total=remote.size)
        began, received = time.monotonic(), 0
        while chunk := response.read1(_CHUNK):  # what is there: `read` would wait for all of it
            received += len(chunk)
            progress.update(task, advance=len(chunk))
            yield chunk
            seconds = time.monotonic() - began
            if seconds > _TIMEOUT and received < seconds * _SLOWEST:
                raise TimeoutError(f"it stalled, with {received} bytes after {seconds:.0f} seconds")


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file or nothing; a cache that cannot be written is no reason to stop."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            os.replace(name, path)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _hash(content: bytes | bytearray) -> str:
    return hashlib.sha256(content).hexdigest()
