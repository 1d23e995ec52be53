"""The table of losses, regularizers and constraints: functions whose values and gradients are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
from case import Case, ints, numbers
from keras import constraints, losses, regularizers

KINDS = ints(0, 2, 1, 2)
ONE_HOT = np.eye(3, dtype="float32")[KINDS]
YES = np.array([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]], "float32")
SIGNS = 2 * YES - 1
SHARES = numbers("shares", (4, 3), 0.05, 0.95)
SHARES3 = SHARES / SHARES.sum(-1, keepdims=True)
ROWS = numbers("rows", (4, 3))
WEIGHTS = np.array([1.0, 0.5, 0.0, 2.0], "float32")

# What each loss takes: targets and predictions of the kind that it is made for.
DATA: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(
        (
            "MeanSquaredError",
            "MeanAbsoluteError",
            "MeanAbsolutePercentageError",
            "Huber",
            "LogCosh",
            "CosineSimilarity",
        ),
        (ROWS, (4, 3)),
    ),
    **dict.fromkeys(
        ("MeanSquaredLogarithmicError", "Poisson", "KLDivergence", "Dice", "Tversky"),
        (SHARES, numbers("p", (4, 3), 0.1, 0.9)),
    ),
    **dict.fromkeys(("BinaryCrossentropy", "BinaryFocalCrossentropy"), (YES, SHARES)),
    **dict.fromkeys(
        ("CategoricalCrossentropy", "CategoricalFocalCrossentropy", "CategoricalHinge"), (ONE_HOT, SHARES3)
    ),
    "CategoricalGeneralizedCrossEntropy": (KINDS, SHARES3),
    **dict.fromkeys(("Hinge", "SquaredHinge"), (SIGNS, (4, 3))),
    "SparseCategoricalCrossentropy": (KINDS, SHARES3),
    "Circle": (KINDS, (4, 3)),
}
ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "Huber": [{"delta": 0.3}],
    "CosineSimilarity": [{"axis": 0}],
    "BinaryCrossentropy": [{"label_smoothing": 0.2}],
    "BinaryFocalCrossentropy": [{"apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5, "label_smoothing": 0.1}],
    "CategoricalCrossentropy": [{"label_smoothing": 0.2}, {"axis": 0}],
    "CategoricalFocalCrossentropy": [{"alpha": 0.3, "gamma": 1.5, "label_smoothing": 0.1}],
    "CategoricalGeneralizedCrossEntropy": [{"q": 0.7}],
    "SparseCategoricalCrossentropy": [{"ignore_class": 2}],
    "Dice": [{"axis": -1}],
    "Tversky": [{"alpha": 0.3, "beta": 0.6}, {"axis": -1}],
    "Circle": [{"gamma": 8.0, "margin": 0.2, "remove_diagonal": False}],
}
LOGITS = (
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "SparseCategoricalCrossentropy",
)
REDUCTIONS = ("sum", "mean", "mean_with_sample_weight", None)


def loss(name: str, tag: str, targets: Any, predictions: Any, weighted: bool = False, **kwargs: Any) -> Case:
    return Case(
        f"{name}_{tag}",
        lambda: getattr(losses, name)(**kwargs),
        [targets, predictions, *([WEIGHTS] if weighted else [])],
        how=lambda loss, y, p, *w: loss(y, p, sample_weight=w[0] if w else None),
        tolerance=1e-3 if "Percentage" in name else 1e-5,  # the sine of hundreds of percent loses their digits
    )


LOSSES = [
    *(loss(name, "", *data) for name, data in DATA.items()),
    *(loss(name, "weighted", *data, weighted=True) for name, data in DATA.items() if name not in ("Dice", "Tversky")),
    *(
        loss(name, f"arguments{i}", *DATA[name], **kwargs)
        for name, rows in ARGUMENTS.items()
        for i, kwargs in enumerate(rows)
    ),
    *(loss(name, "logits", DATA[name][0], (4, 3), from_logits=True) for name in LOGITS),
    loss("SparseCategoricalCrossentropy", "logits_ignoring", KINDS, (4, 3), from_logits=True, ignore_class=2),
    *(
        loss(name, f"{reduction}", *DATA[name], weighted=True, reduction=reduction)
        for name in ("MeanSquaredError", "SparseCategoricalCrossentropy")
        for reduction in REDUCTIONS
    ),
    loss("CTC", "", ints([1, 2], [2, 1]), (2, 5, 4)),
    *(
        Case(f"function_{name}", lambda name=name: getattr(losses, name), data)
        for name, data in {
            "mean_squared_error": (ROWS, (4, 3)),
            "mean_absolute_error": (ROWS, (4, 3)),
            "huber": (ROWS, (4, 3)),
            "mean_absolute_percentage_error": (ROWS, (4, 3)),
            "log_cosh": (ROWS, (4, 3)),
            "mean_squared_logarithmic_error": (SHARES, SHARES),
            "poisson": (SHARES, SHARES3),
            "kl_divergence": (SHARES, SHARES3),
            "cosine_similarity": (ROWS, (4, 3)),
            "hinge": (YES, (4, 3)),
            "squared_hinge": (YES, (4, 3)),
            "categorical_hinge": (ONE_HOT, (4, 3)),
            "binary_crossentropy": (YES, SHARES),
            "binary_focal_crossentropy": (YES, SHARES),
            "categorical_crossentropy": (ONE_HOT, SHARES3),
            "categorical_focal_crossentropy": (ONE_HOT, SHARES3),
            "sparse_categorical_crossentropy": (KINDS, SHARES3),
            "dice": (SHARES, SHARES3),
            "tversky": (SHARES, SHARES3),
        }.items()
    ),
    Case(
        "function_categorical_generalized",
        lambda: lambda y, p: losses.categorical_generalized_cross_entropy(y, p, 0.5),
        (KINDS, SHARES3),
    ),
    Case("function_circle", lambda: lambda y, p: losses.circle(y, p, gamma=8.0), (KINDS, (4, 3))),
    Case("function_ctc", lambda: losses.ctc, (ints([1, 2], [2, 1]), (2, 5, 4))),
    Case("images_mse", losses.MeanSquaredError, [(2, 3, 4, 2), (2, 3, 4, 2)], unknown=3),
    Case(
        "sequences_sparse",
        losses.SparseCategoricalCrossentropy,
        [ints([0, 1, 2], [2, 2, 0]), numbers("seq", (2, 3, 3), 0.1, 0.9)],
        unknown=2,
    ),
]

MATRIX = [numbers("matrix", (4, 3))]
REGULARIZERS = [
    Case(name, make, MATRIX, unknown=0)
    for name, make in {
        "l1": lambda: regularizers.L1(0.02),
        "l2": lambda: regularizers.L2(0.02),
        "l1_l2": lambda: regularizers.L1L2(0.02, 0.03),
        "orthogonal_rows": lambda: regularizers.OrthogonalRegularizer(0.02),
        "orthogonal_columns": lambda: regularizers.OrthogonalRegularizer(0.02, mode="columns"),
        "by_name_l1": lambda: regularizers.get("l1"),
    }.items()
]
CONSTRAINTS = [
    Case(name, make, MATRIX, unknown=0)
    for name, make in {
        "max_norm": lambda: constraints.MaxNorm(0.8),
        "max_norm_axis": lambda: constraints.MaxNorm(0.5, axis=1),
        "min_max_norm": lambda: constraints.MinMaxNorm(0.9, 1.1, rate=0.5),
        "non_neg": constraints.NonNeg,
        "unit_norm": lambda: constraints.UnitNorm(axis=[0, 1]),
    }.items()
]

CASES = [*LOSSES, *REGULARIZERS, *CONSTRAINTS]
