#include "tile.h"

// The last columns, of which there are fewer than 8: the others are 0, and stay what they are.
static __attribute__((noinline)) void load_last(const float *p, int columns, Floats *two) {
  two[0] = two[1] = ZERO;
  ROLLED for (int i = 0; i < columns; i++) ((float *)two)[i] = p[i];
}

static __attribute__((noinline)) void store_last(float *p, int columns, const Floats *two) {
  ROLLED for (int i = 0; i < columns; i++) p[i] = ((const float *)two)[i];
}

// What the sums begin with and end as where that is not simple: each of the 4 rows has its two halves in `sums`.
static __attribute__((noinline)) void load_sums(const Tile *t, int column, Floats *sums) {
  int columns = least(t->columns - column, 8);
  ROLLED for (int i = 0; i < 4; i++) {
    const float *from = t->more ? t->out[i] : t->bias;
    if (from) load_last(from + column, columns, sums + 2 * i);
    else sums[2 * i] = sums[2 * i + 1] = ZERO;
  }
}

static __attribute__((noinline)) void store_sums(const Tile *t, int column, Floats *sums) {
  int columns = least(t->columns - column, 8);
  ROLLED for (int i = 0; i < t->rows; i++, sums += 2) {
    float *out = t->out[i] + column;
    if (t->masked) {
      Floats mask[2];
      load_last((const float *)((unsigned)out + t->mask), columns, mask);
      sums[0] = wasm_v128_and(sums[0], wasm_f32x4_gt(mask[0], ZERO));
      sums[1] = wasm_v128_and(sums[1], wasm_f32x4_gt(mask[1], ZERO));
    }
    store_last(out, columns, sums);
  }
}

// 4 rows by the 8 columns from `column` on.
INLINE void sum(const Tile *t, int column, const float *w, Floats least_sum) {
  Floats left[4], right[4], sums[8];
  const float *p[4];
  int simple = t->columns - column >= 8;
  if (simple && !t->more) {
    Floats low = ZERO, high = ZERO;
    if (t->bias) low = LOAD(t->bias + column), high = LOAD(t->bias + column + 4);
    UNROLL for (int i = 0; i < 4; i++) left[i] = low, right[i] = high;
  } else if (simple) {
    UNROLL for (int i = 0; i < 4; i++) left[i] = LOAD(t->out[i] + column), right[i] = LOAD(t->out[i] + column + 4);
  } else {
    load_sums(t, column, sums);
    UNROLL for (int i = 0; i < 4; i++) left[i] = sums[2 * i], right[i] = sums[2 * i + 1];
  }
  UNROLL for (int i = 0; i < 4; i++) p[i] = t->p[i];
  const Loop outer = t->loops[0], middle = t->loops[1], inner = t->loops[2];
  int step = inner.p, next = inner.w;
  int p_line = middle.p - inner.count * step, w_line = middle.w - inner.count * next;
  int p_plane = outer.p - middle.count * middle.p, w_plane = outer.w - middle.count * middle.w;
  for (int i = outer.count; i > 0; i--) {
    for (int j = middle.count; j > 0; j--) {
      for (int k = inner.count; k > 0; k--) {
        Floats u = LOAD(w), v = LOAD(w + 4);
        UNROLL for (int r = 0; r < 4; r++) {
          Floats x = SPLAT(p[r]);
          left[r] = FMA(x, u, left[r]);
          right[r] = FMA(x, v, right[r]);
          p[r] += step;
        }
        w += next;
      }
      UNROLL for (int r = 0; r < 4; r++) p[r] += p_line;
      w += w_line;
    }
    UNROLL for (int r = 0; r < 4; r++) p[r] += p_plane;
    w += w_plane;
  }
  UNROLL for (int i = 0; i < 4; i++) {
    left[i] = wasm_f32x4_pmax(left[i], least_sum); // keeps NaN
    right[i] = wasm_f32x4_pmax(right[i], least_sum);
  }
  if (simple && !t->masked && t->rows == 4) {
    UNROLL for (int i = 0; i < 4; i++) {
      STORE(t->out[i] + column, left[i]);
      STORE(t->out[i] + column + 4, right[i]);
    }
  } else {
    UNROLL for (int i = 0; i < 4; i++) sums[2 * i] = left[i], sums[2 * i + 1] = right[i];
    store_sums(t, column, sums);
  }
}

__attribute__((noinline)) void tile_flush(Tile *t) {
  if (t->rows == 0) return;
  // A row takes as long as four: each addition waits for the one before.
  for (int i = t->rows; i < 4; i++) t->p[i] = t->p[0], t->out[i] = t->out[0];
  Floats least_sum = t->relu ? ZERO : wasm_f32x4_const_splat(-__builtin_inff());
  const float *w = t->w;
  for (int column = 0; column < t->columns; column += 8, w += t->panel) sum(t, column, w, least_sum);
  t->rows = 0;
}
