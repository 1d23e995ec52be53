// Sums of products of a source and a filter: of matrices, where a row is a pixel, and of images in either direction.
#pragma once
#include "tile.h"

// Along one dimension: output  first + i * step,  for i < count, sums up taps t < taps: the source at
// start + i * stride + t * apart, where it has that, by the filter at  tap + t * turn.
typedef struct {
  int first, step, count;
  int start, stride, apart, taps, size; // of the source
  int tap, turn;
} Axis;

typedef struct {
  const float *source, *filter, *bias, *mask;
  float *out;
  int batch, channels, columns, relu;
  int each;               // not 0: each column is by itself, so many of the output (or, backwards, of the source) to a channel
  int p_times, w_times;   // of `each`, as in Tile
  Axis y, x;
  // How many floats neighbours lie apart.
  int source_batch, source_y, source_x, source_channel;
  int filter_y, filter_x, filter_channel, filter_column;
  int out_batch, out_y, out_x;
} Product;

// A part of the product, cut by sizes alone.
void multiply(const Product *p, int part, int parts);

INLINE int quotient_up(int a, int b) { return (a + b - 1) / b; }

typedef struct {
  int from, to;
} Range;

INLINE Range both(Range a, Range b) {
  Range common = {most(a.from, b.from), least(a.to, b.to)};
  if (common.to < common.from) common.to = common.from;
  return common;
}

// How far the outputs from `i` on, before `end`, have the same taps: those for which they have a source.
int run_of(const Axis *axis, int i, int end, Range *taps);
