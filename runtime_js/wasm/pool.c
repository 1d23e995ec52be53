#include "kernel.h"

// [dy, x, dx, batch, height, width, channels, outHeight, outWidth, window height, width, stride height, width, pad top, left]:
// dx gets each dy at the first maximum of its window, as TensorFlow's does.
KERNEL(max_pool_grad) {
  const float *dy = IN(0), *x = IN(1);
  float *dx = OUT(2);
  int height = a[4], width = a[5], channels = a[6], out_height = a[7], out_width = a[8], row = width * channels, from, to;
  share(a[3], part, parts, &from, &to);
  __builtin_memset(dx + (long)from * height * row, 0, (long)(to - from) * height * row * 4);
  for (int b = from; b < to; b++) {
    const float *image = x + (long)b * height * row, *g = dy + (long)b * out_height * out_width * channels;
    float *d = dx + (long)b * height * row;
    for (int oy = 0; oy < out_height; oy++) {
      int y = oy * a[11] - a[13], top = most(y, 0), bottom = least(y + a[9], height);
      for (int ox = 0; ox < out_width; ox++, g += channels) {
        int z = ox * a[12] - a[14], left = most(z, 0), right = least(z + a[10], width);
        for (int c = 0; c < channels; c++) {
          int at = top * row + left * channels + c;
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j++) at = image[i * row + j * channels + c] > image[at] ? i * row + j * channels + c : at;
          }
          d[at] += g[c];
        }
      }
    }
  }
}
