#include "kernel.h"

// Elements that change places: transposes, parts, joins, repeats. TypeScript gives the dimensions, as few as can be.

typedef struct {
  int size, from, to; // strides in elements; -1 goes backwards, 0 repeats
} Dim;

// Of rows that a transpose reads at once.
#define BAND 16

INLINE void copy_run(char *to, const char *from, unsigned bytes) {
  if (bytes > 256) {
    __builtin_memcpy(to, from, bytes);
    return;
  }
  if (bytes >= 16) {
    for (unsigned i = 0; i + 16 <= bytes; i += 16) STORE(to + i, LOAD(from + i));
    if (bytes % 16) STORE(to + bytes - 16, LOAD(from + bytes - 16)); // once more what lies before it
    return;
  }
  unsigned i = 0;
  ROLLED
  for (; i + 4 <= bytes; i += 4) __builtin_memcpy(to + i, from + i, 4);
  ROLLED
  for (; i < bytes; i++) to[i] = from[i];
}

// Four rows of four words, `from_row` apart, become four columns.
INLINE void transpose_tile(const int *from, unsigned from_row, int *to, unsigned to_row) {
  v128_t a = LOAD(from), b = LOAD(from + from_row), c = LOAD(from + 2 * from_row), d = LOAD(from + 3 * from_row);
  v128_t ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), ab2 = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
  v128_t cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), cd2 = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  STORE(to, wasm_i64x2_shuffle(ab, cd, 0, 2));
  STORE(to + to_row, wasm_i64x2_shuffle(ab, cd, 1, 3));
  STORE(to + 2 * to_row, wasm_i64x2_shuffle(ab2, cd2, 0, 2));
  STORE(to + 3 * to_row, wasm_i64x2_shuffle(ab2, cd2, 1, 3));
}

// `rows` rows of `columns` words: to[i * to_row + j] = from[i + j * from_row].
static void transpose_band(const int *from, unsigned from_row, int *to, unsigned to_row, int rows, int columns) {
  int j = 0;
  for (; j + 4 <= columns; j += 4) {
    const int *f = from + j * from_row;
    int *t = to + j, i = 0;
    for (; i + 4 <= rows; i += 4) transpose_tile(f + i, from_row, t + i * to_row, to_row);
    ROLLED
    for (; i < rows; i++) {
      for (int k = 0; k < 4; k++) t[i * to_row + k] = f[i + k * from_row];
    }
  }
  for (; j < columns; j++) {
    ROLLED
    for (int i = 0; i < rows; i++) to[i * to_row + j] = from[i + j * from_row];
  }
}

// A row along the dimension `d`: bytes or words.
static void move_row(char *to, const char *from, const Dim *d, int bytes) {
  unsigned n = d->size, f = d->from, t = d->to;
  if (bytes == 1) {
    ROLLED
    for (unsigned i = 0; i < n; i++) to[i * t] = from[i * f];
    return;
  }
  int *out = (int *)to;
  const int *in = (const int *)from;
  unsigned i = 0;
  if (f == 0 && t == 1) {
    v128_t value = SPLAT(in);
    for (; i + 4 <= n; i += 4) STORE(out + i, value);
  }
  ROLLED
  for (; i < n; i++) out[i * t] = in[i * f];
}

// [from, to, first of from, first of to, bytes of an element (1 or 4), dimensions, then of each: size, from stride, to stride].
// The innermost is the last; where the one before it is contiguous in `from`, and the last in `to`, it is a transpose.
KERNEL(move) {
  int bytes = a[4], rank = a[5], from, to;
  const Dim *dims = (const Dim *)(a + 6), *inner = dims + rank - 1, *middle = inner - 1;
  const char *source = (const char *)a[0] + (unsigned)a[2] * bytes;
  char *target = (char *)a[1] + (unsigned)a[3] * bytes;
  int transposed = bytes == 4 && rank > 1 && inner->from != 1 && inner->to == 1 && middle->from == 1;
  int step = transposed ? BAND : 1, rows = rank > 1 ? (middle->size + step - 1) / step : 1, units = rows;
  ROLLED
  for (int i = 0; i < rank - 2; i++) units *= dims[i].size;
  share(units, part, parts, &from, &to);
  while (from < to) {
    int first = from % rows, end = least(rows, first + to - from);
    const char *f = source;
    char *t = target;
    ROLLED
    for (int i = rank - 3, left = from / rows; i >= 0; left /= dims[i--].size) {
      unsigned at = left % dims[i].size * bytes;
      f += at * dims[i].from;
      t += at * dims[i].to;
    }
    from += end - first;
    for (int row = first; row < end; row++) {
      unsigned at = row * step * bytes;
      const char *start = f, *begin = rank > 1 ? f + at * middle->from : start;
      char *into = rank > 1 ? t + at * middle->to : t;
      if (transposed) {
        transpose_band((const int *)begin, inner->from, (int *)into, middle->to, least(BAND, middle->size - row * step), inner->size);
      } else if (inner->from == 1 && inner->to == 1) {
        copy_run(into, begin, (unsigned)inner->size * bytes);
      } else {
        move_row(into, begin, inner, bytes);
      }
    }
  }
}

// [to, elements, bytes of an element (1 or 4), bits]
KERNEL(fill) {
  int bits = a[3], from, to;
  share(a[1], part, parts, &from, &to);
  if (a[2] == 1) {
    __builtin_memset((char *)a[0] + from, bits, to - from);
    return;
  }
  int *y = (int *)a[0], i = from;
  v128_t four = wasm_i32x4_splat(bits);
  for (; i + 4 <= to; i += 4) STORE(y + i, four);
  ROLLED
  for (; i < to; i++) y[i] = bits;
}

// [to, elements, start, step]: of integers
KERNEL(range) {
  int *y = (int *)a[0];
  unsigned value = a[2];
  for (int i = 0; i < a[1]; i++, value += a[3]) y[i] = value;
}

// [indices, to, indices in all, depth, bytes of an element (1 or 4), bits of a hit]: into zeros
KERNEL(one_hot) {
  const int *indices = (const int *)a[0];
  unsigned depth = a[3], size = a[2];
  for (unsigned i = 0; i < size; i++) {
    unsigned class = indices[i];
    if (class >= depth) continue;
    if (a[4] == 1) ((char *)a[1])[i * depth + class] = a[5];
    else ((int *)a[1])[i * depth + class] = a[5];
  }
}
