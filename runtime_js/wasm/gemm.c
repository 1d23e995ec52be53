#include "products.h"

// [a, b, bias or 0, mask or 0, y, rows, inner, columns, of a: row and inner step, of b: inner and column step, relu, matrices,
// dimensions of the batch, for each: count, steps of a and b]
KERNEL(mat_mul) {
  int rows = a[5], inner = a[6], columns = a[7], matrices = a[13], from = 0, to = matrices, dimensions = a[14];
  if (matrices >= parts) {
    share(matrices, part, parts, &from, &to);
    part = 0, parts = 1;
  }
  for (int i = from; i < to; i++) {
    int left = 0, right = 0;
    for (int d = dimensions - 1, rest = i; d >= 0; d--) {
      const int *each = a + 15 + 3 * d;
      left += rest % each[0] * each[1];
      right += rest % each[0] * each[2];
      rest /= each[0];
    }
    int apart = i * rows * columns;
    Product p = {
        .source = IN(0) + left,
        .filter = IN(1) + right,
        .bias = IN(2),
        .mask = a[3] ? IN(3) + apart : 0,
        .out = OUT(4) + apart,
        .batch = 1,
        .channels = inner,
        .columns = columns,
        .relu = a[12],
        .y = {0, 1, rows, 0, 1, 1, 1, rows, 0, 0},
        .x = {0, 1, 1, 0, 1, 1, 1, 1, 0, 0},
        .source_y = a[8],
        .source_channel = a[9],
        .filter_channel = a[10],
        .filter_column = a[11],
        .out_y = columns,
    };
    multiply(&p, part, parts);
  }
}
