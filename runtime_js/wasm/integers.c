#include "kernel.h"

typedef v128_t Ints; // four of them

INLINE int one(const char *p, unsigned at, int bytes) { return bytes == 4 ? ((const int *)p)[at] : p[at]; }
INLINE Ints four(const char *p, unsigned at, int bytes) {
  if (bytes == 4) return LOAD(p + 4 * at);
  return wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(p + at)));
}

#define WIDE 4 // vectors of a row at a time

// Some columns of a row of the product, from column `at` of a matrix b on.
INLINE void columns_of_row(const char *x, unsigned row, const char *b, unsigned at, int *y, int inner, int columns, int wide, int x_bytes,
                           int b_bytes) {
  Ints totals[WIDE];
  UNROLL for (int i = 0; i < wide; i++) totals[i] = ZERO;
  ROLLED for (int i = 0; i < inner; i++, at += columns) {
    Ints factor = wasm_i32x4_splat(one(x, row + i, x_bytes));
    UNROLL for (int j = 0; j < wide; j++) totals[j] = wasm_i32x4_add(totals[j], wasm_i32x4_mul(factor, four(b, at + 4 * j, b_bytes)));
  }
  UNROLL for (int i = 0; i < wide; i++) STORE(y + 4 * i, totals[i]);
}

INLINE void multiply(const int *a, int part, int parts, int x_bytes, int b_bytes) {
  const char *x = (const char *)a[0], *b = (const char *)a[1];
  int rows = a[4], inner = a[5], columns = a[6], from, to;
  share(a[3] * rows, part, parts, &from, &to);
  int *y = (int *)a[2] + (unsigned)from * columns;
  for (int row = from; row < to; row++, y += columns) {
    unsigned first = (unsigned)(row / rows) * inner * columns, own = (unsigned)row * inner;
    int c = 0;
    ROLLED for (; c + 4 * WIDE <= columns; c += 4 * WIDE) columns_of_row(x, own, b, first + c, y + c, inner, columns, WIDE, x_bytes, b_bytes);
    ROLLED for (; c + 4 <= columns; c += 4) columns_of_row(x, own, b, first + c, y + c, inner, columns, 1, x_bytes, b_bytes);
    ROLLED for (; c < columns; c++) {
      unsigned total = 0;
      ROLLED for (int i = 0; i < inner; i++) {
        total += (unsigned)one(x, own + i, x_bytes) * (unsigned)one(b, first + (unsigned)i * columns + c, b_bytes);
      }
      y[c] = (int)total;
    }
  }
}

// [x, b, y, batch, rows, inner, columns, bytes of an element of x, of b]: products of matrices of int32 or bool, modulo 2^32.
KERNEL(integer_mat_mul) {
  if (a[7] == 4 && a[8] == 4) multiply(a, part, parts, 4, 4);
  else multiply(a, part, parts, a[7], a[8]);
}
