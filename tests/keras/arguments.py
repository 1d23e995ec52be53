"""Layers with arguments that hypothesis draws among the legal ones: the same ones in every run and process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from case import Case
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from keras import layers

__all__ = ["CASES", "FAMILIES"]

EXAMPLES = 12  # of a family
Draw = Callable[[st.SearchStrategy[Any]], Any]
Drawn = tuple[str, dict[str, Any], dict[str, Any]]  # a layer, its arguments, and what else there is to the case

small, channels, sides = st.integers(1, 3), st.integers(1, 4), st.integers(5, 8)
bools = st.booleans()
AROUND = ["Cropping", "ZeroPadding", "UpSampling"]
activations = st.sampled_from([None, "relu", "tanh", "sigmoid", "swish"])


def several(rank: int, each: st.SearchStrategy[int] = small) -> st.SearchStrategy[Any]:
    """A number, or one for each axis."""
    return st.one_of(each, st.tuples(*(each,) * rank))


def image(draw: Draw, rank: int, count: int, first: bool = False) -> tuple[int, ...]:
    sizes = draw(st.tuples(*(sides,) * rank))
    return (2, count, *sizes) if first else (2, *sizes, count)


@st.composite
def convolution(draw: Draw) -> Drawn:
    rank, kind = draw(st.integers(1, 2)), draw(st.sampled_from(["Conv", "DepthwiseConv", "SeparableConv", "Transpose"]))
    strides, given = draw(several(rank)), draw(st.integers(1, 2)) * 2
    if kind in ("DepthwiseConv", "SeparableConv"):  # TensorFlow has one for both axes
        strides = strides if isinstance(strides, int) else strides[0]
    still = strides == 1 or strides == (1,) * rank
    arguments = {
        "kernel_size": draw(several(rank)),
        "strides": strides,
        "padding": draw(st.sampled_from(["valid", "same"])),
        "use_bias": draw(bools),
        "activation": draw(activations),
    }
    if kind != "DepthwiseConv":
        arguments["filters"] = 2 * draw(small)
    if kind in ("DepthwiseConv", "SeparableConv"):
        arguments["depth_multiplier"] = draw(small)
    if kind == "Conv":
        arguments |= {"groups": draw(st.sampled_from([1, 2])), "dilation_rate": draw(small) if still else 1}
    first = kind == "Conv" and arguments["groups"] == 1 and draw(bools)
    if first:
        arguments["data_format"] = "channels_first"
    name = f"Conv{rank}DTranspose" if kind == "Transpose" else f"{kind}{rank}D"
    return name, arguments, {"inputs": [image(draw, rank, given, first)]}


@st.composite
def pooling(draw: Draw) -> Drawn:
    rank, first = draw(st.integers(1, 3)), draw(bools)
    kind = draw(st.sampled_from(["Max", "Average", "GlobalMax", "GlobalAverage", "AdaptiveMax", "AdaptiveAverage"]))
    arguments: dict[str, Any] = {"data_format": "channels_first" if first else "channels_last"}
    if kind.startswith("Global"):
        arguments["keepdims"] = draw(bools)
    elif kind.startswith("Adaptive"):
        arguments["output_size"] = draw(several(rank, st.integers(1, 5)))
    else:
        arguments |= {
            "pool_size": draw(several(rank)),
            "strides": draw(st.one_of(st.none(), several(rank))),
            "padding": draw(st.sampled_from(["valid", "same"])),
        }
    return f"{kind}Pooling{rank}D", arguments, {"inputs": [image(draw, rank, draw(small), first)]}


@st.composite
def recurrent(draw: Draw) -> Drawn:
    name, unroll = draw(st.sampled_from(["LSTM", "GRU", "SimpleRNN"])), draw(bools)
    arguments = {
        "units": draw(small),
        "activation": draw(activations),
        "use_bias": draw(bools),
        "return_sequences": draw(bools),
        "return_state": draw(bools),
        "go_backwards": draw(bools),
        "unroll": unroll,
    }
    if name != "SimpleRNN":
        arguments["recurrent_activation"] = draw(st.sampled_from(["sigmoid", "hard_sigmoid", "tanh"]))
    if name == "GRU":
        arguments["reset_after"] = draw(bools)
    steps = draw(st.integers(2, 5))
    inputs: list[Any] = [(3, steps, draw(channels))]
    rest: dict[str, Any] = {"inputs": inputs, "unknown": 1 if unroll else 2}
    if draw(bools):
        arguments["zero_output_for_mask"] = draw(bools)
        inputs.append(np.array([[draw(bools) for _ in range(steps)] for _ in range(3)]))
        rest["how"] = lambda layer, x, mask: layer(x, mask=mask)
    return name, arguments, rest


@st.composite
def attention(draw: Draw) -> Drawn:
    name = draw(st.sampled_from(["MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention"]))
    features, steps, others = 4, draw(st.integers(2, 4)), draw(st.integers(2, 4))
    causal = name != "AdditiveAttention" and draw(bools)
    others = steps if causal else others
    inputs = [(2, steps, features), (2, others, features)]
    rest: dict[str, Any] = {"inputs": inputs, "call": {"use_causal_mask": True} if causal else {}}
    if name == "MultiHeadAttention":
        return (
            name,
            {
                "num_heads": draw(small),
                "key_dim": draw(small),
                "value_dim": draw(st.one_of(st.none(), small)),
                "output_shape": draw(st.one_of(st.none(), small)),
                "use_bias": draw(bools),
            },
            rest,
        )
    if name == "GroupQueryAttention":
        groups = draw(st.sampled_from([1, 2]))
        return (
            name,
            {
                "head_dim": draw(small),
                "num_query_heads": groups * draw(st.sampled_from([1, 2])),
                "num_key_value_heads": groups,
                "use_bias": draw(bools),
            },
            rest,
        )
    arguments = {"use_scale": draw(bools)}
    if name == "Attention":
        arguments["score_mode"] = draw(st.sampled_from(["dot", "concat"]))
    return name, arguments, {**rest, "together": True}


@st.composite
def normalization(draw: Draw) -> Drawn:
    rank = draw(st.integers(2, 4))
    shape = (5, *draw(st.tuples(*(st.sampled_from([2, 4, 6]),) * (rank - 1))))
    axis = draw(st.integers(1, rank - 1))
    axis = draw(st.sampled_from([axis, axis - rank]))
    name = draw(
        st.sampled_from(["BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization"])
    )
    epsilon = draw(st.sampled_from([1e-3, 0.1]))
    affine = {"epsilon": epsilon, "center": draw(bools), "scale": draw(bools)}
    call: dict[str, Any] = {}
    arguments: dict[str, Any] = {"axis": axis}
    if name == "BatchNormalization":
        arguments |= {**affine, "momentum": draw(st.sampled_from([0.5, 0.9]))}
        call = {"training": draw(bools)}
    elif name == "LayerNormalization":
        axes = st.lists(st.integers(1, rank - 1), min_size=1, unique=True).map(sorted)
        arguments = {**affine, "axis": draw(axes)}
    elif name == "GroupNormalization":
        arguments |= {**affine, "groups": draw(st.sampled_from([1, 2, -1]))}
    return name, arguments, {"inputs": [shape], "call": call}


@st.composite
def merging(draw: Draw) -> Drawn:
    name = draw(st.sampled_from(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]))
    rank = draw(st.integers(2, 4))
    shape = (3, *draw(st.tuples(*(small,) * (rank - 1))))
    if name == "Dot":
        a, b = (3, *draw(st.tuples(small, small))), (3, *draw(st.tuples(small, small)))
        i, j = draw(st.integers(1, 2)), draw(st.integers(1, 2))
        b = tuple(a[i] if axis == j else size for axis, size in enumerate(b))
        return name, {"axes": (i, j), "normalize": draw(bools)}, {"inputs": [a, b], "together": True}
    count = 2 if name == "Subtract" else draw(st.integers(2, 3))
    if name == "Concatenate":
        axis = draw(st.integers(1, rank - 1))
        shapes = [tuple(draw(small) if at == axis else n for at, n in enumerate(shape)) for _ in range(count)]
        return name, {"axis": draw(st.sampled_from([axis, axis - rank]))}, {"inputs": shapes, "together": True}
    shapes = [shape, *((3, *(draw(st.sampled_from([1, n])) for n in shape[1:])) for _ in range(count - 1))]
    return name, {}, {"inputs": shapes, "together": True}


@st.composite
def reshaping(draw: Draw) -> Drawn:
    name = draw(st.sampled_from(["Reshape", "Permute", "Flatten", "RepeatVector", *AROUND]))
    if name == "RepeatVector":
        return name, {"n": draw(channels)}, {"inputs": [(3, draw(channels))]}
    if name in AROUND:
        rank = draw(st.integers(1, 3))
        sides = st.tuples(st.integers(0, 2), st.integers(0, 2))
        key = {"Cropping": "cropping", "ZeroPadding": "padding", "UpSampling": "size"}[name]
        if name == "UpSampling":
            value = draw(small) if rank == 1 else draw(several(rank))
        else:
            value = draw(sides) if rank == 1 else draw(st.one_of(st.integers(0, 2), st.tuples(*(sides,) * rank)))
        return f"{name}{rank}D", {key: value}, {"inputs": [image(draw, rank, draw(small))]}
    rank = draw(st.integers(2, 4))
    shape = (3, *draw(st.tuples(*(st.sampled_from([2, 3, 4]),) * (rank - 1))))
    if name == "Permute":
        return name, {"dims": draw(st.permutations(range(1, rank)).map(tuple))}, {"inputs": [shape]}
    if name == "Flatten":
        return name, {"data_format": draw(st.sampled_from(["channels_first", "channels_last"]))}, {"inputs": [shape]}
    turned = [*draw(st.permutations(shape[1:]))]
    if draw(bools):
        turned[draw(st.integers(0, rank - 2))] = -1
    return name, {"target_shape": tuple(turned)}, {"inputs": [shape]}


FAMILIES = {
    "convolution": convolution(),
    "pooling": pooling(),
    "recurrent": recurrent(),
    "attention": attention(),
    "normalization": normalization(),
    "merging": merging(),
    "reshaping": reshaping(),
}


def drawn(family: str) -> list[Case]:
    cases: dict[str, Case] = {}

    @settings(derandomize=True, database=None, deadline=None, max_examples=EXAMPLES, phases=[Phase.generate])
    @given(FAMILIES[family])
    def note(found: Drawn) -> None:
        name, arguments, rest = found
        title = f"{family}{len(cases)} {name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"
        cases[title] = Case(title, partial(getattr(layers, name), **arguments), **rest)

    note()
    return list(cases.values())


CASES = [case for family in FAMILIES for case in drawn(family)]
