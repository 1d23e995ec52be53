#include "kernel.h"

// A function that `bml build` printed, for one expression: computes `rows` rows of `n` elements, both at least 1. For each
// operand there are two words at `operands`: the address of its row, and how many bytes the next one is away.
typedef void (*Row)(unsigned *operands, int n, int rows);

#define MOST_OPERANDS 64

// [row function's place, operands, n, rows, rank, further dimensions from the innermost on…, then for each operand: address,
// and how many bytes it goes on with an element, with a row and with each further dimension]: nothing where it repeats.
KERNEL(chain) {
  Row row = (Row)a[0];
  int operands = a[1], n = a[2], rows = a[3], rank = a[4], outer = 1;
  const int *dims = a + 5, *given = dims + rank;
  for (int r = 0; r < rank; r++) outer *= dims[r];
  if (outer == 0 || rows == 0 || n == 0) return;
  // The parts are pieces of the largest of the three.
  int from = 0, to = outer, first = 0, last = rows, left = 0, right = n, fours = (n + 3) / 4;
  if (outer >= rows && outer >= fours) {
    share(outer, part, parts, &from, &to);
  } else if (rows >= fours) {
    share(rows, part, parts, &first, &last);
  } else {
    share(fours, part, parts, &left, &right);
    left *= 4;
    right = least(4 * right, n);
  }
  if (from == to || first == last || left == right) return;
  unsigned words[2 * MOST_OPERANDS];
  for (int place = from; place < to; place++) {
    for (int i = 0; i < operands; i++) {
      const unsigned *operand = (const unsigned *)given + i * (3 + rank);
      unsigned address = operand[0] + operand[1] * (unsigned)left + operand[2] * (unsigned)first;
      for (int r = 0, rest = place; r < rank; rest /= dims[r], r++) address += operand[3 + r] * (unsigned)(rest % dims[r]);
      words[2 * i] = address;
      words[2 * i + 1] = operand[2];
    }
    row(words, right - left, last - first);
  }
}
