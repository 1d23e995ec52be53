"""The table of metrics: the state and the result after two updates, and the state after a reset."""

from __future__ import annotations

from typing import Any

import numpy as np
from case import Case, ints, numbers
from keras import metrics

KINDS = [ints(0, 2, 1, 2), ints(1, 1, 0, 2)]
HOT = [np.eye(3, dtype="float32")[k] for k in KINDS]
YES = [np.array([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]], "float32"), np.array([[0, 1, 1]] * 4, "float32")]
SHARES = [numbers(f"shares{i}", (4, 3), 0.05, 0.95) for i in range(2)]
SHARES3 = [x / x.sum(-1, keepdims=True) for x in SHARES]
ROWS = [numbers(f"rows{i}", (4, 3)) for i in range(2)]
PREDICTED = [numbers(f"predicted{i}", (4, 3)) for i in range(2)]
WEIGHTS = [np.array([1.0, 0.5, 0.0, 2.0], "float32"), np.array([0.25, 1.0, 1.0, 0.0], "float32")]
COLUMN = [np.where(numbers(f"column{i}", (16, 1)) > 0, 1, 0).astype("float32") for i in range(2)]
SCORES = [numbers(f"scores{i}", (16, 1), 0.0, 1.0) for i in range(2)]


def twice(metric: Any, *inputs: Any) -> list[Any]:
    """Reset, update by both halves of the inputs, and what is then there; then reset again."""
    metric.reset_state()
    half = len(inputs) // 2
    seen = []
    for batch in (inputs[:half], inputs[half:]):
        *tensors, weights = batch if len(batch) % 2 else (*batch, None)
        metric.update_state(*tensors, sample_weight=weights)
        seen += [v + 0.0 for v in metric.variables]
    return [*seen, metric.result()]


def metric(name: str, tag: str, *data: Any, weighted: bool = False, **kwargs: Any) -> Case:
    batches = [[*(x[i] for x in data), *([WEIGHTS[i]] if weighted else [])] for i in range(2)]
    how = twice if len(data) == 2 else values
    return Case(
        f"{name}_{tag}", lambda: getattr(metrics, name)(**kwargs), [*batches[0], *batches[1]], gradients=False, how=how
    )


def values(metric: Any, *inputs: Any) -> list[Any]:
    """The same for a metric of values alone."""
    metric.reset_state()
    half = len(inputs) // 2
    for value, *weights in (inputs[:half], inputs[half:]):
        metric.update_state(value, sample_weight=weights[0] if weights else None)
    return [*(v + 0.0 for v in metric.variables), metric.result()]


def rows(data: tuple[Any, Any], weighted: bool, *names: str) -> list[Case]:
    return [
        metric(name, tag, *data, weighted=w)
        for name in names
        for tag, w in (("", False), ("weighted", True))
        if weighted or not w
    ]


CASES = [
    *(
        metric(name, tag, [x[:, 0] for x in ROWS], weighted=w)
        for name in ("Mean", "Sum")
        for tag, w in (("", False), ("weighted", True))
    ),
    *rows(
        (ROWS, PREDICTED),
        True,
        "MeanSquaredError",
        "RootMeanSquaredError",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "LogCoshError",
        "CosineSimilarity",
        "R2Score",
    ),
    *rows((ROWS, PREDICTED), True, "PearsonCorrelation", "ConcordanceCorrelation"),
    *rows((SHARES, SHARES3), True, "MeanSquaredLogarithmicError", "KLDivergence", "Poisson"),
    *rows((YES, SHARES), True, "BinaryAccuracy", "BinaryCrossentropy", "Hinge", "SquaredHinge"),
    *rows((HOT, SHARES3), True, "CategoricalAccuracy", "CategoricalCrossentropy", "CategoricalHinge"),
    *rows((KINDS, SHARES3), True, "SparseCategoricalAccuracy", "SparseCategoricalCrossentropy"),
    metric("Accuracy", "", KINDS, KINDS[::-1], weighted=True),
    metric("TopKCategoricalAccuracy", "", HOT, SHARES3, k=2, weighted=True),
    metric("SparseTopKCategoricalAccuracy", "", KINDS, SHARES3, k=2),
    metric("BinaryAccuracy", "threshold", YES, SHARES, threshold=0.3),
    metric("BinaryCrossentropy", "logits", YES, ROWS, from_logits=True, label_smoothing=0.1),
    metric("R2Score", "variance", ROWS, PREDICTED, class_aggregation="variance_weighted_average"),
    metric("R2Score", "each", ROWS, PREDICTED, class_aggregation=None),
    *rows(
        (YES, SHARES), True, "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives", "Precision", "Recall"
    ),
    metric("TruePositives", "thresholds", COLUMN, SCORES, thresholds=[0.2, 0.5, 0.9]),
    metric("Precision", "class", YES, SHARES, class_id=1, thresholds=[0.3, 0.6]),
    metric("Recall", "top_k", YES, SHARES, top_k=2),
    *(
        metric(name, "", COLUMN, SCORES, **{name2: 0.5}, num_thresholds=20)
        for name, name2 in {
            "PrecisionAtRecall": "recall",
            "RecallAtPrecision": "precision",
            "SensitivityAtSpecificity": "specificity",
            "SpecificityAtSensitivity": "sensitivity",
        }.items()
    ),
    metric("AUC", "", COLUMN, SCORES, num_thresholds=20),
    metric("AUC", "pr", COLUMN, SCORES, num_thresholds=20, curve="PR"),
    metric("AUC", "majoring", COLUMN, SCORES, num_thresholds=20, summation_method="majoring"),
    metric("AUC", "given", COLUMN, SCORES, thresholds=[0.1, 0.4, 0.8], summation_method="minoring"),
    metric("AUC", "labels", YES, SHARES, num_thresholds=20, multi_label=True, num_labels=3, weighted=True),
    metric(
        "AUC",
        "logits",
        COLUMN,
        ROWS and [numbers(f"logits{i}", (16, 1), -3, 3) for i in range(2)],
        num_thresholds=20,
        from_logits=True,
    ),
    metric("F1Score", "", HOT, SHARES3, weighted=True),
    metric("F1Score", "macro", HOT, SHARES3, average="macro"),
    metric("FBetaScore", "", YES, SHARES, beta=2.0, threshold=0.5, average="micro"),
    metric("FBetaScore", "weighted", YES, SHARES, beta=0.5, threshold=0.4, average="weighted"),
    metric("IoU", "", KINDS, KINDS[::-1], num_classes=3, target_class_ids=[0, 2], weighted=True, dtype="float32"),
    metric("MeanIoU", "", KINDS, KINDS[::-1], num_classes=3),
    metric("MeanIoU", "ignoring", KINDS, KINDS[::-1], num_classes=3, ignore_class=1),
    metric("BinaryIoU", "", YES, SHARES, target_class_ids=[0, 1], threshold=0.4),
    metric("OneHotIoU", "", HOT, SHARES3, num_classes=3, target_class_ids=[1]),
    metric("OneHotMeanIoU", "", HOT, SHARES3, num_classes=3),
    Case(
        "MeanMetricWrapper_",
        lambda: metrics.MeanMetricWrapper(metrics.mean_squared_error),
        [ROWS[0], PREDICTED[0], ROWS[1], PREDICTED[1]],
        gradients=False,
        how=twice,
    ),
]
