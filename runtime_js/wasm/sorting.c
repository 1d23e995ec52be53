#include "kernel.h"

#define FEW 48 // so many are sorted by insertion
#define DIGITS 256

// An unsigned number in the order of x: -0 is 0, and NaN is the largest.
INLINE unsigned key_of(int x, int is_float, unsigned turn) {
  int magnitude = x & 0x7fffffff;
  if (is_float) x = magnitude > 0x7f800000 ? 0x7fffffff : x < 0 ? -magnitude : x;
  return (unsigned)x ^ turn;
}

static void sort_few(const int *x, int *places, int size, int is_float, unsigned turn) {
  unsigned keys[FEW];
  ROLLED for (int i = 0; i < size; i++) {
    unsigned key = key_of(x[i], is_float, turn);
    int at = i;
    ROLLED for (; at > 0 && keys[at - 1] > key; at--) {
      keys[at] = keys[at - 1];
      places[at] = places[at - 1];
    }
    keys[at] = key;
    places[at] = i;
  }
}

// By the digits of the keys, the lowest first.
static void sort_many(const int *x, int *places, int *scratch, int size, int is_float, unsigned turn) {
  unsigned counts[4][DIGITS];
  __builtin_memset(counts, 0, sizeof counts);
  ROLLED for (int i = 0; i < size; i++) {
    unsigned key = key_of(x[i], is_float, turn);
    UNROLL for (int digit = 0; digit < 4; digit++) counts[digit][key >> (8 * digit) & 255]++;
  }
  unsigned first = key_of(x[0], is_float, turn);
  int differ[4], left = 0; // digits in which not all are alike
  ROLLED for (int digit = 0; digit < 4; digit++) left += differ[digit] = counts[digit][first >> (8 * digit) & 255] != (unsigned)size;
  if (!left) {
    ROLLED for (int i = 0; i < size; i++) places[i] = i;
  }
  const int *from = 0;
  ROLLED for (int digit = 0; digit < 4; digit++) {
    if (!differ[digit]) continue;
    unsigned *ends = counts[digit], sum = 0;
    ROLLED for (int i = 0; i < DIGITS; i++) {
      unsigned count = ends[i];
      ends[i] = sum;
      sum += count;
    }
    int *to = left-- & 1 ? places : scratch; // the last one writes to `places`
    ROLLED for (int i = 0; i < size; i++) {
      int place = from ? from[i] : i;
      to[ends[key_of(x[place], is_float, turn) >> (8 * digit) & 255]++] = place;
    }
    from = to;
  }
}

// [x, places, scratch, rows, size, descending, is float]: the positions that sort each row, stable. `scratch` has room for a row.
KERNEL(arg_sort) {
  const int *x = (const int *)a[0];
  int *places = (int *)a[1], size = a[4];
  unsigned turn = a[5] ? 0x7fffffff : 0x80000000;
  for (int row = 0; row < a[3]; row++, x += size, places += size) {
    if (size <= FEW) sort_few(x, places, size, a[6], turn);
    else sort_many(x, places, (int *)a[2], size, a[6], turn);
  }
}
