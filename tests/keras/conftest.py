"""Keras on bml's backend for the whole tier, and what Keras on TensorFlow gives for the same cases."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
for folder in (FOLDER, FOLDER.parent):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

from bml.keras.seam import load  # noqa: E402

load()
