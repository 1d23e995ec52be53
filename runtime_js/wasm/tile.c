#include "tile.h"

// The last columns, of which there are fewer than 8: the others are 0, and stay what they are.
static __attribute__((noinline)) void load_last(const float *p, int columns, Floats *two) {
  two[0] = two[1] = ZERO;
  ROLLED for (int i = 0; i < columns; i++) ((float *)two)[i] = p[i];
}

static __attribute__((noinline)) void store_last(float *p, int from, int columns, const Floats *two) {
  ROLLED for (int i = from; i < columns; i++) p[i] = ((const float *)two)[i];
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

static __attribute__((noinline)) void store_sums(const Tile *t, int column, int from, Floats *sums) {
  int columns = least(t->columns - column, 8);
  ROLLED for (int i = 0; i < t->rows; i++, sums += 2) {
    float *out = t->out[i] + column;
    if (t->masked) {
      Floats mask[2];
      load_last((const float *)((unsigned)out + t->mask), columns, mask);
      sums[0] = masked(sums[0], mask[0]);
      sums[1] = masked(sums[1], mask[1]);
    }
    store_last(out, from, columns, sums);
  }
}

// 4 rows by the 8 columns from `column` on, of which those before `from` stay what they are.
INLINE void sum(const Tile *t, int column, int from, const float *w, Floats least_sum, const int each) {
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
  UNROLL for (int i = 0; i < 4; i++) p[i] = t->p[i] + (each ? column : 0);
  const Loop outer = t->loops[0], middle = t->loops[1], inner = t->loops[2];
  int step = inner.p, next = inner.w;
  int p_line = middle.p - inner.count * step, w_line = middle.w - inner.count * next;
  int p_plane = outer.p - middle.count * middle.p, w_plane = outer.w - middle.count * middle.w;
  for (int i = outer.count; i > 0; i--) {
    for (int j = middle.count; j > 0; j--) {
      for (int k = inner.count; k > 0; k--) {
        Floats u = LOAD(w), v = LOAD(w + 4);
        UNROLL for (int r = 0; r < 4; r++) {
          Floats x = each ? LOAD(p[r]) : SPLAT(p[r]), y = each ? LOAD(p[r] + 4) : x;
          left[r] = FMA(x, u, left[r]);
          right[r] = FMA(y, v, right[r]);
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
  if (simple && !from && !t->masked && t->rows == 4) {
    UNROLL for (int i = 0; i < 4; i++) {
      STORE(t->out[i] + column, left[i]);
      STORE(t->out[i] + column + 4, right[i]);
    }
  } else {
    UNROLL for (int i = 0; i < 4; i++) sums[2 * i] = left[i], sums[2 * i + 1] = right[i];
    store_sums(t, column, from, sums);
  }
}

static __attribute__((noinline)) void sum_each(const Tile *t, Floats least_sum) {
  for (int column = 0; column < t->columns; column += 8) { // the last 8 overlap those before
    int from = least(column, t->columns - 8);
    sum(t, from, column - from, t->w + from, least_sum, 1);
  }
}

// The same for one column at a time, where columns lie apart or are few: its 4 rows are one vector.
static __attribute__((noinline)) void sum_apart(const Tile *t, Floats least_sum) {
  const Loop outer = t->loops[0], middle = t->loops[1], inner = t->loops[2];
  for (int column = 0; column < t->columns; column++) {
    Floats sums[8], sum;
    load_sums(t, column, sums);
    ROLLED for (int r = 0; r < 4; r++) ((float *)&sum)[r] = *(float *)(sums + 2 * r);
    int ahead = column * t->p_times / t->p_over;
    for (int i = 0; i < outer.count; i++) {
      for (int j = 0; j < middle.count; j++) {
        int at = ahead + i * outer.p + j * middle.p;
        const float *w = t->w + column * t->w_times + i * outer.w + j * middle.w;
        ROLLED for (int k = 0; k < inner.count; k++, at += inner.p, w += inner.w) {
          Floats x = wasm_v128_load32_zero(t->p[0] + at);
          x = wasm_v128_load32_lane(t->p[1] + at, x, 1);
          x = wasm_v128_load32_lane(t->p[2] + at, x, 2);
          sum = FMA(wasm_v128_load32_lane(t->p[3] + at, x, 3), SPLAT(w), sum);
        }
      }
    }
    sum = wasm_f32x4_pmax(sum, least_sum);
    ROLLED for (int r = 0; r < t->rows; r++) {
      float *out = t->out[r] + column;
      *out = ((float *)&sum)[r];
      if (t->masked) *out *= *(const float *)((unsigned)out + t->mask) > 0;
    }
  }
}

__attribute__((noinline)) void tile_flush(Tile *t) {
  if (t->rows == 0) return;
  // A row takes as long as four: each addition waits for the one before.
  for (int i = t->rows; i < 4; i++) t->p[i] = t->p[0], t->out[i] = t->out[0];
  Floats least_sum = t->relu ? ZERO : wasm_f32x4_const_splat(-__builtin_inff());
  const float *w = t->w;
  if (!t->each) {
    for (int column = 0; column < t->columns; column += 8, w += t->panel) sum(t, column, 0, w, least_sum, 0);
  } else if (t->each == 1 && t->columns >= 8) {
    sum_each(t, least_sum);
  } else {
    sum_apart(t, least_sum);
  }
  t->rows = 0;
}
