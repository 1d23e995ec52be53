#include "kernel.h"

enum { SUM, MAX, PROD };

// float or int: of four elements, and of one.
INLINE v128_t fold_four(v128_t x, v128_t y, int fold, int floats) {
  if (fold == SUM) return floats ? wasm_f32x4_add(x, y) : wasm_i32x4_add(x, y);
  if (fold == PROD) return floats ? wasm_f32x4_mul(x, y) : wasm_i32x4_mul(x, y);
  return floats ? wasm_f32x4_max(x, y) : wasm_i32x4_max(x, y);
}

// What the rows that share an id are folded to, in their order: [x, ids, out, batch, rows, inner, count, start], x [batch, rows,
// inner], ids [batch, rows], out [batch, count, inner]. Rows with an id outside of [0, count) are left out. A part has some of the ids.
INLINE void fold_rows(const int *a, int part, int parts, int fold, int floats) {
  const int *ids = (const int *)a[1], *x = (const int *)a[0];
  int *out = (int *)a[2];
  int batch = a[3], rows = a[4], inner = a[5], count = a[6], start = a[7], from, to;
  share(count, part, parts, &from, &to);
  for (int b = 0; b < batch; b++, out += (unsigned)count * inner) {
    unsigned at = (unsigned)from * inner, end = (unsigned)to * inner;
    if (start == 0) {
      __builtin_memset(out + at, 0, (end - at) * 4);
      at = end;
    }
    ROLLED for (; at + 4 <= end; at += 4) STORE(out + at, wasm_i32x4_splat(start));
    ROLLED for (; at < end; at++) out[at] = start;
    for (int row = 0; row < rows; row++, ids++, x += inner) {
      if (*ids < from || *ids >= to) continue;
      int *total = out + (unsigned)*ids * inner, i = 0;
      ROLLED for (; i + 4 <= inner; i += 4) STORE(total + i, fold_four(LOAD(total + i), LOAD(x + i), fold, floats));
      ROLLED for (; i < inner; i++) wasm_v128_store32_lane(total + i, fold_four(SPLAT(total + i), SPLAT(x + i), fold, floats), 0);
    }
  }
}

KERNEL(segment_sum) { fold_rows(a, part, parts, SUM, 1); }
KERNEL(segment_sum_int) { fold_rows(a, part, parts, SUM, 0); }
KERNEL(segment_max) { fold_rows(a, part, parts, MAX, 1); }
KERNEL(segment_max_int) { fold_rows(a, part, parts, MAX, 0); }
KERNEL(segment_prod) { fold_rows(a, part, parts, PROD, 1); }
KERNEL(segment_prod_int) { fold_rows(a, part, parts, PROD, 0); }
