"""Exporting to other formats is not for a build: `bml build` is the export."""

from __future__ import annotations

from typing import Any, NoReturn

from bmlc.errors import UserError

__all__ = ["NumpyExportArchive"]


class NumpyExportArchive:
    """What `keras.export` inherits, under the name by which Keras imports it."""

    def track_and_add_endpoint(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UserError.here(
            "BML301",
            "export writes a graph of TensorFlow's, which a build has not",
            "run it in Python, below `if __name__ == '__main__':`; for browsers bml build is the export",
        )
