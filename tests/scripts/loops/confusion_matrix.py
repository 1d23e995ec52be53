"""A confusion matrix, precision, recall and F1, of lists."""

import bml

LABELS = ["cat", "dog", "fish"]
y_true = [0, 1, 2, 2, 1, 0, 0, 2, 1, 1]
y_pred = [0, 2, 2, 2, 1, 0, 1, 2, 1, 0]


@bml.script
def report():
    n = len(LABELS)
    matrix = [[0 for _ in range(n)] for _ in range(n)]
    for t, p in zip(y_true, y_pred):
        matrix[t][p] += 1
    print(" " * 6 + "".join(f"{label:>6}" for label in LABELS))
    for label, row in zip(LABELS, matrix):
        print(f"{label:<6}" + "".join(f"{count:>6d}" for count in row))
    f1s = []
    for i, label in enumerate(LABELS):
        tp = matrix[i][i]
        fp = sum(matrix[j][i] for j in range(n) if j != i)
        fn = sum(matrix[i]) - tp
        precision = tp / (tp + fp) if tp + fp else 0
        recall = tp / (tp + fn) if tp + fn else 0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
        f1s.append(f1)
        print("%-5s precision=%.3f recall=%.3f f1=%.3f" % (label, precision, recall, f1))
    accuracy = sum(1 for t, p in zip(y_true, y_pred) if t == p) / len(y_true)
    print("accuracy", accuracy, "macro f1 {0:.4f}".format(sum(f1s) / len(f1s)))
