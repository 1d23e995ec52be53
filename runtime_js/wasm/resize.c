#include "kernel.h"

typedef struct {
  int low, high; // neighbouring rows, or columns
  float part;    // of the way from one to the other
} Between;

// Where the center of place `i` of `to` lies among `from`.
INLINE Between between(int i, int from, int to) {
  float at = (float)from / to * (i + 0.5f) - 0.5f;
  if (at <= 0) return (Between){0, 0, 0};
  int last = most(from - 1, 0), low = least((int)at, last);
  return (Between){low, least(low + 1, last), at - low};
}

INLINE Floats mixed(Floats a, Floats b, float part) {
  return wasm_f32x4_add(a, wasm_f32x4_mul(wasm_f32x4_sub(b, a), wasm_f32x4_splat(part)));
}

// [x, y, batch, height, width, channels, outHeight, outWidth]: pixels are squares, and their values those of the centers
KERNEL(resize_bilinear) {
  int height = a[3], width = a[4], channels = a[5], out_height = a[6], out_width = a[7], from, to;
  share(a[2] * out_height, part, parts, &from, &to);
  float *y = OUT(1) + (unsigned)from * out_width * channels;
  for (int r = from; r < to; r++) {
    Between row = between(r % out_height, height, out_height);
    const float *image = IN(0) + (unsigned)(r / out_height) * height * width * channels;
    const float *top = image + (unsigned)row.low * width * channels, *bottom = image + (unsigned)row.high * width * channels;
    for (int q = 0; q < out_width; q++, y += channels) {
      Between column = between(q, width, out_width);
      int left = column.low * channels, right = column.high * channels;
      for (int c = 0; c < channels; c += 4) {
        int n = channels - c;
        Floats above = mixed(load_some(top + left + c, n), load_some(top + right + c, n), column.part);
        Floats below = mixed(load_some(bottom + left + c, n), load_some(bottom + right + c, n), column.part);
        store_some(y + c, mixed(above, below, row.part), n);
      }
    }
  }
}
