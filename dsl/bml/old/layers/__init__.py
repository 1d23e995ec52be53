"""Layers by Keras's names."""

from bml.old.layers.batch_normalization import BatchNormalization
from bml.old.layers.conv2d import Conv2D
from bml.old.layers.conv2d_transpose import Conv2DTranspose
from bml.old.layers.core import Activation, Dense, Dropout
from bml.old.layers.input import Input
from bml.old.layers.layer import Layer
from bml.old.layers.pooling import AveragePooling2D, MaxPooling2D
from bml.old.layers.rectifiers import LeakyReLU, ReLU
from bml.old.layers.reshaping import Flatten, Reshape

__all__ = [
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Conv2DTranspose",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "Layer",
    "LeakyReLU",
    "MaxPooling2D",
    "ReLU",
    "Reshape",
]
