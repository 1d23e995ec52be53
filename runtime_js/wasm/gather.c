#include "kernel.h"

// Rows of `inner` elements of `bytes` bytes, at the places that `indices` tell: [x, indices, out, batch, outer, size, picked,
// inner, missing], x [batch, outer, size, inner], indices [batch, picked]. A place below 0 counts from the end; outside of
// both every element is `missing`.
INLINE void rows_at(const int *a, int part, int parts, unsigned bytes) {
  const int *indices = (const int *)a[1];
  int outer = a[4], size = a[5], picked = a[6], missing = a[8], from, to;
  unsigned wide = (unsigned)a[7] * bytes;
  share(a[3] * outer * picked, part, parts, &from, &to);
  if (from == to) return;
  int table = from / picked, j = from - table * picked;
  const char *x = (const char *)a[0] + (unsigned)(table * size) * wide;
  const int *index = indices + table / outer * picked;
  char *y = (char *)a[2] + (unsigned)from * wide, *end = (char *)a[2] + (unsigned)to * wide;
  for (; y < end; y += wide) {
    if (j == picked) {
      j = 0;
      table++;
      x += (unsigned)size * wide;
      index = indices + table / outer * picked;
    }
    int place = index[j++];
    if (place < 0) place += size;
    unsigned i = 0;
    if ((unsigned)place >= (unsigned)size) {
      ROLLED for (; i + 16 <= wide; i += 16) STORE(y + i, wasm_i32x4_splat(missing));
      ROLLED for (; i < wide; i += bytes) bytes == 4 ? (void)(*(int *)(y + i) = missing) : (void)(y[i] = (char)missing);
    } else {
      const char *row = x + (unsigned)place * wide;
      ROLLED for (; i + 16 <= wide; i += 16) STORE(y + i, LOAD(row + i));
      ROLLED for (; i < wide; i += bytes) bytes == 4 ? (void)(*(int *)(y + i) = *(const int *)(row + i)) : (void)(y[i] = row[i]);
    }
  }
}

KERNEL(gather) { rows_at(a, part, parts, 4); }
KERNEL(gather_bytes) { rows_at(a, part, parts, 1); }
