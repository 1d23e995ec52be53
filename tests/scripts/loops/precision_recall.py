"""Thresholds over predictions of a model: counts by NumPy's masks."""

import keras
import numpy as np

import bml

X = np.linspace(-2, 2, 20, dtype="float32").reshape(10, 2)
y_true = np.array([0, 0, 1, 0, 0, 1, 1, 0, 1, 1])
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones")])


@bml.script
def report():
    scores = model.predict(X, verbose=0).flatten()
    best_f1, best_threshold = 0, None
    for threshold in np.arange(0.1, 0.9, 0.2):
        pred = (scores >= threshold).astype(int)
        tp = np.sum((pred == 1) & (y_true == 1))
        fp = np.sum((pred == 1) & (y_true == 0))
        fn = np.sum((pred == 0) & (y_true == 1))
        precision = tp / (tp + fp) if (tp + fp) > 0 else 0
        recall = tp / (tp + fn)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"threshold {threshold:.1f}: precision {precision:.3f} recall {recall:.3f} f1 {f1:.3f}")
        if f1 > best_f1:
            best_f1, best_threshold = f1, threshold
    print("best", round(float(best_threshold), 1), "%.3f" % best_f1)
    order = np.argsort(-scores)
    print(order.tolist(), np.cumsum(y_true[order]).tolist())
