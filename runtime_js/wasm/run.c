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
