#include "products.h"

// Sums of more products than this are taken in blocks: rows of the source that lie 4 KiB apart, and more, push each other out
// of the cache.
#define LONG 1023
#define BLOCK 256
// Floats of the source that are gone through for one block of columns after the other: a part of the second cache.
#define NEAR 65536
// Floats from where on rows of a transposed matrix are far apart.
#define FAR 1024
#define FEW_ROWS 64
#define FEWEST_ROWS 4
// Floats of the filter that are packed at once: columns share what is read of the source.
#define PACKED 8192

INLINE Range taps_at(const Axis *axis, int i) {
  int start = axis->start + i * axis->stride, from = start < 0 ? quotient_up(-start, axis->apart) : 0;
  int to = start < axis->size ? least((axis->size - 1 - start) / axis->apart + 1, axis->taps) : 0;
  return both((Range){0, axis->taps}, (Range){from, to});
}

__attribute__((noinline)) int run_of(const Axis *axis, int i, int end, Range *taps) {
  for (int first = 1; i < end; i++, first = 0) {
    Range next = taps_at(axis, i);
    if (first) *taps = next;
    else if (next.from != taps->from || next.to != taps->to) break;
  }
  return i;
}

// A block of the filter's taps and channels.
typedef struct {
  Range y, x, channels;
} Block;

// The block's 8 columns (or the last ones, with zeros behind them) behind each other.
static __attribute__((noinline)) void pack(const Product *p, const Block *block, int column, int columns, float *panel) {
  int width = p->filter_column, step = p->filter_channel, count = block->channels.to - block->channels.from;
  for (int y = block->y.from; y < block->y.to; y++) {
    for (int x = block->x.from; x < block->x.to; x++, panel += 8 * count) {
      const float *from = p->filter + (p->y.tap + y * p->y.turn) * p->filter_y + (p->x.tap + x * p->x.turn) * p->filter_x +
                          block->channels.from * step + column * width;
      if (width == 1 && columns == 8) {
        ROLLED for (int i = 0; i < count; i++, from += step) {
          STORE(panel + 8 * i, LOAD(from));
          STORE(panel + 8 * i + 4, LOAD(from + 4));
        }
        continue;
      }
      ROLLED for (int j = 0; j < 8; j++, from += width) {
        ROLLED for (int i = 0; i < count; i++) panel[8 * i + j] = j < columns ? from[i * step] : 0;
      }
    }
  }
}

// Two loops that go on as one are one, the inner one.
INLINE void merge(Loop *outer, Loop *inner) {
  if (inner->count == 1) *inner = *outer;
  else if (outer->count == 1 || (outer->p == inner->count * inner->p && outer->w == inner->count * inner->w))
    inner->count *= outer->count;
  else return;
  *outer = (Loop){1, 0, 0};
}

// Outputs [from, to) of images [first, last), whose taps are all the same.
INLINE void rows_of(const Product *p, Tile *t, Range images, Range rows, Range pixels, int offset, int column) {
  for (int b = images.from; b < images.to; b++) {
    for (int y = rows.from; y < rows.to; y++) {
      const float *from = p->source + b * p->source_batch + (p->y.start + y * p->y.stride) * p->source_y +
                          (p->x.start + pixels.from * p->x.stride) * p->source_x + offset;
      float *to = p->out + b * p->out_batch + (p->y.first + y * p->y.step) * p->out_y +
                  (p->x.first + pixels.from * p->x.step) * p->out_x + column;
      int step = p->x.stride * p->source_x, next = p->x.step * p->out_x;
      for (int x = pixels.from; x < pixels.to; x++, from += step, to += next) tile_row(t, from, to);
    }
  }
  tile_flush(t);
}

// The same of a transposed matrix whose rows lie so far apart that they push each other out of the cache: what is read of each
// lies side by side first.
static __attribute__((noinline)) void rows_far(const Product *p, Tile *t, Range rows, int offset, int column) {
  float near[16 * BLOCK];
  int count = t->loops[2].count, apart = t->loops[2].p;
  t->loops[2].p = 16;
  for (int y = rows.from; y < rows.to; y += 16) {
    int wide = least(16, rows.to - y);
    const float *from = p->source + y + offset;
    for (int k = 0; k < count; k++, from += apart) {
      if (wide == 16) for (int i = 0; i < 16; i += 4) STORE(near + 16 * k + i, LOAD(from + i));
      else ROLLED for (int i = 0; i < wide; i++) near[16 * k + i] = from[i];
    }
    for (int i = 0; i < wide; i++) tile_row(t, near + i, p->out + (y + i) * p->out_y + column);
    tile_flush(t);
  }
}

// One block of the filter by some images' rows, for columns from `column` on.
static __attribute__((noinline)) void add_block(const Product *p, Tile *t, const Block *block, Range images, Range rows,
                                                int column, const Loop *steps) {
  const float *w = t->w;
  for (int y = rows.from, below; y < rows.to; y = below) {
    Range high;
    below = run_of(&p->y, y, rows.to, &high);
    high = both(high, block->y);
    for (int x = 0, right; x < p->x.count; x = right) {
      Range wide;
      right = run_of(&p->x, x, p->x.count, &wide);
      wide = both(wide, block->x);
      Loop *loops = t->loops;
      loops[0] = (Loop){high.to - high.from, p->y.apart * p->source_y, steps[0].w};
      loops[1] = (Loop){wide.to - wide.from, p->x.apart * p->source_x, steps[1].w};
      loops[2] = (Loop){block->channels.to - block->channels.from, p->source_channel, steps[2].w};
      t->w = w + (high.from - block->y.from) * steps[0].w + (wide.from - block->x.from) * steps[1].w;
      int offset = high.from * loops[0].p + wide.from * loops[1].p + block->channels.from * p->source_channel;
      merge(&loops[1], &loops[2]);
      merge(&loops[0], &loops[1]);
      if (p->source_channel >= FAR) rows_far(p, t, (Range){y, below}, offset, column);
      else rows_of(p, t, images, (Range){y, below}, (Range){x, right}, offset, column);
    }
  }
  t->w = w;
}

// All blocks for some images' rows.
static void add_rows(const Product *p, Range images, Range rows, Range columns) {
  float panel[PACKED];
  int deep = most(p->channels, 1), wide = most(p->x.taps, 1), high = most(p->y.taps, 1), taps = wide * high;
  int pixels = (images.to - images.from) * (rows.to - rows.from) * p->x.count;
  if (p->source_channel >= FAR) deep = least(deep, BLOCK);
  else if (!p->each && (long long)taps * deep > LONG) {
    deep = least(deep, most(BLOCK / taps, 32));
    wide = least(wide, most(LONG / deep, 1));
    high = least(high, most(LONG / (deep * wide), 1));
  }
  Tile t = {
      .mask = (unsigned)p->mask - (unsigned)p->out,
      .each = p->each,
      .p_times = p->p_times,
      .p_over = p->p_times > 1 ? 1 : p->each,
      .w_times = p->w_times,
  };

  // Where no tap is, there is still one block, of nothing.
  for (int c = 0; c == 0 || c < p->channels; c += deep) {
    for (int y = 0; y == 0 || y < p->y.taps; y += high) {
      for (int x = 0; x == 0 || x < p->x.taps; x += wide) {
        Block block = {{y, least(y + high, p->y.taps)}, {x, least(x + wide, p->x.taps)}, {c, least(c + deep, p->channels)}};
        int first = c == 0 && y == 0 && x == 0;
        int last = c + deep >= p->channels && y + high >= p->y.taps && x + wide >= p->x.taps;
        int count = block.channels.to - c;
        t.more = !first;
        t.relu = last && p->relu;
        t.masked = last && p->mask != 0;
        int size = 8 * count * (block.x.to - x) * (block.y.to - y), several = most(PACKED / most(size, 1), 1) * 8;
        int direct = p->each || (pixels < FEWEST_ROWS && p->filter_column == 1);
        for (int column = columns.from, next; column < columns.to; column = next) {
          next = least(column + several, columns.to);
          if (p->each) next = columns.to;
          else if (direct && p->columns - column >= 8) next = columns.from + (columns.to - columns.from) / 8 * 8;
          t.columns = next - column;
          t.bias = first && p->bias ? p->bias + column : 0;
          Loop steps[3] = {{0, 0, 8 * count * (block.x.to - x)}, {0, 0, 8 * count}, {0, 0, 8}};
          if (p->each || (direct && t.columns % 8 == 0)) {
            steps[0].w = p->y.turn * p->filter_y;
            steps[1].w = p->x.turn * p->filter_x;
            steps[2].w = p->filter_channel;
            t.panel = 8;
            t.w = p->filter + (p->y.tap + y * p->y.turn) * p->filter_y + (p->x.tap + x * p->x.turn) * p->filter_x +
                  c * p->filter_channel + column;
          } else {
            t.panel = size;
            t.w = panel;
            for (int i = column; i < next; i += 8) pack(p, &block, i, least(8, next - i), panel + (i - column) / 8 * size);
          }
          add_block(p, &t, &block, images, rows, column, steps);
        }
      }
    }
  }
}

void multiply(const Product *p, int part, int parts) {
  Range columns = {0, p->columns}, all = {0, p->batch * p->y.count};
  if (p->each || all.to * p->x.count >= FEW_ROWS * parts) {
    share(all.to, part, parts, &all.from, &all.to);
  } else {
    share(quotient_up(p->columns, 8), part, parts, &columns.from, &columns.to);
    columns = (Range){8 * columns.from, least(8 * columns.to, p->columns)};
  }
  int height = p->y.count, width = most(p->x.count, 1), line = p->channels;
  if (p->source_channel == 1) line = most(p->y.stride * p->source_y, line <= LONG ? line : BLOCK);
  int near = most(NEAR / most(line, 1), quotient_up(FEW_ROWS, width)); // rows
  for (int at = all.from; at < all.to;) {
    int image = at / height, row = at % height, end = least(all.to, at + near);
    if (row == 0 && end - at >= height) { // whole images
      int images = (end - at) / height;
      add_rows(p, (Range){image, image + images}, (Range){0, height}, columns);
      at += images * height;
    } else {
      end = least(end, (image + 1) * height);
      add_rows(p, (Range){image, image + 1}, (Range){row, row + end - at}, columns);
      at = end;
    }
  }
}
