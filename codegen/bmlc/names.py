"""Names that a program's file name gives its files, its npm package and its element: readable, valid, and its own.

File names and npm take ASCII only (elements would take more), and each has words that it keeps for itself. A name that
fits is kept; any other is spelled in ASCII, with a short hash of the whole, so that no two programs share one.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from anyascii import anyascii

__all__ = ["element_tag", "file_name", "package_name"]

_LONGEST = 64  # npm takes 214, file systems 255 bytes with what is put behind

# Windows opens devices by these, whatever the ending; `nul.js` cannot be written there.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
# Node imports its own module by these, or npm its own folder.
_WORDS = """
assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs
http http2 https inspector module net node_modules os path perf_hooks process punycode querystring readline repl sqlite
stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib
"""
_OF_NODE = frozenset(_WORDS.split())


def file_name(stem: str) -> str:
    """What the files of the program `stem.py` are called: `mnist_cnn`, and `MoXing_c98e118e` for `模型`."""
    fits = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", stem) and len(stem) <= _LONGEST
    if fits and stem.lower() not in _DEVICES:
        return stem
    return _with_hash(stem, "_")


def package_name(stem: str) -> str:
    """The program's name for npm, and behind `bml-` for its element: `mnist-cnn` for `mnist_cnn`.

    Capitals and hyphens get a hash: `Model` and `a-b` would be `model` and `a_b` otherwise.
    """
    fits = re.fullmatch(r"[a-z0-9][a-z0-9_]*", stem) and len(stem) <= _LONGEST
    if fits and stem not in _DEVICES | _OF_NODE:
        return stem.replace("_", "-")
    return _with_hash(stem, "-").lower().replace("_", "-")


def element_tag(stem: str) -> str:
    """The custom element of a program: `bml-mnist-cnn` for `mnist_cnn`."""
    return f"bml-{package_name(stem)}"


def _with_hash(stem: str, joint: str) -> str:
    whole = unicodedata.normalize("NFC", stem)  # systems store the same name in both forms
    letters = re.sub(r"[^A-Za-z0-9]+", "_", anyascii(whole)).strip("_")[: _LONGEST - 9].rstrip("_")
    return f"{letters or 'program'}{joint}{sha256(whole.encode(errors='surrogatepass')).hexdigest()[:8]}"
