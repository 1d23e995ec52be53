#include "kernel.h"

// [x, counts, n]: how many of the floats are NaN, and how many infinite.
KERNEL(nonfinite_counts) {
  const int *x = (const int *)a[0];
  v128_t magnitude = wasm_i32x4_const_splat(0x7fffffff), infinity = wasm_i32x4_const_splat(0x7f800000), nans = ZERO, infinities = ZERO;
  int n = a[2], i = 0;
  ROLLED for (; i + 4 <= n; i += 4) {
    v128_t size = wasm_v128_and(LOAD(x + i), magnitude);
    nans = wasm_i32x4_sub(nans, wasm_i32x4_gt(size, infinity));
    infinities = wasm_i32x4_sub(infinities, wasm_i32x4_eq(size, infinity));
  }
  int counts[2] = {0, 0};
  ROLLED for (; i < n; i++) {
    counts[0] += (x[i] & 0x7fffffff) > 0x7f800000;
    counts[1] += (x[i] & 0x7fffffff) == 0x7f800000;
  }
  UNROLL for (int lane = 0; lane < 4; lane++) {
    counts[0] += ((const int *)&nans)[lane];
    counts[1] += ((const int *)&infinities)[lane];
  }
  OUT(1)[0] = (float)counts[0];
  OUT(1)[1] = (float)counts[1];
}
