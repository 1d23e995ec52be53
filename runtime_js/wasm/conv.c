#include "products.h"

// What operations of convolutions are given, from `a[at]` on: [batch, height, width, channels, outHeight, outWidth, filters,
// filter height, width, stride height, width, dilation height, width, pad top, left]
typedef struct {
  int batch, height, width, channels, out_height, out_width, filters, rows, columns, down, right, apart_y, apart_x, top, left;
} Window;

INLINE const Window *window(const int *a, int at) { return (const Window *)(a + at); }

INLINE Axis forward(int size, int count, int taps, int stride, int apart, int pad) {
  return (Axis){0, 1, count, -pad, stride, apart, taps, size, 0, 1};
}

// Between neighbouring taps of the filter. `each`: not 0 where each channel has so many filters of its own.
INLINE int tap_of(const Window *w, int each) { return each ? w->filters : w->channels * w->filters; }

// [x, filter, bias or 0, y, relu, each, window…]
KERNEL(conv2d) {
  const Window *w = window(a, 6);
  Product p = {
      .source = IN(0),
      .filter = IN(1),
      .bias = IN(2),
      .out = OUT(3),
      .relu = a[4],
      .each = a[5],
      .p_times = 1,
      .w_times = 1,
      .batch = w->batch,
      .channels = a[5] ? 1 : w->channels,
      .columns = w->filters,
      .y = forward(w->height, w->out_height, w->rows, w->down, w->apart_y, w->top),
      .x = forward(w->width, w->out_width, w->columns, w->right, w->apart_x, w->left),
      .source_batch = w->height * w->width * w->channels,
      .source_y = w->width * w->channels,
      .source_x = w->channels,
      .source_channel = 1,
      .filter_y = w->columns * tap_of(w, a[5]),
      .filter_x = tap_of(w, a[5]),
      .filter_channel = w->filters,
      .filter_column = 1,
      .out_batch = w->out_height * w->out_width * w->filters,
      .out_y = w->out_width * w->filters,
      .out_x = w->filters,
  };
  multiply(&p, part, parts);
}

// The inputs i for which i + pad is `phase` more than a multiple of the stride: each is reached by every so many of the taps,
// of which the last comes from the first of the outputs.
static __attribute__((noinline)) Axis backward(int phase, int size, int count, int taps, int stride, int apart, int pad) {
  int first = (phase - pad % stride + stride) % stride, tap = 0, turn = 1;
  while (tap < taps && tap * apart % stride != phase) tap++;
  while (turn * apart % stride) turn++;
  int several = tap < taps ? quotient_up(taps - tap, turn) : 0, last = tap + (several - 1) * turn;
  int start = several ? (first + pad - last * apart) / stride : 0;
  int inputs = most(quotient_up(size - first, stride), 0);
  return (Axis){first, stride, inputs, start, 1, turn * apart / stride, several, count, last, -turn};
}

// [dy, filter, mask or 0, dx, each, window…]: dx gets 0 where the mask is not above 0.
KERNEL(conv2d_to_input) {
  const Window *w = window(a, 5);
  Product p = {
      .source = IN(0),
      .filter = IN(1),
      .mask = IN(2),
      .out = OUT(3),
      .each = a[4],
      .p_times = a[4],
      .w_times = a[4],
      .batch = w->batch,
      .channels = a[4] ? a[4] : w->filters,
      .columns = w->channels,
      .source_batch = w->out_height * w->out_width * w->filters,
      .source_y = w->out_width * w->filters,
      .source_x = w->filters,
      .source_channel = 1,
      .filter_y = w->columns * tap_of(w, a[4]),
      .filter_x = tap_of(w, a[4]),
      .filter_channel = 1,
      .filter_column = w->filters,
      .out_batch = w->height * w->width * w->channels,
      .out_y = w->width * w->channels,
      .out_x = w->channels,
  };
  for (int i = 0; i < w->down; i++) {
    for (int j = 0; j < w->right; j++) {
      p.y = backward(i, w->height, w->out_height, w->rows, w->down, w->apart_y, w->top);
      p.x = backward(j, w->width, w->out_width, w->columns, w->right, w->apart_x, w->left);
      multiply(&p, part, parts);
    }
  }
}

// Outputs that are packed at once.
#define PIXELS 1024

// Images, rows and pixels of dy.
typedef struct {
  Range images, y, x;
} Box;

INLINE int length(Range range) { return range.to - range.from; }

// 8 columns of dy, or the last ones with zeros behind them.
static void pack_outputs(const Window *w, const float *dy, Box box, int columns, float *panel) {
  for (int b = 0; b < length(box.images); b++) {
    for (int y = 0; y < length(box.y); y++) {
      const float *from = dy + (b * w->out_height + y) * w->out_width * w->filters;
      ROLLED for (int x = box.x.from; x < box.x.to; x++, from += w->filters, panel += 8) {
        if (columns == 8) {
          STORE(panel, LOAD(from));
          STORE(panel + 4, LOAD(from + 4));
          continue;
        }
        ROLLED for (int i = 0; i < 8; i++) panel[i] = i < columns ? from[i] : 0;
      }
    }
  }
}

// The longest loop becomes the innermost.
INLINE void exchange(Loop *outer, Loop *inner) {
  Loop loop = *outer;
  if (loop.count > inner->count) *outer = *inner, *inner = loop;
}

// Adds what the box gives to some rows of dw; `steps`: between images, rows and pixels of `dy`.
static __attribute__((noinline)) void add_box(const Window *w, Tile *t, const float *x, const float *dy, const int *steps,
                                              float *dw, Box box, Range rows) {
  Axis down = forward(w->height, w->out_height, w->rows, w->down, w->apart_y, w->top);
  Axis across = forward(w->width, w->out_width, w->columns, w->right, w->apart_x, w->left);
  int line = w->width * w->channels, image = w->height * line, deep = t->each ? 1 : w->channels;
  for (int i = box.y.from, below; i < box.y.to; i = below) {
    Range high;
    below = run_of(&down, i, box.y.to, &high);
    for (int j = box.x.from, right; j < box.x.to; j = right) {
      Range wide;
      right = run_of(&across, j, box.x.to, &wide);
      Loop *loops = t->loops;
      loops[0] = (Loop){length(box.images), image, steps[0]};
      loops[1] = (Loop){below - i, w->down * line, steps[1]};
      loops[2] = (Loop){right - j, w->right * w->channels, steps[2]};
      exchange(&loops[0], &loops[1]);
      exchange(&loops[1], &loops[2]);
      t->w = dy + (i - box.y.from) * steps[1] + (j - box.x.from) * steps[2];
      for (int ky = high.from; ky < high.to; ky++) {
        for (int kx = wide.from; kx < wide.to; kx++) {
          int at = (ky * w->columns + kx) * deep;
          Range channels = both((Range){0, deep}, (Range){rows.from - at, rows.to - at});
          const float *from = x + box.images.from * image + (down.start + i * w->down + ky * w->apart_y) * line +
                              (across.start + j * w->right + kx * w->apart_x) * w->channels;
          for (int c = channels.from; c < channels.to; c++) tile_row(t, from + c, dw + (at + c) * w->filters);
        }
      }
      tile_flush(t);
    }
  }
}

// [x, dy, dw, each, window…]
KERNEL(conv2d_to_filter) {
  const Window *w = window(a, 4);
  int each = a[3], wide = each ? most(w->filters, 1) : 8;
  int all = w->rows * w->columns * (each ? 1 : w->channels), panels = quotient_up(w->filters, wide);
  Range columns = {0, panels}, rows = {0, quotient_up(all, 4)};
  if (panels >= parts) share(panels, part, parts, &columns.from, &columns.to);
  else share(rows.to, part, parts, &rows.from, &rows.to);
  rows = (Range){4 * rows.from, least(4 * rows.to, all)};
  float panel[8 * PIXELS];
  Tile t = {.more = 1, .each = each, .p_times = 1, .p_over = each, .w_times = 1};
  Box step;
  step.x.to = least(w->out_width, PIXELS);
  step.y.to = least(w->out_height, PIXELS / most(step.x.to, 1));
  step.images.to = step.y.to < w->out_height ? 1 : PIXELS / most(w->out_height * w->out_width, 1);
  for (int column = wide * columns.from; column < least(wide * columns.to, w->filters); column += wide) {
    float *dw = OUT(2) + column;
    t.columns = least(w->filters - column, wide);
    ROLLED for (int i = rows.from; i < rows.to; i++) __builtin_memset(dw + i * w->filters, 0, 4 * t.columns);
    Box box;
    for (int b = 0; b < w->batch; b += step.images.to) {
      for (int y = 0; y < w->out_height; y += step.y.to) {
        for (int x = 0; x < w->out_width; x += step.x.to) {
          box.images = (Range){b, least(b + step.images.to, w->batch)};
          box.y = (Range){y, least(y + step.y.to, w->out_height)};
          box.x = (Range){x, least(x + step.x.to, w->out_width)};
          const float *dy = IN(1) + ((b * w->out_height + y) * w->out_width + x) * w->filters + column;
          if (each) {
            int steps[3] = {w->out_height * w->out_width * w->filters, w->out_width * w->filters, w->filters};
            add_box(w, &t, IN(0), dy, steps, dw, box, rows);
          } else {
            int steps[3] = {length(box.y) * length(box.x) * 8, length(box.x) * 8, 8};
            pack_outputs(w, dy, box, t.columns, panel);
            add_box(w, &t, IN(0), panel, steps, dw, box, rows);
          }
        }
      }
    }
  }
}
