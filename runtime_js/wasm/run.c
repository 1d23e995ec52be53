#include "kernel.h"

// Runs the records from `p` to `end`.
__attribute__((export_name("run"))) void run(const int *p, const int *end) {
  for (; p < end; p += p[1]) {
    for (int part = 0, parts = p[2]; part < parts; part++) ((Kernel)p[0])(p + HEADER, part, parts);
  }
}

// [from, to, bytes]
KERNEL(copy) {
  int from, to;
  share(a[2], part, parts, &from, &to);
  __builtin_memcpy((char *)a[1] + from, (const char *)a[0] + from, to - from);
}

// [count, steps, (word, step, turns)…, body…]: runs the body so many times. After each time `step` is added to the word of the
// body, or taken from it in turns. In the end all words are what they were.
KERNEL(loop) {
  int *words = (int *)a, count = a[0], steps = a[1], *step = words + 2, *body = step + 3 * steps;
  const int *end = a - HEADER + a[1 - HEADER];
  for (int i = 0; i < count; i++) {
    run(body, end);
    for (int *s = step; s < body; s += 3) {
      body[s[0]] += s[1];
      if (s[2]) s[1] = -s[1];
    }
  }
  for (int *s = step; s < body; s += 3) {
    if (!s[2]) body[s[0]] -= count * s[1];
    else if (count & 1) body[s[0]] += s[1], s[1] = -s[1];
  }
}
