"""Initial values of variables: the definitions of Keras 3 on bml's counter-based generator.

An initializer here is a description. Its values depend on the seed and on the variable's name alone, so that a browser,
which has the same generator, starts from the same weights. Source of the scaling rules: Glorot and Bengio 2010, He et
al. 2015, LeCun et al. 1998, as `keras.initializers` defines them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from bml.arguments import checked, choose
from bml.context import current_context
from bmlc.random import philox

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "Zeros",
    "get",
    "initial_value",
]

# The standard deviation of a standard normal truncated at two: dividing by it restores the one that was asked for.
_TRUNCATED_DEVIATION = 0.87962566103423978


class Initializer:
    """Describes the first value of a variable.

    Example:
        >>> import bml
        >>> bml.initializers.Constant(0.5)((2,)).tolist()
        [0.5, 0.5]
    """

    name: ClassVar[str]
    seed: int | None = None

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = checked(cls.__init__, cls.__name__)  # type: ignore[method-assign]

    def parameters(self) -> dict[str, Any]:
        """What the description holds besides name, seed and site."""
        return {}

    @property
    def is_random(self) -> bool:
        return False

    def describe(self, variable: str) -> dict[str, Any]:
        """The description for the variable of this name, as it stands in a program's table."""
        if not self.is_random:
            return {"name": self.name, **self.parameters()}
        seed = current_context().seed if self.seed is None else self.seed
        return {"name": self.name, "seed": seed, "site": philox.site(variable), **self.parameters()}

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> npt.NDArray[Any]:
        """The values for a variable without a name, as Keras's initializers are called.

        Args:
            shape: Ints.
            dtype: float32 by default.
        """
        return initial_value(tuple(shape), dtype or "float32", self.describe(self.name))


class Zeros(Initializer):
    """All 0."""

    name = "zeros"


class Ones(Initializer):
    """All 1."""

    name = "ones"


class Constant(Initializer):
    """All `value`."""

    name = "constant"

    def __init__(self, value: float = 0.0) -> None:
        self.value = value

    def parameters(self) -> dict[str, Any]:
        return {"value": self.value}


class _Random(Initializer):
    def __init__(self, seed: int | None = None) -> None:
        self.seed = seed

    @property
    def is_random(self) -> bool:
        return True


class RandomUniform(_Random):
    """Uniform in [minval, maxval)."""

    name = "random_uniform"

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.minval, self.maxval = minval, maxval

    def parameters(self) -> dict[str, Any]:
        return {"minval": self.minval, "maxval": self.maxval}


class RandomNormal(_Random):
    """Normal with `mean` and standard deviation `stddev`."""

    name = "random_normal"

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean, self.stddev = mean, stddev

    def parameters(self) -> dict[str, Any]:
        return {"mean": self.mean, "stddev": self.stddev}


class TruncatedNormal(RandomNormal):
    """Normal, drawn again where it lies more than two standard deviations from the mean."""

    name = "truncated_normal"


class GlorotUniform(_Random):
    """Uniform in [-l, l), l = sqrt(6 / (fan_in + fan_out))."""

    name = "glorot_uniform"


class GlorotNormal(_Random):
    """Truncated normal of standard deviation sqrt(2 / (fan_in + fan_out))."""

    name = "glorot_normal"


class HeUniform(_Random):
    """Uniform in [-l, l), l = sqrt(6 / fan_in)."""

    name = "he_uniform"


class HeNormal(_Random):
    """Truncated normal of standard deviation sqrt(2 / fan_in)."""

    name = "he_normal"


class LecunUniform(_Random):
    """Uniform in [-l, l), l = sqrt(3 / fan_in)."""

    name = "lecun_uniform"


class LecunNormal(_Random):
    """Truncated normal of standard deviation sqrt(1 / fan_in)."""

    name = "lecun_normal"


_CLASSES: dict[str, Callable[[], Initializer]] = {
    cls.name: cls
    for cls in (
        Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal,
        GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal,
    )
}  # fmt: skip

# Keras's named cases of variance scaling: scale, fan, distribution.
_SCALINGS: dict[str, tuple[float, str, str]] = {
    "glorot_uniform": (1.0, "avg", "uniform"),
    "glorot_normal": (1.0, "avg", "truncated_normal"),
    "he_uniform": (2.0, "in", "uniform"),
    "he_normal": (2.0, "in", "truncated_normal"),
    "lecun_uniform": (1.0, "in", "uniform"),
    "lecun_normal": (1.0, "in", "truncated_normal"),
}


def get(identifier: Any) -> Initializer:
    """The initializer of this name, or `identifier` itself where it is one already.

    Raises:
        UserError: BML102 for an unknown name.
    """
    if isinstance(identifier, Initializer):
        return identifier
    if isinstance(identifier, type) and issubclass(identifier, Initializer):
        return identifier()
    return choose("initializers", identifier, _CLASSES)()


def initial_value(shape: tuple[int, ...], dtype: str, description: Mapping[str, Any]) -> npt.NDArray[Any]:
    """The array that a description stands for: computed in float64, rounded to `dtype` once at the end."""
    name = description["name"]
    size = math.prod(shape)
    if name in _SCALINGS:
        scale, mode, distribution = _SCALINGS[name]
        fan_in, fan_out = _fans(shape)
        variance = scale / max(1.0, fan_in if mode == "in" else (fan_in + fan_out) / 2)
        if distribution == "uniform":
            limit = math.sqrt(3 * variance)
            values = _uniform(size, description, -limit, limit)
        else:
            values = _normal(size, description, 0.0, math.sqrt(variance) / _TRUNCATED_DEVIATION, truncated=True)
    elif name == "random_uniform":
        values = _uniform(size, description, description["minval"], description["maxval"])
    elif name in ("random_normal", "truncated_normal"):
        truncated = name == "truncated_normal"
        values = _normal(size, description, description["mean"], description["stddev"], truncated=truncated)
    else:
        values = np.full(size, {"zeros": 0, "ones": 1}.get(name, description.get("value")), np.float64)
    return values.reshape(shape).astype(dtype)


def _uniform(size: int, description: Mapping[str, Any], low: float, high: float) -> npt.NDArray[np.float64]:
    u = philox.uniform(size, seed=description["seed"], site=description["site"]).astype(np.float64)
    return low + u * (high - low)


def _normal(
    size: int, description: Mapping[str, Any], mean: float, stddev: float, *, truncated: bool
) -> npt.NDArray[np.float64]:
    draw = philox.truncated_normal if truncated else philox.normal
    return mean + stddev * draw(size, seed=description["seed"], site=description["site"])


def _fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Kernels are [*window, in, out]: an output sees window * in inputs, an input reaches window * out outputs."""
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


# Keras names every initializer twice.
zeros, ones, constant = Zeros, Ones, Constant
random_uniform, random_normal, truncated_normal = RandomUniform, RandomNormal, TruncatedNormal
glorot_uniform, glorot_normal, he_uniform, he_normal = GlorotUniform, GlorotNormal, HeUniform, HeNormal
lecun_uniform, lecun_normal = LecunUniform, LecunNormal
