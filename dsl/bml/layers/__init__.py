"""Layers by Keras's names."""

from bml.layers.batch_normalization import BatchNormalization
from bml.layers.conv2d import Conv2D
from bml.layers.conv2d_transpose import Conv2DTranspose
from bml.layers.core import Activation, Dense, Dropout
from bml.layers.input import Input
from bml.layers.layer import Layer
from bml.layers.pooling import AveragePooling2D, MaxPooling2D
from bml.layers.rectifiers import LeakyReLU, ReLU
from bml.layers.reshaping import Flatten, Reshape

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
