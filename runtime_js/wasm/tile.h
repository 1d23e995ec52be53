// The kernel of all products: up to 4 rows by 8 columns of sums of products, which stay in registers.
//
// (That of convolutions of each channel by itself reads `p` column by column, too.)
//
// Row r of a tile is  sum over the loops of  p[r][…] * w[…]: three nested loops, the last one the innermost, that say how far
// apart neighbours lie in `p` and in `w`. Products of matrices, convolutions and their gradients differ in the loops alone.
#pragma once
#include "kernel.h"

typedef struct {
  int count, p, w; // how often, and by how many floats `p` and `w` go on
} Loop;

typedef struct {
  Loop loops[3];
  const float *w;
  int panel;         // how many floats the next 8 columns lie behind in `w`
  int columns;       // how many there are
  const float *bias; // what the sums begin with; 0: nothing
  int more;          // the sums are added to what the output holds
  int relu;
  int masked; // 0 where the mask, which lies `mask` bytes behind the output, is not above 0
  unsigned mask;
  // For each column by itself: column i of `p` is at i * p_times / p_over, that of `w` at i * w_times.
  int each, p_times, p_over, w_times;
  int rows; // that wait
  const float *p[4];
  float *out[4];
} Tile;

// Computes the rows that wait.
void tile_flush(Tile *t);

// One more row: they are computed four at a time.
INLINE void tile_row(Tile *t, const float *p, float *out) {
  t->p[t->rows] = p;
  t->out[t->rows] = out;
  if (++t->rows == 4) tile_flush(t);
}
