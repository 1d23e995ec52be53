#include "kernel.h"

// Sums, products and extremes over the middle dimension of [outer, n, inner].
//
// Several rows are taken as one wide row, of more than STRIP / 2 columns if there are as many; at the end its halves are put
// together. So a tensor with few columns, or one, is read as fast as one with many. BLOCK numbers at most are added up in
// float32 one by one; what blocks give is added in float64, so that the sum of a million is right.

enum { SUM, PROD, MAX, MIN, INT_SUM, INT_PROD, INT_MAX, INT_MIN };

#define STRIP 64
#define BLOCK 32
#define WIDTH 16 // columns that are in registers at once
#define APART __attribute__((noinline)) static

// WIDTH columns of `n` rows, at least one.
APART void fold_rows(int fold, const float *x, int n, unsigned stride, float *y) {
  v128_t a = LOAD(x), b = LOAD(x + 4), c = LOAD(x + 8), d = LOAD(x + 12);
#define EACH(OF)                                                                                                       \
  ROLLED                                                                                                               \
  while (--n) {                                                                                                        \
    x += stride;                                                                                                       \
    a = OF(a, LOAD(x)), b = OF(b, LOAD(x + 4)), c = OF(c, LOAD(x + 8)), d = OF(d, LOAD(x + 12));                       \
  }                                                                                                                    \
  break;
  switch (fold) {
  case SUM: EACH(wasm_f32x4_add)
  case PROD: EACH(wasm_f32x4_mul)
  case MAX: EACH(wasm_f32x4_max)
  case MIN: EACH(wasm_f32x4_min)
  case INT_SUM: EACH(wasm_i32x4_add)
  case INT_PROD: EACH(wasm_i32x4_mul)
  case INT_MAX: EACH(wasm_i32x4_max)
  default: EACH(wasm_i32x4_min)
  }
#undef EACH
  STORE(y, a), STORE(y + 4, b), STORE(y + 8, c), STORE(y + 12, d);
}

// A column of `n` numbers, at least one: the bits of the result.
APART int fold_column(int fold, const float *x, int n, unsigned stride) {
  const int *words = (const int *)x;
  float value = *x;
  int whole = *words;
#define EACH(TO, OF)                                                                                                   \
  ROLLED                                                                                                               \
  while (--n) {                                                                                                        \
    x += stride, words += stride;                                                                                      \
    TO = OF;                                                                                                           \
  }                                                                                                                    \
  break;
  switch (fold) {
  case SUM: EACH(value, value + *x)
  case PROD: EACH(value, value * *x)
  case MAX: EACH(value, ((*x > value) | (*x != *x)) ? *x : value)
  case MIN: EACH(value, ((*x < value) | (*x != *x)) ? *x : value)
  case INT_SUM: EACH(whole, (unsigned)whole + *words)
  case INT_PROD: EACH(whole, (unsigned)whole * *words)
  case INT_MAX: EACH(whole, most(whole, *words))
  default: EACH(whole, least(whole, *words))
  }
#undef EACH
  return fold < INT_SUM ? __builtin_bit_cast(int, value) : whole;
}

// `n` rows, at least one, of `columns` columns, WIDTH or more.
INLINE void fold_wide(int fold, const float *x, int n, unsigned stride, int columns, float *y) {
  for (int c = 0; c < columns; c += WIDTH) {
    int at = least(c, columns - WIDTH); // the last ones once more what lies before them
    fold_rows(fold, x + at, n, stride, y + at);
  }
}

// `n` rows of `width` columns, of which `several` are taken as one; BLOCK * several rows at most.
APART void fold_block(int fold, const float *x, int n, unsigned row, int width, int several, int *y) {
  while (several > n) several /= 2;
  float first[STRIP * 2], second[STRIP * 2], *some = first, *other = second, *swap;
  if (several * width < WIDTH) {
    for (int c = 0; c < width; c++) y[c] = fold_column(fold, x + c, n, row);
    return;
  }
  fold_wide(fold, x, n / several, row * several, width * several, some);
  x += (unsigned)(n / several) * several * row;
  for (; several * width >= 2 * WIDTH && several > 1; swap = some, some = other, other = swap) {
    several /= 2;
    fold_wide(fold, some, 2, several * width, several * width, other);
    if (!(n & several)) continue;
    swap = some, some = other, other = swap;
    fold_wide(fold, some, 2, ((unsigned)x - (unsigned)some) / 4, several * width, other);
    x += several * row;
  }
  if (several == 1) {
    __builtin_memcpy(y, some, width * 4);
    return;
  }
  int rest = n & (several - 1);
  __builtin_memcpy(some + several * width, x, rest * width * 4);
  for (int c = 0; c < width; c++) y[c] = fold_column(fold, some + c, several + rest, width);
}

// [x, y, outer, n, inner, fold, divisor, what nothing gives: an int, or a float's bits]
KERNEL(reduce) {
  int n = a[3], inner = a[4], fold = a[5], strips = most(1, (inner + STRIP - 1) / STRIP), from, to;
  int several = 1; // rows taken as one
  while (several * 2 <= n && several * 2 * inner <= STRIP) several *= 2;
  int block = fold == SUM ? BLOCK * several : n;
  if (n && several * inner < WIDTH && a[6] == 1) { // short rows, of few columns
    share(a[2], part, parts, &from, &to);
    for (int outer = from; outer < to; outer++) {
      const float *x = IN(0) + (unsigned)outer * n * inner;
      for (int i = 0; i < inner; i++) ((int *)a[1])[(unsigned)outer * inner + i] = fold_column(fold, x + i, n, inner);
    }
    return;
  }
  share(a[2] * strips, part, parts, &from, &to);
  for (int unit = from; unit < to; unit++) {
    int left, right, outer = unit / strips;
    share(inner, unit % strips, strips, &left, &right);
    int width = right - left;
    const float *x = IN(0) + (unsigned)outer * n * inner + left;
    float *y = OUT(1) + (unsigned)outer * inner + left;
    double totals[STRIP];
    for (int done = 0; done < n; done += block) {
      fold_block(fold, x + (unsigned)done * inner, least(block, n - done), inner, width, several, (int *)y);
      if (n <= block) break;
      ROLLED
      for (int i = 0; i < width; i++) y[i] = totals[i] = done ? totals[i] + y[i] : y[i];
    }
    ROLLED
    for (int i = 0; i < width; i++) {
      if (n == 0) y[i] = bits_to_float(a[7]);
      if (a[6] != 1) y[i] /= a[6];
    }
  }
}

// [x, y, outer, n, inner, any]: whether all, or any, are true
KERNEL(reduce_bool) {
  const char *x = (const char *)a[0];
  char *y = (char *)a[1];
  int n = a[3], inner = a[4];
  for (int outer = 0; outer < a[2]; outer++, x += n * inner) {
    for (int i = 0; i < inner; i++) {
      int at = 0;
      ROLLED
      while (at < n && (x[at * inner + i] != 0) != a[5]) at++;
      *y++ = (at < n) == a[5];
    }
  }
}

// [x, y, outer, n, inner, smallest]: the first place of the largest, or smallest; NaN is passed over, as in TensorFlow
KERNEL(arg_extreme) {
  const float *x = IN(0);
  int *y = (int *)a[1], n = a[3], inner = a[4], sign = a[5] << 31, from, to;
  share(a[2], part, parts, &from, &to);
  x += (unsigned)from * n * inner;
  y += (unsigned)from * inner;
  for (int outer = from; outer < to; outer++, x += n * inner, y += inner) {
    int i = 0;
    for (; i + 4 <= inner; i += 4) {
      v128_t best = wasm_f32x4_const_splat(-__builtin_inff()), found = ZERO, signs = wasm_i32x4_splat(sign);
      for (int at = 0; at < n; at++) {
        v128_t value = LOAD(x + at * inner + i) ^ signs, more = wasm_f32x4_gt(value, best);
        best = wasm_v128_bitselect(value, best, more);
        found = wasm_v128_bitselect(wasm_i32x4_splat(at), found, more);
      }
      STORE(y + i, found);
    }
    for (; i < inner; i++) {
      float best = -__builtin_inff();
      int found = 0;
      ROLLED
      for (int at = 0; at < n; at++) {
        float value = bits_to_float(((const int *)x)[at * inner + i] ^ sign);
        found = value > best ? at : found;
        best = value > best ? value : best;
      }
      y[i] = found;
    }
  }
}
