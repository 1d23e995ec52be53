"""The table of layers: each with arguments of every kind, and what is not in it with its reason."""

from __future__ import annotations

from case import Case
from tables import attention, convolutions, core, preprocessing, recurrent

__all__ = ["CASES", "REFUSED"]

CASES: list[Case] = [
    *core.CASES,
    *convolutions.CASES,
    *recurrent.CASES,
    *attention.CASES,
    *preprocessing.CASES,
]

# Classes that no browser has, and why.
REFUSED = {
    "FlaxLayer": "runs JAX",
    "JaxLayer": "runs JAX",
    "TorchModuleWrapper": "runs PyTorch",
    "TFSMLayer": "runs a graph that TensorFlow saved",
    "StringLookup": "takes text, which no tensor of ours holds",
    "TextVectorization": "takes text, which no tensor of ours holds",
    **dict.fromkeys(
        ("Hashing", "HashedCrossing", "IntegerLookup"), "Keras computes it by tables and hashes of TensorFlow"
    ),
    "MaxNumBoundingBoxes": "changes boxes beside images in a data pipeline",
    "InputSpec": "no layer: what a layer asks of its inputs",
}
