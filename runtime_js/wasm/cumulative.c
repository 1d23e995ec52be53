#include "kernel.h"

#define TOGETHER 4 // rows: each number waits for the one before it

// [x, y, rows, size, reverse]: each row's sums or products up to each element, of floats in float64, of ints modulo 2^32.
INLINE void accumulate(const int *a, int row, int rows, int is_product, int is_float) {
  int size = a[3], step = a[4] ? -1 : 1;
  unsigned at = (unsigned)row * size + (a[4] ? size - 1 : 0);
  double totals[TOGETHER];
  int counts[TOGETHER];
  UNROLL for (int r = 0; r < rows; r++) totals[r] = counts[r] = is_product;
  ROLLED for (int i = 0; i < size; i++, at += step) {
    UNROLL for (int r = 0; r < rows; r++) {
      unsigned place = at + r * (unsigned)size;
      if (is_float) {
        float x = IN(0)[place];
        totals[r] = is_product ? totals[r] * x : totals[r] + x;
        OUT(1)[place] = (float)totals[r];
      } else {
        unsigned x = ((const unsigned *)a[0])[place], before = (unsigned)counts[r];
        ((int *)a[1])[place] = counts[r] = (int)(is_product ? before * x : before + x);
      }
    }
  }
}

INLINE void all_rows(const int *a, int part, int parts, int is_product, int is_float) {
  int row, to;
  share(a[2], part, parts, &row, &to);
  for (; row + TOGETHER <= to; row += TOGETHER) accumulate(a, row, TOGETHER, is_product, is_float);
  ROLLED for (; row < to; row++) accumulate(a, row, 1, is_product, is_float);
}

KERNEL(cumsum) { all_rows(a, part, parts, 0, 1); }
KERNEL(cumsum_int) { all_rows(a, part, parts, 0, 0); }
KERNEL(cumprod) { all_rows(a, part, parts, 1, 1); }
KERNEL(cumprod_int) { all_rows(a, part, parts, 1, 0); }
