"""Layers by Keras's names."""

from bml.layers.conv2d import Conv2D
from bml.layers.core import Activation, Dense, Dropout, Flatten
from bml.layers.input import Input
from bml.layers.layer import Layer
from bml.layers.pooling import AveragePooling2D, MaxPooling2D

__all__ = [
    "Activation",
    "AveragePooling2D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "Layer",
    "MaxPooling2D",
]
