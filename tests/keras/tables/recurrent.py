"""Recurrent layers and their cells."""

from __future__ import annotations

from typing import Any

import keras
from case import Case, bools
from keras import layers

X = [(2, 5, 4)]
MASK = bools("11010", "01111")
MASKED = {"how": lambda layer, x, mask: layer(x, mask=mask), "unknown": 2}
KINDS = {"lstm": layers.LSTM, "gru": layers.GRU, "simple_rnn": layers.SimpleRNN}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "": {},
    "sequences": {"return_sequences": True, "return_state": True},
    "backwards": {"go_backwards": True, "return_sequences": True},
    "unrolled": {"unroll": True, "use_bias": False},
    "activations": {"activation": "relu"},
    "regularized": {"kernel_regularizer": "l2", "recurrent_regularizer": "l1", "bias_constraint": "unit_norm"},
    "stateful": {"stateful": True},
    "dropout": {"dropout": 0.5, "recurrent_dropout": 0.5},
}


def table(kind: str, make: Any) -> list[Case]:
    cases = []
    for tag, kwargs in ARGUMENTS.items():
        unknown = {"unrolled": 1, "stateful": 0}.get(tag, 2)
        cases.append(
            Case(
                f"{kind}_{tag}",
                lambda kwargs=kwargs: make(3, **kwargs),
                X,
                {"training": tag == "dropout"},
                unknown=unknown,
            )
        )
    states = 2 if kind == "lstm" else 1
    return [
        *cases,
        Case(f"{kind}_masked", lambda: make(3, return_sequences=True, return_state=True), [*X, MASK], **MASKED),
        Case(f"{kind}_masked_last", lambda: make(3, go_backwards=True), [*X, MASK], **MASKED),
        Case(f"{kind}_zeros", lambda: make(3, return_sequences=True, zero_output_for_mask=True), [*X, MASK], **MASKED),
        Case(
            f"{kind}_initial",
            lambda: make(3),
            [*X, *[(2, 3)] * states],
            how=lambda layer, x, *s: layer(x, initial_state=list(s)),
        ),
        Case(
            f"{kind}_stateful_twice",
            lambda: make(3, stateful=True),
            X,
            unknown=0,
            how=lambda layer, x: [layer(x), layer(x)],
        ),
        Case(
            f"{kind}_cell",
            lambda: getattr(layers, make.__name__ + "Cell")(3),
            [(2, 4), *[(2, 3)] * states],
            how=lambda cell, x, *s: cell(x, list(s)),
        ),
        Case(f"bidirectional_{kind}", lambda: layers.Bidirectional(make(3, return_sequences=True)), X, unknown=2),
    ]


CASES = [
    *(case for kind, make in KINDS.items() for case in table(kind, make)),
    Case("gru_before", lambda: layers.GRU(3, reset_after=False), X, unknown=2),
    # Parts of its recurrent kernel, [1, 2] and [1, 1], have the memory of what they are transposed.
    Case("gru_one_unit", lambda: layers.GRU(1, reset_after=False, use_bias=False), X, unknown=2),
    Case("lstm_no_forget_bias", lambda: layers.LSTM(3, unit_forget_bias=False, recurrent_activation="hard_sigmoid"), X),
    *(
        Case(
            f"bidirectional_{mode}",
            lambda mode=mode: layers.Bidirectional(layers.GRU(3), merge_mode=mode),
            X,
            unknown=2,
        )
        for mode in ("sum", "mul", "ave", None)
    ),
    Case("bidirectional_masked", lambda: layers.Bidirectional(layers.LSTM(3, return_state=True)), [*X, MASK], **MASKED),
    Case(
        "bidirectional_two",
        lambda: layers.Bidirectional(layers.LSTM(3), backward_layer=layers.GRU(3, go_backwards=True)),
        X,
    ),
    Case(
        "stacked_cells",
        lambda: layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)], return_sequences=True),
        X,
        unknown=2,
    ),
    Case("rnn_cell", lambda: layers.RNN(layers.SimpleRNNCell(3), return_state=True), X, unknown=2),
    Case(
        "rnn_backwards",
        lambda: layers.RNN(layers.StackedRNNCells([layers.GRUCell(3), layers.GRUCell(3)]), go_backwards=True),
        X,
    ),
    Case(
        "rnn_model",
        lambda: keras.Sequential([layers.LSTM(3, return_sequences=True), layers.SimpleRNN(2)]),
        X,
        unknown=2,
    ),
    Case("conv_lstm1d", lambda: layers.ConvLSTM1D(2, 3, padding="same"), [(2, 3, 5, 2)]),
    Case(
        "conv_lstm1d_all",
        lambda: layers.ConvLSTM1D(2, 2, strides=2, return_sequences=True, return_state=True, go_backwards=True),
        [(2, 3, 6, 2)],
    ),
    Case("conv_lstm2d", lambda: layers.ConvLSTM2D(2, 2, return_sequences=True), [(2, 3, 4, 4, 1)]),
    Case("conv_lstm2d_first", lambda: layers.ConvLSTM2D(2, 2, data_format="channels_first"), [(2, 3, 1, 4, 4)]),
    Case("conv_lstm2d_dilated", lambda: layers.ConvLSTM2D(2, 2, dilation_rate=2, padding="same"), [(2, 3, 4, 4, 1)]),
    Case("conv_lstm3d", lambda: layers.ConvLSTM3D(1, 2, use_bias=False), [(1, 2, 3, 3, 3, 1)]),
]
