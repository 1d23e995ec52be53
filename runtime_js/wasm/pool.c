#include "kernel.h"

// Pooling of [batch, height, width, channels], four channels at a time. Padding is no element of any window.

typedef struct {
  int batch, height, width, channels, out_height, out_width, window_height, window_width, stride_height, stride_width, top, left;
} Pool;

typedef enum { MAXIMUM, MEAN, TO_MAXIMUM, TO_MEAN } Mode;

// The maximum of a window of `rows` rows and `columns` columns; a NaN in it is its maximum.
INLINE Floats maximum(const float *x, int row, int column, int rows, int columns, int n) {
  Floats most = wasm_f32x4_const_splat(-__builtin_inff()), numbers = wasm_i32x4_const_splat(-1);
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      Floats value = load_some(x + i * row + j * column, n);
      numbers &= wasm_f32x4_eq(value, value);
      most = wasm_f32x4_pmax(most, value);
    }
  }
  return wasm_v128_bitselect(most, wasm_f32x4_const_splat(__builtin_nanf("")), numbers);
}

INLINE Floats mean(const float *x, int row, int column, int rows, int columns, int n) {
  Floats sum = ZERO;
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) sum = wasm_f32x4_add(sum, load_some(x + i * row + j * column, n));
  }
  return wasm_f32x4_div(sum, wasm_f32x4_splat(rows * columns));
}

// Gives `g` to the first maximum of a window, as TensorFlow does: `alone` where no other window has these elements, which are
// written then, and added to otherwise; `positive`: only to a maximum above 0.
INLINE void to_maximum(const float *x, float *dx, Floats g, int row, int column, int rows, int columns, int n, int alone, int positive) {
  Floats best = load_some(x, n), found = ZERO, numbers = wasm_i32x4_const_splat(-1);
  for (int i = 0, place = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++, place++) {
      Floats value = load_some(x + i * row + j * column, n), more = wasm_f32x4_gt(value, best);
      numbers &= wasm_f32x4_eq(value, value);
      best = wasm_v128_bitselect(value, best, more);
      found = wasm_v128_bitselect(wasm_i32x4_splat(place), found, more);
    }
  }
  if (positive) g = masked(g, best & numbers); // no NaN is above 0
  for (int i = 0, place = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++, place++) {
      float *d = dx + i * row + j * column;
      Floats given = g & wasm_i32x4_eq(found, wasm_i32x4_splat(place));
      store_some(d, alone ? given : wasm_f32x4_add(load_some(d, n), given), n);
    }
  }
}

INLINE void to_mean(float *dx, Floats g, int row, int column, int rows, int columns, int n) {
  g = wasm_f32x4_div(g, wasm_f32x4_splat(rows * columns));
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      float *d = dx + i * row + j * column;
      store_some(d, wasm_f32x4_add(load_some(d, n), g), n);
    }
  }
}

// All windows of the rows [from, to) of all images. `x` is the pooled image, `y` what it gives or the gradient of that; `pairs`:
// see are_pairs.
__attribute__((noinline)) static void pool(const Pool *p, Mode mode, const float *x, float *y, float *dx, int from, int to, int pairs,
                                           int positive) {
  int channels = p->channels, row = p->width * channels;
  for (int r = from; r < to; r++) {
    unsigned image = (unsigned)(r / p->out_height) * p->height * row;
    int above = r % p->out_height * p->stride_height - p->top, top = most(above, 0);
    int rows = least(above + p->window_height, p->height) - top;
    float *out = y + (unsigned)r * p->out_width * channels;
    for (int q = 0; q < p->out_width; q++, out += channels) {
      int before = q * p->stride_width - p->left, left = most(before, 0);
      int columns = least(before + p->window_width, p->width) - left;
      unsigned at = image + top * row + left * channels;
      for (int c = 0; c < channels; c += 4) {
        const float *of = x + at + c;
        float *d = dx + at + c;
        int n = channels - c;
        if (pairs) {
          if (mode == MAXIMUM) STORE(out + c, maximum(of, row, channels, 2, 2, 4));
          else if (mode == MEAN) STORE(out + c, mean(of, row, channels, 2, 2, 4));
          else to_maximum(of, d, LOAD(out + c), row, channels, 2, 2, 4, 1, positive);
        } else if (mode == MAXIMUM && n >= 4) {
          STORE(out + c, maximum(of, row, channels, rows, columns, 4));
        } else if (mode == MEAN && n >= 4) {
          STORE(out + c, mean(of, row, channels, rows, columns, 4));
        } else if (mode == MAXIMUM) {
          store_some(out + c, maximum(of, row, channels, rows, columns, n), n);
        } else if (mode == MEAN) {
          store_some(out + c, mean(of, row, channels, rows, columns, n), n);
        } else if (mode == TO_MAXIMUM) {
          to_maximum(of, d, load_some(out + c, n), row, channels, rows, columns, n, 0, positive);
        } else {
          to_mean(d, load_some(out + c, n), row, channels, rows, columns, n);
        }
      }
    }
  }
}

// Whether windows of 2 by 2 cover the images, and nothing twice, and channels come by fours.
INLINE int are_pairs(const Pool *p) {
  return p->window_height == 2 && p->window_width == 2 && p->stride_height == 2 && p->stride_width == 2 && p->top == 0 && p->left == 0 &&
    p->height == 2 * p->out_height && p->width == 2 * p->out_width &&
    p->channels % 4 == 0;
}

// [x, y, batch, height, width, channels, outHeight, outWidth, window height, width, stride height, width, pad top, left]
KERNEL(max_pool) {
  const Pool *p = (const Pool *)(a + 2);
  int from, to;
  share(p->batch * p->out_height, part, parts, &from, &to);
  pool(p, MAXIMUM, IN(0), OUT(1), 0, from, to, are_pairs(p), 0);
}

// As max_pool.
KERNEL(avg_pool) {
  const Pool *p = (const Pool *)(a + 2);
  int from, to;
  share(p->batch * p->out_height, part, parts, &from, &to);
  pool(p, MEAN, IN(0), OUT(1), 0, from, to, are_pairs(p), 0);
}

// The images [*from, *to) of part `part`, which become 0.
static void clear(const Pool *p, float *dx, int part, int parts, int *from, int *to) {
  unsigned size = (unsigned)p->height * p->width * p->channels;
  share(p->batch, part, parts, from, to);
  __builtin_memset(dx + *from * size, 0, (*to - *from) * size * 4);
}

// [dy, x, dx, as max_pool from its third on, whether only to maxima above 0]
KERNEL(max_pool_grad) {
  const Pool *p = (const Pool *)(a + 3);
  int from, to, pairs = are_pairs(p);
  if (pairs) share(p->batch, part, parts, &from, &to);
  else clear(p, OUT(2), part, parts, &from, &to);
  pool(p, TO_MAXIMUM, IN(1), OUT(0), OUT(2), from * p->out_height, to * p->out_height, pairs, a[15]);
}

// [dy, dx, as max_pool from its third on]
KERNEL(avg_pool_grad) {
  const Pool *p = (const Pool *)(a + 2);
  int from, to;
  clear(p, OUT(1), part, parts, &from, &to);
  pool(p, TO_MEAN, 0, OUT(0), OUT(1), from * p->out_height, to * p->out_height, 0, 0);
}
